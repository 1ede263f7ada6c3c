"""The gazetteer: where the places of a name lie. It is read when the first text is annotated, and never by a reader.

`atlas.csv` holds countries, regions and towns, made from GeoNames; `sites.csv` the places that conflicts are known by,
`places.csv` those that a user adds with coordinates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from detente.codebook import DATA, cached, parts, table
from detente.codebook.place_words import place_words
from detente.codebook.spelling import words_of

ARTICLES = frozenset({"al", "el", "ar", "as", "at", "az", "an", "ad", "ash", "the"})
AREAS = frozenset({"country", "region", "sea"})
_PLAIN = str.maketrans({"-": " ", "'": None, ".": None})


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of a name: `country` is empty for what several states share, `region` where it is not known.

    `kind` is country, capital, city, region, site or sea; `rank` its people, or more than that of any town for a place
    that conflicts are known by.
    """

    name: str
    country: str
    region: str
    kind: str
    lat: float
    lon: float
    rank: int


KNOWN_BY_CONFLICT = 1_500_000


def spots(name: str) -> tuple[Spot, ...]:
    """The places of a name, the best known first."""
    form = _form(name)
    return _spots(form) or _spots(_without_article(form))


def area(name: str) -> tuple[Spot, ...]:
    """The regions of a name whose last word says that it is one: `Zaporozhye Region`."""
    first, _, noun = name.rpartition(" ")
    return tuple(spot for spot in spots(first) if spot.kind in AREAS) if noun.lower() in place_words("region") else ()


@cache
def state(country: str) -> tuple[Spot, ...]:
    """A state by its ISO 3166 code, whatever the text calls it: `U.S.`"""
    return tuple(_spot(line) for line in _atlas()[0] if f",{country},,country," in line)


@cached
def _spots(form: str) -> tuple[Spot, ...]:
    lines, index = _atlas()
    found = [*_sites().get(form, ()), *(_spot(lines[nr]) for nr in index.get(form, ()))]
    found.sort(key=lambda spot: -spot.rank)
    return tuple(_once(found))


def _once(found: Sequence[Spot]) -> list[Spot]:
    """The places without those that another table also has: of one kind, in one country, hardly apart."""
    kept: list[Spot] = []
    for spot in found:
        if not any(
            spot.country == other.country
            and (spot.kind in AREAS) == (other.kind in AREAS)
            and abs(spot.lat - other.lat) + abs(spot.lon - other.lon) < 0.5
            for other in kept
        ):
            kept.append(spot)
    return kept


def _form(name: str) -> str:
    """The form in which names of places are compared."""
    return " ".join(name.lower().translate(_PLAIN).split()) if name.isascii() else " ".join(words_of(name))


def _without_article(form: str) -> str:
    first, _, rest = form.partition(" ")
    return rest if first in ARTICLES and len(rest) > 3 else ""


def _spot(line: str) -> Spot:
    name, _, country, region, kind, lat, lon, people = line.split(",")
    return Spot(name, country, region, kind, float(lat), float(lon), int(people))


@cache
def _atlas() -> tuple[list[str], dict[str, list[int]]]:
    """The lines of the large table, and by each form of a name those that have it; a line is read when it is asked for.

    The table is plain: no cell is quoted, all letters are those of ASCII.
    """
    text = (DATA / "atlas.csv").read_text(encoding="ascii")
    lines = text.splitlines()
    index: dict[str, list[int]] = {}
    for number, folded in enumerate(text.lower().translate(_PLAIN).splitlines()):
        if number:
            name, aliases, _ = folded.split(",", 2)
            index.setdefault(name, []).append(number)
            if aliases:
                for alias in aliases.split("|"):
                    index.setdefault(alias, []).append(number)
    return lines, index


@cached
def _sites() -> dict[str, tuple[Spot, ...]]:
    """The places that conflicts are known by, and a user's own, by each form of their names."""
    found: dict[str, list[Spot]] = {}
    for row in table("sites"):
        rank = KNOWN_BY_CONFLICT // (2 if row["kind"] == "city" else 1)
        spot = Spot(row["name"], row["country"], "", row["kind"], float(row["lat"]), float(row["lon"]), rank)
        for name in (row["name"], *parts(row["aliases"])):
            found.setdefault(_form(name), []).append(spot)
    for row in table("places"):
        if row.get("lat") and row.get("lon"):
            names = parts(row["places"])
            spot = Spot(
                names[0], row["country"], "", row["type"] or "site", float(row["lat"]), float(row["lon"]), 10**9
            )
            for name in names:
                found.setdefault(_form(name), []).insert(0, spot)
    return {form: tuple(all_of_it) for form, all_of_it in found.items()}
