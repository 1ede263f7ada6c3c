"""A record as the pages see it: its tables read once, its findings asked once.

What was worked out belongs to one `Opened`. When the record changes, the `Library` opens it anew and puts the new one
in the place of the old; a page that is being made goes on with the one that it began with.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from detente.analyze import analyses
from detente.findings.rows import Row
from detente.records import Finding
from detente.views import again
from detente.web.asking import NotYetError
from detente.web.following import Asked, same_rows
from detente.web.kept import Kept
from detente.web.leading import Leads, begun
from detente.web.prepare import prepare
from detente.web.reviewing import Reviewing
from detente.web.shelving import carry, shelve
from detente.web.tables import Tables

if TYPE_CHECKING:
    from detente.run import Run

MEMORY = "1GB"  # what the database may hold before it writes to its folder
KEPT = 48_000_000  # bytes of pages that are kept made
UNSCORED = {"shifts": {"score": 0.0}, "gaps": {"score": 0.0}}  # the page's own filter leaves the weak ones out


class Opened(Tables):
    """One state of a record with its findings, ready to be asked by several threads at once.

    It knows the first `decisions` of the journal, or all that there are. `before` is the state in whose place it comes,
    `same` are the tables that have the rows that they had there: they are taken over, and so are the findings that were
    drawn from nothing else.
    """

    def __init__(
        self,
        run: Run,
        review: Reviewing | None = None,
        before: Opened | None = None,
        decisions: int | None = None,
        same: frozenset[str] = frozenset(),
    ) -> None:
        self.run = run
        self.review = review or Reviewing(deciding=False)
        self.edition = run.folder.name
        self._coded: int | None = before._coded if before is not None and same else _coded(run.folder)
        held = self.review.lies_in(run.folder.parent if run.folder.is_dir() else None)
        super().__init__(run.db, self.review.journal.decisions[: held if decisions is None else decisions])
        self._db.execute(f"SET memory_limit = '{MEMORY}'")
        prepare(self._db, before.cursor() if before else None, same)
        self._asking = threading.RLock()
        self._shelved: dict[str, Finding] = {}
        self._read: dict[str, frozenset[str]] = {}
        self._took: dict[str, float] = dict(before._took) if before else {}
        self._wanted: dict[str, None] = dict(before._wanted) if before else {}
        self._maker: int | None = None
        self.pages = Kept(KEPT)
        self.leads: Leads = begun(before.leads if before else None, self.cursor)
        if before is not None and same:
            self._take_over(before, same)

    def is_old(self) -> bool:
        """Whether more was coded into the record than this state knows."""
        return self._coded != _coded(self.run.folder)

    def after(self) -> Opened:
        """The state that follows this one by what was decided since. Its findings are there once `work_out` is done."""
        decisions = tuple(self.review.journal.decisions)
        db = again(self.cursor(), self.run.deeds, decisions)
        return Opened(replace(self.run, db=db), self.review, self, len(decisions), same_rows(self.cursor(), db))

    # ------------------------------------------------------------ findings

    def finding(self, name: str) -> Finding:
        """A finding without its rows, which lie in the table `page_NAME` from now on: see `rows`.

        Raises NotYetError in a state that another thread works out (`work_out`) and that does not have it yet.
        """
        if self._maker != threading.get_ident():
            self._wanted.pop(name, None)
            self._wanted[name] = None
        return self._found(name)

    def everything(self) -> list[Finding]:
        """All findings without their rows, none of them wanted more than another. Raises NotYetError like `finding`."""
        return [self._found(name) for name in analyses()]

    def _found(self, name: str) -> Finding:
        if name not in self._shelved:
            if self._maker not in (None, threading.get_ident()):
                raise NotYetError(name)
            with self._asking:
                if name not in self._shelved:
                    started, asked = monotonic(), Asked(self.db)
                    found = analyses()[name](asked, **UNSCORED.get(name, {}))
                    self._read[name], self._took[name] = frozenset(asked.tables), monotonic() - started
                    self.lay(found)
        return self._shelved[name]

    def lay(self, found: Finding) -> None:
        """Lay out a finding that was worked out elsewhere, once."""
        with self._asking:
            if found.name not in self._shelved:
                shelve(self.db, found)
                self._shelved[found.name] = replace(found, rows=())

    def work_out(self, halt: Callable[[], bool]) -> bool:
        """Ask all questions in this thread, while others get what is there, and return whether nothing made it halt.

        What was asked for last comes first, then what took least in the state before.
        """
        self.begin()
        while left := [name for name in analyses() if name not in self._shelved]:
            if halt():
                return False
            wanted = (name for name in reversed(list(self._wanted)) if name in left)
            self._found(next(wanted, None) or min(left, key=lambda name: self._took.get(name, 0.0)))
        return True

    def begin(self) -> None:
        """Say that this thread works it out: others get what is there, and wait for nothing."""
        self._maker = threading.get_ident()

    def whole(self) -> None:
        """Say that all is worked out: whoever asks for something else waits for it from now on."""
        self._maker = None

    def _take_over(self, before: Opened, same: frozenset[str]) -> None:
        """Take the findings from another state that were drawn from tables with the same rows alone."""
        for name, found in list(before._shelved.items()):
            if name in before._read and before._read[name] <= same:
                carry(before.cursor(), self.db, name)
                self._shelved[name], self._read[name] = found, before._read[name]

    def rows(
        self, name: str, where: str = "true", parameters: Mapping[str, object] | None = None, limit: int = 10**9
    ) -> list[Row]:
        """The rows of a finding in their order, the first of those that a condition on `t` lets through."""
        self.finding(name)
        query = f"SELECT t.data FROM page_{name} t WHERE {where} ORDER BY t.nr LIMIT {limit}"  # noqa: S608  (SQL of ours)
        return [json.loads(data) for (data,) in self.db.execute(query, dict(parameters or {})).fetchall()]

    def warm(self, stop: threading.Event) -> None:
        """Ask all questions, so that no reader has to wait for them, until told to stop."""
        for name in analyses():
            if not stop.is_set():
                self._found(name)


def _coded(folder: Path) -> int | None:
    """What changes when a shard is added to an edition."""
    try:
        return (folder / "shards").stat().st_mtime_ns
    except OSError:
        return None
