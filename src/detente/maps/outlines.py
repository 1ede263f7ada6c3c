"""The outlines of countries, and lines on a flat map: read, laid flat, cut to a frame.

`data/outlines.json` is made from Natural Earth by `tables/make_outlines.py`; a longitude and latitude are one step in
`grid`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from detente.codebook import DATA

Point = tuple[float, float]
Line = list[Point]
CLOSE = 1.0  # points nearer to the one before are not drawn
SMALL = 3.0  # nor islands of a smaller area, in square units


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of the world on a sheet: longitudes and latitudes that it shows, and the units that it is drawn in.

    A degree of longitude is as long as it is in the middle of the frame.
    """

    west: float
    south: float
    east: float
    north: float
    width: float
    height: float
    coarse: float = 1.0

    @classmethod
    def around(cls, points: Sequence[Point], width: float, heights: tuple[float, float], least: float) -> Frame:
        """The frame that shows all points with room around them, `least` degrees of latitude high at the least."""
        south, north = min(y for _, y in points), max(y for _, y in points)
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        middle = (south + north) / 2
        stretch = math.cos(math.radians(min(75.0, abs(middle))))
        tall = max((north - south) * 1.3, least)
        wide = max((east - west) * 1.25 * stretch, tall * width / heights[1])
        height = min(heights[1], max(heights[0], width * tall / wide))
        wide = max(wide, tall * width / height)
        tall = wide * height / width
        center = (west + east) / 2
        low = min(max(middle - tall / 2, -85.0), max(-85.0, 85.0 - tall))
        half = wide / stretch / 2
        return cls(center - half, low, center + half, low + tall, width, height)

    def coarser(self) -> Frame:
        """The same frame, to be drawn with fewer points."""
        return replace(self, coarse=2.5)

    def flat(self, point: Point) -> Point:
        """Where a point of the world lies on the sheet."""
        x = (point[0] - self.west) / (self.east - self.west) * self.width
        return x, (self.north - point[1]) / (self.north - self.south) * self.height

    def holds(self, point: Point) -> bool:
        """Whether a point lies in the frame."""
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north


@cache
def _read() -> tuple[list[Line], dict[str, list[list[int]]]]:
    known = json.loads((DATA / "outlines.json").read_text(encoding="utf-8"))
    grid = known["grid"]
    arcs = []
    for steps in known["arcs"]:
        x = y = 0
        line = []
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            line.append((x / grid, y / grid))
        arcs.append(line)
    return arcs, known["countries"]


def lands(frame: Frame) -> Iterator[tuple[str, Line]]:
    """The parts of countries that a frame shows, each with its country's code, cut to the frame and laid flat."""
    arcs, countries = _read()
    for code, rings in countries.items():
        for ring in rings:
            points = _unwrapped([p for nr in ring for p in (arcs[nr] if nr >= 0 else arcs[~nr][::-1])])
            for shifted in _shifted(points, frame):
                cut = _cut(_thin([frame.flat(p) for p in shifted], CLOSE * frame.coarse), frame)
                if len(cut) > 2 and center(cut)[0] >= SMALL * frame.coarse:
                    yield code, cut


def borders(frame: Frame) -> Iterator[Line]:
    """The lines of coasts and borders that a frame shows, laid flat; none within a country."""
    arcs, countries = _read()
    inner = set()
    for rings in countries.values():
        used = sorted(nr if nr >= 0 else ~nr for ring in rings for nr in ring)
        inner |= {one for one, other in pairwise(used) if one == other}
    drawn = {nr if nr >= 0 else ~nr for rings in countries.values() for ring in rings for nr in ring} - inner
    for nr in sorted(drawn):
        for shifted in _shifted(_unwrapped(arcs[nr]), frame):
            flat = [frame.flat(p) for p in shifted]
            if flat[0] != flat[-1] or center(flat)[0] >= SMALL * frame.coarse:
                yield from _runs(_thin(flat, CLOSE * frame.coarse), frame)


def _unwrapped(points: Line) -> Line:
    """A line that crosses the day line, without the leap there."""
    found = points[:1]
    for x, y in points[1:]:
        found.append((x - 360 * round((x - found[-1][0]) / 360), y))
    return found


def _shifted(points: Line, frame: Frame) -> Iterator[Line]:
    """A line as often as a frame shows it, which may reach over the day line."""
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    if max(y for _, y in points) < frame.south or min(y for _, y in points) > frame.north:
        return
    for turn in (-360, 0, 360):
        if west + turn <= frame.east and east + turn >= frame.west:
            yield points if turn == 0 else [(x + turn, y) for x, y in points]


def _thin(points: Line, least: float) -> Line:
    kept = points[:1]
    for point in points[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= least:
            kept.append(point)
    return [*kept, points[-1]]


def _runs(points: Line, frame: Frame) -> Iterator[Line]:
    """The stretches of a line that lie in the frame or cross it."""
    run: Line = []
    for one, other in pairwise(points):
        outside = (
            max(one[0], other[0]) < 0
            or min(one[0], other[0]) > frame.width
            or max(one[1], other[1]) < 0
            or min(one[1], other[1]) > frame.height
        )
        if outside:
            if run:
                yield run
            run = []
        else:
            run = run or [one]
            run.append(other)
    if run:
        yield run


def _cut(points: Line, frame: Frame) -> Line:
    """A closed line cut to the frame (Sutherland and Hodgman)."""
    for axis, edge, sign in ((0, 0.0, 1), (0, frame.width, -1), (1, 0.0, 1), (1, frame.height, -1)):
        if not points:
            return []
        found: Line = []
        for one, other in pairwise([points[-1], *points]):
            inside, was = (other[axis] - edge) * sign >= 0, (one[axis] - edge) * sign >= 0
            if inside != was:
                share = (edge - one[axis]) / (other[axis] - one[axis])
                found.append((one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])))
            if inside:
                found.append(other)
        points = found
    return points


def center(points: Line) -> tuple[float, Point]:
    """The area within a closed line, and its centre of gravity."""
    doubled = x = y = 0.0
    for a, b in pairwise([*points, points[0]]):
        cross = a[0] * b[1] - b[0] * a[1]
        doubled, x, y = doubled + cross, x + (a[0] + b[0]) * cross, y + (a[1] + b[1]) * cross
    return (abs(doubled) / 2, (x / (3 * doubled), y / (3 * doubled))) if doubled else (0.0, points[0])
