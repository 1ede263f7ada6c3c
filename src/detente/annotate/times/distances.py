"""Distances from the article or from a time named before: `two weeks ago`, `in the past year`, `three days later`."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import date

from detente.annotate.times.days import Setting, Stretch, moved, shifted, unit_span
from detente.annotate.times.points import Match, group, step_of
from detente.annotate.times.words import GRAIN, UNIT_DAYS, unit_of
from detente.numbers import number

MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


def counted(match: Match) -> tuple[float | None, str]:
    """How many units, and which; no number where the words are vague."""
    found = match.groupdict()
    unit = next(
        (found[name] for name in ("unit", "unit2", "unit3", "unit4", "unit5", "unit6") if found.get(name)), "day"
    )
    many = number(found.get("n") or found.get("n2"))
    if many is not None and found.get("half"):
        many += 0.5
    return many, unit_of(unit)


def grain(unit: str) -> str:
    """The unit that a record names: a fortnight is told in weeks."""
    return GRAIN.get(unit, unit)


def point(base: date | None, many: float | None, unit: str, sign: int) -> Stretch:
    """The day, the week round a day, the calendar month, year or decade so many units away from a day."""
    if many is None or base is None or many * UNIT_DAYS[unit] > 500_000:
        days = None if many is None else round(sign * _whole_days(many, unit))
        return Stretch(unit=grain(unit), days=days if base is None else None)
    days = round(sign * _whole_days(many, unit))
    if unit in MONTHS:
        whole = round(many * MONTHS[unit])
        by = "month" if unit in ("month", "quarter") or whole % 12 else "year"
        first, last = unit_span(by, sign * (whole // 12 if by == "year" else whole), base)
    else:
        slack = 3 if unit in ("week", "fortnight", "weekend") else 0
        day = moved(base, days)
        if day is None:
            return Stretch(unit=grain(unit))
        return Stretch(moved(day, -slack), moved(day, slack), grain(unit), days=days)
    return Stretch(first, last, grain(unit), days=days)


def _whole_days(many: float, unit: str) -> float:
    if unit in ("hour", "minute", "second"):
        return many // {"hour": 24, "minute": 1440, "second": 86400}[unit]
    return many * UNIT_DAYS[unit]


def reach(base: date, many: float, unit: str, sign: int) -> date | None:
    """The day at which so many units from a day end: months and years by the calendar, hours rounded up."""
    if unit in MONTHS and float(many * MONTHS[unit]).is_integer():
        months = int(many * MONTHS[unit])
        return shifted(base, sign * months) if months < 6000 else None
    return moved(base, sign * length(many, unit)) if length(many, unit) < 200_000 else None


def length(many: float, unit: str) -> int:
    """How many days some units are, rounded up."""
    if unit in ("hour", "minute", "second"):
        return math.ceil(many / {"hour": 24, "minute": 1440, "second": 86400}[unit])
    if unit == "weekend":
        return math.ceil(2 * many)
    return math.ceil(many * UNIT_DAYS[unit])


# ---------------------------------------------------------------- from the article


def ago(match: Match, setting: Setting) -> Stretch:
    """`three days ago`; `days ago`: some day up to the article's."""
    many, unit = counted(match)
    if many is None:
        return Stretch(None, setting.today, grain(unit))
    return point(setting.today, many, unit, -1)


def back(match: Match, setting: Setting) -> Stretch:
    """`in the past three weeks`: from that day to the article's; `in recent weeks`: from an unknown day."""
    many, unit = counted(match)
    vague = group(match, "few") or group(match, "many") or group(match, "recent")
    if many is None and vague:
        return Stretch(None, setting.today, grain(unit))
    if many is None and re.search(r"\b(?:previous|preceding)\b", match[0], re.IGNORECASE):
        anchor = fit(setting.anchor, unit)
        return following_unit(anchor, unit, -1) if anchor else Stretch(unit=grain(unit))
    many = 1.0 if many is None else many
    first = reach(setting.today, many, unit, -1) if setting.today else None
    return Stretch(first, setting.today, grain(unit), days=-length(many, unit))


def forth(match: Match, setting: Setting) -> Stretch:
    """`over the next ten days`: from the article's day to that one; told of the past it hangs on another time."""
    many, unit = counted(match)
    vague = group(match, "few") or group(match, "many") or group(match, "coming") or group(match, "unit2")
    if many is None and not vague and match[0].lower().startswith("the next"):
        anchor = fit(setting.anchor, unit)
        return following_unit(anchor, unit, 1) if anchor else Stretch(unit=grain(unit))
    if not setting.ahead and not (group(match, "coming") or "coming" in match[0].lower()):
        return Stretch(unit=grain(unit))
    if many is None and vague:
        return Stretch(setting.today, None, grain(unit))
    many = 1.0 if many is None else many
    last = reach(setting.today, many, unit, 1) if setting.today else None
    return Stretch(setting.today, last, grain(unit), days=length(many, unit))


def within(match: Match, setting: Setting) -> Stretch:
    """`within 24 hours`: from the article's day to the next; counted from another thing (`of signing`) it is open."""
    many, unit = counted(match)
    found = Stretch(unit=grain(unit), kind="deadline")
    counted_from = re.match(r"\s(?:of|after|following|from)\s(?!now)", match.string[match.end() :])
    if counted_from or not setting.ahead:
        return found
    if many is None:
        return replace(found, first=setting.today)
    if setting.today is None:
        return replace(found, days=length(many, unit))
    return replace(found, first=setting.today, last=reach(setting.today, many, unit, 1))


def within_unit(match: Match, setting: Setting) -> Stretch:
    """`within the week`: to the end of a week from now."""
    unit = unit_of(match["unit"])
    last = reach(setting.today, 1, unit, 1) if setting.today and setting.ahead else None
    return Stretch(setting.today if setting.ahead else None, last, grain(unit), kind="deadline")


def in_time(match: Match, setting: Setting) -> Stretch:
    """`in three weeks`: that week, where the clause looks ahead; else how long it took."""
    many, unit = counted(match)
    if not setting.ahead and not match[0].lower().endswith(("time", "now", "hence")):
        return how_long(match, setting)
    if many is None:
        return Stretch(setting.today, None, grain(unit))
    return point(setting.today, many, unit, 1)


def soon(_: Match, setting: Setting) -> Stretch:
    """`soon`: from the article's day to an unknown one."""
    return Stretch(setting.today, None)


def recently(_: Match, setting: Setting) -> Stretch:
    """`recently`: from an unknown day to the article's."""
    return Stretch(None, setting.today)


# ---------------------------------------------------------------- how long, how often


def how_long(match: Match, _: Setting) -> Stretch:
    """`for 30 days`, `a two-week truce`, `decades-long`: no days of the calendar, only a length."""
    many, unit = counted(match)
    found = match.groupdict()
    lone = found.get("unit3") and not found.get("n") and not found.get("n2")
    if lone and not match[0].lower().replace("-", "").replace(" ", "").endswith(f"{unit}slong"):
        many = 1.0  # `a decade-long war`
    if found.get("n3"):
        many = None  # `for 10-15 days`
    return Stretch(unit=grain(unit), kind="duration", length=None if many is None else length(many, unit))


ADVERBS = {"daily": "day", "nightly": "day", "hourly": "hour", "annual": "year", "annually": "year", "yearly": "year"}


def how_often(match: Match, _: Setting) -> Stretch:
    """`every Friday`, `daily`, `once a month`."""
    adverb = group(match, "adverb") or ""
    unit = group(match, "unit") or group(match, "unit2") or ADVERBS.get(adverb, "")
    for name in ("week", "month", "quarter", "fortnight"):
        unit = unit or (name if name in adverb else "")
    return Stretch(unit=grain(unit_of(unit)) if unit in UNIT_DAYS else "day", kind="recurrence")


# ---------------------------------------------------------------- from another time


def later(match: Match, setting: Setting) -> Stretch:
    """`two days later`, `a month earlier`, counted from the time named before; without one it is open."""
    many, unit = counted(match)
    many = 1.0 if group(match, "one") else many
    to = group(match, "to") or ""
    sign = -1 if to in ("earlier", "before", "beforehand", "previously", "prior to") else 1
    anchor = fit(setting.anchor, unit)
    if anchor is None or many is None:
        return Stretch(unit=grain(unit))
    if group(match, "one") and unit not in ("day", "night"):
        return replace(following_unit(anchor, unit, sign), days=None)
    return replace(point(anchor, many, unit, sign), days=None)


def fit(anchor: Stretch | None, unit: str) -> date | None:
    """The day to count from: the anchor must be as exact as the unit that is counted in."""
    if anchor is None or anchor.first is None or anchor.last is None or anchor.kind != "date":
        return None
    loose = ("month", "quarter") if unit in ("month", "quarter") else ("month", "year", "decade")
    if anchor.first == anchor.last or (unit in MONTHS and anchor.unit in loose and anchor.part is None):
        return anchor.first
    return None


def following(match: Match, setting: Setting) -> Stretch:
    """`the following day`, `the previous year`, `the same month`: the calendar unit beside the anchor's."""
    named = group(match, "unit") or group(match, "unit2") or "day"
    unit = named if named in UNIT_DAYS else "day"
    anchor = fit(setting.anchor, unit)
    step = step_of(f"the {group(match, 'which')}")
    if anchor is None:
        return Stretch(unit=grain(unit))
    return following_unit(anchor, unit, step)


def following_unit(anchor: date, unit: str, step: int) -> Stretch:
    """The calendar unit so many units after the one that holds the anchor."""
    return Stretch(*unit_span(unit, step, anchor), grain(unit))
