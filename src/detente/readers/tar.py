"""Reads tar archives: each file in one by its own name, as if the archive were a folder."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory

from detente.readers._members import refusal, skipped
from detente.readers._source import RefusedError, Source
from detente.readers._unpack import DEEPEST, Budget, SpentError
from detente.records import Article, Note, Unread

SUFFIXES = (".tar",)
LONGEST_HEADER = 1 << 20  # bytes; a name and what else is said of a file
HELD = 4 * 1024**2  # bytes of a file that are held in memory; a larger one is laid down


def read(source: Source) -> Iterator[Article | Unread | Note]:
    """What the files of an archive hold, in its order. Nothing is written to where a name points.

    Raises RefusedError where it is no archive, is cut short, or packed too deep.
    """
    if source.depth >= DEEPEST:
        raise RefusedError(f"packed more than {DEEPEST} times over")
    with source.open() as stream:
        if not stream.read(1):
            raise RefusedError("empty file")
        stream.seek(0)
        try:
            # `r|` goes forwards only, so that a packed archive is not unpacked again for each file in it
            with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Info) as archive:
                yield from _members(archive, source)
        except (tarfile.TarError, EOFError) as error:
            raise RefusedError(f"not a tar archive, or cut short: {' '.join(str(error).split())[:80]}") from None


class _Info(tarfile.TarInfo):
    """The header of a file, whose extensions are read only where they are short: they are held in memory."""

    def _proc_member(self, tarfile_: tarfile.TarFile) -> tarfile.TarInfo:
        extended = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME,
                    tarfile.GNUTYPE_LONGLINK)  # fmt: skip
        if self.type in extended and self.size > LONGEST_HEADER:
            raise tarfile.ReadError(f"a header of {self.size:,} bytes")
        return super()._proc_member(tarfile_)  # type: ignore[misc,no-any-return]


def _members(archive: tarfile.TarFile, source: Source) -> Iterator[Article | Unread | Note]:
    from detente.readers import read_source

    budget = source.budget or Budget()
    for member in archive:
        archive.members.clear()  # type: ignore[attr-defined]  # or it would keep what it knows of every file that it passed
        if member.isdir() or skipped(member.name):
            continue
        label = f"{source.label}/{member.name}"
        plain = member.isreg() and not member.issparse()  # one with holes claims any size it likes
        why = refusal(member.name) or (None if plain else "a link, a device or a file with holes")
        if why:
            yield Unread(path=label, line=None, reason=why)
            continue
        with TemporaryDirectory() as folder:
            held = _held(archive, member, Path(folder) / "file", budget)
            name = f"{source.name}/{member.name}"
            inner = Source(label, name, **held, budget=budget, depth=source.depth + 1)  # type: ignore[arg-type]
            yield from read_source(inner)


def _held(archive: tarfile.TarFile, member: tarfile.TarInfo, place: Path, budget: Budget) -> dict[str, bytes | Path]:
    """The bytes of a file in an archive: in memory where they are few, else laid down at a place of our own."""
    if member.size > budget.left:
        raise SpentError("more than may be unpacked: the rest is not read")
    stream = archive.extractfile(member)
    if stream is None:
        return {"data": b""}
    if member.size <= HELD:
        data = stream.read()
        if len(data) < member.size:
            raise RefusedError("cut short: its end is missing")
        return {"data": data}
    with place.open("wb") as file:
        copyfileobj(stream, file, 1 << 20)
    return {"path": place}
