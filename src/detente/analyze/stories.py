"""Which event and which statement is told by how many independent sources, and in what do they disagree?

Example: detente stories talks/*.txt --told 2
"""

from __future__ import annotations

from typing import Literal

import duckdb

from detente.findings.clusters import Cluster, clusters
from detente.findings.differing import Difference, differing
from detente.findings.families import families
from detente.findings.rows import Row, attribution, chosen, day_of, strongest
from detente.records import Finding

COLUMNS = ("day", "kind", "actor", "what", "recipient", "text", "place", "sources", "disagree", "rules")
CITED = 5  # ids of a story beside those of its disagreements


def find(
    db: duckdb.DuckDBPyConnection,
    *,
    actor: str | None = None,
    kind: Literal["event", "statement"] | None = None,
    told: int = 1,
    apart: str | None = None,
    confidence: float = 0.0,
) -> Finding:
    """List events and statements once however often they are told, those that most independent sources tell first.

    Independent are outlets whose articles are not copies or versions of one text. `told`: at least so many of them.
    `kind`: event or statement. `disagree` is what they tell differently, each value with its tellers; `rules` why the
    tellings are taken for one. `apart` undoes that: rules (`same toll`) or pairs of ids (`E-1+E-2`), with commas.
    """
    without = [one.strip() for one in (apart or "").split(",") if one.strip()]
    later = families(db).later
    found = [
        _entry(cluster, differing(cluster.rows, later))
        for cluster in clusters(db, confidence, without)
        if cluster.sources >= told and kind in (None, cluster.kind) and _of(cluster, actor)
    ]
    found.sort(key=lambda r: (-r["sources"], -r["reports"], r["sort_key"], r["records"]))
    return Finding(name="stories", title="Told by many", columns=COLUMNS, rows=tuple(found), note=_note(found))


def _of(cluster: Cluster, actor: str | None) -> bool:
    fields = ("actor", "recipient") if cluster.kind == "event" else ("speaker",)
    return any(chosen(row[field], actor) for row in cluster.rows for field in fields)


def _entry(cluster: Cluster, differences: list[Difference]) -> Row:
    rows = cluster.rows
    # the fullest of the surest tells it; what another gives stands among the disagreements
    best = min(rows, key=lambda r: (-float(r["confidence"]), -len(str(r["text"])), str(r["id"])))
    event = cluster.kind == "event"
    disagreeing = [record for one in differences for version in one.versions for record in version.records[:1]]
    return {
        "day": day_of(best) or next((day for row in rows if (day := day_of(row))), None),
        "kind": cluster.kind,
        "actor": best["actor"] if event else best["speaker"],
        "what": best["type"] if event else best["speech_act"],
        "recipient": _known(rows, "recipient") if event else best["addressee"],
        "text": best["text"],
        "place": _known(rows, "place") if event else None,
        "modality": best["modality"],
        "sources": cluster.sources,
        "outlets": sorted({str(row["source"] or row["article"]) for row in rows}),
        "articles": list(dict.fromkeys(str(row["article"]) for row in rows)),
        "copies": cluster.copies,
        "reports": len(rows),
        "disagree": [_told(one) for one in differences],
        "rules": sorted({join.rule for join in cluster.joins}),
        "joins": [f"{join.one}+{join.other}: {join.rule}" for join in cluster.joins],
        "according_to": attribution(rows) if event else None,
        "confidence": max(float(row["confidence"]) for row in rows),
        "sort_key": float(rows[0]["sort_key"] or 0.0),
        "article": best["article"],
        "start": best["start"],
        "records": list(dict.fromkeys([str(best["id"]), *disagreeing, *strongest(rows, CITED)])),
    }


def _known(rows: tuple[Row, ...], field: str) -> str | None:
    return next((str(row[field]) for row in sorted(rows, key=lambda r: -float(r["confidence"])) if row[field]), None)


def _told(difference: Difference) -> str:
    """A disagreement in words: `dead: 7 (Daily Ledger), 5 (Northern Wire; superseded)`."""
    values = []
    for version in difference.versions:
        value = f"{version.value:g}" if isinstance(version.value, float) else str(version.value)
        values.append(f"{value} ({', '.join(version.tellers)}{'; superseded' if version.superseded else ''})")
    return f"{difference.field}: {', '.join(values)}"


def _note(rows: list[Row]) -> str | None:
    many = sum(row["sources"] > 1 for row in rows)
    differ = sum(bool(row["disagree"]) for row in rows)
    if not rows:
        return None
    return f"{many} of {len(rows)} are told by two or more independent sources; of {differ} the accounts disagree."
