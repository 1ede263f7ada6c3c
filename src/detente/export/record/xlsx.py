"""An Excel workbook: a sheet for each ledger, one with the words behind their lines, and one with the sources.

A cell that begins like a formula is text, and marked as such, so that it stays text when it is edited. The archive
bears no time: the same record gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from detente.export.record._holding import KINDS, Holding
from detente.export.record._inert import plain
from detente.findings.rows import Row
from detente.version import __version__
from detente.wording import flat

if TYPE_CHECKING:
    from openpyxl.cell import Cell

ASKS = (
    "timeline", "proposals", "positions", "shifts", "inducements", "commitments", "agreements", "gaps", "accounts",
    "dyads", "opinions",
)  # fmt: skip
QUOTES = True
WORDS = (
    "id", "kind", "text", "sentence", "article", "start", "end", "day", "voice", "according_to", "rule", "confidence",
    "source", "title", "url",
)  # fmt: skip
SOURCES = ("id", "date", "title", "source", "url", "copy_of")
LONGEST = 32_767  # characters of a cell, and
MOST = 1_048_575  # rows below the heading that Excel can hold
CUT = " … (cut)"
FORMULA = ("=", "+", "-", "@")
TAKEN = (*FORMULA, "#")  # the beginnings of what a workbook may take for other than text: also for an error, `#N/A`
# how a workbook writes a character by its number (ECMA-376, 22.9.2.19), and so text that only looks like it must not
ENCODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
FIRST = date(1900, 3, 1)  # before it Excel's calendar is wrong
NARROW, WIDE = 14, 60
NO_TIME = (1980, 1, 1, 0, 0, 0)


def write(held: Holding) -> Iterator[bytes]:
    """The bytes of the workbook. Rows that a sheet has no room for are left out and counted."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    about = book.create_sheet("about")
    told: list[tuple[str, str]] = []
    for name in (*(name for name in ASKS if name in held.ledgers), *sorted(set(held.ledgers) - set(ASKS))):
        finding = held.ask(name)
        named = not finding.rows or "records" in finding.rows[0]
        columns = (*finding.columns, "records") if named else finding.columns
        _fill(held, book.create_sheet(name), columns, finding.rows)
        told.append((name, ". ".join(filter(None, (f"{finding.title}: {len(finding.rows)} rows", finding.note)))))
    _fill(held, book.create_sheet("words"), WORDS, _words(held))
    _fill(held, book.create_sheet("sources"), SOURCES, held.articles)
    _about(about, told, len(held.articles))
    book.properties.creator = f"detente {__version__}"
    packed = io.BytesIO()
    book.save(packed)
    yield timeless(packed.getvalue())


def _words(held: Holding) -> Iterator[Row]:
    """Each record with the words that it rests on."""
    for kind in KINDS:
        for row in held.rows(kind):
            yield {**row, "kind": kind.removesuffix("s")}


def _about(sheet: Any, told: Iterable[tuple[str, str]], articles: int) -> None:
    sheet.column_dimensions["A"].width = NARROW
    sheet.column_dimensions["B"].width = 100
    lines = [
        (
            "detente",
            f"version {__version__}, {articles} articles, coded by machine: follow a line before relying on it",
        ),
        *told,
        ("words", "Each record by the id that stands under records in a ledger: its words, and where they stand"),
        ("sources", "The articles that were read; start and end under words count characters of their texts"),
    ]
    for name, text in lines:
        sheet.append([cell(sheet, name, bold=True), cell(sheet, text)])


def _fill(held: Holding, sheet: Any, columns: Sequence[str], rows: Iterable[Row]) -> None:
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        wide = column in ("sentence", "accounts", "history", "what", "of", "title") or column.endswith("text")
        sheet.column_dimensions[get_column_letter(number)].width = WIDE if wide else NARROW
    sheet.append([cell(sheet, column, bold=True) for column in columns])
    written = 0
    for row in rows:
        if written == MOST:
            held.left_out[f"of {sheet.title} for which the sheet has no room"] += 1
            continue
        written += 1
        sheet.append([cell(sheet, row.get(column)) for column in columns])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{written + 1}"


def cell(sheet: Any, value: Any, bold: bool = False) -> Cell | str | float | None:
    """What a cell holds: a number, a day or text, and never a formula; None where nothing is known.

    A number, and text of which nothing is to be said, is given as it is: making a cell costs more than writing it.
    """
    if value is None or value in ([], ()):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _styled(sheet, value, bold) if bold else value
    if isinstance(value, str) and DAY.fullmatch(value) and date.fromisoformat(value) >= FIRST:
        made = _styled(sheet, date.fromisoformat(value), bold)
        made.number_format = "yyyy-mm-dd"
        return made
    text = ENCODED.sub("_x005F_", plain(flat(value)))
    text = text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT
    if not bold and not text.startswith(TAKEN):
        return text
    made = _styled(sheet, text, bold)
    made.data_type = "s"  # set after the value: what begins with = was taken for a formula
    made.quotePrefix = text.startswith(FORMULA)
    return made


def _styled(sheet: Any, value: Any, bold: bool) -> Cell:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    made = WriteOnlyCell(sheet)
    made.value = value
    if bold:
        made.font = Font(bold=True)
    return made


def timeless(packed: bytes) -> bytes:
    """A workbook without the time at which it was written."""
    out = io.BytesIO()
    never = datetime(*NO_TIME).isoformat() + "Z"
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + never.encode(), content)
            member = zipfile.ZipInfo(name, NO_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, content)
    return out.getvalue()
