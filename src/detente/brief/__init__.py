"""From findings to a numbered, cited brief: the judgement first, then the ledgers, and each number leads to its words.

A sentence that rests on no record cannot be made (`desk.Desk.say`), and a brief with one that does not follow from its
records is not handed out (`verified`). The same record gives the same brief, byte for byte: what counts as today is the
date of the youngest article.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from detente.brief import headline, sections, since
from detente.brief.checked import doubts, unsupported
from detente.brief.desk import Desk, UnsupportedError
from detente.brief.outlets import Outlet, outlets
from detente.charts import figures
from detente.export import html, markdown
from detente.export import json as twin
from detente.export.json import sentences_in
from detente.findings.rows import Row, fetch, iso
from detente.findings.where import EVENTS, spots
from detente.maps import where
from detente.records import Brief, Citation, Paragraph, Section, Sentence, Source, Span, Table
from detente.wording import count, issue_phrase, listing, period, with_the

TEXTS: dict[str, Callable[[Brief], str]] = {"html": html.write, "md": markdown.write}
FILES = ("docx", "pdf")
LENGTHS = ("page", "full")
CONTEXT = 240
REACH = 31
NOTHING = "The record holds nothing of the kind that a brief tells: no position, offer, promise, deed or statement."
ON_A_PAGE = ("headline", "changed", "table", "moved", "inducements", "promises", "against", "watch")


def write(
    db: duckdb.DuckDBPyConnection,
    out_path: Path | str | None = None,
    fmt: str | None = None,
    *,
    length: str = "full",
    last: str | None = None,
    last_brief: Path | None = None,
    own_outlets: Path | None = None,
) -> str:
    """Compose the brief of a record as `html`, `md`, `docx` or `pdf`; beside a file goes its twin `.json`.

    Without a format the file's ending decides, else it is Markdown; what is returned is the text, of a `docx` or `pdf`
    that of the same brief as Markdown. `length` is `page` or `full`. `last` (a day) or `last_brief` (the `.json` of an
    earlier brief) asks what changed since. `own_outlets` is a user's CSV of outlets. Raises ValueError for a format or
    length that there is not, and for a `docx` or `pdf` without a path.
    """
    path = Path(out_path) if out_path is not None else None
    chosen = fmt or (path.suffix.lstrip(".").lower() if path is not None else "") or "md"
    chosen = {"htm": "html", "markdown": "md"}.get(chosen, chosen)
    if chosen not in (*TEXTS, *FILES):
        raise ValueError(f"a brief is written as {listing(sorted((*TEXTS, *FILES)), 'or')}, not as {chosen}")
    if length not in LENGTHS:
        raise ValueError(f"a brief is as long as {listing(LENGTHS, 'or')}, not {length}")
    if chosen in FILES and path is None:
        raise ValueError(f"a brief is written as {chosen} to a file only")
    before = since.last_brief(last_brief) if last_brief else since.as_of(db, last) if last else None
    desk = Desk.open(db, page=length == "page", known=outlets(own_outlets))
    brief = made(desk, before)
    page = TEXTS.get(chosen, markdown.write)(brief)
    if path is not None:
        if chosen in FILES:
            options = {"one_page": desk.page} if chosen == "pdf" else {}
            path.write_bytes(import_module(f"detente.brief.paper.{chosen}").write(brief, **options))
        else:
            path.write_text(page, encoding="utf-8", newline="\n")
        held = json.loads(twin.write(brief)) | since.state(desk)
        told = json.dumps(held, ensure_ascii=False, indent=1) + "\n"
        path.with_suffix(".json").write_text(told, encoding="utf-8", newline="\n")
    return page


def put(db: duckdb.DuckDBPyConnection, path: Path, **asked: Any) -> None:
    """Write a brief to a file, which stands in its place only once it is whole: the page first, then its `.json`.

    `asked` is what `write` takes. A folder that is not there is made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent, prefix=".brief-") as folder:
        write(db, Path(folder) / path.name, **asked)
        for made in (path, path.with_suffix(".json")):
            (Path(folder) / made.name).replace(made)


def compose(
    db: duckdb.DuckDBPyConnection, *, strict: bool = False, length: str = "full", before: since.Before | None = None
) -> Brief:
    """Ask the record every question and make a brief of the answers that matter most, since some day if one is given.

    A sentence of ours that its records do not bear gives way to their own words; where `strict`, as in tests, it raises
    UnsupportedError.
    """
    return made(Desk.open(db, strict=strict, page=length == "page"), before)


def made(desk: Desk, before: since.Before | None = None) -> Brief:
    """The brief of an open desk, read again against the record as a whole. Raises UnsupportedError where it fails."""
    parts: list[Section] = []
    for section in (headline.section, *sections.SECTIONS):
        if desk.page and section in sections.FULL_ONLY:
            continue
        part = section(desk)
        if part is not None:
            parts.append(part)
        if section is headline.section and before is not None:
            told = {sentence.text for sentence in sentences_in(part)} if part else set()
            parts.append(since.changes(desk, before, told))
    if not parts:
        parts.append(Section(name="empty", heading="", blocks=(), note=NOTHING))
    verified(desk, parts)
    # the charts go before what the author asks and thinks, and cite only what was numbered for the text
    place = next((i for i, part in enumerate(parts) if part.name in ("open", "views")), len(parts))
    numbers, sources = number(desk, parts)
    if not desk.page:
        drawn = figures(_in_reach(desk, "timeline", "day"), _in_reach(desk, "dyads", "week"), numbers)
        if drawn:
            parts.insert(place, Section(name="timeline", heading="Timeline", blocks=drawn, note=_undated_note(desk)))
        there = where(*spots(fetch(desk.db, EVENTS, {"confidence": desk.floor}), *_reach(desk)))
        if there is not None:
            place = next((i + 1 for i, part in enumerate(parts) if part.name == "timeline"), place)
            parts.insert(place, Section(name="places", heading="Places", blocks=(there,)))
    return Brief(
        title=_title(desk),
        subtitle=_subtitle(desk, len(sources)),
        sections=tuple(parts),
        sources=sources,
        numbers=numbers,
        spans={cite: _span(desk.records[cite]) for cite in numbers},
        quotes={cite: str(desk.records[cite]["text"]) for cite in numbers},
    )


# ---------------------------------------------------------------- read again


def verified(desk: Desk, parts: Sequence[Section]) -> int:
    """Read every sentence, heading and cell again against records fetched anew, and say how many were read.

    Raises UnsupportedError, naming each that does not follow, so that no brief is written.
    """
    texts = {str(row["id"]): str(row["text"]) for row in desk.articles}
    rows = desk.afresh({cite for part in parts for sentence in sentences_in(part) for cite in sentence.cites})
    wrong: list[str] = []
    read = 0
    for part, text, cites, ours in _shown(parts):
        read += 1
        cited = [rows[cite] for cite in cites]
        if ours is None and "“" in text:
            # a heading may quote the author's sentence that leads to those cited
            cited += [{"text": texts[str(row["article"])]} for row in cited[:1]]
        found = unsupported(text, cited) if ours is False else doubts(text, cited)
        if ours is None:
            # a heading names whose words follow, and lays nothing to anybody
            found = [doubt for doubt in found if not doubt.startswith("told by")]
        if not cites:
            found.insert(0, "no record")
        if part not in ("open", "views") and any(row.get("record") == "opinions" for row in cited):
            found.append("the author's opinion outside its section")
        wrong += [f"{part}: {text} ({one})" for one in found]
    if wrong:
        raise UnsupportedError("; ".join(wrong))
    return read


Shown = tuple[str, str, tuple[str, ...], bool | None]


def _shown(parts: Sequence[Section]) -> Iterator[Shown]:
    """What a reader sees of each section: text, the records it must follow from, and what it is.

    It is a sentence (True), a heading (None) or the words of a table's row (False).
    """
    for part in parts:
        for block in part.blocks:
            match block:
                case Paragraph():
                    yield from _said(part.name, block.sentences)
                    if block.heading:
                        yield part.name, block.heading, _cited(block.sentences), None
                case Table():
                    for label, cells in block.rows:
                        told = [sentence for cell in cells for sentence in cell.sentences]
                        yield from _said(part.name, told)
                        plain = [cell.plain for cell in cells if cell.plain and cell.tone != "silent"]
                        yield part.name, "; ".join(["", label, *plain]), _cited(told), False
                case _:
                    pass


def _said(part: str, sentences: Sequence[Sentence]) -> Iterator[Shown]:
    for sentence in sentences:
        yield part, sentence.text, sentence.cites, True
        if sentence.short:
            yield part, sentence.short, sentence.cites, True


def _cited(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cite for sentence in sentences for cite in sentence.cites))


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
    own = [str(row["id"]) for row in desk.articles if str(row["id"]) not in desk.copied]
    voices = {outlet.independent_of for name in own if (outlet := desk.outlets.get(name))}
    if len(desk.articles) == 1:
        only = desk.articles[0]
        outlet = desk.outlets.get(str(only["id"]))
        parts = ["One article", outlet.told if outlet else "", period(days[0], days[0]) if days else ""]
        text = ", ".join(filter(None, parts)) + (
            "" if days else ", without a date: days are relative to it, and no timeline is drawn"
        )
    else:
        text = count(len(own), "article").capitalize()
        if len(voices) > 1:
            text += f" from {count(len(voices), 'independent source')}"
        if days:
            text += f", {period(days[0], days[-1])}"
        if desk.copied:
            text += f"; {count(len(desk.copied), 'copy', 'copies')} of them {'is' if len(desk.copied) == 1 else 'are'}"
            text += " not counted"
        undated = sum(1 for row in desk.articles if not row["date"])
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
