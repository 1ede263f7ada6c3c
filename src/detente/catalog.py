"""What an edition holds, in a small database, so that adding one article does not ask for reading all the others.

The file `catalog.sqlite` beside the shards is worked out from them and kept level with them; it can be deleted at any
time. Only who holds the lock of the record writes to it, and only who adds to a record asks it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.store import DONE, LISTED, SHARD, Done, Listed, done_in

FILE = "catalog.sqlite"
ROOM = 1_000_000  # numbers of articles for each shard: they are ordered by shard, then by their place in it
FORM = 1
TABLES = f"""
CREATE TABLE IF NOT EXISTS shard (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS held (
    nr INTEGER PRIMARY KEY, shard TEXT, state TEXT, failure TEXT, {", ".join(f"{name} TEXT" for name in LISTED)});
CREATE INDEX IF NOT EXISTS held_key ON held (key);
CREATE INDEX IF NOT EXISTS held_twin ON held (twin);
"""


class Catalog:
    """The articles of an edition by key and by text, and the sketches of those that are coded."""

    def __init__(self, folder: Path) -> None:
        self._shards = folder / "shards"
        self._texts = _no_text
        from detente.sameness.arrivals import Arrivals

        self.arrivals = Arrivals(_no_text, folder / FILE)
        self._db = self.arrivals.db
        self._db.executescript(TABLES)

    # ------------------------------------------------------------ asking

    def get(self, key: str, /) -> Done | None:
        """What is known of an article."""
        row = self._db.execute(
            "SELECT shard, state, failure FROM held WHERE key = ? ORDER BY state = 'coded' DESC, nr", (key,)
        ).fetchone()
        return Done(self._shards / row[0], row[1] == "coded", row[2]) if row else None

    def __getitem__(self, key: str, /) -> Done:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def coded(self, twin: str) -> Listed | None:
        """The article that a text is coded as, or was to be; where it was taken for a near copy, as that."""
        names = ", ".join(LISTED)
        query = f"""SELECT {names} FROM held WHERE twin = ?
            ORDER BY near_of IS NOT NULL, state = 'copy', coalesce(date, '9999'), nr"""  # noqa: S608  (names of ours)
        row = self._db.execute(query, (twin,)).fetchone()
        return Listed(**dict(zip(LISTED, row, strict=True))) if row else None

    # ------------------------------------------------------------ keeping it level with the shards

    def learn(self, shards: Path) -> None:
        """Take in all that the shards of the edition hold by now; begin anew where one is gone that was there."""
        there = {place.name for place in shards.glob("*-*") if SHARD.fullmatch(place.name)}
        noted = {str(name) for (name,) in self._db.execute("SELECT name FROM shard")}
        if noted - there:
            for table in ("shard", "held", "original", "band"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608  (one of the names above)
            noted = set()
        for name in sorted(there - noted):
            if (shards / name / DONE).exists():
                self.note(shards / name)

    def note(self, shard: Path) -> int:
        """Take in a shard, and say how many articles it holds."""
        import pyarrow.parquet as pq

        marks = done_in(shard)
        rows = pq.read_table(shard / "articles.parquet", columns=[*LISTED, "sketch"]).to_pylist()
        found = SHARD.fullmatch(shard.name)
        base = int(found[1]) * ROOM if found else 0
        query = f"INSERT INTO held VALUES ({', '.join('?' * (4 + len(LISTED)))})"  # noqa: S608  (only question marks)
        with self._together():
            for place, row in enumerate(rows):
                mark = marks[row["key"]]
                state = "coded" if mark.coded else "failed" if mark.failure else "copy"
                told = [row[name] for name in LISTED]
                self._db.execute(query, (base + place, shard.name, state, mark.failure, *told))
                if state != "copy":
                    self.arrivals.add(row["twin"], row["date"], row["sketch"], base + place)
            self._db.execute("INSERT INTO shard VALUES (?)", (shard.name,))
        return len(marks)

    @contextmanager
    def _together(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self.arrivals.close()


def opened(folder: Path) -> Catalog:
    """The catalog of an edition; one that is damaged is made anew. For the one who writes."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        catalog = Catalog(folder)
        catalog.learn(folder / "shards")
    except sqlite3.DatabaseError:
        for file in folder.glob(f"{FILE}*"):
            file.unlink()
        catalog = Catalog(folder)
        catalog.learn(folder / "shards")
    return catalog


def _no_text(twin: str) -> str | None:  # noqa: ARG001  (who asks the catalog brings the texts)
    return None
