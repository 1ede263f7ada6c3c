"""Reads files that are packed on their own (gzip, Zstandard, xz): what is in them by their name without the ending."""

from __future__ import annotations

import gzip
import lzma
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.readers._source import RefusedError, Source
from detente.readers._unpack import DEEPEST, Budget, stream_of
from detente.records import Article, Note, Unread

SUFFIXES = (".gz", ".tgz", ".zst", ".tzst", ".xz", ".txz")
TARS = (".tgz", ".tzst", ".txz")
XZ_MEMORY = 128 * 1024**2  # what the dictionary of an xz file may take


def read(source: Source) -> Iterator[Article | Unread | Note]:
    """What the packed file holds, unpacked as it is read. Raises RefusedError where it is packed too often."""
    from detente.readers import read_source

    yield from read_source(unpacked(source))


def unpacked(source: Source) -> Source:
    """The file that is packed in another, with its own name. Raises RefusedError where that is too deep or empty."""
    if source.depth >= DEEPEST:
        raise RefusedError(f"packed more than {DEEPEST} times over")
    with source.open() as stream:
        if not stream.read(1):
            raise RefusedError("empty file")
    suffix = Path(source.name).suffix.lower()
    budget = source.budget or Budget()
    opened = _Opener(source, suffix)
    # what is packed twice over has no known size: it may unpack to what anything may
    stream_again = stream_of(opened, source.size or 0, budget)
    name = source.name[: -len(suffix)] + (".tar" if suffix in TARS else "")
    if not Path(name).suffix:
        name += _ending(stream_again)
    return Source(source.label, name, stream=stream_again, budget=budget, depth=source.depth + 1)


@dataclass(frozen=True, slots=True)
class _Opener:
    """Opens a packed file by what its ending says it is packed with."""

    source: Source
    suffix: str

    def __call__(self) -> Any:
        stream = self.source.open()
        if self.suffix in (".gz", ".tgz"):
            return _Both(gzip.GzipFile(fileobj=stream), stream)
        if self.suffix in (".xz", ".txz"):
            return _Both(_Xz(stream), stream)
        import pyarrow as pa

        return _Both(pa.CompressedInputStream(pa.PythonFile(stream, mode="r"), "zstd"), stream)


class _Both:
    """What unpacks a stream and the stream itself, which are closed together."""

    def __init__(self, inner: Any, outer: Any) -> None:
        self._inner, self._outer, self.read = inner, outer, inner.read

    def close(self) -> None:
        """Close both."""
        try:
            self._inner.close()
        finally:
            self._outer.close()


class _Xz:
    """An xz stream that may not ask for more memory than is allowed; its parts follow one another."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._inner = lzma.LZMADecompressor(memlimit=XZ_MEMORY)

    def read(self, size: int) -> bytes:
        """Some bytes, at most so many; none at the end. Raises EOFError where the end is missing."""
        while True:
            if self._inner.eof:
                rest = self._inner.unused_data or self._stream.read(1 << 16)
                if not rest.strip(b"\0"):
                    return b""
                self._inner = lzma.LZMADecompressor(memlimit=XZ_MEMORY)
                data = self._inner.decompress(rest, size)
            else:
                rest = self._stream.read(1 << 16) if self._inner.needs_input else b""
                if not rest and self._inner.needs_input:
                    raise EOFError
                data = self._inner.decompress(rest, size)
            if data:
                return data

    def close(self) -> None:
        """Nothing is held open."""


def _ending(opened: Callable[[], Any]) -> str:
    from detente.readers import suffix_of

    with opened() as stream:
        return suffix_of(stream.read(4096))
