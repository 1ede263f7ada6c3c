"""Reads CSV and tab-separated files with a header line, the text of each row exactly as it stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from detente.readers._rows import article_of
from detente.readers._source import MAX_BYTES, SNIFFED, Source, decode, head_of, marked_encoding
from detente.records import Article, Note, Unread

SUFFIXES = (".csv", ".tsv")


def read(source: Source) -> Iterator[Article | Unread | Note]:
    """The articles of a file, one a row. Raises RefusedError where it is empty or not text."""
    with source.open() as stream:
        head = head_of(stream)
        encoding, guessed = _encoding(stream, head)
        stream.seek(0)
        if guessed:
            yield Note(path=source.label, line=None, text=f"not UTF-8: read as {guessed}")
        text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
        csv.field_size_limit(MAX_BYTES)
        rows = csv.DictReader(_bounded(text), delimiter=_delimiter(source, decode(head)[0]))
        line = 1
        try:
            for row in rows:
                yield from article_of(row, source.label, source.name, line + 1)
                line = rows.line_num
        except csv.Error as error:
            yield Unread(path=source.label, line=max(rows.line_num, 1), reason=f"not CSV from here on: {error}")


def _encoding(stream: io.BufferedIOBase | object, head: bytes) -> tuple[str, str | None]:
    """The encoding of a file, and its name where it had to be guessed: all of it must be UTF-8 to be taken as that."""
    marked = marked_encoding(head)
    if marked:
        return marked, None
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := stream.read(SNIFFED):  # type: ignore[union-attr]
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252", "cp1252"
    return "utf-8", None


def _bounded(stream: io.TextIOWrapper) -> Iterator[str]:
    """The lines of a stream. Raises csv.Error at one that is too long to be held."""
    while line := stream.readline(MAX_BYTES):
        if len(line) == MAX_BYTES and not line.endswith("\n"):
            raise csv.Error(f"a line longer than {MAX_BYTES:,} characters")
        yield line


def _delimiter(source: Source, head: str) -> str:
    if source.name.lower().endswith(".tsv"):
        return "\t"
    header = head.splitlines()[0] if head.splitlines() else ""
    return max(",;\t|", key=header.count)
