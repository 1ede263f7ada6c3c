"""Texts in the order in which they arrive: whether one only tells again what an earlier one tells.

Each text is known by a sketch. Those of texts that are to be coded lie in a small database (SQLite), in a file that
stays or in one that the system takes away, so that memory does not grow with what arrived.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from detente.sameness.copies import DAYS, days_apart
from detente.sameness.retold import retold
from detente.sameness.sketches import SIZE, Sketch, contained, digest, jaccard, sketch
from detente.sameness.words import runs

ROWS = 4  # of 64 numbers in 16 bands: of two texts that are alike by .7 .99 are found, by .6 .89, by .5 .64
LEAST_RUNS = 30  # what is shorter is coded: it has too little to be known by
LIKELY = 0.75  # estimated share of the arriving text in the other at which the two are laid side by side
TRIED = 12  # that many, the likeliest first: where more are like it, they are alike in a form of words
LAST = 2**62  # above all numbers
CACHE = 32_768  # kilobytes
TABLES = """
CREATE TABLE IF NOT EXISTS original (
    nr INTEGER PRIMARY KEY, twin TEXT NOT NULL UNIQUE, day TEXT, sketch BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS band (mark INTEGER, nr INTEGER, PRIMARY KEY (mark, nr)) WITHOUT ROWID;
"""
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Retold:
    """What a text was taken for a copy of: the `twin` that stands for that text, and why."""

    twin: str
    why: str


class Likely(NamedTuple):
    """A text that another may be a copy of: the estimated share of that other that stands in it, and its day."""

    share: float
    twin: str
    day: str | None


def sketched(text: str) -> bytes | None:
    """The sketch of a text as it is kept: the number of its runs and 64 numbers of 32 bits; None for a short text."""
    own = runs(text)
    if len(own) < LEAST_RUNS:
        return None
    return np.concatenate(([len(own)], digest(sketch(own)))).astype("<u4").tobytes()


def taken_apart(kept: bytes) -> tuple[int, Sketch]:
    """The number of runs, and the numbers of a sketch, shape (64,)."""
    numbers = np.frombuffer(kept, dtype="<u4")
    return int(numbers[0]), numbers[1:]


def bands(numbers: Sketch) -> list[int]:
    """The marks by which a sketch is looked up, one for each band; two sketches with one in common may be alike.

    >>> len(bands(np.arange(64, dtype=np.uint32)))
    16
    """
    pairs = np.ascontiguousarray(numbers, dtype="<u4").view("<u8").reshape(SIZE // ROWS, ROWS // 2)
    with np.errstate(over="ignore"):
        mark = np.arange(1, len(pairs) + 1, dtype=np.uint64) * _MIX
        for column in pairs.T:
            mark = (mark ^ column) * _MIX
            mark ^= mark >> np.uint64(29)
    return [int(one) for one in mark.view(np.int64)]


class Arrivals:
    """The texts that arrived and are to be coded. `text_of` gives the text of a twin.

    `place` is the file of the database; without one it is a file that goes with this object. `before` are texts that
    arrived before all of these.
    """

    def __init__(
        self, text_of: Callable[[str], str | None], place: Path | None = None, before: Arrivals | None = None
    ) -> None:
        self._text_of, self._before = text_of, before
        self.db = sqlite3.connect(str(place) if place else "", isolation_level=None)
        self.db.execute(f"PRAGMA cache_size = -{CACHE}")
        if place is None:
            self.db.execute("PRAGMA journal_mode = OFF")
        self.db.executescript(TABLES)

    def close(self) -> None:
        """Let go of the database."""
        self.db.close()

    def original(self, text: str, day: str | None, kept: bytes | None, limit: int = LAST) -> Retold | None:
        """What an arriving text only tells again: of the texts that do, the likeliest, of equals the earliest.

        Of those that arrived before all of these only the ones below number `limit` are asked.
        """
        if kept is None:
            return None
        likely = self.likely(kept)
        if self._before is not None:
            likely = sorted([*self._before.likely(kept, limit), *likely], key=lambda one: -one.share)
        for one in likely[:TRIED]:
            apart = days_apart(day, one.day)
            if one.share < LIKELY or (apart is not None and apart > DAYS):
                continue
            other = self._text_of(one.twin)
            shared = retold(text, other) if other is not None else None
            if shared is not None:
                return Retold(one.twin, _why(shared, apart))
        return None

    def likely(self, kept: bytes, limit: int = LAST) -> list[Likely]:
        """The texts below number `limit` that a sketch may be a copy of, the likeliest and earliest first."""
        size, numbers = taken_apart(kept)
        marks = bands(numbers)
        asked = ", ".join("?" * len(marks))
        query = f"""SELECT nr, twin, day, sketch FROM original WHERE nr < ? AND nr IN
            (SELECT nr FROM band WHERE mark IN ({asked})) ORDER BY nr"""  # noqa: S608  (only question marks)
        found = []
        for _, twin, day, its_sketch in self.db.execute(query, (limit, *marks)):
            its_size, its_numbers = taken_apart(its_sketch)
            share = contained(jaccard(numbers, its_numbers), size, max(size, its_size))
            found.append(Likely(share, twin, day))
        return sorted(found, key=lambda one: -one.share)

    def add(self, twin: str, day: str | None, kept: bytes | None, nr: int | None = None) -> None:
        """Take in a text that is to be coded, under a number, or under the next."""
        if kept is None:
            return
        query = "INSERT OR IGNORE INTO original (nr, twin, day, sketch) VALUES (?, ?, ?, ?)"
        made = self.db.execute(query, (nr, twin, day, kept))
        if made.rowcount:
            _, numbers = taken_apart(kept)
            rows = [(mark, made.lastrowid) for mark in bands(numbers)]
            self.db.executemany("INSERT OR IGNORE INTO band VALUES (?, ?)", rows)


def _why(shared: float, apart: int | None) -> str:
    many = f"{apart} day{'s' * (apart != 1)} apart"
    days = "days not known" if apart is None else many if apart else "the same day"
    return f"near copy: {shared:.0%} of its runs of three words, nothing else told, {days}"
