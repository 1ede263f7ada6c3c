"""Arithmetic of the calendar: units before and after a day, thirds of them, seasons, feasts."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from dateutil.easter import easter

Kind = Literal["date", "deadline", "since", "duration", "recurrence"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days that some words cover, both ends included, or as much of them as is known.

    `days` counts from the article's date where the words alone give it. `part` is early, mid, late or end of a unit.
    """

    first: date | None = None
    last: date | None = None
    unit: str | None = None
    kind: Kind = "date"
    length: int | None = None
    days: int | None = None
    part: str | None = None
    why: str = ""

    @property
    def known(self) -> bool:
        """Whether both ends are known."""
        return self.first is not None and self.last is not None


@dataclass(frozen=True, slots=True)
class Setting:
    """What the words for a time are read against: the article's day, the look of the clause, a time named before."""

    today: date | None
    ahead: bool
    anchor: Stretch | None = None


def moved(day: date, days: int) -> date | None:
    """The day so many days away; None beyond the calendar."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


def month_span(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month; months below 1 or above 12 lie in the years around."""
    index = year * 12 + month - 1
    year, month = index // 12, index % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def shifted(day: date, months: int) -> date:
    """The same day so many months away, or the last day of a month that is shorter."""
    first, last = month_span(day.year, day.month + months)
    return first.replace(day=min(day.day, last.day))


def unit_span(unit: str, step: int, day: date) -> tuple[date, date]:
    """The calendar unit that lies `step` units from the one that holds a day."""
    if unit in ("day", "night", "hour"):
        return day + timedelta(step), day + timedelta(step)
    if unit in ("week", "weekend", "fortnight"):
        monday = day - timedelta(day.weekday()) + timedelta(7 * step)
        return (monday + timedelta(5 if unit == "weekend" else 0)), monday + timedelta(6)
    if unit == "month":
        return month_span(day.year, day.month + step)
    if unit == "quarter":
        start = day.month - (day.month - 1) % 3 + 3 * step
        return month_span(day.year, start)[0], month_span(day.year, start + 2)[1]
    years = {"year": 1, "decade": 10, "century": 100}[unit]
    offset = 1 if unit == "century" else 0
    start = (day.year - offset) // years * years + offset + step * years
    return date(start, 1, 1), date(start + years - 1, 12, 31)


def season_span(year: int, month: int) -> tuple[date, date]:
    """The three months of a season of a year by the month in which it begins; winter runs into the next year."""
    return month_span(year, month)[0], month_span(year, month + 2)[1]


def nearest(spans: list[tuple[date, date]], day: date, *, ahead: bool) -> tuple[date, date]:
    """The nearest of some stretches in the direction of the tense, one that holds the day included."""
    if ahead:
        return min((s for s in spans if s[1] >= day), default=spans[-1])
    return max((s for s in spans if s[0] <= day), default=spans[0])


def over(spans: list[tuple[date, date]], day: date) -> tuple[date, date]:
    """The nearest stretch that is over."""
    return max((s for s in spans if s[1] < day), default=spans[0])


def to_begin(spans: list[tuple[date, date]], day: date) -> tuple[date, date]:
    """The nearest stretch that has not begun."""
    return min((s for s in spans if s[0] > day), default=spans[-1])


def feast(rule: str, year: int) -> date:
    """The day of a feast in a year: `12-25`, or counted from Easter Sunday: `easter-2`."""
    if rule.startswith("easter"):
        return easter(year) + timedelta(int(rule[6:]))
    month, day = rule.split("-")
    return date(year, int(month), int(day))


THIRDS = {  # of each unit, the first and last day, month or year of its early, middle and late part
    "month": ((1, 10), (11, 20), (21, 31)),
    "year": ((1, 4), (5, 8), (9, 12)),
    "week": ((0, 1), (2, 3), (4, 6)),
    "decade": ((0, 3), (4, 6), (7, 9)),
    "century": ((0, 32), (33, 65), (66, 99)),
    "season": ((0, 0), (1, 1), (2, 2)),
    "quarter": ((0, 0), (1, 1), (2, 2)),
}


def part_of(stretch: Stretch, part: str) -> Stretch:
    """The early, middle or late third of a month, year, week, decade or season; of a day the day itself."""
    first, last, unit = stretch.first, stretch.last, stretch.unit or ""
    if first is None or last is None or unit not in THIRDS:
        return replace(stretch, part=part)
    begin, end = THIRDS[unit][{"early": 0, "mid": 1}.get(part, 2)]
    if unit == "month" and (last - first).days < 31:
        first, last = first.replace(day=begin), first.replace(day=min(end, last.day))
    elif unit == "week":
        monday = first - timedelta(first.weekday())
        first, last = monday + timedelta(begin), monday + timedelta(end)
    elif unit in ("decade", "century"):
        first, last = date(first.year + begin, 1, 1), date(first.year + end, 12, 31)
    else:
        base = 1 if unit == "year" else first.month
        begin, end = (begin, end) if unit == "year" else (base + begin, base + end)
        first, last = month_span(first.year, begin)[0], month_span(first.year, end)[1]
    return replace(stretch, first=first, last=last, part=part, days=None)


def half_of(stretch: Stretch, number: int, sort: str) -> Stretch:
    """The so-manieth half, third, quarter, month, week or day of a year, month or other unit (-1 the last)."""
    first, last = stretch.first, stretch.last
    if first is None or last is None:
        return stretch
    many = {"half": 2, "quarter": 4, "third": 3}.get(sort)
    k = number - 1 if number > 0 else (many or 0) - 1
    if many and stretch.unit == "year" and k < many:
        size = 12 // many
        begin, end = month_span(first.year, 1 + k * size)[0], month_span(first.year, (k + 1) * size)[1]
    elif sort == "month":
        begin, end = unit_span("month", k if number > 0 else 0, first if number > 0 else last)
    elif sort in ("week", "day"):
        size = 7 if sort == "week" else 1
        begin = first + timedelta(size * k) if number > 0 else last - timedelta(size - 1)
        end = min(begin + timedelta(size - 1), last)
    elif many:
        size = (last - first).days + 1
        begin = first + timedelta(size * k // many)
        end = last if k + 1 == many else first + timedelta(size * (k + 1) // many - 1)
    else:
        return stretch
    return replace(stretch, first=begin, last=end, unit=sort if sort not in ("half", "third") else stretch.unit)


def distance(stretch: Stretch, today: date | None) -> int | None:
    """How many days a stretch lies from the article: to its last day where it lies ahead, else from its first."""
    if today is None:
        return stretch.days
    first, last = stretch.first, stretch.last
    if stretch.kind == "deadline":
        return (last - today).days if last else None
    if stretch.kind in ("duration", "recurrence") or first is None:
        return None
    if stretch.days is not None:
        return stretch.days
    return ((last or first) - today).days if first > today else (first - today).days
