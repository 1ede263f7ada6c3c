"""From files to articles: one file a format, each with `SUFFIXES` and `read(source)`. What cannot be read is said."""

from __future__ import annotations

import os
import pkgutil
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache, partial
from importlib import import_module
from pathlib import Path
from shutil import copyfileobj
from types import ModuleType

from detente import storage
from detente.readers._dates import iso_day
from detente.readers._language import foreign
from detente.readers._source import RefusedError, Source
from detente.records import Article, Note, Unread

Item = Article | Unread | Note
Reader = Callable[[Source], Iterator[Item]]
STANDARD_INPUT = "-"
WRONG = 10_000
UNBROKEN = 5_000
OF_DATA_SETS = frozenset({"_delta_log", "_temporary"})
_MARKER = re.compile(r"_(?:SUCCESS|metadata|common_metadata|committed_\w+|started_\w+)")
_UNBROKEN = re.compile(rf"\S{{{UNBROKEN}}}")


@lru_cache(maxsize=1)
def readers() -> dict[str, ModuleType]:
    """Every reader by name. A module whose name begins with `_` is a helper of theirs."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    return {name: import_module(f"{__name__}.{name}") for name in names}


@lru_cache(maxsize=1)
def suffixes() -> dict[str, Reader]:
    """Which reader reads files of which suffix."""
    return {suffix: module.read for module in readers().values() for suffix in module.SUFFIXES}


def read(inputs: Iterable[str | Path], date: str | None = None) -> Iterator[Item]:
    """Yield the articles of files and folders (with all in them, by name), here or on storage (`s3://...`), and of
    standard input (`-`), in order.

    What could not be read comes as `Unread`, what is worth knowing of what could as `Note`. `date` is the ISO day of
    articles that give none. Of two articles with one id the second gets `-2` after it. Raises FileNotFoundError, before
    anything is read, for an input that is not there, and ValueError for a `date` that is none.
    """
    places = [str(place) for place in inputs]
    for place in places:
        if not _is_there(place):
            raise FileNotFoundError(f"no such file or folder: {place}")
    if date is not None and iso_day(date) is None:
        raise ValueError(f"not a date: {date!r} (write it as 2025-05-20)")
    return _articles(places, iso_day(date))


def _is_there(place: str) -> bool:
    if storage.is_address(place):
        return storage.exists(place)
    return place == STANDARD_INPUT or os.path.lexists(place)


def _articles(places: Iterable[str], date: str | None) -> Iterator[Item]:
    seen: set[str] = set()
    for item in (item for place in places for item in _items(place)):
        if not isinstance(item, Article):
            yield item
            continue
        path, line = _path_and_line(item)
        why = not_prose(item.text)
        if why:
            yield Unread(path=path, line=line, reason=why)
            continue
        article = item
        if article.date is None:
            article = replace(article, date=date)
        if article.date is None:
            yield Note(path=path, line=line, text="no date: what happened when is counted from the article")
        if article.id in seen:
            number = 2
            while f"{item.id}-{number}" in seen:
                number += 1
            article = replace(article, id=f"{item.id}-{number}")
            yield Note(path=path, line=line, text=f"the id {item.id!r} is taken: called {article.id!r}")
        seen.add(article.id)
        yield article


def not_prose(text: str) -> str | None:
    """Why a text is nothing that the rules can read, if it is not: another language, or no words at all."""
    language = foreign(text)
    if language:
        return f"not English ({language})"
    # the tokenizer's time grows with the square of what stands without a space
    return f"not prose: {UNBROKEN:,} characters without a space" if _UNBROKEN.search(text) else None


def _path_and_line(article: Article) -> tuple[str, int | None]:
    found = re.fullmatch(r"(.*):(\d+)", article.path or "")
    return (found[1], int(found[2])) if found else (article.path or article.id, None)


def _items(place: str) -> Iterator[Item]:
    if place == STANDARD_INPUT:
        with _standard_input() as source:
            yield from read_source(source)
    elif storage.is_address(place):
        for address, size in storage.files(place):
            name = address.removeprefix(place).strip("/") or address.rpartition("/")[2]
            yield from read_source(Source(address, name, stream=partial(storage.opened, address), length=size))
    elif Path(place).is_dir():
        for path in files_in(Path(place)):
            yield from read_source(Source(str(path), path.relative_to(place).as_posix(), path))
    else:
        yield from read_source(Source(place, Path(place).name, Path(place)))


def read_source(source: Source, reader: Reader | None = None) -> Iterator[Item]:
    """What one file holds. No content makes this raise: what goes wrong is said as `Unread`."""
    suffix = Path(source.name).suffix.lower()
    reader = reader or suffixes().get(suffix)
    try:
        if reader is None:
            kinds = " ".join(sorted(suffixes()))
            raise RefusedError(f"a kind of file that is not read ({suffix or 'no suffix'}); these are: {kinds}")
        held = None
        wrong = 0
        for held in reader(source):
            yield held
            # a file of another kind under a name that is read would be refused line by line, for millions of lines
            wrong = wrong + 1 if isinstance(held, Unread) and held.line and held.path == source.label else 0
            if wrong >= WRONG:
                raise RefusedError(f"{WRONG:,} in a row could not be read: the rest is not tried")
        if held is None:
            raise RefusedError("no articles in it")
    except RefusedError as refusal:
        yield Unread(path=source.label, line=None, reason=str(refusal))
    except OSError as error:
        yield Unread(path=source.label, line=None, reason=(error.strerror or type(error).__name__).lower())
    except Exception as error:
        # the libraries that take pages and tables apart raise what they like on what is broken
        reason = f"could not be read: {type(error).__name__}: {' '.join(str(error).split())[:120]}"
        yield Unread(path=source.label, line=None, reason=reason)


def files_in(folder: Path) -> Iterator[Path]:
    """The files under a folder in the order of their paths, hidden ones and what a data set says of itself left out."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in OF_DATA_SETS)
        kept = (name for name in names if not name.startswith(".") and not _MARKER.fullmatch(name))
        yield from (Path(parent) / name for name in sorted(kept))


@contextmanager
def _standard_input() -> Iterator[Source]:
    """Standard input, laid down in a file so that it need not fit into memory, under the suffix that its head shows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "input"
        with path.open("wb") as file:
            copyfileobj(sys.stdin.buffer, file)
        with path.open("rb") as file:
            name = f"stdin{suffix_of(file.read(4096))}"
        yield Source("<stdin>", name, path)


def suffix_of(head: bytes) -> str:
    """The ending that a file without a telling name should have, by how it begins."""
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip().lower()
    if head.startswith(b"PAR1"):
        return ".parquet"
    if start.startswith((b"{", b"[")) or start.startswith((b"\xff\xfe{", b"\xfe\xff{")):
        return ".json"
    return ".html" if start.startswith((b"<!doctype html", b"<html", b"<?xml")) else ".txt"
