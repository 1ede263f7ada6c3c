"""The codebook: the tables of facts and words in `data/`, and what a user's own tables lay over them.

What the columns mean is said in `data/README.md`. Only actors, places and issues can be laid over (`additions`).
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, TypeVar

Row = dict[str, str]
Work = TypeVar("Work", bound=Callable[..., Any])

_KEPT: list[Callable[[], None]] = []
_OVER: dict[str, tuple[Row, ...]] = {}


def cached(work: Work) -> Work:
    """`functools.lru_cache` for what is read off tables that can be laid over: forgotten when `lay` changes them."""
    kept = lru_cache(maxsize=50_000)(work)
    _KEPT.append(kept.cache_clear)
    return kept  # type: ignore[return-value]


def table(name: str) -> tuple[Row, ...]:
    """The rows of `data/NAME.csv`, each a mapping from column to text. Raises FileNotFoundError where there is none."""
    return _OVER.get(name) or built_in(name)


@cache
def built_in(name: str) -> tuple[Row, ...]:
    """The rows of a table as it comes with the program."""
    text = (files("detente") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def lay(tables: dict[str, tuple[Row, ...]]) -> None:
    """Let these tables stand for the built-in ones of the same name, and no others."""
    if tables == _OVER:
        return
    _OVER.clear()
    _OVER.update(tables)
    for forget in _KEPT:
        forget()


def parts(cell: str) -> list[str]:
    """The values of a cell that holds several, separated by `|`."""
    return [part.strip() for part in cell.split("|") if part.strip()]
