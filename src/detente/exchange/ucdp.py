"""UCDP's georeferenced events of deadly violence (GED): a CSV file with a header."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detente.exchange._cells import Row, count, deeds, degrees, identity, needed, told
from detente.exchange._codes import code_of, country, country_of
from detente.exchange._dyads import Party, joined
from detente.exchange._plover import weighed
from detente.exchange._rows import separated
from detente.readers._dates import iso_day
from detente.readers._source import RefusedError
from detente.records import Deed, Note, Unread

LICENCE = "UCDP GED, CC BY 4.0: cite the Uppsala Conflict Data Program and the article that presents the data"
NEEDED = ("id", "type_of_violence", "date_start")
COLUMNS = (  # of the files that came without a header
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
VIOLENCE = {"1": "state-based", "2": "non-state", "3": "one-sided"}
PRECISE = {"1": "site", "2": "site", "3": "region", "4": "region", "5": "region", "6": "country", "7": "sea"}


def read(path: Path) -> Iterator[Deed | Unread | Note]:
    """The rows of a file as deeds. A row without an id, a day or a known type of violence is refused.

    `dead` is the best estimate of all deaths. Violence with two sides has both as actors; in one-sided violence the
    recipient are civilians.
    """
    return deeds(path, separated(path, NEEDED, COLUMNS), _deed)


def _deed(path: Path, line: int, row: Row) -> Deed:
    name = identity(row, "id")
    first = needed(row, "date_start", iso_day, "a day")
    violence = (told(row, "type_of_violence") or "").removesuffix(".0")
    if violence not in VIOLENCE:
        raise RefusedError(f"not a type of violence: {violence[:40]!r}")
    one_sided = violence == "3"
    sides = [side for side in (_side(row, "a"), _side(row, "b")) if side]
    actor, actor_code = joined(sides[:1] if one_sided else sides)
    recipient, recipient_code = joined(sides[1:] if one_sided else [])
    lat, lon = degrees(row, "latitude", "longitude")
    last = iso_day(told(row, "date_end"))
    return Deed(
        origin="ucdp",
        origin_id=name,
        licence=LICENCE,
        path=str(path),
        line=line,
        date_start=first,
        date_end=last if last and last >= first else first,
        actor=actor,
        actor_code=actor_code,
        recipient=recipient,
        recipient_code=recipient_code,
        **weighed("ASSAULT", None if one_sided else "sideAB"),
        place=told(row, "where_coordinates", "where_description", "adm_2", "adm_1"),
        place_country=country(told(row, "country")) or country_of(told(row, "country_id"), "cow"),
        place_kind=PRECISE.get(told(row, "where_prec") or ""),
        place_lat=lat,
        place_lon=lon,
        origin_type=VIOLENCE[violence],
        dead=count(row, "best", "best_est"),
        source=told(row, "source_office", "source_article"),
        title=told(row, "source_headline"),
    )


def _side(row: Row, side: str) -> Party | None:
    """A side with its code: a government, civilians, or one of which no more is known than its name."""
    name = told(row, f"side_{side}")
    if name is None:
        return None
    state = country_of(told(row, f"gwno{side}", f"gwno_{side}"), "cow")
    if name.casefold().startswith("government of "):
        return name, code_of(country(name[len("government of ") :]) or state, "GOV")
    return name.replace(";", ","), "CVL" if name.casefold() == "civilians" else None
