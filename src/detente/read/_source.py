"""An input as bytes: where it is, how large, and how its text is encoded."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

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


class RefusedError(Exception):
    """An input, or one article of it, is not to be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, or bytes that came in. `label` is what messages call it, `name` what ids may rest on."""

    label: str
    name: str
    path: Path | None = None
    data: bytes | None = None

    @property
    def size(self) -> int:
        return len(self.data) if self.data is not None else self.path.stat().st_size if self.path else 0

    def open(self) -> BinaryIO:
        if self.data is not None or self.path is None:
            return io.BytesIO(self.data or b"")
        return self.path.open("rb")

    def whole(self, limit: int = MAX_BYTES) -> bytes:
        """All bytes. Raises RefusedError where there are none, or more than `limit`."""
        if self.size > limit:
            raise RefusedError(f"longer than {limit:,} bytes for one article: cut it into articles")
        with self.open() as stream:
            data = stream.read(limit + 1)
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
            head = stream.read(SNIFFED)
            if not head.strip():
                raise RefusedError("empty file")
            refuse_binary(head)
            stream.seek(0)
            encoding = marked_encoding(head)
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
