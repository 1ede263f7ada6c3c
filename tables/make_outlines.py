"""Make `src/detente/data/outlines.json`, the outlines of countries behind the map of a brief.

python tables/make_outlines.py countries-50m.json   # of the npm package world-atlas 2.0.2: `npm pack world-atlas@2.0.2`
"""

from __future__ import annotations

import csv
import heapq
import json
import sys
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src" / "detente" / "data" / "outlines.json"
GRID = 50  # a step is a fiftieth of a degree: some two kilometres
LEAST = 0.003  # square degrees: bends smaller than this are straightened
ISLAND = 0.02  # square degrees: islands smaller than this are left out where their country has a larger part
UNNUMBERED = {"Kosovo": "XKX", "N. Cyprus": "CYP", "Somaliland": "SOM"}
CRIMEA = (34.3, 45.3)  # a point in it: it is put to Ukraine, as ISO 3166 does and the rest of the codebook

Point = tuple[float, float]


def main(source: str) -> None:
    """Read the topology, straighten its lines, and write it with the codes of the codebook."""
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    arcs = [decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    with (ROOT / "tables" / "numbers.csv").open(encoding="utf-8") as file:
        numbers = {row["number"]: row["country"] for row in csv.DictReader(file)}
    polygons: dict[str, list[list[list[int]]]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        code = coded(shape, numbers)
        parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for part in parts:
            owner = "UKR" if code == "RUS" and contains(ring(arcs, part[0]), CRIMEA) else code
            polygons.setdefault(owner, []).append(part)
    kept = {code: shown(arcs, parts) for code, parts in sorted(polygons.items()) if code}
    used = sorted({nr if nr >= 0 else ~nr for parts in kept.values() for part in parts for line in part for nr in line})
    place = {nr: k for k, nr in enumerate(used)}
    lines = [flat(straightened(arcs[nr])) for nr in used]
    countries = {
        code: [[place[nr] if nr >= 0 else ~place[~nr] for nr in line] for part in parts for line in part]
        for code, parts in kept.items()
    }
    written = json.dumps({"grid": GRID, "arcs": lines, "countries": countries}, separators=(",", ":"))
    OUT.write_text(written + "\n", encoding="utf-8")


def coded(shape: dict[str, object], numbers: dict[str, str]) -> str:
    """The code of a country in the codebook; blank for Antarctica and for what has none."""
    name = str(shape["properties"]["name"])  # type: ignore[index]
    return UNNUMBERED.get(name) or numbers.get(str(shape.get("id", "")).zfill(3), "")


def decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    """The points of an arc as longitudes and latitudes."""
    (wide, high), (west, south) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * wide + west, y * high + south))
    return points


def ring(arcs: list[list[Point]], line: list[int]) -> list[Point]:
    """The points of a closed line of arcs; a negative number is an arc run backwards."""
    return [point for nr in line for point in (arcs[nr] if nr >= 0 else arcs[~nr][::-1])]


def shown(arcs: list[list[Point]], parts: list[list[list[int]]]) -> list[list[list[int]]]:
    """The parts of a country that are large enough to be drawn; of a small country the largest."""
    sized = sorted(parts, key=lambda part: -area(ring(arcs, part[0])))
    large = [part for part in sized if area(ring(arcs, part[0])) >= ISLAND]
    return large or sized[:1]


def area(points: list[Point]) -> float:
    """The area within a closed line, in square degrees."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*points, points[0]]))) / 2


def contains(points: list[Point], at: Point) -> bool:
    """Whether a point lies within a closed line."""
    inside = False
    for a, b in pairwise([*points, points[0]]):
        if (a[1] > at[1]) != (b[1] > at[1]) and at[0] < (b[0] - a[0]) * (at[1] - a[1]) / (b[1] - a[1]) + a[0]:
            inside = not inside
    return inside


def straightened(points: list[Point]) -> list[Point]:
    """The line without its smallest bends (Visvalingam): its ends stay, so that lines still meet."""
    if len(points) < 3:
        return points
    closed = points[0] == points[-1]
    left, right = list(range(-1, len(points) - 1)), list(range(1, len(points) + 1))
    heap = [(area([points[k - 1], points[k], points[k + 1]]), k) for k in range(1, len(points) - 1)]
    heapq.heapify(heap)
    size = {k: bend for bend, k in heap}
    remaining = len(points)
    while heap and heap[0][0] < LEAST and remaining > (4 if closed else 2):
        bend, k = heapq.heappop(heap)
        if size.get(k) != bend:
            continue
        del size[k]
        remaining -= 1
        before, after = left[k], right[k]
        right[before], left[after] = after, before
        for other in (before, after):
            if 0 < other < len(points) - 1:
                size[other] = max(bend, area([points[left[other]], points[other], points[right[other]]]))
                heapq.heappush(heap, (size[other], other))
    return [points[0], *(points[k] for k in sorted(size)), points[-1]]


def flat(points: list[Point]) -> list[int]:
    """The points as whole steps of the grid: the first one, then the way from each to the next."""
    steps = [(round(x * GRID), round(y * GRID)) for x, y in points]
    found = [*steps[0]]
    for a, b in pairwise(steps):
        if a != b:
            found += [b[0] - a[0], b[1] - a[1]]
    return found


if __name__ == "__main__":
    main(sys.argv[1])
