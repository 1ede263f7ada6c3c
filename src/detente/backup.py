"""A record as one file, and back. Others may read and write meanwhile.

Shards are never changed and appear whole, and every other file is replaced in one step: what stood in the record when
the backup began is in it, and nothing half made. The file is a plain tar, the same for the same record, whose last
entry, `SHA256SUMS`, has the digest of every other. It is read back before it takes its place; a record that is not as
it was written is not saved over a backup of when it was.
"""

from __future__ import annotations

import io
import os
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from detente import catalog, deeds, durable, keeping, locking, packs
from detente.store import BUILDING, DONE, SUMS

MANIFEST = "SHA256SUMS"
PASSING = (BUILDING, ".judged-", catalog.FILE, packs.FOLDER)  # on its way to its place, or worked out from the shards
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Saved:
    """How many files a backup holds, and their bytes."""

    files: int
    size: int


def back_up(record: Path, file: Path) -> Saved:
    """Write a record into a file, in place of an older backup only once it is whole and read back.

    Raises ValueError where the folder is no record or has a later form, or where a shard is not as it was written;
    then an older file stays as it is.
    """
    if not record.is_dir():
        raise FileNotFoundError(f"no such record: {record}")
    keeping.heed(record)
    if not (any(record.glob("*/shards")) or deeds.files(record) or keeping.about(record)):
        raise ValueError(f"{record} is no record: it holds neither shards nor imported events")
    if file.absolute().is_relative_to(record.absolute()):
        raise ValueError(f"{file} lies within the record that it is to save")
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with durable.writing(file) as stream:
            saved = _write(record, stream)
            stream.flush()
            _read_back(Path(stream.name))
    except OSError as error:
        raise durable.explained(error, file) from error
    return saved


def _write(record: Path, stream: BinaryIO) -> Saved:
    digests: dict[str, str] = {}
    size = 0
    told: dict[str, str] = {}
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in list(_files(record)):
            name = path.relative_to(record).as_posix()
            with path.open("rb") as content:
                info = _entry(name, os.fstat(content.fileno()).st_size)
                counted = _Counted(content)
                archive.addfile(info, cast(BinaryIO, counted))
            digests[name] = counted.digest.hexdigest()
            size += info.size
            if path.name == SUMS:
                told |= _told(record, path)
        wrong = sorted(name for name, digest in told.items() if digests.get(name) != digest)
        if wrong:
            raise ValueError(f"{record}: {wrong[0]} is not as it was written. Nothing was saved; {keeping.MEND}")
        listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()
        archive.addfile(_entry(MANIFEST, len(listed)), io.BytesIO(listed))
    return Saved(len(digests), size)


def _files(record: Path) -> Iterator[Path]:
    """The files to save, in a fixed order; of shards those that are whole."""
    locks = (record / locking.NAME, record / locking.REVIEW)
    for folder, folders, names in os.walk(record, onerror=_raise_unless_gone):
        folders[:] = sorted(name for name in folders if not name.startswith(PASSING))
        place = Path(folder)
        if place.parent.name == "shards" and place.parent.parent.parent == record and DONE not in names:
            continue
        for name in sorted(names):
            path = place / name
            if not name.startswith(PASSING) and path not in locks and path.is_file():
                yield path


def _raise_unless_gone(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):  # a folder on its way to its place
        raise error


def _entry(name: str, size: int) -> tarfile.TarInfo:
    """The head of a file: no owner and no time, so that the same record gives the same backup."""
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o644, 0
    return info


class _Counted:
    """A stream whose digest is taken while it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest = sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.digest.update(data)
        return data


def _told(record: Path, sums: Path) -> dict[str, str]:
    """The digests that a shard gives of its files, by their names in the backup."""
    if sums.relative_to(record).parts[1:2] != ("shards",):
        return {}  # of a shard that was set aside, for it is damaged
    folder = sums.parent.relative_to(record).as_posix()
    lines = (line.partition("  ") for line in sums.read_text(encoding="utf-8", errors="replace").splitlines())
    return {f"{folder}/{name}": digest for digest, _, name in lines}


def _read_back(file: Path) -> None:
    with tarfile.open(file, "r:") as archive:
        for _ in _checked(file, archive, None):
            pass


# ---------------------------------------------------------------- and back


def restore(file: Path, record: Path) -> Saved:
    """Make a record of a backup, in a folder that is not there yet or empty; it stands there only once it is whole.

    Raises ValueError where the file is no backup, or not as it was written, and FileExistsError where the folder holds
    anything.
    """
    if record.exists() and (not record.is_dir() or any(record.iterdir())):
        raise FileExistsError(f"{record} is there already and not empty: a backup is restored into a new folder")
    building = record.absolute().with_name(f"{BUILDING}{record.absolute().name}-{os.getpid()}")
    try:
        building.mkdir(parents=True)
        with tarfile.open(file, "r:") as archive:
            sizes = list(_checked(file, archive, building))
        keeping.heed(building)
        for folder in sorted(path for path in (building, *building.rglob("*")) if path.is_dir()):
            durable.settle_folder(folder)
        if record.exists():
            record.rmdir()
        building.rename(record)
        durable.settle_folder(record.absolute().parent)
    except (tarfile.TarError, EOFError) as error:
        raise ValueError(f"{file} is no backup, or only a part of one ({error})") from None
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return Saved(len(sizes), sum(sizes))


def _checked(file: Path, archive: tarfile.TarFile, target: Path | None) -> Iterator[int]:
    """The sizes of the files of a backup, each compared with its digest, and written below `target` if there is one.

    Raises ValueError for an entry that is no plain file below the record, and where anything is not as it was written.
    """
    digests: dict[str, str] = {}
    for info in archive:
        content = archive.extractfile(info) if info.isreg() else None
        if content is None or info.issparse() or info.name in digests or not _is_inside(info.name):
            raise ValueError(f"{file}: {info.name!r} is nothing that a backup holds")
        if info.name == MANIFEST:
            told = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()
            if content.read(len(told) + 1) != told or archive.next() is not None:
                raise ValueError(f"{file}: not as it was written")
            return
        digests[info.name] = _copied(content, target / info.name if target else None)
        yield info.size
    raise ValueError(f"{file} is no backup, or only a part of one")


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return (
        not path.is_absolute() and path.as_posix() == name and ".." not in path.parts
        and "\\" not in name and ":" not in name and "\0" not in name and name != "."
    )  # fmt: skip


def _copied(content: IO[bytes], target: Path | None) -> str:
    """Copy a stream into a new file, or nowhere, and return its digest."""
    counted = _Counted(content)
    if target is None:
        while counted.read(CHUNK):
            pass
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as stream:
            shutil.copyfileobj(counted, stream, CHUNK)
            durable.settle(stream)
    return counted.digest.hexdigest()
