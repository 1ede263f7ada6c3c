"""The tables that the pages ask beside those of the record: who takes part, what it is about, where it stands.

`cast_of(kind, nr, role, name, party)`: who acts (`by`) in a row and towards whom (`to`), each actor and the party that
it speaks for; `kind` is that of a record, or `found NAME` for a row of a finding. `about(kind, nr, issue, own)`: the
issues of a row, by the name that is shown for them; `own` where the row itself names it. `place_of(id, kind, nr, key,
...)`: the article of a record. `rests(finding, nr, id)`: the records that a row of a finding rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import duckdb

from detente.findings.matters import misread
from detente.findings.rows import fetch, issue_names, several, side
from detente.store import TABLES

FOUND = "found "  # before the name of a finding, where rows of findings and records stand in one table
KINDS = ("statements", "events", "positions", "inducements", "commitments", "opinions")
BY = {
    "statements": ("speaker", "speaker_code"),
    "events": ("actor", "actor_code"),
    "positions": ("actor", "actor_code"),
    "inducements": ("actor", "actor_code"),
    "commitments": ("actor", "actor_code"),
}
TO = {
    "statements": ("addressee", "NULL"),
    "events": ("recipient", "recipient_code"),
    "inducements": ("target", "NULL"),
    "commitments": ("beneficiary", "NULL"),
}
TITLE = 300  # characters of a title that are kept beside each record


KEPT = ("families", "kin")  # worked out from the articles alone, once they are asked for


def prepare(
    db: duckdb.DuckDBPyConnection,
    before: duckdb.DuckDBPyConnection | None = None,
    same: frozenset[str] = frozenset(),
) -> None:
    """Turn the views of a record into tables, and make those that the pages ask beside them.

    The tables that have the `same` rows as `before`, another state of the record, are taken from there.
    """
    for table in ("articles", *(name for name in TABLES if name != "dropped")):
        if before is not None and table in same:
            db.execute(f"DROP VIEW {table}")
            copied(before, db, table)
        else:
            _settle(db, table)
    for table in KEPT:
        if before is not None and table in same:
            copied(before, db, table)
    db.execute("CREATE TABLE cast_of (kind VARCHAR, nr BIGINT, role VARCHAR, name VARCHAR, party VARCHAR)")
    db.execute("CREATE TABLE about (kind VARCHAR, nr BIGINT, issue VARCHAR, own BOOLEAN)")
    db.execute("CREATE TABLE rests (finding VARCHAR, nr BIGINT, id VARCHAR)")
    _cast(db)
    _issues(db)
    _places(db)
    for kind in KINDS:
        db.execute(f"CREATE VIEW held_{kind} AS SELECT rowid AS nr, *, lower(sentence) AS hay FROM {kind}")  # noqa: S608


def _settle(db: duckdb.DuckDBPyConnection, table: str) -> None:
    """Read a view once and for all; of a very long title a part is enough."""
    title = "" if table == "articles" else f"REPLACE (left(title, {TITLE}) AS title)"
    db.execute(f"CREATE TABLE settled AS SELECT * {title} FROM {table}")  # noqa: S608  (a name of ours)
    db.execute(f"DROP VIEW {table}")
    db.execute(f"ALTER TABLE settled RENAME TO {table}")


# ---------------------------------------------------------------- who


def _cast(db: duckdb.DuckDBPyConnection) -> None:
    db.execute("CREATE TEMP TABLE named (names VARCHAR, codes VARCHAR, home VARCHAR, name VARCHAR, party VARCHAR)")
    seen: set[tuple[str, str | None, str | None]] = set()
    for kind, _, names, codes, home in _roles():
        query = f"SELECT DISTINCT {names}, {codes}, {home} FROM {kind} t WHERE {names} IS NOT NULL"  # noqa: S608
        seen.update(db.execute(query).fetchall())
    fill(db, "named", [(*key, name, party) for key in sorted(seen, key=str) for name, party in members(*key)])
    for kind, role, names, codes, home in _roles():
        db.execute(
            f"""INSERT INTO cast_of SELECT DISTINCT '{kind}', t.rowid, '{role}', n.name, n.party
            FROM {kind} t JOIN named n ON t.{names} = n.names
            AND {codes} IS NOT DISTINCT FROM n.codes AND {home} IS NOT DISTINCT FROM n.home"""  # noqa: S608
        )
    db.execute("DROP TABLE named")


def _roles() -> Iterator[tuple[str, str, str, str, str]]:
    """Each kind and role with the columns of its names, their codes and their party."""
    for role, held in (("by", BY), ("to", TO)):
        for kind, (names, codes) in held.items():
            yield kind, role, names, codes, "t.side" if kind == "positions" else "NULL"


def members(names: str | None, codes: str | None = None, home: str | None = None) -> list[tuple[str, str]]:
    """Each actor of a field that joins them, with the party that it speaks for.

    >>> members("Anwar Sadat; Israel", "EGY GOV; ISR GOV")
    [('Anwar Sadat', 'Egypt'), ('Israel', 'Israel')]
    """
    actors, coded, homes = several(names), several(codes), several(home)
    if len(coded) != len(actors):
        coded = coded * len(actors) if len(coded) == 1 else [""] * len(actors)
    if len(homes) == len(actors):
        return list(zip(actors, homes, strict=True))
    if homes:
        return [(actor, one) for actor in actors for one in homes]
    return [(actor, side(actor, code)) for actor, code in zip(actors, coded, strict=True)]


# ---------------------------------------------------------------- what about, and where


def _issues(db: duckdb.DuckDBPyConnection) -> None:
    """The issues of each record: those of the positions, and of what else stands in the same words."""
    rows = [row for row in fetch(db, "SELECT * FROM positions WHERE voice <> 'author'") if not misread(row)]
    db.execute("CREATE TABLE shown_issues (told VARCHAR, issue VARCHAR)")
    fill(db, "shown_issues", sorted(issue_names(rows).items()))
    db.execute(
        """INSERT INTO about SELECT 'positions', p.rowid, coalesce(n.issue, p.issue), true
        FROM positions p LEFT JOIN shown_issues n ON n.told = p.issue"""
    )
    for kind in KINDS:
        if kind != "positions":
            db.execute(
                f"""INSERT INTO about SELECT DISTINCT '{kind}', t.rowid, a.issue, false
                FROM {kind} t JOIN positions p ON p.article = t.article AND p.start < t."end" AND p."end" > t.start
                JOIN about a ON a.kind = 'positions' AND a.nr = p.rowid"""  # noqa: S608  (names of ours)
            )


def _places(db: duckdb.DuckDBPyConnection) -> None:
    each = [
        f"""SELECT t.id, '{kind}' AS kind, t.rowid AS nr, a.key, t.article, t.source, t.title, t.article_date,
        t.day, t.start, t."end" FROM {kind} t JOIN articles a ON a.id = t.article"""  # noqa: S608  (names of ours)
        for kind in KINDS
    ]
    db.execute(f"CREATE TABLE place_of AS {' UNION ALL '.join(each)}")


def fill(db: duckdb.DuckDBPyConnection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Put many rows into a table, its columns in their order."""
    import pyarrow as pa

    names = [str(row[0]) for row in db.execute(f"SELECT column_name FROM (DESCRIBE {table})").fetchall()]  # noqa: S608
    held = list(rows)
    if not held:
        return
    types = {"BIGINT": pa.int64(), "DOUBLE": pa.float64(), "VARCHAR": pa.string(), "BOOLEAN": pa.bool_()}
    kinds = [str(row[0]) for row in db.execute(f"SELECT column_type FROM (DESCRIBE {table})").fetchall()]  # noqa: S608
    columns = [pa.array(column, types[kind]) for column, kind in zip(zip(*held, strict=True), kinds, strict=True)]
    db.register("incoming_rows", pa.table(columns, names=names))
    db.execute(f"INSERT INTO {table} SELECT * FROM incoming_rows")  # noqa: S608  (a name of ours)
    db.unregister("incoming_rows")


def copied(
    before: duckdb.DuckDBPyConnection, db: duckdb.DuckDBPyConnection, table: str, where: str = "", *, into: bool = False
) -> None:
    """Make a table of one database anew in another, or put those of its rows `into` it that fulfil a condition."""
    rows = before.sql(f"SELECT * FROM {table}{f' WHERE {where}' if where else ''}")  # noqa: S608  (names of ours)
    db.register("incoming_rows", rows.to_arrow_table())
    made = f"INSERT INTO {table}" if into else f"CREATE TABLE {table} AS"
    db.execute(f"{made} SELECT * FROM incoming_rows")  # noqa: S608
    db.unregister("incoming_rows")
