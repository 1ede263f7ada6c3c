"""Who offers or threatens what to whom, on what condition, and did it come to pass?

Example: detente inducements talks/*.txt --kind threat
"""

from __future__ import annotations

from typing import Literal

import duckdb

from detente.findings.matters import out_of_office
from detente.findings.rows import LISTED, Row, chosen, content_key, fetch, gathered, order, resting, sides, unsure
from detente.records import Finding

COLUMNS = ("kind", "actor", "target", "what", "condition", "state", "first", "last", "sources")


def find(
    db: duckdb.DuckDBPyConnection,
    *,
    actor: str | None = None,
    kind: Literal["offer", "threat"] | None = None,
    confidence: float = LISTED,
) -> Finding:
    """Keep the ledger of offers and threats: the same one told again is one row, in its latest state."""
    query = """
    SELECT * FROM inducements
    WHERE voice <> 'author' AND confidence >= $confidence AND ($kind IS NULL OR kind = $kind)
    """
    told: dict[tuple[object, ...], list[Row]] = {}
    for row in fetch(db, query, {"confidence": confidence, "kind": kind}):
        if not out_of_office(row) and chosen(row["actor"], actor):
            giver = tuple(sorted(sides(row["actor"], row["actor_code"])))
            told.setdefault((row["kind"], giver, content_key(row["what"])), []).append(row)
    rows = [_entry(sorted(group, key=order)) for group in told.values()]
    rows.sort(key=lambda r: (-r["sources"], -r["sort_key"], r["start"], r["records"]))
    return Finding(
        name="inducements",
        title="Offers and threats",
        columns=COLUMNS,
        rows=tuple(rows),
        note=unsure(db, "inducements", confidence),
    )


def _entry(group: list[Row]) -> Row:
    last = group[-1]
    known, ids = resting(group, "what", "target", "condition")
    return {
        "kind": last["kind"],
        "actor": last["actor"],
        "party": "; ".join(sides(last["actor"], last["actor_code"])),
        "target": known["target"],
        "what": last["what"],
        "condition": known["condition"],
        "state": last["state"],
        **gathered(group),
        "records": ids,
    }
