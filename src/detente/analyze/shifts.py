"""Whose position moved, on what, from what to what, in whose words?

Example: detente shifts talks/*.txt --actor Trump
"""

from __future__ import annotations

import math
import re
from itertools import groupby, pairwise
from typing import NamedTuple

import duckdb

from detente.findings.matters import alike, hedged, misread, own_word, places_in, recalled, shared, specific
from detente.findings.rows import (
    Row,
    chosen,
    content_key,
    day_of,
    days_between,
    fetch,
    issue_key,
    issue_names,
    order,
    several,
    side,
    strongest,
    voices,
)
from detente.findings.told import Told, told_moves
from detente.records import Finding

COLUMNS = ("score", "actor", "issue", "from", "from_day", "from_text", "to", "to_day", "to_text", "direction")

AGAINST, BETWEEN, FOR = 0, 1, 2
CLASSES = {"reject": AGAINST, "no-commitment": AGAINST, "conditional": BETWEEN, "open": FOR, "propose": FOR,
           "accept": FOR, "promise": FOR, "demand": FOR}  # fmt: skip
NAMED = 0.8
BACK_WITHIN = 10
LONG_AGO, TAIL = 240, 12
NOT = re.compile(r"\b(?:not|never|no)\b", re.I)
# who `seems to` or `never did` is characterised by another, whoever that is
CHARACTERISED = re.compile(
    r"\b(?:never|appear|seem|apparently|believed|thought|(?:did|had|has|have) not|(?:did|had|has)n.t|can(?:not|.t)\b)",
    re.I,
)
LASTING = ("pause", "ceasefire", "memorandum", "talks")
# a stance for something in whose words it is denied or given up, and a failure to agree, which is nobody's stance
LEFT = re.compile(r"\b(?:not|never|no|abandon\w*|drop(?:s|ped)|refus\w*|reject\w*|oppos\w*|without)\b", re.I)
TERMS = re.compile(r"\W*(?:if|unless|until|without|as long as|provided)\b", re.I)
HALT = re.compile(
    r"\b(?:halt|stop|suspend|cancel|freez|end(?:s|ed|ing)?\b|ceas|scrap|removal|withdraw|lift|relief)\w*", re.I
)
FAILED = re.compile(r"\bfail\w*", re.I)
NOW = re.compile(r"\b(?:now|today|no longer|suddenly|anymore|this time)\b", re.I)
SUMMIT = re.compile(r"\b(?:the|a|their|his|its|planned|scheduled|upcoming)\s(?:[\w-]+\s)?summits?\b", re.I)


ACTS = """
SELECT * FROM events WHERE type IN ('AGREE', 'CONCEDE', 'RETREAT', 'REJECT') AND modality = 'happened'
  AND voice <> 'author' AND confidence >= $c
"""


class Move(NamedTuple):
    """A stance, a later one that differs from it, and, where the first soon returned, the stance that came back."""

    before: list[Row]
    after: list[Row]
    back: list[Row] | None
    moves: int


def find(
    db: duckdb.DuckDBPyConnection, *, actor: str | None = None, issue: str | None = None, confidence: float = 0.0
) -> Finding:
    """Put an actor's earlier and later stance on the same issue side by side, both quoted, with a score.

    A promise counts as a stance on its topic. Compared are stances of one person, or of those who speak for one party,
    where it is known which came first; not what is recalled, entertained or claimed by others. A stance that returns
    within days is one row. Score: how sure, specific, near in time and widely told; below 0.45 it is shown here only.
    """
    parameters = {"c": max(confidence, 0.0)}
    positions = fetch(db, "SELECT * FROM positions WHERE voice <> 'author' AND confidence >= $c", parameters)
    promises = fetch(db, "SELECT * FROM commitments WHERE voice <> 'author' AND confidence >= $c", parameters)
    positions = [row for row in positions if not misread(row)]
    names = issue_names(positions)
    stances = [_stance(row, names[row["issue"]], str(row["stance"])) for row in positions]
    stances += [_stance(row, row["topic"] or row["what"], "promise") for row in promises]
    found: dict[tuple[str, str], Row] = {}
    for name, group in _series(stances):
        for move in _moves(sorted(group, key=order)):
            row = _shift(name, move)
            key = (move.before[-1]["id"], move.after[0]["id"])
            if row["score"] > found.get(key, {"score": 0.0})["score"]:
                found[key] = row
    acts = fetch(db, ACTS, parameters)
    rows = [_told(move) for move in told_moves([*positions, *promises, *acts])]
    told = {(row["side"], row["to_day"]) for row in rows}
    rows += [row for row in found.values() if (row["side"], row["to_day"]) not in told]
    rows.sort(key=lambda r: (-r["score"], r["records"]))
    kept = [row for row in _once(rows) if chosen(row["actor"], actor) and chosen(row["issue"], issue)]
    return Finding(name="shifts", title="What moved", columns=COLUMNS, rows=tuple(kept))


def _stance(row: Row, issue: str, stance: str) -> Row:
    """A position or a promise, with its class and the families of issues in which it may be compared."""
    families = {issue_key(issue)}
    if row.get("instrument") in ("pause", "ceasefire", "memorandum"):
        families.add(f"instrument:{row['instrument']}")
    group = CLASSES[stance]
    if stance == "promise" and NOT.search(str(row["what"])):
        group = AGAINST
    return {**row, "issue": issue, "stance": stance, "class": group, "families": families}


def _series(stances: list[Row]) -> list[tuple[str, list[Row]]]:
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


def _moves(group: list[Row]) -> list[Move]:
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


# ---------------------------------------------------------------- what a comparison is worth


def _shift(name: str, move: Move) -> Row:
    before, after = move.before, move.after
    issues = {r["issue"] for r in before} & {r["issue"] for r in after}
    first = max(before, key=lambda r: (r["issue"] in issues, _worth(r), order(r)))
    last = max(after, key=lambda r: (r["issue"] == first["issue"], _worth(r), order(r)))
    issue = _shared_issue(first, last)
    back = max(move.back, key=_worth) if move.back else None
    told = voices([*before, *after])
    ids = [*strongest(before, 2), *strongest(after, 2)]
    home = side(name, first.get("actor_code")) if ";" not in str(first["actor"]) else name
    return {
        "score": _score(name, home, first, last, issue, told, move.moves),
        "actor": name,
        "side": home,
        "issue": issue,
        "instrument": last.get("instrument") or first.get("instrument"),
        "from": first["stance"],
        "from_issue": first["issue"],
        "from_day": day_of(first),
        "from_when": first["when"],
        "from_days": first["days"],
        "from_text": first["text"],
        "from_repeated": bool(first.get("repeated")),
        "to": last["stance"],
        "to_issue": last["issue"],
        "to_day": day_of(last),
        "to_when": last["when"],
        "to_days": last["days"],
        "to_text": last["text"],
        "direction": _direction(first, last, back),
        "back_day": day_of(back) if back else None,
        "back_text": back["text"] if back else None,
        "back": back["id"] if back else None,
        "days": days_between(day_of(first), day_of(last)),
        "sources": told,
        "confidence": min(float(first["confidence"]), float(last["confidence"])),
        "before": first["id"],
        "after": last["id"],
        "records": list(dict.fromkeys([first["id"], last["id"], *([back["id"]] if back else []), *ids]))[:4],
    }


def _told(move: Told) -> Row:
    """A move that the source tells in one sentence."""
    row = move.row
    issue = str(row.get("topic") or row.get("issue") or "")
    return {
        "score": round(0.6 + 0.4 * _worth(row), 3),
        "actor": move.actor,
        "side": side(move.actor, row.get("actor_code")),
        "issue": issue,
        "instrument": row.get("instrument"),
        "from": move.held,
        "from_issue": issue,
        "from_day": None,
        "from_when": None,
        "from_days": None,
        "from_text": move.held_text,
        "from_repeated": False,
        "to": move.turned,
        "to_issue": issue,
        "to_day": day_of(row),
        "to_when": row["when"],
        "to_days": row["days"],
        "to_text": move.turned_text,
        "direction": "told as a move",
        "back_day": None,
        "back_text": None,
        "back": None,
        "days": None,
        "sources": 1,
        "confidence": row["confidence"],
        "before": row["id"],
        "after": row["id"],
        "records": [row["id"]],
    }


def _worth(row: Row) -> float:
    return float(row["confidence"]) * own_word(row)


def _score(name: str, home: str, first: Row, last: Row, issue: str, told: int, moves: int) -> float:
    """How sure both stances are, how specific the issue is, how near in time, how widely told; many turns are noise."""
    sure = min(_worth(first), _worth(last))
    both = (first["text"], last["text"])
    specificity = specific(issue)
    if all(SUMMIT.search(text) for text in both):
        specificity = max(specificity, 0.6)
    if places_in(*both, name, home):
        specificity = max(specificity, 0.75)
    if first["article"] == last["article"]:
        # the author sets the two side by side, and the words for their days say so
        specificity = max(specificity, 0.9 if first["when"] or first["stance"] == "promise" else specificity)
    else:
        apart_in_name = specificity < 0.75 and not alike(first, last, (name, home))
        # `signed agreements` is no word on a peace agreement
        whole = set(content_key(issue).split())
        unnamed = specificity < NAMED and any(
            len(shared(str(r["sentence"]), issue)) < len(whole) for r in (first, last)
        )
        words = shared(*both) - set(content_key(f"{name} {home}").split())
        specificity *= 0.4 if apart_in_name or unnamed or not words else 1.0
    step = 0.55 if BETWEEN in (first["class"], last["class"]) else 1.2 if first["stance"] == "promise" else 1.0
    apart = days_between(day_of(first), day_of(last)) or 0
    near = 1.0 if apart <= 45 else 0.9 if apart <= LONG_AGO else 0.6
    voiced = 1.0 if first["actor"] == last["actor"] else 0.8
    # one voice that turns at every step is told of in several senses rather than turning
    steady = 1 / math.sqrt(max(1, moves - 1))
    widely = 0.9 + 0.1 * min(3, told)
    return round(sure * specificity * step * near * voiced * steady * widely, 3)


def _direction(first: Row, last: Row, back: Row | None) -> str:
    """Towards or away from an instrument of the ladder; of anything else only from what to what."""
    if back is not None:
        return "back and forth"
    if first.get("instrument") and last.get("instrument"):
        return "towards" if last["class"] > first["class"] else "away"
    return f"{first['stance']} to {last['stance']}"


def _shared_issue(first: Row, last: Row) -> str:
    """The name of the issue on which both stances are; of two names the one of the position, then the shorter one."""
    if first["stance"] == "promise":
        return str(last["issue"])
    if last["stance"] == "promise":
        return str(first["issue"])
    return min(str(last["issue"]), str(first["issue"]), key=lambda n: (len(content_key(n)), n))


def _once(rows: list[Row]) -> list[Row]:
    """Each stance only once before and once after, and of one party and issue within days only the best comparison."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for row in rows:
        pairs = {("after", row["after"]), ("before", row["before"])}
        if not pairs & seen:
            seen |= pairs
            kept.append(row)
    return kept
