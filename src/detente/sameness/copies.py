"""Whether a text is a copy of another: nothing in it is new, so that one of the two tells all.

A copy may be cut, edited, badly scanned and headed by another outlet's dateline. It may not give a name or a number,
nor deny a thing, that the text it is a copy of does not: such a text is a version, with something of its own to tell.
"""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches

from detente.sameness.words import Facts, facts

COVERED = 0.8  # share of a copy's runs that stand in the text it is a copy of
DAYS = 7  # a copy is published within days of the original; the same form of words later tells something else
SPELT = 0.8  # likeness of two spellings of one name


def nothing_new(text: str, runs: set[str], other: str, other_runs: set[str]) -> bool:
    """Whether a text tells nothing that the other does not; `runs` are those of `words.runs`."""
    if len(runs & other_runs) < COVERED * len(runs):
        return False
    return _tells_no_more(facts(text), facts(other, headed=False))


def _tells_no_more(one: Facts, other: Facts) -> bool:
    if one.negations > other.negations or not one.numbers <= other.numbers:
        return False
    unknown = one.names - other.names
    return all(get_close_matches(name, other.names, 1, SPELT) for name in sorted(unknown))


def days_apart(one: str | None, other: str | None) -> int | None:
    """How many days lie between two ISO days; None where one is not known or is no day."""
    try:
        days = [date.fromisoformat(day[:10]) for day in (one, other) if day]
    except ValueError:
        return None
    return abs((days[1] - days[0]).days) if len(days) == 2 else None
