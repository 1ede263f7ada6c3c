"""Who promised what, by when, and was it kept?

Example: detente commitments talks/*.txt --actor Trump
"""

from __future__ import annotations

from typing import Literal

import duckdb

from detente.findings.implementation import FULL, GRADES, Implementation
from detente.findings.matters import out_of_office
from detente.findings.outcomes import Later, deadline_of, put, whole
from detente.findings.rows import (
    Row,
    chosen,
    content_key,
    day_of,
    fetch,
    gathered,
    latest_day,
    order,
    party,
    resting,
    unsure,
)
from detente.records import Finding

COLUMNS = (
    "actor", "what", "beneficiary", "deadline", "condition", "state", "carried_out", "first", "last", "sources",
)  # fmt: skip


def find(
    db: duckdb.DuckDBPyConnection,
    *,
    actor: str | None = None,
    state: Literal["pending", "kept", "broken", "overdue", "unknown"] | None = None,
    confidence: float = 0.0,
) -> Finding:
    """List promises with their state: as told, as later sentences tell it (`failed to meet the deadline`), or overdue.

    Overdue without such a sentence is one whose deadline lies before the youngest article. A deadline that counts from
    an event to come has no day. `carried_out` is how far a later deed of the same party is told to go, on the scale of
    the Peace Accords Matrix (see `implementation`), null where none is told; what is told in full is kept, but for what
    was stopped, which may be begun again. What is no whole promise (`return them`) is left out.
    """
    query = "SELECT * FROM commitments WHERE voice <> 'author' AND confidence >= $confidence"
    today = latest_day(db)
    told: dict[tuple[object, ...], list[Row]] = {}
    for row in fetch(db, query, {"confidence": confidence}):
        if not out_of_office(row) and chosen(row["actor"], actor) and whole(str(row["what"])):
            told.setdefault((row["actor"], content_key(row["what"])), []).append(row)
    later, deeds = Later(db), Implementation(db)
    rows = [_entry(sorted(group, key=order), today, later, deeds) for group in told.values()]
    rows = [row for row in rows if state is None or row["state"] == state]
    rows.sort(key=lambda r: (-r["sources"], -r["sort_key"], r["start"], r["records"]))
    overdue = f"Overdue: the deadline lies before {today}, and nothing in the record says that it was kept."
    note = " ".join(filter(None, (overdue if today else None, unsure(db, "commitments", confidence))))
    return Finding(name="commitments", title="Promises", columns=COLUMNS, rows=tuple(rows), note=note or None)


def _entry(group: list[Row], today: str | None, later: Later, deeds: Implementation) -> Row:
    last = group[-1]
    known, ids = resting(group, "what", "beneficiary", "deadline", "deadline_words", "condition")
    dated = next((row for row in reversed(group) if row["deadline_words"] or row["deadline"]), last)
    deadline, deadline_words = deadline_of(dated)
    states = [str(r["state"]) for r in group if r["state"] in ("kept", "broken")]
    state = states[-1] if states else str(last["state"])
    outcome = later.of(last, deadline) if not states else None
    done = deeds.of(group[0])
    if outcome is None and not states and done is not None and done.grade == FULL and done.lasts:
        outcome = "kept", done.record
    if outcome is not None:
        state = outcome[0]
        ids = [*ids[:2], outcome[1]]
    elif done is not None:
        ids = [*ids[:2], done.record]
    if outcome is None and state in ("pending", "unknown") and deadline and today and deadline < today:
        state = "overdue"
    return {
        "actor": last["actor"],
        "party": party(last),
        "what": put(last),
        "topic": last["topic"],
        "beneficiary": known["beneficiary"],
        "deadline": deadline,
        "deadline_words": deadline_words,
        "condition": known["condition"],
        "repeated": any(r["repeated"] for r in group) or len({day_of(r) for r in group}) > 1,
        "state": state,
        "outcome": outcome[1] if outcome else None,
        "implementation": done.grade if done else None,
        "carried_out": GRADES[done.grade] if done else None,
        "deed": done.record if done else None,
        **gathered(group),
        "records": ids,
    }
