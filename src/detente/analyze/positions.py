"""Who stands where on each issue, now and before?

Example: detente positions talks/*.txt --party Russia
"""

from __future__ import annotations

from itertools import groupby

import duckdb

from detente.findings.matters import misread, prevailing
from detente.findings.rows import (
    LISTED,
    Row,
    attribution,
    chosen,
    fetch,
    first_told,
    issue_names,
    last_told,
    order,
    party,
    resting,
    several,
    unsure,
    voices,
)
from detente.records import Finding, Stance

COLUMNS = ("issue", "party", "stance", "condition", "who", "last", "sources", "history")


def find(
    db: duckdb.DuckDBPyConnection,
    *,
    party_is: str | None = None,
    issue: str | None = None,
    stance: Stance | None = None,
    confidence: float = LISTED,
) -> Finding:
    """Give for each issue and party the stance that prevails, who voiced it, and all stances in their order."""
    rows = fetch(db, "SELECT * FROM positions WHERE voice <> 'author' AND confidence >= $c", {"c": confidence})
    rows = [row for row in rows if not misread(row)]
    names = issue_names(rows)
    held: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        for name in several(party(row)):
            if chosen(name, party_is) and chosen(names.get(row["issue"]), issue):
                held.setdefault((names[row["issue"]], name), []).append(row)
    found = [_cell(name, who, sorted(group, key=order)) for (name, who), group in held.items()]
    weight = {name: sum(r["sources"] for r in found if r["issue"] == name) for name in {r["issue"] for r in found}}
    found = [row for row in found if stance is None or row["stance"] == stance]
    found.sort(key=lambda r: (-weight[r["issue"]], r["issue"], -r["sources"], r["party"]))
    return Finding(
        name="positions",
        title="Positions",
        columns=COLUMNS,
        rows=tuple(found),
        note=unsure(db, "positions", confidence),
    )


def _cell(issue: str, who: str, group: list[Row]) -> Row:
    runs = [(stance, list(run)) for stance, run in groupby(group, key=lambda r: str(r["stance"]))]
    stance = prevailing(group)
    latest = [row for row in group if row["stance"] == stance]
    best = max(latest, key=lambda r: (r["sort_key"], float(r["confidence"]), r["start"]))
    known, ids = resting(latest, "condition")
    return {
        "issue": issue,
        "party": who,
        "stance": stance,
        "condition": known["condition"],
        "instrument": next((r["instrument"] for r in group if r["instrument"]), None),
        "who": "; ".join(dict.fromkeys(name for r in latest for name in several(r["actor"]))),
        "first": first_told(group),
        "last": last_told(latest),
        "reports": len(group),
        "sources": voices(group),
        "according_to": attribution(latest),
        "history": ", ".join(_step(stance, run) for stance, run in runs) if len(runs) > 1 else "",
        "text": best["text"],
        "confidence": max(float(r["confidence"]) for r in latest),
        "records": ids,
    }


def _step(stance: str, run: list[Row]) -> str:
    day = first_told(run)
    return f"{stance} ({day})" if day else stance
