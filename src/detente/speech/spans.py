"""From the tokens of a content to its offsets, and how much of it is quoted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from detente.doc import Doc
from detente.records import Kind

Span = tuple[int, int]

MARKS = "\"“”‘’'«»„‚`"


def quotation_at(doc: Doc, offset: int) -> Span | None:
    """The quotation that an offset stands in."""
    place = bisect_right(doc.quotations, (offset, len(doc.text))) - 1
    if place >= 0 and doc.quotations[place][0] <= offset < doc.quotations[place][1]:
        return doc.quotations[place]
    return None


def offsets(doc: Doc, pieces: Sequence[Span]) -> list[Span]:
    """The offsets of ranges of tokens, each widened to the whole of a quotation that it begins or ends in, in order."""
    spans = sorted(_widened(doc, piece) for piece in pieces)
    joined: list[Span] = []
    for start, end in spans:
        if start >= end:
            continue
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def bare_offsets(doc: Doc, pieces: Sequence[Span]) -> list[Span]:
    """The offsets of ranges of tokens as they are: of a report inside a quotation."""
    return [(doc.tokens[a].start, doc.tokens[b - 1].end) for a, b in sorted(pieces) if a < b]


def _widened(doc: Doc, piece: Span) -> Span:
    start, end = doc.tokens[piece[0]].start, doc.tokens[piece[1] - 1].end
    for a, b in doc.quotations:
        if a >= end:
            break
        if b <= start:
            continue
        if start > a - 2:
            start = a - mark_at(doc, a - 1)
        if b + 2 > end:
            end = b + mark_at(doc, b)
    return start, end


def mark_at(doc: Doc, offset: int) -> int:
    """1 where a quotation mark stands at an offset, else 0."""
    return 1 if 0 <= offset < len(doc.text) and doc.text[offset] in MARKS else 0


def kind_of(doc: Doc, spans: Sequence[Span]) -> Kind:
    """Direct where all stands between quotation marks, indirect where nothing does, else mixed."""
    letters = quoted = 0
    for start, end in spans:
        letters += sum(c.isalnum() for c in doc.text[start:end])
        for a, b in doc.quotations:
            if a < end and b > start:
                quoted += sum(c.isalnum() for c in doc.text[max(a, start) : min(b, end)])
    if not quoted:
        return "indirect"
    return "direct" if letters == quoted else "mixed"


def unmarked(doc: Doc, span: Span) -> Span:
    """A span without the quotation marks at its edges."""
    start, end = span
    while start < end and doc.text[start] in MARKS + " ":
        start += 1
    while end > start and doc.text[end - 1] in MARKS + " ":
        end -= 1
    return start, end
