"""What belongs to a point of the calendar: the part of it that is meant, the time of the day, `the week of`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from detente.annotate.times.days import Stretch, half_of, moved, part_of, unit_span
from detente.annotate.times.patterns import AFTER, BEFORE
from detente.annotate.times.points import Match
from detente.annotate.times.words import ORDINALS
from detente.doc import Doc, Token

POINTS = frozenset(
    {"iso", "numeric", "day_month", "month_day", "word_month", "day_of_month", "months", "month", "season", "year",
     "decade", "century", "weekdays", "weekday", "which_unit", "the_unit", "weekend", "before_last", "unit_end",
     "near_day", "feast", "clock"}
)  # fmt: skip
REACH = 40  # how many characters before a point are looked at
EDGES = {"end": "end", "close": "end", "beginning": "early", "start": "early", "outset": "early", "middle": "mid"}


@dataclass(slots=True)
class Found:
    """Words that look like a time: where they stand in their sentence, the rule that reads them, their match."""

    start: int
    end: int
    name: str
    match: Match
    modifier: Match | None = None
    from_start: int = 0

    def __post_init__(self) -> None:
        self.from_start = self.start


def spanning(doc: Doc, start: int, end: int) -> list[Token]:
    """The tokens of a stretch of text, with one that begins before it: `2025` in `mid-2025`."""
    return doc.tokens[doc.token_at(start) : doc.token_at(end - 1) + 1]


def with_parts(text: str, listed: list[Found]) -> list[Found]:
    """Draw what belongs to a point to it: `early on`, `the end of`, `8 a.m. on`, `morning`."""
    for found in listed:
        if found.name not in POINTS:
            continue
        modifier = BEFORE.search(text, max(0, found.start - REACH), found.start)
        if modifier is not None:
            found.modifier, found.from_start = modifier, modifier.start()
            if found.name == "decade" and text[: modifier.start()].lower().endswith("the "):
                found.from_start -= 4  # `the late 1990s`
            again = BEFORE.search(text, max(0, modifier.start() - REACH), modifier.start())
            if again is not None and (again["clock"] or again["day"]):
                found.from_start = again.start()
        found.end = max(found.end, (AFTER.match(text, found.end) or found.match).end())
    kept = []
    for found in listed:
        if found.name == "the_unit" and (found.modifier is None or found.modifier.groupdict().get("clock")):
            continue
        inside = any(o is not found and o.from_start <= found.start and found.end <= o.end for o in listed)
        if not inside or found.from_start < min(o.start for o in listed if o.end >= found.end):
            kept.append(found)
    return kept


def modified(stretch: Stretch, modifier: Match, today: date | None) -> Stretch:
    """The part of a stretch that the words before it mean."""
    words = {name: value.lower() for name, value in modifier.groupdict().items() if value}
    if "part" in words or "end" in words:
        part = {"earlier": "", "later": ""}.get(words.get("part", ""), words.get("part", "late"))
        return part_of(stretch, part) if part and stretch.unit not in ("day", "hour") else stretch
    if "edge" in words:
        if words["edge"] in ("rest", "remainder"):
            return replace(stretch, first=today if stretch.known else None, days=None)
        return part_of(stretch, EDGES[words["edge"]])
    if "nth" in words:
        number = ORDINALS.get(words["nth"]) or int(re.sub(r"\D", "", words["nth"]) or 1)
        return replace(half_of(stretch, number, words["sub"]), days=None)
    if words.get("around") == "week" and stretch.first is not None:
        if "ending" in modifier[0].lower():
            return replace(stretch, first=moved(stretch.first, -6), unit="week")
        whole = unit_span("week", 0, stretch.first)
        begin = stretch.first if "beginning" in modifier[0].lower() else whole[0]
        return replace(stretch, first=begin, last=begin + timedelta(6), unit="week", days=None)
    if "clock" in words and re.search(r"\d|noon|midnight", words["clock"]):
        return replace(stretch, unit="hour")
    if "eve" in words:
        day = moved(stretch.first, -1) if stretch.first is not None else None
        return replace(stretch, first=day, last=day, unit="day", days=None)
    return stretch


def nearest_edge(stretch: Stretch, modifier: Match, today: date | None) -> Stretch:
    """`collapsed at the end of the month`, told before it has come, is the month before."""
    part = modified(stretch, modifier, today)
    if today is None or part.first is None or part.first <= today or stretch.unit is None:
        return stretch
    return replace(stretch, first=(s := unit_span(stretch.unit, -1, today))[0], last=s[1])
