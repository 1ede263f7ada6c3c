"""Findings as a table for the terminal."""

from __future__ import annotations

import io

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.records import Finding
from detente.wording import flat

WIDTH = 120


def write(finding: Finding, width: int = WIDTH, limit: int | None = None, colour: bool = False) -> str:
    """The shown columns of a finding, `width` characters wide, with its note; at most `limit` rows."""
    table = Table(title=finding.title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False, expand=False)
    for column in finding.columns:
        numbers = all(isinstance(row.get(column), int | float | None) for row in finding.rows)
        long = column.endswith("text") or column in ("what", "accounts", "history")
        table.add_column(
            column.replace("_", " "), justify="right" if numbers else "left", overflow="fold", ratio=3 if long else None
        )
    shown = finding.rows if limit is None else finding.rows[:limit]
    for row in shown:
        table.add_row(*(Text(_printable(flat(row.get(column)))) for column in finding.columns))
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False, markup=False)
    console.print(table if finding.rows else Text(f"{finding.title}: nothing found."))
    if len(shown) < len(finding.rows):
        console.print(Text(f"{len(finding.rows) - len(shown)} more rows."))
    if finding.note and finding.rows:
        console.print(Text(finding.note))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _printable(text: str) -> str:
    """Text without control characters, which a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)
