"""A promise not to do a thing, or to stop it, beside a later sentence in which the same party does that very thing."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

import duckdb

from detente.findings.matters import named_in, own_word, recalled
from detente.findings.rows import Row, content_key, day_of, days_between, fetch, order, party, several, side
from detente.findings.signs import sign

BREACH_WITHIN, REACH = 120, 70
STOP = r"halt\w*|freez\w*|stop\w*|suspend\w*|refrain\w* from|ceas\w*|end(?:ing)?|not(?: to)?"
RESTRAINT = re.compile(
    rf"^(?:that )?(?:to )?(?:{STOP}|an? (?:freeze|halt|moratorium|end) (?:on|of|in|to)|(?:there )?(?:would|will) be no|"
    r"no (?:new|more|further))\b\s*(?P<rest>.*)",
    re.I | re.S,
)
# to go on refusing something is no restraint
KEPT = re.compile(
    r"^(?:give|abandon|surrender|accept|cede|allow|recogni[sz]e|withdraw|agree|yield|let|leave|sign|be\b)", re.I
)
PLACE = re.compile(
    r"\b(?:in|on|at|until|till|for|as|while|if|that|which|with|from|over|during|before|after|by|within|to|under|against|"
    r"and the|despite|when|where|between)\b.*|[,;(].*",
    re.S,
)
RANGE = re.compile(r"\b(\w+)-range\b")
# types of missile that are told without their range
OF_RANGE = {
    "short": re.compile(r"\bkn-(?:02|2[345])\b|\b(?:iskander|scud|tochka|atacms|fateh-110)s?\b"),
    "long": re.compile(r"\bicbms?\b|\bintercontinental\b|\bhwasong-1[4578]\b|\b(?:taepodong|minuteman|sarmat|topol)\b"),
}
# a beginning or growing of what was to stop
DOING = sign("doing")
NEGATED = sign("not doing")

PROMISED = """
SELECT *, 'promise' AS word, coalesce(topic, '') AS issue, NULL AS instrument FROM commitments
WHERE voice <> 'author' AND confidence >= $c
"""
TOLD = """
SELECT id, article, "start", "end", text, sentence, sentence_start, day, article_date, date_start, "when", days, source,
       sort_key, confidence, voice, according_to, actor, actor_code, type, mode, place
FROM events WHERE modality = 'happened' AND voice <> 'author' AND type NOT IN ('REQUEST', 'ACCUSE', 'REJECT', 'AGREE')
  AND confidence >= $c
UNION ALL
SELECT id, article, "start", "end", text, sentence, sentence_start, day, article_date, date_start, "when", days, source,
       sort_key, confidence, 'attributed', speaker, NULL, NULL, NULL, NULL, NULL
FROM statements WHERE confidence >= $c AND voice <> 'author' AND speaker IS NOT NULL
"""


class Breach(NamedTuple):
    """A promise of restraint, a sentence that tells the opposite of the same party, and how far they stand apart."""

    word: Row
    deed: Row
    apart: int | None
    together: bool


def breaches(db: duckdb.DuckDBPyConnection, confidence: float = 0.0) -> list[tuple[str, list[Breach]]]:
    """Each promise of restraint with what is told of its opposite, the surest of each party and thing."""
    c = {"c": confidence}
    words = [row for row in fetch(db, PROMISED, c) if not recalled(row) and own_word(row) > 0.5]
    told = _ByDay(row for row in fetch(db, TOLD, c) if DOING.search(row["text"]))
    found: dict[tuple[str, str], list[Breach]] = {}
    for word in sorted(words, key=order):
        thing = forsworn(str(word["what"]))
        if thing is None:
            continue
        for who in several(party(word)):
            for deed in told.after(word):
                met = _met(word, deed, who, thing)
                if met is not None:
                    found.setdefault((who, thing), []).append(met)
    return [(who, pairs) for (who, _), pairs in sorted(found.items())]


class _ByDay:
    """What is told, found by its day."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = list(rows)
        dated = ((day, place) for place, row in enumerate(self._rows) if (day := day_of(row)) is not None)
        self._places = sorted(dated)

    def after(self, word: Row) -> list[Row]:
        """What is told of the days after some words on which it can break them, in the order in which it came."""
        day = day_of(word)
        if day is None:
            return []
        last = (date.fromisoformat(day) + timedelta(BREACH_WITHIN)).isoformat()
        begin, end = bisect_left(self._places, (day, -1)), bisect_right(self._places, (last, len(self._rows)))
        return [self._rows[place] for place in sorted(place for _, place in self._places[begin:end])]


def forsworn(what: str) -> str | None:
    """The head of what a promise says will stop or not be done; None where it is no promise of restraint.

    >>> forsworn("not establish new settlements in the valley"), forsworn("halt nuclear tests until May")
    ('settlement', 'test')
    """
    match = RESTRAINT.match(what.strip())
    if match is None or KEPT.match(match["rest"]):
        return None
    words = [word for word in content_key(PLACE.sub("", match["rest"])).split() if len(word) > 3]
    last = re.findall(r"[a-z]+", PLACE.sub("", match["rest"]).casefold())
    head = content_key(last[-1]) if last else ""
    return head if head in words else None


def _met(word: Row, deed: Row, who: str, thing: str) -> Breach | None:
    apart = days_between(day_of(word), day_of(deed))
    if apart is None or not 0 <= apart <= BREACH_WITHIN:
        return None
    together = word["article"] == deed["article"]
    if (together and word["sentence_start"] == deed["sentence_start"]) or not _does_it(deed, who, thing):
        return None
    forsworn_reach, reach = _reach(word), _reach(deed)
    if forsworn_reach and reach and not forsworn_reach & reach:
        return None  # a short-range missile breaks no word on long-range ones
    return None if recalled(deed) else Breach(word, deed, apart, together)


def _reach(row: Row) -> set[str]:
    """The ranges of the weapons that a record names."""
    text = str(row["text"]).casefold()
    return {*RANGE.findall(text), *(reach for reach, types in OF_RANGE.items() if types.search(text))}


def _does_it(deed: Row, who: str, thing: str) -> bool:
    """Whether the words have the party do it: as the coded actor, or as the one of whom another says so."""
    text = str(deed["text"])
    for doing in DOING.finditer(text):
        before, after = text[: doing.start()], text[doing.end() : doing.end() + REACH]
        if thing not in content_key(after).split() or NEGATED.search(before[-REACH:]) or NEGATED.search(after):
            continue
        if deed["type"] is not None:
            return side(deed["actor"], deed["actor_code"]) == who
        return who in named_in(before[-REACH:])
    return False
