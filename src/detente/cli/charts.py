"""The command that draws charts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.asking import Period, spread
from detente.cli.common import on_day

FORMS = ("svg", "png", "json")

Wanted = Annotated[
    list[str] | None,
    typer.Option(
        "--chart",
        metavar="NAME",
        help="Only timeline, dyads, positions, proposals, proposal, inducements, network or map; may be given again.",
        show_default=False,
    ),
]
Folder = Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where the files go.")]
Form = Annotated[str, typer.Option("--format", metavar="FORM", help="svg, png, or json (words, table, specification).")]
Proposal = Annotated[
    str | None,
    typer.Option("--proposal", metavar="NAME", help="The proposal to follow; else the one that matters most."),
]
On = Annotated[str | None, on_day("--day", help="The day on which parties stand; else the last.")]
Dark = Annotated[bool, typer.Option("--dark", help="On a dark ground.")]
Accessed = Annotated[str | None, on_day("--accessed", help="When the sources were accessed; else when they were read.")]


@spread
def charts(
    chart: Wanted = None,
    output: Folder = Path(),
    form: Form = "svg",
    proposal: Proposal = None,
    day: On = None,
    dark: Dark = False,
    accessed: Accessed = None,
    *,
    asked: Period,
) -> None:
    """Draw charts of a record, one file each (the names: see --chart).

    What the record lacks for a chart is said.

    Example: detente charts talks/ --chart timeline --format png -o charts/
    """
    from detente import charts as drawings

    names = list(dict.fromkeys(chart or drawings.charts()))
    wrong = [name for name in names if name not in drawings.charts()]
    if wrong:
        there = ", ".join(drawings.charts())
        raise typer.BadParameter(f"no chart {', '.join(wrong)} (there are {there})", param_hint="--chart")
    if form not in FORMS:
        raise typer.BadParameter(f"a chart is written as {', '.join(FORMS)}, not as {form}", param_hint="--format")
    if output.exists() and not output.is_dir():
        raise typer.BadParameter(f"{output} is no folder, and each chart is a file", param_hint="--output")
    run = asked.build()
    setting = drawings.alone(run.db, accessed)
    made = 0
    for name in names:
        found = drawings.chart(run.db, name, proposal=proposal, day=day, setting=setting)
        if found is None:
            typer.echo(f"detente: {drawings.missing(run.db, name)}", err=True)
            continue
        made += 1
        output.mkdir(parents=True, exist_ok=True)
        place = output / f"{name}.{form}"
        told = {"svg": lambda c: c.as_svg(dark=dark).encode(), "png": lambda c: c.as_png(dark=dark)}
        place.write_bytes(told[form](found) if form in told else found.as_json().encode())
        if not asked.quiet:
            typer.echo(f"detente: {place}: {found.caption}", err=True)
    if not made:
        raise typer.Exit(1)
