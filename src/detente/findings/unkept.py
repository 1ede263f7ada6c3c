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

from detente.findings.likeness import is_land, words, words_of_names
from detente.findings.matters import hedged, named_in, own_word, recalled
from detente.findings.rows import Row, day_of, days_between, fetch, iso, order, party, several
from detente.findings.signs import pieces

GIVEN = f"(?:{pieces('word given')})"
OWED = f"(?:{pieces('act owed')})"
UNDONE = f"(?:{pieces('not carried out')})"
REACH = 110  # characters between the sign of a promise and that of what was not done
UNKEPT = re.compile(
    rf"\b(?:{pieces('word broken')})|\b(?:{GIVEN}|{OWED})\b[^.;]{{1,{REACH}}}?\b{UNDONE}"
    rf"|\b{UNDONE}[^.;]{{0,{REACH}}}?\b(?:{GIVEN}|{OWED})\b",
    re.I,
)
SUPPOSED = re.compile(r"\b(?:if|as long as|so long as|until|unless|once|would(?! (?:be|have))|could|should it)\b", re.I)
OVERDUE = re.compile(
    r"\b(?:deadline|(?:date|day) (?:\w+ ){0,3}?(?:set|agreed|fixed|laid down|said)|later than|due to)\b", re.I
)
TELLER = re.compile(
    r"(?:^|, )[^,;“\"]{3,60}?\b(?:said|says|told reporters|reported|claimed|noted|added) (?:that )?(?=[a-z])"
)
NAME = re.compile(r"\b[A-Z]\w+")
MONTH = re.compile(rf"\b(?:{'|'.join(name for name in month_name if name)})\b")
RECENT = 75  # days after a deadline within which a sentence on a deadline may mean it
UNITS = frozenset(
    {
        "hour",
        "day",
        "week",
        "month",
        "year",
        "time",
        "date",
        "deadl",
        "end",
        "has",
        "its",
        "not",
        "yet",
        "agre",
        "promi",
        "pledg",
    }
)
BEFORE, BEHIND = 60, 90  # characters round the sign in which the promised thing is named
ENOUGH = 1.8  # of shared words, weighed by their rarity, where the sentence does not name who promised
LEAST = 1.2  # the same where it does

PROMISES = "SELECT *, 'promise' AS word, coalesce(topic, what) AS issue FROM commitments WHERE voice <> 'author'"
TOLD = """
SELECT *, NULL AS type, NULL AS mode, NULL AS place FROM passages WHERE voice <> 'author' AND "end" - "start" < 400
  AND (regexp_matches(text, $given, 'i') AND regexp_matches(text, $undone, 'i') OR regexp_matches(text, $broken, 'i'))
"""
AHEAD = re.compile(r"\(\?![^()]*\)")  # what the database's patterns do not know; without it they find a little more
COARSE = {
    "given": AHEAD.sub("", rf"\b(?:{GIVEN}|{OWED})"),
    "undone": AHEAD.sub("", rf"\b{UNDONE}"),
    "broken": AHEAD.sub("", rf"\b(?:{pieces('word broken')})"),
}


class Unkept(NamedTuple):
    """A promise, the sentence that tells that it was not kept, and how surely it tells of that promise, 0 to 1."""

    word: Row
    told: Row
    sure: float


def unkept(db: duckdb.DuckDBPyConnection, confidence: float = 0.0) -> list[tuple[str, Unkept]]:
    """Each sentence that tells of a word not kept, with the earlier promise that it is surest to mean, by party."""
    told = [row for row in fetch(db, TOLD, COARSE) if _tells(str(row["text"])) and not recalled(row)]
    if not told:
        return []
    promises = [
        row
        for row in fetch(db, f"{PROMISES} AND confidence >= $c", {"c": confidence})
        if not recalled(row) and own_word(row) > 0.5 and not row["condition"]
    ]
    named = {row["id"]: _words(str(row["what"])) for row in promises}
    often = Counter(word for found in named.values() for word in found)
    by_word: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(promises, key=order):
        for word in named[row["id"]]:
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


def _unknown(name: re.Match[str]) -> str:
    """A name that the codebook does not know, such as a town's."""
    return " " if named_in(name[0]) - {name[0].casefold()} else name[0]


def _meant(row: Row, by_word: dict[str, list[Row]], due: list[Row], often: Counter[str], total: int) -> Unkept | None:
    """The earlier promise of which a sentence tells. `due` are those that have a day to be kept by."""
    text = str(row["text"])
    shared: Counter[str] = Counter()
    earlier: dict[str, Row] = {}
    weights: dict[str, float] = defaultdict(float)
    near = TELLER.sub(" ", _tells(text) or "")
    plain = _words(NAME.sub(_unknown, near)) | _months(near)  # that both name the same people makes no one matter
    for word in _words(near):
        for promise in by_word.get(word, ()):
            if _before(promise, row):
                earlier[promise["id"]] = promise
                shared[promise["id"]] += word in plain
                weights[promise["id"]] += log(1 + total / often[word]) / log(1 + total)
    if OVERDUE.search(text):
        for promise in due:
            if _before(promise, row) and 0 <= (days_between(iso(promise["deadline"]), day_of(row)) or -1) <= RECENT:
                earlier[promise["id"]] = promise
                shared[promise["id"]] += 1
                weights[promise["id"]] += 1.0
    own = TELLER.sub(" ", text)  # who only tells of it did not promise it
    best: Unkept | None = None
    for key, promise in earlier.items():
        named = any(_named(who, own) for who in _parties(promise))
        if shared[key] < 2 or weights[key] < (LEAST if named else ENOUGH):
            continue
        sure = round(min(1.0, 0.45 + 0.1 * weights[key] + 0.25 * named), 3)
        if best is None or sure >= best.sure:
            best = Unkept(promise, row, sure)
    return best


def _words(text: str) -> set[str]:
    """The words that tell which act is meant; names of countries tell it not, those of months and places do."""
    return {word for word in words(text) if not is_land(word)} - UNITS | _months(text)


def _months(text: str) -> set[str]:
    return {name.casefold() for name in MONTH.findall(text)}


def _before(promise: Row, row: Row) -> bool:
    one, other = day_of(promise), iso(row["article_date"])  # `did not reopen it in March` is told later than that
    if promise["article"] == row["article"]:
        return bool(promise["sentence_start"] < row["sentence_start"])
    return one is not None and other is not None and one < other


def _parties(promise: Row) -> list[str]:
    return list(dict.fromkeys([*several(party(promise)), *several(promise["actor"])]))


def _named(who: str, text: str) -> bool:
    """Whether a sentence names a party, its people or its capital: `Chadian customs men` are of Chad."""
    return bool(words_of_names(who) & words(text))


def _whose(promise: Row, text: str) -> list[str]:
    """Whose word it was: of several those whom the sentence names, by themselves or by their party."""
    parties, actors = several(party(promise)), several(promise["actor"])
    if len(parties) == len(actors):
        own = [who for who, actor in zip(parties, actors, strict=True) if set(actor.split()) & set(text.split())]
        if own:
            return list(dict.fromkeys(own))
    return [who for who in parties if _named(who, text)] or parties[:1]
