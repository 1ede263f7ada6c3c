"""The journal of decisions: `review.jsonl` in the folder of a record, one line a decision, only ever added to.

A line is on the disk before its decision counts. Who adds holds a lock of the journal's own, so that a person can
decide while the record is coded. A line that was cut off by a crash, or damaged, is named and skipped; it stays.
"""

from __future__ import annotations

import os
from base64 import b32encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from detente import durable, locking
from detente.review.decisions import Broken, Decision, from_line, to_line

FILE = "review.jsonl"


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal holds: its decisions in the order in which they were made, and the lines that are none."""

    decisions: tuple[Decision, ...] = ()
    broken: tuple[Broken, ...] = ()


def read(record: Path) -> Journal:
    """The journal of a record folder; an empty one where nothing was decided. Raises OSError where it is unreadable."""
    try:
        content = (record / FILE).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Journal()
    return parsed(content)


def parsed(content: bytes) -> Journal:
    """The decisions in the bytes of a journal. Of two lines with one id the first counts."""
    decisions: dict[str, Decision] = {}
    broken: list[Broken] = []
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            decision = from_line(line.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            reason = "no UTF-8" if isinstance(error, UnicodeDecodeError) else " ".join(str(error).split())[:160]
            broken.append(Broken(number, reason))
            continue
        if decision.id in decisions:
            broken.append(Broken(number, f"the id {decision.id} is taken by an earlier line"))
        else:
            decisions[decision.id] = decision
    return Journal(tuple(decisions.values()), tuple(broken))


def append(
    record: Path, make: Callable[[Journal], Sequence[Decision]], patience: float = locking.PATIENCE
) -> tuple[Journal, tuple[Decision, ...]]:
    """Add decisions to a journal, and return it with them, and them alone, as they stand in it.

    `make` is given the journal as it stands once nobody else can add to it, and returns the decisions to add, whose
    `id` is left empty and whose `made` may be: both are given here. What it raises adds nothing. Raises
    `locking.HeldError` where another process holds the journal, and OSError where nothing can be written.
    """
    with locking.taken(record, patience, name=locking.REVIEW):
        held = read(record)
        taken = {decision.id for decision in held.decisions}
        added = tuple(_named(decision, taken) for decision in make(held))
        if added:
            _write(record / FILE, added)
    return Journal(held.decisions + added, held.broken), added


def _named(decision: Decision, taken: set[str]) -> Decision:
    """A decision with its time, where it has none yet, and an id that no other of the journal has."""
    if not decision.made:
        decision = replace(decision, made=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"))
    number = 0
    while True:
        told = f"{len(taken)}\x1f{number}\x1f{to_line(decision)}"
        name = f"R-{b32encode(sha256(told.encode('utf-8', 'surrogatepass')).digest()[:5]).decode().lower()}"
        if name not in taken:
            taken.add(name)
            return replace(decision, id=name)
        number += 1


def _write(file: Path, added: Sequence[Decision]) -> None:
    """Bring lines to the end of the journal; where that fails it stands as before."""
    content = "".join(f"{to_line(decision)}\n" for decision in added).encode("utf-8")
    new = not file.exists()
    try:
        handle = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try:
            size = os.fstat(handle).st_size
            if size and not _ends_a_line(file):
                content = b"\n" + content  # what was cut off before stays a line of its own
            _settled(handle, content, size)
        finally:
            os.close(handle)
        if new:
            durable.settle_folder(file.parent)
    except OSError as error:
        raise durable.explained(error, file) from error


def _settled(handle: int, content: bytes, size: int) -> None:
    try:
        while content:
            content = content[os.write(handle, content) :]
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, size)
        raise


def _ends_a_line(file: Path) -> bool:
    with file.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return stream.read(1) == b"\n"
