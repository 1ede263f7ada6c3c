"""Codes of countries and actors: the names and numbers that other data sets have for what we call by ISO 3166."""

from __future__ import annotations

import re
from collections.abc import Mapping

from detente.codebook import built_in, cached, parts, table

BODIES = frozenset({"EUR", "IGO", "IMG", "ISM", "MNC", "NGM", "NGO", "UNO"})  # entities that are no country
# what other data sets write, mostly codes from before a country was renamed
OTHER_CODES = {"ROM": "ROU", "TMP": "TLS", "ZAR": "COD", "KSV": "XKX", "PAL": "PSE"}
OTHER_NAMES = {
    "bosnia-herzegovina": "BIH", "congo": "COG", "dr congo": "COD", "kingdom of eswatini": "SWZ",
    "macedonia, fyr": "MKD", "occupied palestinian territory": "PSE", "republic of congo": "COG",
    "serbia and montenegro": "SRB",
}  # fmt: skip
OTHER_NUMBERS = {"340": "SRB", "678": "YEM"}  # Gleditsch and Ward's, where they are not those of Correlates of War


@cached
def _by_name() -> Mapping[str, str]:
    """The code of each country by its names, those of states that are gone only where no present one has the name."""
    rows = sorted(table("countries"), key=lambda row: bool(row["end"]))
    found: dict[str, str] = dict(OTHER_NAMES)
    for row in rows:
        for name in (row["name"], *parts(row["aliases"] or "")):
            found.setdefault(name.casefold(), row["code"])
    return found


@cached
def _names() -> Mapping[str, str]:
    return {row["code"]: row["name"] for row in reversed(table("countries"))}


@cached
def _numbers(column: str) -> Mapping[str, str]:
    """The code of each country by another number or code of it."""
    if column != "cow":
        return {other: row["code"] for row in built_in("country_codes") for other in parts(row[column] or "")}
    rows = sorted(
        table("countries"), key=lambda row: not row["end"]
    )  # a present state has the number of its forerunner
    return {row["cow"]: row["code"] for row in rows if row["cow"]} | OTHER_NUMBERS


@cached
def _code_to(column: str) -> Mapping[str, str]:
    rows = table("countries") if column == "cow" else built_in("country_codes")
    return {row["code"]: parts(row[column])[0] for row in reversed(rows) if row[column]}


def country(name: str | None) -> str | None:
    """The code of a country by its code or by a name of it, also where an older name stands behind it in brackets."""
    if not name:
        return None
    if name in _names() or name in BODIES:
        return name
    if name in OTHER_CODES:
        return OTHER_CODES[name]
    bare = name.casefold().removeprefix("the ")
    return _by_name().get(bare) or _by_name().get(re.sub(r"\s*\(.*?\)\s*", " ", bare).strip())


def country_name(code: str | None) -> str | None:
    """The name of a country by its code; the code itself for a body that is none."""
    return _names().get(code, code) if code else None


def country_of(number: str | None, kind: str) -> str | None:
    """The code of the country with an ISO number (`numeric`), a FIPS code or a number of Correlates of War (`cow`)."""
    if not number:
        return None
    return _numbers(kind).get(number.zfill(3) if kind == "numeric" else number)


def number_of(code: str | None, kind: str) -> str | None:
    """What stands for a country in another list: `numeric`, `fips` or `cow`."""
    return _code_to(kind).get(code) if code else None


@cached
def sectors() -> frozenset[str]:
    """PLOVER's sectors, but for those that are entities here."""
    return frozenset(row["code"] for row in built_in("sectors")) - BODIES


def entity_and_sector(code: str | None) -> tuple[str | None, str | None]:
    """The two parts of an actor's code: a country or body, and a sector; either may be missing."""
    words = (code or "").split()
    if not words:
        return None, None
    if len(words) == 1 and words[0] in sectors() and words[0] not in _names():
        return None, words[0]
    return words[0], " ".join(words[1:]) or None


def code_of(entity: str | None, sector: str | None) -> str | None:
    """An actor's code from its two parts."""
    return " ".join(part for part in (entity, sector) if part) or None
