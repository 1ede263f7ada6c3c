"""Reads JSON Lines: an object a line, its text exactly as it stands. JSON Feed and ninjs are known by their fields."""

from __future__ import annotations

import json
from collections.abc import Iterator

from detente.readers import _json_feed, _ninjs
from detente.readers._entries import articles_of
from detente.readers._rows import article_of
from detente.readers._source import RefusedError, Source
from detente.records import Article, Note, Unread

SUFFIXES = (".jsonl", ".ndjson", ".json")


def read(source: Source) -> Iterator[Article | Unread | Note]:
    """The articles of a file, one a line. A line that is no JSON object is unread; the others go on.

    A `.json` file may also be one list of objects, or one object over several lines.
    """
    if source.name.lower().endswith(".json") and not _one_a_line(source):
        yield from _whole(source)
        return
    for number, line, guessed in source.lines():
        if isinstance(line, RefusedError):
            yield Unread(path=source.label, line=number, reason=str(line))
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Unread(path=source.label, line=number, reason=f"not JSON: {_why(error)}")
            continue
        if guessed:
            yield Note(path=source.label, line=number, text=f"not UTF-8: read as {guessed}")
        yield from _article(row, source, number)


def _article(row: object, source: Source, number: int) -> Iterator[Article | Unread | Note]:
    if not isinstance(row, dict):
        yield Unread(path=source.label, line=number, reason=f"not a JSON object but {type(row).__name__}")
    elif _json_feed.is_feed(row):
        yield from articles_of(_json_feed.feed(row), source.label, source.name)
    elif _ninjs.is_item(row):
        yield from _ninjs.articles_of(row, source.label, source.name, number)
    else:
        yield from article_of(row, source.label, source.name, number)


def _one_a_line(source: Source) -> bool:
    first = next((line for _, line, _ in source.lines()), "")
    try:
        return isinstance(first, str) and isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _whole(source: Source) -> Iterator[Article | Unread | Note]:
    text, _ = source.text(limit=100_000_000)
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield Unread(path=source.label, line=None, reason=f"not JSON: {_why(error)}")
        return
    for number, row in enumerate(rows if isinstance(rows, list) else [rows], 1):
        yield from _article(row, source, number)


def _why(error: Exception) -> str:
    return f"{error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else type(error).__name__
