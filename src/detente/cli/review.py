"""The commands of review: to confirm, correct, reject and add to what was coded. Those that ask are in `reviewed`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import reviewed
from detente.cli.asking import spread
from detente.cli.common import visible
from detente.cli.reviewing import Deciding, Id, Ids, MaybeBlind, Note, Values

if TYPE_CHECKING:
    from detente.review.decisions import Decision
    from detente.review.desk import Review

PAST = {
    "confirm": "confirmed", "correct": "corrected", "reject": "rejected", "add": "added", "merge": "merged",
    "apart": "held apart", "note": "noted", "undo": "undone", "settle": "settled",
}  # fmt: skip

review = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="""Confirm, correct, reject and add to what was coded; decisions count in every table, brief and export.

    They are kept in review.jsonl in the record's folder, are laid over every later edition, and can all be undone.

    Example: detente review queue --record talks/.detente""",
)
issues = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Say which names of issues and proposals are one, and which not."
)
review.add_typer(issues, name="issues")
review.command("queue")(reviewed.queue)


@review.command("confirm")
@spread
def confirm(names: Ids, note: Note = None, *, who: MaybeBlind) -> None:
    """Say that records are right as they are shown.

    Example: detente review confirm P-k3v7x2mau5wd
    """
    desk = who.desk()
    _each(names, lambda name: desk.confirm(name, note))


@review.command("correct")
@spread
def correct(name: Id, values: Values, note: Note = None, *, who: MaybeBlind) -> None:
    """Give fields of a record other values. A field or a value that there is not is named, with those there are.

    Example: detente review correct P-k3v7x2mau5wd stance=reject "issue=30-day ceasefire"
    """
    _told(who.desk().correct(name, _fields(values), note))


@review.command("reject")
@spread
def reject(names: Ids, note: Note = None, *, who: MaybeBlind) -> None:
    """Say that records are wrong: no table shows them any more.

    Example: detente review reject E-4rq7xw2ahmne --note "a drill, not an attack"
    """
    desk = who.desk()
    _each(names, lambda name: desk.reject(name, note))


@review.command("add")
@spread
def add(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="The kind, as positions.", show_default=False)],
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="The id of the article.", show_default=False)],
    words: Annotated[str, typer.Argument(metavar="WORDS", help="Its words that say so.", show_default=False)],
    values: Values,
    nth: Annotated[int, typer.Option(min=1, metavar="N", help="Which, where the words stand more than once.")] = 1,
    note: Note = None,
    *,
    who: MaybeBlind,
) -> None:
    """Add a record that was missed, over words of an article.

    Example: detente review add positions talks-07 "will not sign" actor=Sudria issue=ceasefire stance=reject
    """
    desk = who.desk()
    start = _found(desk, article, words, nth)
    _told(desk.add(table, article, start, start + len(words), _fields(values), note))


@review.command("merge")
@spread
def merge(
    name: Id,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The record that stands.", show_default=False)],
    note: Note = None,
    *,
    who: MaybeBlind,
) -> None:
    """Say that two records are one. Events and statements of two articles both stay, as tellings of one story.

    Example: detente review merge E-4rq7xw2ahmne E-77ab2c3dpq5r
    """
    _told(who.desk().merge(name, into, note))


@review.command("apart")
@spread
def apart(
    name: Id,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another one.", show_default=False)],
    note: Note = None,
    *,
    who: Deciding,
) -> None:
    """Say that two events, or two statements, are not of one story.

    Example: detente review apart E-4rq7xw2ahmne E-77ab2c3dpq5r
    """
    _told(who.desk().apart(name, other, note))


@review.command("note")
@spread
def note(
    name: Id,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The note.", show_default=False)],
    *,
    who: Deciding,
) -> None:
    """Write something about a record, which stays as it is.

    Example: detente review note S-2b6k7m4qtz3f "ask the embassy"
    """
    _told(who.desk().note(name, text))


@review.command("undo")
@spread
def undo(
    decision: Annotated[
        str | None,
        typer.Argument(metavar="DECISION", help="Which; your last one that counts if not given.", show_default=False),
    ] = None,
    *,
    who: Deciding,
) -> None:
    """Take a decision back. To undo an undo, name it.

    Example: detente review undo R-x4m2a7qc
    """
    _told(who.desk().undo(decision))


@review.command("settle")
@spread
def settle(
    name: Id,
    verdict: Annotated[str, typer.Argument(metavar="VERDICT", help="confirm, correct or reject.", show_default=False)],
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FIELD=VALUE...]", help="For correct: fields and their values.", show_default=False),
    ] = None,
    note: Note = None,
    *,
    who: Deciding,
) -> None:
    """Settle what two reviewers saw differently; it counts over both.

    Example: detente review settle P-k3v7x2mau5wd correct stance=conditional
    """
    _told(who.desk().settle(name, verdict, _fields(values or []), note))


@issues.command("merge")
@spread
def issues_merge(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name in the record.", show_default=False)],
    into: Annotated[str, typer.Argument(metavar="INTO", help="The name that stands.", show_default=False)],
    note: Note = None,
    *,
    who: Deciding,
) -> None:
    """Say that two names of an issue or a proposal are one.

    Example: detente review issues merge "month-long truce" "30-day ceasefire"
    """
    _told(who.desk().merge_issue(name, into, note))


@issues.command("apart")
@spread
def issues_apart(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name in the record.", show_default=False)],
    note: Note = None,
    *,
    who: Deciding,
) -> None:
    """Say that a name of an issue is its own: neither a rule nor an earlier merge shows it under another.

    Example: detente review issues apart ceasefire
    """
    _told(who.desk().apart_issue(name, note))


for name in ("list", "status", "agreement", "cases", "score"):
    review.command(name)(getattr(reviewed, "list_" if name == "list" else name))


# ---------------------------------------------------------------- what they share


def _fields(values: Iterable[str]) -> dict[str, str]:
    """The fields of `field=value`. Raises ValueError for one without a field, or one that is given twice."""
    found: dict[str, str] = {}
    for one in values:
        name, mark, value = one.partition("=")
        if not mark or not name.strip():
            raise ValueError(f"not a field and its value: {one} (write it as stance=reject)")
        if name.strip() in found:
            raise ValueError(f"{name.strip()} is given twice")
        found[name.strip()] = value
    return found


def _found(desk: Review, article: str, words: str, nth: int) -> int:
    """Where words stand in an article. Raises ValueError where they do not, or not so often."""
    from detente.review.held import looked_up

    text, at, found = looked_up(desk.db, article).text, -1, 0
    while words and found < nth and (at := text.find(words, at + 1)) >= 0:
        found += 1
    if found < nth:
        raise ValueError(f"{article} has these words {found} times" if found else f"{article} has not these words")
    if nth == 1 and text.find(words, at + 1) >= 0:
        raise ValueError(f"{article} has these words {text.count(words)} times: say which with --nth")
    return at


def _each(names: Sequence[str], act: Callable[[str], Decision]) -> None:
    """Decide on each of some records; where one is none the others are decided on all the same: exit code 2."""
    failed = False
    for name in names:
        try:
            _told(act(name))
        except ValueError as error:
            failed = True
            typer.echo(f"detente: {error}", err=True)
    if failed:
        raise typer.Exit(2)


def _told(made: Decision) -> None:
    """Say what was decided, with the id to undo it by."""
    on = made.of if made.action == "undo" else made.record
    into = f" {'and' if made.action == 'apart' else 'into'} {made.into}" if made.into else ""
    changed = "".join(f", {name}={visible(str(value))}" for name, value in made.fields.items())
    typer.echo(f"{made.id}  {visible(f'{on}{into}')} {PAST[made.action]} by {made.by}{changed}")
