"""What two tellings have in common: parties, days, places, and words of content, compared one pair at a time.

A comparison here says whether two values agree, differ, or cannot be told apart because one of them is not known. What
is not known contradicts nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from detente.codebook import cached, table
from detente.findings.matters import is_body
from detente.findings.rows import STOP, Row, day_of, several, side
from detente.numbers import number

WORD = re.compile(r"[^\W_]+")
SHORTENED = re.compile(r"\b(?:[A-Z]\.?){2,}\b")  # `EU`, `U.S.`: a name, no word of content
FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?|[A-Za-z]+")
STEM = 5  # letters by which `negotiators` and `negotiations` are one
ENDINGS = ("ing", "ies", "ied", "ed", "es", "ly", "s", "e", "y")
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"})
DAY_WORDS = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tomorrow",
     "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
     "december", "morning", "afternoon", "evening", "night", "early", "late", "said", "told", "says", "he", "she",
     "they", "we", "i", "who", "which", "there", "other", "after", "before", "during", "over", "into", "up", "had",
     "been", "being", "about", "least", "some", "people", "last", "week", "day", "when", "while", "them", "off",
     "out", "near", "under", "between", "against", "s", "t", "also", "still", "only", "but", "so", "us", "re", "ve"}
)  # fmt: skip
CAPITALS = re.compile(r"\b[A-Z][\w.]*(?: (?:and the |of )?[A-Z][\w.]*)*(?<!\.)")
NEAR_KM, REGION_KM = 30.0, 150.0
EARTH_KM = 6371.0
CROWDS = re.compile(r"^(?:\w+ )?(?:gunm[ae]n|militants?|attackers?|assailants?|fighters|protesters|demonstrators|"
                    r"people|residents|police|soldiers|rebels|insurgents|bombers?|drones?)$", re.I)  # fmt: skip


def plain(text: str) -> str:
    """A name or a text without case and accents."""
    if text.isascii():
        return text.casefold()
    return unicodedata.normalize("NFKD", text.casefold().translate(LETTERS)).encode("ascii", "ignore").decode()


def words(text: str) -> set[str]:
    """The words of content of a text, cut to their first letters; weekdays and months are none.

    What names a country, its people or its capital is the country's code: `Cairo`, `Egyptian` and `Egypt` are `EGY`.
    """
    lands: set[str] = set()

    def land(match: re.Match[str]) -> str:
        parts = match.group(0).split(" ")
        kept = []
        while parts:
            end = next((n for n in range(min(4, len(parts)), 0, -1) if " ".join(parts[:n]) in _lands()), 0)
            if end:
                lands.add(_lands()[" ".join(parts[:end])])
            else:
                kept.append(parts[0])
            del parts[: end or 1]
        return " ".join(kept)

    rest = SHORTENED.sub(" ", CAPITALS.sub(land, text))
    return lands | {stem(w) for w in WORD.findall(plain(rest)) if w not in STOP and w not in DAY_WORDS}


@lru_cache(maxsize=20_000)
def words_of_names(names: str) -> frozenset[str]:
    """The same of names, which come again and again."""
    return frozenset(words(names))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The head of a word without its ending: `fired`, `firing` and `fire` are one.

    >>> {stem(word) for word in ("fire", "fires", "fired", "firing")}
    {'fir'}
    """
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)[:STEM]
    return word[:STEM]


@cached
def _lands() -> dict[str, str]:
    """The code of each country by its names, adjectives, people and capital; of one that is no more, if no other's."""
    found: dict[str, str] = {}
    for row in sorted(table("countries"), key=lambda row: bool(row["end"])):
        for field in ("name", "aliases", "adjectives", "people", "capital"):
            for name in row[field].split("|"):
                if name:
                    found.setdefault(name, row["code"])
    return found


def is_land(word: str) -> bool:
    """Whether a word of content is a country's code."""
    return word.isupper() and len(word) == 3


def figures(text: str) -> list[float]:
    """The numbers above one in a text, in figures or in words, in order."""
    found = map(_counted, FIGURE.findall(text))
    return [value for value in found if value is not None and value > 1]


@lru_cache(maxsize=50_000)
def _counted(word: str) -> float | None:
    return number(word)


# ---------------------------------------------------------------- who


class Party(NamedTuple):
    """Someone who acts or speaks: the plain words of the name, the side acted for, and whether it is one person.

    A crowd is told by a description and has no name (`gunmen`, `two teachers`); `land` is the code of its country.
    """

    name: tuple[str, ...]
    side: str
    person: bool
    crowd: bool
    land: str


@cached
def parties(names: str | None, codes: str | None) -> tuple[Party, ...]:
    """The actors of a field with their codes."""
    actors, coded = several(names), several(codes)
    if len(coded) != len(actors):
        coded = coded * len(actors) if len(coded) == 1 else [""] * len(actors)
    return tuple(_party(actor, code) for actor, code in zip(actors, coded, strict=True))


@cached
def _seen() -> dict[tuple[str, str], Party]:
    return {}


def _party(name: str, code: str) -> Party:
    known = _seen().get((name, code))
    if known is None:
        acts_for = side(name, code or None)
        crowd = CROWDS.search(name) is not None or name[:1].islower() or code.endswith("UAF")
        land = code.partition(" ")[0] if " " in code or code in _lands().values() else ""
        person = acts_for != name and not is_body(name) and not crowd and name[:1].isupper() and bool(code)
        known = _seen()[name, code] = Party(tuple(WORD.findall(plain(name))), acts_for, person, crowd, land)
    return known


def same_party(one: Party, other: Party) -> bool:
    """Whether two may be one: a name or its last part, or one side of which not both are different people."""
    if one is other and one.name:
        return True
    short, long = (one.name, other.name) if len(one.name) <= len(other.name) else (other.name, one.name)
    if short and long[len(long) - len(short) :] == short:
        return True
    if one.crowd or other.crowd:
        return one.crowd and other.crowd
    return one.side == other.side and not (one.person and other.person)


def matched(some: Sequence[Party], others: Sequence[Party]) -> bool | None:
    """Whether the parties of the shorter list all stand in the longer; None where one is empty or an unnamed crowd."""
    short, long = (some, others) if len(some) <= len(others) else (others, some)
    if not short:
        return None
    if all(any(same_party(one, other) for other in long) for one in short):
        return True
    vague = any(party.crowd for party in (*short, *long))
    lands = [{party.land for party in own if party.land} for own in (short, long)]
    return None if vague and (lands[0] & lands[1] or not all(lands)) else False


# ---------------------------------------------------------------- when


Stretch = tuple[date, date]


def apart(one: Row, other: Row) -> int | None:
    """How many days lie between two tellings' days, 0 where their stretches meet; None where one is not known."""
    return days_apart(stretch(one), stretch(other))


def days_apart(here: Stretch | None, there: Stretch | None) -> int | None:
    """How many days lie between two stretches of days, 0 where they meet; None where one is not known."""
    if here is None or there is None:
        return None
    if here[0] <= there[1] and there[0] <= here[1]:
        return 0
    return max(0, (there[0] - here[1]).days, (here[0] - there[1]).days)


def stretch(row: Row) -> Stretch | None:
    """The first and the last day that a telling may be of."""
    start = row.get("date_start") or day_of(row)
    end = row.get("date_end") or start
    return None if start is None or end is None else _from_to(str(start), str(end))


@lru_cache(maxsize=50_000)
def _from_to(start: str, end: str) -> Stretch | None:
    try:
        return date.fromisoformat(start[:10]), date.fromisoformat(end[:10])
    except ValueError:
        return None


def dated(row: Row) -> bool:
    """Whether the text itself gives the day; that of its article only says by when."""
    return row.get("date_from") == "text"


# ---------------------------------------------------------------- where


def same_place(one: Row, other: Row) -> bool | None:
    """Whether two tellings place their act alike: one name, one within the other, or near; None where not known."""
    if not one["place"] or not other["place"]:
        return None
    first, second = set(WORD.findall(plain(one["place"]))), set(WORD.findall(plain(other["place"])))
    if first <= second or second <= first:
        return True
    kinds, lands = (one["place_kind"], other["place_kind"]), (one["place_country"], other["place_country"])
    if "country" in kinds:
        return None if lands[0] == lands[1] or None in lands else False
    distance = kilometres(one, other)
    if distance is None:
        return None if "region" in kinds or "sea" in kinds else False
    return distance <= (REGION_KM if "region" in kinds or "sea" in kinds else NEAR_KM)


def kilometres(one: Row, other: Row) -> float | None:
    """The distance between the places of two tellings, by the haversine formula; None where one has no coordinates."""
    if None in (one["place_lat"], one["place_lon"], other["place_lat"], other["place_lon"]):
        return None
    a, b = radians(one["place_lat"]), radians(other["place_lat"])
    turn = radians(other["place_lon"] - one["place_lon"])
    return 2 * EARTH_KM * asin(sqrt(sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(turn / 2) ** 2))
