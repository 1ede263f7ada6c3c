"""Parties on a circle: where each stands, its dot and its name, each of which leads to the page of the party."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

from detente.drawing import INK, LETTERS, SMALL, lead
from detente.drawing.lettering import shown, wide
from detente.wording import count

TURNED = 16  # of more parties the names stand along the radius
NAMES = 20  # letters of a name at the most
HALF, AWAY = 236.0, 11.0  # half the width in units, and how far names stand off the circle


def angle_of(nr: int, of: int) -> float:
    """Where on the circle, from the top and with the clock."""
    return 2 * math.pi * nr / of - math.pi / 2


def radius_of(circle: list[str]) -> float:
    """The radius of the circle in units, so that all names have room beside it."""
    radius = 170.0
    for nr, name in enumerate(circle):
        across = abs(math.cos(angle_of(nr, len(circle))))
        long = AWAY + wide(shown(name, NAMES), SMALL if len(circle) > TURNED else LETTERS)
        room = HALF / across - long if len(circle) > TURNED and across > 0.01 else (HALF - long) / max(across, 0.01)
        radius = min(radius, room)
    return max(60.0, radius)


def height_of(circle: list[str]) -> float:
    """Half the height of the drawing: the circle, and above and below it the names."""
    if len(circle) <= TURNED:
        return radius_of(circle) + 26
    reach = (
        abs(math.sin(angle_of(nr, len(circle)))) * (radius_of(circle) + AWAY + wide(shown(name, NAMES), SMALL))
        for nr, name in enumerate(circle)
    )
    return max([*reach, radius_of(circle)]) + 10


def scales(circle: list[str]) -> dict[str, Any]:
    """A circle stays one: both axes count in the same units."""
    across, down = HALF / radius_of(circle), height_of(circle) / radius_of(circle)
    quiet = {"type": "quantitative", "axis": None}
    return {
        "x": {**quiet, "field": "x", "scale": {"domain": [-across, across], "nice": False, "zero": False}},
        "y": {**quiet, "field": "y", "scale": {"domain": [down, -down], "nice": False, "zero": False}},
    }


def dots(circle: list[str], size: Counter[str]) -> dict[str, Any]:
    most = max(size[name] for name in circle)
    values = [
        {
            "x": round(math.cos(angle_of(nr, len(circle))), 4),
            "y": round(math.sin(angle_of(nr, len(circle))), 4),
            "n": size[name],
            "told": f"{shown(name)}: {count(size[name], 'time')}",
            "href": lead(f"party-{nr}"),
        }
        for nr, name in enumerate(circle)
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "point", "filled": True, "opacity": 1, "color": INK},
        "encoding": {
            **scales(circle),
            "size": {
                "field": "n",
                "type": "quantitative",
                "legend": None,
                "scale": {"domain": [0, most], "range": [16, 170]},
            },
            "href": {"field": "href"},
            "description": {"field": "told"},
        },
    }


def names(circle: list[str]) -> list[dict[str, Any]]:
    """The names outside the circle: level where they are few, along the radius where they are many."""
    sides_of: dict[str, list[dict[str, Any]]] = {"left": [], "right": [], "center": []}
    turned = len(circle) > TURNED
    away = 1 + AWAY / radius_of(circle)
    for nr, name in enumerate(circle):
        angle = angle_of(nr, len(circle))
        across = math.cos(angle)
        align = "left" if across > 1e-6 else "right"
        if not turned and abs(across) < 1e-6:
            align = "center"
        degrees = math.degrees(angle) if turned else 0.0
        sides_of[align].append(
            {
                "x": round(across * away, 4),
                "y": round(math.sin(angle) * (away + (0.06 if align == "center" else 0)), 4),
                "name": shown(name, NAMES),
                "turn": round(degrees + (180 if turned and align == "right" else 0), 2),
                "told": shown(name),
                "href": lead(f"party-{nr}"),
            }
        )
    return [
        {
            "data": {"values": values},
            "mark": {
                "type": "text",
                "align": align,
                "baseline": "middle",
                "color": INK,
                "fontSize": SMALL if turned else LETTERS,
            },
            "encoding": {
                **scales(circle),
                "text": {"field": "name"},
                "angle": {"field": "turn", "type": "quantitative", "scale": None},
                "href": {"field": "href"},
                "description": {"field": "told"},
            },
        }
        for align, values in sides_of.items()
        if values
    ]
