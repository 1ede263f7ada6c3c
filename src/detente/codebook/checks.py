"""What can be wrong with an entry of a user's table: codes, offices, dates, coordinates, names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from detente.codebook import MANY_STATES, built_in, parts
from detente.codebook.entries import Entry, Problem, meant

NEEDED: dict[str, tuple[str, ...]] = {
    "state": ("code",),
    "body": ("stands_for",),
    "place": ("country",),
}
PLACE_TYPES = ("country", "region", "city", "site")
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def with_codes(entry: Entry, names: Mapping[str, str]) -> Entry:
    """The entry with the code of a country that is given by its name; a body's is that of the state it stands for."""
    given = entry.cells.get("country", entry.cells.get("stands_for", "") if entry.kind == "body" else "")
    if given not in names:
        return entry
    return Entry(entry.kind, {**entry.cells, "country": names[given]}, entry.path, entry.line)


def wrong(entry: Entry, codes: set[str], issues: set[str]) -> Iterator[str]:
    """What is wrong with an entry; `codes` of states and `issues` are those that it may name."""
    cells = entry.cells
    for name in NEEDED.get(entry.kind, ()):
        if not cells.get(name) and not _built_in(entry):
            yield f"a {entry.kind} needs {name}: {entry.name!r} has none"
    country = cells.get("country", "")
    if country and country not in codes | MANY_STATES:
        yield f"no country {country!r}{meant(country, _country_names())}"
    if entry.kind == "state" and cells.get("code") and not re.fullmatch(r"[A-Z]{3}", cells["code"]):
        yield f"a code is three capitals (ISO 3166 alpha-3): {cells['code']!r}"
    sectors = {row["code"] for row in built_in("sectors")}
    for sector in cells.get("sector", "").split():
        if sector not in sectors:
            yield f"no sector {sector!r}{meant(sector.upper(), sorted(sectors))}"
    yield from _wrong_office(entry)
    yield from _wrong_days(cells)
    yield from _wrong_place(entry)
    parent = cells.get("parent", "")
    if parent and parent not in issues:
        yield f"no issue {parent!r} to be its parent{meant(parent, sorted(issues))}"
    for alias in (entry.name, *parts(cells.get("aliases", ""))):
        if not any(c.isalnum() for c in alias) or "\n" in alias or len(alias) > 120:
            yield f"no name: {alias[:40]!r}"


def _built_in(entry: Entry) -> bool:
    table = {"state": "countries", "place": "places", "body": "metonyms"}.get(entry.kind)
    column = {"body": "phrase", "place": "places"}.get(entry.kind, "name")
    return table is not None and any(entry.name in parts(row[column]) for row in built_in(table))


def _country_names() -> list[str]:
    return sorted({name for row in built_in("countries") for name in (row["code"], row["name"])})


def _wrong_office(entry: Entry) -> Iterator[str]:
    if entry.kind != "person":
        return
    cells = entry.cells
    offices = sorted({row["office"] for row in built_in("titles") if row["office"]} | {"other"})
    office = cells.get("office", "")
    if office and office not in offices:
        yield f"no office {office!r}{meant(office, offices)}"
    dated = any(cells.get(name) for name in ("title", "start", "end", "sector"))
    if dated and not office:
        yield f"a role needs its office (one of {', '.join(offices)})"
    if office and not cells.get("country"):
        yield f"a role needs the country that it is held for: {entry.name!r} has none"
    if cells.get("gender", "m") not in ("m", "f"):
        yield f"gender is m, f or left out: {cells['gender']!r}"


def _wrong_days(cells: Mapping[str, str]) -> Iterator[str]:
    for name in ("start", "end"):
        day = cells.get(name, "")
        if day and not (_DAY.fullmatch(day) and _is_day(day)):
            yield f"{name} is a day, month or year like 2021-08-15, 2021-08 or 2021: {day!r}"
            return
    start, end = cells.get("start", ""), cells.get("end", "")
    if start and end and start[: len(end)] > end:
        yield f"ends ({end}) before it starts ({start})"


def _is_day(day: str) -> bool:
    try:
        date.fromisoformat(day + "-01-01"[len(day) - 4 :] if len(day) < 10 else day)
    except ValueError:
        return False
    return True


def _wrong_place(entry: Entry) -> Iterator[str]:
    if entry.kind != "place":
        return
    cells = entry.cells
    if ("lat" in cells) != ("lon" in cells):
        yield "a place has both lat and lon or neither"
    for name, most in (("lat", 90), ("lon", 180)):
        if name in cells:
            try:
                within = abs(float(cells[name])) <= most
            except ValueError:
                within = False
            if not within:
                yield f"{name} is a number of degrees from -{most} to {most}: {cells[name]!r}"
    if cells.get("type", "site") not in PLACE_TYPES:
        yield f"no type of place {cells['type']!r}{meant(cells['type'], PLACE_TYPES)}"


def twice(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Entries of a file that say the same thing of one name twice."""
    seen: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        cells = entry.cells
        key = (
            entry.path,
            entry.kind,
            entry.name,
            *(cells.get(c, "") for c in ("country", "office", "title", "start", "end")),
        )
        first = seen.setdefault(key, entry)
        if first is not entry:
            yield Problem(entry.path, entry.line, f"{entry.name!r} stands already in line {first.line}")
