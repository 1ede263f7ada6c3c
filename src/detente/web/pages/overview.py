"""What is on record, in one page: how much, who, what is on the table, what moved, what is due."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from math import log2
from typing import Any

from detente.analyze import gaps as gap_analysis
from detente.analyze import shifts as shift_analysis
from detente.brief_parts import Figure
from detente.findings.matters import pressing, rung, specific
from detente.findings.rows import Row
from detente.web.asking import Query
from detente.web.charted import drawn
from detente.web.ledger import as_csv
from detente.web.opened import Opened
from detente.web.page import Page
from detente.web.prepare import KINDS
from detente.web.refs import refs
from detente.wording import count, period

TITLE = "Overview"
PLACE = (10, "At a glance", 1)
LINES = {"shifts": shift_analysis.LINE, "gaps": gap_analysis.LINE}  # below these a comparison is no finding
PROPOSALS, PARTIES, SHOWN = 8, 6, 5


def show(opened: Opened, query: Query) -> Page:
    """The overview. It takes no filter."""
    del query
    held = {name: opened.rows(name, limit=2000) for name in ("proposals", "commitments", "agreements", "accounts")}
    proposals, parties = _matrix(held["proposals"])
    shifts = opened.rows("shifts", f"t.score >= {LINES['shifts']}", limit=SHOWN)
    gaps = opened.rows("gaps", f"t.score >= {LINES['gaps']}", limit=SHOWN)
    due = [row for row in held["commitments"] if row["state"] in ("overdue", "broken", "kept")][:SHOWN]
    agreed = sorted(held["agreements"], key=lambda row: -row["weight"])[:SHOWN]
    accounts = held["accounts"][:SHOWN]
    counts = totals(opened)
    cells = [row for _, found in proposals for row in found.values()]
    context = {
        "counts": counts,
        "subtitle": _subtitle(opened, counts),
        "proposals": proposals,
        "parties": parties,
        "shifts": shifts,
        "gaps": gaps,
        "due": due,
        "agreed": agreed,
        "accounts": accounts,
        "figures": opened.once("overview figures", lambda: _figures(opened)),
        "refs": refs(opened, [*shifts, *gaps, *due, *agreed, *accounts, *cells]),
        "unread": opened.run.unread[:20],
        "unread_more": max(0, len(opened.run.unread) - 20),
    }
    data: dict[str, Any] = {
        "counts": counts, "proposals": cells, "shifts": shifts, "gaps": gaps, "due": due, "agreements": agreed,
        "accounts": accounts,
        "unread": [{"path": one.path, "line": one.line, "reason": one.reason} for one in opened.run.unread],
    }  # fmt: skip
    return Page(title=TITLE, template="overview.html", context=context, data=data, table=lambda: _table(counts))


def totals(opened: Opened) -> dict[str, int]:
    """How many articles and records of each kind there are."""
    return {kind: int(opened.value(f"SELECT count(*) FROM {kind}")) for kind in ("articles", *KINDS)}  # noqa: S608


def _table(counts: dict[str, int]) -> Iterator[str]:
    yield as_csv([{"kind": kind, "number": number} for kind, number in counts.items()], ("kind", "number"))


def _subtitle(opened: Opened, counts: dict[str, int]) -> str:
    row = opened.fetch(
        """SELECT min(date) AS first, max(date) AS last, count(DISTINCT source) AS outlets,
        count(*) - count(date) AS undated, count(copy_of) AS copies FROM articles"""
    )[0]
    told = count(counts["articles"], "article").capitalize()
    if row["outlets"]:
        told += f" from {count(row['outlets'], 'source')}"
    if row["first"]:
        told += f", {period(str(row['first'])[:10], str(row['last'])[:10])}"
    if row["copies"]:
        told += f"; {count(row['copies'], 'article')} the same as another"
    if row["undated"]:
        told += f"; {row['undated']} without a date"
    return f"{told}."


def _matrix(rows: list[Row]) -> tuple[list[tuple[str, dict[str, Row]]], list[str]]:
    """The main proposals, each with the stance of each party, and the parties that have most to say on them."""
    groups: dict[str, dict[str, Row]] = {}
    for row in rows:
        groups.setdefault(row["proposal"], {}).setdefault(row["party"], row)
    named = {name: group for name, group in groups.items() if specific(name) >= 0.35} or groups
    shown = sorted(named.items(), key=lambda item: (-_matter(item[1].values()), item[0]))[:PROPOSALS]
    weight: dict[str, float] = {}
    for _, group in shown:
        for party, row in group.items():
            weight[party] = weight.get(party, 0.0) + row["sources"] + 1
    often = [party for party in weight if sum(party in group for _, group in shown) > 1] or list(weight)
    known = [party for party in often if party[:1].isupper()] or often
    return shown, sorted(known, key=lambda party: (-weight[party], party))[:PARTIES]


def _matter(rows: Collection[Row]) -> float:
    """How much a proposal matters, as in the brief, but over the whole time and whoever holds it."""
    weights = {id(row): log2(1 + row["sources"]) * float(row["confidence"]) * rung(row) for row in rows}
    held = sorted(rows, key=lambda row: -weights[id(row)])
    return pressing(held, [weights[id(row)] * specific(row["proposal"]) for row in held])


def _figures(opened: Opened) -> list[Figure]:
    """The charts of the whole record: words and deeds, the main pairs, the map, who speaks to whom."""
    return drawn(opened, "timeline", "dyads", "map", "network")
