"""By when a promise is to be kept: the time in the words of the act, and the day that it falls on."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import date

from detente.doc import Doc, Token, When
from detente.modality import auxiliaries
from detente.stances.willing import Bond

TEN_MONTHS = 300  # days
WEEKDAYS = ("today", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def deadline(doc: Doc, bond: Bond) -> When | None:
    """The time by which what is promised is to be done, where the words of the act give one."""
    said = [c for c in bond.act.children if c.dep == "ccomp" and c.i < bond.act.i]  # `it ends by Friday, he promised`
    found = (_ahead(doc, act) for act in (bond.act, *said))
    return _just_past(next((due for due in found if due), None), bond.word, doc.article.date)


def day_of(due: When | None, bond: Bond, said: str | None) -> str | None:
    """The day of a deadline. One counted from a condition, or from a promise made earlier, falls on no known day."""
    if due is None:
        return None
    counted = not any(mark in due.words.lower() for mark in ("next", "this", "end of", "by", "until"))
    counted = counted and any(
        due.words.lower().rstrip("s").endswith(u) for u in ("hour", "day", "week", "month", "year")
    )
    counted = counted and not due.words.lower().endswith(WEEKDAYS)
    earlier = bond.repeated or said is not None or bool({"have", "has", "had"} & set(auxiliaries(bond.word)))
    return None if counted and (bond.terms.text or earlier) else due.end or (due.start if due.kind == "since" else None)


def _ahead(doc: Doc, act: Token) -> When | None:
    """The time by which it is to be done: it lies ahead, in the words of the act itself; a bound before others."""
    inside = {t.i for t in act.subtree()}
    today = doc.article.date
    found = []
    for when in doc.whens:
        if when.last - 1 not in inside or when.first < act.i or when.kind in ("duration", "recurrence"):
            continue
        if not _of_another(doc.tokens[when.last - 1], act):
            ahead = when.days is None or when.days >= 0
            if ahead and (today is None or when.end is None or when.end >= today or when.start is None):
                found.append(when)
    return min(found, key=lambda when: when.kind != "deadline", default=None)


def _just_past(due: When | None, word: Token, today: str | None) -> When | None:
    """The deadline of a promise told in the past: a month without its year that has just gone by, not the next one."""
    if (
        due is None
        or not today
        or not due.end
        or word.tag not in ("VBD", "VBN")
        or re.search(r"\d{4}|\bnext\b", due.words)
    ):
        return due
    last = date.fromisoformat(due.end)
    if due.unit == "year" or (last - date.fromisoformat(today)).days < TEN_MONTHS:
        return due
    start = _year_before(due.start) if due.start else None
    return replace(due, start=start, end=_year_before(due.end), ahead=False)


def _year_before(iso: str) -> str:
    day = date.fromisoformat(iso)
    last = calendar.monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, last)).isoformat()


def _of_another(time: Token, act: Token) -> bool:
    """Whether a time stands in a clause about something else: `put off tariffs that were due on Tuesday`."""
    while time is not act and time.head is not time:
        if time.dep == "relcl" or (time.dep == "acl" and time.tag in ("VBN", "VBG")):
            return True
        time = time.head
    return False
