"""The command that lists what the judge reads into pairs of passages."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.asking import Period, Shown, spread

if TYPE_CHECKING:
    from detente.run import Run


@spread
def leads(
    kind: Annotated[str | None, typer.Option(help="Only those of this kind: move, clash or breach.")] = None,
    party: Annotated[str | None, typer.Option(help="Only this side.")] = None,
    score: Annotated[float, typer.Option(help="Only what scores at least this (0 to 1).", min=0, max=1)] = 0.5,
    *,
    shown: Shown,
    asked: Period,
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
    run = asked.build()
    _compare(run, asked.quiet)
    shown.put(find(run.db, party_is=party, kind=kind, score=score))


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
