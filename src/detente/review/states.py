"""What counts of the decisions on one record: none that was undone, the latest of the others, a settled one over all.

A reviewer who sees what was decided before builds on it: a field that they leave alone stays as the one before them
left it. Who decides blind builds on what the rules coded and on nothing but their own earlier decisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from detente.review.decisions import Decision

Name = tuple[str | None, str | None]  # the table and the id of a record as a decision names it


@dataclass(frozen=True, slots=True)
class State:
    """What was decided of a record. `verdict` is an action, or None where there are only notes; `last` decided it."""

    verdict: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    into: str | None = None
    settled: bool = False
    last: Decision | None = None


def undone(decisions: Iterable[Decision]) -> dict[str, str]:
    """The decisions that were taken back, each with the one that took it back; an undo may be undone itself."""
    found: dict[str, str] = {}
    for decision in reversed(list(decisions)):
        if decision.action == "undo" and decision.of and decision.id not in found:
            found.setdefault(decision.of, decision.id)
    return found


def live(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that count, in the order in which they were made: no undo, and none that was undone."""
    held = list(decisions)
    gone = undone(held)
    return [decision for decision in held if decision.action != "undo" and decision.id not in gone]


def state(decisions: Iterable[Decision]) -> State:
    """What the live decisions on one record come to, in the order in which they were made."""
    shown, _ = _states(decisions)
    return shown


def state_by(decisions: Iterable[Decision], by: str) -> State | None:
    """What they come to for one reviewer, whatever others decided later or it was settled on; None for no decision."""
    _, own = _states(decisions)
    return own.get(by)


def _states(decisions: Iterable[Decision]) -> tuple[State, dict[str, State]]:
    shown = State()
    own: dict[str, State] = {}
    for decision in decisions:
        if decision.action == "settle":
            shown = State(decision.verdict, dict(decision.fields), None, True, decision)
        elif decision.action != "note":
            base = own.get(decision.by, State()) if decision.blind else shown
            own[decision.by] = _after(decision, base)
            shown = shown if shown.settled else own[decision.by]
    return shown, own


def _after(decision: Decision, base: State) -> State:
    fields = {**base.fields, **decision.fields}
    verdict: str = decision.action
    if verdict == "confirm" and base.verdict in ("correct", "add"):
        verdict = base.verdict  # what is confirmed is the corrected record
    if verdict == "correct" and base.verdict == "add":
        verdict = "add"
    return State(verdict, fields, decision.into, False, decision)


def by_record(decisions: Iterable[Decision]) -> dict[Name, list[Decision]]:
    """Live decisions by the table and the id that they name."""
    found: dict[Name, list[Decision]] = {}
    for decision in decisions:
        found.setdefault((decision.table, decision.record), []).append(decision)
    return found


def visible(decisions: Sequence[Decision], to: str) -> list[Decision]:
    """What a reviewer may see who decides blind: the decisions of others only on what they have decided on too.

    A settlement is seen by all, and so is what was decided of names of issues and of stories.
    """
    counted = live(decisions)
    mine = {(one.table, one.record) for one in counted if one.by == to and one.action != "note"}
    settled = {(one.table, one.record) for one in counted if one.action == "settle"}
    return [
        one for one in counted
        if one.by == to or one.table in ("issues", "stories")
        or (one.table, one.record) in mine or (one.table, one.record) in settled
    ]  # fmt: skip
