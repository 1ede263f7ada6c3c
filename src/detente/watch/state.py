"""What a watch remembers: a small SQLite file, so that it can be killed at any moment and goes on where it was.

The file is locked while a watch is at work; the operating system frees it when the program ends, however it ends.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

PLACE = "watch"  # in the folder of the record
FILE = "state.sqlite"
HOLDER = "holder"
TABLES = """
CREATE TABLE IF NOT EXISTS source (
    url TEXT PRIMARY KEY, parent TEXT, moved TEXT, etag TEXT, modified TEXT, digest TEXT, changed TEXT,
    due REAL NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, error TEXT, gone INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS page (
    url TEXT PRIMARY KEY, source TEXT, title TEXT, published TEXT, outlet TEXT, text TEXT, whole INTEGER,
    mark TEXT NOT NULL, taken TEXT, digest TEXT, due REAL NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,
    error TEXT);
CREATE INDEX IF NOT EXISTS waiting ON page (due) WHERE taken IS NOT mark;
CREATE TABLE IF NOT EXISTS robots (site TEXT PRIMARY KEY, at REAL NOT NULL, reachable INTEGER NOT NULL, data BLOB);
CREATE TABLE IF NOT EXISTS batch (name TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS coded (edition TEXT, batch TEXT, PRIMARY KEY (edition, batch));
CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY, edition TEXT, stamp TEXT NOT NULL);
"""

Row = dict[str, Any]


class BusyError(OSError):
    """Another watch is at work on the same folder."""


class State:
    """The memory of a watch on a folder. Raises BusyError where another watch has it."""

    def __init__(self, folder: Path) -> None:
        record, folder = folder, folder / PLACE
        folder.mkdir(parents=True, exist_ok=True)
        self._holder = folder / HOLDER
        # isolation by hand: what belongs together is committed together
        self._db = sqlite3.connect(folder / FILE, timeout=0, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        try:
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("BEGIN EXCLUSIVE")
            for statement in TABLES.split(";"):
                self._db.execute(statement)
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            self._db.close()
            if "locked" not in str(error):
                raise OSError(f"{folder / FILE}: {error}") from None
            held = self._holder.read_text(encoding="utf-8").strip() if self._holder.exists() else "unknown"
            raise BusyError(f"{record}: another watch is at work on it (process {held})") from None
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise OSError(f"{folder / FILE}: {error}: remove it, and the watch begins anew") from None
        self._holder.write_text(f"{os.getpid()}\n", encoding="utf-8")

    def close(self) -> None:
        """Free the folder."""
        self._holder.unlink(missing_ok=True)
        self._db.close()

    def __enter__(self) -> State:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def rows(self, query: str, *values: object) -> list[Row]:
        """What a query gives."""
        return [dict(row) for row in self._db.execute(query, values).fetchall()]

    def run(self, statement: str, *values: object) -> None:
        """Carry out one statement."""
        self._db.execute(statement, values)

    def together(self, statements: Iterable[tuple[str, Sequence[object]]]) -> None:
        """Carry out all of some statements or none."""
        self._db.execute("BEGIN")
        try:
            for statement, values in statements:
                self._db.execute(statement, values)
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
