"""The map of a brief: where things happened, conflict as circles and cooperation as diamonds, larger for more.

It is written as SVG by hand: outlines of countries, marks, and names that do not overlap. Where most of it lies close
together and some far off, the map is drawn twice: the whole, and the part where most happened.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from detente.codebook import cached, table
from detente.drawing import COOL, INK, WARM
from detente.findings.where import Spot
from detente.outlines import Frame, Line, Point, borders, center, lands
from detente.records import Cell, Table
from detente.wording import capitalised, count, listing

WIDTH = 480.0
SMALLEST, LARGEST = 4.0, 15.0
NAMED = 14
LETTER = 6.3  # how wide a letter of 12 units is, on average
LEAST = 5.0  # degrees of latitude that a map shows at the least
WIDE = 28.0  # degrees beyond which a map is drawn twice
LISTED = 12

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map as SVG, its title, what it shows in words, its numbers, and a note on what is not on it."""

    svg: str
    caption: str
    told: str
    table: Table
    note: str


def drawing_of(spots: Sequence[Spot], without: int) -> Drawn | None:
    """The map of places with events, and of `without` a place how many; None for fewer than two places."""
    if len(spots) < 2:
        return None
    most = max(spot.events for spot in spots)
    close = _close(spots)
    if close is None:
        frame = Frame.around(_points(spots), WIDTH, (230, 400), LEAST)
        panels, height = _panel(frame, spots, most, "", 24), frame.height + 24
    else:
        whole = Frame.around(_points(spots), WIDTH, (150, 230), LEAST).coarser()
        part = Frame.around(_points(close), WIDTH, (230, 400), LEAST)
        far = [spot for spot in spots if spot not in close]
        panels = _panel(part, spots, most, "", 24, shown=close)
        panels += _panel(whole, spots, most, _outline(whole, part), 34 + part.height, shown=far, small=True)
        height = part.height + whole.height + 34
    svg = f'<svg viewBox="0 0 {WIDTH:.0f} {height:.0f}" width="{WIDTH:.0f}" height="{height:.0f}">'
    svg += f"{_legend(any(spot.kind == 'country' for spot in spots))}{panels}</svg>"
    note = "Outlines: Natural Earth; places: GeoNames."
    if without:
        left = f"{capitalised(count(without, 'event'))} without a place {'is' if without == 1 else 'are'} left out."
        note = f"{left} {note}"
    return Drawn(svg, "Where it happened: a larger mark, more events", _told(spots), _table(spots), note)


def _points(spots: Sequence[Spot]) -> list[Point]:
    """Where places lie; over the day line where that brings them closer together."""
    points = [(spot.lon, spot.lat) for spot in spots]
    turned = [(x + 360 if x < 0 else x, y) for x, y in points]
    return turned if _span(turned) < _span(points) - 60 else points


def _span(points: Sequence[Point]) -> float:
    return max(x for x, _ in points) - min(x for x, _ in points)


def _close(spots: Sequence[Spot]) -> list[Spot] | None:
    """The places close together where most happened, where others lie far off."""
    points = _points(spots)
    tall = max(y for _, y in points) - min(y for _, y in points)
    if max(_span(points), tall) <= WIDE:
        return None
    best: list[Spot] = []
    for one in spots[:LISTED]:
        near = [s for s in spots if abs(s.lat - one.lat) <= WIDE / 4 and abs(_turn(s.lon - one.lon)) <= WIDE / 3]
        if sum(s.events for s in near) > sum(s.events for s in best):
            best = near
    enough = len(best) >= 3 and sum(s.events for s in best) >= 0.3 * sum(s.events for s in spots)
    return best if enough and len(best) < len(spots) else None


def _turn(degrees: float) -> float:
    return (degrees + 180) % 360 - 180


# ---------------------------------------------------------------- drawing


def _panel(
    frame: Frame,
    spots: Sequence[Spot],
    most: int,
    over: str,
    down: float,
    shown: Sequence[Spot] | None = None,
    small: bool = False,
) -> str:
    """One map: land, borders, marks and names. Only the places of `shown` are named."""
    fills: list[str] = []
    middles: dict[str, tuple[float, Point]] = {}
    for code, ring in lands(frame):
        fills.append(_path(ring, closed=True))
        middles[code] = max(middles.get(code, (0.0, (0.0, 0.0))), center(ring))
    lines = "".join(_path(line) for line in borders(frame))
    placed = [(spot, at) for spot in spots if (at := _at(frame, spot)) is not None]
    taken: list[Box] = []
    marks = "".join(_marks(spot, at, most, small, taken) for spot, at in sorted(placed, key=lambda p: -p[0].events))
    wanted = [(spot, at) for spot, at in placed if shown is None or spot in shown]
    names = _names(frame, wanted, most, small, taken)
    if not small:
        names += _lands(frame, middles, {spot.country for spot, _ in wanted if spot.kind == "country"}, taken)
    w, h, clip = f"{frame.width:.0f}", f"{frame.height:.0f}", "part" if over else "whole"
    return (
        f'<g transform="translate(0,{down:.0f})"><clipPath id="{clip}"><rect width="{w}" height="{h}"/></clipPath>'
        f'<g clip-path="url(#{clip})"><path d="{"".join(fills)}" fill="{INK}" fill-opacity="0.07"/>'
        f'<path d="{lines}" stroke="{INK}" stroke-opacity="0.3" stroke-width="0.7" stroke-linejoin="round"/>'
        f"{over}{marks}</g>{names}"
        f'<rect width="{w}" height="{h}" stroke="{INK}" stroke-opacity="0.25"/></g>'
    )


def _path(points: Line, *, closed: bool = False) -> str:
    told = "L".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f"M{told}{'Z' if closed else ''}"


def _at(frame: Frame, spot: Spot) -> Point | None:
    for turn in (0, 360, -360):
        if frame.holds((spot.lon + turn, spot.lat)):
            return frame.flat((spot.lon + turn, spot.lat))
    return None


def _size(number: int, most: int, small: bool) -> float:
    """The radius of a mark: its area grows with the number."""
    radius = max(SMALLEST, LARGEST * math.sqrt(number / max(most, 8)))
    return radius * (0.6 if small else 1.0)


def _marks(spot: Spot, at: Point, most: int, small: bool, taken: list[Box]) -> str:
    """The circle of conflict and the diamond of cooperation, side by side where a place has both."""
    x, y = at
    hot, mild = _size(spot.conflict, most, small), _size(spot.cooperation, most, small)
    both = spot.conflict > 0 and spot.cooperation > 0
    drawn = ""
    if spot.cooperation:
        left = x - mild * 0.75 if both else x
        drawn += _diamond(left, y, mild, spot.kind == "country")
        taken.append((left - mild, y - mild, left + mild, y + mild))
    if spot.conflict:
        right = x + hot * 0.75 if both else x
        drawn += _circle(right, y, hot, spot.kind == "country")
        taken.append((right - hot, y - hot, right + hot, y + hot))
    return drawn


def _look(color: str, hollow: bool) -> str:
    """A mark of a place is filled, that of a whole country an open line."""
    if hollow:
        return f'fill="{color}" fill-opacity="0.12" stroke="{color}" stroke-width="1.6" stroke-dasharray="3 2"'
    return f'fill="{color}" fill-opacity="0.75" stroke="{color}" stroke-width="1"'


def _circle(x: float, y: float, radius: float, hollow: bool) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {_look(WARM, hollow)}/>'


def _diamond(x: float, y: float, radius: float, hollow: bool) -> str:
    corners = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
    return f'<path d="{_path(corners, closed=True)}" {_look(COOL, hollow)}/>'


def _outline(whole: Frame, part: Frame) -> str:
    """The frame of the close map on the map of the whole."""
    left, top = whole.flat((part.west, part.north))
    right, low = whole.flat((part.east, part.south))
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{low - top:.1f}" '
        f'stroke="{INK}" stroke-opacity="0.6" stroke-width="1"/>'
    )


def _legend(hollow: bool) -> str:
    text = f'fill="{INK}" font-family="sans-serif" font-size="13"'
    told = _circle(10, 10, 6, False) + f'<text x="21" y="14.5" {text}>conflict</text>'
    told += _diamond(92, 10, 7, False) + f'<text x="104" y="14.5" {text}>cooperation</text>'
    if hollow:
        told += _circle(202, 10, 6, True).replace(WARM, INK) + (
            f'<text x="213" y="14.5" {text}>only the country is named</text>'
        )
    return told


# ---------------------------------------------------------------- names


def _names(frame: Frame, wanted: Sequence[tuple[Spot, Point]], most: int, small: bool, taken: list[Box]) -> str:
    """The names of the places with most events, each where it is free beside its mark."""
    told = []
    size = 11 if small else 12
    for spot, (x, y) in wanted[:NAMED]:
        away = _reach(spot, most, small)
        name = _name(spot)
        wide, tall = len(name) * LETTER * size / 12, size
        spaces = [
            (x + away + 3, y + tall * 0.35), (x - away - 3 - wide, y + tall * 0.35), (x - wide / 2, y - away - 4),
            (x - wide / 2, y + away + tall), (x + away, y - away), (x + away, y + away + tall * 0.6),
            (x - away - wide, y - away), (x - away - wide, y + away + tall * 0.6),
        ]  # fmt: skip
        for left, base in spaces:
            box = (left - 1, base - tall, left + wide + 1, base + 3)
            if _free(box, taken, frame):
                taken.append(box)
                told.append(_text(name, left, base, size))
                break
    return "".join(told)


def _name(spot: Spot) -> str:
    """What a place is called on the map: a country as in the codebook, others as the texts do."""
    return _countries().get(spot.country or "", spot.name) if spot.kind == "country" else spot.name


def _reach(spot: Spot, most: int, small: bool) -> float:
    """How far the marks of a place reach to either side."""
    hot, mild = _size(spot.conflict, most, small), _size(spot.cooperation, most, small)
    if spot.conflict and spot.cooperation:
        return 1.75 * max(hot, mild)
    return hot if spot.conflict else mild


def _lands(frame: Frame, middles: dict[str, tuple[float, Point]], marked: set[str | None], taken: list[Box]) -> str:
    """The names of countries, quietly, where there is room within them."""
    told = []
    for code, (size, (x, y)) in sorted(middles.items(), key=lambda item: (-item[1][0], item[0])):
        name = _countries().get(code, "")
        wide = len(name) * 5.9
        box = (x - wide / 2, y - 10, x + wide / 2, y + 3)
        if name and code not in marked and size > wide * 22 and _free(box, taken, frame):
            taken.append(box)
            told.append(_text(name, x - wide / 2, y, 11, quiet=True))
    return "".join(told)


def _free(box: Box, taken: Sequence[Box], frame: Frame) -> bool:
    left, top, right, low = box
    if left < 2 or top < 2 or right > frame.width - 2 or low > frame.height - 2:
        return False
    return not any(left < b[2] and b[0] < right and top < b[3] and b[1] < low for b in taken)


def _text(words: str, x: float, y: float, size: int, *, quiet: bool = False) -> str:
    look = 'fill-opacity="0.55" font-style="italic"' if quiet else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{INK}" font-family="sans-serif" font-size="{size}" {look}>'
        f"{escape(words)}</text>"
    )


@cached
def _countries() -> dict[str, str]:
    return {row["code"]: row["name"] for row in table("countries") if not row["end"]}


# ---------------------------------------------------------------- the same in words


def _told(spots: Sequence[Spot]) -> str:
    total = sum(spot.events for spot in spots)
    lands_of = Counter[str]()
    for spot in spots:
        if spot.country:
            lands_of[_countries().get(spot.country, spot.country)] += spot.events
    text = f"{capitalised(count(total, 'event'))} in {count(len(spots), 'place')}"
    main = sorted(lands_of.items(), key=lambda kv: (-kv[1], kv[0]))[:3]
    if main:
        text += f", most in {listing([f'{name} ({number})' for name, number in main])}"
    return f"{text}."


def _table(spots: Sequence[Spot]) -> Table:
    rows = []
    for spot in spots[:LISTED]:
        land = _countries().get(spot.country or "", "")
        name = _name(spot) if not land or spot.kind == "country" else f"{spot.name}, {land}"
        rows.append((name, (Cell(plain=str(spot.conflict)), Cell(plain=str(spot.cooperation)))))
    left = len(spots) - len(rows)
    caption = "Events by place" + (f"; {count(left, 'other place')} only on the map" if left else "")
    return Table(caption=caption, columns=("Place", "Conflict", "Cooperation"), rows=tuple(rows))
