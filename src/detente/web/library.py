"""The record that is served, as it stands now, and the work that follows a decision.

A decision is on the disk and on the pages before its form is answered. The ledgers follow: in a thread of its own the
next state of the record is made of the present one, and the questions are asked anew whose rows changed. Until that is
done each page is shown from the next state where that has all it needs, and else from the present one, so that no
reader waits.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from detente.web.opened import Opened
from detente.web.reviewing import Reviewing
from detente.web.sending import Secret, name_of

if TYPE_CHECKING:
    from detente.run import Run

QUIET = 0.2  # seconds after a decision in which others may come that are laid over the record together with it


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
        self.next: Opened | None = None
        self.now = self._open()

    def _open(self) -> Opened:
        before: Opened | None = getattr(self, "now", None)
        # counted first: what is decided while it is opened counts as not known to it
        known = len(self.review.journal.decisions) if before else None
        return Opened(self._opening(), self.review, before, known)

    def states(self) -> list[Opened]:
        """The states that a page may be shown from, the youngest first; the last has all its findings, or waits."""
        following = self.next
        return [self.now] if following is None else [following, self.now]

    def refresh(self) -> None:
        """Open the record anew: what was coded or decided meanwhile is then in it."""
        with self._changing:
            new = self._open()
            self._warming(new, self._stop)
            if not self._stop.is_set():
                self.now, self.next = new, None

    def _catch_up(self) -> None:
        """Make the next state, with what was decided since; once it is whole it takes the place of the present one.

        Where a decision comes meanwhile the one after it is made of as much of it as there is.
        """
        if self.now.is_old():
            self.refresh()
            return
        with self._changing:
            following = (self.next or self.now).after()
            # whose thread works it out is known before anybody else can see it
            following.begin()
            self.next = following
            if following.work_out(lambda: self._stop.is_set() or self._wanted.is_set()):
                self._warming(following, self._stop)
                following.whole()
                self.now, self.next = following, None

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
            self._stop.wait(QUIET)
            self._wanted.clear()
            if self._stop.is_set():
                return
            try:
                self._catch_up()
                self.review.failed = None
            except Exception as error:
                # the pages go on with the state that they have, and say so
                self.next = None
                self.review.failed = f"{type(error).__name__}: {error}"
                print(f"detente: the ledgers could not be worked out anew: {error}", file=sys.stderr)
