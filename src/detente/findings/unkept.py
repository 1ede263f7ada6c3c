"""A sentence that tells by itself that a promise was not kept, beside the promise where an earlier sentence holds it.

`The package that they had undertaken to deliver by July never came`: such a sentence names the word and what became of
it, so that the two need only be found in the same record.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections import Counter, defaultdict
from math import log
from typing import NamedTuple

import duckdb

from detente.findings.matters import hedged, own_word, recalled
from detente.findings.rows import Row, content_key, day_of, days_between, fetch, iso, order, party, several
from detente.findings.signs import pieces
from detente.numbers import NUMBERS

GIVEN = f"(?:{pieces('word given')})"
OWED = f"(?:{pieces('act owed')})"
UNDONE = f"(?:{pieces('not carried out')})"
UNKEPT = re.compile(
    rf"\b(?:{pieces('word broken')})"
    rf"|\b(?:{GIVEN}|{OWED})\b[^.;]{{1,110}}?\b{UNDONE}"
    rf"|\b{UNDONE}[^.;]{{0,90}}?\b(?:(?:as|than|which|that|whom)\b[^.;]{{0,50}}?\b{GIVEN}|{OWED})\b",
    re.I,
)
NAME = re.compile(r"\b[A-Z]\w+")
MONTHS = frozenset(name.casefold() for name in month_name if name)
OVERDUE = re.compile(
    r"\b(?:deadline|(?:date|day) (?:that had been |that was )?(?:set|agreed|fixed|laid down)|later than)\b", re.I
)
RECENT = 75  # days after a deadline within which a sentence on a deadline may mean it
UNITS = frozenset({"hour", "day", "week", "month", "year", "time", "date", "deadline", "end"}) | NUMBERS.keys()
STEM = 5  # letters by which a name is known in another form: `Karsenia`, `Karsenian`
ENOUGH = 1.8  # of shared words, weighed by their rarity, where the sentence does not name who promised
LEAST = 1.2  # the same where it does
BEFORE, BEHIND = 60, 90  # characters round the sign in which the promised thing is named
SUPPOSED = re.compile(r"\b(?:if|as long as|so long as|until|unless|once|would|could|should it)\b", re.I)

PROMISES = "SELECT *, 'promise' AS word, coalesce(topic, what) AS issue FROM commitments WHERE voice <> 'author'"
TOLD = """
SELECT *, NULL AS type, NULL AS mode, NULL AS place FROM passages WHERE voice <> 'author' AND "end" - "start" < 400
"""


class Unkept(NamedTuple):
    """A promise, the sentence that tells that it was not kept, and how surely it tells of that promise, 0 to 1."""

    word: Row
    told: Row
    sure: float


def unkept(db: duckdb.DuckDBPyConnection, confidence: float = 0.0) -> list[tuple[str, Unkept]]:
    """Each sentence that tells of a word not kept, with the earlier promise that it is surest to mean, by party."""
    told = [row for row in fetch(db, TOLD) if _tells(str(row["text"])) and not recalled(row)]
    if not told:
        return []
    promises = [
        row
        for row in fetch(db, f"{PROMISES} AND confidence >= $c", {"c": confidence})
        if not recalled(row) and own_word(row) > 0.5 and not row["condition"]
    ]
    words = {row["id"]: _words(str(row["what"])) for row in promises}
    often = Counter(word for found in words.values() for word in found)
    by_word: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(promises, key=order):
        for word in words[row["id"]]:
            by_word[word].append(row)
    due = [row for row in promises if row["deadline"] is not None]
    found: dict[tuple[str, str], Unkept] = {}
    for row in sorted(told, key=order):
        best = _meant(row, by_word, due, often, len(promises))
        if best is not None:
            for who in _whose(best.word, str(row["text"])):
                key = who, str(best.word["id"])
                if key not in found or best.sure > found[key].sure:
                    found[key] = best
    return [(who, one) for (who, _), one in sorted(found.items(), key=lambda item: item[0])]


def _tells(text: str) -> str | None:
    """The words round the place where a sentence tells of a word not kept; None where it only supposes it."""
    match = UNKEPT.search(text)
    if match is None or hedged(text) or SUPPOSED.search(text[: match.end()]):
        return None
    return text[max(0, match.start() - BEFORE) : match.end() + BEHIND]


def _meant(row: Row, by_word: dict[str, list[Row]], due: list[Row], often: Counter[str], total: int) -> Unkept | None:
    """The earlier promise of which a sentence tells. `due` are those that have a day to be kept by."""
    text = str(row["text"])
    shared: Counter[str] = Counter()
    earlier: dict[str, Row] = {}
    weights: dict[str, float] = defaultdict(float)
    for word in _words(_tells(text) or ""):
        for promise in by_word.get(word, ()):
            if _before(promise, row):
                earlier[promise["id"]] = promise
                shared[promise["id"]] += 1
                weights[promise["id"]] += log(1 + total / often[word]) / log(1 + total)
    if OVERDUE.search(text):
        for promise in due:
            if _before(promise, row) and 0 <= (days_between(iso(promise["deadline"]), day_of(row)) or -1) <= RECENT:
                earlier[promise["id"]] = promise
                shared[promise["id"]] += 1
                weights[promise["id"]] += 1.0
    best: Unkept | None = None
    for key, promise in earlier.items():
        named = any(_named(who, text) for who in _parties(promise))
        if weights[key] < (LEAST if named else ENOUGH) or (not named and shared[key] < 2):
            continue
        sure = round(min(1.0, 0.6 + 0.1 * weights[key] + 0.1 * named), 3)
        if best is None or sure >= best.sure:
            best = Unkept(promise, row, sure)
    return best


def _words(text: str) -> set[str]:
    """The words that tell which act is meant; names of parties tell it not, names of months do."""
    names = {name.casefold() for name in NAME.findall(text)} - MONTHS
    plain = {word for word in content_key(text).split() if len(word) > 2 or word.isdigit()}
    return {word for word in plain - UNITS if word not in names and f"{word}s" not in names}


def _before(promise: Row, row: Row) -> bool:
    one, other = day_of(promise), day_of(row)
    if promise["article"] == row["article"]:
        return bool(promise["sentence_start"] < row["sentence_start"])
    return one is not None and other is not None and one < other


def _parties(promise: Row) -> list[str]:
    return list(dict.fromkeys([*several(party(promise)), *several(promise["actor"])]))


def _named(who: str, text: str) -> bool:
    return any(len(part) > 2 and part[:1].isupper() and part[:STEM] in text for part in who.split())


def _whose(promise: Row, text: str) -> list[str]:
    """Whose word it was: of several parties those that the sentence names, of one that one."""
    parties = several(party(promise))
    return [who for who in parties if _named(who, text)] or parties[:1]
