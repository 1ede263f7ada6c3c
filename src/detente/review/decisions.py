"""A decision: who decided when of which record what, and the words that it rests on. No logic beyond its JSON form."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any, Literal, get_args

from detente.store import TABLES

Action = Literal["confirm", "correct", "reject", "add", "merge", "apart", "note", "undo", "settle"]
Verdict = Literal["confirm", "correct", "reject"]

ACTIONS: tuple[str, ...] = get_args(Action)
VERDICTS: tuple[str, ...] = get_args(Verdict)
KINDS: tuple[str, ...] = tuple(table for table in TABLES if table not in ("passages", "dropped"))
ISSUES, STORIES = "issues", "stories"  # decisions of names of issues, and of which tellings are of one thing


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where a record stood when it was decided on, so that it is found again when ids, spans or texts have changed.

    `start` and `end` are offsets into the article's text, `text` the words there, `before` and `after` up to 40
    characters around them, and `was` the fields of the record as they were shown.
    """

    key: str
    article: str
    url: str | None = None
    title: str | None = None
    date: str | None = None
    start: int
    end: int
    text: str
    before: str = ""
    after: str = ""
    was: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One line of the journal.

    `made` is an ISO time in UTC, by the clock of the machine; what came later is told by the order of the lines.
    `record` is the id of the record, or a name of an issue where `table` is `issues`; `into` what it is merged into or
    held apart from, with an anchor of its own. `fields` is what is changed, `of` the decision that an undo takes back,
    `verdict` what a settlement comes to. `blind`: made without seeing what others had decided of it.
    """

    id: str
    made: str
    by: str
    action: Action
    table: str | None = None
    record: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    into: str | None = None
    note: str | None = None
    of: str | None = None
    anchor: Anchor | None = None
    into_anchor: Anchor | None = None
    verdict: Verdict | None = None
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """A line of the journal that is no decision: its number, from one, and why. It is skipped, never removed."""

    line: int
    reason: str


def to_line(decision: Decision) -> str:
    """A decision as a line of JSON, all of its keys in their order, without the end of the line."""
    return json.dumps(asdict(decision), ensure_ascii=False)


def from_line(line: str) -> Decision:
    """The decision that a line holds. Raises ValueError, saying what is wrong, for one that holds none."""
    try:
        told = json.loads(line)
    except ValueError as error:
        raise ValueError(f"no JSON ({error})") from None
    if not isinstance(told, dict):
        raise ValueError("no JSON object")
    for name in ("id", "made", "by", "action"):
        if not isinstance(told.get(name), str) or not told[name]:
            raise ValueError(f"lacks {name}")
    if told["action"] not in ACTIONS:
        raise ValueError(f"no such action: {told['action']} (there are {', '.join(ACTIONS)})")
    _check_time(told["made"])
    _check_shape(told)
    known = {one.name for one in fields(Decision)}  # keys that a later version adds are left alone
    held = {name: value for name, value in told.items() if name in known}
    for name in ("anchor", "into_anchor"):
        held[name] = _anchor(name, told.get(name))
    return Decision(**held)


def _check_time(made: str) -> None:
    try:
        datetime.fromisoformat(made)
    except ValueError:
        raise ValueError(f"made: no time: {made}") from None


def _check_shape(told: Mapping[str, Any]) -> None:
    """Raise ValueError where an action lacks what it needs, or a value is of the wrong sort."""
    for name in ("table", "record", "into", "note", "of", "verdict"):
        if not isinstance(told.get(name), str | None):
            raise ValueError(f"{name}: no text")
    if not isinstance(told.get("fields", {}), dict):
        raise ValueError("fields: no object")
    if not isinstance(told.get("blind", False), bool):
        raise ValueError("blind: neither true nor false")
    action = told["action"]
    lacking = [name for name in _needed(action) if not told.get(name)]
    if lacking:
        raise ValueError(f"{action} lacks {', '.join(lacking)}")
    if action != "undo" and told["table"] not in (*KINDS, ISSUES, STORIES):
        raise ValueError(f"no such table: {told['table']}")
    if told.get("verdict") is not None and told["verdict"] not in VERDICTS:
        raise ValueError(f"no such verdict: {told['verdict']}")
    if action != "undo" and told["table"] != ISSUES and not told.get("anchor"):
        raise ValueError(f"{action} lacks anchor")


def _needed(action: str) -> Sequence[str]:
    needs: dict[str, tuple[str, ...]] = {
        "undo": ("of",),
        "merge": ("table", "record", "into"),
        "correct": ("table", "record", "fields"),
        "note": ("table", "record", "note"),
        "settle": ("table", "record", "verdict"),
    }
    return needs.get(action, ("table", "record"))


def _anchor(name: str, told: Any) -> Anchor | None:
    if told is None:
        return None
    known = {one.name for one in fields(Anchor)}
    if not isinstance(told, dict):
        raise ValueError(f"{name}: no object")
    try:
        made = Anchor(**{key: value for key, value in told.items() if key in known})
    except TypeError as error:
        raise ValueError(f"{name}: {str(error).split('() ')[-1]}") from None
    texts = (made.key, made.article, made.text, made.before, made.after)
    if not all(isinstance(text, str) for text in texts) or not isinstance(made.was, dict):
        raise ValueError(f"{name}: not what a decision rests on")
    if not all(isinstance(at, int) and at >= 0 for at in (made.start, made.end)) or made.end < made.start:
        raise ValueError(f"{name}: no stretch of a text")
    return made
