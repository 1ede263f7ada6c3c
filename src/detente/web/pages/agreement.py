"""How far do two reviewers agree, and what is left to settle between them?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from detente.findings.rows import Row
from detente.review.agreement import Share
from detente.web.asking import Query, address
from detente.web.ledger import as_csv
from detente.web.opened import Opened
from detente.web.page import Page

TITLE = "Agreement"
PLACE = (50, "Review", 2)
COLUMNS = ("table", "record", "field", "one", "other", "settled", "article", "text")


def show(opened: Opened, query: Query) -> Page:
    """Alpha by kind and by field of two reviewers (`one`, `other`; the two who decided most), and their differences.

    `state=open` leaves out what is settled.
    """
    review = opened.review
    people = [name for name, _ in _people(opened)]
    one = query.text("one") or (people[0] if people else None)
    other = query.text("other") or next((name for name in people if name != one), None)
    kinds: list[Row] = []
    fields: list[Row] = []
    differences: list[Row] = []
    blind = 0
    hidden = bool(query.blind and query.by not in (one, other))
    if one and other and one != other and review.folder is not None and not hidden:
        found = review.desk(opened).agreement(one, other)
        kinds, fields = [_share(share) for share in found.kinds], [_share(share) for share in found.fields]
        differences = [_difference(row, opened) for row in found.differences]
        blind = found.blind
    if query.text("state") == "open":
        differences = [row for row in differences if not row["settled"]]
    grouped = [list(rows) for _, rows in groupby(differences, key=lambda row: row["record"])]
    context = {
        "people": _people(opened), "one": one, "other": other, "kinds": kinds, "fields": fields, "grouped": grouped,
        "both_blind": blind, "hidden": hidden, "left": len({r["record"] for r in differences if not r["settled"]}),
    }  # fmt: skip
    data = {"one": one, "other": other, "kinds": kinds, "fields": fields, "both_blind": blind, "rows": differences}
    return Page(TITLE, "agreement.html", context, data, lambda: _table(differences))


def _people(opened: Opened) -> list[tuple[str, int]]:
    """All who decided, those first who decided most."""
    counts: dict[str, int] = {}
    for made in opened.review.journal.decisions:
        counts[made.by] = counts.get(made.by, 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _share(share: Share) -> Row:
    return {"table": share.table, "field": share.field, "n": share.n, "same": share.same, "plain": share.plain,
            "alpha": share.alpha}  # fmt: skip


def _difference(row: Row, opened: Opened) -> Row:
    place = opened.placed().get((row["table"], row["record"]), [row["record"]])
    return {**row, "url": address("record", id=place[0])}


def _table(rows: list[Row]) -> Iterator[str]:
    yield as_csv(rows, COLUMNS)
