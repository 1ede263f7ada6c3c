"""What lies beside the shards of a record: a user's tables, what was judged, imported events."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detente import deeds, keeping, locking
from detente.checking.problems import ASIDE, Problem
from detente.store import BUILDING

JUDGED = "judged-*.parquet"
WATCH = "watch"  # what `detente watch` remembers of its sources
OF_EDITION = frozenset({"shards", "codebook"})


def problems_beside(record: Path) -> Iterator[Problem]:
    """What is wrong with files that are no shards, and what is there that detente does not know."""
    for shards in sorted(record.glob("*/shards")):
        edition = shards.parent
        for file in sorted(edition.glob(JUDGED)):
            if not _reads(file, ("name", "shares")):
                place = file.relative_to(record).as_posix()
                yield Problem("damage", place, "cannot be read", "set it aside: it is worked out again when asked for")
        known = {*OF_EDITION, *(file.name for file in edition.glob(JUDGED))}
        yield from _unknown(record, edition, known)
    names = {shards.parent.name for shards in record.glob("*/shards")}
    yield from _unknown(record, record, {*names, deeds.FOLDER, keeping.FILE, locking.NAME, ASIDE, WATCH})


def _unknown(record: Path, folder: Path, known: set[str]) -> Iterator[Problem]:
    for place in sorted(folder.iterdir()):
        if place.name not in known and not place.name.startswith((BUILDING, ".judged-")):
            yield Problem("note", place.relative_to(record).as_posix(), "not known to this version: left alone")


def problems_of_deeds(record: Path, file: Path, problems: list[Problem]) -> int:
    """How many imported events a file holds; what is wrong with it is added to `problems`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    place = file.relative_to(record).as_posix()
    mend = "set it aside: import it again from where it came"
    try:
        table = pq.read_table(file)
    except (OSError, pa.ArrowException):
        problems.append(Problem("damage", place, "cannot be read", mend))
        return 0
    lacking = [name for name in ("id", "says", "origin", "origin_id") if name not in table.column_names]
    if lacking:
        problems.append(Problem("damage", place, f"lacks {', '.join(lacking)}", mend))
        return 0
    ids = table["id"].to_pylist()
    if len(set(ids)) < len(ids):
        problems.append(Problem("damage", place, f"{len(ids) - len(set(ids)):,} ids that are not their own"))
    return len(ids)


def _reads(file: Path, columns: tuple[str, ...]) -> bool:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return set(columns) <= set(pq.read_table(file).column_names)
    except (OSError, pa.ArrowException):
        return False
