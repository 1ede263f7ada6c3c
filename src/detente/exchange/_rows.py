"""Rows of tables with tabs or commas: read tolerantly, as dicts by column."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from detente.exchange._cells import Row
from detente.exchange._file import MAX_LINE, Line, lines
from detente.records import Note, Unread

QUOTED_LINES = 50  # lines over which a quoted cell may run


def tabbed(
    path: Path,
    columns: Sequence[str],
    needed: Sequence[str],
    *,
    quoted: bool = False,
    headed: bool = True,
    forms: Mapping[int, Sequence[str]] | None = None,
) -> Iterator[tuple[int, Row] | Unread | Note]:
    """The rows of a file of cells between tabs, by the name of the column, each with its line.

    `columns` are those of the format, in order. A header line is taken at its word where its columns fit the rows;
    where it names more than the rows have, the order of the format holds. A file that is `headed` by nothing like one
    is refused; `needed` are the columns it cannot do without. `forms` are the columns of each width that a file without
    a header may have: there a row of another width is refused.
    """
    names: Sequence[str] | None = None
    first = True
    for item in _joined(lines(path), len(columns), quoted):
        if isinstance(item, Unread | Note):
            yield item
            continue
        number, cells = item
        if first:
            first = False
            header = _trimmed([_plain(cell) for cell in cells])
            if _is_header(header, columns):
                missing = [name for name in needed if name not in header]
                if missing:
                    yield Unread(path=str(path), line=number, reason=f"no column {', '.join(missing)}")
                    return
                names = header
                continue
            if headed:
                given = ", ".join(header[:5])[:80]
                yield Unread(path=str(path), line=number, reason=f"no header of this format, but: {given}")
                return
        if names is None and forms:
            cells = _padded(cells, len(columns)) if len(cells) > len(columns) else cells
        if names is None and forms and len(cells) not in forms:
            yield Unread(path=str(path), line=number, reason=f"a row of {len(cells)} cells, not {len(columns)}")
            continue
        yield number, _by_name(cells, names or (forms or {}).get(len(cells), columns), columns)


def separated(
    path: Path, needed: Sequence[str], columns: Sequence[str] = ()
) -> Iterator[tuple[int, Row] | Unread | Note]:
    """The rows of a CSV file by the name of the column in lower case, each with the line it begins on.

    The separator is read off the first line: comma, semicolon, tab or bar. A file without a header has the `columns` of
    the format, where it has as many.
    """
    held: list[Unread | Note] = []
    texts: Iterator[Line] = _texts_of(lines(path), held)
    head = next(texts, None)
    yield from _taken(held)
    if head is None:
        return
    separator = max(",;\t|", key=head[1].count)
    begun = [head[0]]
    csv.field_size_limit(MAX_LINE)
    rows = csv.reader(_noted(head, texts, begun), delimiter=separator)
    try:
        first = next(rows)
        names = _trimmed([_plain(cell).casefold().replace(" ", "_") for cell in first])
        missing = [name for name in needed if name not in names]
        if missing == list(needed) and len(first) == len(columns):
            yield head[0], dict(zip(columns, first, strict=True))
            names = list(columns)
        elif missing:
            yield Unread(path=str(path), line=head[0], reason=f"no column {', '.join(missing)}")
            return
        begun[:] = []
        for cells in rows:
            yield from _taken(held)
            if cells:
                yield begun[0], dict(zip(names, (*cells, *[""] * (len(names) - len(cells))), strict=False))
            begun[:] = []
    except csv.Error as error:
        yield Unread(path=str(path), line=begun[0] if begun else None, reason=f"not CSV from here on: {error}")
    yield from _taken(held)


def _noted(head: Line, texts: Iterator[Line], begun: list[int]) -> Iterator[str]:
    """The texts for the CSV reader, their line numbers laid into `begun`: it joins the lines of a quoted cell."""
    yield head[1] + "\n"
    for number, text in texts:
        begun.append(number)
        yield text + "\n"


def _texts_of(items: Iterator[Line | Unread | Note], held: list[Unread | Note]) -> Iterator[Line]:
    for item in items:
        if isinstance(item, Unread | Note):
            held.append(item)
        else:
            yield item


def _taken(held: list[Unread | Note]) -> Iterator[Unread | Note]:
    yield from held
    held.clear()


# ---------------------------------------------------------------- cells of a line


def _joined(
    items: Iterator[Line | Unread | Note], width: int, quoted: bool
) -> Iterator[tuple[int, list[str]] | Unread | Note]:
    """Lines as cells; where cells are quoted, lines that a line break within quotation marks tore are joined again.

    A quotation that does not end within its cell takes no other line along: each then stands for itself.
    """
    waiting: list[Line] = []
    for item in items:
        if isinstance(item, Unread | Note):
            yield item
            continue
        cells = _cells([*waiting, item])
        if waiting and any("\n" in cell and _is_open(cell) for cell in cells[:-1]):
            yield from _each(waiting)
            waiting, cells = [], _cells([item])
        waiting.append(item)
        torn = quoted and len(cells) < width and _is_open(cells[-1])
        if torn and len(waiting) < QUOTED_LINES:
            continue
        if torn:
            yield from _each(waiting)
        else:
            yield waiting[0][0], [_unquoted(cell) for cell in cells] if quoted else cells
        waiting = []
    yield from _each(waiting)


def _cells(texts: Sequence[Line]) -> list[str]:
    return "\n".join(text for _, text in texts).split("\t")


def _each(texts: Sequence[Line]) -> Iterator[tuple[int, list[str]]]:
    yield from ((number, text.split("\t")) for number, text in texts)


def _is_open(cell: str) -> bool:
    """Whether a cell begins with a quotation mark that nothing closes."""
    bare = cell.strip(" ")
    return bare.startswith('"') and not (len(bare) > 1 and bare.endswith('"') and bare.count('"') % 2 == 0)


def _unquoted(cell: str) -> str:
    """A cell without the quotation marks around it; those within are doubled or, in some files, behind a backslash."""
    bare = cell.strip(" ")
    if len(bare) < 2 or not (bare.startswith('"') and bare.endswith('"')):
        return cell
    inner = bare[1:-1]
    return inner.replace('""', '"') if '""' in inner else inner.replace('\\"', '"')


def _plain(cell: str) -> str:
    return " ".join(_unquoted(cell).split()).removeprefix("\ufeff").removeprefix("#!")


def _trimmed(cells: Sequence[str]) -> list[str]:
    """Cells without the empty ones at the end."""
    last = max((place for place, cell in enumerate(cells) if cell.strip()), default=-1)
    return list(cells[: last + 1])


def _is_header(cells: Sequence[str], columns: Sequence[str]) -> bool:
    return sum(cell in columns for cell in cells) > len(columns) // 3


def _by_name(cells: Sequence[str], names: Sequence[str], columns: Sequence[str]) -> Row:
    """A row by the names of its columns; surplus cells are left out, missing ones empty."""
    own = columns if len(names) > len(columns) == len(_padded(cells, len(columns))) else names
    return dict(zip(own, _padded(cells, len(own)), strict=False))


def _padded(cells: Sequence[str], width: int) -> list[str]:
    kept = list(cells) if len(cells) <= width else [*cells[:width], *_trimmed(cells[width:])]
    return kept + [""] * (width - len(kept))
