"""The map of a brief: where things happened, conflict as circles and cooperation as diamonds, larger for more.

It is written as SVG by hand: outlines of countries, marks, and names that do not overlap. Where most of it lies close
together and some far off, the map is drawn twice: the whole, and the part where most happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.brief_parts import Cell, Table
from detente.drawing import INK, WARM
from detente.findings.where import Spot
from detente.maps.marks import (
    Box,
    Mark,
    called,
    circle,
    countries,
    diamond,
    names,
    names_of_lands,
    path,
    signs,
    together,
)
from detente.maps.outlines import Frame, Point, borders, center, lands
from detente.wording import capitalised, count, listing

WIDTH = 480.0
LEAST = 5.0  # degrees of latitude that a map shows at the least
WIDE = 28.0  # degrees beyond which a map is drawn twice
LISTED = 12


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map as SVG, its title, what it shows in words, its numbers, and a note on what is not on it."""

    svg: str
    caption: str
    told: str
    table: Table
    note: str
    marks: Mapping[str, tuple[Spot, ...]]
    """By what `lead` is given for a mark, the places that it stands for."""


def drawing_of(spots: Sequence[Spot], without: int) -> Drawn | None:
    """The map of places with events, and of `without` a place how many; None for fewer than two places."""
    if len(spots) < 2:
        return None
    most = max(spot.events for spot in spots)
    close = _close(spots)
    drawn: list[Mark] = []
    if close is None:
        frame = Frame.around(_points(spots), WIDTH, (230, 400), LEAST)
        panels, height = _panel(frame, spots, most, "", 24, drawn), frame.height + 24
    else:
        whole = Frame.around(_points(spots), WIDTH, (150, 230), LEAST).coarser()
        part = Frame.around(_points(close), WIDTH, (230, 400), LEAST)
        far = [spot for spot in spots if spot not in close]
        panels = _panel(part, spots, most, "", 24, drawn, shown=close)
        panels += _panel(whole, spots, most, _outline(whole, part), 34 + part.height, drawn, shown=far, small=True)
        height = part.height + whole.height + 34
    svg = f'<svg viewBox="0 0 {WIDTH:.0f} {height:.0f}" width="{WIDTH:.0f}" height="{height:.0f}">'
    svg += f"{_legend(any(spot.kind == 'country' for spot in spots))}{panels}</svg>"
    note = "Outlines: Natural Earth; places: GeoNames."
    if without:
        left = f"{capitalised(count(without, 'event'))} without a place {'is' if without == 1 else 'are'} left out."
        note = f"{left} {note}"
    if any(len(mark.spots) > 1 for mark in drawn):
        note = f"Places that lie close together share a mark, under the name of the one with most events. {note}"
    fewer = len(spots) - len({id(spot) for mark in drawn for spot in mark.spots})
    if fewer:
        note = f"{capitalised(count(fewer, 'place'))} with fewer events left out. {note}"
    marks = {mark.name: mark.spots for mark in drawn}
    return Drawn(svg, "Where it happened: a larger mark, more events", _told(spots), _table(spots), note, marks)


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
    drawn: list[Mark],
    shown: Sequence[Spot] | None = None,
    small: bool = False,
) -> str:
    """One map: land, borders, marks and names. Only the places of `shown` are named. Its marks are added to `drawn`."""
    fills: list[str] = []
    middles: dict[str, tuple[float, Point]] = {}
    for code, ring in lands(frame):
        fills.append(path(ring, closed=True))
        middles[code] = max(middles.get(code, (0.0, (0.0, 0.0))), center(ring))
    lines = "".join(path(line) for line in borders(frame))
    placed = [(spot, at) for spot in spots if (at := _at(frame, spot)) is not None]
    marks = together(placed, most, small)
    drawn += marks
    taken: list[Box] = []
    drawn_marks = "".join(signs(mark, most, small, taken) for mark in marks)
    wanted = [mark for mark in marks if shown is None or any(spot in shown for spot in mark.spots)]
    told = names(frame, wanted, most, small, taken)
    if not small:
        told += names_of_lands(
            frame, middles, {mark.spot.country for mark in wanted if mark.spot.kind == "country"}, taken
        )
    w, h, clip = f"{frame.width:.0f}", f"{frame.height:.0f}", "part" if over else "whole"
    return (
        f'<g transform="translate(0,{down:.0f})"><clipPath id="{clip}"><rect width="{w}" height="{h}"/></clipPath>'
        f'<g clip-path="url(#{clip})"><path d="{"".join(fills)}" fill="{INK}" fill-opacity="0.07"/>'
        f'<path d="{lines}" stroke="{INK}" stroke-opacity="0.3" stroke-width="0.7" stroke-linejoin="round"/>'
        f"{over}{drawn_marks}</g>{told}"
        f'<rect width="{w}" height="{h}" stroke="{INK}" stroke-opacity="0.25"/></g>'
    )


def _at(frame: Frame, spot: Spot) -> Point | None:
    for turn in (0, 360, -360):
        if frame.holds((spot.lon + turn, spot.lat)):
            return frame.flat((spot.lon + turn, spot.lat))
    return None


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
    told = circle(10, 10, 6, False) + f'<text x="21" y="14.5" {text}>conflict</text>'
    told += diamond(92, 10, 7, False) + f'<text x="104" y="14.5" {text}>cooperation</text>'
    if hollow:
        told += circle(202, 10, 6, True).replace(WARM, INK) + (
            f'<text x="213" y="14.5" {text}>only the country is named</text>'
        )
    return told


# ---------------------------------------------------------------- the same in words


def _told(spots: Sequence[Spot]) -> str:
    total = sum(spot.events for spot in spots)
    lands_of = Counter[str]()
    for spot in spots:
        if spot.country:
            lands_of[countries().get(spot.country, spot.country)] += spot.events
    text = f"{capitalised(count(total, 'event'))} in {count(len(spots), 'place')}"
    main = sorted(lands_of.items(), key=lambda kv: (-kv[1], kv[0]))[:3]
    if main:
        text += f", most in {listing([f'{name} ({number})' for name, number in main])}"
    return f"{text}."


def _table(spots: Sequence[Spot]) -> Table:
    rows = []
    for spot in spots[:LISTED]:
        land = countries().get(spot.country or "", "")
        name = called(spot) if not land or spot.kind == "country" else f"{spot.name}, {land}"
        rows.append((name, (Cell(plain=str(spot.conflict)), Cell(plain=str(spot.cooperation)))))
    left = len(spots) - len(rows)
    caption = "Events by place" + (f"; {count(left, 'other place')} only on the map" if left else "")
    return Table(caption=caption, columns=("Place", "Conflict", "Cooperation"), rows=tuple(rows))
