"""Where may something have moved, clashed or not been done? Pairs of passages for a person to read."""

from __future__ import annotations

import duckdb

from detente.findings.judged import judged
from detente.findings.rows import chosen, day_of, days_between
from detente.records import Finding

COLUMNS = ("score", "kind", "party", "first_day", "first_text", "then_day", "then", "then_text", "reading")
LINE = 0.5  # of the probability, below which a pair is hardly ever what it is read as


def find(
    db: duckdb.DuckDBPyConnection,
    *,
    party_is: str | None = None,
    kind: str | None = None,
    confidence: float = 0.0,
    score: float = LINE,
) -> Finding:
    """List earlier and later passages that the judge reads as a move, a clash or a promise not kept, the surest first.

    These are leads and no findings: on invented dossiers one in six is right, of the surest two in five, and a
    quarter of what there is to find is among them (`docs/judge.md`). What holds up by rule stands under `shifts`,
    `accounts` and `gaps`. The score is the judge's probability; who of the first and who of the second passage
    speaks or acts is shown where it is known.
    """
    rows = []
    for name, pairs in judged(db, score).items():
        for one in pairs:
            before, after = one.before, one.after
            sure = min(float(before["confidence"]), float(after["confidence"]))
            if sure < confidence or not (chosen(one.side, party_is) or chosen(one.actor, party_is)):
                continue
            rows.append(
                {
                    "score": one.score,
                    "kind": name,
                    "party": one.side,
                    "actor": one.actor,
                    "first_day": day_of(before),
                    "first_text": before["text"],
                    "then": after["actor"],
                    "then_day": day_of(after),
                    "then_text": after["text"],
                    "reading": one.label,
                    "days": days_between(day_of(before), day_of(after)),
                    "before": before["id"],
                    "after": after["id"],
                    "records": [before["id"], after["id"]],
                }
            )
    rows = [row for row in rows if kind is None or row["kind"] == kind]
    rows.sort(key=lambda row: (-float(row["score"]), row["records"]))
    note = "Read by a model from two sentences alone: leads to follow, not findings."
    return Finding(name="leads", title="Leads", columns=COLUMNS, rows=tuple(rows), note=note)
