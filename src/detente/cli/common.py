"""What the commands share: their arguments, how a run is told of, and how a result is written."""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from detente.days import is_day
from detente.records import Note, Unread

if TYPE_CHECKING:
    from detente.run import Report

SHOWN = 8  # lines of the same sort on the screen before the rest is only counted


def a_day(value: str | None) -> str | None:
    """The value of an option that takes a day. Raises BadParameter for what is none, as the 13th month."""
    if value is not None and not is_day(value):
        raise typer.BadParameter(f"not a day: {value!r} (write it as 2025-05-20)")
    return value


def a_file(value: Path | None) -> Path | None:
    """The value of an option that takes a file to write. Raises BadParameter for where none can be, before any work."""
    if value is None:
        return None
    if value.is_dir():
        raise typer.BadParameter(f"{value} is a folder: name a file in it")
    there = next(folder for folder in value.absolute().parents if folder.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise typer.BadParameter(f"{value}: nothing can be written in {there}")
    return value


on_day = partial(typer.Option, metavar="DAY", callback=a_day)

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help="Files or folders of .txt .md .html .jsonl .csv .parquet; - for standard input; or a record folder.",
        show_default=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", callback=a_file, help="Write here and not to the screen."),
]
Day = Annotated[
    str | None, typer.Option("--date", metavar="DAY", help="The day of articles that give none (2025-05-20).")
]
Record = Annotated[
    Path | None,
    typer.Option(
        "--record", metavar="FOLDER", help="Where the record is kept; .detente beside the input if not given."
    ),
]
Model = Annotated[str, typer.Option("--model", metavar="NAME", help="An installed spaCy model for English.")]
Form = Annotated[str, typer.Option("--format", metavar="FORM", help="table, csv, json, markdown (md) or html.")]
Codebook = Annotated[
    list[Path] | None,
    typer.Option(
        "--codebook",
        metavar="FILE",
        envvar="DETENTE_CODEBOOK",
        help="A table of actors, places and issues of your own (.yaml, .csv) to lay over the built-in one.",
        show_default=False,
    ),
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")]


def tell(
    articles: int,
    unread: Sequence[Unread],
    notes: Sequence[Note],
    new: int | None,
    copies: int,
    seconds: float,
    quiet: bool,
) -> None:
    """Say on standard error what was read and what was not, with file, line and reason."""
    for one in unread[:SHOWN]:
        typer.echo(f"detente: {place_of(one)}: {one.reason}", err=True)
    if len(unread) > SHOWN:
        counted = Counter(one.reason.split(":")[0] for one in unread[SHOWN:]).most_common(5)
        reasons = ", ".join(f"{count} {reason}" for reason, count in counted)
        typer.echo(f"detente: and {len(unread) - SHOWN:,} more unread: {reasons}", err=True)
    if quiet:
        return
    sorts: dict[str, list[Note]] = {}
    for note in notes:
        sorts.setdefault(note.text.split(":")[0], []).append(note)
    for sort, found in sorts.items():
        if len(found) <= 2:
            for note in found:
                typer.echo(f"detente: {place_of(note)}: {note.text}", err=True)
        else:
            typer.echo(f"detente: {len(found):,} articles: {sort} (first {place_of(found[0])})", err=True)
    said = [f"read {articles:,} article{'s' * (articles != 1)}"]
    if new is not None:
        said.append(f"{new:,} newly coded")
    if copies:
        said.append(f"{copies:,} copies of another")
    said.append(f"{len(unread):,} unread")
    typer.echo(f"detente: {', '.join(said)}, {seconds:.1f} s", err=True)


def visible(text: str) -> str:
    """A text without control characters, so that an article cannot steer the terminal that shows it."""
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in text)


def place_of(item: Unread | Note) -> str:
    """File and line."""
    return item.path if item.line is None else f"{item.path}:{item.line}"


@contextmanager
def progress(quiet: bool) -> Iterator[Report | None]:
    """A line on the terminal: articles coded so far, and how many a minute; nothing where no one watches."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    told = TextColumn("coded {task.completed:,.0f} articles, {task.fields[rate]:,.0f} a minute")
    begun = monotonic()
    with Progress(SpinnerColumn(), told, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("coding", total=None, rate=0.0)
        yield lambda coded: bar.update(task, completed=coded, rate=60 * coded / max(monotonic() - begun, 1.0))


@contextmanager
def writing(output: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that stands in its place only once it is whole."""
    if output is None or (output.exists() and not output.is_file()):
        with _standard_output() if output is None else output.open("w", encoding="utf-8") as stream:
            yield stream
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(output)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    yield sys.stdout
    sys.stdout.flush()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
