"""Quotations that no cue introduces: they go on with what the last speaker said."""

from __future__ import annotations

from dataclasses import replace

from detente.doc import Doc
from detente.records import Statement
from detente.speech.spans import MARKS, mark_at

Span = tuple[int, int]

PHRASE = "phrase of source"
WORDS = 3  # fewer are a name or a term, not speech
TITLE = 8  # words of a title at most
SMALL = frozenset({"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"})
GAP = " \t\u00a0,.?!—–-…" + MARKS


def continued(doc: Doc, found: list[Statement]) -> tuple[list[Statement], list[Span]]:
    """The statements with the quotations that continue them, and the quotations that nobody is known to speak.

    A quotation that follows a quotation's sentence in the same paragraph is a piece of the same statement, and so is
    the next paragraph of one whose mark was left open. A paragraph that is nothing but a quotation is a statement of
    its own by the last speaker.
    """
    out = sorted(found, key=lambda s: (s.start, s.end))
    alone: list[Span] = []
    titles: list[str] = []
    for start, end in doc.quotations:
        text = doc.text[start:end]
        if _taken(out, start, end) or len(text.split()) < WORDS:
            continue
        if _title(text):
            titles.append(text)
            continue
        place = _last_said(doc, out, start)
        if place is None:
            alone.append((start, end))
            continue
        said = out[place]
        gap = _between(doc, said, start)
        for title in titles:
            gap = gap.replace(title, "")
        if gap.strip(GAP):
            if gap.strip(GAP + "\n") or not _stands_alone(doc, start, end):
                if _sentence_like(doc, start, end):
                    alone.append((start, end))
                continue
            if said.kind != "indirect" and _left_open(doc, said):
                out[place] = _with(said, start, end)
            elif said.speaker is not None:
                out.append(_anew(said, start, end, "quotation in a paragraph of its own", 0.5))
            else:
                alone.append((start, end))
        elif said.kind != "indirect":
            through = _same_sentence(doc, said, start)
            out[place] = _with(said, start, end + mark_at(doc, end) if through else end, through=through)
        else:
            out.append(_anew(said, start, end, "quotation after a report", 0.6))
    return out, alone


def _title(text: str) -> bool:
    """Whether a quotation is the name of a work or of a part of one: `'Legend in the Coal Fields.'`."""
    words = text.split()
    return len(words) <= TITLE and all(word[0].isupper() or word.lower() in SMALL for word in words)


def _taken(found: list[Statement], start: int, end: int) -> bool:
    return any(
        a < end and b > start
        for s in found
        if s.cue_start is None or not start <= s.cue_start < end
        for a, b in s.spans
    )


def _edge(said: Statement) -> int:
    return max(said.end, said.cue_end or 0, said.speaker_end or 0)


def _last_said(doc: Doc, found: list[Statement], start: int) -> int | None:
    """Which statement ends last before an offset; of those of one sentence the quoted one."""
    best: tuple[int, bool, int] | None = None
    place = None
    for number, said in enumerate(found):
        edge = _edge(said)
        if edge <= start and not _passed_on(said, found):
            sentence = doc.tokens[doc.token_at(edge - 1)].sentence
            rank = (sentence, said.kind != "indirect", edge)
            if best is None or rank > best:
                best, place = rank, number
    return place


def _passed_on(said: Statement, found: list[Statement]) -> bool:
    """Whether a source only passes on what another one said: `"...," he said, according to a newspaper`."""
    cues = (other.cue_start for other in found if other is not said and other.cue_start is not None)
    return said.rule == PHRASE and any(a <= cue < b for cue in cues for a, b in said.spans)


def _between(doc: Doc, said: Statement, start: int) -> str:
    """What stands between the sentence of a statement and an offset."""
    edge = _edge(said)
    sentence_end = doc.bounds(doc.tokens[doc.token_at(edge - 1)].sentence)[1]
    return doc.text[max(edge, min(sentence_end, start)) : start]


def _stands_alone(doc: Doc, start: int, end: int) -> bool:
    """Whether a quotation begins its paragraph and fills it, but for other quotations."""
    first = doc.text.rfind("\n", 0, start) + 1
    last = doc.text.find("\n", end)
    last = len(doc.text) if last < 0 else last
    outside = doc.text[first:start]
    place = end
    for a, b in doc.quotations:
        if place <= a < last:
            outside += doc.text[place:a]
            place = b
    return not (outside + doc.text[place:last]).strip(GAP)


def _left_open(doc: Doc, said: Statement) -> bool:
    """Whether the last quotation of a statement runs to the end of its paragraph without a closing mark."""
    rest = doc.text[said.spans[-1][1] :]
    return rest[:1] not in MARKS and rest.lstrip(" \t")[:1] in ("\n", "")


def _sentence_like(doc: Doc, start: int, end: int) -> bool:
    return doc.text[start].isupper() and doc.text[end - 1] in ".?!,—…"


def _same_sentence(doc: Doc, said: Statement, start: int) -> bool:
    """Whether a content after its cue runs on to a quotation: `said it was "dead," and of the rest: "No."`."""
    own = doc.tokens[doc.token_at(said.end - 1)].sentence == doc.tokens[doc.token_at(start)].sentence
    return own and said.cue_end is not None and said.cue_end <= said.spans[-1][0]


def _with(said: Statement, start: int, end: int, *, through: bool = False) -> Statement:
    if through:
        *before, (first, _) = said.spans
        return replace(said, spans=(*before, (first, end)), end=end)
    return replace(said, spans=(*said.spans, (start, end)), end=end)


def _anew(said: Statement, start: int, end: int, rule: str, confidence: float) -> Statement:
    return replace(
        said,
        start=start,
        end=end,
        spans=((start, end),),
        kind="direct",
        cue=None,
        cue_start=None,
        cue_end=None,
        addressee=None,
        speech_act="assertive",
        rule=rule,
        confidence=confidence,
    )
