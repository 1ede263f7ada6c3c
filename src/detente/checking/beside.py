"""What lies beside the shards of a record: a user's tables, what was judged, imported events."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detente import catalog, deeds, keeping, locking, packs
from detente.checking.problems import ASIDE, Problem
from detente.review import journal
from detente.store import BUILDING

JUDGED = "judged-*.parquet"
WATCH = "watch"  # what `detente watch` remembers of its sources
OF_EDITION = frozenset({"shards", "codebook", packs.FOLDER})


def problems_beside(record: Path) -> Iterator[Problem]:
    """What is wrong with files that are no shards, and what is there that detente does not know."""
    for shards in sorted(record.glob("*/shards")):
        edition = shards.parent
        for file in sorted(edition.glob(JUDGED)):
            if not _reads(file, ("name", "shares")):
                place = file.relative_to(record).as_posix()
                yield Problem("damage", place, "cannot be read", "set it aside: it is worked out again when asked for")
        for pack in sorted((edition / packs.FOLDER).glob("*-*/")):
            if not packs.is_whole(pack):
                place = pack.relative_to(record).as_posix()
                yield Problem("damage", place, "not as it was written", "remove it: it is worked out again")
        ours = (*edition.glob(JUDGED), *edition.glob(f"{catalog.FILE}*"))
        known = {*OF_EDITION, *(file.name for file in ours)}
        yield from _unknown(record, edition, known)
    names = {shards.parent.name for shards in record.glob("*/shards")}
    beside = {deeds.FOLDER, keeping.FILE, locking.NAME, locking.REVIEW, journal.FILE, ASIDE, WATCH}
    yield from _unknown(record, record, {*names, *beside})
    yield from _problems_of_journal(record)


def _problems_of_journal(record: Path) -> Iterator[Problem]:
    """The lines of the journal of review that are no decisions: they are left out, and stay for a person to look at."""
    try:
        broken = journal.read(record).broken
    except OSError as error:
        yield Problem("damage", journal.FILE, f"cannot be read ({(error.strerror or str(error)).lower()})")
        return
    for one in broken:
        yield Problem("damage", journal.FILE, f"line {one.line} is no decision: {one.reason}")


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
