"""The record that is served, as it stands now, and the work that follows a decision.

A decision is on the disk and on the pages before its form is answered. The ledgers follow: once no decision came for a
moment the record is opened anew in a thread of its own, all its questions are asked, and only then does the new state
take the place of the old one, so that no reader waits for it.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from detente.web.opened import Opened
from detente.web.reviewing import Reviewing
from detente.web.sending import Secret, name_of

if TYPE_CHECKING:
    from detente.run import Run

QUIET, LATEST = 1.5, 10.0  # seconds without a decision, and since the first that waits, after which the ledgers follow


class Library:
    """The record that is served. `opening` opens it, and is asked again whenever it has to be opened anew.

    `by` is the name under which all decide who use these pages; without it each is asked. With `deciding` off the pages
    only read. `warming` is what is worked out before a new state is shown.
    """

    def __init__(
        self,
        opening: Callable[[], Run],
        *,
        by: str | None = None,
        deciding: bool = True,
        warming: Callable[[Opened, threading.Event], None] = Opened.warm,
    ) -> None:
        self._opening, self._warming = opening, warming
        self._changing = threading.Lock()
        self._wanted, self._stop = threading.Event(), threading.Event()
        self._following: threading.Thread | None = None
        self.by = name_of(by)
        self.secret = Secret()
        self.review = Reviewing(deciding=deciding, changed=self._follow)
        self.now = self._open()

    def _open(self) -> Opened:
        before: Opened | None = getattr(self, "now", None)
        # counted first: what is decided while it is opened counts as not known to it
        known = len(self.review.journal.decisions) if before else None
        return Opened(self._opening(), self.review, before, known)

    def refresh(self) -> None:
        """Open the record anew: what was coded or decided meanwhile is then in it."""
        with self._changing:
            new = self._open()
            self._warming(new, self._stop)
            if not self._stop.is_set():
                self.now = new

    def warm(self) -> None:
        """Work out what takes longest before a reader asks for it, until `close`."""
        self._warming(self.now, self._stop)

    def close(self) -> None:
        """Stop what is being worked out, and wait until it has stopped."""
        self._stop.set()
        self._wanted.set()
        if self._following is not None:
            self._following.join()
        self.now.leads.end()

    # ------------------------------------------------------------ after a decision

    def _follow(self) -> None:
        """Have the ledgers follow what was decided."""
        if self._following is None:
            self._following = threading.Thread(target=self._keep_up, name="detente-ledgers", daemon=True)
            self._following.start()
        self._wanted.set()

    def _keep_up(self) -> None:
        while self._wanted.wait() and not self._stop.is_set():
            first = monotonic()
            while self._wanted.is_set() and monotonic() - first < LATEST and not self._stop.is_set():
                self._wanted.clear()
                self._stop.wait(QUIET)
            self._wanted.clear()
            if self._stop.is_set():
                return
            try:
                self.refresh()
                self.review.failed = None
            except Exception as error:
                # the pages go on with the state that they have, and say so
                self.review.failed = f"{type(error).__name__}: {error}"
                print(f"detente: the ledgers could not be worked out anew: {error}", file=sys.stderr)
