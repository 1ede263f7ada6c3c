"""Who takes part, how often each speaks and acts, and who speaks for them?"""

from __future__ import annotations

from collections.abc import Iterator

from detente.findings.rows import Row
from detente.web.asking import Query, WrongQueryError
from detente.web.charted import drawn
from detente.web.ledger import as_csv, pager
from detente.web.opened import Opened
from detente.web.page import Page

TITLE = "Parties"
PLACE = (10, "At a glance", 3)
SIZE = 100
COLUMNS = (
    "party", "statements", "events", "suffered", "positions", "inducements", "commitments", "first", "last", "people",
)  # fmt: skip
ORDERS = {"ranked": "total DESC", "name": "lower(party)", "newest": "last DESC NULLS LAST"}

QUERY = """
WITH told AS (
  SELECT c.*, p.day FROM cast_of c JOIN place_of p ON p.kind = c.kind AND p.nr = c.nr
), who AS (
  SELECT party, list(name ORDER BY records DESC, name)[:40] AS people, count(*) AS members
  FROM (SELECT party, name, count(*) AS records FROM told WHERE role = 'by' AND name <> party GROUP BY party, name)
  GROUP BY party
), sums AS (
  SELECT c.party,
    count(DISTINCT c.nr) FILTER (c.kind = 'statements' AND c.role = 'by') AS statements,
    count(DISTINCT c.nr) FILTER (c.kind = 'events' AND c.role = 'by') AS events,
    count(DISTINCT c.nr) FILTER (c.kind = 'events' AND c.role = 'to') AS suffered,
    count(DISTINCT c.nr) FILTER (c.kind = 'positions') AS positions,
    count(DISTINCT c.nr) FILTER (c.kind = 'inducements' AND c.role = 'by') AS inducements,
    count(DISTINCT c.nr) FILTER (c.kind = 'commitments' AND c.role = 'by') AS commitments,
    count(*) AS total, min(c.day) AS first, max(c.day) AS last
  FROM told c GROUP BY c.party
)
SELECT s.*, w.people, coalesce(w.members, 0) AS members FROM sums s LEFT JOIN who w ON w.party = s.party
"""


def show(opened: Opened, query: Query) -> Page:
    """All parties, those with most records first. Filters: words of a name (`q`), `all` for those without a name."""
    order = query.text("order") or "ranked"
    if order not in ORDERS:
        raise WrongQueryError(f"order: none of {', '.join(ORDERS)}: {order}")
    opened.once("parties", lambda: opened.cursor().execute(f"CREATE TABLE parties AS {QUERY}"))
    where, parameters = "true", dict[str, object]()
    if query.text("q"):
        people = "coalesce(list_aggregate(people, 'string_agg', ' '), '')"
        where = f"(contains(lower(party), lower($q)) OR contains(lower({people}), lower($q)))"
        parameters["q"] = query.text("q")
    if query.text("all") is None:
        # `a resident` and `the group` are actors of one sentence, no parties
        where += " AND party[1] <> lower(party[1])"
    total = int(opened.value(f"SELECT count(*) FROM parties WHERE {where}", parameters) or 0)  # noqa: S608
    pages = max(1, -(-total // SIZE))
    number = min(query.count("page"), pages)
    select = f"SELECT * FROM parties WHERE {where} ORDER BY {ORDERS[order]}, party"  # noqa: S608  (SQL of ours)
    rows = opened.fetch(f"{select} LIMIT {SIZE} OFFSET {(number - 1) * SIZE}", parameters)

    context = {
        "figures": [] if query.values else drawn(opened, "network"),
        "rows": rows, "total": total, "number": number, "pages": pages, "order": order,
        "pager": pager(query, number, pages),
    }  # fmt: skip
    data = {"filters": dict(query.values), "total": total, "page": number, "pages": pages, "rows": rows}
    return Page(
        title=TITLE,
        template="parties.html",
        context=context,
        data=data,
        table=lambda: _table(opened.fetch(select, parameters)),
    )


def _table(rows: list[Row]) -> Iterator[str]:
    yield as_csv(rows, COLUMNS)
