"""The charts of a brief: words and deeds over time, and conflict and cooperation by week.

No chart relies on colour alone, and each is told in words as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from detente.drawing import COOL, INK, LETTERS, THIRD, WARM, drawn, named, time_axis, time_of
from detente.findings.rows import Row, several, week_of
from detente.records import Figure
from detente.wording import capitalised, count, deed_phrase, listing, long_day, period, quoted, with_the

MARKED = 6
DYADS = 3


def figures(timeline: Sequence[Row], dyads: Sequence[Row], numbers: Mapping[str, int]) -> tuple[Figure, ...]:
    """The charts that the record can carry: without days there are none."""
    found = [words_and_deeds(timeline, numbers), by_week(dyads, numbers)]
    return tuple(figure for figure in found if figure is not None)


# ---------------------------------------------------------------- words above, deeds below


def words_and_deeds(timeline: Sequence[Row], numbers: Mapping[str, int]) -> Figure | None:
    """How many words (above the axis) and deeds (below it) a day, a week or a month; None for fewer than three days."""
    dated = [row for row in timeline if row["day"]]
    days = sorted({str(row["day"]) for row in dated})
    if len(days) < 3:
        return None
    reach = (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days
    unit = "day" if reach <= 45 else "week" if reach <= 400 else "month"
    tally: Counter[tuple[str, str, str]] = Counter()
    for row in dated:
        tally[_bin(str(row["day"]), unit), row["plane"], _tone(row)] += 1
    values = _bars(tally, unit)
    marks = _marks(dated, unit, numbers)
    top, low = _tallest(values, "word"), -_tallest(values, "deed")
    for mark in marks:
        mark["y"] = low - 0.10 * max(top - low, 4)
    svg = drawn(
        {
            "layer": [
                {
                    "data": {"values": values},
                    "mark": {"type": "rect", "stroke": INK, "strokeWidth": 0.4},
                    "encoding": {
                        "x": time_axis("start", days),
                        "x2": {"field": "end"},
                        "y": {
                            "field": "from", "type": "quantitative",
                            "title": "deeds  ◂  a " + unit + "  ▸  words",
                            "axis": {"labelExpr": "format(abs(datum.value), 'd')", "tickMinStep": 1, "tickCount": 5},
                        },
                        "y2": {"field": "to"},
                        "color": _tones(),
                        "opacity": {"value": 0.85},
                    },
                },
                {"data": {"values": [{}]}, "mark": {"type": "rule", "color": INK}, "encoding": {"y": {"datum": 0}}},
                *_labels(marks),
            ]
        },
        height=200,
    )  # fmt: skip
    words, deeds = (sum(abs(v["to"] - v["from"]) for v in values if v["plane"] == plane) for plane in ("word", "deed"))
    caption = f"Words above the line, deeds below it, by {unit}"
    if marks:
        caption += "; the numbers are those of the sources"
    told = f"{capitalised(count(words, 'word'))} and {count(deeds, 'deed')}, {period(days[0], days[-1])}."
    busiest = Counter(str(row["day"]) for row in dated if row["plane"] == "deed").most_common()
    busiest.sort(key=lambda kv: (-kv[1], kv[0]))
    if busiest:
        told += f" Most deeds on one day: {count(busiest[0][1], 'deed')}, on {long_day(busiest[0][0])}."
    told += _in_words(marks)
    cites = tuple(mark["record"] for mark in marks)
    return Figure(caption=caption, svg=named(svg, caption, "timeline"), alternative=told, cites=cites)


def _bars(tally: Mapping[tuple[str, str, str], int], unit: str) -> list[dict[str, Any]]:
    """The stacked pieces of each bar: words upwards from the line, deeds downwards."""
    height: Counter[tuple[str, str]] = Counter()
    bars = []
    for (start, plane, tone), n in sorted(tally.items()):
        reached = height[start, plane]
        height[start, plane] += n if plane == "word" else -n
        to = height[start, plane]
        bars.append(
            {"start": start, "end": _next(start, unit), "plane": plane, "tone": tone, "from": reached, "to": to}
        )
    return bars


def _tallest(values: list[dict[str, Any]], plane: str) -> int:
    """The height of the tallest bar of a plane."""
    return max((abs(value["to"]) for value in values if value["plane"] == plane), default=0)


def _bin(day: str, unit: str) -> str:
    if unit == "day":
        return day
    return week_of(day) if unit == "week" else f"{day[:7]}-01"


def _next(start: str, unit: str) -> str:
    known = date.fromisoformat(start)
    if unit == "month":
        return date(known.year + known.month // 12, known.month % 12 + 1, 1).isoformat()
    return (known + timedelta(days=1 if unit == "day" else 7)).isoformat()


def _middle(start: str, unit: str) -> str:
    """The middle of a bar; of a day its noon."""
    return f"{date.fromisoformat(start) + timedelta(days={'day': 0, 'week': 3, 'month': 15}[unit])}T12:00:00Z"


def _tone(row: Row) -> str:
    if row.get("score") is not None:
        return "conflict" if float(row["score"]) < 0 else "cooperation"
    return "conflict" if row["what"] in ("reject", "no-commitment", "threat", "demand") else "cooperation"


def _tones() -> dict[str, Any]:
    return {
        "field": "tone", "type": "nominal", "title": None,
        "scale": {"domain": ["cooperation", "conflict"], "range": [COOL, WARM]},
        "legend": {"orient": "top", "symbolSize": 120},
    }  # fmt: skip


def _marks(dated: Sequence[Row], unit: str, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """The deeds that the text of the brief cites, each with its number, at most one a bar."""
    deeds = [row for row in dated if row["plane"] == "deed" and row["actor"] and set(row["records"]) & set(numbers)]
    deeds.sort(key=lambda r: (float(r["score"] or 0), -int(r["sources"]), str(r["day"]), r["records"]))
    found: dict[str, dict[str, Any]] = {}
    for row in deeds:
        record = next(r for r in row["records"] if r in numbers)
        start = _bin(str(row["day"]), unit)
        act = deed_phrase(
            row["what"], row["mode"], listing([with_the(name) for name in several(row["recipient"])]) or None
        )
        if row["mode"] is None:
            act = f"({quoted(row['text'], 80)})"
        mark = {"start": _middle(start, unit), "label": str(numbers[record]), "record": record, "day": str(row["day"])}
        found.setdefault(
            start, {**mark, "told": f"{listing([with_the(name) for name in several(row['actor'])])} {act}"}
        )
    return sorted(list(found.values())[:MARKED], key=lambda m: str(m["start"]))


def _labels(marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not marks:
        return []
    place = {"x": time_of("start"), "y": {"field": "y", "type": "quantitative"}}
    text = {"type": "text", "color": INK, "fontSize": LETTERS, "fontWeight": "bold"}
    return [{"data": {"values": marks}, "mark": text, "encoding": {**place, "text": {"field": "label"}}}]


def _in_words(marks: Sequence[Mapping[str, Any]]) -> str:
    if not marks:
        return ""
    told = [f"{long_day(mark['day'])}, {mark['told']} [{mark['label']}]" for mark in marks]
    return f" Marked: {'; '.join(told)}."


# ---------------------------------------------------------------- conflict and cooperation by week


def by_week(dyads: Sequence[Row], numbers: Mapping[str, int]) -> Figure | None:
    """The mean PLOVER score of what pairs of parties did to each other, by week; None for fewer than three weeks."""
    size: Counter[str] = Counter()
    for row in dyads:
        size[row["dyad"]] += row["events"]
    main = [name for name, _ in sorted(size.items(), key=lambda kv: (-kv[1], kv[0]))][:DYADS]
    shown = [row for row in dyads if row["dyad"] in main]
    weeks = sorted({str(row["week"]) for row in shown})
    if len(weeks) < 3:
        return None
    values = [{"week": r["week"], "dyad": r["dyad"], "mean": r["mean"], "n": r["events"]} for r in shown]
    svg = drawn(
        {
            "data": {"values": values},
            "layer": [
                {"data": {"values": [{}]}, "mark": {"type": "rule", "color": INK}, "encoding": {"y": {"datum": 0}}},
                {
                    "mark": {"type": "line", "strokeWidth": 1.8, "point": False},
                    "encoding": {
                        "x": time_axis("week", weeks),
                        "y": {
                            "field": "mean", "type": "quantitative", "scale": {"domain": [-10, 8]},
                            "title": "conflict  ◂  mean score  ▸  cooperation",
                            "axis": {"values": [-8, -4, 0, 4, 8]},
                        },
                        "color": _pair(main, [WARM, COOL, THIRD]),
                        "strokeDash": _pair(main, [[1, 0], [6, 3], [2, 2]]),
                    },
                },
                {
                    "mark": {"type": "point", "filled": True, "opacity": 0.9},
                    "encoding": {
                        "x": time_of("week"),
                        "y": {"field": "mean", "type": "quantitative"},
                        "size": {"field": "n", "type": "quantitative", "legend": None, "scale": {"range": [18, 160]}},
                        "shape": _pair(main, ["circle", "square", "diamond"]),
                        "color": _pair(main, [WARM, COOL, THIRD]),
                    },
                },
                *_cited(shown, numbers),
            ],
        },
        height=210,
    )  # fmt: skip
    caption = "Conflict and cooperation between the main pairs, by week (mean PLOVER score; a larger mark, more events)"
    told = [_course(name, [r for r in shown if r["dyad"] == name]) for name in main]
    return Figure(caption=caption, svg=named(svg, caption, "weeks"), alternative=" ".join(told))


def _pair(main: list[str], looks: list[Any]) -> dict[str, Any]:
    """One look for each pair of parties, all in one legend."""
    legend = {"orient": "top", "direction": "vertical", "symbolSize": 120, "labelLimit": 380, "columns": 1}
    scale = {"domain": main, "range": looks[: len(main)]}
    return {"type": "nominal", "field": "dyad", "title": None, "sort": main, "legend": legend, "scale": scale}


def _cited(rows: Sequence[Row], numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """The numbers of the events that the text cites, above the points of their weeks."""
    found = {}
    for row in rows:
        cited = sorted(numbers[r] for r in row["records"] if r in numbers)
        if cited:
            found[row["dyad"], row["week"]] = {"week": row["week"], "mean": row["mean"], "label": str(cited[0])}
    place = {"x": time_of("week"), "y": {"field": "mean", "type": "quantitative"}}
    text = {"type": "text", "color": INK, "fontSize": LETTERS, "fontWeight": "bold", "dy": -14}
    layer = {"data": {"values": list(found.values())}, "mark": text, "encoding": {**place, "text": {"field": "label"}}}
    return [layer] if found else []


def _course(name: str, rows: Sequence[Row]) -> str:
    total = sum(r["events"] for r in rows)
    worst, best = min(rows, key=lambda r: (r["mean"], r["week"])), max(rows, key=lambda r: (r["mean"], r["week"]))
    text = f"{name}: {count(total, 'event')} in {count(len(rows), 'week')}"
    if worst is best:
        return f"{text}, a mean of {worst['mean']:+.1f}."
    return (
        f"{text}; the lowest mean is {worst['mean']:+.1f}, in the week of {long_day(worst['week'])}, "
        f"the highest {best['mean']:+.1f}, in that of {long_day(best['week'])}."
    )
