"""The numbers of a brief, and the cited sentences of each source with what is rested on marked."""

from __future__ import annotations

from itertools import pairwise

from detente.brief.desk import Desk
from detente.brief.outlets import Outlet
from detente.brief_parts import Citation, Section, Source
from detente.export.json import sentences_in
from detente.findings.rows import Row, iso
from detente.records import Span

CONTEXT = 240


def number(desk: Desk, made: list[Section]) -> tuple[dict[str, int], tuple[Source, ...]]:
    """Give each cited sentence of a source a number, in the order of the page, and list them under their articles."""
    places: dict[tuple[str, int, int], list[str]] = {}
    for section in made:
        for sentence in sentences_in(section):
            for cite in sentence.cites:
                row = desk.records[cite]
                place = (str(row["article"]), int(row["sentence_start"]), int(row["sentence_end"]))
                ids = places.setdefault(place, [])
                if cite not in ids:
                    ids.append(cite)
    numbers = {cite: nr for nr, ids in enumerate(places.values(), 1) for cite in ids}
    texts = {str(row["id"]): row for row in desk.articles}
    cited: dict[str, list[Citation]] = {}
    for nr, ((article, start, end), ids) in enumerate(places.items(), 1):
        marked = [(span.start, span.end) for span in (span_of(desk.records[cite]) for cite in ids)]
        pieces = _pieces(str(texts[article]["text"]), start, end, marked)
        citation = Citation(number=nr, records=tuple(ids), article=article, start=start, end=end, pieces=pieces)
        cited.setdefault(article, []).append(citation)
    return numbers, tuple(
        _source(texts[article], tuple(found), desk.outlets.get(article)) for article, found in cited.items()
    )


def _source(row: Row, citations: tuple[Citation, ...], outlet: Outlet | None) -> Source:
    return Source(
        article=str(row["id"]),
        title=row["title"],
        source=outlet.told if outlet else row["source"],
        date=iso(row["date"]),
        url=row["url"],
        length=int(row["length"]),
        citations=citations,
    )


def _pieces(text: str, start: int, end: int, marked: list[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """A sentence cut where what is rested on begins and ends; of a very long one only what stands near."""
    first, last = min(a for a, _ in marked), max(b for _, b in marked)
    low, high = max(start, first - CONTEXT), min(end, last + CONTEXT)
    edges = sorted({low, high, *(max(low, min(high, edge)) for pair in marked for edge in pair)})
    pieces: list[tuple[str, bool]] = [("… ", False)] if low > start else []
    for one, other in pairwise(edges):
        inside = any(a <= one and other <= b for a, b in marked)
        words = text[one:other]
        if pieces and pieces[-1][1] == inside:
            pieces[-1] = (pieces[-1][0] + words, inside)
        else:
            pieces.append((words, inside))
    if high < end:
        pieces.append((" …", False))
    return tuple(pieces)


def span_of(row: Row) -> Span:
    """Where the words of a record stand."""
    return Span(article=str(row["article"]), start=int(row["start"]), end=int(row["end"]))
