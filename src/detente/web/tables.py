"""The tables of one state of a record, asked by several threads, and what it knows to have been decided."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb

from detente.findings.rows import Row, fetch
from detente.review.decisions import Decision
from detente.review.held import raw_of
from detente.web.prepare import KINDS


class Tables:
    """A database that is asked by several threads at once, each with a cursor of its own.

    `decisions` are those that were made before it was opened: it knows these and no others.
    """

    def __init__(self, db: duckdb.DuckDBPyConnection, decisions: Sequence[Decision]) -> None:
        self._db = db
        self.decisions = tuple(decisions)
        self._local = threading.local()
        self._locks: dict[str, threading.RLock] = {}
        self._worked: dict[str, Any] = {}

    @property
    def db(self) -> duckdb.DuckDBPyConnection:
        """The cursor of this thread."""
        if not hasattr(self._local, "db"):
            self._local.db = self._db.cursor()
        return self._local.db  # type: ignore[no-any-return]

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own, for a result that is read bit by bit, perhaps by several threads in turn."""
        return self._db.cursor()

    def fetch(self, query: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        """The rows of a query; values go in as parameters only."""
        return fetch(self.db, query, parameters)

    def value(self, query: str, parameters: Mapping[str, object] | None = None) -> Any:
        """The first value of the first row."""
        found = self.db.execute(query, dict(parameters or {})).fetchone()
        return found[0] if found else None

    def once(self, name: str, work: Callable[[], Any]) -> Any:
        """What some work gives, done once for this state of the record."""
        with self._locks.setdefault(name, threading.RLock()):
            if name not in self._worked:
                self._worked[name] = work()
            return self._worked[name]

    # ------------------------------------------------------------ decisions

    def placed(self) -> dict[Any, list[str]]:
        """Of each decision, and of each kind and id that decisions name, the records that they are on here."""
        found: dict[Any, list[str]] = self.once("placed", self._placed)
        return found

    def _placed(self) -> dict[Any, list[str]]:
        found: dict[Any, list[str]] = {}
        names = {one.id: (one.table, one.record) for one in self.decisions}
        for row in self.decided():
            for key in (row["decision"], names.get(row["decision"])):
                held = found.setdefault(key, [])
                if row["record"] not in held:
                    held.append(row["record"])
        return found

    def decided(self) -> list[Row]:
        """What this state knows to have been decided of its records."""
        return self.fetch("SELECT * FROM decided") if self._has("decided") else []

    def loose(self) -> list[Row]:
        """The decisions that this state could not place, each with the reason."""
        return self.fetch("SELECT * FROM loose") if self._has("loose") else []

    def gone(self) -> dict[str, list[tuple[str, Row]]]:
        """By article the records that are coded and that no table shows, for they were rejected or merged."""
        found: dict[str, list[tuple[str, Row]]] = self.once("gone", self._gone)
        return found

    def _gone(self) -> dict[str, list[tuple[str, Row]]]:
        found: dict[str, list[tuple[str, Row]]] = {}
        for kind in KINDS:
            if self._has("covered") and self.raw(kind) != kind:
                query = f"""SELECT * FROM raw_{kind} WHERE id IN (SELECT id FROM covered WHERE "table" = '{kind}')
                AND id NOT IN (SELECT id FROM {kind})"""  # noqa: S608  (names of ours)
                for row in self.fetch(query):
                    found.setdefault(str(row["article"]), []).append((kind, {**row, "nr": None}))
        return found

    def raw(self, kind: str) -> str:
        """The table of what the rules coded of a kind, before any decision."""
        found: str = self.once(f"raw {kind}", lambda: raw_of(self.db, kind))
        return found

    def _has(self, table: str) -> bool:
        return bool(self.value("SELECT count(*) FROM duckdb_tables() WHERE table_name = $name", {"name": table}))
