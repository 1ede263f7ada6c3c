"""A page that is one long table: filtered, ordered and paged in SQL, with the same as JSON and CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.export import csv
from detente.findings.rows import Row
from detente.records import Finding
from detente.web.asking import Query, WrongQueryError, address
from detente.web.filters import Filter, Least
from detente.web.opened import Opened
from detente.web.page import Page
from detente.web.prepare import FOUND
from detente.web.refs import refs

SIZE, MOST = 50, 500
CHUNK = 2000
SUGGESTED = 300
ORDERED = ("confidence", "sources", "score")  # numbers that rows can be ordered by
LONGEST = 60  # of a value that can be chosen

SAID = ("voice", "according_to", "source", "title", "article", "start", "end", "rule", "confidence")  # of every record
ORDERS = {  # of the tables of records
    "newest": ("newest first", "t.day DESC NULLS LAST, t.sort_key DESC"),
    "oldest": ("oldest first", "t.sort_key"),
    "surest": ("surest first", "t.confidence DESC, t.sort_key DESC"),
}


def ranked(day: str) -> dict[str, tuple[str, str]]:
    """The orders of a finding whose rows come with those first that most tell, and have a day in this column."""
    return {"ranked": ("most told first", "t.nr"), **_by_day(day), "surest": ("surest first", "t.confidence DESC")}


def scored(day: str) -> dict[str, tuple[str, str]]:
    """The orders of a finding whose rows have a score, and a day in this column."""
    return {"ranked": ("highest score first", "t.score DESC"), **_by_day(day)}


def _by_day(day: str) -> dict[str, tuple[str, str]]:
    return {
        "newest": ("newest first", f't."{day}" DESC NULLS LAST'),
        "oldest": ("oldest first", f't."{day}" NULLS LAST'),
    }


@dataclass(frozen=True, slots=True)
class Ledger:
    """What one table page shows. `finding`: whether its rows are those of an analysis, not of the record itself.

    `columns` are those of the CSV. `orders` give for each order that a reader may choose its name and its SQL; the
    first is the one that counts where none is chosen.
    """

    name: str
    title: str
    question: str
    columns: tuple[str, ...]
    filters: tuple[Filter, ...]
    orders: Mapping[str, tuple[str, str]] = field(default_factory=lambda: {"ranked": ("as ranked", "t.nr")})
    finding: bool = True

    @property
    def relation(self) -> str:
        """The table of its rows."""
        return f"page_{self.name}" if self.finding else f"held_{self.name}"

    @property
    def kind(self) -> str:
        """What its rows are called where they stand beside others: see `prepare`."""
        return f"{FOUND}{self.name}" if self.finding else self.name

    def show(self, opened: Opened, query: Query) -> Page:
        """The page of the rows that the filters let through. Raises WrongQueryError."""
        note = self._ready(opened)
        where, parameters = self.where(query)
        order = query.text("order") or next(iter(self.orders))
        if order not in self.orders:
            raise WrongQueryError(f"order: none of {', '.join(self.orders)}: {order}")
        size = min(query.count("size", SIZE), MOST)
        total = int(opened.value(f"SELECT count(*) FROM {self.relation} t WHERE {where}", parameters) or 0)  # noqa: S608
        pages = max(1, -(-total // size))
        number = min(query.count("page"), pages)
        part = f"LIMIT {size} OFFSET {(number - 1) * size}"
        sql = f"{self._select()} WHERE {where} ORDER BY {self.orders[order][1]}, t.nr {part}"
        seen = opened.review.seen(opened, query.by, query.blind)
        held = [self._row(row) for row in opened.fetch(sql, parameters)]
        rows = held if self.finding else [now for row in held if (now := seen.row(self.name, row)) is not None]
        weaker = self._weaker(opened, query, total)
        ways = refs(opened, rows)
        shown = {"page": number, "pages": pages, "total": total, "size": size, "order": order}
        return Page(
            title=self.title,
            template="ledger.html",
            context={
                "ledger": self, "rows": rows, "refs": ways, "note": note, "weaker": weaker, **shown, "number": number,
                "fields": [self._field(opened, one, query) for one in self.filters],
                "active": sum(one.name in query.values and one.kind != "search" for one in self.filters),
                "pager": pager(query, number, pages),
                "suggested": suggested(opened),
            },
            data={"question": self.question, "filters": dict(query.values), **shown, "note": note,
                  "rows": [{**row, "links": [ways[i]["url"] for i in ids_of(row) if i in ways]} for row in rows]},
            table=lambda: self.table(opened, query),
        )  # fmt: skip

    def _weaker(self, opened: Opened, query: Query, total: int) -> tuple[int, str] | None:
        """How many rows a filter leaves out that has a value where none is chosen, and the address that shows them."""
        own = next((one for one in self.filters if isinstance(one, Least) and one.default), None)
        if own is None or own.name in query.values:
            return None
        where, parameters = self.where(Query(query.page, {**query.values, own.name: "0"}))
        number = int(opened.value(f"SELECT count(*) FROM {self.relation} t WHERE {where}", parameters) or 0) - total  # noqa: S608
        return (number, address(query.page, **{**query.values, own.name: "0"})) if number else None

    def _ready(self, opened: Opened) -> str | None:
        if not self.finding:
            return None
        opened.once(f"columns of {self.name}", lambda: self._complete(opened))
        return opened.finding(self.name).note

    def _complete(self, opened: Opened) -> None:
        """Give the table of a finding the columns that this page asks for and no row has."""
        opened.finding(self.name)
        for one in self.filters:
            if one.column not in ("", "by", "to", "any"):
                kind = "DOUBLE" if one.kind == "least" else "VARCHAR"
                opened.db.execute(f'ALTER TABLE {self.relation} ADD COLUMN IF NOT EXISTS "{one.column}" {kind}')
        for column in ORDERED:
            opened.db.execute(f'ALTER TABLE {self.relation} ADD COLUMN IF NOT EXISTS "{column}" DOUBLE')

    def where(self, query: Query) -> tuple[str, dict[str, object]]:
        """All conditions of a query, and their parameters."""
        told, parameters = ["true"], dict[str, object]()
        for one in self.filters:
            condition = one.condition(self.kind, query)
            if condition is not None:
                told.append(f"({condition[0]})")
                parameters.update(condition[1])
        if query.text("record") is not None:
            rested = f"SELECT nr FROM rests WHERE finding = '{self.kind}' AND id = $v_record"  # noqa: S608
            told.append(f"t.nr IN ({rested})" if self.finding else "t.id = $v_record")
            parameters["v_record"] = query.text("record")
        return " AND ".join(told), parameters

    def _select(self) -> str:
        return f"SELECT {'t.data' if self.finding else 't.*'} FROM {self.relation} t"  # noqa: S608  (a name of ours)

    def _row(self, row: Row) -> Row:
        if self.finding:
            found: Row = json.loads(row["data"])
            return found
        return {key: value for key, value in row.items() if key not in ("nr", "hay", "article_nr")}

    def table(self, opened: Opened, query: Query) -> Iterator[str]:
        """All rows that the filters let through, as pieces of a CSV."""
        self._ready(opened)
        where, parameters = self.where(query)
        order = self.orders.get(query.text("order") or "", next(iter(self.orders.values())))[1]
        result = opened.cursor().execute(f"{self._select()} WHERE {where} ORDER BY {order}, t.nr", parameters)
        names = [column[0] for column in result.description or ()]
        yield as_csv((), self.columns)
        while chunk := result.fetchmany(CHUNK):
            rows = [self._row(dict(zip(names, values, strict=True))) for values in chunk]
            yield as_csv(rows, self.columns).partition("\n")[2]

    def _field(self, opened: Opened, one: Filter, query: Query) -> dict[str, Any]:
        """A filter as the form shows it, with the values that can be chosen."""
        value = query.text(one.name)
        if value is None and isinstance(one, Least) and one.default:
            value = f"{one.default:g}"
        shown = {"name": one.name, "label": one.label, "kind": one.kind, "value": value or ""}
        if one.kind == "choice":
            shown["options"] = opened.once(f"{self.name} {one.column}", lambda: self._values(opened, one.column))
        return shown

    def _values(self, opened: Opened, column: str) -> list[tuple[str, int]]:
        known = {str(row["column_name"]) for row in opened.fetch(f"DESCRIBE {self.relation}")}
        if column not in known:  # a finding without rows has no columns
            return []
        query = f"""SELECT t."{column}", count(*) FROM {self.relation} t WHERE t."{column}" IS NOT NULL
        AND length(t."{column}") <= {LONGEST} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {SUGGESTED}"""  # noqa: S608
        return [(str(value), int(number)) for value, number in opened.db.execute(query).fetchall()]


def ids_of(row: Row) -> list[str]:
    """The ids of the records that a row is or rests on."""
    return [str(one) for one in row["records"]] if "records" in row else [str(row["id"])] if "id" in row else []


def as_csv(rows: list[Row] | tuple[Row, ...], columns: tuple[str, ...]) -> str:
    """Rows as CSV under a line of the columns, safe to open in a spreadsheet."""
    told = [{**{column: row.get(column) for column in columns}, "records": ids_of(row)} for row in rows]
    return csv.write(Finding(name="", title="", columns=columns, rows=tuple(told)))


def suggested(opened: Opened) -> dict[str, list[str]]:
    """Names to choose from while typing: the actors, issues and outlets that are told of most."""
    queries = {
        "actor": """SELECT name FROM (SELECT name, kind, nr FROM cast_of UNION ALL SELECT party, kind, nr FROM cast_of)
        WHERE kind IN ('statements', 'events', 'positions') AND name[1] <> lower(name[1])""",
        "issue": "SELECT issue AS name FROM about WHERE kind = 'positions'",
        "source": "SELECT source AS name FROM articles WHERE source IS NOT NULL",
    }
    most = "GROUP BY name HAVING length(name) <= 60 ORDER BY count(*) DESC, name LIMIT 150"

    def work() -> dict[str, list[str]]:
        return {
            kind: sorted(str(name) for (name,) in opened.db.execute(f"{query} {most}").fetchall())
            for kind, query in queries.items()
        }

    return opened.once("suggested", work)  # type: ignore[no-any-return]


def pager(query: Query, number: int, pages: int) -> dict[str, str | None]:
    """The addresses of the other parts of a long table."""

    def to(page: int) -> str | None:
        held = {**query.values, "page": str(page) if page > 1 else ""}
        return address(query.page, "", **held) if 1 <= page <= pages and page != number else None

    return {"first": to(1), "previous": to(number - 1), "next": to(number + 1), "last": to(pages)}
