"""How the commands print a finding: each file of `export/` that can write one is a format."""

from __future__ import annotations

import pkgutil
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import typer

from detente import export
from detente.cli.common import writing
from detente.records import Finding

ALIASES = {"md": "markdown"}
WIDE = 160  # characters of a table that goes into a file or a pipe
FOR_PEOPLE = frozenset({"table", "markdown", "html"})


def form_of(given: str) -> str:
    """The format of this name. Ends the command, naming those there are, where there is none."""
    name = ALIASES.get(given, given)
    files = (module for module in pkgutil.iter_modules(export.__path__) if not module.ispkg)
    known = sorted(module.name for module in files if not module.name.startswith("_"))
    if name not in known:
        raise typer.BadParameter(f"no such format: {given} (there are {', '.join(known)})", param_hint="--format")
    return name


def put(finding: Finding, form: str, output: Path | None) -> None:
    """Print a finding in a format, or write it to a file. What people read names a record of each row, for `show`."""
    shown = with_records(finding) if form in FOR_PEOPLE else finding
    options = {}
    if form == "table":
        from rich.console import Console

        terminal = output is None and sys.stdout.isatty()
        options = {"width": Console().width if terminal else WIDE, "colour": terminal}
    with writing(output) as stream:
        stream.write(import_module(f"detente.export.{form}").write(shown, **options))


def with_records(finding: Finding) -> Finding:
    """The finding with a column of one record for each row, where its rows say which they rest on."""
    if not any(row.get("records") for row in finding.rows):
        return finding
    rows = tuple({**row, "record": next(iter(row.get("records") or ()), None)} for row in finding.rows)
    return replace(finding, columns=(*finding.columns, "record"), rows=rows)
