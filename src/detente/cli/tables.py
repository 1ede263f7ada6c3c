"""The command that checks a user's own table and lists what it changes."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.common import Form, Output
from detente.cli.findings import form_of, put
from detente.records import Finding

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="Tables of your own: .yaml or .csv.", show_default=False)
]


def check(files: Files, form: Form = "table", output: Output = None) -> None:
    """Check tables of your own and list what they change in the codebook.

    Each mistake is told with its file and line; the exit code is 1 where there is one. Use a table that is right with
    --codebook FILE. How to write one: docs/teaching.md.

    Example: detente actors check conflict.yaml
    """
    from detente.codebook import use
    from detente.codebook.additions import read

    name_of_form = form_of(form)
    _, problems = read(files)
    for problem in problems:
        typer.echo(f"detente: {problem}", err=True)
    if problems:
        raise typer.Exit(1)
    rows = tuple(asdict(change) for change in use(files))
    put(Finding(name="check", title="What the tables change", columns=tuple(rows[0]), rows=rows), name_of_form, output)
