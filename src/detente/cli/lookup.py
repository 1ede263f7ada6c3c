"""The command that tells what the codebook knows under a name."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from detente.cli.common import Codebook, Form, Output
from detente.cli.findings import form_of, put
from detente.records import Finding

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="A name, however its accents are written.", show_default=False)
]
On = Annotated[
    str | None, typer.Option("--date", metavar="DAY", help="Only what holds on this day (2025-05-20, 2025-05, 2025).")
]
COLUMNS = ("kind", "name", "code", "office", "from", "to", "also")
OTHER_NAMES = 6


def find(
    name: Name,
    date: On = None,
    form: Form = "table",
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    output: Output = None,
    codebook: Codebook = None,
) -> None:
    """Tell what the codebook knows under a name: states, bodies, groups, people and their offices, common nouns.

    The exit code is 1 where it knows nothing; names that are written much alike are then suggested.

    Example: detente actors find Taliban --date 2021-09
    """
    from detente.actors.lookup import nearest, readings_of
    from detente.actors.resolve import day_of
    from detente.codebook import use

    name_of_form = form_of("json" if json else form)
    day = day_of(date)
    if date and day is None:
        raise typer.BadParameter(f"not a day: '{date}'", param_hint="--date")
    use(codebook or ())
    found = readings_of(name, day)
    if not found:
        known = readings_of(name) if day else []
        when = f" on {day}, but on other days" if known else ""
        alike = [] if known else nearest(name)
        meant = f"; did you mean {', '.join(alike)}?" if alike else ""
        typer.echo(f"detente: the codebook knows nothing under {name}{when}{meant}", err=True)
        raise typer.Exit(1)
    rows = tuple(_row(asdict(one), whole=name_of_form == "json") for one in found)
    columns = tuple(rows[0]) if name_of_form == "json" else COLUMNS
    put(Finding(name="find", title=f"What the codebook knows under {name}", columns=columns, rows=rows),
        name_of_form, output)  # fmt: skip


def _row(reading: dict[str, Any], whole: bool) -> dict[str, Any]:
    """A reading as a row: all of it for programs; for people with the code in one and a few of the other names."""
    if whole:
        return {**reading, "aliases": list(reading["aliases"])}
    aliases = reading["aliases"]
    more = f" and {len(aliases) - OTHER_NAMES} more" if len(aliases) > OTHER_NAMES else ""
    return {
        "kind": reading["kind"],
        "name": reading["name"],
        "code": " ".join(part for part in (reading["country"], reading["sector"]) if part),
        "office": reading["office"],
        "from": reading["start"],
        "to": reading["end"],
        "also": ", ".join(aliases[:OTHER_NAMES]) + more,
    }
