"""Points and stretches of the calendar: the days that a date, weekday, month, season, year or feast covers."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from detente.annotate.times.days import (
    Setting,
    Stretch,
    feast,
    month_span,
    nearest,
    over,
    season_span,
    to_begin,
    unit_span,
)
from detente.annotate.times.words import ORDINALS, SEASONS, WEEKDAYS, feasts, month_number

OPEN = Stretch()
STEPS = {
    "last": -1, "the last": -1, "this past": -1, "past": -1, "the past": -1, "the previous": -1, "the preceding": -1,
    "next": 1, "the next": 1, "this coming": 1, "the coming": 1, "coming": 1, "the following": 1, "after next": 2,
    "before last": -2,
}  # fmt: skip
DECADES = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
CENTURIES = {"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21}
Match = re.Match[str]


def group(match: Match, name: str) -> str | None:
    """The words of a group in lower case with single spaces; None where it is not there or empty."""
    found = match.groupdict().get(name)
    return " ".join(found.lower().replace("’", "'").split()) if found else None


def step_of(which: str | None) -> int:
    """How many units away: `last` -1, `this` 0, `next` 1."""
    return STEPS.get(which or "", 0)


def year_named(match: Match, setting: Setting) -> int | None:
    """The year that stands with a month or season: `May 2020`, `May of last year`."""
    if (written := group(match, "y")) is not None:
        return int(written)
    which = group(match, "in")
    if which is None:
        return None
    if which in ("that", "the following"):
        known = setting.anchor.first if setting.anchor else None
        return known.year + (which != "that") if known else None
    return setting.today.year + step_of(which) if setting.today else None


def nearby(spans: list[tuple[date, date]], which: str | None, setting: Setting, unit: str) -> Stretch:
    """Of the same stretch in neighbouring years the one that is meant by `last`, `this`, `next` or by the tense."""
    if setting.today is None:
        return Stretch(unit=unit)
    step = step_of(which)
    if step:
        first, last = (over if step < 0 else to_begin)(spans, setting.today)
    else:
        first, last = nearest(spans, setting.today, ahead=setting.ahead)
    return Stretch(first, last, unit)


def _years(setting: Setting) -> range:
    return range(setting.today.year - 2, setting.today.year + 3) if setting.today else range(0)


def _day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def calendar_day(month: int, first: int, last: int, year: int | None, setting: Setting, *, bound: bool) -> Stretch:
    """A day and month, or the days between two of a month; without a year the nearest in the direction of the tense."""
    if year is None and bound:
        return Stretch(unit="day")
    years = [year] if year is not None else list(_years(setting))
    spans = [(a, b) for y in years if (a := _day(y, month, first)) and (b := _day(y, month, last))]
    if not spans:
        return Stretch(unit="day")
    if year is not None:
        return Stretch(*spans[0], "day")
    return nearby(spans, None, setting, "day")


def iso(match: Match, setting: Setting) -> Stretch:
    """`2022-02-24`."""
    return calendar_day(int(match["m"]), int(match["d"]), int(match["d"]), int(match["y"]), setting, bound=True)


def numeric(match: Match, setting: Setting) -> Stretch:
    """`24.02.2022`, `24/02/2022`; what may be day or month first stays open."""
    a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
    if match["sign"] == "/" and a <= 12 and b <= 12 and a != b:
        return Stretch(unit="day")
    day, month = (a, b) if b <= 12 else (b, a)
    return calendar_day(month, day, day, year, setting, bound=True)


def day_and_month(match: Match, setting: Setting) -> Stretch:
    """`4 May 2020`, `May 4`, `4-6 August`, `May 4 to 6`, `4 May last year`."""
    first, last = int(match["d"]), int(group(match, "d2") or match["d"])
    first = int(group(match, "d0") or first)
    first, last = (first, last) if first <= last else (int(match["d"]), int(match["d"]))
    bound = bool(group(match, "y") or group(match, "in"))
    named = year_named(match, setting)
    if named is None and not bound and setting.today is not None and (name := group(match, "name")):
        named = _year_by_weekday(name, month_number(match["month"]), last, setting.today)
    return calendar_day(month_number(match["month"]), first, last, named, setting, bound=bound)


def _year_by_weekday(name: str, number: int, day: int, today: date) -> int | None:
    """The year near the article's in which a day falls on the weekday that is named with it; None if not one year."""
    wanted = next(k for k, weekday in enumerate(WEEKDAYS) if weekday.startswith(name.rstrip(".")[:3]))
    years = [today.year + step for step in (-1, 0, 1)]
    fitting = [y for y in years if (d := _day(y, number, day)) is not None and d.weekday() == wanted]
    return fitting[0] if len(fitting) == 1 else None


def word_and_month(match: Match, setting: Setting) -> Stretch:
    """`the first of May`."""
    nth = match["nth"].lower()
    day = ORDINALS.get(nth) or int(nth[:-2])
    bound = bool(group(match, "y") or group(match, "in"))
    return calendar_day(month_number(match["month"]), day, day, year_named(match, setting), setting, bound=bound)


def day_of_month(match: Match, setting: Setting) -> Stretch:
    """`the 5th of next month`."""
    if setting.today is None:
        return Stretch(unit="day")
    if alone := group(match, "alone"):
        months = [unit_span("month", step, setting.today) for step in (-2, -1, 0, 1, 2)]
        spans = [(first.replace(day=int(alone)),) * 2 for first, last in months if int(alone) <= last.day]
        return nearby(spans, None, setting, "day")
    first, last = unit_span("month", step_of(group(match, "which")), setting.today)
    day = int(match["d"])
    return Stretch(first.replace(day=day), first.replace(day=day), "day") if day <= last.day else Stretch(unit="day")


def month(match: Match, setting: Setting) -> Stretch:
    """`May 2020`, `May`, `last May`, `May of last year`, `March-May 2020`."""
    number = month_number(match["month"])
    start = month_number(match["month0"]) if group(match, "month0") else number
    begins = start - 12 if start > number else start  # `November-January` begins in the year before
    year = year_named(match, setting)
    if year is not None:
        return Stretch(month_span(year, begins)[0], month_span(year, number)[1], "month")
    if group(match, "in"):
        return Stretch(unit="month")
    spans = [(month_span(y, begins)[0], month_span(y, number)[1]) for y in _years(setting)]
    which = group(match, "which") or group(match, "past")
    if which == "this" and setting.today is not None:
        return Stretch(*month_span(setting.today.year, number), "month")
    return nearby(spans, which, setting, "month")


def season(match: Match, setting: Setting) -> Stretch:
    """`the spring of 1999`, `last winter`, `this summer`."""
    begins = SEASONS[match["season"].lower()]
    year = year_named(match, setting)
    if year is not None:
        return Stretch(*season_span(year, begins), "season")
    which = group(match, "which")
    spans = [season_span(y, begins) for y in _years(setting)]
    if which == "this" and setting.today is not None:
        now = [s for s in spans if s[0] <= setting.today <= s[1]] or [season_span(setting.today.year, begins)]
        return Stretch(*now[0], "season")
    return Stretch(unit="season") if group(match, "in") else nearby(spans, which, setting, "season")


def year(match: Match, _: Setting) -> Stretch:
    """`2019`, `1980-88`, `2014/15`."""
    first = int(match["y"])
    until = group(match, "y2")
    last = first if until is None else int(until) if len(until) == 4 else first // 100 * 100 + int(until)
    return Stretch(date(first, 1, 1), date(last if last >= first else first, 12, 31), "year")


def decade(match: Match, setting: Setting) -> Stretch:
    """`the 1990s`, `the '90s`, `the nineties`."""
    if written := group(match, "decade"):
        first = int(written)
    else:
        short = group(match, "short")
        tens = int(short) if short else 20 + 10 * DECADES.index(group(match, "named") or "")
        first = 1900 + tens
        if setting.today is not None and setting.today.year < first:
            first -= 100
    return Stretch(date(first, 1, 1), date(first + 9, 12, 31), "decade")


def century(match: Match, _: Setting) -> Stretch:
    """`the 19th century`: 1801-1900."""
    named = group(match, "named")
    number = CENTURIES[named] if named else int(match["nth"])
    return Stretch(date(number * 100 - 99, 1, 1), date(number * 100, 12, 31), "century")


def weekday(match: Match, setting: Setting) -> Stretch:
    """`Friday` by the tense, `last Friday`, `next Friday`, `Friday of next week`, `Monday-Friday`."""
    today = setting.today
    if today is None:
        return Stretch(unit="day")
    wanted = WEEKDAYS.index(match["weekday"].lower())
    which = group(match, "which") or group(match, "past")
    monday = today - timedelta(today.weekday())
    back = today - timedelta((today.weekday() - wanted - 1) % 7 + 1)
    if group(match, "before"):
        day = back - timedelta(7)
    elif group(match, "in"):
        day = monday + timedelta(7 * step_of(group(match, "in")) + wanted)
    elif which == "next":
        day = monday + timedelta(7 + wanted)
    elif step_of(which) < 0:
        day = back
    elif which in ("coming", "this coming", "the coming"):
        day = today + timedelta((wanted - today.weekday() - 1) % 7 + 1)
    elif which == "this":
        day = monday + timedelta(wanted)
        day += timedelta(7 if day < today and setting.ahead else 0)
    elif setting.ahead:
        day = today + timedelta((wanted - today.weekday()) % 7)
    else:
        day = today - timedelta((today.weekday() - wanted) % 7)
    first = day
    if group(match, "weekday0"):
        first = day - timedelta((wanted - WEEKDAYS.index(match["weekday0"].lower())) % 7)
    return Stretch(first, day, "day")


def feast_day(match: Match, setting: Setting) -> Stretch:
    """`Christmas`, `Easter Sunday`, `last Easter`; feasts that are not in the Gregorian calendar stay open."""
    rule = feasts().get((group(match, "feast") or "").lower(), "")
    if not rule:
        return OPEN
    if written := group(match, "y"):
        return Stretch(feast(rule, int(written)), feast(rule, int(written)), "day")
    spans = [(feast(rule, y), feast(rule, y)) for y in _years(setting)]
    return nearby(spans, group(match, "which"), setting, "day")
