"""An input as bytes: where it is, how large, and how its text is encoded."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from detente.readers._unpack import Budget, RefusedError

__all__ = ["RefusedError", "Source"]

MAX_CHARACTERS = 500_000  # of one article: some 80,000 words; what is longer is a pile of articles or a dump
MAX_BYTES = 4 * MAX_CHARACTERS
SNIFFED = 65_536
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 27}


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, bytes that came in, or a `stream` that is unpacked while it is read, and can be opened again.

    `label` is what messages call it, `name` what ids may rest on. `length` is that of a stream where it is known,
    `budget` is what may still be unpacked of the file that this one was found in, `depth` how many files it is packed
    in.
    """

    label: str
    name: str
    path: Path | None = None
    data: bytes | None = None
    stream: Callable[[], BinaryIO] | None = None
    length: int | None = None
    budget: Budget | None = None
    depth: int = 0

    @property
    def size(self) -> int | None:
        """How many bytes there are, or None where that shows only when they are unpacked."""
        if self.data is not None:
            return len(self.data)
        return self.path.stat().st_size if self.path else self.length

    def open(self) -> BinaryIO:
        """The bytes from their beginning."""
        if self.path is not None:
            return self.path.open("rb")
        return self.stream() if self.stream else io.BytesIO(self.data or b"")

    @contextmanager
    def seekable(self, limit: int) -> Iterator[BinaryIO]:
        """The bytes for a reader that jumps about in them; what is packed is laid down in a file without a name.

        Raises RefusedError where that would take more than `limit` bytes.
        """
        with self.open() as stream:
            if self.stream is None:
                yield stream
                return
            with TemporaryFile() as file:
                left = limit
                while block := stream.read(1 << 20):
                    left -= len(block)
                    if left < 0:
                        raise RefusedError(f"longer than {limit:,} bytes within an archive: unpack it first")
                    file.write(block)
                file.seek(0)
                yield file

    def whole(self, limit: int = MAX_BYTES) -> bytes:
        """All bytes. Raises RefusedError where there are none, or more than `limit`."""
        data = b""
        if (self.size or 0) <= limit:
            with self.open() as stream:
                data = stream.read(limit + 1)
        if (self.size or len(data)) > limit:
            raise RefusedError(f"longer than {limit:,} bytes for one article: cut it into articles")
        if not data.strip():
            raise RefusedError("empty file")
        return data

    def text(self, limit: int = MAX_BYTES) -> tuple[str, str | None]:
        """The text, and the encoding if it had to be guessed. Raises RefusedError where it is empty or not text."""
        data = self.whole(limit)
        refuse_binary(data)
        text, guessed = decode(data)
        if not text.strip():
            raise RefusedError("empty file")
        return text.replace("\r\n", "\n").replace("\r", "\n"), guessed

    def lines(self, limit: int = MAX_BYTES) -> Iterator[tuple[int, str | RefusedError, str | None]]:
        """Each line that is not blank: its number, the text (or why not), and the encoding if it had to be guessed.

        Never holds more than `limit` bytes of a line. Raises RefusedError where the whole input is empty or not text.
        """
        with self.open() as stream:
            encoding = marked_encoding(head_of(stream))
            if encoding and encoding != "utf-8-sig":
                with io.TextIOWrapper(stream, encoding=encoding, errors="replace") as decoded:
                    yield from _decoded_lines(decoded, limit)
                return
            number = 0
            while line := stream.readline(limit):
                number += 1
                if not line.endswith(b"\n") and len(line) >= limit:
                    while (rest := stream.readline(limit)) and not rest.endswith(b"\n"):
                        pass
                    yield number, RefusedError(f"a line longer than {limit:,} bytes"), None
                elif line.strip():
                    text, guessed = decode(line)
                    yield number, text, guessed


def _decoded_lines(stream: io.TextIOWrapper, limit: int) -> Iterator[tuple[int, str | RefusedError, str | None]]:
    number = 0
    while line := stream.readline(limit):
        number += 1
        if not line.endswith("\n") and len(line) >= limit:
            while (rest := stream.readline(limit)) and not rest.endswith("\n"):
                pass
            yield number, RefusedError(f"a line longer than {limit:,} characters"), None
        elif line.strip():
            yield number, line, None


def head_of(stream: BinaryIO) -> bytes:
    """How a text begins; the stream stands at its beginning again. Raises RefusedError where it is empty or no text."""
    head = stream.read(SNIFFED)
    if not head.strip():
        raise RefusedError("empty file")
    refuse_binary(head)
    stream.seek(0)
    return head


def marked_encoding(data: bytes) -> str | None:
    """The encoding that a byte order mark at the head declares."""
    return next((encoding for mark, encoding in BOMS if data.startswith(mark)), None)


def decode(data: bytes) -> tuple[str, str | None]:
    """Bytes as text: by their byte order mark, as UTF-8, else as Windows-1252 or Latin-1, which is then named."""
    encoding = marked_encoding(data)
    if encoding:
        return data.decode(encoding, errors="replace"), None
    for guess in ("utf-8", "cp1252"):
        try:
            return data.decode(guess), None if guess == "utf-8" else guess
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "latin-1"


def refuse_binary(data: bytes) -> None:
    """Raise RefusedError for what is not text: NUL bytes without a mark of UTF-16, or many control characters."""
    head = data[:SNIFFED]
    if marked_encoding(head):
        return
    if b"\0" in head or sum(byte in CONTROLS for byte in head) > len(head) // 50:
        raise RefusedError("not text (a binary file)")
