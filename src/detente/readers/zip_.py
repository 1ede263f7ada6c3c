"""Reads zip archives: each file in one by its own name, as if the archive were a folder."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from functools import partial
from stat import S_ISLNK
from typing import Any

from detente.readers._members import refusal, skipped
from detente.readers._source import RefusedError, Source
from detente.readers._unpack import DEEPEST, FREE, RATIO, Budget, SpentError, stream_of
from detente.records import Article, Note, Unread

SUFFIXES = (".zip",)


def read(source: Source) -> Iterator[Article | Unread | Note]:
    """What the files of an archive hold, in the order of their names. Nothing is written to where a name points.

    Raises RefusedError where it is no archive, or packed too deep, and for the rest once too much was unpacked.
    """
    from detente.readers import read_source

    if source.depth >= DEEPEST:
        raise RefusedError(f"packed more than {DEEPEST} times over")
    budget = source.budget or Budget()
    with source.seekable(FREE) as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
            raise RefusedError(f"not a zip archive, or cut short: {' '.join(str(error).split())[:80]}") from None
        with archive:
            if "[Content_Types].xml" in archive.NameToInfo:
                raise RefusedError("an office document: save it as text, web page or CSV")
            for member in sorted(archive.infolist(), key=lambda one: one.filename):
                if member.is_dir() or skipped(member.filename):
                    continue
                label = f"{source.label}/{member.filename}"
                why = refusal(member.filename) or _refusal(member)
                if why:
                    yield Unread(path=label, line=None, reason=why)
                    continue
                if budget.left <= 0:
                    raise SpentError("more than may be unpacked: the rest is not read")
                opened = stream_of(partial(_open, archive, member), member.compress_size, budget)
                length = min(member.file_size, max(FREE, RATIO * member.compress_size))  # as it says, within reason
                inner = Source(
                    label,
                    f"{source.name}/{member.filename}",
                    stream=opened,
                    length=length,
                    budget=budget,
                    depth=source.depth + 1,
                )
                yield from read_source(inner)


def _open(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Any:
    try:
        return archive.open(member)
    except zipfile.BadZipFile as error:
        raise ValueError(str(error)) from None


def _refusal(member: zipfile.ZipInfo) -> str | None:
    if S_ISLNK(member.external_attr >> 16):
        return "a link, not a file"
    return "under a password" if member.flag_bits & 1 else None
