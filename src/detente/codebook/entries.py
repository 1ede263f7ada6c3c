"""What a user's table may say: kinds of entries, their columns, and what is said of one that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from detente.codebook import built_in

SHOWN = 30  # words told of a longer list

CELLS: dict[str, tuple[str, ...]] = {
    "state": ("name", "code", "aliases", "adjectives", "people", "capital", "start", "end"),
    "organisation": ("name", "country", "sector", "aliases", "capital"),
    "group": ("name", "country", "sector", "aliases", "start", "end"),
    "body": ("name", "stands_for", "country", "sector", "aliases", "start", "end"),
    "person": ("name", "gender", "country", "office", "title", "sector", "aliases", "start", "end"),
    "place": ("name", "country", "aliases", "type", "lat", "lon"),
    "issue": ("name", "parent", "instrument", "aliases", "patterns"),
    "remove": ("name",),
}
SECTIONS = {"actors": None, "places": "place", "issues": "issue", "remove": "remove"}
ABOUT = ("title", "source", "checked", "by", "licence")
FREE = ("note", "source")  # for the reader of the table alone


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its kind, what it says by column (lists parted by `|`), and where it stands."""

    kind: str
    cells: Mapping[str, str]
    path: str
    line: int

    @property
    def name(self) -> str:
        """The canonical name."""
        return self.cells["name"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a table, and where."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


def meant(word: str, known: Iterable[str]) -> str:
    """What a wrong word was most likely meant to be, else what there is, in brackets."""
    from difflib import get_close_matches

    names = list(known)
    close = get_close_matches(word.casefold(), [name.casefold() for name in names], 1, 0.6)
    if close:
        return f" (did you mean {next(name for name in names if name.casefold() == close[0])}?)"
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f" (there are {', '.join(names[:SHOWN])}{more})"


def entry_of(kind: str, cells: dict[str, str], path: str, line: int, problems: list[Problem]) -> Iterator[Entry]:
    """An entry of a known kind with known columns; one without a kind is of that which the codebook has of its name."""
    kind = kind or _known_kind(cells.get("name", ""))
    if kind not in CELLS:
        said = f"no kind {kind!r}{meant(kind, CELLS)}" if kind else f"no kind (one of {', '.join(CELLS)})"
        problems.append(Problem(path, line, said))
        return
    cells = {name: cell for name, cell in cells.items() if cell}
    for name in cells:
        if name not in CELLS[kind] and name not in FREE:
            problems.append(Problem(path, line, f"a {kind} has no {name!r}{meant(name, CELLS[kind])}"))
            return
    if not cells.get("name"):
        problems.append(Problem(path, line, f"a {kind} without a name"))
        return
    yield Entry(kind, {name: cell for name, cell in cells.items() if name not in FREE}, path, line)


def _known_kind(name: str) -> str:
    named = {"state": "countries", "organisation": "organisations", "group": "groups", "person": "people"}
    kinds = [kind for kind, table in named.items() if any(row["name"] == name for row in built_in(table))]
    return kinds[0] if len(kinds) == 1 else ""
