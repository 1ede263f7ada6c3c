"""Findings as a table for the terminal, or, where that would be too narrow to read, row by row."""

from __future__ import annotations

import io
import textwrap

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.records import Finding
from detente.wording import flat

WIDTH = 120
LONGEST = 24  # letters of a word that is not broken
ROOMY = 22  # characters that a column of running text needs to be read


def write(finding: Finding, width: int = WIDTH, limit: int | None = None, colour: bool = False) -> str:
    """The shown columns of a finding, `width` characters wide, with its note; at most `limit` rows.

    Columns in which nothing stands are left out. Where columns would get too narrow, each row is a block of lines.
    """
    shown = finding.rows if limit is None else finding.rows[:limit]
    cells = [{column: _printable(flat(row.get(column))) for column in finding.columns} for row in shown]
    columns = [column for column in finding.columns if any(row[column] for row in cells)]
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False, markup=False)
    if not shown:
        console.print(Text(f"{finding.title}: nothing found."))
    elif _fits(columns, cells, width):
        console.print(_grid(finding, columns, cells, width))
    else:
        console.print(Text(finding.title))
        console.print(Text("  |  ".join(column.replace("_", " ") for column in columns if not _long(column))))
        for row in cells:
            console.print(Text(_block(columns, row, width)))
    if len(shown) < len(finding.rows):
        console.print(Text(f"{len(finding.rows) - len(shown)} more rows."))
    if finding.note and finding.rows:
        console.print(Text(finding.note))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _long(column: str) -> bool:
    return column.endswith("text") or column in ("what", "accounts", "history", "of", "condition")


def _need(column: str, cells: list[dict[str, str]]) -> int:
    """The least width that a column can be read in: its longest word, for running text a good deal more."""
    words = [word for row in cells for word in row[column].split()]
    longest = max((len(word) for word in [*words, *column.split("_")]), default=1)
    widest = max(len(row[column]) for row in cells)
    return max(min(longest, LONGEST), min(ROOMY, widest) if _long(column) else 0)


def _fits(columns: list[str], cells: list[dict[str, str]], width: int) -> bool:
    """Whether all columns can be read side by side."""
    return sum(_need(column, cells) for column in columns) <= _room(columns, width)


def _room(columns: list[str], width: int) -> int:
    """The characters for cells: two blanks and a line part columns, and an edge stands at each end."""
    return width - 3 * len(columns) + 1


def _widths(columns: list[str], cells: list[dict[str, str]], width: int) -> list[int]:
    """The width of each column: what it needs, and of what is left a letter in turn to the one that lacks most.

    Names of columns come first: each is to stand on one line.
    """
    given = [_need(column, cells) for column in columns]
    wanted = [max(len(column), *(len(row[column]) for row in cells)) for column in columns]

    def lack(nr: int) -> tuple[bool, int, int]:
        return given[nr] < len(columns[nr]), wanted[nr] - given[nr], -nr

    for _ in range(_room(columns, width) - sum(given)):
        most = max(range(len(columns)), key=lack)
        if wanted[most] <= given[most]:
            break
        given[most] += 1
    return given


def _grid(finding: Finding, columns: list[str], cells: list[dict[str, str]], width: int) -> Table:
    table = Table(title=finding.title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False, expand=False)
    for column, room in zip(columns, _widths(columns, cells, width), strict=True):
        numbers = all(isinstance(row.get(column), int | float | None) for row in finding.rows)
        # rich shrinks columns without regard to their least width: an id would lose its last letters
        table.add_column(column.replace("_", " "), justify="right" if numbers else "left", overflow="fold", width=room)
    for row in cells:
        table.add_row(*(Text(row[column]) for column in columns))
    return table


def _block(columns: list[str], row: dict[str, str], width: int) -> str:
    """A row as a line of its short values and, below, its running texts, each under its name."""
    label = max(len(column) for column in columns) + 2
    brief = [row[column] or "–" for column in columns if not _long(column)]
    first = textwrap.fill("  |  ".join(brief), width, subsequent_indent="  ")
    lines = ["", first]
    for column in columns:
        if _long(column) and row[column]:
            name = f"  {column.replace('_', ' '):{label}}"
            lines.append(textwrap.fill(row[column], width, initial_indent=name, subsequent_indent=" " * len(name)))
    return "\n".join(lines)


def _printable(text: str) -> str:
    """Text without control characters, which a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)
