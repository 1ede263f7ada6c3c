"""Stances of one voice on one issue that may be compared, and the moves between them."""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from typing import NamedTuple

from detente.findings.matters import hedged, own_word, recalled, shared
from detente.findings.rows import Row, day_of, days_between, issue_key, several, side, voices

AGAINST, BETWEEN, FOR = 0, 1, 2
CLASSES = {"reject": AGAINST, "no-commitment": AGAINST, "conditional": BETWEEN, "open": FOR, "propose": FOR,
           "accept": FOR, "promise": FOR, "demand": FOR}  # fmt: skip
BACK_WITHIN, TAIL = 10, 12
NOT = re.compile(r"\b(?:not|never|no)\b", re.I)
# who `seems to` or `never did` is characterised by another, whoever that is
CHARACTERISED = re.compile(
    r"\b(?:never|appear|seem|apparently|believed|thought|(?:did|had|has|have) not|(?:did|had|has)n.t|can(?:not|.t)\b)",
    re.I,
)
LASTING = ("pause", "ceasefire", "memorandum", "talks")
# a stance for something in whose words it is denied or given up, and a failure to agree, which is nobody's stance
LEFT = re.compile(r"\b(?:not|never|no|abandon\w*|drop(?:s|ped)|refus\w*|reject\w*|oppos(?:e[sd]?|ing)|without)\b", re.I)
TERMS = re.compile(r"\W*(?:if|unless|until|without|as long as|provided)\b", re.I)
HALT = re.compile(
    r"\b(?:halt|stop|suspen[ds]|cancel|fr[eo]ez|froze|dissol|disband|demobili|disarm|repeal|end(?:s|ed|ing)?\b|ceas|scrap|removal|withdraw|lift|relief)\w*",
    re.I,
)
FAILED = re.compile(r"\bfail\w*", re.I)
NOW = re.compile(r"\b(?:now|today|no longer|suddenly|anymore|this time)\b", re.I)


class Move(NamedTuple):
    """A stance, a later one that differs from it, and, where the first soon returned, the stance that came back."""

    before: list[Row]
    after: list[Row]
    back: list[Row] | None
    moves: int


def stance_of(row: Row, issue: str, stance: str) -> Row:
    """A position or a promise, with its class and the families of issues in which it may be compared."""
    families = {issue_key(issue)}
    if row.get("instrument") in ("pause", "ceasefire", "memorandum"):
        families.add(f"instrument:{row['instrument']}")
    group = CLASSES[stance]
    if stance == "promise" and NOT.search(str(row["what"])):
        group = AGAINST
    return {**row, "issue": issue, "stance": stance, "class": group, "families": families}


def series(stances: list[Row]) -> list[tuple[str, list[Row]]]:
    """The stances that may be compared: of one person, and of all who speak for one party, on one issue."""
    held: dict[tuple[str, str], list[Row]] = {}
    for row in stances:
        if recalled(row) or own_word(row) <= 0.5 or _entertained(row):
            continue
        if row["stance"] == "demand" and row.get("instrument") not in LASTING:
            continue  # who demands a withdrawal and refuses to cede land, or asks for a better deal, has not moved
        for name in several(row["actor"]):
            # a party and those who speak for it are one voice; a person's own words also stand for themselves
            code = row.get("actor_code") if ";" not in str(row["actor"]) else None
            official = code is None or str(code).endswith(" GOV") or " " not in str(code)
            spoken = {name, side(name, code)} if official else {name}
            for who in sorted(spoken):
                for family in sorted(row["families"]):
                    held.setdefault((who, family), []).append(row)
    return [(who, group) for (who, _), group in sorted(held.items())]


def _entertained(row: Row) -> bool:
    """Whether a stance is only entertained, or a character given to somebody, rather than taken."""
    plain = row["stance"] in ("accept", "propose", "reject", "demand")
    text = str(row["text"])
    # who `agreed not to build`, or to halt building, accepts the halt, whatever the issue is called
    offset = int(row["start"]) - int(row["sentence_start"]) + len(text)
    told = text + str(row["sentence"])[max(0, offset) :][:TAIL]  # `had promised | to halt`
    halt = HALT.search(told) if HALT.search(str(row["issue"])) is None else None
    stopping = halt is not None and shared(str(row["sentence"]), str(row["issue"]))
    turned = row["class"] == FOR and (bool(stopping) or LEFT.search(text) is not None)
    on_terms = row["stance"] in ("accept", "reject") and TERMS.match(str(row["sentence"])[max(0, offset) :])
    return (
        bool(turned or on_terms)
        or FAILED.search(text) is not None
        or CHARACTERISED.search(text) is not None
        or (plain and hedged(text))
    )


def moves_in(group: list[Row]) -> list[Move]:
    """Neighbouring runs of one class, where it is known which came first."""
    days = [list(rows) for _, rows in groupby(group, key=lambda r: (r["sort_key"], None if r["day"] else r["article"]))]
    if len(days) == 1:
        return [Move(before, after, None, 1) for before, after in _within_one_text(days[0])]
    settled = [_majority(day) for day in days]
    runs = [[row for day in run for row in day] for _, run in groupby(settled, key=lambda rows: rows[0]["class"])]
    moves, skip = [], False
    for place, (before, after) in enumerate(pairwise(runs)):
        if skip or not (_known_order(before[-1], after[0]) and _is_a_move(before, after)):
            skip = False
            continue
        back = runs[place + 2] if place + 2 < len(runs) else None
        gone = days_between(day_of(before[-1]), day_of(back[0])) if back else None
        returned = back is not None and back[0]["class"] == before[0]["class"] and (gone or 99) <= BACK_WITHIN
        skip = returned
        moves.append(Move(before, after, back if returned else None, len(runs) - 1))
    moves += [Move(before, after, None, 1) for day in days for before, after in _within_one_text(day)]
    return moves


def _is_a_move(before: list[Row], after: list[Row]) -> bool:
    """Whether a change of class says something: across the line of refusal, or between a condition and none."""
    if _one_sentence(before[-1], after[0]):
        return False
    if BETWEEN in (before[0]["class"], after[0]["class"]):
        return AGAINST not in (before[0]["class"], after[0]["class"]) and not all(
            row["stance"] == "open" for row in (*before, *after) if row["class"] == FOR
        )
    return True


def _known_order(before: Row, after: Row) -> bool:
    if day_of(before) and day_of(after):
        return bool(day_of(before) != day_of(after))
    return bool(before["article"] == after["article"] and before["sort_key"] < after["sort_key"])


def _one_sentence(before: Row, after: Row) -> bool:
    return bool(before["article"] == after["article"] and before["sentence_start"] == after["sentence_start"])


def _majority(day: list[Row]) -> list[Row]:
    """Of the stances of one day, those of the class that most sources tell; of equals the surest."""
    of = {group: [row for row in day if row["class"] == group] for group in {row["class"] for row in day}}
    best = max(sorted(of), key=lambda n: (voices(of[n]), max(float(r["confidence"]) for r in of[n])))
    return of[best]


def _within_one_text(day: list[Row]) -> list[tuple[list[Row], list[Row]]]:
    """A promise that the same text later calls into question, or a stance that it marks as new (`now`)."""
    moves = []
    for before, after in ((b, a) for b in day for a in day):
        same = before["article"] == after["article"] and before["start"] < after["start"]
        if not same or before["class"] == after["class"] or not _is_a_move([before], [after]):
            continue
        promised = before["stance"] == "promise" and after["class"] == AGAINST
        if promised or NOW.search(str(after.get("sentence") or "")):
            moves.append(([before], [after]))
            break
    return moves
