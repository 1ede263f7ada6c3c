"""The cells of a row: what they tell, what of it an event cannot do without, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from detente.export.csv import FORMULA
from detente.readers._source import RefusedError
from detente.records import Deed, Note, Unread

NOTHING = frozenset({"", "none", "null", "na", "nan", "n/a"})
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")

Row = Mapping[str, str]
Meaning = TypeVar("Meaning")


def deeds(
    path: Path, items: Iterable[tuple[int, Row] | Unread | Note], deed: Callable[[Path, int, Row], Deed]
) -> Iterator[Deed | Unread | Note]:
    """Rows as deeds, each with its file and line. One that `deed` refuses is told of with the reason."""
    for item in items:
        if isinstance(item, Unread | Note):
            yield item
            continue
        try:
            yield deed(path, *item)
        except RefusedError as refusal:
            yield Unread(path=str(path), line=item[0], reason=str(refusal))


def identity(row: Row, *names: str) -> str:
    """The id of a row's event. Raises RefusedError where it has none."""
    found = told(row, *names)
    if found is None:
        raise RefusedError("no event id")
    return found


def needed(row: Row, name: str, meaning: Callable[[str | None], Meaning | None], what: str) -> Meaning:
    """What a cell means that a row cannot do without. Raises RefusedError where it is not `what` it should be."""
    cell = told(row, name)
    found = meaning(cell)
    if found is None:
        raise RefusedError(f"not {what}: {cell!r}")
    return found


def told(row: Row, *names: str) -> str | None:
    """The first of these columns that says something, in one line; None where none does."""
    for name in names:
        given = row.get(name)
        if given and (cell := unguarded(flat(given))).casefold() not in NOTHING:
            return cell
    return None


def number(row: Row, *names: str) -> float | None:
    """A cell as a number, None where it is none."""
    cell = told(row, *names)
    try:
        value = float((cell or "").replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e15 else None


def count(row: Row, *names: str) -> int | None:
    """A cell as a number of people, None where it is none."""
    value = number(row, *names)
    return int(value) if value is not None and value >= 0 and value == int(value) else None


def degrees(row: Row, latitude: str, longitude: str) -> tuple[float | None, float | None]:
    """Both coordinates in degrees; neither where one is missing or lies off the globe."""
    lat, lon = number(row, latitude), number(row, longitude)
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
        return None, None
    return lat, lon


# ---------------------------------------------------------------- texts


def flat(text: str) -> str:
    """A text in one line, without tabs and control characters."""
    return text.strip() if text.isprintable() and "  " not in text else _BREAKS.sub(" ", text).strip()


def guarded(text: str) -> str:
    """A text that a spreadsheet will not take for a formula: a `'` before it, as before what already has one."""
    return f"'{text}" if text.lstrip("' ").startswith(FORMULA) else text


def unguarded(text: str) -> str:
    """A text as it was before it was guarded."""
    return text[1:] if text.startswith("'") and text.lstrip("' ").startswith(FORMULA) else text


def line_of(cells: Sequence[str | float | None], quoted: bool = False) -> str:
    """Cells as a line with tabs between them. Numbers stay as they are; text is put in one line and guarded.

    Where cells may be `quoted`, those that begin with a quotation mark are.
    """
    return "\t".join(_written(cell, quoted) for cell in cells)


def _written(cell: str | float | None, quoted: bool) -> str:
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    text = guarded(flat(cell))
    return '"' + text.replace('"', '""') + '"' if quoted and text.startswith('"') else text
