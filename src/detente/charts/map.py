"""Where did it happen? The places of events, conflict as circles and cooperation as diamonds."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from detente.charts._chart import Chart, Setting, finished, reach
from detente.findings.rows import fetch
from detente.findings.where import EVENTS, Spot, spots
from detente.maps import drawing_of

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
    return finished("map", made.caption, told, setting, svg=made.svg, table=made.table, key=[("", made.note)])
