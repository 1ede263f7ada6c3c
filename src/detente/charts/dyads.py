"""How do the main pairs of parties treat each other over time, between conflict and cooperation?

Each pair has a lane: what they did to one another stands above its line where it was friendly on the whole and below
it where it was hostile (mean PLOVER score, -10 to 8), and the acts that weigh most are marked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from detente.charts._chart import (
    Chart,
    Setting,
    after,
    called,
    finished,
    middle,
    near,
    start_of,
    stretches,
    tabled,
    unit_of,
)
from detente.charts.timeline import cited, clear, deed, weight
from detente.drawing import COOL, INK, LETTERS, SMALL, WARM, lead
from detente.drawing.lettering import shown
from detente.drawing.specification import legend, specified, time_axis, time_of
from detente.drawing.svg import SQUARE, Entry
from detente.findings.rows import Row, fetch
from detente.wording import NUMBERS, count, long_day

MISSING = "a chart of pairs needs dated events between two parties in three weeks or more"
PAIRS, BARS = 4, 80
MARKED = (2, 2, 1, 1)  # events of each pair, the main one first
LANE, ROOM = 26.0, 10.0  # from line to line, and what a score can reach on either side
FEW = 3
LEGEND = (
    Entry(label="cooperation", path="M-1,-0.4H1V1H-1Z", fill=COOL, opacity=0.95, thick=0.6),
    Entry(label="conflict", path="M-1,-1H1V0.4H-1Z", fill=WARM, opacity=0.95, thick=0.6),
    Entry(label=f"pale: fewer than {NUMBERS[FEW]} events", path=SQUARE, fill=INK, opacity=0.2, thick=0.6),
)


def ask(db: duckdb.DuckDBPyConnection, setting: Setting, **_: str | None) -> Chart | None:
    """The chart of a record."""
    rows = near(db, setting.rows(db, "dyads"), "week")
    return draw(rows, events_of(db, rows), setting)


def events_of(db: duckdb.DuckDBPyConnection, rows: Sequence[Row]) -> list[Row]:
    """The events that the weeks of the main pairs rest on."""
    main = set(_main(rows))
    wanted = sorted({one for row in rows if row["dyad"] in main for one in row["records"]})
    query = "SELECT *, type AS what FROM events WHERE id IN (SELECT unnest($ids)) ORDER BY id"
    return fetch(db, query, {"ids": wanted}) if wanted else []


def _main(rows: Sequence[Row]) -> list[str]:
    """The pairs with most events."""
    size: Counter[str] = Counter()
    for row in rows:
        size[row["dyad"]] += row["events"]
    return [name for name, _ in sorted(size.items(), key=lambda kv: (-kv[1], kv[0]))][:PAIRS]


def draw(dyads: Sequence[Row], events: Sequence[Row], setting: Setting) -> Chart | None:
    """The chart of the weeks of pairs and of the events that they rest on; None for fewer than three weeks."""
    main = _main(dyads)
    shown_rows = [row for row in dyads if row["dyad"] in main]
    weeks = sorted({str(row["week"]) for row in shown_rows})
    if len(weeks) < 3:
        return None
    unit = unit_of(weeks, BARS, "week")
    cells = _cells(shown_rows, unit)
    marks = _marks(shown_rows, events, main, unit, cells, setting.numbers)
    spec = specified(
        {"layer": [*_lanes(main, weeks), _bars(cells, main, weeks, unit), *_labels(marks)]}, 66 * len(main)
    )
    caption = (
        f"Conflict (below the line) and cooperation (above it) between the main pairs, by {unit} (mean PLOVER score)"
    )
    told = " ".join(_course(name, cells, unit) for name in main)
    if marks:
        told += f" Marked: {'; '.join(cited(mark) for mark in marks)}."
    rows = [(called(start, unit), shown(name), n, f"{mean:+.1f}") for (name, start), (n, mean) in sorted(cells.items())]
    return finished(
        "dyads",
        caption,
        told,
        setting,
        spec=spec,
        legend=LEGEND,
        key=[(mark["label"], mark["told"]) for mark in marks],
        table=tabled(f"Events and mean score by {unit}", (unit.capitalize(), "Pair", "Events", "Mean score"), rows),
        cites=[mark["record"] for mark in marks],
    )


Cells = Mapping[tuple[str, str], tuple[int, float]]


def _cells(rows: Sequence[Row], unit: str) -> Cells:
    """Of each pair and stretch of time how many events there were, and their mean score."""
    held: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0, 0.0])
    for row in rows:
        cell = held[row["dyad"], start_of(str(row["week"]), unit)]
        cell[0] += row["events"]
        cell[1] += float(row["sum"])
    return {key: (int(n), round(total / n, 2)) for key, (n, total) in held.items()}


def _lanes(main: list[str], weeks: list[str]) -> list[dict[str, Any]]:
    """The line of each pair, light lines at -8 and 8, and its name."""
    lines = [
        {"y": -LANE * nr + level, "strength": 0.9 if level == 0 else 0.15}
        for nr in range(len(main))
        for level in (-8, 0, 8)
    ]
    names = [
        {"y": -LANE * nr + 12.2, "name": shown(name, 60), "start": f"{weeks[0]}T00:00:00Z"}
        for nr, name in enumerate(main)
    ]
    levels = [
        {"y": -LANE * nr + level, "name": f"{level:+d}" if level else "0"}
        for nr in range(len(main))
        for level in (-8, 0, 8)
    ]
    return [
        {
            "data": {"values": levels},
            "mark": {"type": "text", "align": "right", "baseline": "middle", "fontSize": SMALL, "color": INK, "dx": -5},
            "encoding": {"x": {"value": 0}, "y": {"field": "y", "type": "quantitative"}, "text": {"field": "name"}},
        },
        {
            "data": {"values": lines},
            "mark": {"type": "rule", "color": INK, "strokeWidth": 1},
            "encoding": {
                "y": {"field": "y", "type": "quantitative"},
                "opacity": {"field": "strength", "type": "quantitative", "scale": None},
            },
        },
        {
            "data": {"values": names},
            "mark": {"type": "text", "align": "left", "fontSize": LETTERS, "fontWeight": "bold", "color": INK},
            "encoding": {"x": {"value": 0}, "y": {"field": "y", "type": "quantitative"}, "text": {"field": "name"}},
        },
    ]


def _bars(cells: Cells, main: list[str], weeks: list[str], unit: str) -> dict[str, Any]:
    """A bar for each stretch of time, from the line of its pair to the mean; paler where few events stand behind it."""
    tones = ["cooperation", "conflict"]
    values = []
    for (name, start), (n, mean) in sorted(cells.items()):
        base = -LANE * main.index(name)
        values.append(
            {
                "start": start,
                "end": after(start, unit),
                "base": base,
                "to": base + max(-ROOM, min(ROOM, mean)),
                "tone": "conflict" if mean < 0 else "cooperation",
                "few": f"fewer than {FEW}" if n < FEW else f"{FEW} or more",
                "told": f"{shown(name)}, {called(start, unit)}: {count(n, 'event')}, mean {mean:+.1f}",
            }
        )
    tone = {"field": "tone", "type": "nominal", "scale": {"domain": tones, "range": [COOL, WARM]}, "legend": None}
    return {
        "data": {"values": values},
        "mark": {"type": "rect", "stroke": INK},
        "encoding": {
            "x": time_axis("start", weeks),
            "x2": {"field": "end"},
            "y": {
                "field": "base",
                "type": "quantitative",
                "axis": {"labels": False, "ticks": False, "domain": False, "grid": False, "title": None},
                "scale": {"domain": [-LANE * (len(main) - 1) - 11, 14], "nice": False, "zero": False},
            },
            "y2": {"field": "to"},
            "color": tone,
            "fillOpacity": {
                "field": "few",
                "type": "nominal",
                "legend": legend(title="events behind a bar", symbolFillColor=INK),
                "scale": {"domain": [f"{FEW} or more", f"fewer than {FEW}"], "range": [0.95, 0.25], "type": "ordinal"},
            },
            "strokeWidth": {"value": 0.5 if len(stretches(weeks[0], weeks[-1], unit)) <= 45 else 0.2},
            "description": {"field": "told"},
        },
    }


# ---------------------------------------------------------------- marked events


def _marks(
    rows: Sequence[Row],
    events: Sequence[Row],
    main: list[str],
    unit: str,
    cells: Cells,
    numbers: Mapping[str, int] | None,
) -> list[dict[str, Any]]:
    """The events of each pair that weigh most, at most one a stretch; in a brief those that its text cites."""
    pair_of = {one: row["dyad"] for row in reversed(rows) for one in row["records"]}
    weeks = sorted(str(row["week"]) for row in rows)
    ranked = [row for row in events if row["id"] in pair_of and (numbers is None or row["id"] in numbers)]
    ranked.sort(key=lambda row: (-weight(row), str(row["day"]), str(row["id"])))
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in ranked:
        name, start = pair_of[row["id"]], start_of(str(row["day"])[:10], unit)
        if sum(one == name for one, _ in found) == MARKED[main.index(name)] or not clear(
            start, [one for pair, one in found if pair == name], weeks
        ):
            continue
        found[name, start] = {
            "start": middle(start, unit),
            "pair": name,
            "y": -LANE * main.index(name),
            "record": str(row["id"]),
            "below": cells.get((name, start), (0, 0.0))[1] >= 0,
            "href": lead(str(row["id"])),
            "told": deed({**row, "day": str(row["day"])[:10]}),
            "label": str(numbers[row["id"]]) if numbers else "",
        }
    marks = sorted(found.values(), key=lambda mark: (main.index(mark["pair"]), str(mark["start"])))
    for nr, mark in enumerate(marks, 1):
        mark["label"] = mark["label"] or str(nr)
    return marks


def _labels(marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The numbers of marked events, each on the free side of its lane's line."""
    if not marks:
        return []
    values = [{**mark, "y": mark["y"] + (-5 if mark["below"] else 4.5)} for mark in marks]
    place = {
        "x": time_of("start"),
        "y": {"field": "y", "type": "quantitative"},
        "href": {"field": "href"},
        "description": {"field": "told"},
    }
    look = {"type": "text", "color": INK, "fontSize": LETTERS, "fontWeight": "bold"}
    return [{"data": {"values": values}, "mark": look, "encoding": {**place, "text": {"field": "label"}}}]


def _course(name: str, cells: Cells, unit: str) -> str:
    own = {start: cell for (pair, start), cell in cells.items() if pair == name}
    total = sum(n for n, _ in own.values())
    worst, best = min(own, key=lambda s: (own[s][1], s)), max(own, key=lambda s: (own[s][1], s))
    told = f"{shown(name)}: {count(total, 'event')} in {count(len(own), unit)}"
    if worst == best:
        return f"{told}, a mean of {own[worst][1]:+.1f}."
    return (
        f"{told}; the lowest mean is {own[worst][1]:+.1f}, in {_stretch(worst, unit)}, "
        f"the highest {own[best][1]:+.1f}, in {_stretch(best, unit)}."
    )


def _stretch(start: str, unit: str) -> str:
    """A stretch within a sentence: `the week of 5 May 2025`, `May 2025`, `2025`."""
    if unit == "month":
        return long_day(start).partition(" ")[2]
    return f"the {unit} of {long_day(start)}" if unit in ("day", "week") else called(start, unit)
