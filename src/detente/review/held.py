"""A record as a reviewer meets it in an open database: its kind, its row, its article, and the words around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.digests import digest
from detente.findings.rows import fetch, issue_key
from detente.review.decisions import KINDS, Anchor
from detente.review.fields import defaults, hints
from detente.store import PLACED, TABLES, columns, name_of

if TYPE_CHECKING:
    import duckdb

AROUND = 40  # characters before and after the words of a record that an anchor keeps
NAMED = (("positions", "issue"), ("statements", "topic"), ("commitments", "topic"))  # where a name of an issue stands
CODED = (("statements", "speaker"), ("events", "actor"), ("events", "recipient"), ("positions", "actor"))
OWN = {"key", *PLACED}  # columns of a shard that are no fields of a record
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """The article that a record stands in."""

    key: str
    article: str
    url: str | None
    title: str | None
    date: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Held:
    """A record as it is shown now (`row`), and as the rules coded it (`raw`), each without what is not its own."""

    table: str
    id: str
    row: Row
    raw: Row
    place: Place
    shown: bool = True  # and neither rejected nor merged into another

    @classmethod
    def of(cls, db: duckdb.DuckDBPyConnection, record: str) -> Held:
        """The record with this id, also where it is rejected. Raises ValueError where there is none."""
        for table in _tables(record):
            raw = _row(db, raw_of(db, table), record)
            row = _row(db, table, record)
            shown = row or raw
            if shown is not None:
                place = _place(db, "nr = $value", shown["article_nr"])
                return cls(table, record, own(table, shown), own(table, raw or shown), place, row is not None)
        if fetch(db, "SELECT 1 FROM decided WHERE record = $id LIMIT 1", {"id": record}):
            raise ValueError(f"{record} was added and is rejected or merged now: undo that first")
        raise ValueError(f"no record {record} in this edition")

    @property
    def day(self) -> str | None:
        """The day of its article."""
        return self.place.date

    @property
    def anchor(self) -> Anchor:
        """What a decision on it keeps."""
        return anchor_of(self.place, int(self.row["start"]), int(self.row["end"]), self.row)


def own(table: str, row: Mapping[str, Any]) -> Row:
    """The fields of a record in a row, as JSON has them."""
    fields = [name for name in columns(table) if name not in OWN]
    return {name: [list(piece) for piece in row[name] or ()] if name == "spans" else row[name] for name in fields}


def find(db: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    """All rows of a table of ours, in their order."""
    return fetch(db, f"SELECT * FROM {table}")  # noqa: S608  (a name of ours)


def raw_of(db: duckdb.DuckDBPyConnection, table: str) -> str:
    """What the rules coded of a kind, as a table: `raw_TABLE` where decisions are laid over it, else the table."""
    found = db.execute("SELECT 1 FROM duckdb_views() WHERE view_name = $name", {"name": f"raw_{table}"}).fetchall()
    return f"raw_{table}" if found else table


def looked_up(db: duckdb.DuckDBPyConnection, article: str) -> Place:
    """The article with this id, the youngest of its versions. Raises ValueError where there is none that was coded."""
    return _place(db, "id = $value", article)


def anchor_of(place: Place, start: int, end: int, row: Mapping[str, Any]) -> Anchor:
    """The anchor of a stretch of an article. Raises ValueError where it holds no words."""
    text = place.text
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise ValueError(f"{place.article}: no words from {start} to {end} (it has {len(text):,} characters)")
    return Anchor(
        key=place.key,
        article=place.article,
        url=place.url,
        title=place.title,
        date=place.date,
        start=start,
        end=end,
        text=text[start:end],
        before=text[max(0, start - AROUND) : start],
        after=text[end : end + AROUND],
        was=dict(row),
    )


def added_id(db: duckdb.DuckDBPyConnection, table: str, place: Place, fields: Mapping[str, Any]) -> str:
    """The id of a record that is added, made as that of a coded one.

    Raises ValueError where a record of the same words and the same telling fields is there already, rejected or not.
    """
    told = {name: fields[name] for name in hints(table) if name in fields}
    record = TABLES[table](article=place.article, **told)
    taken: set[str] = set()
    name = name_of(record, digest(place.text), taken)
    for known in (table, raw_of(db, table)):
        if _row(db, known, name):
            rejected = _row(db, table, name) is None
            raise ValueError(f"it is there already as {name}{', rejected: confirm it' if rejected else ''}")
    return name


def code_of(db: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """The code that the record gives an actor of this name most often; None where it knows none."""
    each = [
        f"SELECT {field}_code AS code FROM {table} WHERE {field} = $name AND {field}_code IS NOT NULL"  # noqa: S608
        for table, field in CODED
    ]
    query = f"SELECT code FROM ({' UNION ALL '.join(each)}) GROUP BY code ORDER BY count(*) DESC, code LIMIT 1"  # noqa: S608
    rows = fetch(db, query, {"name": name})
    return str(rows[0]["code"]) if rows else None


def filled(table: str, fields: Mapping[str, Any]) -> Row:
    """The fields of a record that a reviewer added, with what is usual where they say nothing."""
    row = {name: None for name in columns(table) if name not in OWN} | defaults(table) | {"rule": "review"}
    row |= {"confidence": 1.0} | dict(fields)
    if "spans" in row and not row["spans"]:
        row["spans"] = [[row["start"], row["end"]]]
    return row


def merged_names(db: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """The names that are given to an issue and differ from a name in trifles alone. Raises ValueError for none."""
    found = [told for told in names_of_issues(db) if issue_key(told) == issue_key(name)]
    if not found:
        raise ValueError(f"no record names an issue {name!r}")
    return found


def names_of_issues(db: duckdb.DuckDBPyConnection) -> list[str]:
    """All names that the rules or reviewers gave to issues."""
    sources = [(field, one) for table, field in NAMED for one in dict.fromkeys((table, raw_of(db, table)))]
    each = " UNION ALL ".join(f"SELECT {field} AS name FROM {one}" for field, one in sources)  # noqa: S608
    query = f"SELECT DISTINCT name FROM ({each}) WHERE name IS NOT NULL ORDER BY name"  # noqa: S608  (names of ours)
    return [str(row["name"]) for row in fetch(db, query)]


def _tables(record: str) -> list[str]:
    """The kinds that a record with this id may be of: ids begin with the letter of their kind."""
    return [table for table in KINDS if TABLES[table].__name__[0] == record[:1].upper()]


def _row(db: duckdb.DuckDBPyConnection, table: str, record: str) -> Row | None:
    rows = fetch(db, f"SELECT * FROM {table} WHERE id = $id LIMIT 1", {"id": record})  # noqa: S608  (a name of ours)
    return rows[0] if rows else None


def _place(db: duckdb.DuckDBPyConnection, where: str, value: object) -> Place:
    query = f"SELECT * FROM articles WHERE {where} AND copy_of IS NULL"  # noqa: S608  (a condition of ours)
    rows = fetch(db, f"{query} ORDER BY date DESC NULLS LAST, nr DESC LIMIT 1", {"value": value})
    if not rows:
        raise ValueError(f"no article {value} that was coded")
    row = rows[0]
    return Place(row["key"], row["id"], row["url"], row["title"], row["date"], row["text"])
