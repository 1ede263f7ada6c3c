"""POLECAT's weekly files: forty columns between tabs, one source and one recipient a row, PLOVER's types.

Some of the files that exist are ISO-8859-1, name more columns than they have, or end their lines in tabs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from detente.exchange._cells import Row, deeds, degrees, identity, line_of, needed, number, told
from detente.exchange._codes import code_of, country, entity_and_sector, number_of, sectors
from detente.exchange._dyads import dyadic
from detente.exchange._plover import mode_of, type_of, weighed
from detente.exchange._rows import tabbed
from detente.readers._dates import iso_day
from detente.records import Deed, Note, Unread

LICENCE = "POLECAT (Leidos), see its Dataverse page: research and education only, not commercial; cite the data set"
COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title",
    "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip
FEATURES = {"country": "PCLI", "region": "ADM1", "city": "PPL", "site": "S", "sea": "SEA"}  # GeoNames' feature codes


def read(path: Path) -> Iterator[Deed | Unread | Note]:
    """The rows of a file as deeds. A row without an id, a day or a PLOVER type is refused."""
    return deeds(path, tabbed(path, COLUMNS, ("Event ID", "Event Date", "Event Type"), quoted=True), _deed)


def _deed(path: Path, line: int, row: Row) -> Deed:
    name = identity(row, "Event ID")
    day = needed(row, "Event Date", iso_day, "a day")
    kind = needed(row, "Event Type", type_of, "a PLOVER type")
    lat, lon = degrees(row, "Latitude", "Longitude")
    feature = told(row, "Feature Type")
    return Deed(
        origin="polecat",
        origin_id=name,
        licence=LICENCE,
        path=str(path),
        line=line,
        date_start=day,
        date_end=day,
        published=iso_day(told(row, "Publication Date")),
        actor=told(row, "Actor Name", "Actor Name Raw"),
        actor_code=_code(row, "Actor"),
        recipient=told(row, "Recipient Name", "Recipient Name Raw"),
        recipient_code=_code(row, "Recipient"),
        **weighed(kind, mode_of(kind, told(row, "Event Mode"))),
        context=_contexts(told(row, "Contexts")),
        place=told(row, "Placename", "City", "District", "Province", "Raw Placename"),
        place_country=country(told(row, "Country")),
        place_kind=next((kind for kind, code in FEATURES.items() if feature and feature.startswith(code)), None),
        place_lat=lat,
        place_lon=lon,
        origin_type=" ".join(filter(None, (told(row, "Event Type"), told(row, "Event Mode")))),
        origin_score=number(row, "Intensity", "Event Intensity"),
        source=told(row, "Source"),
    )


def _code(row: Row, party: str) -> str | None:
    sector = told(row, f"Primary {party} Sector")
    return code_of(country(told(row, f"{party} Country")), sector if sector in sectors() else None)


def _contexts(cell: str | None) -> str | None:
    return "; ".join(part.strip() for part in cell.replace("|", ";").split(";") if part.strip()) if cell else None


def write(deeds: Iterable[Deed]) -> Iterator[str]:
    """The lines of a file, without their ends. What did not happen, or has no day or type, is left out."""
    yield "\t".join(COLUMNS)
    yield from map(_line, dyadic(deeds))


def _line(deed: Deed) -> str:
    cells: dict[str, str | float | None] = {
        "Event ID": deed.origin_id,
        "Event Date": deed.date_start,
        "Event Type": deed.type,
        "Event Mode": deed.mode,
        "Intensity": deed.score,
        "Quad Code": deed.quad,
        "Contexts": deed.context,
        **_party("Actor", deed.actor, deed.actor_code),
        **_party("Recipient", deed.recipient, deed.recipient_code),
        "Placename": deed.place,
        "City": deed.place if deed.place_kind == "city" else None,
        "Province": deed.place if deed.place_kind == "region" else None,
        "Country": deed.place_country,
        "Latitude": deed.place_lat,
        "Longitude": deed.place_lon,
        "Feature Type": FEATURES.get(deed.place_kind or ""),
        "Source": deed.source,
        "Publication Date": deed.published,
    }
    return line_of([cells.get(column) for column in COLUMNS], quoted=True)


def _party(party: str, name: str | None, code: str | None) -> dict[str, str | float | None]:
    entity, sector = entity_and_sector(code)
    return {
        f"{party} Name": name,
        f"{party} Country": entity,
        f"{party} COW": number_of(entity, "cow"),
        f"Primary {party} Sector": sector,
        f"{party} Sectors": sector,
    }
