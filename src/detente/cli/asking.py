"""The options that commands have in common, as dataclasses: what is read, how it is coded, how a result is shown.

A command names the dataclass among its parameters, and `spread` gives it the options one by one. So an option is
called alike, explained alike and checked alike wherever there is one.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.common import Codebook, Day, Form, Inputs, Model, Output, Quiet, Record, on_day, progress, tell
from detente.cli.findings import form_of, put
from detente.weights import MODEL

if TYPE_CHECKING:
    from detente.records import Finding
    from detente.run import Run

Workers = Annotated[int, typer.Option("--workers", min=1, metavar="N", help="Processes that code at the same time.")]
Engine = Annotated[
    str, typer.Option("--engine", metavar="NAME", help="Who codes: local (this machine) or ray (a cluster; an extra).")
]
AllCopies = Annotated[bool, typer.Option("--all-copies", help="Code near copies too (see `detente copies`).")]
Since = Annotated[str | None, on_day("--since", help="Only what is of this day or later.")]
Until = Annotated[str | None, on_day("--until", help="Only what is of this day or earlier.")]


@dataclass(kw_only=True)
class Work:
    """How articles are coded, and how much is said of it."""

    workers: Workers = 1
    engine: Engine = "local"
    model: Model = MODEL
    codebook: Codebook = None
    quiet: Quiet = False

    @property
    def tables(self) -> tuple[Path, ...]:
        """The user's own tables."""
        return tuple(self.codebook or ())


@dataclass(kw_only=True)
class Coverage(Work):
    """What a record is asked for: the input that it is made of, and where it lies."""

    inputs: Inputs
    date: Day = None
    record: Record = None
    all_copies: AllCopies = False

    def period(self) -> tuple[str | None, str | None]:
        """The first and the last day of what is asked for."""
        return None, None

    def build(self) -> Run:
        """Code what is new, tell of it, and open the record. Ends the program where nothing could be read.

        A record folder need not hold articles: there may be imported events in it alone.
        """
        from detente import run

        since, until = self.period()
        with progress(self.quiet) as report:
            done = run.build(
                self.inputs,
                record=self.record,
                date=self.date,
                workers=self.workers,
                engine=self.engine,
                all_copies=self.all_copies,
                model=self.model,
                codebook=self.tables,
                report=report,
                since=since,
                until=until,
            )
        tell(done.articles, done.unread, done.notes, done.new, done.copies, done.seconds, self.quiet)
        imported = bool(done.deeds) and len(self.inputs) == 1 and run.is_record(Path(self.inputs[0]))
        if not done.articles and not imported:
            if not done.unread:
                typer.echo(f"detente: nothing to read in {', '.join(self.inputs)}", err=True)
            raise typer.Exit(1)
        return done


@dataclass(kw_only=True)
class Period(Coverage):
    """Coverage of which only a period is asked for."""

    since: Since = None
    until: Until = None

    def period(self) -> tuple[str | None, str | None]:
        """As the options say."""
        return self.since, self.until


@dataclass(kw_only=True)
class Shown:
    """How a finding is shown: on the screen or in a file, in one of the formats of `export/`."""

    form: Form = "table"
    output: Output = None

    def __post_init__(self) -> None:
        self.form = form_of(self.form)

    def put(self, finding: Finding) -> None:
        """Print a finding, or write it."""
        put(finding, self.form, self.output)


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """A command that takes the fields of its dataclasses as options of its own."""
    signature = inspect.signature(command, eval_str=True)
    groups: dict[str, type[Any]] = {}
    for name, one in signature.parameters.items():
        if isinstance(one.annotation, type) and is_dataclass(one.annotation):
            groups[name] = one.annotation

    @wraps(command)
    def run(**values: Any) -> None:
        held = {name: kind(**{one.name: values.pop(one.name) for one in fields(kind)}) for name, kind in groups.items()}
        command(**values, **held)

    taken: list[inspect.Parameter] = []
    for name, one in signature.parameters.items():
        taken += _options(groups[name]) if name in groups else [one.replace(kind=inspect.Parameter.KEYWORD_ONLY)]
    run.__signature__ = inspect.Signature(taken)  # type: ignore[attr-defined]
    return run


def _options(kind: type) -> list[inspect.Parameter]:
    """The fields of a dataclass as parameters, its own before those that it inherits."""
    hints = {name: hint for one in reversed(kind.__mro__) for name, hint in _written(one).items()}
    order = [name for one in kind.__mro__ for name in _written(one)]
    known: dict[str, Field[Any]] = {one.name: one for one in fields(kind)}
    return [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            annotation=hints[name],
            default=inspect.Parameter.empty if known[name].default is MISSING else known[name].default,
        )
        for name in order
    ]


def _written(kind: type) -> dict[str, Any]:
    return inspect.get_annotations(kind, eval_str=True) if is_dataclass(kind) else {}
