"""Event data in the forms of the field, read and written: one file a format.

A format is a module with a `read`, that gives the rows of a file as `Deed`s and what is wrong in it as `Unread`, and,
where we can write it, a `write`, that gives the lines of a file. What each form can hold is told in `docs/formats.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from detente.records import Deed, Note, Unread

READ = ("acled", "cameo", "gdelt", "icews", "plover", "polecat", "ucdp")
WRITTEN = ("cameo", "gdelt", "icews", "plover", "polecat")

Reader = Callable[[Path], Iterator[Deed | Unread | Note]]
Writer = Callable[[Iterable[Deed]], Iterator[str]]


def reader(name: str) -> Reader:
    """What reads a format. Raises ValueError, naming those there are, for one that is not read."""
    return _function(name, "read", READ)


def writer(name: str) -> Writer:
    """What writes a format. Raises ValueError, naming those there are, for one that is not written."""
    return _function(name, "write", WRITTEN)


def _function(name: str, work: str, known: tuple[str, ...]) -> Callable[..., Iterator[Any]]:
    if name not in known:
        raise ValueError(f"no such format: {name} (there are {', '.join(known)})")
    function: Callable[..., Iterator[Any]] = getattr(import_module(f"detente.exchange.{name}"), work)
    return function
