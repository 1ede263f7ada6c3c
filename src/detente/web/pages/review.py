"""Which records should a person look at first? One after another: the least certain on which most hangs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.findings.rows import Row
from detente.records import Finding
from detente.review.decisions import KINDS
from detente.web import acting
from detente.web.asking import NotThereError, Query, WrongQueryError, address
from detente.web.explain import LABELS, explained
from detente.web.found import found, issues_of
from detente.web.ledger import as_csv
from detente.web.opened import Opened
from detente.web.page import Page
from detente.web.pages.record import deciding
from detente.web.prepare import FOUND
from detente.web.seen import Seen

TITLE = "Review"
PLACE = (50, "Review", 1)
AHEAD = 400  # records that are kept in line
SHOWN = 8
COLUMNS = ("id", "table", "priority", "reason", "who", "what", "text", "day", "source", "confidence", "rule")
act = acting.act


def show(opened: Opened, query: Query) -> Page:
    """The first record in line that is not decided on, of one kind (`kind`) or of all; `after` goes past one.

    Raises WrongQueryError.
    """
    kind = query.text("kind")
    if kind is not None and kind not in KINDS:
        raise WrongQueryError(f"kind: none of {', '.join(KINDS)}: {kind}")
    review = opened.review
    if review.folder is None:
        return Page(TITLE, "review.html", {"item": None, "counts": {}, "kind": kind, "labels": LABELS, "ahead": [],
                    "position": 0, "todo": 0}, {"rows": [], "off": review.off}, _nothing)  # fmt: skip
    seen = review.seen(opened, query.by, query.blind)
    line = _line(opened, kind, query.by if query.blind else None)
    todo = [row for row in line if not _is_decided(seen, row, query)]
    at = _position(line, todo, query.text("after"), query.text("before"))
    item = _item(opened, seen, todo[at]) if todo else None
    counts = _counts(opened, seen, query)
    context = {
        "item": item, "kind": kind, "labels": LABELS, "counts": counts, "position": at + 1 if todo else 0,
        "todo": len(todo), "ahead": todo[at + 1 : at + 1 + SHOWN], **(item["forms"] if item else {}),
    }  # fmt: skip
    data = {"kind": kind, "counts": counts, "waiting": review.waiting(opened), "off": review.off, "rows": todo[at:]}
    return Page(TITLE, "review.html", context, data, lambda: _table(todo))


def _line(opened: Opened, kind: str | None, blind_for: str | None) -> list[Row]:
    """The records in line, as the state knows them."""
    desk = opened.review.desk(opened, blind_for, blind_for is not None)
    name = f"queue {kind} {blind_for}"
    found: list[Row] = opened.once(name, lambda: desk.queue(_findings(opened), table=kind, limit=AHEAD))
    return found


def _findings(opened: Opened) -> list[Finding]:
    """The ledgers with nothing in their rows but the records that they rest on."""
    names = [found.name for found in opened.everything()]
    rows: dict[str, list[Row]] = {}
    for row in opened.fetch("SELECT finding, nr, list(id) AS records FROM rests GROUP BY finding, nr"):
        rows.setdefault(str(row["finding"]).removeprefix(FOUND), []).append({"records": row["records"]})
    return [Finding(name=name, title="", columns=(), rows=tuple(rows.get(name, ()))) for name in names]


def _is_decided(seen: Seen, row: Row, query: Query) -> bool:
    decided = [one for one in seen.live(str(row["id"])) if one.action != "note"]
    return any(one.by == query.by for one in decided) if query.blind else bool(decided)


def _position(line: list[Row], todo: list[Row], after: str | None, before: str | None) -> int:
    """Which of those to do is shown: the first after one in line, or the last before one."""
    order = {str(row["id"]): nr for nr, row in enumerate(line)}
    if after in order:
        return next((at for at, row in enumerate(todo) if order[str(row["id"])] > order[after]), 0)
    if before in order:
        return max((at for at, row in enumerate(todo) if order[str(row["id"])] < order[before]), default=0)
    return 0


def _item(opened: Opened, seen: Seen, waiting: Row) -> dict[str, Any] | None:
    try:
        kind, row, ref = found(opened, seen, str(waiting["id"]))
    except NotThereError:
        return None
    return {
        "id": row["id"],
        "card": explained(kind, row, issues_of(opened, kind, row)),
        "row": row,
        "ref": ref,
        "reason": waiting["reason"],
        "forms": deciding(opened, kind, row),
    }


def _counts(opened: Opened, seen: Seen, query: Query) -> list[dict[str, Any]]:
    """Of each kind how many records there are, and on how many somebody decided, or this reviewer who decides blind."""
    totals = opened.once("totals", lambda: {kind: int(opened.value(f"SELECT count(*) FROM {kind}")) for kind in KINDS})  # noqa: S608
    decided = dict.fromkeys(KINDS, 0)
    for record in seen.history:
        made = [one for one in seen.live(record) if one.action != "note"]
        if made and _is_decided(seen, {"id": record}, query):
            decided[str(made[0].table)] += 1
    return [{"kind": kind, "label": LABELS[kind], "decided": decided[kind], "records": totals[kind],
             "url": address("review", kind=kind)} for kind in KINDS]  # fmt: skip


def _table(rows: list[Row]) -> Iterator[str]:
    yield as_csv(rows, COLUMNS)


def _nothing() -> Iterator[str]:
    yield as_csv((), COLUMNS)
