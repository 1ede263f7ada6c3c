"""From findings to a numbered, cited brief: the judgement first, then the ledgers, and each number leads to its words.

A sentence that rests on no record cannot be made (`desk.Desk.say`), and a brief with one that does not follow from its
records is not handed out (`verified`). The same record gives the same brief, byte for byte: what counts as today is the
date of the youngest article.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from detente.brief import headline, sections, since, titles
from detente.brief.desk import Desk
from detente.brief.drawn import charts
from detente.brief.outlets import outlets
from detente.brief.reading import verified
from detente.brief.sources import number, span_of
from detente.brief_parts import Brief, Section
from detente.export import html, markdown
from detente.export import json as twin
from detente.export.json import sentences_in
from detente.outlook.whatif import Scenario
from detente.views import settled
from detente.wording import listing

TEXTS: dict[str, Callable[[Brief], str]] = {"html": html.write, "md": markdown.write}
FILES = ("docx", "pdf")
LENGTHS = ("page", "full")
NOTHING = "The record holds nothing of the kind that a brief tells: no position, offer, promise, deed or statement."


def write(
    db: duckdb.DuckDBPyConnection,
    out_path: Path | str | None = None,
    fmt: str | None = None,
    *,
    length: str = "full",
    last: str | None = None,
    last_brief: Path | None = None,
    own_outlets: Path | None = None,
    scenarios: Sequence[Scenario] = (),
) -> str:
    """Compose the brief of a record as `html`, `md`, `docx` or `pdf`; beside a file goes its twin `.json`.

    Without a format the file's ending decides, else it is Markdown; what is returned is the text, of a `docx` or `pdf`
    that of the same brief as Markdown. `length` is `page` or `full`. `last` (a day) or `last_brief` (the `.json` of an
    earlier brief) asks what changed since. `own_outlets` is a user's CSV of outlets; `scenarios` are told in
    the outlook. Raises ValueError for a format or length that there is not, and for a `docx` or `pdf` without a path.
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
    with settled(db) as tables:
        desk = Desk.open(tables, page=length == "page", scenarios=scenarios, known=outlets(own_outlets))
        brief = made(desk, before)
        standing = since.state(desk)
    page = TEXTS.get(chosen, markdown.write)(brief)
    if path is not None:
        if chosen in FILES:
            options = {"one_page": desk.page} if chosen == "pdf" else {}
            path.write_bytes(import_module(f"detente.brief.paper.{chosen}").write(brief, **options))
        else:
            path.write_text(page, encoding="utf-8", newline="\n")
        held = json.loads(twin.write(brief)) | standing
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
    with settled(db) as tables:
        return made(Desk.open(tables, strict=strict, page=length == "page"), before)


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
        parts[place:place] = charts(desk, numbers)
    return Brief(
        title=titles.title(desk),
        subtitle=titles.subtitle(desk, len(sources)),
        sections=tuple(parts),
        sources=sources,
        numbers=numbers,
        spans={cite: span_of(desk.records[cite]) for cite in numbers},
        quotes={cite: str(desk.records[cite]["text"]) for cite in numbers},
    )
