"""The command that lists what the judge reads into pairs of passages."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.common import (
    MODEL,
    Codebook,
    Day,
    Form,
    Inputs,
    Model,
    Output,
    Quiet,
    Record,
    Since,
    Until,
    Workers,
    build,
)
from detente.cli.findings import form_of, put

if TYPE_CHECKING:
    from detente.run import Run


def leads(
    inputs: Inputs,
    kind: Annotated[str | None, typer.Option(help="Only those of this kind: move, clash or breach.")] = None,
    party: Annotated[str | None, typer.Option(help="Only this side.")] = None,
    score: Annotated[float, typer.Option(help="Only what scores at least this (0 to 1).", min=0, max=1)] = 0.5,
    form: Form = "table",
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
    """Where may something have moved, clashed or not been done? Pairs of passages for a person to read.

    A model reads two sentences and nothing else: these are leads to follow, not findings; on invented dossiers one in
    six was right. What holds up by rule stands under shifts, accounts and gaps.

    Example: detente leads talks/ --kind move
    """
    from detente.findings.judged import KINDS
    from detente.findings.leads import find

    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(f"{kind}: the kinds are {', '.join(KINDS)}", param_hint="--kind")
    name_of_form = form_of(form)
    run = build(inputs, record, date, workers, model, codebook, quiet, since, until)
    _compare(run, quiet)
    put(find(run.db, party_is=party, kind=kind, score=score), name_of_form, output)


def _compare(run: Run, quiet: bool) -> None:
    """Let the judge compare the passages of a record, with a bar on the terminal: long work where many are new."""
    from detente.findings.compared import compared

    if quiet or not sys.stderr.isatty():
        compared(run.db)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("comparing passages"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("comparing", total=None)
        compared(run.db, lambda done, total: bar.update(task, completed=done, total=total))
