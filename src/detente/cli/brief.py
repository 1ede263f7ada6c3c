"""The command that writes the brief."""

from __future__ import annotations

import tempfile
from pathlib import Path

import typer

from detente.cli.common import (
    MODEL,
    Codebook,
    Day,
    Inputs,
    Model,
    Output,
    Quiet,
    Record,
    Since,
    Until,
    Workers,
    build,
    writing,
)

FORMS = (".html", ".htm", ".md", ".markdown")


def brief(
    inputs: Inputs,
    output: Output = None,
    since: Since = None,
    until: Until = None,
    date: Day = None,
    record: Record = None,
    workers: Workers = 1,
    model: Model = MODEL,
    codebook: Codebook = None,
    quiet: Quiet = False,
) -> None:
    """Write a brief that cites the words behind each sentence (.html or .md), and beside it the same as .json.

    Example: detente brief talks/ -o talks.html
    """
    from detente.brief import write

    if output is not None and output.suffix.lower() not in FORMS:
        raise typer.BadParameter(f"{output}: a brief is written as .html or .md", param_hint="--output")
    run = build(inputs, record, date, workers, model, codebook, quiet, since, until)
    if output is None:
        with writing(None) as stream:
            stream.write(write(run.db))
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=".brief-") as folder:
        write(run.db, Path(folder) / output.name)
        for made in sorted(Path(folder).iterdir()):
            made.replace(output.parent / made.name)
    if not quiet:
        typer.echo(f"detente: the brief is {output}", err=True)
