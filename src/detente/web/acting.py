"""What the forms of review do: each begins with a word (`do`), and most name the record that it is about.

`confirm P-k3v7x2mau5wd`, `reject ...`, `correct ...` with fields, `note ...` with a note, `merge ... ` with `into`,
`add` with a stretch of an article, `undo` with or without a decision, `settle ... NAME` on what a reviewer said, `same`
and `apart` of two names of an issue, `name` and `blind` of the reviewer.
"""

from __future__ import annotations

from collections.abc import Callable

from detente.review import states
from detente.review.decisions import KINDS, Decision
from detente.review.desk import Review
from detente.web.asking import RefusedError
from detente.web.forms import given
from detente.web.found import found
from detente.web.opened import Opened
from detente.web.seen import DONE
from detente.web.sending import BLIND, REVIEWER, Done, Sent, cookie, name_of

Act = Callable[[Opened, Sent, Review, str], Decision]


def act(opened: Opened, sent: Sent) -> Done:
    """Do what a form says, in the name of its reviewer. Raises RefusedError, saying why, where that cannot be."""
    word, _, rest = (sent.text("do") or "").partition(" ")
    by = sent.by or name_of(sent.text("by"))
    kept = () if by is None or sent.by is not None else (cookie(REVIEWER, by),)
    if word == "name":
        name = name_of(sent.text("by")) or ""
        return Done(sent.back, {"said": f"You review as {name}." if name else ""}, (cookie(REVIEWER, name),))
    if word == "blind":
        return Done(sent.back, {"said": ""}, (cookie(BLIND, "yes" if rest == "yes" else ""),))
    if word not in ACTS:
        raise RefusedError(f"There is nothing to do that is called {word[:40]!r}.", 400)
    made = opened.review.decide(opened, by, sent.blind, lambda desk: ACTS[word](opened, sent, desk, rest.strip()))
    told = {"said": _said(made), "decision": made.id, "record": made.record}
    return Done(sent.back, told, kept)


def _said(made: Decision) -> str:
    what = made.of if made.action == "undo" else made.record
    return f"{DONE[made.action].capitalize()}: {what}."


def _confirm(_: Opened, sent: Sent, desk: Review, record: str) -> Decision:
    return desk.confirm(record, sent.text("note"))


def _reject(_: Opened, sent: Sent, desk: Review, record: str) -> Decision:
    return desk.reject(record, sent.text("note"))


def _correct(opened: Opened, sent: Sent, desk: Review, record: str) -> Decision:
    seen = opened.review.seen(opened, desk.by, desk.blind)
    kind, row, _ = found(opened, seen, record)
    changed = given(kind, sent.values, row)
    if not changed:
        raise RefusedError("Nothing was changed in the form.", 400)
    return desk.correct(record, changed, sent.text("note"))


def _note(_: Opened, sent: Sent, desk: Review, record: str) -> Decision:
    return desk.note(record, sent.text("note") or "")


def _merge(_: Opened, sent: Sent, desk: Review, record: str) -> Decision:
    into = sent.text("into")
    if into is None:
        raise RefusedError("Into which record? Give its id.", 400)
    return desk.merge(record, into.split()[0], sent.text("note"))


def _add(_: Opened, sent: Sent, desk: Review, rest: str) -> Decision:
    del rest
    kind, article = sent.text("kind") or "", sent.text("article") or ""
    if kind not in KINDS:
        raise RefusedError(f"There are records of these kinds: {', '.join(KINDS)}.", 400)
    try:
        start, end = int(sent.text("start") or ""), int(sent.text("end") or "")
    except ValueError:
        raise RefusedError("Which words? Choose them in the article.", 400) from None
    fields = {name: value for name, value in given(kind, sent.values, {}).items() if value}
    return desk.add(kind, article, start, end, fields, sent.text("note"))


def _undo(_: Opened, sent: Sent, desk: Review, decision: str) -> Decision:
    return desk.undo(decision or None, sent.text("note"))


def _settle(opened: Opened, sent: Sent, desk: Review, rest: str) -> Decision:
    """Settle on what a reviewer said of a record."""
    del opened
    record, _, by = rest.partition(" ")
    state = states.state_by(desk.history(record), by)
    if state is None or state.verdict == "merge":
        raise RefusedError(f"What {by} decided of {record} cannot be settled on here.", 400)
    note = sent.text("note")
    if state.verdict == "reject":
        return desk.settle(record, "reject", note=note)
    fields = {} if state.verdict == "add" else state.fields
    return desk.settle(record, "correct" if fields else "confirm", fields, note)


def _same(_: Opened, sent: Sent, desk: Review, rest: str) -> Decision:
    del rest
    return desk.merge_issue(sent.text("name") or "", sent.text("into") or "", sent.text("note"))


def _apart(_: Opened, sent: Sent, desk: Review, rest: str) -> Decision:
    return desk.apart_issue(sent.text("name") or rest, sent.text("note"))


ACTS: dict[str, Act] = {
    "confirm": _confirm, "reject": _reject, "correct": _correct, "note": _note, "merge": _merge, "add": _add,
    "undo": _undo, "settle": _settle, "same": _same, "apart": _apart,
}  # fmt: skip
