"""Who speaks to whom, and who acts towards whom? Parties on a circle, those who deal with one another side by side."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from typing import Any

import duckdb

from detente.charts._chart import Chart, Linked, Setting, finished, tabled
from detente.charts._circle import angle_of, dots, height_of, names, scales
from detente.drawing import COOL, INK, lead
from detente.drawing.lettering import shown
from detente.drawing.specification import legend, specified
from detente.drawing.svg import Entry
from detente.findings.rows import fetch, sides
from detente.wording import capitalised, count, listing, with_the

MISSING = "a network needs two parties of which one speaks to the other or acts towards it"
PARTIES, TIES = 40, 110
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
        {"layer": [_lines(pairs, circle, found), dots(circle, size), *names(circle)]}, round(2 * height_of(circle))
    )
    left, hidden = len(size) - len(main), sum(1 for one, other in _all_pairs(found, main) if (one, other) not in pairs)
    notes = []
    if left:
        notes.append(f"{capitalised(count(left, 'party'))} without a name or with less to do left out.")
    if hidden:
        notes.append(f"{capitalised(count(hidden, 'thinner line'))} left out.")
    rows = [
        (
            shown(one),
            Linked(plain=shown(other), url=setting.pages("party", name=other)),
            *(_number(found, one, other, kind, setting) for kind in QUERIES),
        )
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
        ways=_ways(found, pairs, circle, setting),
    )


Pairs = dict[tuple[str, str], tuple[int, bool]]


def _ways(found: Ties, pairs: Pairs, circle: list[str], setting: Setting) -> dict[str, str | None]:
    """Where the marks lead: a party to its page, a tie to most of what passes along it."""
    to_parties = {f"party-{nr}": setting.pages("party", name=name) for nr, name in enumerate(circle)}
    return to_parties | {f"tie-{nr}": _page(*_main(found, pair), setting) for nr, pair in enumerate(_thin_first(pairs))}


def _thin_first(pairs: Pairs) -> list[tuple[str, str]]:
    """The ties in the order in which they are drawn, so that thick ones lie above."""
    return sorted(pairs, key=lambda pair: (pairs[pair][0], pair))


def _main(found: Ties, pair: tuple[str, str]) -> tuple[str, str, str]:
    """From whom to whom most passes along a tie, and whether in words or acts."""
    ways = [(one, other, kind) for one, other in (pair, pair[::-1]) for kind in QUERIES]
    return max(ways, key=lambda way: found.get(way[:2], {}).get(way[2], 0))


def _page(one: str, other: str, kind: str, setting: Setting) -> str | None:
    """The page of what one party says to another, or does."""
    if kind == "words":
        return setting.pages("statements", speaker=one, to=other)
    return setting.pages("events", actor=one, to=other, modality="happened")


def _number(found: Ties, one: str, other: str, kind: str, setting: Setting) -> Linked:
    number = found[one, other].get(kind, 0)
    return Linked(plain=str(number), url=_page(one, other, kind, setting) if number else None)


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


def _lines(pairs: Pairs, circle: list[str], found: Ties) -> dict[str, Any]:
    """The ties as curves bent towards the middle, dashed where only one of the two speaks or acts."""
    most = max(n for n, _ in pairs.values())
    values = []
    for nr, (one, other) in enumerate(_thin_first(pairs)):
        n, both = pairs[one, other]
        ends = [angle_of(circle.index(name), len(circle)) for name in (one, other)]
        start, finish = ((math.cos(angle), math.sin(angle)) for angle in ends)
        bent = [
            tuple(
                start[i] * (1 - t) ** 2 + (start[i] + finish[i]) * 0.4 * t * (1 - t) + finish[i] * t**2 for i in (0, 1)
            )
            for t in (step / 12 for step in range(13))
        ]
        mostly = _mostly(found, (one, other))
        for step, (x, y) in enumerate(bent):
            values.append(
                {
                    "tie": nr,
                    "step": step,
                    "x": round(x, 4),
                    "y": round(y, 4),
                    "n": n,
                    "way": "both ways" if both else "one way only",
                    "told": f"{shown(one)} and {shown(other)}: {count(n, 'time')}{mostly}",
                    "href": lead(f"tie-{nr}"),
                }
            )
    ways = ["both ways", "one way only"]
    return {
        "data": {"values": values},
        "mark": {"type": "line", "strokeOpacity": 0.55, "color": COOL, "strokeCap": "butt"},
        "encoding": {
            **scales(circle),
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
            "href": {"field": "href"},
            "description": {"field": "told"},
        },
    }


def _mostly(found: Ties, pair: tuple[str, str]) -> str:
    """Which way most passes along a tie, in words."""
    one, other, kind = _main(found, pair)
    what = (
        f"statements by {with_the(shown(one))} to" if kind == "words" else f"events by {with_the(shown(one))} towards"
    )
    return f", most of it {what} {with_the(shown(other))}"


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
