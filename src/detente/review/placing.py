"""Where decisions stand now: the coded record that each is on, by its id or else by its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from detente.review import states
from detente.review.anchors import meant, where
from detente.review.decisions import KINDS, Anchor, Decision
from detente.review.names import Names
from detente.review.states import Name, State
from detente.store import TABLES

Row = dict[str, Any]
STANDING = frozenset({"confirm", "correct", "add"})  # verdicts by which a record stands


@dataclass(frozen=True)
class Base:
    """What the rules coded, as far as decisions ask for it.

    `articles` gives the keys of the coded articles that an anchor may stand in: first its own or that which took its
    place; then other versions of it. `row` is a record of a table in an article, `rows` are all of an article in which
    a record that a decision names is not there, `text` is the text of one.
    """

    articles: Callable[[Anchor], Sequence[str]]
    row: Callable[[str, str, str], Row | None]
    rows: Callable[[str, str], Sequence[Row]]
    text: Callable[[str], str]


@dataclass(slots=True)
class Slot:
    """A record that decisions are laid over: its row as coded, or None, and where its words stand."""

    table: str
    key: str
    id: str
    raw: Row | None
    how: str
    anchor: Anchor
    span: tuple[int, int]
    decisions: list[Decision] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a row of a shard: another row, or none where `row` is None. `id` may be one that is added."""

    table: str
    key: str
    id: str
    row: Row | None


@dataclass(slots=True)
class Outcome:
    """What decisions come to in one edition."""

    changes: list[Change] = field(default_factory=list)
    placed: list[tuple[Slot, Decision]] = field(default_factory=list)
    loose: list[tuple[Decision, str]] = field(default_factory=list)
    joins: list[tuple[str, str, bool, Decision]] = field(default_factory=list)  # two tellings, and whether apart
    names: Names = field(default_factory=Names)
    named_by: list[Decision] = field(default_factory=list)


class Slots:
    """The records that decisions were placed on."""

    def __init__(self, base: Base, outcome: Outcome) -> None:
        self._base, self._outcome = base, outcome
        self.held: dict[tuple[str, str, str], Slot] = {}
        self._of: dict[Name, Slot] = {}

    @property
    def all(self) -> list[Slot]:
        """All of them."""
        return list(self.held.values())

    def place(self, name: Name, chain: Sequence[Decision]) -> None:
        """Put the decisions on one record where it stands now, and on its like in other versions of its article."""
        table, record = str(name[0]), str(name[1])
        anchor = chain[-1].anchor
        if anchor is None:
            return
        verdict = states.state(chain)
        keys = self._base.articles(anchor)
        keep = verdict.verdict in STANDING or any(one.action == "add" for one in chain)
        reason = "its article is not in this edition"
        first: Slot | None = None
        for nr, key in enumerate(keys):
            found = self._in(table, record, key, anchor, verdict, keep=keep and nr == 0)
            if isinstance(found, Slot):
                first = first or found
                found.decisions += chain
            elif nr == 0:
                reason = found
        if first is None:
            self._outcome.loose += [(one, reason) for one in chain]
        else:
            self._of[name] = first

    def join(self, decision: Decision) -> None:
        """Note that two tellings are of one story or of two."""
        ends = []
        for record, anchor in ((decision.record, decision.anchor), (decision.into, decision.into_anchor)):
            found = self.find(str(record), anchor)
            if isinstance(found, str):
                self._outcome.loose.append((decision, f"{record}: {found}"))
                return
            ends.append(found.id)
        self._outcome.joins.append((ends[0], ends[1], decision.action == "apart", decision))

    def find(self, record: str, anchor: Anchor | None, table: str | None = None) -> Slot | str:
        """The record with this id, or that took its place; else why there is none. Nothing is laid over it."""
        tables = [table] if table else [one for one in KINDS if TABLES[one].__name__[0] == record[:1]]
        reason = "its article is not in this edition"
        for one in tables:
            if (one, record) in self._of:
                return self._of[one, record]
            for key in self._base.articles(anchor)[:1] if anchor else ():
                found = self._in(one, record, key, anchor, State("merge"), keep=False, new=False)
                if isinstance(found, Slot):
                    return found
                reason = found
        return reason

    def _in(
        self, table: str, record: str, key: str, anchor: Anchor | None, verdict: State, *, keep: bool, new: bool = True
    ) -> Slot | str:
        """The slot of a record in an article, or why there is none. `keep`: it stands without being coded."""
        if anchor is None:
            return "it says nothing of its words"
        coded = self._base.row(table, key, record)
        if coded is not None:
            return self._slot(table, key, record, coded, "id", anchor, (coded["start"], coded["end"]), new)
        found = where(anchor, self._base.text(key))
        if found is None:
            return "its words are not in the article any more"
        span = (found.start, found.end)
        told = {**anchor.was, **{name: (anchor.was.get(name), value) for name, value in verdict.fields.items()}}
        row, reason = meant(table, told, span, self._base.rows(table, key), strict=verdict.verdict not in STANDING)
        if row is not None:
            return self._slot(table, key, row["id"], row, found.how, anchor, span, new)
        if keep:
            return self._slot(table, key, record, None, found.how, anchor, span, new)
        if verdict.verdict == "reject" and reason.startswith("nothing"):
            reason = "nothing of its kind is coded there now: there is nothing left to reject"
        return reason

    def _slot(
        self, table: str, key: str, record: str, raw: Row | None, how: str, anchor: Anchor, span: tuple[int, int],
        new: bool,
    ) -> Slot:  # fmt: skip
        name = (table, key, record)
        if name in self.held:
            return self.held[name]
        slot = Slot(table, key, record, raw, how, anchor, span)
        if new:
            self.held[name] = slot
        return slot


def part_circles(slots: Slots, verdicts: dict[int, State], outcome: Outcome, order: Mapping[str, int]) -> None:
    """Take back merges into what is not there, and of merges in a circle the earlier ones."""
    merges = [(slot, verdicts[id(slot)]) for slot in slots.all if verdicts[id(slot)].verdict == "merge"]
    accepted: dict[tuple[str, str, str], tuple[str, str, str]] = {}
    for slot, verdict in sorted(merges, key=lambda one: -order[one[1].last.id] if one[1].last else 0):
        decision = verdict.last
        if decision is None:
            continue
        into = slots.find(str(verdict.into), decision.into_anchor, slot.table)
        own, reason = (slot.table, slot.key, slot.id), None
        if isinstance(into, str):
            reason = f"what it goes into, {verdict.into}, is not there: {into}"
        else:
            target = (into.table, into.key, into.id)
            step: tuple[str, str, str] | None = target
            while step is not None and step != own:
                step = accepted.get(step)
            if step == own:
                reason = "what it goes into goes into it, by a later decision or a changed text"
            else:
                accepted[own] = target
        if reason is not None:
            outcome.loose.append((decision, reason))
            verdicts[id(slot)] = states.state([one for one in slot.decisions if one.id != decision.id])
