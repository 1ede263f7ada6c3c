"""Whose position moved, on what, from what to what, in whose words?

Example: detente shifts talks/*.txt --actor Trump
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise

import duckdb

from detente.records import Finding
from detente.rows import (
    LEVELS,
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

COLUMNS = ("actor", "issue", "from", "from_day", "from_text", "to", "to_day", "to_text", "direction", "sources")

PROMISE = 3
NOT = re.compile(r"\b(?:not|never|no)\b", re.I)
NOW = re.compile(r"\b(?:now|today|no longer|suddenly|anymore|this time)\b", re.I)


def find(
    db: duckdb.DuckDBPyConnection, *, actor: str | None = None, issue: str | None = None, confidence: float = 0.0
) -> Finding:
    """Put an actor's earlier and later stance on the same issue side by side, both quoted, with the way it moved.

    A promise counts as a stance on its topic. Two stances are compared only where it is known which came first: their
    days differ, or within one text a promise made comes before its being called into question.
    """
    parameters = {"c": confidence}
    positions = fetch(db, "SELECT * FROM positions WHERE voice <> 'author' AND confidence >= $c", parameters)
    promises = fetch(db, "SELECT * FROM commitments WHERE voice <> 'author' AND confidence >= $c", parameters)
    names = issue_names(positions)
    stances = [_stance(row, names[row["issue"]], str(row["stance"])) for row in positions]
    stances += [_stance(row, row["topic"] or row["what"], "promise") for row in promises]
    held: dict[tuple[str, str], list[Row]] = {}
    for row in stances:
        for name in several(row["actor"]):
            for family in sorted(row["families"]):
                held.setdefault((name, family), []).append(row)
    found: dict[tuple[str, str], Row] = {}
    for (name, _), group in sorted(held.items()):
        for before, after in _moves(sorted(group, key=order)):
            row = _shift(name, before, after)
            if chosen(name, actor) and chosen(row["issue"], issue):
                found.setdefault((before[-1]["id"], after[0]["id"]), row)
    rows = sorted(found.values(), key=lambda r: (-r["weight"], r["records"]))
    return Finding(name="shifts", title="What moved", columns=COLUMNS, rows=tuple(_once(rows)))


def _stance(row: Row, issue: str, stance: str) -> Row:
    """A position or a promise, with its level and the families of issues in which it may be compared."""
    families = {issue_key(issue)}
    if row.get("instrument"):
        families.add(f"instrument:{row['instrument']}")
    level = LEVELS.get(stance, PROMISE)
    if stance == "promise" and NOT.search(str(row["what"])):
        level = 0  # a promise not to do it
    return {**row, "issue": issue, "stance": stance, "level": level, "families": families}


def _moves(group: list[Row]) -> list[tuple[list[Row], list[Row]]]:
    """Pairs of neighbouring runs of one level, where it is known which came first."""
    days = [list(rows) for _, rows in groupby(group, key=lambda r: (r["sort_key"], None if r["day"] else r["article"]))]
    moves = []
    if len(days) == 1:
        return _within_one_text(days[0])
    settled = [_majority(day) for day in days]
    runs = [list(run) for _, run in groupby(settled, key=lambda rows: rows[0]["level"])]
    flat = [[row for day in run for row in day] for run in runs]
    for before, after in pairwise(flat):
        if _known_order(before[-1], after[0]) and _is_a_move(before, after):
            moves.append((before, after))
    for day in days:
        moves += _within_one_text(day)
    return moves


def _is_a_move(before: list[Row], after: list[Row]) -> bool:
    """Whether a change of level says something: across the line of refusal, or between a condition and none.

    From a proposal to mere openness is none, nor from one to a demand.
    """
    if _one_sentence(before[-1], after[0]):
        return False
    first, last = before[0]["level"], after[0]["level"]
    if min(first, last) <= 1 < max(first, last):
        return True
    conditional = "conditional" in {row["stance"] for row in (after if first > last else before)}
    accepted = any(row["stance"] == "accept" for row in after)
    return conditional or (first < last and accepted)


def _known_order(before: Row, after: Row) -> bool:
    if day_of(before) and day_of(after):
        return bool(day_of(before) != day_of(after))
    return bool(before["article"] == after["article"] and before["sort_key"] < after["sort_key"])


def _one_sentence(before: Row, after: Row) -> bool:
    return bool(before["article"] == after["article"] and before["sentence_start"] == after["sentence_start"])


def _majority(day: list[Row]) -> list[Row]:
    """Of the stances of one day, those of the level that most sources tell; of equals the surest."""
    levels = {row["level"] for row in day}
    of = {level: [row for row in day if row["level"] == level] for level in levels}
    best = max(sorted(of), key=lambda n: (voices(of[n]), max(float(r["confidence"]) for r in of[n])))
    return of[best]


def _within_one_text(day: list[Row]) -> list[tuple[list[Row], list[Row]]]:
    """A promise that the same text later calls into question, or a stance that it marks as new (`now`)."""
    moves = []
    for before, after in ((b, a) for b in day for a in day):
        same = before["article"] == after["article"] and before["start"] < after["start"]
        if not same or before["level"] == after["level"] or _one_sentence(before, after):
            continue
        promised = before["stance"] == "promise" and after["level"] <= 1
        if promised or NOW.search(str(after.get("sentence") or "")):
            moves.append(([before], [after]))
            break
    return moves


def _shift(name: str, before: list[Row], after: list[Row]) -> Row:
    issues = {r["issue"] for r in before} & {r["issue"] for r in after}
    first = max(before, key=lambda r: (r["issue"] in issues, float(r["confidence"]), order(r)))
    last = max(after, key=lambda r: (r["issue"] == first["issue"], float(r["confidence"]), order(r)))
    step = last["level"] - first["level"]
    sure = min(float(first["confidence"]), float(last["confidence"]))
    told = voices([*before, *after])
    ids = [*strongest(before, 2), *strongest(after, 2)]
    return {
        "actor": name,
        "side": side(name, first.get("actor_code")) if ";" not in str(first["actor"]) else name,
        "issue": _shared_issue(first, last),
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
        "direction": "towards" if step > 0 else "away",
        "days": days_between(day_of(first), day_of(last)),
        "sources": told,
        "confidence": sure,
        "weight": round(sure * abs(step) * (1 + told / 4) * (1.3 if first["issue"] == last["issue"] else 1.0), 4),
        "before": first["id"],
        "after": last["id"],
        "records": list(dict.fromkeys([first["id"], last["id"], *ids]))[:4],
    }


def _shared_issue(first: Row, last: Row) -> str:
    """The name of the issue on which both stances are; of two names the one of the position, then the shorter one."""
    if first["stance"] == "promise":
        return str(last["issue"])
    if last["stance"] == "promise":
        return str(first["issue"])
    return min(str(last["issue"]), str(first["issue"]), key=lambda n: (len(content_key(n)), n))


def _once(rows: list[Row]) -> list[Row]:
    """Each pair of an actor and a stance only once, in its weightiest comparison."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for row in rows:
        pair = (row["actor"], row["after"])
        if pair not in seen and (row["actor"], row["before"] + "<") not in seen:
            seen |= {pair, (row["actor"], row["before"] + "<")}
            kept.append(row)
    return kept
