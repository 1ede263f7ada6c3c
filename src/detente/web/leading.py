"""Leads of a record: pairs of passages that the judge reads, worked out in a thread of their own once they are wanted.

It is long work where many pairs are new (some 200 a second on a core), so that no page waits for it. What was judged is
kept beside the record; the leads of a state of the record stand for the next one, for no decision changes a passage.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import duckdb

from detente.findings.leads import find
from detente.findings.rows import Row, fetch
from detente.records import Finding
from detente.web.asking import passage_at


class StoppedError(RuntimeError):
    """The server ends, and what is worked out is left."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is: pairs judged, of so many that are new; what went wrong, where something did."""

    done: int = 0
    of: int = 0
    failed: str | None = None


class Leads:
    """The leads of a record, once they are asked for. `state`: none, working, ready or failed."""

    def __init__(self, cursor: Callable[[], duckdb.DuckDBPyConnection]) -> None:
        self._cursor = cursor
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._working: threading.Thread | None = None
        self.progress = Progress()
        self.found: Finding | None = None

    @property
    def state(self) -> str:
        """How far it is."""
        if self.found is not None:
            return "ready"
        if self.progress.failed is not None:
            return "failed"
        return "none" if self._working is None else "working"

    def begin(self) -> None:
        """Start the work, unless it is under way or done."""
        with self._lock:
            if self.state in ("none", "failed"):
                self.progress = Progress()
                self._working = threading.Thread(target=self._work, name="detente-leads", daemon=True)
                self._working.start()

    def end(self) -> None:
        """Stop the work and wait until it has stopped."""
        self._stop.set()
        if self._working is not None:
            self._working.join()

    def _work(self) -> None:
        from detente.findings.compared import compared

        try:
            db = self._cursor()
            compared(db, self._report)
            found = find(db, score=0.0)
            self.found = replace(found, rows=tuple(_placed(db, found.rows)))
        except StoppedError:
            pass
        except Exception as error:
            self.progress = replace(self.progress, failed=f"{type(error).__name__}: {error}")

    def _report(self, done: int, of: int) -> None:
        if self._stop.is_set():
            raise StoppedError
        self.progress = Progress(done, of)


def _placed(db: duckdb.DuckDBPyConnection, rows: tuple[Row, ...]) -> list[Row]:
    """The rows with the addresses of both passages, their outlets and titles."""
    ids = sorted({str(one) for row in rows for one in row["records"]})
    query = """SELECT p.id, a.key, p.start, p."end", p.source, p.title, p.article_date FROM passages p
    JOIN articles a ON a.id = p.article WHERE p.id IN (SELECT unnest($ids))"""
    held = {str(row["id"]): row for row in fetch(db, query, {"ids": ids})} if ids else {}
    return [
        {
            **row,
            **{
                f"{name}_{key}": value
                for name, end in (("first", "before"), ("then", "after"))
                for key, value in _shown(held[str(row[end])]).items()
            },
        }
        for row in rows
    ]


def _shown(passage: Row) -> Row:
    return {
        "url": passage_at(str(passage["key"]), int(passage["start"]), int(passage["end"])),
        "source": passage["source"],
        "title": passage["title"],
    }


def begun(opened_before: Leads | None, cursor: Callable[[], duckdb.DuckDBPyConnection]) -> Leads:
    """The leads for a state of the record: those of the state before it, where they are worked out or being so."""
    if opened_before is not None and opened_before.state in ("working", "ready"):
        return opened_before
    return Leads(cursor)
