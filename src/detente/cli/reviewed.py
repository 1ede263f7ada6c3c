"""The commands of review that ask: what to look at, what was decided, how far two agree, how the rules do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.asking import Shown, spread
from detente.cli.common import Model, Output, Quiet, writing
from detente.cli.reviewing import RECORD, Kind, MaybeBlind, Place, desk_of
from detente.records import Finding
from detente.weights import MODEL

if TYPE_CHECKING:
    from detente.review.desk import Review

LEDGERS = ("proposals", "shifts", "gaps", "commitments", "inducements", "accounts")  # whose rows weigh in the queue


@spread
def queue(
    table: Kind = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="How many.")] = 20,
    quick: Annotated[bool, typer.Option("--quick", help="Do not ask which rows of ledgers rest on each.")] = False,
    *,
    shown: Shown,
    who: MaybeBlind,
) -> None:
    """What to look at first: the least certain records on which most hangs, not yet decided.

    priority = (1 - confidence) x weight of the kind x (1 + log2(1 + rows of ledgers that rest on it))

    Example: detente review queue --table positions --limit 50
    """
    desk = who.desk()
    rows = desk.queue(() if quick else _ledgers(desk), table=table, limit=limit)
    columns = ("priority", "id", "table", "day", "who", "what", "text", "reason")
    shown.put(_finding("queue", "To be looked at first", columns, rows))


@spread
def list_(
    loose: Annotated[
        bool, typer.Option("--loose", help="Only what could not be placed in this edition, and why.")
    ] = False,
    name: Annotated[str | None, typer.Option("--id", metavar="ID", help="Only those on this record.")] = None,
    only: Annotated[str | None, typer.Option("--only", metavar="NAME", help="Only those of this reviewer.")] = None,
    *,
    shown: Shown,
    who: MaybeBlind,
) -> None:
    """The decisions, in the order in which they were made.

    Example: detente review list --loose
    """
    desk = who.desk()
    seen = {one.id for one in desk.decisions}
    rows = [row for row in desk.loose() if row["decision"] in seen] if loose else _listed(desk)
    rows = [row for row in rows if only in (None, row["by"]) and name in (None, row["record"])]
    last = ("text", "reason") if loose else ("fields", "note", "counts")
    columns = ("decision", "made", "by", "action", "table", "record", *last)
    shown.put(_finding("decisions", "What was decided", columns, rows))


@spread
def status(place: Place = RECORD, *, shown: Shown) -> None:
    """How much is decided, by kind, by action and by reviewer.

    Example: detente review status
    """
    told = desk_of(place, None, asking=True).status()
    rows: list[dict[str, Any]] = [
        {"what": kind, "decided": held["decided"], "of": held["records"]} for kind, held in told["kinds"].items()
    ]
    rows.append({"what": "all records", "decided": told["decided"], "of": told["records"]})
    rows += [{"what": f"decisions: {name}", "decided": number} for name, number in told["actions"].items()]
    rows += [{"what": f"by {name}", "decided": number} for name, number in told["reviewers"].items()]
    rows += [{"what": name, "decided": told[name]} for name in ("undone", "loose", "broken")]
    shown.put(_finding("status", "What is decided", ("what", "decided", "of"), rows))


@spread
def agreement(
    one: Annotated[str, typer.Argument(metavar="A", help="A reviewer.", show_default=False)],
    other: Annotated[str, typer.Argument(metavar="B", help="Another one.", show_default=False)],
    differences: Annotated[
        bool, typer.Option("--differences", help="List what is to be settled and not the figures.")
    ] = False,
    place: Place = RECORD,
    *,
    shown: Shown,
) -> None:
    """How far two reviewers agree on the records that both decided on: Krippendorff's alpha, and the plain share.

    Example: detente review agreement Ada Ben --differences
    """
    desk = desk_of(place, None, asking=True)
    found = desk.agreement(one, other)
    unknown = [name for name in (found.one, found.other) if name not in desk.reviewers()]
    if unknown:
        raise ValueError(f"{unknown[0]} decided nothing (there are {', '.join(desk.reviewers()) or 'no reviewers'})")
    if differences:
        columns = ("record", "table", "field", "one", "other", "settled", "text")
        shown.put(_finding("differences", f"{one} and {other} differ", columns, found.differences))
        return
    rows = [
        {"table": share.table, "field": share.field or "(verdict)", "n": share.n, "agree": _share(share.plain),
         "alpha": _share(share.alpha)}
        for share in (*found.kinds, *found.fields)
    ]  # fmt: skip
    said = f"{found.blind} decided on blind by the later of the two; {len(found.differences)} differences."
    title = f"Agreement of {one} and {other}"
    shown.put(_finding("agreement", title, ("table", "field", "n", "agree", "alpha"), rows, said))


def cases(output: Output = None, place: Place = RECORD, quiet: Quiet = False) -> None:
    """The decisions as evaluation cases, one JSON object a line: a passage, and what is expected there or ruled out.

    Example: detente review cases -o cases.jsonl
    """
    import json

    found = desk_of(place, None, asking=True).cases()
    with writing(output) as stream:
        stream.writelines(json.dumps(case, ensure_ascii=False) + "\n" for case in found)
    if not quiet and output is not None:
        typer.echo(f"detente: {len(found):,} cases in {output}", err=True)


@spread
def score(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Cases, as `cases` writes them.", show_default=False)],
    place: Place = RECORD,
    model: Model = MODEL,
    *,
    shown: Shown,
) -> None:
    """Precision and recall of what the rules of the present edition coded, without any decision, on cases.

    Example: detente review score cases.jsonl
    """
    from detente.review.cases import read

    rows = desk_of(place, None, asking=True, model=model).score(read(file))
    columns = ("table", "cases", "right", "wrong", "missed", "gone", "precision", "recall")
    shown.put(_finding("score", "On cases of review", columns, rows))


def _ledgers(desk: Review) -> list[Finding]:
    from detente.analyze import analyses

    known = analyses()
    return [known[name](desk.db) for name in LEDGERS]


def _listed(desk: Review) -> list[dict[str, Any]]:
    """The decisions of the journal as rows; `counts` is whether one does, or by what it was taken back."""
    from detente.review import states

    gone = states.undone(desk.journal.decisions)
    loose = {row["decision"] for row in desk.loose()}
    rows = []
    for one in desk.decisions:
        counts = f"undone by {gone[one.id]}" if one.id in gone else "no place" if one.id in loose else "yes"
        told = ", ".join(f"{name}={value}" for name, value in one.fields.items())
        row = {"decision": one.id, "made": one.made, "by": one.by, "action": one.action, "table": one.table}
        record = one.of if one.action == "undo" else one.record
        rows.append({**row, "record": record, "fields": told or one.into, "note": one.note, "counts": counts})
    return rows


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def _finding(
    name: str, title: str, columns: tuple[str, ...], rows: Sequence[dict[str, Any]], said: str | None = None
) -> Finding:
    return Finding(name=name, title=title, columns=columns, rows=tuple(rows), note=said)
