"""Phoenix's files: CAMEO events of the Open Event Data Alliance, twenty-six columns between tabs and no header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from detente.exchange._cameo import actor_code, code_for, meaning, sector_of
from detente.exchange._cells import Row, deeds, degrees, identity, line_of, needed, number, told
from detente.exchange._codes import code_of, country, country_name, entity_and_sector
from detente.exchange._dyads import dyadic
from detente.exchange._plover import weighed
from detente.exchange._rows import tabbed
from detente.readers._dates import iso_day
from detente.records import Deed, Note, Unread

LICENCE = "Phoenix (Open Event Data Alliance), see the terms that come with the data; cite the data set"
COLUMNS = (
    "EventID", "Date", "Year", "Month", "Day",
    "SourceActorFull", "SourceActorEntity", "SourceActorRole", "SourceActorAttribute",
    "TargetActorFull", "TargetActorEntity", "TargetActorRole", "TargetActorAttribute",
    "EventCode", "EventRootCode", "PentaClass", "GoldsteinScore", "Issues", "Lat", "Lon", "LocationName", "StateName",
    "CountryCode", "SentenceID", "URLs", "NewsSources",
)  # fmt: skip
PENTA = {"01": 0, "02": 0, "16": 3}  # where Phoenix's class of a root code is not the quad class of GDELT


def read(path: Path) -> Iterator[Deed | Unread | Note]:
    """The rows of a file as deeds. A row without an id, a day or a CAMEO code is refused.

    Phoenix knows actors by their code alone: the name is that of the country.
    """
    return deeds(path, tabbed(path, COLUMNS, ("EventID", "Date", "EventCode"), headed=False), _deed)


def _deed(path: Path, line: int, row: Row) -> Deed:
    name = identity(row, "EventID")
    day = needed(row, "Date", iso_day, "a day")
    code = needed(row, "EventCode", meaning, "a CAMEO code")
    lat, lon = degrees(row, "Lat", "Lon")
    doer, other = ("Target", "Source") if code.turned else ("Source", "Target")
    return Deed(
        origin="phoenix",
        origin_id=name,
        licence=LICENCE,
        path=str(path),
        line=line,
        date_start=day,
        date_end=day,
        actor=_name(row, doer),
        actor_code=_code(row, doer),
        recipient=_name(row, other),
        recipient_code=_code(row, other),
        **weighed(code.type, code.mode),
        place=told(row, "LocationName", "StateName"),
        place_country=country(told(row, "CountryCode")),
        place_lat=lat,
        place_lon=lon,
        origin_type=told(row, "EventCode"),
        origin_score=number(row, "GoldsteinScore"),
        source=told(row, "NewsSources"),
        url=told(row, "URLs"),
        article=told(row, "SentenceID"),
    )


def _entity(row: Row, party: str) -> str | None:
    return country(told(row, f"{party}ActorEntity") or (told(row, f"{party}ActorFull") or "")[:3])


def _name(row: Row, party: str) -> str | None:
    whole = told(row, f"{party}ActorFull")
    return country_name(_entity(row, party)) or (None if whole and whole.startswith("---") else whole)


def _code(row: Row, party: str) -> str | None:
    role = told(row, f"{party}ActorRole") or (told(row, f"{party}ActorFull") or "")[3:6]
    return code_of(_entity(row, party), sector_of(role))


def write(deeds: Iterable[Deed]) -> Iterator[str]:
    """The lines of a file, without their ends. What did not happen, or has no day or type, is left out."""
    yield from map(_line, dyadic(deeds))


def _line(deed: Deed) -> str:
    code = code_for(deed.type or "", deed.mode)
    day = deed.date_start or ""
    cells: dict[str, str | float | None] = {
        "EventID": deed.origin_id,
        "Date": day.replace("-", ""),
        "Year": day[:4],
        "Month": day[5:7],
        "Day": day[8:10],
        **_party("Source", deed.actor_code),
        **_party("Target", deed.recipient_code),
        "EventCode": code.code,
        "EventRootCode": code.code[:2],
        "PentaClass": PENTA.get(code.code[:2], code.quad),
        "GoldsteinScore": code.goldstein,
        "Lat": deed.place_lat,
        "Lon": deed.place_lon,
        "LocationName": deed.place,
        "CountryCode": deed.place_country,
        "SentenceID": deed.article,
        "URLs": deed.url,
        "NewsSources": deed.source,
    }
    return line_of([cells.get(column) for column in COLUMNS])


def _party(party: str, code: str | None) -> dict[str, str | float | None]:
    entity, sector = entity_and_sector(code)
    whole, role = actor_code(entity, sector)
    return {f"{party}ActorFull": whole, f"{party}ActorEntity": entity, f"{party}ActorRole": role}
