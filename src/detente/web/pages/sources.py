"""Which articles and outlets does the record rest on?"""

from __future__ import annotations

from collections.abc import Iterator

from detente.findings.rows import Row
from detente.web.asking import Query, WrongQueryError
from detente.web.ledger import as_csv, pager
from detente.web.opened import Opened
from detente.web.page import Page

TITLE = "Sources"
PLACE = (30, "The record", 5)
SIZE = 50
COLUMNS = ("id", "key", "date", "title", "source", "url", "path", "copy_of", "characters", "statements", "events",
           "positions", "inducements", "commitments", "opinions")  # fmt: skip
ORDERS = {"newest": "date DESC NULLS LAST", "oldest": "date NULLS LAST", "most": "total DESC", "input": "nr"}

QUERY = """
SELECT a.nr, a.key, a.id, a.date, left(a.title, 300) AS title, a.source, a.url, a.path, a.copy_of, a.copy_why,
  length(a.text) AS characters, coalesce(c.statements, 0) AS statements, coalesce(c.events, 0) AS events,
  coalesce(c.positions, 0) AS positions, coalesce(c.inducements, 0) AS inducements,
  coalesce(c.commitments, 0) AS commitments, coalesce(c.opinions, 0) AS opinions, coalesce(c.total, 0) AS total
FROM articles a LEFT JOIN (
  SELECT article, count(*) FILTER (kind = 'statements') AS statements, count(*) FILTER (kind = 'events') AS events,
    count(*) FILTER (kind = 'positions') AS positions, count(*) FILTER (kind = 'inducements') AS inducements,
    count(*) FILTER (kind = 'commitments') AS commitments, count(*) FILTER (kind = 'opinions') AS opinions,
    count(*) AS total
  FROM place_of GROUP BY article) c ON c.article = a.id
"""
FILTERS = {
    "q": "contains(lower(coalesce(title, '') || ' ' || coalesce(source, '') || ' ' || id), lower($q))",
    "source": "source = $source",
    "since": "date >= $since",
    "until": "date <= $until",
}


def show(opened: Opened, query: Query) -> Page:
    """The articles, filtered by words of the title, outlet and day; above them the outlets with most articles."""
    opened.once("sources", lambda: opened.cursor().execute(f"CREATE TABLE sources AS {QUERY}"))
    order = query.text("order") or "newest"
    if order not in ORDERS:
        raise WrongQueryError(f"order: none of {', '.join(ORDERS)}: {order}")
    query.day("since"), query.day("until")
    parameters: dict[str, object] = {name: query.values[name] for name in FILTERS if name in query.values}
    where = " AND ".join(["true", *(FILTERS[name] for name in parameters)])
    total = int(opened.value(f"SELECT count(*) FROM sources WHERE {where}", parameters) or 0)  # noqa: S608
    pages = max(1, -(-total // SIZE))
    number = min(query.count("page"), pages)
    select = f"SELECT * FROM sources WHERE {where} ORDER BY {ORDERS[order]}, nr"  # noqa: S608  (SQL of ours)
    rows = opened.fetch(f"{select} LIMIT {SIZE} OFFSET {(number - 1) * SIZE}", parameters)
    outlets = opened.fetch(
        """SELECT source, count(*) AS articles, sum(total)::BIGINT AS records, min(date) AS first, max(date) AS last
        FROM sources WHERE source IS NOT NULL GROUP BY source ORDER BY articles DESC, source LIMIT 200"""
    )

    context = {
        "rows": rows, "outlets": outlets, "total": total, "number": number, "pages": pages, "order": order,
        "pager": pager(query, number, pages),
    }  # fmt: skip
    data = {
        "filters": dict(query.values),
        "total": total,
        "page": number,
        "pages": pages,
        "outlets": outlets,
        "rows": rows,
    }
    return Page(
        title=TITLE,
        template="sources.html",
        context=context,
        data=data,
        table=lambda: _table(opened.fetch(select, parameters)),
    )


def _table(rows: list[Row]) -> Iterator[str]:
    yield as_csv(rows, COLUMNS)
