"""Which parties govern, and when: out of government a party is the opposition."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from functools import cache

from detente.codebook import Row, built_in, parts

DAY = 10  # letters of an ISO day


def periods(row: Row) -> Iterator[Row]:
    """The rows of a party for each time in and out of government; the row itself where the table has no terms of it."""
    terms = _terms().get(row["name"]) if row["sector"] == "PTY" else None
    if terms is None:
        yield row
        return
    start, last = row["start"], row["end"]
    for first, end in terms:
        if last and first > last:
            break
        if end and start and end < start:
            continue
        if not start or first > start:
            yield row | {"sector": "OPP", "start": start, "end": _shifted(first, -1)}
        yield row | {"start": max(first, start), "end": min(end or last, last or end)}
        if not end or (last and end >= last):
            return
        start = _shifted(end, 1)
    yield row | {"sector": "OPP", "start": start, "end": last}


@cache
def _terms() -> Mapping[str, tuple[tuple[str, str], ...]]:
    found = {}
    for row in built_in("governing"):
        spans = [term.partition("/") for term in parts(row["terms"])]
        found[row["party"]] = tuple((first, last) for first, _, last in spans)
    return found


def _shifted(date: str, days: int) -> str:
    """The day after or before one; a month or a year stands for itself, as it holds for all of its days."""
    return str(datetime.date.fromisoformat(date) + datetime.timedelta(days=days)) if len(date) == DAY else date
