"""A file that a user brings, as numbered lines of text: packed or not, in whatever encoding, of whatever size."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from detente.readers._source import SNIFFED, RefusedError, decode, marked_encoding, refuse_binary
from detente.records import Note, Unread

MAX_UNPACKED = 8 * 1024**3  # of one file: a year of the largest data set is a quarter of it
MAX_LINE = 4_000_000

Line = tuple[int, str]


def lines(path: Path) -> Iterator[Line | Unread | Note]:
    """The lines of a file that are not blank, with their numbers and without their ends; of `.gz` and `.zip` unpacked.

    What cannot be read comes as `Unread`: the rest is still read where that is possible. Raises FileNotFoundError where
    there is no such file.
    """
    if not path.exists():
        raise FileNotFoundError(f"no such file: {path}")
    label = str(path)
    found = False
    try:
        for stream in _streams(path):
            for item in _lines_of(stream, label):
                found = True
                yield item
        if not found:
            raise RefusedError("empty file")
    except RefusedError as refusal:
        yield Unread(path=label, line=None, reason=str(refusal))
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        # what is packed badly, cut off or under a password fails in the middle: what came before it was read
        reason = f"could not be unpacked: {' '.join(str(error).split())[:120] or type(error).__name__}"
        yield Unread(path=label, line=None, reason=reason)


def _streams(path: Path) -> Iterator[IO[bytes] | gzip.GzipFile]:
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(b"\x1f\x8b"):
        with gzip.open(path, "rb") as packed:
            yield packed
    elif head.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(path) as archive:
            if "[Content_Types].xml" in archive.namelist():
                raise RefusedError("a workbook of a spreadsheet: save it as CSV")
            for member in archive.infolist():
                if not member.is_dir() and not member.filename.startswith("__MACOSX"):
                    with archive.open(member) as stream:
                        yield stream
    else:
        with path.open("rb") as stream:
            yield stream


def _lines_of(stream: IO[bytes] | gzip.GzipFile, label: str) -> Iterator[Line | Unread | Note]:
    head = stream.read(SNIFFED)
    if not head.strip():
        return
    refuse_binary(head)
    marked = marked_encoding(head)
    told = False
    for number, line in enumerate(_raw_lines(head, stream, marked), 1):
        if len(line) >= MAX_LINE:
            yield Unread(path=label, line=number, reason=f"a line longer than {MAX_LINE:,} bytes")
            continue
        text, guessed = decode(line) if isinstance(line, bytes) else (line, None)
        if guessed and not told:
            told = True
            yield Note(path=label, line=number, text=f"not UTF-8: such lines are read as {guessed}")
        text = text.rstrip("\r\n")
        if text.strip():
            yield number, text.removeprefix("\ufeff") if number == 1 else text


def _raw_lines(head: bytes, stream: IO[bytes] | gzip.GzipFile, marked: str | None) -> Iterator[bytes | str]:
    """The lines as they are packed; what is over-long is cut and its rest passed over."""
    whole = _Rejoined(head, stream)
    if marked and marked != "utf-8-sig":
        decoded = io.TextIOWrapper(io.BufferedReader(whole), encoding=marked, errors="replace", newline="\n")
        yield from iter(lambda: decoded.readline(MAX_LINE), "")
        return
    buffered = io.BufferedReader(whole)
    while line := buffered.readline(MAX_LINE):
        if len(line) >= MAX_LINE and not line.endswith(b"\n"):
            while (rest := buffered.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass
        yield line


class _Rejoined(io.RawIOBase):
    """A stream whose head was read already, from its beginning, and no more of it than is allowed."""

    def __init__(self, head: bytes, stream: IO[bytes] | gzip.GzipFile) -> None:
        self._head = head
        self._stream = stream
        self._total = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._head[: len(view)] or self._stream.read(len(view))
        self._head = self._head[len(view) :]
        view[: len(data)] = data
        self._total += len(data)
        if self._total > MAX_UNPACKED:
            raise RefusedError(f"more than {MAX_UNPACKED:,} bytes when unpacked: the rest is not read")
        return len(data)
