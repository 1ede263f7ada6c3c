"""The commands that write events in the forms of the field and bring in those of other data sets."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.asking import Period, spread
from detente.cli.common import (
    SHOWN,
    Output,
    Quiet,
    place_of,
    visible,
    writing,
)
from detente.records import Deed, Note, Unread

if TYPE_CHECKING:
    from detente.records import Finding
    from detente.run import Run

Written = Annotated[
    str,
    typer.Argument(
        metavar="FORMAT",
        help="Events: plover, polecat, icews, cameo, gdelt. The record: annotations, bibtex, claimreview, croissant, "
        "csl, geojson, prov, timelinejs, xlsx.",
        show_default=False,
    ),
]
About = Annotated[
    Path | None,
    typer.Option(
        "--about",
        metavar="FILE",
        help="What only you know of a record that you publish, in croissant (.yaml): name, description, license, url, "
        "creator, datePublished.",
        show_default=False,
    ),
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
        help="The words of the articles, in plover, annotations, geojson and prov: you may not have the right to pass "
        "them on.",
    ),
]


@spread
def export(
    form: Written,
    output: Output = None,
    confidence: Confidence = 0.0,
    words: Words = True,
    about: About = None,
    *,
    asked: Period,
) -> None:
    """Write the events in a format of the field, or the whole record in one that other tools read.

    PLOVER's own records keep all parties, words and places in the text; the other formats of events are rows of a
    source and a target, and hold what happened on a known day (docs/formats.md). The formats of the record are told in
    docs/exports.md: pages and maps, notes on the text, provenance, claims, bibliography, workbook, description of a
    data set. What is left out is counted.

    Example: detente export polecat talks/ -o talks.tsv

    Example: detente export xlsx talks/ -o talks.xlsx
    """
    from detente.exchange import WRITTEN
    from detente.export.record import form as form_of
    from detente.export.record import forms

    if form not in (*WRITTEN, *forms()):
        known = ", ".join((*WRITTEN, *forms()))
        raise typer.BadParameter(f"no such format: {form} (there are {known})", param_hint="FORMAT")
    if about is not None and form != "croissant":
        raise typer.BadParameter("only croissant tells of the publisher", param_hint="--about")
    if form in forms():
        refuse_in_vain(form, form_of(form).quotes, words, output)
        said = publisher(about)
        run = asked.build()
        left_out = put_record(form, run, output, confidence, words, said, asked.quiet)
        what = "left out"
    else:
        run = asked.build()
        left_out = put_events(form, run, output, confidence, words)
        what = "events left out"
    if left_out and not asked.quiet:
        told = ", ".join(f"{count:,} {why}" for why, count in sorted(left_out.items()))
        typer.echo(f"detente: {what}: {visible(told)}", err=True)


def put_events(form: str, run: Run, output: Path | None, confidence: float, words: bool) -> Mapping[str, int]:
    """Write the events in a format of the field; why some were left out, and how many."""
    from detente.exchange import writer
    from detente.exchange.coded import coded, fitting

    reasons: dict[str, int] = {}
    with writing(output) as stream:
        for line in writer(form)(fitting(coded(run.db, confidence, words), form, reasons)):
            stream.write(line + "\n")
    return reasons


def put_record(
    form: str, run: Run, output: Path | None, confidence: float, words: bool, about: dict[str, object], quiet: bool
) -> Mapping[str, int]:
    """Write the record in a form that other tools read; why something was left out, and how much."""
    from detente.analyze import analyses
    from detente.export.record import Holding
    from detente.export.record import form as form_of

    chosen = form_of(form)

    def ask(name: str) -> Finding:
        found: Finding = import_module(f"detente.analyze.{name}").find(run.db, confidence=confidence)
        return found

    held = Holding(run.db, ask, tuple(analyses()), confidence, words, about)
    with writing(output) as stream:
        for piece in chosen.write(held):
            if isinstance(piece, bytes):
                stream.flush()
                stream.buffer.write(piece)
            else:
                stream.write(piece)
    for note in () if quiet else held.notes:
        typer.echo(f"detente: {visible(note)}", err=True)
    return held.left_out


def refuse_in_vain(form: str, quotes: bool, words: bool, output: Path | None) -> None:
    """End the program, with the reason, where a form cannot be written in the way that is asked for."""
    if quotes and not words:
        raise typer.BadParameter(f"{form} is made of the words of the articles", param_hint="--no-words")
    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise typer.BadParameter("a workbook is no text for the screen: name a file", param_hint="--output")


def publisher(file: Path | None) -> dict[str, object]:
    """What a publisher says of a record. Raises FileNotFoundError, or ValueError for what is no list of names."""
    if file is None:
        return {}
    import yaml

    if not file.is_file():
        raise FileNotFoundError(f"no such file: {file}")
    try:
        said = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - makes strings only
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{file}: no YAML: {' '.join(str(error).split())[:120]}") from None
    if not isinstance(said, dict):
        raise ValueError(f"{file}: no names with values")
    return said


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
