"""Where do words and deeds part: who says one thing and is reported to do another at about the same time?

Example: detente gaps talks/*.txt --party Russia --window 7
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from typing import NamedTuple

import duckdb

from detente.records import Finding
from detente.rows import (
    Row,
    attribution,
    chosen,
    content_key,
    day_of,
    days_between,
    fetch,
    party,
    several,
    sides,
    voices,
)

COLUMNS = ("party", "word", "word_day", "word_text", "deed", "on", "deed_day", "deed_text", "closeness", "instances")

AGAINST = ("ASSAULT", "COERCE", "MOBILIZE")
PEACEFUL = re.compile(
    r"peace|talk|negotiat|dialogue|diplomac|cease|truce|pause|halt|memorandum|framework|treaty|agreement|accord|"
    r"settlement|withdraw|de-?escalat|restraint|restrain|freeze|access|exchange|corridor|end\w* the war",
    re.I,
)
BESIDE = re.compile(
    r"\b(?:even (?:as|while|though|when)|while|despite|although|at the same time|meanwhile|"
    r"(?:hours?|minutes|days?|a day) (?:after|before|later|earlier)|just as|as (?:talks|the talks|negotiators)|yet)\b",
    re.I,
)
NEAR = 1200
LINKED = 300
TOGETHER = 3

WORDS = """
SELECT *, stance AS word FROM positions
WHERE stance IN ('accept', 'propose', 'open', 'conditional') AND voice <> 'author' AND confidence >= $c
"""
PROMISES = "SELECT * FROM commitments WHERE state <> 'kept' AND voice <> 'author' AND confidence >= $c"
ACTS = """
SELECT * FROM events
WHERE type IN ('AGREE', 'CONCEDE') AND modality IN ('happened', 'hypothetical', 'planned') AND voice <> 'author'
  AND confidence >= $c
"""
DEEDS = """
SELECT * FROM events
WHERE type IN ('ASSAULT', 'COERCE', 'MOBILIZE') AND modality = 'happened' AND voice <> 'author' AND confidence >= $c
"""


class Pair(NamedTuple):
    """A word and a deed of one party, and how close they stand: 3 side by side, 2 within a day, 1 within the window."""

    grade: int
    apart: int | None
    word: Row
    deed: Row


def find(
    db: duckdb.DuckDBPyConnection, *, party_is: str | None = None, window: int = 7, confidence: float = 0.0
) -> Finding:
    """Put a party's peaceful word beside a deed of the same party that cuts against it, graded by how close they stand.

    `window` is the number of days by which a deed may follow the word (it may come a day before it). Where days are not
    known, both must be told near one another in one article. One row a party, word and kind of deed.
    """
    c = {"c": confidence}
    words = [{**row, "rank": 0} for row in fetch(db, WORDS, c) if row["instrument"] or PEACEFUL.search(row["issue"])]
    words += [
        {**row, "rank": 0, "word": "promise", "issue": row["topic"] or row["what"]} for row in fetch(db, PROMISES, c)
    ]
    known = {(row["article"], row["sentence_start"]) for row in words}
    acts = [row for row in fetch(db, ACTS, c) if (row["article"], row["sentence_start"]) not in known]
    words += [
        {**row, "rank": 1, "word": _act(row), "issue": row["text"]} for row in acts if PEACEFUL.search(row["text"])
    ]
    concerned = _concerned(words)
    friends = _friends(db)
    deeds = _by_party(fetch(db, DEEDS, c))
    met: dict[tuple[str, str, str, str], list[Pair]] = {}
    for word in words:
        for who in several(party(word)):
            if not chosen(who, party_is):
                continue
            for deed in _candidates(deeds.get(who), word, window):
                pair = _pair(word, deed, window)
                against = [name for name in sides(deed["recipient"], deed["recipient_code"]) if name != who]
                if deed["type"] != "ASSAULT":
                    against = [name for name in against if (who, name) not in friends]
                if pair is None or not against:
                    continue
                if pair.grade == 3 or _bears_on(word, deed, against, concerned):
                    key = (who, content_key(word["issue"]), str(deed["type"]), "; ".join(against))
                    met.setdefault(key, []).append(pair)
    rows = [_gap(who, on, pairs, window) for (who, _, _, on), pairs in sorted(met.items())]
    rows.sort(key=lambda r: (-r["grade"], -r["sources"], -r["confidence"], r["records"]))
    note = "Words and deeds are put side by side; that the one belies the other is for the reader to judge."
    return Finding(name="gaps", title="Words against deeds", columns=COLUMNS, rows=tuple(rows), note=note)


class Deeds(NamedTuple):
    """A party's deeds: those with a day, in its order, and all by article."""

    days: list[str]
    dated: list[Row]
    by_article: dict[str, list[Row]]


def _by_party(rows: list[Row]) -> dict[str, Deeds]:
    held: dict[str, Deeds] = {}
    for row in sorted(rows, key=lambda r: (day_of(r) or "", r["id"])):
        for who in sides(row["actor"], row["actor_code"]):
            deeds = held.setdefault(who, Deeds([], [], {}))
            day = day_of(row)
            if day is not None:
                deeds.days.append(day)
                deeds.dated.append(row)
            deeds.by_article.setdefault(row["article"], []).append(row)
    return held


def _candidates(deeds: Deeds | None, word: Row, window: int) -> list[Row]:
    """The party's deeds of the same article or of the days around the word."""
    if deeds is None:
        return []
    found = {row["id"]: row for row in deeds.by_article.get(word["article"], ())}
    day = day_of(word)
    if day is not None:
        first = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        last = (date.fromisoformat(day) + timedelta(days=window)).isoformat()
        low, high = bisect_left(deeds.days, first), bisect_right(deeds.days, last)
        found.update((row["id"], row) for row in deeds.dated[low:high])
    return list(found.values())


def _pair(word: Row, deed: Row, window: int) -> Pair | None:
    apart = days_between(day_of(word), day_of(deed))
    told_together = word["article"] == deed["article"]
    if apart is None:
        apart = (deed["days"] or 0) - (word["days"] or 0) if told_together else None
        if apart is None:
            return None
    if not -1 <= apart <= window:
        return None
    distance = abs(int(word["start"]) - int(deed["start"]))
    # `even as the talks went on`: the sentence of the deed speaks of peace itself, or stands by the words
    linked = BESIDE.search(deed["sentence"]) and (distance <= LINKED or PEACEFUL.search(deed["sentence"]))
    if told_together and abs(apart) <= TOGETHER and linked:
        return Pair(3, apart, word, deed)
    if day_of(word) is None:
        return Pair(1, apart, word, deed) if told_together and distance <= NEAR else None
    return Pair(2 if abs(apart) <= 1 else 1, apart, word, deed)


def _concerned(words: list[Row]) -> dict[str, set[str]]:
    """Which parties have a word to say on each issue and each rung of the ladder: those whom a word may be given to."""
    found: dict[str, set[str]] = {}
    for word in words:
        for key in _keys(word):
            found.setdefault(key, set()).update(several(party(word)))
    return found


def _friends(db: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    """Pairs of parties of whom the first mostly does good to the second: its troops there are no threat to it."""
    query = """
    SELECT actor, actor_code, recipient, recipient_code, sum(score) AS score FROM events
    WHERE modality = 'happened' AND voice <> 'author' AND actor IS NOT NULL AND recipient IS NOT NULL GROUP BY ALL
    """
    total: dict[tuple[str, str], float] = {}
    for row in fetch(db, query):
        for who in sides(row["actor"], row["actor_code"]):
            for whom in sides(row["recipient"], row["recipient_code"]):
                total[who, whom] = total.get((who, whom), 0.0) + float(row["score"])
    return {pair for pair, score in total.items() if score > 0}


def _keys(word: Row) -> list[str]:
    keys = [content_key(word["issue"])]
    return [*keys, f"rung:{word['instrument']}"] if word.get("instrument") else keys


def _bears_on(word: Row, deed: Row, against: list[str], concerned: dict[str, set[str]]) -> bool:
    """Whether a deed may cut against a word: its victim has a say in the matter, or is named where the word stands."""
    has_a_say = any(name in concerned.get(key, ()) for key in _keys(word) for name in against)
    return has_a_say or any(name in str(word["sentence"]) for name in (*against, *several(deed["recipient"])))


def _act(row: Row) -> str:
    return "open" if row["modality"] == "hypothetical" else "accept"


def _gap(who: str, on: str, pairs: list[Pair], window: int) -> Row:
    pairs.sort(key=lambda p: (-p.grade, p.word["rank"], -_sure(p), abs(p.apart or 0), p.word["id"], p.deed["id"]))
    best = pairs[0]
    word, deed = best.word, best.deed
    words, deeds = {p.word["id"]: p.word for p in pairs}, {p.deed["id"]: p.deed for p in pairs}
    instances = len({(day_of(d) or d["id"], d["mode"]) for d in deeds.values()})
    return {
        "party": who,
        "word": word["word"],
        "issue": word["issue"],
        "speaker": word["actor"],
        "word_day": day_of(word),
        "word_text": word["text"],
        "deed": deed["type"],
        "mode": deed["mode"],
        "on": on,
        "deed_day": day_of(deed),
        "deed_text": deed["text"],
        "place": deed["place"],
        "deed_according_to": attribution([deed]),
        "apart": best.apart,
        "grade": best.grade,
        "closeness": _closeness(best, window),
        "together": word["article"] == deed["article"],
        "instances": instances,
        "sources": voices(deeds.values()),
        "confidence": round(_sure(best), 3),
        "before": word["id"],
        "after": deed["id"],
        "words": len(words),
        "records": list(dict.fromkeys([word["id"], deed["id"], *sorted(deeds)]))[:5],
    }


def _closeness(pair: Pair, window: int) -> str:
    if pair.grade == 1 and day_of(pair.word) is None:
        return "in one article"
    return (f"within {window} days", "within a day", "told side by side")[pair.grade - 1]


def _sure(pair: Pair) -> float:
    return min(float(pair.word["confidence"]), float(pair.deed["confidence"]))
