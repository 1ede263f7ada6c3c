"""ACLED's exports: a CSV file with a header, comma or semicolon between the cells, its types put into PLOVER's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from detente.codebook import Row as Entry
from detente.codebook import built_in, cached
from detente.exchange._cells import Row, count, deeds, degrees, identity, needed, told
from detente.exchange._codes import code_of, country, country_of
from detente.exchange._dyads import Party, joined
from detente.exchange._plover import weighed
from detente.exchange._rows import separated
from detente.readers._dates import iso_day
from detente.readers._source import RefusedError
from detente.records import Deed, Note, Unread

LICENCE = "ACLED, see its terms of use and attribution policy: cite it, do not pass the data on"
NEEDED = ("event_date", "event_type")
# how the names of actors begin that are no proper names: Military Forces of Mali (2020-), Protesters (Mali)
SECTORS = (
    ("military forces of", "MIL"), ("police forces of", "COP"), ("government of", "GOV"), ("civilians", "CVL"),
    ("protesters", "CVL"), ("rioters", "CVL"), ("unidentified armed group", "UAF"), ("unidentified", "UNK"),
)  # fmt: skip
_STATE = re.compile(r"\b[Ff]orces of ([^(]+)|Government of ([^(]+)|\(([^()0-9]+)\)")

day_of = lru_cache(maxsize=50_000)(iso_day)


def read(path: Path) -> Iterator[Deed | Unread | Note]:
    """The rows of a file as deeds. A row without an id, a day or a type of ACLED is refused."""
    return deeds(path, separated(path, NEEDED), _deed)


@cached
def _types() -> Mapping[tuple[str, str], Entry]:
    """What each type of ACLED means to PLOVER, by it and its finer type; older names among them."""
    return {(row["event_type"].casefold(), row["sub_event_type"].casefold()): row for row in built_in("acled")}


def _deed(path: Path, line: int, row: Row) -> Deed:
    name = identity(row, "event_id_cnty", "data_id")
    day = needed(row, "event_date", day_of, "a day")
    kind, finer = told(row, "event_type") or "", told(row, "sub_event_type") or ""
    means = _types().get((kind.casefold(), finer.casefold())) or _types().get((kind.casefold(), ""))
    if means is None:
        raise RefusedError(f"not a type of ACLED: {kind[:60]!r}")
    doers, others = _roles(means["roles"] or "", _party(row, "actor1"), _party(row, "actor2"))
    actor, actor_code = joined(doers)
    recipient, recipient_code = joined(others)
    lat, lon = degrees(row, "latitude", "longitude")
    return Deed(
        origin="acled",
        origin_id=name,
        licence=LICENCE,
        path=str(path),
        line=line,
        date_start=day,
        date_end=day,
        actor=actor,
        actor_code=actor_code,
        recipient=recipient,
        recipient_code=recipient_code,
        **weighed(means["type"] or None, means["mode"]),
        place=told(row, "location", "admin3", "admin2", "admin1"),
        place_country=country_of(told(row, "iso"), "numeric") or country(told(row, "country")),
        place_lat=lat,
        place_lon=lon,
        origin_type=": ".join(filter(None, (kind, finer))),
        dead=count(row, "fatalities"),
        source=told(row, "source"),
        text=told(row, "notes"),
    )


def _roles(roles: str, one: Party | None, other: Party | None) -> tuple[list[Party], list[Party]]:
    """Who acts and who is acted on: both on one another, the second on the first, or else the first on the second."""
    first, second = [party for party in (one,) if party], [party for party in (other,) if party]
    if roles == "both":
        return first + second, []
    if roles == "alone":
        return first, []
    return (second, first) if roles == "turned" else (first, second)


def _party(row: Row, column: str) -> Party | None:
    name = told(row, column)
    return (name.replace(";", ","), _code(name)) if name else None


def _code(name: str) -> str | None:
    """The code that the form of an actor's name gives away; None for a name proper."""
    sector = next((code for start, code in SECTORS if name.casefold().startswith(start)), None)
    found = _STATE.search(name)
    state = country(next((part.strip() for part in found.groups() if part), None)) if found else None
    return code_of(state, sector) if sector else None
