"""The codebook: the tables of facts and words in `data/`, and what a user's own tables lay over them.

What the columns mean is said in `data/README.md`. Only actors, places and issues can be laid over: by the files in
`data/conflicts/`, which come with the program, and by a user's own (`use`).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from detente.codebook.merging import Change

Row = dict[str, str]
Work = TypeVar("Work", bound=Callable[..., Any])
K = TypeVar("K")
V = TypeVar("V")
R = TypeVar("R")

DATA = Path(__file__).parent.parent / "data"
MANY_STATES = frozenset({"UNO", "EUR", "IGO", "NGO"})  # codes of bodies that belong to no one state
LAID_OVER = frozenset({"countries", "organisations", "groups", "metonyms", "people", "places", "issues"})

_KEPT: list[Callable[[], None]] = []
_OVER: dict[str, tuple[Row, ...]] = {}
_FILES: list[Path] = []


class Made(Mapping[K, V]):
    """A mapping whose values are made when they are first asked for: of thousands of people an article names a few."""

    def __init__(self, raw: Mapping[K, R], make: Callable[[K, R], V]) -> None:
        self._raw = raw
        self._make = make
        self._made: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        try:
            return self._made[key]
        except KeyError:
            made = self._made[key] = self._make(key, self._raw[key])
            return made

    def get(self, key: K, default: Any = None) -> V | Any:
        """The value of a key; a miss, which is what most words of a text are, costs one look."""
        return self[key] if key in self._raw else default

    def __contains__(self, key: object) -> bool:
        return key in self._raw

    def __iter__(self) -> Iterator[K]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)


def cached(work: Work) -> Work:
    """`functools.lru_cache` for what is read off tables that can be laid over: forgotten when `use` changes them."""
    kept = lru_cache(maxsize=50_000)(work)
    _KEPT.append(kept.cache_clear)
    return kept  # type: ignore[return-value]


def table(name: str) -> tuple[Row, ...]:
    """The rows of a table as they now stand, each a mapping from column to text.

    Raises FileNotFoundError where there is none of that name.
    """
    if name not in LAID_OVER:
        return built_in(name)
    return _OVER.get(name) or _contributed().get(name) or built_in(name)


@cache
def built_in(name: str) -> tuple[Row, ...]:
    """The rows of `data/NAME.csv`."""
    first, *lines = (DATA / f"{name}.csv").read_bytes().decode("utf-8").splitlines()
    columns = first.split(",")
    return tuple([dict(zip(columns, _cells(line), strict=True)) for line in lines])


def _cells(line: str) -> list[str]:
    """The cells of a line; most lines have no quotes, and are parted in half the time."""
    return next(csv.reader([line])) if '"' in line else line.split(",")


@cache
def classes(name: str) -> dict[str, frozenset[str]]:
    """The words of each class in a table that has one class a row."""
    return {row["class"]: frozenset(parts(row["words"])) for row in built_in(name)}


def contributions() -> list[Path]:
    """The tables of single conflicts that come with the program."""
    return sorted((DATA / "conflicts").glob("*.csv"))


@cache
def _contributed() -> dict[str, tuple[Row, ...]]:
    from detente.codebook.additions import read
    from detente.codebook.merging import merged

    return merged(read(contributions())[0], apart=True)[0]


def use(files: Iterable[str | Path]) -> list[Change]:
    """Lay a user's tables over the codebook, in place of those laid before, and list what they change.

    Raises ValueError, with each wrong line, where a table is wrong; FileNotFoundError where it is not there.
    """
    from detente.codebook.additions import read
    from detente.codebook.merging import merged

    listed = [Path(file) for file in files]
    if not listed:
        if _FILES:
            _lay([], {})
        return []
    own = {str(file) for file in listed}
    others = [file for file in contributions() if file not in {one.resolve() for one in listed}]
    entries, problems = read([*others, *listed])
    if problems:
        raise ValueError("\n".join(["the table cannot be used:", *map(str, problems)]))
    tables, changes = merged(entries)
    _lay(listed, tables)
    return [change for change in changes if change.path in own]


def keep_using(files: Iterable[str | Path]) -> None:
    """`use`, unless these tables are laid already: they are not read again for every article and question."""
    listed = tuple(map(Path, files))
    if listed != in_use():
        use(listed)


def _lay(files: list[Path], tables: dict[str, tuple[Row, ...]]) -> None:
    _FILES[:] = files
    _OVER.clear()
    _OVER.update(tables)
    for forget in _KEPT:
        forget()


def in_use() -> tuple[Path, ...]:
    """The user's tables that are laid over the codebook."""
    return tuple(_FILES)


def parts(cell: str) -> list[str]:
    """The values of a cell that holds several, separated by `|`."""
    return [part for part in map(str.strip, cell.split("|")) if part]
