"""What was decided of the record, by whom, when, and what of it counts?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from detente.findings.rows import Row
from detente.review import states
from detente.review.decisions import ACTIONS, KINDS, Decision
from detente.web.asking import Query, WrongQueryError, address
from detente.web.ledger import as_csv, pager
from detente.web.opened import Opened
from detente.web.page import Page
from detente.web.seen import DONE, SIGNS

TITLE = "Decisions"
PLACE = (50, "Review", 3)
SIZE, MOST = 50, 500
COLUMNS = ("id", "made", "by", "action", "table", "record", "into", "fields", "note", "of", "verdict", "blind",
           "counts", "undone_by", "loose", "article", "text", "was")  # fmt: skip


def show(opened: Opened, query: Query) -> Page:
    """The journal, the latest first. Filters: `q` words, `by`, `action`, `table`, `record`, `state` (counts, undone,
    loose). Raises WrongQueryError.
    """
    rows = _rows(opened, query)
    found = [row for row in rows if _fits(row, query)]
    size = min(query.count("size", SIZE), MOST)
    pages = max(1, -(-len(found) // size))
    number = min(query.count("page"), pages)
    part = found[(number - 1) * size : number * size]
    review = opened.review
    counts = Counter("loose" if row["loose"] else "counts" if row["counts"] else "undone" for row in rows)
    told = {"total": len(found), "page": number, "pages": pages, "waiting": review.waiting(opened), "of": dict(counts)}
    broken = [{"line": one.line, "reason": one.reason} for one in review.journal.broken]
    context = {
        "rows": part, "number": number, "pages": pages, "total": len(found), "counts": counts, "broken": broken,
        "people": sorted({row["by"] for row in rows}), "actions": ACTIONS, "tables": (*KINDS, "issues", "stories"),
        "pager": pager(query, number, pages), "place": str(review.folder / "review.jsonl") if review.folder else None,
    }  # fmt: skip
    data = {"filters": dict(query.values), **told, "broken": broken, "rows": part}
    return Page(TITLE, "decisions.html", context, data, lambda: _table(found))


def _rows(opened: Opened, query: Query) -> list[Row]:
    """All decisions that this reader may see, the latest first, each with whether it counts and where it is."""
    decisions = list(opened.review.journal.decisions)
    if query.blind and query.by:
        may = {one.id for one in states.visible(decisions, query.by)}
        decisions = [one for one in decisions if one.by == query.by or one.id in may]
    undone = states.undone(decisions)
    loose = {str(row["decision"]): str(row["reason"]) for row in opened.loose()}
    place = opened.placed()
    return [_row(one, undone, loose, place.get(one.id, [])) for one in reversed(decisions)]


def _row(one: Decision, undone: dict[str, str], loose: dict[str, str], place: list[str]) -> dict[str, Any]:
    now = place[0] if place else one.record
    counts = one.id not in undone and one.action != "undo"
    return {
        "id": one.id, "made": one.made, "by": one.by, "action": one.action, "done": DONE[one.action],
        "sign": SIGNS.get(one.action, "·"), "table": one.table, "record": one.record, "now": now, "into": one.into,
        "fields": one.fields, "was": {name: one.anchor.was.get(name) for name in one.fields} if one.anchor else {},
        "note": one.note, "of": one.of, "verdict": one.verdict, "blind": one.blind, "counts": counts,
        "undone_by": undone.get(one.id), "loose": loose.get(one.id) if counts else None,
        "article": one.anchor.article if one.anchor else None, "title": one.anchor.title if one.anchor else None,
        "text": one.anchor.text if one.anchor else None,
        "url": address("record", id=now) if one.table in KINDS and one.id not in loose else None,
    }  # fmt: skip


def _fits(row: Row, query: Query) -> bool:
    for name in ("by", "action", "table", "record"):
        wanted = query.text(name)
        if wanted is not None and wanted != row[name]:
            return False
    state = query.text("state")
    if state not in (None, "counts", "undone", "loose"):
        raise WrongQueryError(f"state: none of counts, undone, loose: {state}")
    if state is not None and not (row["undone_by"] if state == "undone" else row[state]):
        return False
    words = (query.text("q") or "").casefold().split()
    hay = " ".join(str(row[name] or "") for name in ("record", "text", "note", "into", "fields", "title")).casefold()
    return all(word in hay for word in words)


def _table(rows: list[Row]) -> Iterator[str]:
    yield as_csv(rows, COLUMNS)
