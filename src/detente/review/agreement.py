"""Double coding: how far two reviewers agree on the records that both decided on.

Krippendorff's alpha for nominal data, after K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011,
https://repository.upenn.edu/asc_papers/43), sections B and C: one less the disagreement observed over the disagreement
expected by chance, from coincidences of values within units. 1 is perfect agreement, 0 is what chance would give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from detente.review import states
from detente.review.decisions import KINDS, Decision
from detente.review.fields import TELLING, hints
from detente.review.states import State

OFFSETS = frozenset({"start", "end", "spans", "speaker_start", "speaker_end", "cue_start", "cue_end"})
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Share:
    """How far two agree on one thing: a kind of record, or a field of one.

    `n` is how many records both decided on, `same` on how many of them they said the same. `alpha` is None where all
    values are one and the same, so that chance alone would give it too, or where there is nothing to compare.
    """

    table: str
    field: str | None
    n: int
    same: int
    alpha: float | None

    @property
    def plain(self) -> float | None:
        """The share of records on which they said the same."""
        return self.same / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two reviewers agree on. `kinds` compares verdicts, `fields` the values of records that both let stand.

    `differences` are what is to be settled: a row for each record and field, `one` and `other` what each says of it,
    and whether it is `settled`. `blind` counts the records that both decided on without seeing what the other said.
    """

    one: str
    other: str
    kinds: tuple[Share, ...]
    fields: tuple[Share, ...]
    differences: tuple[Row, ...]
    blind: int


def alpha(units: Iterable[Sequence[Hashable | None]]) -> float | None:
    """Krippendorff's alpha of nominal values; a unit holds the value that each observer gave it, None where none.

    None where no unit has two values, or all values are the same.

    >>> round(alpha(zip("aabbdcccedda", "babbbccceddd", strict=True)) or 0, 3)
    0.692
    """
    within: Counter[tuple[Hashable, Hashable]] = Counter()
    for unit in units:
        values = [value for value in unit if value is not None]
        for at, value in enumerate(values):
            for other in values[:at] + values[at + 1 :]:
                within[value, other] += 1 / (len(values) - 1)  # type: ignore[assignment]
    of: Counter[Hashable] = Counter()
    for (value, _), number in within.items():
        of[value] += number
    total = sum(of.values())
    expected = total * total - sum(number * number for number in of.values())
    if total <= 1 or not expected:
        return None
    observed = total - sum(number for (value, other), number in within.items() if value == other)
    return 1 - (total - 1) * observed / expected


def agreement(decisions: Sequence[Decision], one: str, other: str) -> Agreement:
    """How far two reviewers agree, by the decisions of theirs that count; settlements count over both only in tables.

    A record that one added and the other did not is among the differences, but not counted: the other may never have
    read the passage. Two records that both added over the same words in one kind are one.
    """
    counted = states.live(decisions)
    chains = states.by_record(_paired([one_of for one_of in counted if one_of.table in KINDS], one, other))
    both: dict[str, list[tuple[str, State, State, Row]]] = {}
    differences: list[Row] = []
    blind = 0
    for (table, record), chain in chains.items():
        first, second = states.state_by(chain, one), states.state_by(chain, other)
        was = next((link.anchor.was for link in chain if link.anchor and link.anchor.was), {})
        told = _told(str(table), str(record), chain)
        if first is not None and second is not None:
            both.setdefault(str(table), []).append((str(record), first, second, was))
            blind += _blind(chain, one, other)
            differences += _differing(str(table), first, second, was, told)
        elif any(link.action == "add" for link in chain) and (first or second):
            differences.append({**told, "field": "verdict", "one": first and "add", "other": second and "add"})
    kinds = [_kind(table, both[table]) for table in KINDS if table in both]
    fields = [share for table in KINDS if table in both for share in _fields(table, both[table])]
    return Agreement(one, other, tuple(kinds), tuple(fields), tuple(differences), blind)


def _paired(decisions: Sequence[Decision], one: str, other: str) -> Iterator[Decision]:
    """The decisions, those on a record that the second added under the id of the first's over the same words."""
    added = [made for made in decisions if made.action == "add" and made.anchor]
    alias: dict[tuple[str | None, str | None], str] = {}
    for theirs in (made for made in added if made.by == other):
        for mine in (made for made in added if made.by == one):
            free = mine.record != theirs.record and mine.record not in alias.values()
            if free and mine.table == theirs.table and _over(mine, theirs):
                alias.setdefault((theirs.table, theirs.record), str(mine.record))
    for made in decisions:
        yield replace(made, record=alias.get((made.table, made.record), made.record))


def _over(one: Decision, other: Decision) -> bool:
    first, second = one.anchor, other.anchor
    return bool(
        first and second and first.key == second.key and first.start < second.end and second.start < first.end
    )  # fmt: skip


def _blind(chain: Sequence[Decision], one: str, other: str) -> bool:
    """Whether neither saw what the other decided before they decided themselves: the later of the two was blind."""
    first = {
        by: next(link for link in chain if link.by == by and link.action not in ("note", "settle"))
        for by in (one, other)
    }
    later = max(first.values(), key=chain.index)
    return later.blind


def _told(table: str, record: str, chain: Sequence[Decision]) -> Row:
    anchor = next((link.anchor for link in chain if link.anchor), None)
    return {
        "record": record,
        "table": table,
        "text": anchor.text if anchor else None,
        "article": anchor.article if anchor else None,
        "settled": any(link.action == "settle" for link in chain),
    }


def _verdict(state: State) -> str:
    return f"merge into {state.into}" if state.verdict == "merge" else str(state.verdict)


def _stands(state: State) -> bool:
    return state.verdict in ("confirm", "correct", "add")


def _values(table: str, state: State, was: Mapping[str, Any]) -> dict[str, Any]:
    """What a record says by one reviewer, without where it stands."""
    return {name: {**was, **state.fields}.get(name) for name in hints(table) if name not in OFFSETS}


def _differing(table: str, first: State, second: State, was: Row, told: Row) -> Iterator[Row]:
    if _stands(first) != _stands(second) or (not _stands(first) and _verdict(first) != _verdict(second)):
        yield {**told, "field": "verdict", "one": _verdict(first), "other": _verdict(second)}
    elif _stands(first):
        one, other = _values(table, first, was), _values(table, second, was)
        for name in one:
            if name != "confidence" and one[name] != other[name]:
                yield {**told, "field": name, "one": one[name], "other": other[name]}


def _kind(table: str, both: Sequence[tuple[str, State, State, Row]]) -> Share:
    units = [(_verdict(first), _verdict(second)) for _, first, second, _ in both]
    return Share(table, None, len(units), sum(a == b for a, b in units), alpha(units))


def _fields(table: str, both: Sequence[tuple[str, State, State, Row]]) -> Iterator[Share]:
    """The fields that tell records apart, and all others that either changed."""
    standing = [(first, second, was) for _, first, second, was in both if _stands(first) and _stands(second)]
    touched = {name for first, second, _ in standing for name in (*first.fields, *second.fields)}
    for name in hints(table):
        if name in OFFSETS or name == "confidence" or not (name in TELLING[table] or name in touched):
            continue
        pairs = [(_values(table, a, was)[name], _values(table, b, was)[name]) for a, b, was in standing]
        units = [tuple("(none)" if value is None else str(value) for value in pair) for pair in pairs]
        yield Share(table, name, len(units), sum(a == b for a, b in units), alpha(units))
