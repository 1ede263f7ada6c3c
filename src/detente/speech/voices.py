"""Speech without a cue: turns of a transcript, posts, signed and labelled quotations, headlines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from detente.doc import Doc, Token
from detente.records import SpeechAct
from detente.speech.cues import words

Span = tuple[int, int]

_LABEL = re.compile(
    r"""^[ \t"“]*(?P<label>
        (?:[^\W\d_a-z][\w.'’-]*(?:[ ](?:[^\W\d_a-z][\w.'’-]*|of|the|for|and|de|al|van|bin))*?)
    )(?:\s*\([^)\n]{1,40}\))?(?::|(?<=^[QA])\.)[ \t]+(?=\S)""",
    re.MULTILINE | re.VERBOSE,
)
_PROCEDURE = re.compile(
    r"\b(?:give the floor|call (?:up)?on|point of order|next (?:speaker|question)|"
    r"meeting is (?:adjourned|resumed|called)|question, please|row, please|I thank (?:the|Mr|Ms|Mrs|Dr)\b)",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"\b(?:transcript|record|proceedings|verbatim|minutes|debate|press conference|hearing|briefing|interview|Q&A|"
    r"parliament|assembly|council)\b",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"[\"”’»“]?[^\S\n]{0,9}[―—–-]{1,2}[^\S\n]{0,9}"
    r"(?P<name>[A-Z][^\n,.;:]{1,60}?|[a-z][a-z -]{2,40})[^\S\n]{0,9}(?=\n|,|\.|$)"
)
_HEADLINE = re.compile(r"(?P<name>[^:\n]{2,60}):[ \t]+(?P<said>[^\n]+)")
_HEADLINE_TURNED = re.compile(r"(?P<said>[^:\n]{8,}):[ \t]+(?P<name>[A-Z][^:\n]{1,40})")
_HEADLINE_DASHED = re.compile(r"(?P<said>[^\n]{12,}?[^\n\s\"”’.])[ \t]+[-–—][ \t]+(?P<name>[^\W\d_a-z][^-–—\n]{1,40})")
NAMES = ("PERSON", "ORG", "GPE", "NORP")
HEADLINE_WORDS = 25
NOT_SPOKEN_TO = ("Q", "A", "MODERATOR", "OPERATOR")


@dataclass(frozen=True, slots=True)
class Voiced:
    """A stretch of text that someone speaks: its span, the word for the speaker and the offsets of the label.

    `act` is set for what a document avows; `name` where the label is the name and no word of it alone will do,
    `to` where two people talk to each other.
    """

    span: Span
    speaker: Token | None
    label: Span | None
    rule: str
    confidence: float
    act: SpeechAct | None = None
    name: str | None = None
    to: Token | None = None


# ---------------------------------------------------------------- transcripts, headlines, signatures


def turns(doc: Doc) -> Iterator[Voiced]:
    """Yield the paragraphs of a transcript, each with the speaker whose label stands before it."""
    text = doc.text
    labels = [m for m in _LABEL.finditer(text) if len(m["label"].split()) <= 6]
    counted = Counter(m["label"] for m in labels)
    labels = [m for m in labels if _spoken_by(m["label"], counted)]
    capitals = bool(labels) and all(m["label"].isupper() for m in labels)
    recorded = _RECORD.search(doc.article.title or "") is not None
    if len(labels) < 3 and not (capitals and (len(labels) == 2 or recorded)):
        return
    voices = {m["label"]: m.span("label") for m in labels}
    for number, match in enumerate(labels):
        stop = labels[number + 1].start() if number + 1 < len(labels) else len(text)
        label = match.span("label")
        if _presides(match["label"], text[match.end() : stop]):
            continue
        speaker = _last_word(doc, label) if match["label"] not in ("Q", "A") else None
        others = [span for name, span in voices.items() if name not in (match["label"], *NOT_SPOKEN_TO)]
        other = _last_word(doc, others[0]) if len(voices) == 2 and others and speaker is not None else None
        place = match.end()
        for paragraph in re.compile(r"[^\n]+").finditer(text, place, stop):
            start, end = _stripped(text, paragraph.start(), paragraph.end())
            if start < end and text[start] not in "([":
                yield Voiced((start, end), speaker, label, "turn of a transcript", 0.85, to=other)


def _presides(label: str, said: str) -> bool:
    """Whether a turn only leads the talk: a moderator's, an unnamed questioner's, a chair's who gives the floor."""
    name = label.lower().removeprefix("the ")
    if name in words("asking"):
        return True
    return name in words("presiding") and _PROCEDURE.search(said) is not None


def _spoken_by(label: str, counted: Counter[str]) -> bool:
    """Whether a label at the head of a line names a speaker: it is in capitals, or comes back."""
    letters = [c for c in label if c.isalpha()]
    return label in ("Q", "A") or (len(letters) > 1 and all(c.isupper() for c in letters)) or counted[label] > 1


def headlines(doc: Doc) -> Iterator[Voiced]:
    """Yield what a headline puts in someone's mouth: `Kremlin: no truce`, `No truce: Kremlin`."""
    first = re.compile(r"[^\n]+").search(doc.text)
    if first is None or len(first.group().split()) > HEADLINE_WORDS or "|" in first.group():
        return
    if first.end() >= len(doc.text.rstrip()) and first.group().rstrip()[-1:] in '.!"”':
        return  # a sentence and no headline
    for pattern in (_HEADLINE, _HEADLINE_TURNED, _HEADLINE_DASHED):
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
            if not match["name"][0].isupper() and not (
                match.end() >= len(doc.text.rstrip()) or doc.text[match.end()] == "\n"
            ):
                continue
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
