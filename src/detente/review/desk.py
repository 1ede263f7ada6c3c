"""The front door of review: what a reviewer can do to a record, and what can be asked of what was decided.

    review = Review(db, record_folder, by="Ada")
    review.confirm("P-k3v7x2mau5wd")
    review.correct("P-k3v7x2mau5wd", {"stance": "reject"}, note="he ruled it out")
    review.undo()

Every decision is on the disk when its method returns, and stands in the open database when that is one that the
`relay` which was given can lay decisions over. What another process decides meanwhile is seen with the next decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.review import agreement as agreeing
from detente.review import cases as evaluation
from detente.review import journal as kept
from detente.review import queue as waiting
from detente.review import states
from detente.review.decisions import ISSUES, KINDS, STORIES, VERDICTS, Action, Anchor, Decision
from detente.review.fields import checked, completed, missing, text_of
from detente.review.held import Held, Row, added_id, anchor_of, code_of, find, looked_up, merged_names
from detente.review.journal import Journal

if TYPE_CHECKING:
    import duckdb

    from detente.records import Finding

Relay = Callable[["duckdb.DuckDBPyConnection", Sequence[Decision]], None]


class Review:
    """Decisions on the record that an open database shows, kept in its folder.

    `by` is the reviewer, needed only to decide. With `blind` nothing is shown of what others decided on a record before
    this reviewer has decided on it too. `relay` lays the decisions over the database after each; without it the
    database stays as it was opened, and what was decided stands in `journal`, `state` and `decided` alone.
    """

    def __init__(
        self,
        db: duckdb.DuckDBPyConnection,
        record: Path,
        by: str | None = None,
        *,
        blind: bool = False,
        relay: Relay | None = None,
    ) -> None:
        self.db, self.record, self.blind, self._relay = db, record, blind, relay
        self.by = reviewer(by) if by is not None else None
        self.journal: Journal = kept.read(record)
        if blind and relay is not None:
            relay(db, self.decisions)

    # ------------------------------------------------------------ deciding

    def confirm(self, record: str, note: str | None = None) -> Decision:
        """Say that a record is right as it is shown. Raises ValueError where there is no such record."""
        return self._decide("confirm", record, note=note)

    def correct(self, record: str, fields: Mapping[str, Any], note: str | None = None) -> Decision:
        """Give fields of a record other values; an empty text is null.

        Raises ValueError that names a field or a value that is none, or says that nothing would change.
        """
        held = self._held(record)
        found = completed(held.table, checked(held.table, fields, held.row), held.day, held.row, self._code)
        found = {name: value for name, value in found.items() if held.row.get(name) != value}
        _check_span(held, found)
        if not found:
            raise ValueError(f"{record}: nothing to correct, it has these values already")
        return self._decide("correct", record, fields=found, note=note)

    def reject(self, record: str, note: str | None = None) -> Decision:
        """Say that a record is wrong as a whole: no table shows it any more. `raw_TABLE` still does."""
        return self._decide("reject", record, note=note)

    def add(
        self, table: str, article: str, start: int, end: int, fields: Mapping[str, Any], note: str | None = None
    ) -> Decision:
        """Add a record that the rules missed, over words of an article, given by its id; its id is `record`.

        Raises ValueError for a stretch without words, for fields that are none or that lack, and where the record is
        there already.
        """
        place = looked_up(self.db, article)
        anchor = anchor_of(place, start, end, {})
        given = checked(table, {**fields, "start": start, "end": end})
        found = completed(table, given, place.date, known=self._code)
        lacking = missing(table, found)
        if lacking:
            raise ValueError(f"{table} need {', '.join(lacking)}")
        name = added_id(self.db, table, place, found)
        found = {field: value for field, value in found.items() if field not in ("start", "end")}  # the anchor's
        return self._write("add", table, name, fields=found, note=note, anchor=anchor)

    def merge(self, record: str, into: str, note: str | None = None) -> Decision:
        """Say that two records are one: of one kind, the first goes and the second stands.

        Two events or statements of different articles both stay: they are tellings of one story. `apart` parts them.
        """
        one, other = self._held(record), self._held(into)
        if one.table != other.table:
            raise ValueError(f"{record} and {into} are of two kinds: {one.table} and {other.table}")
        if not other.shown:
            raise ValueError(f"{into} is rejected or merged itself: nothing can be merged into it")
        if record == into:
            raise ValueError(f"{record}: a record cannot be merged into itself")
        if one.table in ("events", "statements") and one.place.key != other.place.key:
            return self._pair("merge", one, other, note)
        return self._decide("merge", record, into=into, into_anchor=other.anchor, note=note)

    def apart(self, record: str, other: str, note: str | None = None) -> Decision:
        """Say that two events, or two statements, are not of one story, whatever the rules take them for."""
        one, two = self._held(record), self._held(other)
        if one.table != two.table or one.table not in ("events", "statements"):
            raise ValueError("only two events, or two statements, are held apart")
        return self._pair("apart", one, two, note)

    def note(self, record: str, text: str) -> Decision:
        """Write something about a record, which stays as it is."""
        if not text_of(text, "note"):
            raise ValueError("a note without words")
        return self._decide("note", record, note=text)

    def settle(
        self, record: str, verdict: str, fields: Mapping[str, Any] | None = None, note: str | None = None
    ) -> Decision:
        """Settle what several reviewers decided: confirm, correct (with all fields that differ) or reject.

        It counts over whatever anyone decided or will decide, until it is undone or settled anew.
        """
        if verdict not in VERDICTS:
            raise ValueError(f"no such verdict: {verdict} (there are {', '.join(VERDICTS)})")
        held = self._held(record)
        found = checked(held.table, fields or {}, held.raw)
        found = completed(held.table, found, held.day, held.raw, self._code)
        _check_span(held, found)
        if (verdict == "correct") != bool(found):
            raise ValueError("to settle on a correction takes fields, on anything else none")
        return self._decide("settle", record, fields=found, verdict=verdict, note=note)

    def merge_issue(self, name: str, into: str, note: str | None = None) -> Decision:
        """Say that two names of an issue or a proposal are one: all that has the first is shown under the second."""
        name, into = text_of(name, "name"), text_of(into, "name")
        if not name or not into or name == into:
            raise ValueError("it takes two names to be one")
        merged_names(self.db, name)
        return self._write("merge", ISSUES, name, into=into, note=note)

    def apart_issue(self, name: str, note: str | None = None) -> Decision:
        """Say that a name of an issue is its own: neither rules nor an earlier merge show it under another."""
        name = text_of(name, "name")
        merged_names(self.db, name)
        return self._write("apart", ISSUES, name, note=note)

    def undo(self, of: str | None = None, note: str | None = None) -> Decision:
        """Take a decision back: the last of this reviewer's that counts, or a given one, which may be an undo.

        Raises ValueError where there is none, or it is taken back already.
        """

        def make(held: Journal) -> Sequence[Decision]:
            return [self._new("undo", of=_to_undo(held.decisions, self._by(), of), note=note)]

        return self._append(make)

    # ------------------------------------------------------------ asking

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions in the order in which they were made, undone ones too; those that may be seen if `blind`."""
        if not (self.blind and self.by):
            return self.journal.decisions
        seen = {one.id for one in states.visible(self.journal.decisions, self.by)}
        seen |= {one.id for one in self.journal.decisions if one.by == self.by}
        return tuple(one for one in self.journal.decisions if one.id in seen or one.of in seen)

    def state(self, record: str, table: str | None = None) -> states.State:
        """What counts of the decisions on a record, by the id under which it was decided on."""
        return states.state(self.history(record, table))

    def history(self, record: str, table: str | None = None) -> list[Decision]:
        """The decisions on a record that count, in the order in which they were made."""
        found = states.live(self.decisions)
        return [one for one in found if one.record == record and table in (None, one.table)]

    def decided(self) -> list[Row]:
        """What was decided of the records that the database shows: the rows of its table `decided`."""
        return find(self.db, "decided")

    def loose(self) -> list[Row]:
        """The decisions that could not be placed in this edition, each with the reason: the table `loose`."""
        return find(self.db, "loose")

    def queue(
        self, findings: Iterable[Finding] = (), *, table: str | None = None, limit: int = 50, offset: int = 0
    ) -> list[Row]:
        """What is to be looked at first; see `queue.waiting`. `findings` are the ledgers whose rows weigh."""
        return waiting.waiting(
            self.db, findings, table=table, limit=limit, offset=offset, by=self.by if self.blind else None,
            decisions=self.journal.decisions,
        )  # fmt: skip

    def status(self) -> Row:
        """How much was decided, by kind, by action and by reviewer, and what is loose or broken."""
        return waiting.status(self.db, self.journal)

    def agreement(self, one: str, other: str) -> agreeing.Agreement:
        """How far two reviewers agree on what both decided; see `agreement.agreement`."""
        return agreeing.agreement(self.journal.decisions, reviewer(one), reviewer(other))

    def reviewers(self) -> list[str]:
        """All who decided anything, in the order of their names."""
        return sorted({one.by for one in self.journal.decisions})

    def cases(self) -> list[Row]:
        """What was decided, as evaluation cases; see `cases.cases`."""
        return evaluation.cases(self.db, self.journal.decisions)

    def score(self, cases: Iterable[Mapping[str, Any]]) -> list[Row]:
        """Precision and recall of what the rules coded, before any decision, on cases; see `cases.score`."""
        return evaluation.score(self.db, cases)

    # ------------------------------------------------------------ writing

    def _held(self, record: str) -> Held:
        return Held.of(self.db, record)

    def _code(self, name: str) -> str | None:
        return code_of(self.db, name)

    def _by(self) -> str:
        if self.by is None:
            raise ValueError("no reviewer is named")
        return self.by

    def _decide(self, action: Action, record: str, **told: Any) -> Decision:
        held = self._held(record)
        return self._write(action, held.table, record, anchor=held.anchor, **told)

    def _pair(self, action: Action, one: Held, other: Held, note: str | None) -> Decision:
        return self._write(
            action, STORIES, one.id, into=other.id, anchor=one.anchor, into_anchor=other.anchor, note=note
        )

    def _write(self, action: Action, table: str, record: str, *, anchor: Anchor | None = None, **told: Any) -> Decision:
        made = self._new(action, table=table, record=record, anchor=anchor, **told)
        return self._append(lambda _: [made])

    def _new(self, action: Action, note: str | None = None, **told: Any) -> Decision:
        said = text_of(note, "note") if note else None
        return Decision(
            id="", made="", by=self._by(), action=action, note=said or None,
            blind=self.blind and action != "undo", **told,
        )  # fmt: skip

    def _append(self, make: Callable[[Journal], Sequence[Decision]]) -> Decision:
        self.journal, added = kept.append(self.record, make)
        if self._relay is not None:
            self._relay(self.db, self.decisions)
        return added[-1]


def reviewer(name: str) -> str:
    """A reviewer's name as it is kept. Raises ValueError for one that is none."""
    held = " ".join(text_of(name, "reviewer").split())
    if not held or len(held) > 80:
        raise ValueError("a reviewer's name has 1 to 80 characters")
    return held


def _check_span(held: Held, fields: Mapping[str, Any]) -> None:
    if not {"start", "end", "spans"} & set(fields):
        return
    row = {**held.row, **fields}
    pieces = [(row["start"], row["end"]), *(row.get("spans") or ())]
    if any(not 0 <= start < end <= len(held.place.text) for start, end in pieces):
        raise ValueError(f"{held.id}: not a stretch of its article, which has {len(held.place.text):,} characters")


def _to_undo(decisions: Sequence[Decision], by: str, of: str | None) -> str:
    """The decision to take back. Raises ValueError where there is none that counts."""
    gone = states.undone(decisions)
    if of is None:
        own = [one.id for one in decisions if one.by == by and one.action != "undo" and one.id not in gone]
        if not own:
            raise ValueError(f"nothing to undo: no decision of {by} counts")
        return own[-1]
    if of not in {one.id for one in decisions}:
        raise ValueError(f"no such decision: {of}")
    if of in gone:
        raise ValueError(f"{of} is undone already, by {gone[of]}: undo that to have it count again")
    return of


__all__ = ["KINDS", "Review", "reviewer"]
