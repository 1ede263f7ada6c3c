"""Speech without a cue: turns of a transcript, signed quotations, headlines, what an official document avows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from detente.doc import SUBJECTS, Doc, Token
from detente.modality import auxiliaries
from detente.records import SpeechAct
from detente.speech.cues import words
from detente.speech.speakers import FIRST_PERSON
from detente.syntax import child_of

Span = tuple[int, int]

_LABEL = re.compile(
    r"""^[ \t"“]*(?P<label>
        (?:[A-Z][\w.'’-]*(?:[ ](?:[A-Z][\w.'’-]*|of|the|for|and|de|al|van|bin))*)
    )(?:\s*\([^)\n]{1,40}\))?:[ \t]+(?=\S)""",
    re.MULTILINE | re.VERBOSE,
)
_SIGNATURE = re.compile(r"[\"”’»“]?[ \t]*[―—–-]{1,2}[ \t]*(?P<name>[A-Z][^\n,.;:]{1,60}?)[ \t]*(?=\n|,|\.|$)")
_HEADLINE = re.compile(r"(?P<name>[^:\n]{2,60}):[ \t]+(?P<said>[^\n]+)")
_HEADLINE_TURNED = re.compile(r"(?P<said>[^:\n]{8,}):[ \t]+(?P<name>[A-Z][^:\n]{1,40})")
NAMES = ("PERSON", "ORG", "GPE", "NORP")
HEADLINE_WORDS = 25


@dataclass(frozen=True, slots=True)
class Voiced:
    """A stretch of text that someone speaks: its span, the word for the speaker and the offsets of the label."""

    span: Span
    speaker: Token | None
    label: Span | None
    rule: str
    confidence: float
    act: SpeechAct | None = None


# ---------------------------------------------------------------- transcripts, headlines, signatures


def turns(doc: Doc) -> Iterator[Voiced]:
    """Yield the paragraphs of a transcript, each with the speaker whose label stands before it."""
    text = doc.text
    labels = [m for m in _LABEL.finditer(text) if len(m["label"].split()) <= 6]
    counted = Counter(m["label"] for m in labels)
    labels = [m for m in labels if _spoken_by(m["label"], counted)]
    if len(labels) < 3 and not (len(labels) == 2 and all(m["label"].isupper() for m in labels)):
        return
    for number, match in enumerate(labels):
        stop = labels[number + 1].start() if number + 1 < len(labels) else len(text)
        label = match.span("label")
        speaker = _last_word(doc, label) if match["label"] not in ("Q", "A") else None
        place = match.end()
        for paragraph in re.compile(r"[^\n]+").finditer(text, place, stop):
            start, end = _stripped(text, paragraph.start(), paragraph.end())
            if start < end and text[start] not in "([":
                yield Voiced((start, end), speaker, label, "turn of a transcript", 0.85)


def _spoken_by(label: str, counted: Counter[str]) -> bool:
    """Whether a label at the head of a line names a speaker: it is in capitals, or comes back."""
    letters = [c for c in label if c.isalpha()]
    return label in ("Q", "A") or (len(letters) > 1 and all(c.isupper() for c in letters)) or counted[label] > 1


def headlines(doc: Doc) -> Iterator[Voiced]:
    """Yield what a headline puts in someone's mouth: `Kremlin: no truce`, `No truce: Kremlin`."""
    first = re.compile(r"[^\n]+").search(doc.text)
    if first is None or len(first.group().split()) > HEADLINE_WORDS or first.end() >= len(doc.text.rstrip()):
        return
    for pattern in (_HEADLINE, _HEADLINE_TURNED):
        match = pattern.fullmatch(doc.text, first.start(), first.end())
        if match is None:
            continue
        label, said = match.span("name"), _stripped(doc.text, *match.span("said"))
        speaker = _last_word(doc, label)
        inside = doc.between(*said)
        named = speaker is not None and (
            doc.mention_of(speaker) is not None or speaker.entity.partition("-")[2] in NAMES
        )
        if named and len(inside) > 2 and all(t.tag not in ("VBD", "VBZ", "VBP", "MD") for t in doc.between(*label)):
            yield Voiced(said, speaker, label, "label in a headline", 0.7)
            return


def signatures(doc: Doc) -> Iterator[Voiced]:
    """Yield the quotations that a name after a dash signs."""
    for start, end in doc.quotations:
        match = _SIGNATURE.match(doc.text, end)
        if match is not None and len(doc.text[start:end].split()) > 3 and len(match["name"].split()) < 7:
            label = match.span("name")
            yield Voiced((start, end), _last_word(doc, label), label, "signed quotation", 0.8)


def _last_word(doc: Doc, label: Span) -> Token | None:
    words = [t for t in doc.between(*label) if t.text[0].isalnum()]
    return words[-1] if words else None


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \t\u00a0\"“”‘'«»":
        start += 1
    while end > start and text[end - 1] in " \t\u00a0\"“”'«»":
        end -= 1
    return start, end


# ---------------------------------------------------------------- official documents


def avowals(doc: Doc) -> Iterator[Voiced]:
    """Yield the sentences of an official document that take a position; those that give background are left out.

    A position is a demand on anyone (`must`, `should`), a performative or a commitment of the author, or a judgement.
    """
    if doc.author is None:
        return
    for number, (first, last) in enumerate(doc.sentences):
        act = _avowed(doc, first, last)
        if act is not None:
            start, end = doc.bounds(number)
            while end > start and doc.text[end - 1] in ".;: ":
                end -= 1
            yield Voiced((start, end), None, None, "avowal in an official document", 0.7, act)


def _avowed(doc: Doc, first: int, last: int) -> SpeechAct | None:
    """The speech act of a sentence in the author's own voice, or None for background."""
    for verb in doc.tokens[first:last]:
        if verb.pos not in ("VERB", "AUX") or verb.dep in ("aux", "auxpass") or not _main(verb):
            continue
        helpers = auxiliaries(verb)
        subject = child_of(verb, *SUBJECTS)
        shared = child_of(verb.head, *SUBJECTS) if verb.dep == "conj" and subject is None else subject
        if any(h in ("must", "should", "shall", "ought") for h in helpers):
            return "directive"
        if any(h in ("can", "could", "may") for h in helpers) and child_of(verb, "neg") is not None:
            return "assertive"
        judged = _judgement(verb)
        if judged is not None and (_own(doc, shared) or (judged != "commissive" and not _actor(doc, shared))):
            return judged
        if shared is None or not _own(doc, shared):
            if "will" in helpers and shared is not None and shared.pos == "PROPN" and not _possessed(shared):
                return "commissive"
            continue
        if "will" in helpers:
            return "commissive"
        performed = words("performative").get(verb.lemma)
        if performed is not None and (verb.tag in ("VBP", "VBZ", "VBG", "VB") or shared.lower in FIRST_PERSON):
            return performed
    return None


def _main(verb: Token) -> bool:
    """Whether a verb is that of a main clause of its sentence."""
    while verb.dep == "conj" and verb.head.pos in ("VERB", "AUX"):
        verb = verb.head
    return verb.dep in ("ROOT", "parataxis") or (verb.dep == "ccomp" and verb.i < verb.head.i)


def _judgement(verb: Token) -> SpeechAct | None:
    """The act of a judgement that the verb `be` joins to its subject: `are unacceptable`, `is committed to`."""
    said = [verb, *(c for c in verb.children if c.dep in ("acomp", "attr", "advmod"))]
    return next((act for word in said if (act := words("judgement").get(word.lower)) is not None), None)


def _own(doc: Doc, subject: Token | None) -> bool:
    """Whether the author speaks of themselves or their own side."""
    if subject is None:
        return False
    if subject.lower in FIRST_PERSON:
        return True
    mention = doc.mention_of(subject)
    if mention is not None and doc.author_codes:
        country = doc.author_codes.split()[0]
        return any(code.split()[:1] == [country] for code in mention.codes)
    return subject.pos == "PROPN" and not _possessed(subject)


def _actor(doc: Doc, subject: Token | None) -> bool:
    """Whether someone else is the subject: `President Kagame was grateful` is no judgement of the author's."""
    return subject is not None and (subject.pos in ("PROPN", "PRON") or doc.mention_of(subject) is not None)


def _possessed(noun: Token) -> bool:
    return child_of(noun, "poss") is not None
