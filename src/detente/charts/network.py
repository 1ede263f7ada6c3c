"""Who speaks to whom, and who acts towards whom? Parties on a circle, those who deal with one another side by side."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from typing import Any

import duckdb

from detente.charts._chart import Chart, Setting, finished, tabled
from detente.drawing import COOL, INK, LETTERS, SMALL, Entry, legend, shown, specified, wide
from detente.findings.rows import fetch, sides
from detente.wording import capitalised, count, listing, with_the

MISSING = "a network needs two parties of which one speaks to the other or acts towards it"
PARTIES, TIES = 40, 110
TURNED = 16  # of more parties the names stand along the radius
NAMES = 20  # letters of a name at the most
HALF, AWAY = 236.0, 11.0  # half the width in units, and how far names stand off the circle
BUSY = 20  # parties, of more of which those heard of but once are left out
QUERIES = {
    "words": """SELECT speaker AS one, speaker_code AS one_code, addressee AS other, NULL AS other_code FROM statements
    WHERE voice <> 'author' AND speaker IS NOT NULL AND addressee IS NOT NULL""",
    "acts": """SELECT actor AS one, actor_code AS one_code, recipient AS other, recipient_code AS other_code FROM events
    WHERE voice <> 'author' AND modality = 'happened' AND actor IS NOT NULL AND recipient IS NOT NULL""",
}
LEGEND = (
    Entry(label="both ways", path="M-1,0H1", stroke=COOL, thick=3),
    Entry(label="one way only", path="M-1,0H1", stroke=COOL, thick=3, dash="4 3"),
)
Ties = Mapping[tuple[str, str], Mapping[str, int]]


def ask(db: duckdb.DuckDBPyConnection, setting: Setting, **_: str | None) -> Chart | None:
    """The network of a record."""
    return draw(ties(db), setting)


def ties(db: duckdb.DuckDBPyConnection) -> Ties:
    """From whom to whom, how many statements (`words`) and events (`acts`)."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for kind, query in QUERIES.items():
        for row in fetch(db, f"SELECT one, one_code, other, other_code, count(*) AS n FROM ({query}) GROUP BY ALL"):  # noqa: S608
            for one in sides(row["one"], row["one_code"]):
                for other in sides(row["other"], row["other_code"]):
                    if one != other:
                        found.setdefault((one, other), Counter())[kind] += row["n"]
    return found


def draw(found: Ties, setting: Setting) -> Chart | None:
    """The chart of who deals with whom; None for fewer than two parties. Of more than 40 parties only the main ones."""
    size: Counter[str] = Counter()
    for (one, other), kinds in found.items():
        size[one] += sum(kinds.values())
        size[other] += sum(kinds.values())
    named = [name for name in size if name[:1].isupper()]
    pool = named if len(named) >= 2 else list(size)
    often = [name for name in pool if size[name] > 1] if len(pool) > BUSY else pool
    main = sorted(often, key=lambda name: (-size[name], name))[:PARTIES]
    if len(main) < 2:
        return None
    pairs = _pairs(found, main)
    main = [name for name in main if any(name in pair for pair in pairs)]
    if not main:
        return None
    circle = _order(main, pairs)
    spec = specified(
        {"layer": [_lines(pairs, circle), _dots(circle, size), *_names(circle)]}, round(2 * _height(circle))
    )
    left, hidden = len(size) - len(main), sum(1 for one, other in _all_pairs(found, main) if (one, other) not in pairs)
    notes = []
    if left:
        notes.append(f"{capitalised(count(left, 'party'))} without a name or with less to do left out.")
    if hidden:
        notes.append(f"{capitalised(count(hidden, 'thinner line'))} left out.")
    rows = [
        (shown(one), shown(other), found[one, other].get("words", 0), found[one, other].get("acts", 0))
        for one, other in sorted(found, key=lambda pair: (-sum(found[pair].values()), pair))
        if one in main and other in main
    ]
    return finished(
        "network",
        "Who speaks to whom and acts towards whom: a thicker line, more often",
        _told(found, circle, notes),
        setting,
        spec=spec,
        legend=LEGEND,
        key=[("", " ".join(notes))] if notes else [],
        table=tabled("From whom to whom, how often", ("From", "To", "Statements", "Events"), rows[:60]),
    )


Pairs = dict[tuple[str, str], tuple[int, bool]]


def _all_pairs(found: Ties, main: list[str]) -> dict[tuple[str, str], int]:
    """How much passes between two parties in either direction."""
    total: Counter[tuple[str, str]] = Counter()
    for (one, other), kinds in found.items():
        if one in main and other in main:
            total[min(one, other), max(one, other)] += sum(kinds.values())
    return total


def _pairs(found: Ties, main: list[str]) -> Pairs:
    """The thickest ties: how often, and whether in both directions."""
    total = _all_pairs(found, main)
    ordered = sorted(total, key=lambda pair: (-total[pair], pair))
    thickest = {name: pair for pair in reversed(ordered) for name in pair}  # of each party, so that none stands alone
    ranked = sorted({*ordered[:TIES], *thickest.values()}, key=lambda pair: (-total[pair], pair))
    return {pair: (total[pair], pair in found and (pair[1], pair[0]) in found) for pair in ranked}


def _order(main: list[str], pairs: Pairs) -> list[str]:
    """The parties round the circle: each next is the one with most ties to the last ones, so that lines stay short.

    The first is the one with most ties. Of equals the one first in the alphabet comes first.
    """
    strength = {name: sum(n for pair, (n, _) in pairs.items() if name in pair) for name in main}
    circle = [min(main, key=lambda name: (-strength[name], name))]
    while len(circle) < len(main):
        rest = [name for name in main if name not in circle]

        def near(name: str) -> float:
            near_ones = (
                (math.sqrt(pairs.get((min(name, one), max(name, one)), (0, False))[0]), nr)
                for nr, one in enumerate(reversed(circle))
            )
            return sum(tie * 0.7**nr for tie, nr in near_ones) / math.sqrt(1 + strength[name])

        circle.append(min(rest, key=lambda name: (-round(near(name), 9), -strength[name], name)))
    return circle


# ---------------------------------------------------------------- drawing


def _angle(nr: int, of: int) -> float:
    """Where on the circle, from the top and with the clock."""
    return 2 * math.pi * nr / of - math.pi / 2


def _radius(circle: list[str]) -> float:
    """The radius of the circle in units, so that all names have room beside it."""
    radius = 170.0
    for nr, name in enumerate(circle):
        across = abs(math.cos(_angle(nr, len(circle))))
        long = AWAY + wide(shown(name, NAMES), SMALL if len(circle) > TURNED else LETTERS)
        room = HALF / across - long if len(circle) > TURNED and across > 0.01 else (HALF - long) / max(across, 0.01)
        radius = min(radius, room)
    return max(60.0, radius)


def _height(circle: list[str]) -> float:
    """Half the height of the drawing: the circle, and above and below it the names."""
    if len(circle) <= TURNED:
        return _radius(circle) + 26
    reach = (
        abs(math.sin(_angle(nr, len(circle)))) * (_radius(circle) + AWAY + wide(shown(name, NAMES), SMALL))
        for nr, name in enumerate(circle)
    )
    return max([*reach, _radius(circle)]) + 10


def _scales(circle: list[str]) -> dict[str, Any]:
    """A circle stays one: both axes count in the same units."""
    across, down = HALF / _radius(circle), _height(circle) / _radius(circle)
    quiet = {"type": "quantitative", "axis": None}
    return {
        "x": {**quiet, "field": "x", "scale": {"domain": [-across, across], "nice": False, "zero": False}},
        "y": {**quiet, "field": "y", "scale": {"domain": [down, -down], "nice": False, "zero": False}},
    }


def _lines(pairs: Pairs, circle: list[str]) -> dict[str, Any]:
    """The ties as curves bent towards the middle, dashed where only one of the two speaks or acts."""
    most = max(n for n, _ in pairs.values())
    values = []
    for nr, ((one, other), (n, both)) in enumerate(sorted(pairs.items(), key=lambda item: (item[1][0], item[0]))):
        ends = [_angle(circle.index(name), len(circle)) for name in (one, other)]
        start, finish = ((math.cos(angle), math.sin(angle)) for angle in ends)
        bent = [
            tuple(
                start[i] * (1 - t) ** 2 + (start[i] + finish[i]) * 0.4 * t * (1 - t) + finish[i] * t**2 for i in (0, 1)
            )
            for t in (step / 12 for step in range(13))
        ]
        for step, (x, y) in enumerate(bent):
            values.append(
                {
                    "tie": nr,
                    "step": step,
                    "x": round(x, 4),
                    "y": round(y, 4),
                    "n": n,
                    "way": "both ways" if both else "one way only",
                    "told": f"{shown(one)} and {shown(other)}: {count(n, 'time')}",
                }
            )
    ways = ["both ways", "one way only"]
    return {
        "data": {"values": values},
        "mark": {"type": "line", "strokeOpacity": 0.55, "color": COOL, "strokeCap": "butt"},
        "encoding": {
            **_scales(circle),
            "detail": {"field": "tie", "type": "nominal"},
            "order": {"field": "step", "type": "quantitative"},
            "strokeWidth": {
                "field": "n",
                "type": "quantitative",
                "legend": None,
                "scale": {"type": "sqrt", "domain": [0, max(most, 8)], "range": [0.4, 9]},
            },
            "strokeDash": {
                "field": "way",
                "type": "nominal",
                "scale": {"domain": ways, "range": [[1, 0], [4, 3]]},
                "legend": legend(symbolStrokeColor=INK),
            },
            "description": {"field": "told"},
        },
    }


def _dots(circle: list[str], size: Counter[str]) -> dict[str, Any]:
    most = max(size[name] for name in circle)
    values = [
        {
            "x": round(math.cos(_angle(nr, len(circle))), 4),
            "y": round(math.sin(_angle(nr, len(circle))), 4),
            "n": size[name],
            "told": f"{shown(name)}: {count(size[name], 'time')}",
        }
        for nr, name in enumerate(circle)
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "point", "filled": True, "opacity": 1, "color": INK},
        "encoding": {
            **_scales(circle),
            "size": {
                "field": "n",
                "type": "quantitative",
                "legend": None,
                "scale": {"domain": [0, most], "range": [16, 170]},
            },
            "description": {"field": "told"},
        },
    }


def _names(circle: list[str]) -> list[dict[str, Any]]:
    """The names outside the circle: level where they are few, along the radius where they are many."""
    sides_of: dict[str, list[dict[str, Any]]] = {"left": [], "right": [], "center": []}
    turned = len(circle) > TURNED
    away = 1 + AWAY / _radius(circle)
    for nr, name in enumerate(circle):
        angle = _angle(nr, len(circle))
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
                **_scales(circle),
                "text": {"field": "name"},
                "angle": {"field": "turn", "type": "quantitative", "scale": None},
            },
        }
        for align, values in sides_of.items()
        if values
    ]


def _told(found: Ties, circle: list[str], notes: list[str]) -> str:
    total = sum(sum(kinds.values()) for pair, kinds in found.items() if set(pair) <= set(circle))
    told = f"{capitalised(count(len(circle), 'party'))}, "
    told += f"{count(total, 'statement or event', 'statements and events')} between them."
    ranked = sorted(
        ((pair, kinds) for pair, kinds in found.items() if set(pair) <= set(circle)),
        key=lambda item: (-sum(item[1].values()), item[0]),
    )[:8]
    most = [
        f"{with_the(shown(one))} to {with_the(shown(other))} ({count(kinds.get('words', 0), 'statement')}, "
        f"{count(kinds.get('acts', 0), 'event')})"
        for (one, other), kinds in ranked
    ]
    told += f" Most: {listing(most)}."
    return " ".join([told, *notes])
