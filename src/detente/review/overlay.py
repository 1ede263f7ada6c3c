"""Decisions laid over what the rules coded: which rows go, which change, which are added, and what cannot be placed.

Pure: what it needs of the record comes in as a `Base`. A decision finds its record by the id; where that is no more, as
after a change of the rules or of the text, by its words and the fields that tell records apart (`anchors`). A record
that somebody confirmed, corrected or added, and that the rules no longer code, stands as it was decided as long as its
words stand. What a person vouches for has confidence 1, unless they say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from detente.review import states
from detente.review.anchors import sentence_at, where
from detente.review.decisions import ISSUES, KINDS, STORIES, Anchor, Decision
from detente.review.fields import TELLING
from detente.review.held import filled
from detente.review.names import named
from detente.review.placing import STANDING, Base, Change, Outcome, Row, Slot, Slots, part_circles
from detente.review.states import State

OFFSETS = {"start", "end", "speaker_start", "speaker_end", "cue_start", "cue_end", "spans"}
PARTS = (("speaker_start", "speaker_end"), ("cue_start", "cue_end"))


def laid(decisions: Iterable[Decision], base: Base) -> Outcome:
    """What all decisions of a journal come to over what is coded."""
    counted = states.live(decisions)
    order = {one.id: nr for nr, one in enumerate(counted)}
    outcome = Outcome()
    slots = Slots(base, outcome)
    chains = states.by_record(one for one in counted if one.table in KINDS)
    for name, chain in chains.items():
        slots.place(name, chain)
    for slot in slots.all:
        slot.decisions.sort(key=lambda one: order[one.id])
    verdicts = {id(slot): states.state(slot.decisions) for slot in slots.all}
    part_circles(slots, verdicts, outcome, order)
    for slot in slots.all:
        outcome.placed += [(slot, one) for one in slot.decisions]
        change = _changed(slot, verdicts[id(slot)], base)
        if change is not None:
            outcome.changes.append(change)
    for one in counted:
        if one.table == STORIES:
            slots.join(one)
    outcome.named_by = [one for one in counted if one.table == ISSUES]
    outcome.names = named(outcome.named_by)
    return outcome


# ---------------------------------------------------------------- what a row becomes


def _changed(slot: Slot, verdict: State, base: Base) -> Change | None:
    if verdict.verdict in ("reject", "merge"):
        return Change(slot.table, slot.key, slot.id, None) if slot.raw else None
    if verdict.verdict not in STANDING:
        return None
    row = _coded(slot, verdict) if slot.raw else _kept(slot, base)
    row |= _moved(slot, verdict.fields, base)
    row["confidence"] = verdict.fields.get("confidence", 1.0)
    if slot.raw is None or {"start", "end"} & set(verdict.fields):
        row |= _words(slot, row, base.text(slot.key))
    return Change(slot.table, slot.key, slot.id, row)


def _coded(slot: Slot, verdict: State) -> Row:
    """The row that is coded now; where it took the place of another one, with what told that from others."""
    row = dict(slot.raw or {})
    if slot.how == "id" or verdict.verdict == "add":
        return row
    was = slot.anchor.was
    for name in TELLING[slot.table]:
        if was.get(name):  # what was not known then may be now
            hanging = (f"{name}_code", "side") if name == "actor" else (f"{name}_code",)
            row |= {one: was.get(one) for one in (name, *hanging) if one in was}
    return row


def _kept(slot: Slot, base: Base) -> Row:
    """A row that the rules do not code, as it was when it was decided on, where its words stand now."""
    row = filled(slot.table, slot.anchor.was)
    start, end = slot.span
    moved = start - slot.anchor.start
    same = end - start == slot.anchor.end - slot.anchor.start
    length = len(base.text(slot.key))
    for first, last in PARTS:
        at = (row.get(first), row.get(last))
        if at[0] is not None and at[1] is not None:
            fits = same and at[0] + moved >= 0 and at[1] + moved <= length
            row[first], row[last] = (at[0] + moved, at[1] + moved) if fits else (None, None)
    if "spans" in row:
        pieces = [[one + moved, other + moved] for one, other in slot.anchor.was.get("spans") or ()]
        fits = same and pieces and all(0 <= one < other <= length for one, other in pieces)
        row["spans"] = pieces if fits else [[start, end]]
    return row | {"key": slot.key, "id": slot.id, "start": start, "end": end, "rule": "review"}


def _moved(slot: Slot, fields: Mapping[str, Any], base: Base) -> Row:
    """Corrected fields, offsets among them as far on as the words are that they were decided on."""
    found = dict(fields)
    for name in OFFSETS & set(fields):
        decision = next(one for one in reversed(slot.decisions) if name in one.fields)
        by = _way(slot, decision.anchor, base)
        if by is None:
            del found[name]
        elif name == "spans":
            found[name] = [[start + by, end + by] for start, end in found[name] or ()]
        elif found[name] is not None:
            found[name] += by
    return found


def _way(slot: Slot, anchor: Anchor | None, base: Base) -> int | None:
    """How far words lie behind where they were when they were decided on; None where they are no more."""
    if anchor is None or anchor.key == slot.key:
        return 0
    found = where(anchor, base.text(slot.key))
    return found.start - anchor.start if found else None


def _words(slot: Slot, row: Row, text: str) -> Row:
    """The words and the sentence of a row whose span is not the coded one."""
    start, end = row["start"], row["end"]
    if not 0 <= start < end <= len(text):
        start, end = slot.span
    first, last = sentence_at(text, start, end)
    return {
        "start": start, "end": end, "text": text[start:end],
        "sentence": text[first:last], "sentence_start": first, "sentence_end": last,
    }  # fmt: skip
