"""From findings to a numbered, cited brief: the judgement first, then the ledgers, and each number leads to its words.

A sentence that rests on no record cannot be made (`desk.Desk.say`). The same record gives the same brief, byte for byte:
what counts as today is the date of the youngest article.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from detente import headline, sections
from detente.charts import figures
from detente.desk import Desk
from detente.export import brief_html, brief_md
from detente.records import Brief, Cell, Citation, Figure, Paragraph, Section, Sentence, Source, Table
from detente.rows import Row, iso
from detente.wording import count, listing, period, with_the

FORMATS = {"html": brief_html.write, "md": brief_md.write}
CONTEXT = 240


def write(db: duckdb.DuckDBPyConnection, out_path: Path | str | None = None, fmt: str | None = None) -> str:
    """Compose the brief of a record as `html` or `md`; beside a file goes its twin `.json` with the sentences.

    Without a format the file's ending decides, else it is Markdown. Raises ValueError for a format that there is not.
    """
    path = Path(out_path) if out_path is not None else None
    chosen = fmt or (path.suffix.lstrip(".").lower() if path is not None else "") or "md"
    chosen = {"htm": "html", "markdown": "md"}.get(chosen, chosen)
    if chosen not in FORMATS:
        raise ValueError(f"a brief is written as {listing(sorted(FORMATS), 'or')}, not as {chosen}")
    brief = compose(db)
    page = FORMATS[chosen](brief)
    if path is not None:
        path.write_text(page, encoding="utf-8", newline="\n")
        path.with_suffix(".json").write_text(twin(brief), encoding="utf-8", newline="\n")
    return page


def compose(db: duckdb.DuckDBPyConnection) -> Brief:
    """Ask the record every question and make a brief of the answers that matter most."""
    desk = Desk.open(db)
    made: list[Section] = []
    for section in (headline.section, *sections.SECTIONS):
        part = section(desk)
        if part is not None:
            made.append(part)
    # the charts go before what the author asks and thinks, and cite only what was numbered for the text
    place = next((i for i, part in enumerate(made) if part.name in ("open", "views")), len(made))
    numbers, sources = number(desk, made)
    drawn = figures(desk.rows("timeline"), desk.rows("dyads"), numbers)
    if drawn:
        made.insert(place, Section(name="timeline", heading="Timeline", blocks=drawn, note=_undated_note(desk)))
    spans = {cite: _span(desk.records[cite]) for cite in numbers}
    return Brief(
        title=_title(desk),
        subtitle=_subtitle(desk),
        sections=tuple(made),
        sources=sources,
        numbers=numbers,
        spans=spans,
    )


def _span(row: Row) -> tuple[str, int, int]:
    return str(row["article"]), int(row["start"]), int(row["end"])


def sentences_of(brief: Brief) -> Iterator[tuple[Section, Sentence]]:
    """Every sentence of a brief with the section it stands in, in the order of the page."""
    for section in brief.sections:
        for sentence in _sentences(section):
            yield section, sentence


def _sentences(section: Section) -> Iterator[Sentence]:
    for block in section.blocks:
        match block:
            case Paragraph():
                yield from block.sentences
            case Table():
                for _, cells in block.rows:
                    for cell in cells:
                        yield from cell.sentences
            case Figure():
                pass


# ---------------------------------------------------------------- numbers and sources


def number(desk: Desk, made: list[Section]) -> tuple[dict[str, int], tuple[Source, ...]]:
    """Give each cited sentence of a source a number, in the order of the page, and list them under their articles."""
    places: dict[tuple[str, int, int], list[str]] = {}
    for section in made:
        for sentence in _sentences(section):
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
        marked = [_span(desk.records[cite])[1:] for cite in ids]
        pieces = _pieces(str(texts[article]["text"]), start, end, marked)
        citation = Citation(number=nr, records=tuple(ids), article=article, start=start, end=end, pieces=pieces)
        cited.setdefault(article, []).append(citation)
    return numbers, tuple(_source(texts[article], tuple(found)) for article, found in cited.items())


def _source(row: Row, citations: tuple[Citation, ...]) -> Source:
    return Source(
        article=str(row["id"]),
        title=row["title"],
        source=row["source"],
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
    for one, other in zip(edges, edges[1:], strict=False):
        inside = any(a <= one and other <= b for a, b in marked)
        words = text[one:other]
        if pieces and pieces[-1][1] == inside:
            pieces[-1] = (pieces[-1][0] + words, inside)
        else:
            pieces.append((words, inside))
    if high < end:
        pieces.append((" …", False))
    return tuple(pieces)


# ---------------------------------------------------------------- title and subtitle


def _title(desk: Desk) -> str:
    """Who, on what: the parties of the proposal that matters most."""
    ranked = headline.ledger(desk)
    if ranked:
        top = ranked[0]
        parties = [with_the(str(row["party"])) for row in top[:3]]
        text = f"{listing(parties)} on {headline.issue_phrase(str(top[0]['proposal']))}: where things stand"
        return text[:1].upper() + text[1:]
    titles = [str(row["title"]) for row in desk.articles if row["title"]]
    return f"{titles[0]}: what is on record" if len(titles) == 1 else "What is on record"


def _subtitle(desk: Desk) -> str:
    """How much coverage, from when, and how to read it."""
    days = sorted(str(iso(row["date"])) for row in desk.articles if row["date"])
    outlets = {row["source"] for row in desk.articles if row["source"]}
    if len(desk.articles) == 1:
        only = desk.articles[0]
        parts = ["One article", *filter(None, [only["source"], period(days[0], days[0]) if days else None])]
        text = ", ".join(parts) + ("" if days else ", without a date; days are relative to it")
    else:
        text = count(len(desk.articles), "article").capitalize()
        if len(outlets) > 1:
            text += f" from {count(len(outlets), 'source')}"
        if days:
            text += f", {period(days[0], days[-1])}"
        undated = len(desk.articles) - len(days)
        if undated:
            text += f"; {undated} without a date, read by the order of the text"
    return f"{text}. What is said is given in the words of the source; a number leads to them."


def _undated_note(desk: Desk) -> str | None:
    missing = sum(1 for row in desk.rows("timeline") if row["day"] is None)
    return f"{count(missing, 'entry').capitalize()} without a date {'is' if missing == 1 else 'are'} left out." if missing else None


# ---------------------------------------------------------------- the twin


def twin(brief: Brief) -> str:
    """The brief as JSON: each sentence with its section and the spans that it rests on."""
    words = {cite: _quote(brief, cite) for cite in brief.numbers}
    listed: list[dict[str, Any]] = []
    for section, sentence in sentences_of(brief):
        spans = []
        for cite in sentence.cites:
            article, start, end = brief.spans[cite]
            spans.append({"article": article, "start": start, "end": end, "record": cite, "quote": words[cite]})
        listed.append({"text": sentence.text, "section": section.heading or "Headline", "spans": spans})
    return json.dumps({"title": brief.title, "subtitle": brief.subtitle, "sentences": listed}, ensure_ascii=False, indent=1) + "\n"


def _quote(brief: Brief, cite: str) -> str:
    raise NotImplementedError


__all__ = ["Cell", "compose", "number", "sentences_of", "twin", "write"]
