"""What is on the table, and who proposed, backed, accepted or refused it?

Example: detente proposals talks/*.txt --issue ceasefire
"""

from __future__ import annotations

import re

import duckdb

from detente.findings.matters import misread, prevailing, specific
from detente.findings.rows import (
    LEVELS,
    Row,
    attribution,
    chosen,
    day_of,
    days_between,
    fetch,
    first_told,
    issue_names,
    last_told,
    latest_day,
    order,
    party,
    resting,
    several,
    unsure,
    voices,
)
from detente.records import Finding

COLUMNS = ("proposal", "party", "state", "condition", "who", "first", "last", "sources")
STATES = {
    "accept": "accepted",
    "conditional": "conditional",
    "open": "open",
    "no-commitment": "no commitment",
    "reject": "refused",
    "demand": "demanded",
}
BACKED = re.compile(r"\b(?:back|support|endors|welcom)", re.I)
LAPSE = 90


def find(
    db: duckdb.DuckDBPyConnection, *, issue: str | None = None, confidence: float = 0.0, lapse: int = LAPSE
) -> Finding:
    """Follow each proposal through each party's states; what all parties only demand is no proposal.

    A proposal that not every party accepted lapses `lapse` days after it was last heard of.
    """
    rows = fetch(db, "SELECT * FROM positions WHERE voice <> 'author' AND confidence >= $c", {"c": confidence})
    rows = [row for row in rows if not misread(row)]
    names = issue_names(rows)
    today = latest_day(db)
    issues: dict[str, list[Row]] = {}
    for row in rows:
        if chosen(names.get(row["issue"]), issue):
            issues.setdefault(names[row["issue"]], []).append(row)
    found: list[Row] = []
    for name, group in issues.items():
        if all(row["stance"] in ("demand", "no-commitment") for row in group):
            continue
        found.extend(_parties(name, sorted(group, key=order), today, lapse))
    found.sort(key=lambda r: (-r["weight"] * specific(r["proposal"]), r["proposal"], -r["sources"], r["party"]))
    lapsed = f"Lapsed: not heard of for {lapse} days before the youngest article."
    return Finding(
        name="proposals",
        title="Proposals",
        columns=COLUMNS,
        rows=tuple(found),
        note=" ".join(filter(None, (lapsed, unsure(db, "positions", confidence)))),
    )


def _parties(name: str, group: list[Row], today: str | None, lapse: int) -> list[Row]:
    held: dict[str, list[Row]] = {}
    for row in group:
        for who in several(party(row)):
            held.setdefault(who, []).append(row)
    proposers = [row for row in group if row["stance"] == "propose"]
    first_by = several(party(proposers[0])) if proposers else []
    agreed = all(LEVELS[str(rows[-1]["stance"])] == 3 for rows in held.values())
    silent = days_between(day_of(group[-1]), today)
    lapsed = not agreed and silent is not None and silent > lapse
    weight = voices(group) + len(held)
    found = []
    for who, rows in held.items():
        stance = prevailing(rows)
        same = [r for r in rows if r["stance"] == stance]
        known, ids = resting(same, "issue", "condition")
        backing = who not in first_by or BACKED.search(same[-1]["text"])
        state = STATES.get(stance) or ("backed" if backing else "proposed")
        found.append(
            {
                "proposal": name,
                "instrument": next((r["instrument"] for r in group if r["instrument"]), None),
                "party": who,
                "stance": stance,
                "state": "lapsed" if lapsed else state,
                "was": state,
                "condition": known["condition"],
                "who": "; ".join(dict.fromkeys(n for r in same for n in several(r["actor"]))),
                "first": first_told(rows),
                "last": last_told(same),
                "sources": voices(rows),
                "reports": len(rows),
                "according_to": attribution(same),
                "text": same[-1]["text"],
                "issue_as_told": known["issue"],
                "confidence": max(float(r["confidence"]) for r in same),
                "weight": weight,
                "also": _asides(rows, stance),
                "records": ids,
            }
        )
    return found


def _asides(rows: list[Row], stance: str) -> list[Row]:
    """What the party also said of the same day under another name of the issue (`not even a temporary one`)."""
    last = rows[-1]["sort_key"]
    told = {r["issue"] for r in rows if r["stance"] == stance}
    return [
        {"stance": r["stance"], "issue": r["issue"], "text": r["text"], "who": r["actor"], "records": [str(r["id"])]}
        for r in rows
        if r["sort_key"] == last and r["stance"] != stance and r["issue"] not in told
    ][:1]
