"""How do two parties treat each other, week by week, between conflict and cooperation?

Example: detente dyads talks/*.txt --party Russia
"""

from __future__ import annotations

from collections import Counter
from itertools import product

import duckdb

from detente.findings.rows import Row, chosen, day_of, fetch, sides, week_of
from detente.records import Finding

COLUMNS = ("dyad", "week", "events", "sum", "mean", "q1", "q2", "q3", "q4")

QUERY = """
SELECT id, actor, actor_code, recipient, recipient_code, type, mode, quad, score, day, confidence
FROM events
WHERE modality = 'happened' AND voice <> 'author' AND actor IS NOT NULL AND day IS NOT NULL
  AND confidence >= $confidence
ORDER BY day, article, start, id
"""


def find(db: duckdb.DuckDBPyConnection, *, party: str | None = None, confidence: float = 0.0) -> Finding:
    """Sum the PLOVER scores of what each pair of parties did to one another, by ISO week.

    Actors that act together each act; those without a recipient act on one another (a meeting). One act of one day
    counts once, however many articles tell it.
    """
    acts: dict[tuple[tuple[str, str], str, str, str, str], list[Row]] = {}
    for row in fetch(db, QUERY, {"confidence": confidence}):
        for pair in _pairs(row):
            if chosen(pair[0], party) or chosen(pair[1], party):
                acts.setdefault((pair, str(day_of(row)), row["actor"], row["type"], str(row["mode"])), []).append(row)
    weeks: dict[tuple[tuple[str, str], str], list[list[Row]]] = {}
    for (pair, day, *_), told in acts.items():
        weeks.setdefault((pair, week_of(day)), []).append(told)
    rows = [_week(pair, week, told) for (pair, week), told in weeks.items()]
    total = Counter[str]()
    for row in rows:
        total[row["dyad"]] += row["events"]
    rows.sort(key=lambda r: (-total[r["dyad"]], r["dyad"], r["week"]))
    return Finding(
        name="dyads",
        title="Conflict and cooperation by week",
        columns=COLUMNS,
        rows=tuple(rows),
        note="The week is its Monday; q1 verbal and q2 material cooperation, q3 verbal and q4 material conflict.",
    )


def _pairs(row: Row) -> list[tuple[str, str]]:
    doers, done_to = sides(row["actor"], row["actor_code"]), sides(row["recipient"], row["recipient_code"])
    found = set()
    for one, other in product(doers, done_to or doers):
        if one != other:
            found.add((min(one, other), max(one, other)))
    return sorted(found)


def _week(pair: tuple[str, str], week: str, told: list[list[Row]]) -> Row:
    scores = [float(group[0]["score"]) for group in told]
    quads = Counter(int(group[0]["quad"]) for group in told)
    ids = [str(max(group, key=lambda r: float(r["confidence"]))["id"]) for group in told]
    return {
        "dyad": " – ".join(pair),
        "first": pair[0],
        "second": pair[1],
        "week": week,
        "events": len(told),
        "sum": round(sum(scores), 1),
        "mean": round(sum(scores) / len(scores), 2),
        **{f"q{quad}": quads[quad] for quad in (1, 2, 3, 4)},
        "records": ids,
    }
