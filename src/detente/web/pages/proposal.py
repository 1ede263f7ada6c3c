"""One proposal or issue: who stands where, and how each came there, in their words."""

from __future__ import annotations

from collections.abc import Iterator

from detente.brief_parts import Figure
from detente.charts import positions
from detente.charts import proposal as life
from detente.charts._steps import Held
from detente.charts._steps import steps as steps_on
from detente.findings.rows import LEVELS, Row, day_of, several
from detente.web.asking import NotThereError, Query
from detente.web.charted import setting
from detente.web.ledger import as_csv, suggested
from detente.web.opened import Opened
from detente.web.page import Page
from detente.web.pages.overview import LINES
from detente.web.prepare import FOUND
from detente.web.refs import refs

TITLE = "A proposal"
PLACE = None
STEPS = 400
COLUMNS = (
    "party",
    "actor",
    "stance",
    "condition",
    "day",
    "text",
    "according_to",
    "basis",
    "source",
    "title",
    "confidence",
)
SHOWN = 8
LEDGERS = ("shifts", "gaps", "inducements", "commitments", "agreements", "accounts")


def show(opened: Opened, query: Query) -> Page:
    """The page of an issue by its `name`, or any name that it is given. Raises NotThereError."""
    name = _called(opened, query.needed("name"))
    for ledger in ("proposals", "positions", *LEDGERS):
        opened.finding(ledger)
    where = "t.nr IN (SELECT a.nr FROM about a WHERE a.kind = '{}' AND a.issue = $name)"
    states = opened.rows("proposals", 't."proposal" = $name', {"name": name})
    stands = opened.rows("positions", 't."issue" = $name', {"name": name})
    steps = _steps(opened, name)
    held = {row["party"]: row for row in states} or {row["party"]: row for row in stands}
    paths = _paths(steps, held)
    ledgers = {
        ledger: opened.rows(
            ledger,
            where.format(FOUND + ledger) + (f" AND t.score >= {LINES[ledger]}" if ledger in LINES else ""),
            {"name": name},
            SHOWN,
        )
        for ledger in LEDGERS
    }
    counts = opened.fetch(
        """SELECT kind, count(DISTINCT nr) AS number FROM about WHERE issue = $name
        AND kind IN ('statements', 'events', 'positions', 'inducements', 'commitments') GROUP BY kind ORDER BY kind""",
        {"name": name},
    )
    names = opened.fetch(
        "SELECT told FROM shown_issues WHERE issue = $name AND told <> $name ORDER BY told", {"name": name}
    )
    context = {
        "figures": _figures(opened, name),
        "name": name, "states": states, "stands": stands, "paths": paths, "ledgers": ledgers, "counts": counts,
        "names": [row["told"] for row in names], "steps": len(steps), "suggested": suggested(opened),
        "refs": refs(opened, [*states, *stands, *steps, *(row for rows in ledgers.values() for row in rows)]),
    }  # fmt: skip
    told = [{key: row[key] for key in ("id", *COLUMNS)} for row in steps]
    data = {
        "proposal": name,
        "also_called": context["names"],
        "counts": counts,
        "states": states,
        "steps": told,
        **ledgers,
    }
    return Page(title=name, template="proposal.html", context=context, data=data, table=lambda: _table(steps))


def _figures(opened: Opened, name: str) -> list[Figure]:
    """Its life, and where each party stood over time."""
    held = opened.once("positions of charts", lambda: Held.of(opened.db))
    made = [
        life.of(opened.db, held, name, setting(opened)),
        positions.draw(name, steps_on(held, name), setting(opened)),
    ]
    return [one.figure for one in made if one is not None]


def _called(opened: Opened, name: str) -> str:
    found = opened.value(
        """SELECT issue FROM (SELECT issue, issue AS told FROM about UNION ALL SELECT issue, told FROM shown_issues)
        WHERE lower(told) = lower($name) ORDER BY told <> $name, issue LIMIT 1""",
        {"name": name},
    )
    if found is None:
        raise NotThereError(f"No proposal or issue on record is called {name}.")
    return str(found)


def _steps(opened: Opened, name: str) -> list[Row]:
    """The positions on it in the order of their days, each with its party."""
    return opened.fetch(
        f"""SELECT t.*, coalesce(t.side, c.party, t.actor) AS party FROM held_positions t
        LEFT JOIN (SELECT nr, string_agg(DISTINCT party, '; ') AS party FROM cast_of
                   WHERE kind = 'positions' AND role = 'by' GROUP BY nr) c ON c.nr = t.nr
        WHERE t.nr IN (SELECT a.nr FROM about a WHERE a.kind = 'positions' AND a.issue = $name) AND t.voice <> 'author'
        ORDER BY t.sort_key, t.article_nr, t.start LIMIT {STEPS}""",  # noqa: S608  (a number of ours)
        {"name": name},
    )


def _paths(steps: list[Row], held: dict[str, Row]) -> list[dict[str, object]]:
    """Of each party its steps in order: those that stand in the ledger first, then those with most steps."""
    found: dict[str, list[Row]] = {}
    for row in steps:
        for party in several(row["party"]) or ["somebody unnamed"]:
            found.setdefault(party, []).append({**row, "day": day_of(row), "level": LEVELS[row["stance"]]})
    known = list(held)
    ranked = sorted(found, key=lambda p: (known.index(p) if p in held else len(known), -len(found[p]), p))
    return [{"party": party, "now": held.get(party), "steps": found[party]} for party in ranked]


def _table(steps: list[Row]) -> Iterator[str]:
    yield as_csv(steps, COLUMNS)
