"""Opinions: what the author of a commentary judges or asks in their own voice, apart from report and quotation.

Only a text that reads as commentary has opinions: one that is labelled so, or whose narrator addresses the reader, asks
questions and judges outside of anybody's statement. Of a wire report and an official document nothing is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from detente.codebook import table
from detente.doc import SUBJECTS, Doc, Token
from detente.modality import auxiliaries
from detente.records import Opinion
from detente.syntax import stretch

SPEAKING = frozenset({"i", "me", "we", "us", "you"})
NARRATOR = frozenset({"i", "we", "us", "me", "you", "let", "our", "my", "your"})
POINTING = frozenset({"that", "this", "it", "what", "which", "there"})
ENOUGH = 4  # marks of commentary, see `_marks`
SHORTEST = 3  # words of a view or a question


@cache
def _words(role: str) -> frozenset[str]:
    return frozenset(row["word"] for row in table("opinions") if row["class"] == role)


def extract(doc: Doc) -> Iterator[Opinion]:
    """Yield the author's views and questions, sentence by sentence; none where the text is not commentary."""
    if doc.author is not None or not doc.sentences:
        return
    own = [number for number in range(len(doc.sentences)) if _authors(doc, number)]
    if not _commentary(doc, own):
        return
    for number in own:
        words = [t for t in doc.words(number) if t.pos != "PUNCT"]
        asks = any(t.text == "?" for t in doc.words(number)[-2:])
        if len(words) < SHORTEST or _furniture(doc, number) or (asks and not _asks_something(words)):
            continue
        judged = None if asks else _judgement(doc.words(number))
        if not asks and judged is None:
            continue
        start, end = stretch(doc.words(number), doc.text)
        if asks and doc.text[end : end + 1] == "?":
            end += 1
        yield Opinion(
            article=doc.article.id,
            start=start,
            end=end,
            kind="question" if asks else "view",
            date_start=doc.article.date,
            date_end=doc.article.date,
            voice="author",
            rule="question" if asks else (judged or ""),
            confidence=0.8 if asks else 0.7,
        )


def _authors(doc: Doc, number: int) -> bool:
    """Whether a sentence is the author's: no statement covers its main word or most of it, and it is not quoted."""
    start, end = doc.bounds(number)
    if doc.quoted(start) or doc.quoted((start + end) // 2):
        return False
    spoken = [s for s in doc.statements if s.speaker and s.speaker[0].isupper() and s.speaker.lower() not in POINTING]
    covered = sum(max(0, min(end, b) - max(start, a)) for s in spoken for a, b in s.spans)
    cued = any(s.cue_start is not None and start <= s.cue_start < end for s in spoken)
    return covered * 3 < end - start and not cued


def _asks_something(words: list[Token]) -> bool:
    """Whether a question has a subject and a verb: `Already a subscriber?` asks nothing."""
    return any(t.dep in SUBJECTS and t.lower != "you" for t in words)


def _furniture(doc: Doc, number: int) -> bool:
    """Headings and links round an article: a line without a stop, words in capitals before it, a line told twice."""
    words = doc.words(number)
    start, end = doc.bounds(number)
    if len(words) > 2 and all(t.text.isupper() and len(t.text) > 2 for t in words[:2]):
        return True
    if words[-1].text[-1:] not in ".?!…\"”’'" and doc.text[end : end + 1] in ("\n", ""):
        return True
    return doc.text.count(doc.text[start:end]) > 1


def _commentary(doc: Doc, own: list[int]) -> bool:
    label = " ".join(filter(None, (doc.article.source, doc.article.title, doc.article.url))).lower()
    marks = 3 * any(
        word in label.replace("/", " ").replace("-", " ").replace(":", " ").split() for word in _words("label")
    )
    return marks + _marks(doc, own) >= ENOUGH


def _marks(doc: Doc, own: list[int]) -> int:
    """Signs of a narrator: questions, words to the reader, contractions, verdicts on `that`; each kind up to three."""
    questions = talk = short = verdicts = 0
    for number in own:
        words = doc.words(number)
        questions += any(t.text == "?" for t in words[-2:])
        talk += any(t.lower in NARRATOR and t.tag in ("PRP", "PRP$", "VB") and not doc.quoted(t.start) for t in words)
        short += any(t.lower in ("n't", "'s", "'re", "n’t") and t.tag != "POS" for t in words)
        verdicts += words[0].lower in POINTING and _judgement(words) is not None
    total = max(1, len(own))
    kinds = [min(3, n) for n in (questions, talk, short, verdicts)]
    return sum(kinds) if 12 * (questions + talk + verdicts) >= total else 0


def _judgement(words: list[Token]) -> str | None:
    """Why a sentence is a judgement, or None: what its main clause says is or seems so, or should be."""
    root = next((t for t in words if t.dep == "ROOT"), words[0])
    for verb in [
        root,
        *(c for c in root.children if c.dep in ("conj", "ccomp", "parataxis") and c.pos in ("VERB", "AUX")),
    ]:
        reason = _judged(verb)
        if reason:
            return reason
    return None


def _judged(verb: Token) -> str | None:
    subject = next((c for c in verb.children if c.dep in SUBJECTS), None)
    if subject is None or subject.lower in SPEAKING:
        return None  # `let me be clear` judges nothing
    said = [c for c in verb.children if c.dep in ("attr", "acomp", "dobj", "oprd") and c.i > verb.i]
    if verb.lemma in ("be", "remain", "become", "seem", "look", "prove"):
        near = [t for c in said for t in (c, *c.children)]
        near += [c for c in subject.children if subject.dep == "csubj" and c.dep == "acomp"]
        near = [t for t in near if t.pos in ("NOUN", "ADJ", "PROPN")]
        if any(t.lemma in _words("judgement") or t.lower in _words("judgement") for t in near):
            return "evaluative copula"
        kind = (
            said
            and said[0].dep in ("attr", "dobj")
            and said[0].pos == "NOUN"
            and any(c.dep == "neg" for c in verb.children)
        )
        if kind and (subject.pos in ("NOUN", "PRON") or subject.lower in POINTING):
            return "is not what it is called"
        if set(auxiliaries(verb)) & {"may", "might"} and said:
            return "possible in the author's eyes"
    if subject.lower in POINTING and set(auxiliaries(verb)) & {"should", "must", "ought"}:
        return "author's should"
    if verb.lemma in _words("judging verb") and subject.lower in POINTING | {"deal"} and verb.pos == "VERB":
        return "judging verb"
    if subject.lower in ("that", "this", "it") and verb.lemma in (
        "say",
        "speak",
        "tell",
        "show",
        "suggest",
        "raise",
        "bring",
    ):
        return "says much of it"
    if any(c.dep == "advmod" and c.lower in _words("stance adverb") for c in verb.children):
        return "stance adverb"
    return None
