"""Units of the calendar round the article's day: `last week`, `the end of the month`, `yesterday`, `the weekend`."""

from __future__ import annotations

from detente.annotate.times.days import Setting, Stretch, moved, nearest, part_of, season_span, unit_span
from detente.annotate.times.points import OPEN, Match, group, step_of
from detente.annotate.times.words import SEASONS, UNIT_DAYS


def which_unit(match: Match, setting: Setting) -> Stretch:
    """`last week`, `this month`, `next year`, `the coming weekend`."""
    unit, step = match["unit"].lower(), step_of(group(match, "which"))
    days = step * UNIT_DAYS[unit]
    if setting.today is None:
        return Stretch(unit=unit, days=days)
    if unit == "weekend" and group(match, "which") in ("this past", "the past", "the last"):
        return weekend(match, Setting(setting.today, False))
    return Stretch(*unit_span(unit, step, setting.today), unit, days=days)


def the_unit(match: Match, setting: Setting) -> Stretch:
    """The unit that holds the article's day, or after `that` the one named before; read in `the end of the month`."""
    if match[0].lower().startswith("that"):
        told = setting.anchor.first if setting.anchor else None
        return Stretch(*unit_span(match["unit"].lower(), 0, told), match["unit"].lower()) if told else OPEN
    return (
        Stretch(*unit_span(match["unit"].lower(), 0, setting.today), match["unit"].lower()) if setting.today else OPEN
    )


def unit_end(match: Match, setting: Setting) -> Stretch:
    """`the year's end`, `year-end`, `mid-year`."""
    middle = group(match, "mid") is not None
    unit = match["unit2" if middle else "unit"].lower()
    if setting.today is None:
        return Stretch(unit=unit, part="mid" if middle else "end")
    span = unit_span(unit, step_of(group(match, "which")), setting.today)
    return part_of(Stretch(*span, unit), "mid" if middle else "end")


def open_event(_: Match, __: Setting) -> Stretch:
    """`the eve of`, `the anniversary of` something without a date of its own."""
    return Stretch(unit="day")


def weekend(_: Match, setting: Setting) -> Stretch:
    """`the weekend`, by the tense."""
    if setting.today is None:
        return Stretch(unit="weekend")
    spans = [unit_span("weekend", step, setting.today) for step in (-1, 0, 1)]
    return Stretch(*nearest(spans, setting.today, ahead=setting.ahead), "weekend")


def sub_unit(match: Match, setting: Setting) -> Stretch:
    """`earlier this month`: from its first day to the article's; `later this month`: to its last."""
    unit, which = match["unit"].lower(), group(match, "which") or ""
    earlier = match["sub"].lower() == "earlier"
    told = which.startswith("that") or (which == "the" and not earlier and not setting.ahead)
    base = (setting.anchor.first if setting.anchor else None) if told else setting.today
    if base is None:
        return Stretch(unit=unit, days=None if told else -1 if earlier else 1)
    if unit in SEASONS:
        spans = [season_span(y, SEASONS[unit]) for y in range(base.year - 1, base.year + 2)]
        first, last = nearest(spans, base, ahead=not earlier)
        return Stretch(first, min(last, base) if earlier else last, "season")
    if which in ("next", "last"):
        return Stretch(*unit_span(unit, step_of(which), base), unit)
    first, last = unit_span(unit, 0, base)
    days = None if told or unit == "day" else -1 if earlier else 1
    return Stretch(first, base, unit, days=days) if earlier else Stretch(base, last, unit, days=days)


def before_last(match: Match, setting: Setting) -> Stretch:
    """`the week before last`, `the month after next`, `the night before last`."""
    unit, step = match["unit"].lower(), step_of(group(match, "to"))
    if setting.today is None:
        return Stretch(unit=unit, days=step * UNIT_DAYS[unit])
    return Stretch(*unit_span(unit, step, setting.today), unit, days=step * UNIT_DAYS[unit])


def near_day(match: Match, setting: Setting) -> Stretch:
    """`today`, `yesterday`, `tomorrow night`, `overnight`, `last night`."""
    text = " ".join(match[0].lower().split())
    step = -1 if "yesterday" in text or text.startswith("last") else 1 if "tomorrow" in text else 0
    step += -1 if text.startswith("the day before") else 1 if text.startswith("the day after") else 0
    day = moved(setting.today, step) if setting.today else None
    return Stretch(moved(day, -1) if day and text == "overnight" else day, day, "day", days=step)


def clock(_: Match, setting: Setting) -> Stretch:
    """A time of the clock alone is of the article's day."""
    return Stretch(setting.today, setting.today, "hour", days=0)
