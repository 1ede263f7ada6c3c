"""The command that writes the brief."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.asking import Coverage, Until, spread
from detente.cli.common import Output, on_day, writing

FORMS = (".html", ".htm", ".md", ".markdown", ".docx", ".pdf")
LENGTHS = ("page", "full")

Last = Annotated[str | None, on_day("--since", help="Tell what changed since this day (2025-05-20).")]
LastBrief = Annotated[
    Path | None,
    typer.Option("--since-brief", metavar="FILE.json", help="Tell what changed since this brief: the .json beside it."),
]
From = Annotated[str | None, on_day("--from", help="Only what is of this day or later.")]
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


@dataclass(kw_only=True)
class Told(Coverage):
    """Coverage of which only a period is told: here `--since` asks for what changed."""

    first: From = None
    until: Until = None

    def period(self) -> tuple[str | None, str | None]:
        """As the options say."""
        return self.first, self.until


@spread
def brief(
    output: Output = None,
    since: Last = None,
    since_brief: LastBrief = None,
    length: Length = "full",
    outlets: OwnOutlets = None,
    what_if: WhatIf = None,
    *,
    asked: Told,
) -> None:
    """Write a brief that cites the words behind each sentence (.html, .md, .docx, .pdf), and beside it a .json.

    Example: detente brief talks/ -o talks.html
    """
    refuse_form(output, "--output")
    if length not in LENGTHS:
        raise typer.BadParameter(f"{length}: a brief is as long as page or full", param_hint="--length")
    if since and since_brief:
        raise typer.BadParameter("give a day or a brief, not both", param_hint="--since")
    for file in (since_brief, outlets):
        if file is not None and not file.is_file():
            raise typer.BadParameter(f"{file}: no such file")
    run = asked.build()
    from detente.brief import put, write
    from detente.outlook.shelf import meant

    options = {"length": length, "last": since, "last_brief": since_brief, "own_outlets": outlets,
             "scenarios": [meant(words, run.folder.parent) for words in what_if or ()]}  # fmt: skip
    if output is None:
        with writing(None) as stream:
            stream.write(write(run.db, **options))  # type: ignore[arg-type]
        return
    put(run.db, output, **options)
    if not asked.quiet:
        typer.echo(f"detente: the brief is {output}", err=True)


def refuse_form(output: Path | None, option: str) -> None:
    """Raise BadParameter for a file that by its ending is none that a brief is written to."""
    if output is not None and output.suffix.lower() not in FORMS:
        raise typer.BadParameter(f"{output}: a brief is written as .html, .md, .docx or .pdf", param_hint=option)
