"""GeoJSON (RFC 7946): the events that happen at a place, as points; without a geometry where it has no coordinates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.export.record._holding import Holding
from detente.export.record._inert import array
from detente.findings.rows import Row

ASKS = ()
QUOTES = False
TOLD = (
    "day", "date_start", "date_end", "type", "mode", "context", "modality", "actor", "actor_code", "recipient",
    "recipient_code", "place", "place_kind", "place_country", "place_why", "dead", "injured", "quad", "score", "voice",
    "according_to", "confidence", "text", "article", "start", "end", "article_date", "source", "title", "url",
)  # fmt: skip
DIGITS = 6  # of a degree: a tenth of a metre (RFC 7946, 11.2)


def write(held: Holding) -> Iterator[str]:
    """The pieces of the file. What is only the author's opinion is not among the events."""
    events = (row for row in held.rows("events") if row["voice"] != "author")
    yield from array({"type": "FeatureCollection"}, "features", _features(held, events))


def _features(held: Holding, events: Iterator[Row]) -> Iterator[dict[str, Any]]:
    for row in events:
        if row["place"] is None:
            held.left_out["without a place"] += 1
            continue
        yield {
            "type": "Feature",
            "id": row["id"],
            "geometry": _point(row["place_lon"], row["place_lat"]),
            "properties": {name: row[name] for name in TOLD},
        }


def _point(lon: float | None, lat: float | None) -> dict[str, Any] | None:
    if lon is None or lat is None:
        return None
    return {"type": "Point", "coordinates": [round(lon, DIGITS), round(lat, DIGITS)]}
