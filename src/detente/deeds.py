"""Deeds in the record: rows of other data sets that a user brought, kept beside the events coded from text.

They lie in `deeds/` of the record folder, outside of the editions, for no rule of ours made them. Each import adds one
file or more, which is never changed: a row that came again with another content is in the youngest file that has it.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from hashlib import sha256
from operator import attrgetter
from os import getpid
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from detente.records import Deed
from detente.store import arrow_type

if TYPE_CHECKING:
    import pyarrow as pa

FOLDER = "deeds"
BATCH = 25_000  # rows of a file
DATED = frozenset({"icews"})  # data sets in which the number of an event is its own only together with its day

COLUMNS = tuple(field.name for field in fields(Deed))

Row = dict[str, Any]

# where a row was read is no part of what it says
_SAID = attrgetter(*(field.name for field in fields(Deed) if field.name not in ("path", "line")))


@dataclass(slots=True)
class Added:
    """What an import came to: rows that are new, that replace one with the same id, and that were there already."""

    new: int = 0
    changed: int = 0
    same: int = 0

    @property
    def read(self) -> int:
        """All rows that could be read."""
        return self.new + self.changed + self.same


def add(record: Path, deeds: Iterable[Deed]) -> Added:
    """Add the deeds of one file to a record. What is there already is not added again."""
    added = Added()
    batch: list[Row] = []
    for row in _unknown(deeds, _held(record), added):
        batch.append(row)
        if len(batch) == BATCH:
            _write(record, batch)
            batch = []
    if batch:
        _write(record, batch)
    return added


def _unknown(deeds: Iterable[Deed], held: dict[str, str], added: Added) -> Iterator[Row]:
    """The rows that say something new. Of two rows of a file that say different things under one id both are kept."""
    here: dict[str, str] = {}
    for deed in deeds:
        says = _content(deed)
        name = next(name for name in _names(deed) if here.get(name, says) == says)
        known = name in here or held.get(name) == says
        here[name] = says
        if known:
            added.same += 1
        else:
            added.changed += name in held
            added.new += name not in held
            yield {"id": name, "says": says} | {field: getattr(deed, field) for field in COLUMNS}


def _names(deed: Deed) -> Iterator[str]:
    """The names that a deed can have, the same in every import; one after the other, where the first is taken."""
    day = deed.date_start if deed.origin in DATED else None
    number = 0
    while True:
        said = "\x1f".join((deed.origin, deed.origin_id, day or "", str(number)))
        hashed = sha256(said.encode("utf-8", "surrogatepass")).digest()
        yield f"X-{b32encode(hashed[:10]).decode().lower()}"
        number += 1


def _content(deed: Deed) -> str:
    """Sixteen hexadecimal digits for all that a row says."""
    return sha256(repr(_SAID(deed)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@cache
def schema() -> pa.Schema:
    """The Arrow schema of the table."""
    import pyarrow as pa

    hints = get_type_hints(Deed)
    own = [(name, arrow_type(hints[name])) for name in COLUMNS]
    return pa.schema([("id", pa.string()), ("says", pa.string()), *own])


def files(record: Path) -> list[Path]:
    """The files of a record that hold deeds, oldest first."""
    return sorted((record / FOLDER).glob("[0-9]*.parquet"))


def _held(record: Path) -> dict[str, str]:
    """What the deeds of a record say, by name."""
    import pyarrow.parquet as pq

    held: dict[str, str] = {}
    for file in files(record):
        table = pq.read_table(file, columns=["id", "says"])
        held.update(zip(table["id"].to_pylist(), table["says"].to_pylist(), strict=True))
    return held


def _write(record: Path, rows: list[Row]) -> None:
    """Write a file beside its place and move it there, so that one that is killed leaves no half of it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = record / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    number = max((int(file.name[:6]) for file in files(record)), default=-1) + 1
    told = sha256("".join(row["id"] + row["says"] for row in rows).encode()).hexdigest()[:8]
    building = folder / f"building-{number:06d}-{told}-{getpid()}"
    try:
        pq.write_table(pa.Table.from_pylist(rows, schema=schema()), building, compression="zstd")
        building.replace(folder / f"{number:06d}-{told}.parquet")
    finally:
        building.unlink(missing_ok=True)
