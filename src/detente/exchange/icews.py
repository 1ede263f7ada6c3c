"""ICEWS's files of coded events: twenty columns between tabs, CAMEO codes, sectors and countries by their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from detente.codebook import built_in, cached, parts
from detente.exchange._cameo import code_for, meaning
from detente.exchange._cells import Row, deeds, degrees, identity, line_of, needed, number, told
from detente.exchange._codes import code_of, country, country_name, entity_and_sector
from detente.exchange._dyads import dyadic
from detente.exchange._plover import weighed
from detente.exchange._rows import tabbed
from detente.readers._dates import iso_day
from detente.records import Deed, Note, Unread

LICENCE = "ICEWS coded event data (Lockheed Martin, Leidos), see the terms on its Dataverse page; cite the data set"
COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City",
    "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
FINER = {"region": "Province", "country": "Country"}  # everything else is a City


def read(path: Path) -> Iterator[Deed | Unread | Note]:
    """The rows of a file as deeds. A row without an id, a day or a CAMEO code is refused."""
    return deeds(path, tabbed(path, COLUMNS, ("Event ID", "Event Date", "CAMEO Code"), quoted=True), _deed)


def _deed(path: Path, line: int, row: Row) -> Deed:
    name = identity(row, "Event ID")
    day = needed(row, "Event Date", iso_day, "a day")
    code = needed(row, "CAMEO Code", meaning, "a CAMEO code")
    lat, lon = degrees(row, "Latitude", "Longitude")
    doer, other = ("Target", "Source") if code.turned else ("Source", "Target")
    return Deed(
        origin="icews",
        origin_id=name,
        licence=LICENCE,
        path=str(path),
        line=line,
        date_start=day,
        date_end=day,
        actor=told(row, f"{doer} Name"),
        actor_code=_code(row, doer),
        recipient=told(row, f"{other} Name"),
        recipient_code=_code(row, other),
        **weighed(code.type, code.mode),
        **_place(row),
        place_lat=lat,
        place_lon=lon,
        origin_type=told(row, "CAMEO Code"),
        origin_score=number(row, "Intensity"),
        source=told(row, "Publisher"),
        article=told(row, "Story ID"),
    )


def _place(row: Row) -> dict[str, Any]:
    code = country(told(row, "Country"))
    for kind, column in (("city", "City"), ("region", "District"), ("region", "Province"), ("country", "Country")):
        if name := told(row, column):
            return {"place": name, "place_kind": kind, "place_country": code}
    return {}


@cached
def _sector_names() -> dict[str, str]:
    """PLOVER's sector by each name that ICEWS has for it."""
    return {name.casefold(): row["sector"] for row in built_in("icews_sectors") for name in parts(row["names"])}


@cached
def _names_of_sectors() -> dict[str, str]:
    return {row["sector"]: parts(row["names"])[0] for row in built_in("icews_sectors")}


def _code(row: Row, party: str) -> str | None:
    """The code of a party: its country, and the first of its sectors that PLOVER has."""
    given = (name.strip().casefold() for name in (told(row, f"{party} Sectors") or "").split(","))
    sector = next((_sector_names()[name] for name in given if name in _sector_names()), None)
    return code_of(country(told(row, f"{party} Country")), sector)


def write(deeds: Iterable[Deed]) -> Iterator[str]:
    """The lines of a file, without their ends. What did not happen, or has no day or type, is left out."""
    yield "\t".join(COLUMNS)
    yield from map(_line, dyadic(deeds))


def _line(deed: Deed) -> str:
    code = code_for(deed.type or "", deed.mode)
    cells: dict[str, str | float | None] = {
        "Event ID": deed.origin_id,
        "Event Date": deed.date_start,
        **_party("Source", deed.actor, deed.actor_code),
        "Event Text": code.name,
        "CAMEO Code": code.code,
        "Intensity": code.goldstein,
        **_party("Target", deed.recipient, deed.recipient_code),
        "Story ID": deed.article,
        "Publisher": deed.source,
        "Country": country_name(deed.place_country),
        **({FINER.get(deed.place_kind or "", "City"): deed.place} if deed.place else {}),
        "Latitude": deed.place_lat,
        "Longitude": deed.place_lon,
    }
    return line_of([cells.get(column) for column in COLUMNS], quoted=True)


def _party(party: str, name: str | None, code: str | None) -> dict[str, str | float | None]:
    entity, sector = entity_and_sector(code)
    return {
        f"{party} Name": name,
        f"{party} Sectors": _names_of_sectors().get(sector or ""),
        f"{party} Country": country_name(entity),
    }
