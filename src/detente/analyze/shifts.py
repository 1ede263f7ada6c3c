"""Whose position moved, on what, from what to what, in whose words?

Example: detente shifts talks/*.txt --actor Trump
"""

from __future__ import annotations

import math
import re

import duckdb

from detente.findings.matters import alike, known_issue, misread, own_word, places_in, shared, specific
from detente.findings.moves import BETWEEN, Move, moves_in, series, stance_of
from detente.findings.rows import (
    Row,
    chosen,
    content_key,
    day_of,
    days_between,
    fetch,
    issue_names,
    order,
    side,
    strongest,
    voices,
    weaker,
)
from detente.findings.told import Told, told_moves
from detente.findings.turns import Turn, turns, way
from detente.records import Finding

COLUMNS = ("score", "actor", "issue", "from", "from_day", "from_text", "to", "to_day", "to_text", "direction")

LINE = 0.45  # of the score, below which a comparison is more often wrong than right
NAMED = 0.8
LONG_AGO = 240
FEW, MANY = 10, 40  # stances of one voice
GAIN, SUREST = 0.8, 0.85  # the surest comparison of ours is less sure than a move that is told
SUMMIT = re.compile(r"\b(?:the|a|their|his|its|planned|scheduled|upcoming)\s(?:[\w-]+\s)?summits?\b", re.I)


ACTS = """
SELECT * FROM events WHERE type IN ('AGREE', 'CONCEDE', 'RETREAT', 'REJECT') AND modality = 'happened'
  AND voice <> 'author' AND confidence >= $c
"""


def find(
    db: duckdb.DuckDBPyConnection,
    *,
    actor: str | None = None,
    issue: str | None = None,
    confidence: float = 0.0,
    score: float = LINE,
) -> Finding:
    """Put an actor's earlier and later stance on the same issue side by side, both quoted, with a score.

    A promise counts as a stance on its topic. Compared are stances of one person, or of those who speak for one party,
    where it is known which came first; not what is recalled, entertained or claimed by others. A stance that returns
    within days is one row. Score: how sure, specific, near in time and widely told. What scores less than 0.45 is left
    out: such comparisons are more often wrong than right.
    """
    parameters = {"c": max(confidence, 0.0)}
    positions = fetch(db, "SELECT * FROM positions WHERE voice <> 'author' AND confidence >= $c", parameters)
    promises = fetch(db, "SELECT * FROM commitments WHERE voice <> 'author' AND confidence >= $c", parameters)
    positions = [row for row in positions if not misread(row)]
    names = issue_names(positions)
    stances = [stance_of(row, names[row["issue"]], str(row["stance"])) for row in positions]
    stances += [stance_of(row, row["topic"] or row["what"], "promise") for row in promises]
    found: dict[tuple[str, str], Row] = {}
    groups = series(stances)
    moved = [_shift(name, move) for name, group in groups for move in moves_in(sorted(group, key=order))]
    stood = _stances_of(groups)
    for row in (*moved, *(_turned(name, turn) for name, turn in turns(groups))):
        row["score"] = round(max(row["score"], min(SUREST, row["score"] * _few(stood[row["actor"]]))), 3)
        key = (row["before"], row["after"])
        if row["score"] > found.get(key, {"score": 0.0})["score"]:
            found[key] = row
    acts = fetch(db, ACTS, parameters)
    rows = [_told(move) for move in told_moves([*positions, *promises, *acts])]
    told = {(row["side"], row["to_day"]) for row in rows}
    rows += [row for row in found.values() if (row["side"], row["to_day"]) not in told]
    rows.sort(key=lambda r: (-r["score"], r["records"]))
    kept = [row for row in _once(rows) if chosen(row["actor"], actor) and chosen(row["issue"], issue)]
    shown = tuple(row for row in kept if row["score"] >= score)
    return Finding(name="shifts", title="What moved", columns=COLUMNS, rows=shown, note=weaker(len(kept) - len(shown)))


def _stances_of(groups: list[tuple[str, list[Row]]]) -> dict[str, int]:
    """How many stances a record holds of each voice."""
    held: dict[str, set[str]] = {}
    for who, rows in groups:
        held.setdefault(who, set()).update(str(row["id"]) for row in rows)
    return {who: len(ids) for who, ids in held.items()}


def _few(stances: int) -> float:
    """What a comparison is worth by how few there are to choose from: of few, two seldom meet by chance."""
    return 1 + GAIN * max(0.0, min(1.0, (MANY - stances) / (MANY - FEW)))


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


def _turned(name: str, turn: Turn) -> Row:
    """A turn on one matter under two names."""
    first, last = turn.before, turn.after
    row = _shift(name, Move([first], [last], None, 1))
    sure = min(_worth(first), _worth(last))
    if first["stance"] == last["stance"]:  # `not until`, then `if`: both on a condition, and yet two ways
        row["direction"] = "towards" if way(last) > way(first) else "away"
    return row | {"score": round(sure * turn.same * _near(first, last) * _voiced(first, last), 3)}


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
        "before": (move.before or row)["id"],
        "after": row["id"],
        "records": list(dict.fromkeys([(move.before or row)["id"], row["id"]])),
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
        own_words = not known_issue(issue)  # a name made of one text's words may be anything in another
        unnamed = (specificity < NAMED or own_words) and any(
            len(shared(str(r["sentence"]), issue)) < len(whole) for r in (first, last)
        )
        words = shared(*both) - set(content_key(f"{name} {home}").split())
        specificity *= 0.4 if apart_in_name or unnamed or not words else 0.7 if own_words else 1.0
    step = 0.55 if BETWEEN in (first["class"], last["class"]) else 1.2 if first["stance"] == "promise" else 1.0
    # one voice that turns at every step is told of in several senses rather than turning
    steady = 1 / math.sqrt(max(1, moves - 1))
    widely = 0.9 + 0.1 * min(3, told)
    return round(sure * specificity * step * _near(first, last) * _voiced(first, last) * steady * widely, 3)


def _near(first: Row, last: Row) -> float:
    apart = days_between(day_of(first), day_of(last)) or 0
    return 1.0 if apart <= 45 else 0.9 if apart <= LONG_AGO else 0.6


def _voiced(first: Row, last: Row) -> float:
    return 1.0 if first["actor"] == last["actor"] else 0.8


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
