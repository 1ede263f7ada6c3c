"""Deadlines near: promises of the parties whose day lies within two months of the record's last, or is just gone."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from detente.findings.outcomes import deadline_of, whole
from detente.findings.rows import days_between, fetch, latest_day, order, party, several
from detente.outlook.proposal.aspect import Line
from detente.wording import long_day, quoted, with_the

AHEAD, GONE = 60, 30
PROMISES = "SELECT * FROM commitments WHERE voice <> 'author' AND state NOT IN ('kept', 'broken')"


def lines(db: duckdb.DuckDBPyConnection, everybody: Sequence[str]) -> list[Line]:
    """A line for each deadline, the nearest first; a promise told several times is one."""
    today = latest_day(db)
    found: dict[tuple[str, str], Line] = {}
    for row in sorted(fetch(db, PROMISES), key=order):
        day, _ = deadline_of(row)
        left = days_between(today, day)
        if day is None or left is None or not -GONE <= left <= AHEAD or not whole(str(row["what"])):
            continue
        for who in several(party(row)):
            if who in everybody:
                when = f"in {left} days" if left > 0 else "today" if left == 0 else f"{-left} days ago"
                what = " ".join(str(row["what"]).split())
                past = "lies near" if left >= 0 else "has just passed"
                sentence = f"A deadline of {with_the(who)} {past}, {long_day(day)}: {quoted(what)}."
                found[who, day] = Line(
                    "deadline", who, f"{day}, {when}: {what}", (str(row["id"]),), day, float(left), sentence
                )
    return sorted(found.values(), key=lambda line: (abs(line.value or 0.0), line.about))
