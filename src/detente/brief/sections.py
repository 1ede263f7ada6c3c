"""The sections of a brief after its first paragraph, in their order, and the first: what is on the table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from detente.brief.author import views
from detente.brief.demands import demands
from detente.brief.desk import Desk, more
from detente.brief.headline import ledger
from detente.brief.ledgers import inducements, promises
from detente.brief.left_open import left_open
from detente.brief.moves import moved
from detente.brief.outlook import outlook
from detente.brief.partings import against, differently
from detente.brief.standing import place_of
from detente.brief.watch import watch
from detente.brief_parts import Cell, Section, Sentence, Table
from detente.findings.matters import AGAINST, specific
from detente.findings.rows import Row, issue_key
from detente.wording import (
    issue_phrase,
    long_day,
    quoted,
    stance_words,
    stands,
    with_the,
)

PROPOSALS, PARTIES, LEADING = 6, 5, 3
NAMED = 0.35
SILENCE = Cell(plain="nothing said", tone="silent")
NOT_CLEAR = Cell(plain="not clear", tone="silent")  # told, but of long ago, as a supposition, or not in plain words


def table(desk: Desk) -> Section | None:
    """Each proposal by each party, with silence shown as such."""
    ranked = tabled(desk)
    if not ranked:
        return None
    parties = _columns(desk, ranked[: desk.cap(PROPOSALS)])
    told_of = desk.told_of
    rows: list[tuple[str, tuple[Cell, ...]]] = []
    for group in ranked:
        heard = {row["party"] for row in group} & set(parties)
        if len(rows) < desk.cap(PROPOSALS) and len(heard) >= min(len(group), 1 if desk.few else 2):
            name = str(group[0]["proposal"])
            cells = {row["party"]: _stance_cell(desk, row) for row in group}
            blank = {party: NOT_CLEAR if (name, party) in told_of else SILENCE for party in parties}
            rows.append((name, tuple(cells.get(party, blank[party]) for party in parties)))
    if not rows:
        return None
    grid = Table(
        caption="Where the parties stand on each proposal",
        columns=("Proposal", *parties),
        rows=tuple(rows),
    )
    note = more(len(rows), len({name for name, _ in told_of}), "proposals")
    return Section(name="table", heading="On the table", blocks=(grid,), note=note)


def tabled(desk: Desk) -> list[list[Row]]:
    """The proposals of which the table can say where somebody stands, those that matter most first.

    In a large coverage not what one party alone names, nor what one sentence tells of all, as long as there is more.
    """
    if "table" not in desk.ranked:
        desk.ranked["table"] = _told_on(desk)
    return desk.ranked["table"]


def _told_on(desk: Desk) -> list[list[Row]]:
    """`tabled`, worked out."""
    threats = {place for row in desk.rows("inducements") if row["kind"] == "threat" for place in _whose(desk, row)}
    promises = {place for row in desk.rows("commitments") for place in _whose(desk, row)}
    ranked = [g for g in ledger(desk) if any(row["stance"] not in ("demand", "no-commitment") for row in g)]
    ranked = [group for group in ranked if not HALF_NAMED.search(str(group[0]["proposal"]))]
    ranked = [
        held for group in ranked if (held := [row for row in group if not _otherwise(desk, row, promises, threats)])
    ]
    if desk.few:
        return ranked
    ranked = [group for group in ranked if specific(str(group[0]["proposal"])) >= NAMED]
    shared = [group for group in ranked if len(group) > 1 and _told_often(desk, group)]
    return shared or [group for group in ranked if not _whose(desk, group[0]) <= promises]


def _columns(desk: Desk, groups: list[list[Row]]) -> list[str]:
    """The parties of some proposals that have a column: those that matter most, and no column of silences."""
    weight: dict[str, float] = {}
    for place, group in enumerate(groups):
        for row in group:
            weight[row["party"]] = weight.get(row["party"], 0.0) + desk.weight(row) * (1.5 if place < 2 else 1.0)
    named = [name for name in weight if name[:1].isupper()] or list(weight)
    parties = sorted(named, key=lambda name: (-weight[name] * desk.prominence(name), name))[: PARTIES - desk.page]
    told = Counter(row["party"] for group in groups for row in group)
    return [name for place, name in enumerate(parties) if desk.few or place < LEADING or told[name] > 1]


def _told_often(desk: Desk, group: list[Row]) -> bool:
    return len({place for row in group for place in _places(desk, row)}) > 1


# `meeting between the president`: of two parties only one was read
HALF_NAMED = re.compile(r"\bbetween\b(?!.*\band\b)")
Told = set[tuple[str, tuple[str, int]]]  # a party, and the sentence of a promise or a threat of it


def _otherwise(desk: Desk, row: Row, promises: Told, threats: Told) -> bool:
    """Whether a stance is a promise or a threat by another name: `agreed not to build`, `threatens to strike`."""
    if row["stance"] in ("conditional", "reject") and _whose(desk, row) <= promises:
        return True
    return row["stance"] not in ("accept", "reject") and _whose(desk, row) <= threats


def _whose(desk: Desk, row: Row) -> Told:
    return {(str(row["party"]), place) for place in _places(desk, row)}


def _places(desk: Desk, row: Row) -> list[tuple[str, int]]:
    desk.learn(row["records"])
    return [place_of(desk.records[cite]) for cite in row["records"]]


def _stance_cell(desk: Desk, row: Row) -> Cell:
    sentences = [_stance(desk, row, row["stance"], row["issue_as_told"], row["records"])]
    for aside in row["also"]:
        told = _stance(desk, row, aside["stance"], aside["issue"], aside["records"])
        # what gave way to its words stands in no cell beside a stance
        sentences += [told] if told.short else []
    return Cell(sentences=tuple(sentences), tone=stance_words(row["stance"])["tone"])


def _on_condition(row: Row, stance: str) -> bool:
    """Whether a stance is shown with its condition; a refusal has none, but what was refused."""
    for_it = stance == row["stance"] and stance not in AGAINST
    return for_it and len(str(row["condition"] or "").split()) > 2


def _stance(desk: Desk, row: Row, stance: str, issue: str, records: list[str]) -> Sentence:
    who = row["party"]
    style = "back" if stance == "propose" and row["was"] == "backed" else stance
    words = stance_words(style)
    condition = f" ({quoted(row['condition'], desk.length // 2)})" if _on_condition(row, stance) else ""
    told = f", according to {desk.names(row['according_to'])}" if row["according_to"] else ""
    cell = words["cell"] if issue_key(issue) == issue_key(row["proposal"]) else stands(style, who, issue_phrase(issue))
    if row["state"] == "lapsed" and (last := desk.last_told(desk.independent(records)[:3])):
        cell += f", last heard of {long_day(last)}"
    text = f"{with_the(who)} {stands(style, who, issue_phrase(issue))}{condition}{told}"
    return desk.say(text, records, short=f"{cell}{condition}{told}", limit=3)


SECTIONS: tuple[Callable[[Desk], Section | None], ...] = (
    table, moved, inducements, demands, promises, against, differently, watch, outlook, left_open, views,
)  # fmt: skip
# what a brief of one page goes without
FULL_ONLY = frozenset({demands, differently, outlook, left_open, views})
