"""Where things happened: the events of a record by place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from detente.findings.rows import Row, day_of, sides, within

EVENTS = """
SELECT * FROM events WHERE modality = 'happened' AND voice <> 'author' AND confidence >= $confidence
"""


@dataclass
class Spot:
    """A place with its events, told once each: how many of conflict and of cooperation."""

    lat: float
    lon: float
    kind: str
    country: str | None
    names: Counter[str] = field(default_factory=Counter)
    conflict: int = 0
    cooperation: int = 0

    @property
    def name(self) -> str:
        """What it is called most often."""
        return min(self.names, key=lambda name: (-self.names[name], name))

    @property
    def at(self) -> str:
        """Its latitude and longitude, to a tenth of a degree."""
        return f"{float(self.lat):.1f},{float(self.lon):.1f}"

    @property
    def events(self) -> int:
        """How many events it had."""
        return self.conflict + self.cooperation


def spots(events: Iterable[Row], since: str | None, until: str | None) -> tuple[list[Spot], int]:
    """The places of events in a period, those with most events first, and how many events have no place."""
    found: dict[tuple[float, float], Spot] = {}
    seen: set[tuple[object, ...]] = set()
    without = 0
    for row in events:
        if not within(day_of(row), since, until) or _told(row) in seen:
            continue
        seen.add(_told(row))
        if row["place_lat"] is None:
            without += 1
            continue
        at = round(float(row["place_lat"]), 1), round(float(row["place_lon"]), 1)
        spot = found.setdefault(at, Spot(row["place_lat"], row["place_lon"], row["place_kind"], row["place_country"]))
        spot.names[str(row["place"])] += 1
        if float(row["score"]) < 0:
            spot.conflict += 1
        else:
            spot.cooperation += 1
    return sorted(found.values(), key=lambda s: (-s.events, s.name)), without


def _told(row: Row) -> tuple[object, ...]:
    """What makes two tellings one: day, parties, act and place."""
    actors = tuple(sides(row["actor"], row["actor_code"]))
    recipients = tuple(sides(row["recipient"], row["recipient_code"]))
    return day_of(row), actors, recipients, row["type"], row["mode"], row["place_lat"], row["place_lon"]
