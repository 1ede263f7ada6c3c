"""Packs: the rows of many shards in a few files, so that a question to a large record opens dozens and not thousands.

`EDITION/packs/NUMBER-HASH/` stands for `SHARDS` shards whose numbers follow on one another: a file for each table, with
a column that names the shard of each row. Its name tells which shards they are, and shards never change, so a pack is
right wherever it is; it is worked out again where it is missing, and can be deleted at any time.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from os import getpid
from pathlib import Path

from detente import durable
from detente.digests import digest
from detente.store import BUILDING, DONE, SHARD, SUMS, TABLES, sums_of

FOLDER = "packs"
SHARDS = 200  # in a pack: some 10,000 articles
NAME = 16  # letters of a hash


def cover(folders: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The packs that stand for some of these shards of an edition, and the shards that no pack stands for."""
    packed: list[Path] = []
    single: list[Path] = []
    for pack, shards in _groups(folders):
        if pack is not None and (pack / DONE).exists():
            packed.append(pack)
        else:
            single += shards
    return packed, single


def fill(folders: Iterable[Path]) -> None:
    """Make the packs that may stand for some of these shards and are not there yet.

    Others may do so at the same time. Where nothing can be written there, or a shard cannot be read, it is left.
    """
    for pack, shards in _groups(folders):
        if pack is not None and not (pack / DONE).exists():
            try:
                _write(pack, shards)
            except OSError:
                return


def is_whole(pack: Path) -> bool:
    """Whether a pack is as it was written."""
    try:
        return (pack / SUMS).read_bytes() == sums_of(pack)
    except OSError:
        return False


def drop(shard: Path) -> None:
    """Remove the packs of the group that a shard is of: for the one who takes the shard away."""
    number = _number(shard)
    if number is not None:
        for pack in (shard.parent.parent / FOLDER).glob(f"{number:06d}-*"):
            shutil.rmtree(pack, ignore_errors=True)


def _groups(folders: Iterable[Path]) -> Iterator[tuple[Path | None, list[Path]]]:
    """Shards whose numbers follow on one another, with the pack that may stand for them: none, where one is missing."""
    for number, group in groupby(sorted(folders), _number):
        shards = list(group)
        whole = number is not None and len(shards) == SHARDS
        name = f"{number:06d}-{digest(*(shard.name for shard in shards))[:NAME]}"
        yield shards[0].parent.parent / FOLDER / name if whole else None, shards


def _number(shard: Path) -> int | None:
    found = SHARD.fullmatch(shard.name)
    return int(found[1]) // SHARDS if found else None


def _write(pack: Path, shards: Sequence[Path]) -> None:
    import pyarrow as pa

    building = pack.parent.parent / f"{BUILDING}{pack.name}-{getpid()}"
    try:
        building.mkdir(exist_ok=True)
        for table in ("articles", *TABLES):
            _write_table(building / f"{table}.parquet", [shard / f"{table}.parquet" for shard in shards])
        (building / SUMS).write_bytes(sums_of(building))
        (building / DONE).touch()
        durable.settle_folder(building)
        pack.parent.mkdir(exist_ok=True)
        building.rename(pack)
    except pa.ArrowException as error:
        raise OSError(str(error)) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _write_table(file: Path, parts: Sequence[Path]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = []
    for part in parts:
        table = pq.ParquetFile(part).read(use_threads=False)
        names = pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), len(table)), [part.parent.name])
        tables.append(table.append_column("shard", names))
    with file.open("wb") as stream:
        pq.write_table(pa.concat_tables(tables).unify_dictionaries(), stream, compression="zstd")
        durable.settle(stream)
