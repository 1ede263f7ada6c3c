"""Free indirect speech: a sentence without a cue, in the tense of a report, that goes on with what was said before it.

`The army had done nothing wrong, the spokesman said. It had only returned fire.`
"""

from __future__ import annotations

from dataclasses import replace

from detente.doc import SUBJECTS, Doc, Token
from detente.records import Statement
from detente.speech.acts import act_of_words
from detente.speech.speakers import Speaker
from detente.syntax import child_of

SHIFTED = frozenset({"would", "should", "must"})
PRESENT = frozenset({"VBZ", "VBP"})
UNREAL = frozenset({"if", "had", "were"})
PRONOUNS = frozenset({"it", "they", "he", "she", "there", "nobody", "nothing", "none"})


def free_indirect(doc: Doc, found: list[Statement]) -> list[Statement]:
    """The statements that sentences after a report in the past tense make by their tense alone."""
    out: list[Statement] = []
    taken = {t.sentence for s in found for a, b in s.spans for t in doc.between(a, b)}
    taken |= {doc.tokens[doc.token_at(s.cue_start)].sentence for s in found if s.cue_start is not None}
    said = sorted((s for s in found if s.cue_start is not None), key=lambda s: s.cue_start or 0)
    for number, (first, last) in enumerate(doc.sentences[1:], 1):
        if number in taken or number - 1 not in taken:
            continue
        before = [s for s in said if doc.tokens[doc.token_at(s.cue_start or 0)].sentence < number]
        if not before or not _goes_on(doc, before[-1], number) or not _backshifted(doc, first, last):
            continue
        out.append(_statement(doc, before[-1], first, last))
        taken.add(number)
        said.append(out[-1])
        said.sort(key=lambda s: s.cue_start or s.start)
    return out


def _goes_on(doc: Doc, said: Statement, number: int) -> bool:
    """Whether a report in the past tense ends the sentence before, in the same paragraph, and was not quoted."""
    edge = max(said.end, said.cue_end or 0, said.speaker_end or 0)
    first = doc.tokens[doc.sentences[number][0]]
    last = doc.tokens[doc.token_at(edge - 1)]
    if last.sentence != number - 1 or "\n" in doc.text[edge : first.start] or said.speaker is None:
        return False
    if said.cue_start is None:
        return True
    cue = doc.tokens[doc.token_at(said.cue_start)]
    reported = said.kind != "direct" and cue.tag in ("VBD", "VBN") and said.voice == "reported"
    present = any(t.tag in PRESENT and not doc.quoted(t.start) for a, b in said.spans for t in doc.between(a, b))
    return reported and said.modality == "happened" and not present


def _backshifted(doc: Doc, first: int, last: int) -> bool:
    """Whether the main verb of a sentence stands in the tense of a report, and nothing else tells of a deed."""
    words = doc.tokens[first:last]
    root = next((t for t in words if t.head is t or t.dep == "ROOT"), None)
    if root is None or doc.quoted(words[0].start) or words[0].lower in UNREAL:
        return False
    helpers = [c for c in root.children if c.dep in ("aux", "auxpass")]
    subject = child_of(root, *SUBJECTS)
    if subject is None or any(t.lower in ("i", "we", "you") for t in words):
        return False
    future = any(c.lower in SHIFTED and c.tag == "MD" for c in helpers) and not any(c.lower == "have" for c in helpers)
    past = any(c.lower == "had" for c in helpers) or (root.lemma == "have" and root.tag == "VBD" and _no(root))
    return (future or past) and (subject.lower in PRONOUNS or _no(subject))


def _no(token: Token) -> bool:
    return any(c.lower in ("no", "never", "not", "n't", "only") for t in (token, *token.children) for c in t.children)


def _statement(doc: Doc, said: Statement, first: int, last: int) -> Statement:
    words = doc.tokens[first:last]
    while words and not words[-1].text[-1].isalnum() and words[-1].text not in ')"”’':
        words = words[:-1]
    start, end = words[0].start, words[-1].end
    quoted = any(a < end and b > start for a, b in doc.quotations)
    speaker = Speaker(said.speaker, said.speaker_code, None, None)
    return replace(
        said,
        start=start,
        end=end,
        spans=((start, end),),
        kind="mixed" if quoted else "indirect",
        speaker_start=None,
        speaker_end=None,
        cue=None,
        cue_start=None,
        cue_end=None,
        addressee=said.addressee,
        speech_act=act_of_words(doc, words, speaker, direct=False) or "assertive",
        rule="sentence in the tense of the report before",
        confidence=0.5,
    )
