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
        console.print(_grid(finding, columns, cells))
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
    return max(min(longest, 24), min(ROOMY, widest) if _long(column) else 0)


def _fits(columns: list[str], cells: list[dict[str, str]], width: int) -> bool:
    return sum(_need(column, cells) + 3 for column in columns) - 3 <= width


def _grid(finding: Finding, columns: list[str], cells: list[dict[str, str]]) -> Table:
    table = Table(title=finding.title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False, expand=False)
    for column in columns:
        numbers = all(isinstance(row.get(column), int | float | None) for row in finding.rows)
        table.add_column(
            column.replace("_", " "),
            justify="right" if numbers else "left",
            overflow="fold",
            min_width=_need(column, cells),
            ratio=3 if _long(column) else None,
        )
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
