"""The commands that code text and print what they find, without a record: `code`, `code-pairs`, `actors resolve`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, fields
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Annotated, Any, TextIO

import typer

from detente.cli.asking import Work, spread
from detente.cli.common import Codebook, Day, Inputs, Model, Output, progress, tell, writing
from detente.records import Article, Note, Unread
from detente.weights import MODEL

Lines = Annotated[
    Path, typer.Argument(metavar="FILE.jsonl", help="JSON Lines; - for standard input.", show_default=False)
]
Row = dict[str, Any]


@spread
def code(
    inputs: Inputs,
    output: Output = None,
    form: Annotated[str, typer.Option("--format", metavar="FORM", help="jsonl, the only one.")] = "jsonl",
    date: Day = None,
    *,
    how: Work,
) -> None:
    """Code articles and print a JSON line for each.

    Example: detente code talks/ -o talks.jsonl
    """
    from detente.codebook import use
    from detente.edition import version_of_model
    from detente.executors import executor
    from detente.lines import lines
    from detente.readers import read

    if form != "jsonl":
        raise typer.BadParameter(f"no such format: {form} (there is jsonl)", param_hint="--format")
    version_of_model(how.model)  # a model that is missing is no fault of the articles
    started = monotonic()
    articles = 0
    unread: list[Unread] = []
    notes: list[Note] = []
    use(how.tables)
    code_all = executor(how.workers, how.engine)
    work = partial(lines, model=how.model, codebook=how.tables)
    incoming = _articles(read(inputs, date), unread, notes)
    with progress(how.quiet) as report, writing(output) as stream:
        for batch in code_all(work, _batches(incoming, 1 if code_all is map else 8)):
            for line in batch:
                if isinstance(line, Unread):
                    unread.append(line)
                else:
                    articles += 1
                    stream.write(line + "\n")
            if report:
                report(articles)
    tell(articles, unread, notes, None, 0, monotonic() - started, how.quiet)
    if not articles:
        raise typer.Exit(1)


def _articles(items: Iterable[Article | Unread | Note], unread: list[Unread], notes: list[Note]) -> Iterator[Article]:
    for item in items:
        if isinstance(item, Article):
            yield item
        elif isinstance(item, Unread):
            unread.append(item)
        else:
            notes.append(item)


def _batches(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    held: list[Article] = []
    for article in articles:
        held.append(article)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held


def code_pairs(file: Lines, output: Output = None, model: Model = MODEL, codebook: Codebook = None) -> None:
    """Code what a source does to a target in a sentence: a JSON line out for each line in.

    A line in: {"id", "text", "source", "target"}, the pair as it stands in the text.
    A line out: {"id", "type", "modality", "confidence", "probabilities", "unrelated", "type_by"}. The last two say
    how likely the source does nothing to the target, and whose type it is: the codebook's, the classifier's or both's.

    Example: detente code-pairs pairs.jsonl -o coded.jsonl
    """
    from detente.annotate import annotate
    from detente.codebook import use
    from detente.coding.pairs import PairCode, code_pair

    use(codebook or ())

    def coded(row: Row) -> PairCode:
        (doc,) = annotate([Article(id=str(row["id"]), text=str(row["text"]))], model)
        return code_pair(doc, str(row["source"]), str(row["target"]))

    _line_by_line(file, output, ("id", "text", "source", "target"), coded, PairCode)


def resolve(file: Lines, output: Output = None) -> None:
    """Find the actor that a phrase stands for: a JSON line out for each line in.

    A line in: {"id", "text", "context", "date"}, the last two may be null; context is a sentence or passage round it.
    A line out: {"id", "name", "country", "sector", "sectors", "confidence", "why", "candidates"}.

    Example: detente actors resolve phrases.jsonl -o actors.jsonl
    """
    from detente.actors.readings import Resolved
    from detente.actors.resolve import resolve as look_up

    def resolved(row: Row) -> Resolved:
        context, date = (None if row.get(name) is None else str(row[name]) for name in ("context", "date"))
        return look_up(str(row["text"]), context, date)

    _line_by_line(file, output, ("id", "text"), resolved, Resolved)


def _line_by_line(
    file: Path, output: Path | None, needed: tuple[str, ...], work: Callable[[Row], Any], answer: type[Any]
) -> None:
    """Write a line for each line of a file, nulls where the work on it fails, which is said.

    A line that is no JSON or lacks a field ends the run, for a line out may not be missing: raises ValueError.
    """
    with _lines_of(file) as lines, writing(output) as stream:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            row = _row(line, f"{file}:{number}", needed)
            try:
                made = asdict(work(row))
            except Exception as error:
                if os.environ.get("DETENTE_RAISE"):
                    raise
                typer.echo(f"detente: {file}:{number}: {type(error).__name__}: {error}", err=True)
                made = dict.fromkeys(field.name for field in fields(answer))
            stream.write(json.dumps({"id": row["id"]} | made, ensure_ascii=False) + "\n")


def _lines_of(file: Path) -> AbstractContextManager[TextIO]:
    return nullcontext(sys.stdin) if str(file) == "-" else file.open(encoding="utf-8-sig")


def _row(line: str, place: str, needed: tuple[str, ...]) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{place}: not JSON: {error}") from None
    missing = [name for name in needed if not isinstance(row, dict) or row.get(name) is None]
    if missing:
        raise ValueError(f"{place}: no field {', '.join(missing)}")
    return dict(row)
