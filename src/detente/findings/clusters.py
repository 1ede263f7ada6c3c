"""Tellings of one event or one utterance as one cluster: which, by which rules, from how many independent sources.

Pairs are joined by the rules of `same_events.py` and `same_statements.py`, the surest first, and never so that two
members of a cluster speak against each other. Nothing is written into the record: without a rule, or without a pair,
the clusters are made anew without it. What a reviewer decided of two tellings counts over the rules.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from detente.findings import same_events, same_statements
from detente.findings.families import Family, families
from detente.findings.likeness import Party
from detente.findings.rows import Row, day_of, fetch, order
from detente.sameness.joining import Groups

# of many rows all columns would fill the memory
EVENTS = """
SELECT * EXCLUDE (sentence, sentence_start, sentence_end, rule, title, article_date, article_nr, "when", days,
  context, quad, score, place_why)
FROM events WHERE voice <> 'author' AND confidence >= $c
"""
STATEMENTS = """
SELECT * EXCLUDE (sentence, sentence_start, sentence_end, rule, title, article_date, article_nr, "when", days,
  kind, topic, speaker_start, speaker_end, cue, cue_start, cue_end, spans)
FROM statements WHERE speaker IS NOT NULL AND confidence >= $c
"""
CROWD = 150  # tellings under one key that each is compared with: of more only those that follow it
MEMBERS = 60  # members of a cluster that a newcomer is checked against
REVIEWER = "a reviewer"  # in the place of a rule
REACH = 2  # days that tellings of one thing may be apart


@dataclass(frozen=True, slots=True)
class Join:
    """Two tellings, the rule that joins them and how strong it is."""

    one: str
    other: str
    rule: str
    strength: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """What is told of one event or utterance: the tellings in the order of their days, and what joined them."""

    kind: str
    rows: tuple[Row, ...]
    joins: tuple[Join, ...]
    sources: int
    copies: int


def clusters(db: duckdb.DuckDBPyConnection, confidence: float = 0.0, without: Collection[str] = ()) -> list[Cluster]:
    """The clusters of a record, events before statements, a telling that stands alone as a cluster of its own.

    `without` are rules, or pairs of ids joined with `+`, by which nothing is to be joined.
    """
    kin, ruled = families(db), _ruled(db)
    found: list[Cluster] = []
    for kind, query, ready, keys, module in (
        ("event", EVENTS, same_events.deed, _keys_of_deed, same_events),
        ("statement", STATEMENTS, same_statements.saying, _keys_of_saying, same_statements),
    ):
        rows = sorted(fetch(db, query, {"c": confidence}), key=order)
        things = [ready(row) for row in rows]
        found += _clustered(kind, things, keys, module, without, kin, ruled)
    return found


def _ruled(db: duckdb.DuckDBPyConnection) -> dict[frozenset[str], bool]:
    """Pairs of ids that reviewers decided on, the later decision on each: whether they are of one thing, or apart."""
    rows = db.execute("SELECT one, other, kind FROM joins").fetchall()
    return {frozenset((one, other)): kind == "merge" for one, other, kind in rows}


def _clustered(
    kind: str,
    things: Sequence[Any],
    keys: Callable[[Any], Iterator[tuple[object, ...]]],
    rules: Any,
    without: Collection[str],
    kin: Family,
    ruled: Mapping[frozenset[str], bool],
) -> list[Cluster]:
    place = {thing.row["id"]: i for i, thing in enumerate(things)}
    pairs_ruled = {pair: one for pair, one in ruled.items() if len(pair) == 2 and pair <= place.keys()}
    joins: list[tuple[float, int, int, str]] = []
    apart: set[tuple[int, int]] = set()
    for pair, together in pairs_ruled.items():
        i, j = sorted(place[name] for name in pair)
        if together:
            joins.append((-2.0, i, j, REVIEWER))
        else:
            apart.add((i, j))
    for i, j in _pairs(things, keys, rules.sort):
        met = rules.joined(things[i], things[j])
        if met is not None and not _barred(things[i].row, things[j].row, met[0], without):
            joins.append((-met[1], i, j, met[0]))
    groups = Groups(range(len(things)))
    members = {i: [i] for i in range(len(things))}
    kept: dict[int, list[Join]] = defaultdict(list)
    for strength, i, j, rule in sorted(joins):
        one, other = groups.first(i), groups.first(j)
        if one != other:
            pairs = [(a, b) for a in members[one][:MEMBERS] for b in members[other][:MEMBERS]]
            if apart and any((min(pair), max(pair)) in apart for pair in pairs):
                continue
            if rule != REVIEWER and any(rules.kept_apart(things[a], things[b]) for a, b in pairs):
                continue
            first = groups.join(one, other)
            gone = other if first == one else one
            members[first] = sorted(members[first] + members.pop(gone))
            kept[first] += kept.pop(gone, [])
        # also what joins tellings that already are one says why they are
        kept[groups.first(i)].append(
            Join(things[i].row["id"], things[j].row["id"], rule, round(min(1.0, -strength), 3))
        )
    return [_cluster(kind, [things[i].row for i in own], kept[first], kin) for first, own in sorted(members.items())]


def _barred(one: Row, other: Row, rule: str, without: Collection[str]) -> bool:
    return rule in without or f"{one['id']}+{other['id']}" in without or f"{other['id']}+{one['id']}" in without


def _cluster(kind: str, rows: list[Row], joins: list[Join], kin: Family) -> Cluster:
    articles = {str(row["article"]) for row in rows}
    return Cluster(kind, tuple(rows), tuple(joins), kin.independent(articles), kin.copies(articles))


# ---------------------------------------------------------------- which pairs are worth comparing


def _pairs(
    things: Sequence[Any], keys: Callable[[Any], Iterator[tuple[object, ...]]], sort: Callable[[Any], object]
) -> Iterator[tuple[int, int]]:
    """The pairs of one sort that share a key, each once. Of another sort they would be kept apart."""
    held: dict[tuple[object, ...], _Crowd] = defaultdict(_Crowd)
    for i, thing in enumerate(things):
        own, kind = [held[key] for key in set(keys(thing))], sort(thing)
        for j in sorted(set().union(*(crowd.last(kind) for crowd in own))):
            yield j, i
        for crowd in own:
            crowd.add(kind, i)


class _Crowd:
    """The tellings under one key, by their sorts."""

    def __init__(self) -> None:
        self._number = 0
        self._sorts: dict[object, tuple[deque[int], deque[int]]] = {}

    def add(self, sort: object, thing: int) -> None:
        """Take in a telling as the last."""
        numbers, things = self._sorts.setdefault(sort, (deque(), deque()))
        numbers.append(self._number)
        things.append(thing)
        self._number += 1

    def last(self, sort: object) -> Collection[int]:
        """Those of one sort among the last `CROWD` of all sorts."""
        if sort not in self._sorts:
            return ()
        numbers, things = self._sorts[sort]
        while numbers and numbers[0] < self._number - CROWD:
            numbers.popleft()
            things.popleft()
        return things


def _days(row: Row) -> list[str]:
    """The windows of days that a telling may share with another: two that overlap, or its article where undated."""
    day = day_of(row)
    if day is None:
        start = row.get("date_start")
        day = str(start)[:10] if start else None
    if day is None:
        return [f"in {row['article']}"]
    number = date.fromisoformat(day).toordinal()
    return [str(number // (2 * REACH)), str((number + REACH) // (2 * REACH)) + "'"]


def _keys_of_deed(deed: same_events.Deed) -> Iterator[tuple[object, ...]]:
    row = deed.row
    marks = [_mark(party) for party in (*deed.actors, *deed.recipients)]
    if row["place"]:
        marks.append(f"at {str(row['place']).casefold()}")
    if row["dead"] and row["dead"] >= same_events.TOLL:
        marks.append(f"dead {row['dead']}")
    for window in _days(row):
        yield from ((window, mark) for mark in marks)


def _keys_of_saying(saying: same_statements.Saying) -> Iterator[tuple[object, ...]]:
    for window in _days(saying.row):
        yield from ((window, _mark(party)) for party in saying.speakers)
        yield from ((window, party.name[-1]) for party in saying.speakers if party.name)


def _mark(party: Party) -> str:
    return party.side
