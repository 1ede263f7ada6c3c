"""GDELT's events: sixty-one columns between tabs and no header, in the older form fifty-eight or fifty-seven."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from detente.exchange._cameo import actor_code, code_for, meaning, sector_of
from detente.exchange._cells import Row, deeds, degrees, identity, line_of, needed, number, told
from detente.exchange._codes import BODIES, code_of, country, country_of, entity_and_sector, number_of
from detente.exchange._dyads import dyadic
from detente.exchange._plover import weighed
from detente.exchange._rows import tabbed
from detente.readers._dates import iso_day
from detente.records import Deed, Note, Unread

LICENCE = "GDELT Project: any use, with citation of the GDELT Project and a link to www.gdeltproject.org"
_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
    "Type2Code", "Type3Code",
)  # fmt: skip
_PLACE = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{number}{name}" for number in (1, 2) for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"{whose}Geo_{name}" for whose in ("Actor1", "Actor2", "Action") for name in _PLACE),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
OLDER = tuple(name for name in COLUMNS if not name.endswith("ADM2Code"))
FORMS = {len(COLUMNS): COLUMNS, len(OLDER): OLDER, len(OLDER) - 1: OLDER[:-1]}
KINDS = {"1": "country", "2": "region", "3": "city", "4": "city", "5": "region"}  # 2 and 3 are in the United States


def read(path: Path) -> Iterator[Deed | Unread | Note]:
    """The rows of a file as deeds. A row of another width, without an id, a day or a CAMEO code is refused."""
    return deeds(
        path, tabbed(path, COLUMNS, ("GLOBALEVENTID", "SQLDATE", "EventCode"), headed=False, forms=FORMS), _deed
    )


def _deed(path: Path, line: int, row: Row) -> Deed:
    name = identity(row, "GLOBALEVENTID")
    day = needed(row, "SQLDATE", iso_day, "a day")
    code = needed(row, "EventCode", meaning, "a CAMEO code")
    lat, lon = degrees(row, "ActionGeo_Lat", "ActionGeo_Long")
    doer, other = ("Actor2", "Actor1") if code.turned else ("Actor1", "Actor2")
    address = told(row, "SOURCEURL")
    linked = bool(address and address.startswith(("http://", "https://")))
    return Deed(
        origin="gdelt",
        origin_id=name,
        licence=LICENCE,
        path=str(path),
        line=line,
        date_start=day,
        date_end=day,
        published=iso_day((told(row, "DATEADDED") or "")[:8]),
        actor=told(row, f"{doer}Name"),
        actor_code=_code(row, doer),
        recipient=told(row, f"{other}Name"),
        recipient_code=_code(row, other),
        **weighed(code.type, code.mode),
        place=(told(row, "ActionGeo_FullName") or "").partition(",")[0] or None,
        place_country=country_of(told(row, "ActionGeo_CountryCode"), "fips"),
        place_kind=KINDS.get(told(row, "ActionGeo_Type") or ""),
        place_lat=lat,
        place_lon=lon,
        origin_type=told(row, "EventCode"),
        origin_score=number(row, "GoldsteinScale"),
        source=None if linked else address,
        url=address if linked else None,
    )


def _code(row: Row, actor: str) -> str | None:
    types = [told(row, f"{actor}Type{place}Code") for place in (1, 2, 3)]
    group = told(row, f"{actor}KnownGroupCode")
    bodies = (name for name in (group, *types) if name in BODIES)
    entity = country(told(row, f"{actor}CountryCode")) or next(bodies, None)
    return code_of(entity, next(filter(None, map(sector_of, types)), None))


def write(deeds: Iterable[Deed]) -> Iterator[str]:
    """The lines of a file, without their ends. What did not happen, or has no day or type, is left out."""
    yield from map(_line, dyadic(deeds))


def _line(deed: Deed) -> str:
    code = code_for(deed.type or "", deed.mode)
    day = (deed.date_start or "").replace("-", "")
    cells: dict[str, str | float | None] = {
        "GLOBALEVENTID": event_id(deed.origin_id),
        "SQLDATE": day,
        "MonthYear": day[:6],
        "Year": day[:4],
        "FractionDate": round(int(day[:4]) + (30 * int(day[4:6]) + int(day[6:])) / 365, 4),
        **_party("Actor1", deed.actor, deed.actor_code),
        **_party("Actor2", deed.recipient, deed.recipient_code),
        "IsRootEvent": 1,
        "EventCode": code.code,
        "EventBaseCode": code.code[:3],
        "EventRootCode": code.code[:2],
        "QuadClass": code.quad,
        "GoldsteinScale": code.goldstein,
        "NumMentions": 1,
        "NumSources": 1,
        "NumArticles": 1,
        **_place(deed),
        "DATEADDED": f"{(deed.published or deed.date_start or '').replace('-', '')}000000",
        "SOURCEURL": deed.url or deed.source,
    }
    return line_of([cells.get(column) for column in COLUMNS])


def event_id(name: str) -> str:
    """An id as a number of at most fifteen digits, as GDELT has it: one that is none is hashed."""
    if name.isascii() and name.isdigit() and len(name) <= 15:
        return name
    return str(int(sha256(name.encode("utf-8", "replace")).hexdigest(), 16) % 10**15)


def _party(actor: str, name: str | None, code: str | None) -> dict[str, str | float | None]:
    entity, sector = entity_and_sector(code)
    whole, role = actor_code(entity, sector)
    known = entity if entity in BODIES else None
    body = "IGO" if known == "UNO" else known
    types = [kind for kind in (body, role) if kind and kind != "EUR"]
    return {
        f"{actor}Code": f"IGO{whole}" if known == "UNO" else (whole or "").removeprefix("---"),
        f"{actor}Name": name,
        f"{actor}CountryCode": entity if known in (None, "EUR") else None,
        f"{actor}KnownGroupCode": known if known == "UNO" else None,
        **{f"{actor}Type{place}Code": kind for place, kind in enumerate(types, 1)},
    }


def _place(deed: Deed) -> dict[str, str | float | None]:
    american = deed.place_country == "USA"
    kinds = {"country": 1, "region": 2 if american else 5, "city": 3 if american else 4}
    return {
        "ActionGeo_Type": kinds.get(deed.place_kind or ""),
        "ActionGeo_FullName": deed.place.replace(",", "") if deed.place else None,
        "ActionGeo_CountryCode": number_of(deed.place_country, "fips"),
        "ActionGeo_Lat": deed.place_lat,
        "ActionGeo_Long": deed.place_lon,
    }
