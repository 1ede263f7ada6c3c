"""From findings to a numbered, cited brief: the judgement first, then the ledgers, and each number leads to its words.

A sentence that rests on no record cannot be made (`desk.Desk.say`). The same record gives the same brief, byte for
byte: what counts as today is the date of the youngest article.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb

from detente.brief import headline, sections
from detente.brief.desk import Desk
from detente.charts import figures
from detente.export import html, json, markdown
from detente.export.json import sentences_in
from detente.findings.rows import Row, fetch, iso
from detente.findings.where import EVENTS, spots
from detente.maps import where
from detente.records import Brief, Citation, Section, Source, Span
from detente.wording import count, issue_phrase, listing, period, with_the

FORMATS = {"html": html.write, "md": markdown.write}
CONTEXT = 240
REACH = 31
NOTHING = "The record holds nothing of the kind that a brief tells: no position, offer, promise, deed or statement."


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
        path.with_suffix(".json").write_text(json.write(brief), encoding="utf-8", newline="\n")
    return page


def compose(db: duckdb.DuckDBPyConnection, *, strict: bool = False) -> Brief:
    """Ask the record every question and make a brief of the answers that matter most.

    A sentence of ours with a name or number that its records do not hold gives way to their own words; where `strict`,
    as in tests, it raises UnsupportedError.
    """
    desk = Desk.open(db, strict=strict)
    made: list[Section] = []
    for section in (headline.section, *sections.SECTIONS):
        part = section(desk)
        if part is not None:
            made.append(part)
    if not made:
        made.append(Section(name="empty", heading="", blocks=(), note=NOTHING))
    # the charts go before what the author asks and thinks, and cite only what was numbered for the text
    place = next((i for i, part in enumerate(made) if part.name in ("open", "views")), len(made))
    numbers, sources = number(desk, made)
    drawn = figures(_in_reach(desk, "timeline", "day"), _in_reach(desk, "dyads", "week"), numbers)
    if drawn:
        made.insert(place, Section(name="timeline", heading="Timeline", blocks=drawn, note=_undated_note(desk)))
    there = where(*spots(fetch(db, EVENTS, {"confidence": desk.floor}), *_reach(desk)))
    if there is not None:
        place = next((i + 1 for i, part in enumerate(made) if part.name == "timeline"), place)
        made.insert(place, Section(name="places", heading="Places", blocks=(there,)))
    return Brief(
        title=_title(desk),
        subtitle=_subtitle(desk, len(sources)),
        sections=tuple(made),
        sources=sources,
        numbers=numbers,
        spans={cite: _span(desk.records[cite]) for cite in numbers},
        quotes={cite: str(desk.records[cite]["text"]) for cite in numbers},
    )


def _span(row: Row) -> Span:
    return Span(article=str(row["article"]), start=int(row["start"]), end=int(row["end"]))


# ---------------------------------------------------------------- numbers and sources


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
        marked = [(span.start, span.end) for span in (_span(desk.records[cite]) for cite in ids)]
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


# ---------------------------------------------------------------- title and subtitle


def _title(desk: Desk) -> str:
    """Who, on what: the parties of the proposal that matters most."""
    ranked = headline.ledger(desk)
    if ranked:
        top = ranked[0]
        parties = [with_the(str(row["party"])) for row in top[:3]]
        text = f"{listing(parties)} on {issue_phrase(str(top[0]['proposal']))}: where things stand"
        return text[:1].upper() + text[1:]
    titles = [str(row["title"]) for row in desk.articles if row["title"]]
    return f"{titles[0]}: what is on record" if len(titles) == 1 else "What is on record"


def _subtitle(desk: Desk, cited: int) -> str:
    """How much coverage, from when, and how to read it."""
    days = sorted(str(iso(row["date"])) for row in desk.articles if row["date"])
    outlets = {row["source"] for row in desk.articles if row["source"]}
    if len(desk.articles) == 1:
        only = desk.articles[0]
        parts = ["One article", *filter(None, [only["source"], period(days[0], days[0]) if days else None])]
        text = ", ".join(parts) + (
            "" if days else ", without a date: days are relative to it, and no timeline is drawn"
        )
    else:
        text = count(len(desk.articles), "article").capitalize()
        if len(outlets) > 1:
            text += f" from {count(len(outlets), 'source')}"
        if days:
            text += f", {period(days[0], days[-1])}"
        undated = len(desk.articles) - len(days)
        if undated:
            text += f"; {undated} without a date, read by the order of the text"
    if cited < len(desk.articles) and len(desk.articles) > 1:
        text += f"; {count(cited, 'article')} {'is' if cited == 1 else 'are'} cited below"
    return f"{text}. What is said is given in the words of the source; a number leads to them."


def _in_reach(desk: Desk, question: str, field: str) -> list[Row]:
    """The rows whose day lies near those of the articles: a war of long ago that one recalls would flatten a chart."""
    first, last = _reach(desk)
    if first is None or last is None:
        return []
    return [row for row in desk.rows(question) if row[field] and first <= str(row[field]) <= last]


def _reach(desk: Desk) -> tuple[str | None, str | None]:
    """The first and last day of what is drawn; none where no article has a date."""
    days = sorted(str(iso(row["date"])) for row in desk.articles if row["date"])
    if not days:
        return None, None
    first = (date.fromisoformat(days[0]) - timedelta(days=REACH)).isoformat()
    return first, (date.fromisoformat(days[-1]) + timedelta(days=REACH)).isoformat()


def _undated_note(desk: Desk) -> str | None:
    missing = sum(1 for row in desk.rows("timeline") if row["day"] is None)
    if not missing:
        return None
    return f"{count(missing, 'entry').capitalize()} without a date {'is' if missing == 1 else 'are'} left out."
