"""What happened and what was said, day by day?

Example: detente timeline talks/*.txt --since 2025-05-01
"""

from __future__ import annotations

import duckdb

from detente.findings.rows import (
    Row,
    attribution,
    chosen,
    content_key,
    day_of,
    fetch,
    order,
    sides,
    strongest,
    voices,
    within,
)
from detente.records import Finding

COLUMNS = ("day", "plane", "actor", "what", "recipient", "text", "place", "sources")

# of many rows all columns would fill the memory
OWN = """* EXCLUDE (sentence, sentence_start, sentence_end, "end", rule, title, article_date, article_nr, date_start,
date_end, date_from)"""
EVENTS = f"""
SELECT {OWN.removesuffix(")")}, context, place_country, place_kind, place_lat, place_lon, place_why, dead, injured),
  CASE WHEN quad IN (2, 4) THEN 'deed' ELSE 'word' END AS plane, type AS what
FROM events WHERE modality IN ('happened', 'planned') AND voice <> 'author' AND confidence >= $confidence
"""  # noqa: S608  (names of columns)
POSITIONS = f"""
SELECT {OWN}, 'word' AS plane, stance AS what, issue AS about, NULL AS recipient, NULL AS recipient_code, NULL AS place
FROM positions WHERE basis <> 'event' AND voice <> 'author' AND confidence >= $confidence
"""  # noqa: S608  (names of columns)
INDUCEMENTS = f"""
SELECT {OWN}, 'word' AS plane, kind AS act, what AS about, target AS recipient, NULL AS place
FROM inducements WHERE voice <> 'author' AND confidence >= $confidence
"""  # noqa: S608  (names of columns)

PROMISES = f"""
SELECT {OWN}, 'word' AS plane, 'promise' AS act, coalesce(topic, what) AS about, beneficiary AS recipient, NULL AS place
FROM commitments WHERE voice <> 'author' AND confidence >= $confidence
"""  # noqa: S608  (names of columns)


def find(
    db: duckdb.DuckDBPyConnection,
    *,
    actor: str | None = None,
    since: str | None = None,
    until: str | None = None,
    confidence: float = 0.0,
) -> Finding:
    """List deeds and words in the order of their days, what several sources tell only once."""
    told: dict[tuple[object, ...], list[Row]] = {}
    for query in (EVENTS, POSITIONS, INDUCEMENTS, PROMISES):
        for row in fetch(db, query, {"confidence": confidence}):
            if "act" in row:
                row["what"] = row["act"]
            if not (chosen(row["actor"], actor) or (actor and chosen(row["recipient"], actor))):
                continue
            if within(day_of(row), since, until):
                told.setdefault(_sameness(row), []).append(row)
    rows = [_entry(told.pop(key)) for key in list(told)]
    rows.sort(key=lambda r: (r["sort_key"], r["article"], r["start"], r["plane"], r["records"]))
    return Finding(name="timeline", title="Timeline", columns=COLUMNS, rows=tuple(rows), note=_note(rows))


def _sameness(row: Row) -> tuple[object, ...]:
    """Two tellings are one when day, actors and act agree; where no day is known, only within one article."""
    day = day_of(row)
    actors = tuple(sorted(sides(row["actor"], row.get("actor_code"))))
    recipients = tuple(sorted(sides(row["recipient"], row.get("recipient_code"))))
    about = content_key(row["about"]) if row.get("about") else row.get("mode")
    place = row["sort_key"] if day else (row["article"], row["sort_key"])
    return (row["plane"], day, place if day is None else None, actors, recipients, row["what"], about)


def _entry(group: list[Row]) -> Row:
    group.sort(key=lambda r: (-float(r["confidence"]), order(r)))
    first = group[0]
    return {
        "day": day_of(first),
        "when": first["when"],
        "days": first["days"],
        "plane": first["plane"],
        "actor": first["actor"],
        "what": first["what"],
        "mode": first.get("mode"),
        "recipient": first["recipient"],
        "about": first.get("about"),
        "instrument": first.get("instrument"),
        "modality": first.get("modality", "happened"),
        "text": first["text"],
        "place": first["place"],
        "score": first.get("score"),
        "according_to": attribution(group),
        "sources": voices(group),
        "reports": len(group),
        "confidence": first["confidence"],
        "sort_key": float(first["sort_key"] or 0.0),
        "article": first["article"],
        "start": first["start"],
        "records": strongest(group, 5),
    }


def _note(rows: list[Row]) -> str | None:
    undated = sum(row["day"] is None for row in rows)
    return f"{undated} of {len(rows)} rows have no date; they stand in the order of the text." if undated else None
