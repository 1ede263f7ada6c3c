"""One writer a record: a lock that says who holds it, and falls with the process that held it.

The lock is the system's own on the file `RECORD/lock`, which a process that is killed lets go of whatever happens to
it; the file says who holds it and since when, for people to read. On a file system that has no such locks, or where
the last holder was another machine, of which this one may see no lock, a holder counts as alive while it touches the
file: it is watched for some seconds, by no clock but its own changes. Readers need no lock: nothing that they read is
ever changed.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from errno import EAGAIN, ENOLCK, ENOSYS, ENOTSUP
from pathlib import Path
from socket import gethostname
from time import monotonic, sleep
from types import TracebackType

from detente import durable

NAME = "lock"
REVIEW = "review.lock"  # the journal of decisions has one of its own: people decide while a record is coded
BEAT = 2.0  # seconds after which a holder touches the file
WATCH = 7.0  # seconds without a touch after which a holder that no lock vouches for counts as gone
PATIENCE = 5.0  # seconds for which a held lock is waited for
WITHOUT_LOCKS = frozenset({ENOLCK, ENOSYS, ENOTSUP})


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock, or held it when it was killed. `since` is an ISO time with its zone, by the holder's clock."""

    host: str
    pid: int
    since: str

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}, since {self.since}"


class HeldError(BlockingIOError):
    """A record that another process writes to now; says which."""


class Lock:
    """The right to write to a record, from `taken` until `release`, or as a context.

    `before` is who held it last, where that process ended without letting go.
    """

    def __init__(self, file: Path, handle: int, before: Holder | None) -> None:
        self.before = before
        self._file, self._handle = file, handle
        self._over = threading.Event()
        _tell(handle, Holder(gethostname(), os.getpid(), datetime.now(UTC).isoformat(timespec="seconds")))
        self._beating = threading.Thread(target=self._beat, name="detente-lock", daemon=True)
        self._beating.start()

    def _beat(self) -> None:
        while not self._over.wait(BEAT):
            with suppress(OSError):
                os.utime(self._file)

    def release(self) -> None:
        """Let go."""
        if self._over.is_set():
            return
        self._over.set()
        self._beating.join()
        with suppress(OSError):
            os.ftruncate(self._handle, 0)  # where the file cannot be removed it names nobody
            self._file.unlink()
        os.close(self._handle)

    def __enter__(self) -> Lock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def taken(record: Path, patience: float = PATIENCE, name: str = NAME) -> Lock:
    """Take the lock of a record, or the one of another `name`, in its folder, which is made where there is none.

    Raises HeldError where another process holds it and does not let go for `patience` seconds, and OSError where
    nothing can be written there.
    """
    file = record / name
    until = monotonic() + patience
    while True:
        try:
            record.mkdir(parents=True, exist_ok=True)
            handle = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
        except OSError as error:
            raise durable.explained(error, record) from error
        if _locked(handle, file):
            before = _read(file)
            if before is None or _gone(before, file, handle):
                try:
                    return Lock(file, handle, before)
                except OSError as error:
                    os.close(handle)
                    raise durable.explained(error, record) from error
        os.close(handle)
        if monotonic() >= until:
            raise HeldError(EAGAIN, f"is written to by {_read(file) or 'another process'}", str(record))
        sleep(0.05)


def holder(record: Path) -> tuple[Holder, bool] | None:
    """Who the lock file of a record names, and whether that process holds the lock; None where nobody is named."""
    file = record / NAME
    told = _read(file)
    if told is None:
        return None
    try:
        handle = os.open(file, os.O_RDWR)
    except FileNotFoundError:
        return None
    except OSError:
        return told, not _still(file)
    try:
        return told, not (_locked(handle, file) and _gone(told, file, handle))
    finally:
        os.close(handle)


def _locked(handle: int, file: Path) -> bool:
    """Take the system's lock on the open file; False where it is held, or the file was let go of meanwhile."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in WITHOUT_LOCKS:
                return True
            if isinstance(error, BlockingIOError):
                return False
            raise
    try:
        return os.path.samestat(os.fstat(handle), file.stat())
    except FileNotFoundError:
        return False


def _gone(named: Holder, file: Path, handle: int) -> bool:
    """Whether the process that the file names is no more, now that the lock could be taken."""
    return (named.host == gethostname() and _has_locks(handle)) or _still(file)


def _has_locks(handle: int) -> bool:
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _still(file: Path) -> bool:
    """Whether nobody touches a file for some seconds."""
    try:
        first = file.stat().st_mtime_ns
        until = monotonic() + WATCH
        while monotonic() < until:
            sleep(BEAT / 10)
            if file.stat().st_mtime_ns != first:
                return False
    except FileNotFoundError:
        return True
    return True


def _read(file: Path) -> Holder | None:
    """Who a lock file names; None where it names nobody, as for the moment in which it is made."""
    try:
        told = json.loads(file.read_bytes())
        return Holder(host=str(told["host"]), pid=int(told["pid"]), since=str(told["since"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _tell(handle: int, who: Holder) -> None:
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, (json.dumps(asdict(who)) + "\n").encode())
