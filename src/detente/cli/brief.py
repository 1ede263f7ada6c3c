"""The command that writes the brief."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
    Until,
    Workers,
    build,
    writing,
)

FORMS = (".html", ".htm", ".md", ".markdown", ".docx", ".pdf")
LENGTHS = ("page", "full")

Last = Annotated[
    str | None, typer.Option("--since", metavar="DAY", help="Tell what changed since this day (2025-05-20).")
]
LastBrief = Annotated[
    Path | None,
    typer.Option("--since-brief", metavar="FILE.json", help="Tell what changed since this brief: the .json beside it."),
]
From = Annotated[str | None, typer.Option("--from", metavar="DAY", help="Only what is of this day or later.")]
Length = Annotated[str, typer.Option("--length", metavar="LENGTH", help="page (one page) or full.")]
WhatIf = Annotated[
    list[str] | None,
    typer.Option(
        "--what-if",
        metavar="CHANGE",
        help="Tell in the outlook what this change would do: in words, a saved scenario (.json) or the name of a kept"
        " one; may be given again.",
        show_default=False,
    ),
]
OwnOutlets = Annotated[
    Path | None,
    typer.Option(
        "--outlets",
        metavar="FILE.csv",
        help="A table of your own on who owns which source, laid over the built-in one.",
        show_default=False,
    ),
]


def brief(
    inputs: Inputs,
    output: Output = None,
    since: Last = None,
    since_brief: LastBrief = None,
    length: Length = "full",
    first: From = None,
    until: Until = None,
    date: Day = None,
    record: Record = None,
    workers: Workers = 1,
    model: Model = MODEL,
    codebook: Codebook = None,
    outlets: OwnOutlets = None,
    what_if: WhatIf = None,
    quiet: Quiet = False,
) -> None:
    """Write a brief that cites the words behind each sentence (.html, .md, .docx, .pdf), and beside it a .json.

    Example: detente brief talks/ -o talks.html
    """
    if output is not None and output.suffix.lower() not in FORMS:
        raise typer.BadParameter(f"{output}: a brief is written as .html, .md, .docx or .pdf", param_hint="--output")
    if length not in LENGTHS:
        raise typer.BadParameter(f"{length}: a brief is as long as page or full", param_hint="--length")
    if since and since_brief:
        raise typer.BadParameter("give a day or a brief, not both", param_hint="--since")
    for file in (since_brief, outlets):
        if file is not None and not file.is_file():
            raise typer.BadParameter(f"{file}: no such file")
    run = build(inputs, record, date, workers, model, codebook, quiet, first, until)
    from detente.brief import put, write
    from detente.outlook.shelf import meant

    asked = {"length": length, "last": since, "last_brief": since_brief, "own_outlets": outlets,
             "scenarios": [meant(words, run.folder.parent) for words in what_if or ()]}  # fmt: skip
    if output is None:
        with writing(None) as stream:
            stream.write(write(run.db, **asked))  # type: ignore[arg-type]
        return
    put(run.db, output, **asked)
    if not quiet:
        typer.echo(f"detente: the brief is {output}", err=True)
