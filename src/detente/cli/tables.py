"""A finding as a table on the screen, as CSV, JSON or Markdown."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from typing import Any, TextIO

from detente.records import Finding

FORMULA = ("=", "+", "-", "@", "\t", "\r")
SEEN = 2  # ids of records in a line of a table; the rest is counted


def as_table(finding: Finding, stream: TextIO) -> None:
    """A table for people: in colour and to the width of a terminal, plain where it goes into a file or a pipe."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    terminal = stream.isatty()
    console = Console(file=stream, width=None if terminal else 140, highlight=False)
    if not finding.rows:
        console.print(Text(f"{finding.title}: nothing in the record."))
    else:
        table = Table(
            title=finding.title, title_justify="left", box=box.SIMPLE_HEAD, show_lines=len(columns(finding)) > 5
        )
        for name in columns(finding):
            table.add_column(name.replace("_", " "), overflow="fold")
        for row in finding.rows:
            table.add_row(*(Text(cell) for cell in cells(finding, row)))
        console.print(table)
    if finding.note:
        console.print(Text(finding.note))


def as_csv(finding: Finding, stream: TextIO) -> None:
    """Comma-separated values. A cell that a spreadsheet would take for a formula gets an apostrophe before it."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*finding.columns, "records"])
    for row in finding.rows:
        values = [row.get(name) for name in finding.columns]
        writer.writerow([*(safe(value) for value in values), " ".join(row.get("records") or ())])


def as_json(finding: Finding, stream: TextIO) -> None:
    """The whole finding, every field of its rows."""
    whole = {
        "name": finding.name,
        "title": finding.title,
        "note": finding.note,
        "columns": finding.columns,
        "rows": finding.rows,
    }
    json.dump(whole, stream, ensure_ascii=False, indent=1, default=str)
    stream.write("\n")


def as_markdown(finding: Finding, stream: TextIO) -> None:
    """A table in Markdown under a heading."""
    stream.write(f"## {finding.title}\n\n")
    if finding.rows:
        names = columns(finding)
        stream.write(f"| {' | '.join(name.replace('_', ' ') for name in names)} |\n|{' --- |' * len(names)}\n")
        for row in finding.rows:
            stream.write(f"| {' | '.join(_escaped(cell) for cell in cells(finding, row))} |\n")
    else:
        stream.write("Nothing in the record.\n")
    if finding.note:
        stream.write(f"\n{finding.note}\n")


def columns(finding: Finding) -> tuple[str, ...]:
    return (*finding.columns, "records")


def cells(finding: Finding, row: Mapping[str, Any]) -> list[str]:
    """The cells of a row as words, the first of its records last."""
    records = list(row.get("records") or ())
    more = f" +{len(records) - SEEN}" if len(records) > SEEN else ""
    return [*(words(row.get(name)) for name in finding.columns), " ".join(records[:SEEN]) + more]


def words(value: Any) -> str:
    """A value as a reader wants to see it; what is not known is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {words(inner)}" for name, inner in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(words(inner) for inner in value)
    return " ".join(str(value).split())


def safe(value: Any) -> str:
    """A value as a cell of CSV."""
    said = words(value)
    return f"'{said}" if said.startswith(FORMULA) and not isinstance(value, int | float) else said


def _escaped(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


FORMS: dict[str, Callable[[Finding, TextIO], None]] = {
    "table": as_table,
    "csv": as_csv,
    "json": as_json,
    "md": as_markdown,
}
