"""The command that verifies a record and mends it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.common import Form, Model, Output, Quiet
from detente.cli.findings import form_of, put
from detente.records import Finding
from detente.weights import MODEL

Folder = Annotated[
    Path, typer.Argument(metavar="RECORD", help="A record folder, as talks/.detente.", show_default=False)
]


def check(
    record: Folder,
    mend: Annotated[
        bool, typer.Option("--mend", help="Mend what can be mended; what is damaged is set aside, not deleted.")
    ] = False,
    form: Form = "table",
    output: Output = None,
    model: Model = MODEL,
    quiet: Quiet = False,
) -> None:
    """Verify a record: every shard as it was written, every id its own, every span on its words.

    It may run while others read and write. Exit code 1 where something is damaged.

    Example: detente check talks/.detente
    """
    from detente import checking

    name_of_form = form_of(form)
    if mend:
        from detente.checking.mending import mend as mended

        for done in mended(record, model):
            typer.echo(f"detente: {done}", err=True)
    found = checking.check(record)
    if found.problems:
        rows = tuple(
            {"kind": one.kind, "place": one.place, "what": one.what, "mend": one.mend} for one in found.problems
        )
        columns = ("kind", "place", "what", "mend")
        put(
            Finding(name="check", title=f"What is to say of {record}", columns=columns, rows=rows), name_of_form, output
        )
    if not quiet:
        counts = (
            _number(found.editions, "edition"),
            _number(found.shards, "shard"),
            _number(found.articles, "article"),
            _number(found.records, "record"),
            _number(found.deeds, "imported event"),
        )
        state = "sound" if found.sound else "damaged"
        hint = "" if mend or not any(one.mend for one in found.problems) else "; --mend does what is named under mend"
        typer.echo(f"detente: {record}: {', '.join(counts)}: {state}{hint}", err=True)
    if not found.sound:
        raise typer.Exit(1)


def _number(count: int, name: str) -> str:
    return f"{count:,} {name}{'s' * (count != 1)}"
