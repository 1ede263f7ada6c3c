"""What a state of the record can take over from the one before it, when no more than some decisions came between.

A finding is what its analysis makes of the rows of some tables. Where these have the rows that they had, it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import duckdb

from detente.review.held import NAMED
from detente.store import TABLES
from detente.web.prepare import KEPT

UNDECIDED = frozenset({"articles", "listing", "home", "period", "deeds"})  # tables that no decision changes


class Asked:
    """A connection that notes which tables of the record are asked for: all whose names stand in a query.

    It does no more than an analysis needs, so that nothing is asked for without being noted.
    """

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        self._db = db
        named = "SELECT table_name FROM duckdb_tables() UNION SELECT view_name FROM duckdb_views() WHERE NOT internal"
        self._there = {str(name) for (name,) in db.execute(named).fetchall()}
        self.tables: set[str] = set()
        self.register, self.unregister = db.register, db.unregister

    def execute(self, query: str, parameters: Mapping[str, object] | None = None) -> duckdb.DuckDBPyConnection:
        """Run a query, and note what it asks."""
        self.tables |= self._there & set(re.findall(r"\w+", query))
        return self._db.execute(query, parameters) if parameters else self._db.execute(query)


def same_rows(before: duckdb.DuckDBPyConnection, db: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The tables that have the same rows in two states of one record: those over which the same was laid."""
    found = {table for table in TABLES if _laid(before, table) == _laid(db, table)}
    if _rows(before, "joins") == _rows(db, "joins"):
        found.add("joins")
    return frozenset(found) | UNDECIDED | frozenset(table for table in KEPT if _is_there(before, table))


def _laid(db: duckdb.DuckDBPyConnection, table: str) -> object:
    """What decisions lay over the coded rows of a kind."""
    names = _rows(db, "renamed") if table in dict(NAMED) else []
    if not _is_there(db, f"laid_{table}"):
        return [], [], names
    covered = db.execute('SELECT * FROM covered WHERE "table" = $name ORDER BY ALL', {"name": table}).fetchall()
    return covered, _rows(db, f"laid_{table}"), names


def _rows(db: duckdb.DuckDBPyConnection, table: str) -> list[Any]:
    return db.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608  (a name of ours)


def _is_there(db: duckdb.DuckDBPyConnection, table: str) -> bool:
    return bool(db.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = $name", {"name": table}).fetchall())
