"""What a record folder keeps beside its shards: its form, its editions in their order, a user's tables.

`record.json` says which form the folder has, so that a detente that does not know it leaves it alone, and in which
order the editions were begun or added to, for the clock of a machine may be wrong. A folder without it is of the time
before it was written; it is added when something is next coded.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from detente import durable
from detente.store import BUILDING, TABLES, schema
from detente.version import __version__

FORM = 1  # of a record folder; a change that an older detente would misread counts it up
FILE = "record.json"
PROGRAM = "detente"
MEND = "`detente check --mend` on the record mends it"


def about(record: Path) -> dict[str, Any] | None:
    """What `record.json` says, or None where there is none. Raises ValueError where it is not to be understood."""
    try:
        told = json.loads((record / FILE).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError:
        raise ValueError(f"{record / FILE} is damaged: {MEND}") from None
    names = told.get("editions") if isinstance(told, dict) else None
    if not isinstance(told, dict) or told.get("program") != PROGRAM or not isinstance(told.get("form"), int):
        raise ValueError(f"{record / FILE} is damaged: {MEND}")
    if told["form"] <= FORM and not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
        raise ValueError(f"{record / FILE} is damaged: {MEND}")
    return told


def is_kept(place: Path) -> bool:
    """Whether a folder says of itself that it is a record."""
    try:
        return about(place) is not None
    except ValueError:
        return f'"program": "{PROGRAM}"'.encode() in (place / FILE).read_bytes()[:400]


class LaterFormError(ValueError):
    """A record of a form that this version does not know."""


def heed(record: Path) -> None:
    """Raise LaterFormError where a record has a form that this version does not know."""
    told = about(record)
    if told is not None and told["form"] > FORM:
        raise LaterFormError(
            f"{record}: written by detente {told.get('version', 'of a later version')} in form {told['form']}, and "
            f"this is detente {__version__}, which knows forms up to {FORM}. Nothing was changed. Take that version, "
            "or name another folder (--record)"
        )


def misfits(shard: Path) -> list[str]:
    """The tables that a shard lacks, and the columns of others, by what this version of detente reads."""
    import pyarrow.parquet as pq

    found: list[str] = []
    for table in ("articles", *TABLES):
        file = shard / f"{table}.parquet"
        if not file.exists():
            found.append(table)
        else:
            held = set(pq.read_schema(file).names)
            found += [f"{table}.{name}" for name in schema(table).names if name not in held]
    return found


def refuse_misfits(record: Path, shards: Iterable[Path]) -> None:
    """Raise ValueError where the shards of an edition of other rules have not the tables that this version reads."""
    first = min(shards, default=None)  # an edition covers its shape: its shards have all the same
    lacking = misfits(first) if first else []
    if lacking:
        raise ValueError(
            f"{record}: coded by another version of detente, whose tables lack {', '.join(lacking[:5])}. Nothing was "
            "changed. Code the articles again with this version, from where they came or from "
            f"{record}/*/shards/*/articles.parquet, or open the record with that version"
        )


def editions(record: Path) -> list[str]:
    """The editions of a record, the one that was added to last at the end.

    Those that `record.json` does not name come first, ordered by the times of their folders.
    """
    told = about(record)
    named: list[str] = told["editions"] if told else []
    there = sorted(record.glob("*/shards"), key=lambda shards: (shards.stat().st_mtime, shards.parent.name))
    found = [shards.parent.name for shards in there]
    return [name for name in found if name not in named] + [name for name in named if name in found]


def enter(record: Path, edition: str) -> None:
    """Note that an edition is added to from now on. For the one who writes."""
    known = editions(record)
    order = [name for name in known if name != edition] + [edition]
    if about(record) is None or order != known:
        write(record, order)


def write(record: Path, order: Sequence[str]) -> None:
    """Write `record.json` in the present form."""
    told = {"program": PROGRAM, "form": FORM, "version": __version__, "editions": list(order)}
    with durable.writing(record / FILE) as stream:
        stream.write((json.dumps(told, indent=1) + "\n").encode())


def sweep(folder: Path) -> None:
    """Remove what those who were killed left half made. For the one who writes: what others make now would go too."""
    for left in sorted(folder.glob(f"{BUILDING}*")):
        remove(left)


def remove(place: Path) -> None:
    """Remove a file or a folder, if it is still there."""
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)


def keep_tables(edition: Path, files: Sequence[Path]) -> None:
    """Keep copies of a user's tables in the folder of the edition that is coded with them, unless they are there."""
    wanted = [(file.suffix, file.read_bytes()) for file in files]
    if wanted == [(file.suffix, file.read_bytes()) for file in kept_tables(edition)]:
        return
    place, building = edition / "codebook", edition / f"{BUILDING}codebook"
    building.mkdir(parents=True, exist_ok=True)
    for number, (file, (_, content)) in enumerate(zip(files, wanted, strict=True)):
        with durable.writing(building / f"{number:03d}-{file.name}") as stream:
            stream.write(content)
    if place.exists():  # an edition is a hash of its tables: what is there is only a part of them, or damaged
        shutil.rmtree(place)
    building.rename(place)
    durable.settle_folder(edition)


def kept_tables(edition: Path) -> list[Path]:
    """The copies of a user's tables that an edition was coded with, in their order."""
    return sorted((edition / "codebook").glob("[0-9]*-*"))
