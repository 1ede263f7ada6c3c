"""Where did it happen? The places of events, conflict as circles and cooperation as diamonds."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from detente.charts._chart import Chart, Setting, finished, reach
from detente.findings.rows import fetch
from detente.findings.where import EVENTS, Spot, spots
from detente.maps import drawing_of

MOST = 20  # places of a mark that its address names
MISSING = "a map needs events at two places or more"


def ask(db: duckdb.DuckDBPyConnection, setting: Setting, **_: str | None) -> Chart | None:
    """The map of a record."""
    return draw(*spots(fetch(db, EVENTS, {"confidence": 0.0}), *reach(db)), setting)


def draw(places: Sequence[Spot], without: int, setting: Setting) -> Chart | None:
    """The map of places with events; None for fewer than two. `without` is how many events have no place."""
    made = drawing_of(places, without)
    if made is None:
        return None
    told = f"{made.told} {made.note}"
    ways = {name: setting.pages("events", at=_places(own), modality="happened") for name, own in made.marks.items()}
    return finished(
        "map", made.caption, told, setting, svg=made.svg, table=made.table, key=[("", made.note)], ways=ways
    )


def _places(own: Sequence[Spot]) -> str:
    """Where the places of a mark lie, as the page of events takes it."""
    return " ".join(spot.at for spot in own[:MOST])
