"""The journal of the record that is served: who decides, whether it can be, and what the pages are told of it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from weakref import WeakKeyDictionary

from detente.locking import HeldError
from detente.review import journal as kept
from detente.review.decisions import Decision
from detente.review.desk import Review
from detente.review.held import Held, looked_up, own
from detente.review.journal import FILE, Journal
from detente.web.asking import RefusedError
from detente.web.seen import Seen
from detente.web.tables import Tables

OFF = "This server only shows: it was started with --read-only."
NOWHERE = "This record lies in no folder, so that nothing can be kept of what is decided."


class Reviewing:
    """The journal of the record that is served. `changed` is called when ledgers have to follow."""

    def __init__(self, *, deciding: bool = True, changed: Callable[[], None] = lambda: None) -> None:
        self._deciding, self._changed = deciding, changed
        self._lock = threading.RLock()
        self._seen: tuple[int, int] | None = None
        self.folder: Path | None = None
        self.journal = Journal()
        self.revision = 0
        self._shown: WeakKeyDictionary[Tables, dict[tuple[int, str | None], Seen]] = WeakKeyDictionary()
        self.failed: str | None = None
        """Why the ledgers could not follow, where they could not."""

    @property
    def off(self) -> str | None:
        """Why nothing can be decided here, or None where it can."""
        if not self._deciding:
            return OFF
        if self.folder is None:
            return NOWHERE
        if not os.access(self.folder, os.W_OK):
            return f"Nothing can be written in {self.folder}, so that nothing can be decided here."
        return None

    def lies_in(self, folder: Path | None) -> int:
        """Take note of the folder of the record, if it has one, and return how many decisions are in it now."""
        with self._lock:
            self.folder = folder
            self.look(quietly=True)
            return len(self.journal.decisions)

    def look(self, quietly: bool = False) -> None:
        """Read the journal again where it changed, as another program may have added to it."""
        if self.folder is None:
            return
        try:
            told = (self.folder / FILE).stat()
            now = (told.st_mtime_ns, told.st_size)
        except OSError:
            now = None
        with self._lock:
            if now != self._seen:
                self._take(kept.read(self.folder), now, quietly)

    def _take(self, journal: Journal, seen: tuple[int, int] | None, quietly: bool = False) -> None:
        known = {one.id for one in self.journal.decisions}
        new = [one for one in journal.decisions if one.id not in known and one.action != "note"]
        self.journal, self._seen = journal, seen
        self.revision += 1
        if new and not quietly:
            self._changed()

    # ------------------------------------------------------------ deciding

    def decide(self, opened: Tables, by: str | None, blind: bool, act: Callable[[Review], Decision]) -> Decision:
        """Let a reviewer decide. Raises RefusedError with the reason where it cannot be."""
        if self.off is not None or self.folder is None:
            raise RefusedError(self.off or NOWHERE, 403)
        if by is None:
            raise RefusedError("Who decides? Give your name first.", 400)
        try:
            with self._lock:
                desk = _Live(opened, self, by, blind)
                made = act(desk)
                self._take(desk.journal, self._seen)
                self.look()
        except HeldError as error:
            raise RefusedError(f"The journal of decisions {error.strerror}. Try again in a moment.", 409) from None
        except OSError as error:
            raise RefusedError(f"It could not be kept: {error.strerror or error}", 507) from None
        except ValueError as error:
            raise RefusedError(str(error), 400) from None
        return made

    def desk(self, opened: Tables, by: str | None = None, blind: bool = False) -> Review:
        """The front door of review, to ask."""
        return _Live(opened, self, by, blind)

    # ------------------------------------------------------------ what a reader sees

    def seen(self, opened: Tables, by: str | None, blind: bool) -> Seen:
        """What this reader sees of what was decided, worked out once for each state of the journal."""
        with self._lock:
            key = (self.revision, by if blind else None)
            shown = self._shown.get(opened, {})
            if key not in shown:
                self._shown[opened] = shown = {one: held for one, held in shown.items() if one[0] == self.revision}
                shown[key] = Seen.of(opened, self.journal.decisions, key[1])
            return shown[key]

    def waiting(self, opened: Tables) -> int:
        """How many decisions the ledgers of a state do not know yet."""
        return sum(one.action != "note" for one in self.journal.decisions[len(opened.decisions) :])


class _Live(Review):
    """The front door of review over a state of the record, with what was decided since."""

    def __init__(self, opened: Tables, reviewing: Reviewing, by: str | None, blind: bool) -> None:
        assert reviewing.folder is not None  # noqa: S101  (who may decide was asked before)
        super().__init__(opened.db, reviewing.folder, by, blind=blind)
        self._opened, self._seen = opened, reviewing.seen(opened, by, blind)

    def _held(self, record: str) -> Held:
        kind, row = self._seen.rows.get(record, ("", None))
        if row is None:
            return super()._held(record)
        now = own(kind, row)
        try:
            return replace(super()._held(record), row=now)
        except ValueError:  # added since
            return Held(kind, record, now, now, looked_up(self.db, str(row["article"])))
