"""The commands that write events in the forms of the field and bring in those of other data sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.common import (
    MODEL,
    SHOWN,
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
    place_of,
    visible,
    writing,
)
from detente.records import Deed, Note, Unread

Written = Annotated[
    str, typer.Argument(metavar="FORMAT", help="plover, polecat, icews, cameo or gdelt.", show_default=False)
]
Brought = Annotated[
    str,
    typer.Argument(metavar="FORMAT", help="acled, ucdp, gdelt, polecat, icews, cameo or plover.", show_default=False),
]
Files = Annotated[
    list[Path],
    typer.Argument(metavar="FILE", help="Files of that format, also as .gz or .zip.", show_default=False),
]
Into = Annotated[
    Path | None,
    typer.Option("--record", metavar="FOLDER", help="The record to add to; .detente beside the file if not given."),
]
Confidence = Annotated[
    float, typer.Option("--confidence", help="Only what was recorded with at least this confidence (0 to 1).")
]
Words = Annotated[
    bool,
    typer.Option(
        "--words/--no-words",
        help="The words of the articles, in plover: for you may not have the right to pass them on.",
    ),
]


def export(
    form: Written,
    inputs: Inputs,
    output: Output = None,
    confidence: Confidence = 0.0,
    words: Words = True,
    since: Since = None,
    until: Until = None,
    date: Day = None,
    record: Record = None,
    workers: Workers = 1,
    model: Model = MODEL,
    codebook: Codebook = None,
    quiet: Quiet = False,
) -> None:
    """Write the events in a format of the field. What each can hold is told in docs/formats.md.

    PLOVER's own records keep all parties, words and places in the text; the others are rows of a source and a target,
    and hold what happened on a known day. What is left out is counted.

    Example: detente export polecat talks/ -o talks.tsv
    """
    from detente.exchange import WRITTEN, writer
    from detente.exchange.coded import coded, fitting

    if form not in WRITTEN:
        raise typer.BadParameter(f"no such format: {form} (there are {', '.join(WRITTEN)})", param_hint="FORMAT")
    run = build(inputs, record, date, workers, model, codebook, quiet, since, until)
    reasons: dict[str, int] = {}
    with writing(output) as stream:
        for line in writer(form)(fitting(coded(run.db, confidence, words), form, reasons)):
            stream.write(line + "\n")
    if reasons and not quiet:
        told = ", ".join(f"{count:,} {why}" for why, count in sorted(reasons.items()))
        typer.echo(f"detente: events left out: {told}", err=True)


def import_(form: Brought, files: Files, record: Into = None, quiet: Quiet = False) -> None:
    """Add the events of other data sets to a record, as its table `deeds`, beside those coded from text.

    Each row keeps its origin, its id, the file and line it stood on, and what to heed of its licence. What is there
    already is not added again; a row whose content has changed takes the place of the older one.

    Example: detente import acled sudan.csv --record talks/.detente
    """
    from detente import deeds, run
    from detente.exchange import READ, reader

    if form not in READ:
        raise typer.BadParameter(f"no such format: {form} (there are {', '.join(READ)})", param_hint="FORMAT")
    read = reader(form)
    for file in files:
        if not file.is_file():
            raise FileNotFoundError(f"no such file: {file}")
    place = run.beside([str(file) for file in files]) if record is None else record
    whole = 0
    for file in files:
        refused = Refused()
        licences: set[str] = set()
        added = deeds.add(place, _taken(read(file), refused, licences))
        whole += added.read
        refused.tell()
        if not quiet:
            typer.echo(
                f"detente: {file}: {added.read:,} read ({added.new:,} new, {added.changed:,} changed, {added.same:,} "
                f"there already), {refused.total:,} refused",
                err=True,
            )
            for licence in sorted(licences):
                typer.echo(f"detente: licence: {visible(licence)}", err=True)
    if not whole:
        raise typer.Exit(1)


class Refused:
    """What of a file was not read: the first of it to show, the rest by reasons, for it can be millions of rows."""

    def __init__(self) -> None:
        self.first: list[Unread | Note] = []
        self.more: Counter[str] = Counter()
        self.total = 0

    def take(self, item: Unread | Note) -> None:
        """Note one item down."""
        self.total += isinstance(item, Unread)
        if len(self.first) < SHOWN:
            self.first.append(item)
        elif isinstance(item, Unread):
            self.more[item.reason.split(":")[0]] += 1

    def tell(self) -> None:
        """Say it on standard error, with file, line and reason."""
        for item in self.first:
            said = item.reason if isinstance(item, Unread) else item.text
            typer.echo(visible(f"detente: {place_of(item)}: {said}"), err=True)
        if self.more:
            reasons = ", ".join(f"{count:,} {reason}" for reason, count in self.more.most_common(5))
            typer.echo(visible(f"detente: and {self.more.total():,} more: {reasons}"), err=True)


def _taken(items: Iterable[Deed | Unread | Note], refused: Refused, licences: set[str]) -> Iterator[Deed]:
    for item in items:
        if isinstance(item, Deed):
            if item.licence:
                licences.add(item.licence)
            yield item
        else:
            refused.take(item)
