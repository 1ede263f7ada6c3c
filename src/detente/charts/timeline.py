"""How many words and deeds were there, day by day, and of what tone? Words stand above the line, deeds below it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import duckdb

from detente.charts._chart import Chart, Setting, after, called, finished, middle, near, start_of, tabled, unit_of
from detente.drawing import COOL, INK, LETTERS, WARM, lead
from detente.drawing.lettering import shown
from detente.drawing.specification import legend, specified, time_axis, time_of
from detente.drawing.svg import SQUARE, Entry
from detente.findings.rows import Row, several
from detente.wording import capitalised, count, deed_phrase, listing, long_day, period, quoted, with_the

MISSING = "a chart of time needs dated words or deeds on three days or more"
MARKED, BARS = 6, 60
LIGHT, SOLID = 0.3, 0.95
LEGEND = (
    Entry(label="cooperation", path=SQUARE, fill=COOL, opacity=LIGHT, thick=0.6),
    Entry(label="conflict", path=SQUARE, fill=WARM, opacity=SOLID, thick=0.6),
)


def ask(db: duckdb.DuckDBPyConnection, setting: Setting, **_: str | None) -> Chart | None:
    """The chart of a record."""
    return draw(near(db, setting.rows(db, "timeline"), "day"), setting)


def draw(timeline: Sequence[Row], setting: Setting) -> Chart | None:
    """The chart of the rows of a timeline; None for fewer than three days."""
    dated = [row for row in timeline if row["day"]]
    days = sorted({str(row["day"]) for row in dated})
    if len(days) < 3:
        return None
    unit = unit_of(days, BARS)
    tally: Counter[tuple[str, str, str]] = Counter()
    for row in dated:
        tally[start_of(str(row["day"]), unit), row["plane"], _tone(row)] += 1
    values = _bars(tally, unit)
    marks = _marks(dated, unit, setting.numbers)
    top, low = float(max(_tallest(values, "word"), 1)), -float(max(_tallest(values, "deed"), 1))
    room = 0.07 * max(top - low, 4)
    for mark in marks:
        mark["y"] = low - room
    low -= 2 * room if marks else 0
    spec = specified({"layer": [_pieces(values, days, unit, low, top), _line(), *_labels(marks)]}, 210)
    caption = f"Words above the line, deeds below it, by {unit}"
    if marks and setting.numbers is not None:
        caption += "; the numbers are those of the sources"
    words, deeds = (sum(n for (_, told, _), n in tally.items() if told == plane) for plane in ("word", "deed"))
    told = f"{capitalised(count(words, 'word'))} and {count(deeds, 'deed')}, {period(days[0], days[-1])}."
    busiest = Counter(str(row["day"]) for row in dated if row["plane"] == "deed").most_common()
    busiest.sort(key=lambda kv: (-kv[1], kv[0]))
    if busiest:
        told += f" Most deeds on one day: {count(busiest[0][1], 'deed')}, on {long_day(busiest[0][0])}."
    if marks:
        told += f" Marked: {'; '.join(cited(mark) for mark in marks)}."
    return finished(
        "timeline", caption, told, setting,
        spec=spec,
        legend=LEGEND,
        key=[(mark["label"], mark["told"]) for mark in marks],
        table=_table(tally, unit),
        cites=[mark["record"] for mark in marks],
    )  # fmt: skip


# ---------------------------------------------------------------- bars


def _tone(row: Row) -> str:
    if row.get("score") is not None:
        return "conflict" if float(row["score"]) < 0 else "cooperation"
    return "conflict" if row["what"] in ("reject", "no-commitment", "threat", "demand") else "cooperation"


def _bars(tally: Mapping[tuple[str, str, str], int], unit: str) -> list[dict[str, Any]]:
    """The stacked pieces of each bar: words upwards from the line, deeds downwards, cooperation next to the line."""
    height: Counter[tuple[str, str]] = Counter()
    bars = []
    for (start, plane, tone), n in sorted(tally.items(), key=lambda item: (item[0][:2], item[0][2] == "conflict")):
        reached = height[start, plane]
        height[start, plane] += n if plane == "word" else -n
        to = height[start, plane]
        told = f"{called(start, unit)}: {count(n, plane)} of {tone}"
        bars.append({"start": start, "end": after(start, unit), "plane": plane, "tone": tone, "from": reached, "to": to,
                     "told": told})  # fmt: skip
    return bars


def _tallest(values: list[dict[str, Any]], plane: str) -> int:
    """The height of the tallest bar of a plane."""
    return max((abs(value["to"]) for value in values if value["plane"] == plane), default=0)


def _pieces(values: list[dict[str, Any]], days: list[str], unit: str, low: float, top: float) -> dict[str, Any]:
    """The bars: conflict is dark and solid, cooperation light."""
    tones = ["cooperation", "conflict"]
    look = {"field": "tone", "type": "nominal", "legend": legend()}
    return {
        "data": {"values": values},
        "mark": {"type": "rect", "stroke": INK, "strokeWidth": 0.5},
        "encoding": {
            "x": time_axis("start", days),
            "x2": {"field": "end"},
            "y": {
                "field": "from", "type": "quantitative", "title": f"deeds ← a {unit} → words",
                "scale": {"domain": [low, top], "nice": False},
                "axis": {"labelExpr": "format(abs(datum.value), 'd')", "tickMinStep": 1, "tickCount": 5},
            },
            "y2": {"field": "to"},
            "color": {**look, "scale": {"domain": tones, "range": [COOL, WARM]}},
            "fillOpacity": {**look, "scale": {"type": "ordinal", "domain": tones, "range": [LIGHT, SOLID]}},
            "description": {"field": "told"},
        },
    }  # fmt: skip


def _line() -> dict[str, Any]:
    return {"data": {"values": [{}]}, "mark": {"type": "rule", "color": INK}, "encoding": {"y": {"datum": 0}}}


# ---------------------------------------------------------------- marked deeds


def _marks(dated: Sequence[Row], unit: str, numbers: Mapping[str, int] | None) -> list[dict[str, Any]]:
    """The deeds that weigh most, at most one a bar; in a brief those that its text cites, with their numbers."""
    deeds = [row for row in dated if row["plane"] == "deed" and row["actor"]]
    if numbers is not None:
        deeds = [row for row in deeds if set(row["records"]) & set(numbers)]
    heard = Counter(name for row in dated for name in several(row["actor"]))
    most = max(heard.values(), default=1)

    def telling(row: Row) -> float:
        part = max(heard[name] for name in several(row["actor"])) / most
        return round(weight(row) * (0.2 + 0.8 * math.sqrt(part)), 6)

    deeds.sort(key=lambda row: (-telling(row), str(row["day"]), row["records"]))
    days = sorted(str(row["day"]) for row in dated)
    found: dict[str, dict[str, Any]] = {}
    for row in deeds:
        if len(found) == MARKED:
            break
        start = start_of(str(row["day"]), unit)
        if not clear(start, found, days):
            continue
        record = next((one for one in row["records"] if one in (numbers or ())), row["records"][0])
        label = str(numbers[record]) if numbers else ""
        found[start] = {
            "start": middle(start, unit), "label": label, "record": record, "href": lead(record), "told": deed(row),
        }  # fmt: skip
    marks = sorted(found.values(), key=lambda mark: str(mark["start"]))
    for nr, mark in enumerate(marks, 1):
        mark["label"] = mark["label"] or str(nr)
    return marks


def clear(start: str, taken: Iterable[str], days: Sequence[str]) -> bool:
    """Whether a number at a stretch stands clear of those that are taken, on an axis of these days."""
    room = 0.055 * (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days
    return all(abs((date.fromisoformat(start) - date.fromisoformat(one)).days) > room for one in taken)


def weight(row: Row) -> float:
    """How much a deed weighs: how harsh or friendly it is, how sure, and by how many told."""
    told = math.log2(1 + int(row.get("sources") or 1))
    return round(abs(float(row["score"] or 0)) * float(row["confidence"]) * told, 6)


def deed(row: Row) -> str:
    """A deed in words, with its day: `20 May 2025: Russia attacked Ukraine with drones`."""
    others = listing([with_the(shown(name, 40)) for name in several(row["recipient"])])
    who = listing([with_the(shown(name, 40)) for name in several(row["actor"])])
    act = deed_phrase(row["what"], row["mode"], others or None)
    return f"{long_day(str(row['day']))}: {who} {act} ({quoted(shown(row['text'], 80), 80)})"


def cited(mark: Mapping[str, Any]) -> str:
    """A marked deed with its number."""
    return f"{mark['told']} [{mark['label']}]"


def _labels(marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not marks:
        return []
    place = {"x": time_of("start"), "y": {"field": "y", "type": "quantitative"}, "href": {"field": "href"},
             "description": {"field": "told"}}  # fmt: skip
    look = {"type": "text", "color": INK, "fontSize": LETTERS, "fontWeight": "bold"}
    return [{"data": {"values": marks}, "mark": look, "encoding": {**place, "text": {"field": "label"}}}]


def _table(tally: Mapping[tuple[str, str, str], int], unit: str) -> Any:
    starts = sorted({start for start, _, _ in tally})
    columns = [(plane, tone) for plane in ("word", "deed") for tone in ("cooperation", "conflict")]
    heads = [f"{plane}s, {tone}" for plane, tone in columns]
    rows = [(called(start, unit), *(tally.get((start, *one), 0) for one in columns)) for start in starts]
    return tabled(f"Words and deeds by {unit}", (unit.capitalize(), *heads), rows)
