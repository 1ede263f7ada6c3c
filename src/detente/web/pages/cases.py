"""What was decided, as cases on which the rules can be measured: a passage, and what is expected there."""

from __future__ import annotations

import json
from collections.abc import Iterator

from detente.findings.rows import Row
from detente.web.asking import Query
from detente.web.ledger import as_csv, pager
from detente.web.opened import Opened
from detente.web.page import Page

TITLE = "Cases"
PLACE = (50, "Review", 4)
SIZE, MOST = 50, 500
COLUMNS = (
    "case",
    "table",
    "passage",
    "start",
    "end",
    "expected",
    "unexpected",
    "article",
    "action",
    "by",
    "made",
    "note",
)


def show(opened: Opened, query: Query) -> Page:
    """The cases, one a decided record, of one kind (`table`) or of all; `/cases.jsonl` is the file to measure with."""
    found: list[Row] = opened.review.desk(opened).cases() if opened.review.folder is not None else []
    kind = query.text("table")
    found = [case for case in found if kind in (None, case["table"])]
    size = min(query.count("size", SIZE), MOST)
    pages = max(1, -(-len(found) // size))
    number = min(query.count("page"), pages)
    part = found[(number - 1) * size : number * size]
    context = {
        "rows": part,
        "total": len(found),
        "number": number,
        "pages": pages,
        "pager": pager(query, number, pages),
    }
    data = {"filters": dict(query.values), "total": len(found), "page": number, "pages": pages, "rows": part}
    return Page(TITLE, "cases.html", context, data, lambda: _table(found), lines=lambda: _lines(found))


def _table(rows: list[Row]) -> Iterator[str]:
    yield as_csv(rows, COLUMNS)


def _lines(rows: list[Row]) -> Iterator[str]:
    for case in rows:
        yield json.dumps(case, ensure_ascii=False, default=str) + "\n"
