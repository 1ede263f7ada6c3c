"""Where do words and deeds part: who says one thing and is reported to do another at about the same time?

Example: detente gaps talks/*.txt --party Russia --window 7
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from typing import NamedTuple

import duckdb

from detente.findings.breaches import BREACH_WITHIN, breaches
from detente.findings.matters import hedged, own_word, recalled, specific
from detente.findings.rows import (
    Row,
    attribution,
    chosen,
    day_of,
    days_between,
    fetch,
    party,
    several,
    sides,
    voices,
    weaker,
)
from detente.findings.signs import sign
from detente.findings.unkept import Unkept, unkept
from detente.records import Finding

COLUMNS = ("score", "party", "word", "word_day", "word_text", "deed", "on", "deed_day", "deed_text", "closeness")

PEACEFUL = sign("peaceful")
RUNGS = frozenset({"talks", "memorandum", "pause", "ceasefire", "interim", "framework", "treaty"})
CONSENT = re.compile(r"\b(?:agree|accept|pledg|promis|vow|offer|ready|willing|open to|prepared to|call\w* for)", re.I)
BESIDE = sign("beside")
# what is no deed of that day: a state that lasts, a war's beginning, a defence, what others feared
NO_DEED = sign("no deed")
VIOLENT = sign("violent", r"\w*")
# an `attack on North Korea` whose manner nobody tells may be one of words
ENTERTAINED = re.compile(r"^(?:\w+ing\b|to (?!have)\w+)")
OF_WORDS = re.compile(r"^(?:\S+ ){0,3}attack on\b")
LINE = 0.4  # of the score, below which a pair is more often chance than not
NEAR, LINKED, TOGETHER, WINDOW = 1200, 300, 3, 14
GRADES = {3: 1.0, 2: 0.7, 1: 0.45}

WORDS = """
SELECT *, stance AS word FROM positions
WHERE stance IN ('accept', 'propose', 'open', 'conditional') AND voice <> 'author' AND confidence >= $c
"""
PROMISES = (
    "SELECT *, 'promise' AS word FROM commitments WHERE state <> 'kept' AND voice <> 'author' AND confidence >= $c"
)
ACTS = """
SELECT *, CASE WHEN modality = 'hypothetical' THEN 'open' ELSE 'accept' END AS word, NULL AS instrument FROM events
WHERE type IN ('AGREE', 'CONCEDE') AND modality IN ('happened', 'hypothetical') AND voice <> 'author'
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
    db: duckdb.DuckDBPyConnection,
    *,
    party_is: str | None = None,
    window: int = WINDOW,
    confidence: float = 0.0,
    score: float = LINE,
) -> Finding:
    """Put a party's peaceful word beside a deed of the same party that cuts against it, graded by how close they stand.

    Three kinds: a word for talks or peace beside force against another party to them; a promise not to do a thing
    beside the thing itself; and a promise beside a sentence that tells by itself that it was not kept. `window` is
    the number of days by which force may follow a word for peace (it may come a day before it). Where days are not
    known, both must be told near one another in one article. One row a party and kind. What scores less than 0.4 is
    left out.
    """
    c = {"c": confidence}
    words = _words(db, c)
    concerned = _concerned(words)
    friends = _friends(db)
    deeds = _by_party([row for row in fetch(db, DEEDS, c) if _is_a_deed(row)])
    met: dict[tuple[str, str, str], list[Pair]] = {}
    for word in words:
        for who in several(party(word)):
            if not chosen(who, party_is):
                continue
            for deed in _candidates(deeds.get(who), word, window):
                pair = _pair(word, deed, window)
                against = [name for name in sides(deed["recipient"], deed["recipient_code"]) if name != who]
                against = [name for name in against if name[:1].isupper()]
                if deed["type"] != "ASSAULT":
                    against = [name for name in against if (who, name) not in friends]
                if pair is None or not against:
                    continue
                if pair.grade == 3 or _bears_on(word, deed, against, concerned):
                    met.setdefault((who, str(deed["type"]), against[0]), []).append(pair)
    rows = [_gap(who, on, pairs, window) for (who, _, on), pairs in sorted(met.items())]
    for who, pairs in breaches(db, confidence):
        if chosen(who, party_is):
            rows.append(_breach(who, [Pair(3 if p.together else 1, p.apart, p.word, p.deed) for p in pairs]))
    for who, one in unkept(db, confidence):
        if chosen(who, party_is):
            rows.append(_unkept(who, one))
    rows.sort(key=lambda r: (-r["score"], -r["grade"], -r["sources"], r["records"]))
    shown = tuple(row for row in rows if row["score"] >= score)
    note = "Words and deeds are put side by side; that the one belies the other is for the reader to judge."
    note = " ".join(filter(None, (note, weaker(len(rows) - len(shown)))))
    return Finding(name="gaps", title="Words against deeds", columns=COLUMNS, rows=shown, note=note)


# ---------------------------------------------------------------- words


def _words(db: duckdb.DuckDBPyConnection, c: dict[str, float]) -> list[Row]:
    """A party's own words for talks or peace: positions and promises, and what it agreed to where these are silent."""
    positions = [row for row in fetch(db, WORDS, c) if row["instrument"] in RUNGS or PEACEFUL.search(row["issue"])]
    promises = [{**row, "issue": row["topic"] or row["what"], "instrument": None} for row in fetch(db, PROMISES, c)]
    words = positions + [row for row in promises if PEACEFUL.search(f"{row['issue']} {row['what']}")]
    known = {(row["article"], row["sentence_start"]) for row in words}
    for row in fetch(db, ACTS, c):
        said = PEACEFUL.search(row["text"]) and CONSENT.search(row["text"])
        if said and (row["article"], row["sentence_start"]) not in known:
            words.append({**row, "issue": row["text"]})
    words = [row for row in words if row["word"] == "conditional" or not hedged(str(row["text"]))]
    return [row for row in words if not recalled(row) and own_word(row) > 0.5]


def _worth(word: Row) -> float:
    """How much a word says: sure, in the party's own voice, and for something by name."""
    named = 1.0 if word.get("instrument") in ("memorandum", "pause", "ceasefire") else max(0.5, specific(word["issue"]))
    kind = 1.0 if word.get("side") or word["word"] == "promise" else 0.7
    return float(word["confidence"]) * own_word(word) * named * kind


# ---------------------------------------------------------------- deeds


def _is_a_deed(row: Row) -> bool:
    """Whether it was done at the time: no state, no defence, no beginning of the war long ago, nothing recalled."""
    text = str(row["text"])
    if NO_DEED.search(text) or ENTERTAINED.match(text) or recalled(row):
        return False
    if row["mode"] is None and OF_WORDS.match(text):
        return False
    if row["type"] == "ASSAULT" and not VIOLENT.search(text):
        return False
    return row["type"] != "COERCE" or row["mode"] not in ("arrest", "withhold", "misinformation", "censor")


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
    overlap = told_together and word["start"] < deed["end"] and deed["start"] < word["end"]
    if not -1 <= apart <= window or overlap:
        return None
    distance = abs(int(word["start"]) - int(deed["start"]))
    # `even as the talks went on`: the sentence of the deed speaks of peace itself, or stands by the words
    linked = BESIDE.search(deed["sentence"]) and (distance <= LINKED or PEACEFUL.search(deed["sentence"]))
    if told_together and abs(apart) <= TOGETHER and linked:
        return Pair(3, apart, word, deed)
    if day_of(word) is None:
        return Pair(1, apart, word, deed) if told_together and distance <= NEAR else None
    return Pair(2 if abs(apart) <= 1 else 1, apart, word, deed)


def _concerned(words: list[Row]) -> set[tuple[str, str]]:
    """Pairs of parties who have a word to say on the same rung of the ladder or issue: to each other, that is."""
    found: dict[str, set[str]] = {}
    for word in words:
        rung = word["instrument"] if word["instrument"] in ("memorandum", "pause", "ceasefire") else None
        found.setdefault(rung or str(word["issue"]), set()).update(several(party(word)))
    return {(one, other) for parties in found.values() for one in parties for other in parties if one != other}


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


def _bears_on(word: Row, deed: Row, against: list[str], concerned: set[tuple[str, str]]) -> bool:
    """Whether a deed may cut against a word: its victim has a say in the matter, or is named where the word stands."""
    names = several(party(word))
    has_a_say = any((name, victim) in concerned for name in names for victim in against)
    return has_a_say or any(name in str(word["sentence"]) for name in (*against, *several(deed["recipient"])))


# ---------------------------------------------------------------- a row


def _gap(who: str, on: str, pairs: list[Pair], window: int) -> Row:
    pairs.sort(key=lambda p: (-_score(p), abs(p.apart or 0), p.word["id"], p.deed["id"]))
    row = _row(who, on, pairs)
    return {**row, "kind": "force", "closeness": _closeness(pairs[0], window), "score": round(_score(pairs[0]), 3)}


def _breach(who: str, pairs: list[Pair]) -> Row:
    pairs.sort(key=lambda p: (-_score(p), abs(p.apart or 0), p.word["id"], p.deed["id"]))
    deed = pairs[0].deed
    row = _row(who, "", pairs)
    words = f"within {BREACH_WITHIN} days" if pairs[0].grade == 1 else "told side by side"
    told = attribution([deed]) or (None if deed.get("actor") else deed.get("according_to"))
    return {**row, "kind": "breach", "deed": "the thing itself", "closeness": words, "deed_according_to": told,
            "score": round(_score(pairs[0]) * (1.0 if pairs[0].grade == 3 else 1.6), 3)}  # fmt: skip


def _unkept(who: str, one: Unkept) -> Row:
    apart = days_between(day_of(one.word), day_of(one.told))
    told = attribution([one.told]) or one.told.get("according_to")
    return {**_row(who, "", [Pair(1, apart, one.word, one.told)]), "kind": "unkept", "deed": "told as not kept",
            "closeness": "told in one sentence", "deed_according_to": told,
            "score": round(_worth(one.word) * one.sure, 3)}  # fmt: skip


def _row(who: str, on: str, pairs: list[Pair]) -> Row:
    best = pairs[0]
    word, deed = best.word, best.deed
    words, deeds = {p.word["id"]: p.word for p in pairs}, {p.deed["id"]: p.deed for p in pairs}
    instances = len({(day_of(d) or d["id"], d.get("mode")) for d in deeds.values()})
    return {
        "party": who,
        "word": word["word"],
        "issue": word["issue"],
        "speaker": word["actor"],
        "word_day": day_of(word),
        "word_text": word["text"],
        "deed": deed.get("type"),
        "mode": deed.get("mode"),
        "on": on,
        "deed_day": day_of(deed),
        "deed_text": deed["text"],
        "place": deed.get("place"),
        "deed_according_to": attribution([deed]),
        "apart": best.apart,
        "grade": best.grade,
        "together": word["article"] == deed["article"],
        "instances": instances,
        "sources": voices(deeds.values()),
        "confidence": round(min(float(word["confidence"]), float(deed["confidence"])), 3),
        "before": word["id"],
        "after": deed["id"],
        "words": len(words),
        "records": list(dict.fromkeys([word["id"], deed["id"], *sorted(deeds)]))[:5],
    }


def _closeness(pair: Pair, window: int) -> str:
    if pair.grade == 1 and day_of(pair.word) is None:
        return "in one article"
    return (f"within {window} days", "within a day", "told side by side")[pair.grade - 1]


def _score(pair: Pair) -> float:
    how = 1.0 if pair.deed.get("mode") else 0.85
    plain = 1.0 if not str(pair.deed["text"]).startswith("to have") and " " in str(pair.deed["text"]) else 0.8
    return GRADES[pair.grade] * min(_worth(pair.word), float(pair.deed["confidence"]) * how * plain)
