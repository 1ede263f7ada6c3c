"""Decisions brought into an open database: what they ask of it, and the tables that its views are laid over.

The tables are small, one row for each record that a decision touches: `decided` (who decided what of it, when, and what
it was), `loose` (what could not be placed, and why), `joins` (tellings that are of one story, or of two), and for each
kind that is touched `laid_KIND`, the rows as they are shown, and `covered`, the coded rows that they stand for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.findings.rows import fetch
from detente.review import states
from detente.review.decisions import ISSUES, KINDS, STORIES, Anchor, Decision
from detente.review.held import NAMED
from detente.review.overlay import laid
from detente.review.placing import Base, Outcome, Row
from detente.store import TABLES, schema

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Relation = Callable[[str, Sequence[Path]], str]  # a FROM clause over the shards of a table
VERSIONS = 20  # articles of one id or address that a decision is looked for in
TEXTS: dict[str, tuple[str, ...]] = {
    "decided": (
        "record", "table", "action", "by", "made", "note", "decision", "was", "fields", "into", "verdict", "placed",
        "article",
    ),
    "loose": ("decision", "record", "table", "action", "by", "made", "note", "reason", "article", "text"),
    "joins": ("one", "other", "kind", "decision"),
    "covered": ("table", "key", "id"),
    "renamed": ("told", "shown", "apart"),
}  # fmt: skip


def empty(db: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of review without a row, for a record of which nothing was decided."""
    for name, texts in TEXTS.items():
        told = ", ".join(f'"{column}" VARCHAR' for column in texts)
        db.execute(f"CREATE OR REPLACE TABLE {name} ({told})")


def lay(db: duckdb.DuckDBPyConnection, decisions: Sequence[Decision], relation: Relation) -> set[str]:
    """Work out what decisions come to, and put it into the tables of review. Returns the kinds that are touched."""
    coded = _Coded(db, decisions, relation)
    found = laid(decisions, Base(coded.articles, coded.row, coded.rows, coded.text))
    _put(db, "decided", _decided(found))
    _put(db, "loose", [_loose(decision, reason) for decision, reason in found.loose])
    _put(db, "joins", [(one, other, "apart" if apart else "merge", made.id) for one, other, apart, made in found.joins])
    _put(db, "covered", [(one.table, one.key, one.id) for one in found.changes])
    touched = {one.table for one in found.changes} | _rename(db, found, relation)
    for table in sorted(touched):
        rows = [(one.key, one.row) for one in found.changes if one.table == table and one.row is not None]
        _lay_rows(db, table, [row | {"filename": f"{coded.shard(key)}/{table}.parquet"} for key, row in rows])
    return touched


def _rename(db: duckdb.DuckDBPyConnection, found: Outcome, relation: Relation) -> set[str]:
    """Note which names of issues are shown as others; returns the kinds whose names may be touched."""
    if not (found.names.shown or found.names.apart):
        _put(db, "renamed", [])
        return set()
    shards = [Path(shard) for (shard,) in db.execute("SELECT DISTINCT shard FROM listing ORDER BY shard").fetchall()]
    names: set[str] = set()
    for table, field in NAMED:
        rows = fetch(db, f"SELECT DISTINCT {field} AS name FROM {relation(table, shards)}")  # noqa: S608
        names |= {row["name"] for row in rows if row["name"]}
        names |= {one.row[field] for one in found.changes if one.table == table and one.row and one.row.get(field)}
    _put(
        db, "renamed", [(name, shown, "yes" if apart else None) for name, shown, apart in found.names.of(sorted(names))]
    )
    return {table for table, _ in NAMED}


def _decided(found: Outcome) -> list[tuple[Any, ...]]:
    rows = [_told(slot.id, slot.table, made, slot.how, slot.anchor.article) for slot, made in found.placed]
    rows += [_told(one, STORIES, made, "id", None) for one, _, _, made in found.joins]
    return rows + [_told(str(made.record), ISSUES, made, "name", None) for made in found.named_by]


def _told(record: str, table: str, made: Decision, placed: str, article: str | None) -> tuple[Any, ...]:
    was = made.anchor.was if made.anchor else {}
    return (
        record, table, made.action, made.by, made.made, made.note, made.id, _json(was), _json(made.fields), made.into,
        made.verdict, placed, article,
    )  # fmt: skip


def _loose(made: Decision, reason: str) -> tuple[Any, ...]:
    anchor = made.anchor
    article, text = (anchor.article, anchor.text) if anchor else (None, None)
    return (made.id, made.record, made.table, made.action, made.by, made.made, made.note, reason, article, text)


def _json(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, default=str)


# ---------------------------------------------------------------- what decisions ask of the record


class _Coded:
    """What the rules coded, read as far as the decisions at hand need it: no more than the shards of their articles.

    Read are the rows that decisions name; and of articles in which one of these is not there all rows of its kind, and
    the text.
    """

    def __init__(self, db: duckdb.DuckDBPyConnection, decisions: Iterable[Decision], relation: Relation) -> None:
        self._db, self._relation = db, relation
        counted = [one for one in states.live(decisions) if one.table != ISSUES]
        ends = [(one.record, one.anchor) for one in counted] + [(one.into, one.into_anchor) for one in counted]
        named = [(str(record), anchor) for record, anchor in ends if record and anchor]
        self._listed = self._listing([anchor for _, anchor in named])
        self._shard_of = {str(row["key"]): str(row["shard"]) for row in self._listed}
        self._by = {name: _grouped(self._listed, name) for name in ("key", "id", "url")}
        self._row: dict[tuple[str, str, str], Row] = {}
        self._rows: dict[tuple[str, str], list[Row]] = {}
        self._texts: dict[str, str] = {}
        self._read_named(named)
        self._read_missing(named)

    def articles(self, anchor: Anchor) -> list[str]:
        """The coded articles of an anchor: its own, or what it is a copy of; then those of its id or address."""
        held: list[Row] = []
        asked = [("key", anchor.key), *(("id", name) for name in _versions(anchor.article)), ("url", anchor.url)]
        for name, value in asked:
            held += self._by[name].get(value, [])[:VERSIONS] if value else []
        coded: list[Row] = []
        for row in held:
            coded += self._by["id"].get(row["copy_of"], []) if row["copy_of"] else [row]
        return list(dict.fromkeys(str(row["key"]) for row in coded if not row["copy_of"]))[:VERSIONS]

    def row(self, table: str, key: str, record: str) -> Row | None:
        """The row of a record in an article."""
        return self._row.get((table, key, record))

    def rows(self, table: str, key: str) -> list[Row]:
        """The rows of a table in an article in which a record that a decision names is not there."""
        return self._rows.get((table, key), [])

    def text(self, key: str) -> str:
        """The text of an article."""
        if key not in self._texts:
            self._read_texts([key])
        return self._texts[key]

    def shard(self, key: str) -> str:
        """The folder of the shard that holds an article."""
        return self._shard_of[key]

    def _listing(self, anchors: Sequence[Anchor]) -> list[Row]:
        values = {
            "keys": sorted({one.key for one in anchors}),
            "ids": sorted({name for one in anchors for name in _versions(one.article)}),
            "urls": sorted({one.url for one in anchors if one.url}),
        }
        query = "SELECT nr, key, id, url, shard, copy_of FROM listing WHERE"
        by = "key IN (SELECT unnest($keys)) OR id IN (SELECT unnest($ids)) OR url IN (SELECT unnest($urls))"
        found = fetch(self._db, f"{query} {by} ORDER BY nr", values)
        copied = sorted({str(row["copy_of"]) for row in found if row["copy_of"]})
        more = fetch(self._db, f"{query} id IN (SELECT unnest($ids)) ORDER BY nr", {"ids": copied}) if copied else []
        known = {row["nr"] for row in found}
        return found + [row for row in more if row["nr"] not in known]

    def _read_named(self, named: Sequence[tuple[str, Anchor]]) -> None:
        keys = sorted({key for _, anchor in named for key in self.articles(anchor)})
        for table in KINDS:
            letter = TABLES[table].__name__[0]
            ids = sorted({record for record, _ in named if record.startswith(letter)})
            for row in self._select(table, "*", keys, "id IN (SELECT unnest($ids))", {"ids": ids}) if ids else ():
                self._row[table, row["key"], row["id"]] = row

    def _read_missing(self, named: Sequence[tuple[str, Anchor]]) -> None:
        wanted: dict[str, set[str]] = {}
        for record, anchor in named:
            table = next((one for one in KINDS if TABLES[one].__name__[0] == record[:1]), None)
            for key in self.articles(anchor) if table else ():
                if (table, key, record) not in self._row:
                    wanted.setdefault(str(table), set()).add(key)
        for table, keys in sorted(wanted.items()):
            for row in self._select(table, "*", sorted(keys), "key IN (SELECT unnest($keys))", {"keys": sorted(keys)}):
                self._rows.setdefault((table, row["key"]), []).append(row)
        self._read_texts(sorted({key for keys in wanted.values() for key in keys}))

    def _read_texts(self, keys: Sequence[str]) -> None:
        rows = self._select("articles", "key, text", keys, "key IN (SELECT unnest($keys))", {"keys": list(keys)})
        self._texts |= {str(row["key"]): str(row["text"]) for row in rows}

    def _select(
        self, table: str, what: str, keys: Sequence[str], where: str, values: Mapping[str, object]
    ) -> list[Row]:
        """Rows of the shards that these articles are listed under, each of the shard that it is listed under."""
        shards = sorted({self._shard_of[key] for key in keys})
        if not shards:
            return []
        source = self._relation(table, [Path(shard) for shard in shards])
        told = what if what == "*" else f"{what}, filename"
        rows = fetch(self._db, f"SELECT {told} FROM {source} WHERE {where}", values)  # noqa: S608  (names of ours)
        known = {key: f"{self._shard_of[key]}/{table}.parquet" for key in keys}
        return [row for row in rows if known.get(row["key"]) == row["filename"]]


def _versions(article: str) -> list[str]:
    """The ids under which versions of an article may stand in a record: of those with one id the second gets `-2`."""
    plain = re.sub(r"-[2-5]$", "", article)
    return list(dict.fromkeys([article, plain, *(f"{plain}-{number}" for number in range(2, 6))]))


def _grouped(rows: Iterable[Row], name: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row[name]:
            found.setdefault(str(row[name]), []).append(row)
    return found


# ---------------------------------------------------------------- writing tables


def _put(db: duckdb.DuckDBPyConnection, name: str, rows: Sequence[tuple[Any, ...]]) -> None:
    import pyarrow as pa

    columns = list(zip(*rows, strict=True)) if rows else [()] * len(TEXTS[name])
    made = pa.table([pa.array(column, pa.string()) for column in columns], names=list(TEXTS[name]))
    _fill(db, name, made)


def _lay_rows(db: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    import pyarrow as pa

    shape = schema(table).append(pa.field("filename", pa.string()))
    _fill(db, f"laid_{table}", pa.Table.from_pylist(list(rows), schema=shape))


def _fill(db: duckdb.DuckDBPyConnection, name: str, made: pa.Table) -> None:
    own = db.cursor()  # the caller's may hold a result that is not read to its end
    own.register("incoming_laid", made)
    own.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM incoming_laid")  # noqa: S608  (a name of ours)
    own.close()
