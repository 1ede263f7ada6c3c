"""What stands on a map: the marks of places, each with those too near to it to be told apart, and their names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from detente.codebook import cached, table
from detente.drawing import COOL, INK, RECORD, WARM
from detente.findings.where import Spot
from detente.maps.outlines import Frame, Line, Point
from detente.wording import count, listing

SMALLEST, LARGEST = 4.0, 15.0
NAMED = 14
MARKS, LANDS = 40, 10  # marks on one map, and how many of them may stand for whole countries
LETTER = 6.3  # how wide a letter of 12 units is, on average

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the map with those so near to it that their marks would lie over one another, and its point there."""

    spots: tuple[Spot, ...]
    at: Point
    small: bool = False

    @property
    def spot(self) -> Spot:
        """The place with most events, whose name it bears."""
        return self.spots[0]

    @property
    def conflict(self) -> int:
        """How many events of conflict."""
        return sum(spot.conflict for spot in self.spots)

    @property
    def cooperation(self) -> int:
        """How many events of cooperation."""
        return sum(spot.cooperation for spot in self.spots)

    @property
    def name(self) -> str:
        """What its link is called."""
        return f"place-{self.spot.at}{'-small' if self.small else ''}"

    @property
    def told(self) -> str:
        """What it stands for, in words."""
        near = f" and {count(len(self.spots) - 1, 'place')} near it" if len(self.spots) > 1 else ""
        kinds = [count(self.conflict, "event of conflict", "events of conflict")] if self.conflict else []
        kinds += [count(self.cooperation, "event of cooperation", "events of cooperation")] if self.cooperation else []
        return f"{called(self.spot)}{near}: {listing(kinds)}"


def together(placed: Sequence[tuple[Spot, Point]], most: int, small: bool) -> list[Mark]:
    """The marks of places, those with most events first; one that would lie on a larger one for the most is part of it.

    A country as a whole stands alone. Of many marks only those with most events are drawn.
    """
    found: list[Mark] = []
    for spot, at in sorted(placed, key=lambda one: (-one[0].events, one[0].name)):
        own, near = Mark((spot,), at, small), None
        if spot.kind != "country":
            large = (mark for mark in found if mark.spot.kind != "country")
            near = next((mark for mark in large if math.dist(mark.at, at) < _covers(mark, own, most)), None)
        if near is None:
            found.append(own)
        else:
            found[found.index(near)] = Mark((*near.spots, spot), near.at, small)
    ranked = sorted(found, key=lambda mark: (-mark.conflict - mark.cooperation, mark.spot.name))
    countries_of = [mark for mark in ranked if mark.spot.kind == "country"][:LANDS]
    return [mark for mark in ranked if mark.spot.kind != "country" or mark in countries_of][:MARKS]


def _covers(mark: Mark, other: Mark, most: int) -> float:
    """How near the middle of another mark may lie before the two are one."""
    return _reach(mark, most, mark.small) + 0.6 * _reach(other, most, other.small)


def _size(number: int, most: int, small: bool) -> float:
    """The radius of a mark: its area grows with the number."""
    radius = max(SMALLEST, LARGEST * math.sqrt(number / max(most, 8)))
    return radius * (0.6 if small else 1.0)


def signs(mark: Mark, most: int, small: bool, taken: list[Box]) -> str:
    """The circle of conflict and the diamond of cooperation, side by side where a place has both; and its link."""
    x, y = mark.at
    hollow = mark.spot.kind == "country"
    hot, mild = _size(mark.conflict, most, small), _size(mark.cooperation, most, small)
    both = mark.conflict > 0 and mark.cooperation > 0
    drawn = ""
    if mark.cooperation:
        left = x - mild * 0.75 if both else x
        drawn += diamond(left, y, mild, hollow)
        taken.append((left - mild, y - mild, left + mild, y + mild))
    if mark.conflict:
        right = x + hot * 0.75 if both else x
        drawn += circle(right, y, hot, hollow)
        taken.append((right - hot, y - hot, right + hot, y + hot))
    return _linked(mark, drawn)


def _linked(mark: Mark, drawn: str) -> str:
    return f'<a xlink:href="{RECORD}{mark.name}"><g aria-label="{escape(mark.told)}">{drawn}</g></a>'


def _look(color: str, hollow: bool) -> str:
    """A mark of a place is filled, that of a whole country an open line."""
    if hollow:
        return f'fill="{color}" fill-opacity="0.12" stroke="{color}" stroke-width="1.6" stroke-dasharray="3 2"'
    return f'fill="{color}" fill-opacity="0.75" stroke="{color}" stroke-width="1"'


def circle(x: float, y: float, radius: float, hollow: bool) -> str:
    """The sign of conflict."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {_look(WARM, hollow)}/>'


def diamond(x: float, y: float, radius: float, hollow: bool) -> str:
    """The sign of cooperation."""
    corners = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
    return f'<path d="{path(corners, closed=True)}" {_look(COOL, hollow)}/>'


def names(frame: Frame, wanted: Sequence[Mark], most: int, small: bool, taken: list[Box]) -> str:
    """The names of the places with most events, each where it is free beside its mark."""
    told = []
    size = 11 if small else 12
    for mark in wanted[: NAMED // 2 if small else NAMED]:
        x, y = mark.at
        away = _reach(mark, most, small)
        name = called(mark.spot)
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


def called(spot: Spot) -> str:
    """What a place is called on the map: a country as in the codebook, others as the texts do."""
    return countries().get(spot.country or "", spot.name) if spot.kind == "country" else spot.name


def _reach(mark: Mark, most: int, small: bool) -> float:
    """How far the signs of a mark reach to either side."""
    hot, mild = _size(mark.conflict, most, small), _size(mark.cooperation, most, small)
    if mark.conflict and mark.cooperation:
        return 1.75 * max(hot, mild)
    return hot if mark.conflict else mild


def names_of_lands(
    frame: Frame, middles: dict[str, tuple[float, Point]], marked: set[str | None], taken: list[Box]
) -> str:
    """The names of countries, quietly, where there is room within them."""
    told = []
    for code, (size, (x, y)) in sorted(middles.items(), key=lambda item: (-item[1][0], item[0])):
        name = countries().get(code, "")
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


def path(points: Line, *, closed: bool = False) -> str:
    """A line as SVG."""
    told = "L".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f"M{told}{'Z' if closed else ''}"


@cached
def countries() -> dict[str, str]:
    """The names of the countries that there are, by their codes."""
    return {row["code"]: row["name"] for row in table("countries") if not row["end"]}
