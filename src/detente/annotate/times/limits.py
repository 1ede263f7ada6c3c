"""What a word before a point makes of it: `by Friday`, `before May`, `until 2014`, `since last week`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from detente.annotate.times.days import Setting, Stretch

UNTIL = frozenset({"until", "till", "til", "through", "up to", "up until", "until at least", "until after"})
BEFORE = frozenset({"before", "prior to"})
SINCE = frozenset({"since", "ever since"})
FROM = frozenset(
    {"from", "as of", "as from", "effective", "effective from", "with effect from", "starting", "starting from",
     "beginning", "not until", "not before"}
)  # fmt: skip


def limited(mark: str, stretch: Stretch, setting: Setting) -> Stretch:
    """The stretch as a word before it bounds it. What the text leaves open stays open."""
    if mark in SINCE | FROM:
        return _since(stretch, setting)
    end = _last_day(mark, stretch)
    found = replace(stretch, first=None, last=end, kind="deadline", days=None, why=f"{stretch.why}, {mark}")
    today = setting.today
    if today is None:
        return found
    if end is None:
        return replace(found, first=today if setting.ahead else None)
    return replace(found, first=today) if end > today or (end == today and setting.ahead) else found


def _last_day(mark: str, stretch: Stretch) -> date | None:
    """The last day that is still in time."""
    first, last = stretch.first, stretch.last
    if mark in BEFORE:
        # before the end of May is in May still
        return last if stretch.part == "end" else first - timedelta(1) if first else None
    if mark in UNTIL:
        return last
    if stretch.part == "mid" and first is not None and last is not None:
        return _middle(stretch, first, last)
    if stretch.part or stretch.unit in ("day", "hour"):
        return last
    return first - timedelta(1) if first else None


def _middle(stretch: Stretch, first: date, last: date) -> date:
    if stretch.unit == "month":
        return first.replace(day=15)
    if stretch.unit == "year":
        return date(first.year, 6, 30)
    return last if stretch.unit != "week" else first


def _since(stretch: Stretch, setting: Setting) -> Stretch:
    first, today = stretch.first, setting.today
    last = today if first and today and first <= today and not setting.ahead else None
    return replace(stretch, first=first, last=last, kind="since", days=None, why=f"{stretch.why}, since")
