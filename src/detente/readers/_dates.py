"""Dates as publications write them, as ISO days."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?$")
_NAMED = re.compile(r"[A-Za-z]{3}")
_YEAR = re.compile(r"(?<!\d)(1[89]|20)\d{2}(?!\d)")
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")


def iso_day(value: Any) -> str | None:
    """The ISO day of a date, a time stamp, a number of seconds since 1970, or words for a day; None where it is none.

    `03/04/2025` is refused, for it is one day in London and another in New York; `23/04/2025` can be but one.
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _of_seconds(float(value))
    return _of_words(" ".join(str(value).split())[:80])


def _of_seconds(value: float) -> str | None:
    seconds = value / 1000 if abs(value) > 1e11 else value
    if not 0 < seconds < 4_102_444_800:  # 2100
        return None
    if 18_000_101 <= value <= 21_001_231:  # 20250520 as a number
        return _of_words(str(int(value)))
    return datetime.fromtimestamp(seconds, tz=_utc()).date().isoformat()


def _of_words(words: str) -> str | None:
    for pattern in (_ISO, _COMPACT):
        if found := pattern.match(words):
            return _day(*(int(part) for part in found.groups()))
    if found := _NUMERIC.match(words):
        first, second, year = (int(part) for part in found.groups())
        if first > 12 or first == second:
            return _day(year, second, first)
        return _day(year, first, second) if second > 12 else None
    if re.fullmatch(r"\d{10}|\d{13}", words):
        return _of_seconds(float(words))
    if _NAMED.search(words) and _YEAR.search(words) and re.search(r"(?<!\d)\d{1,2}(?!\d)", words):
        return _of_named_month(words)
    return None


def _of_named_month(words: str) -> str | None:
    from dateutil import parser

    defaults = (datetime(2000, 1, 1), datetime(2001, 2, 2))
    try:
        # what the words leave out is filled from the default: two defaults that differ show whether anything was
        first, second = (parser.parse(words, default=d, fuzzy=False, ignoretz=True).date() for d in defaults)
    except (ValueError, ArithmeticError, TypeError):
        return None  # dateutil counts in decimals, and forty digits in a row are more than these can divide
    return first.isoformat() if first == second else None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _utc() -> Any:
    from datetime import UTC

    return UTC
