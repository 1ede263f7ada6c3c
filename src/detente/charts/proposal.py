"""What became of one proposal? A lane for each party, its steps by day, and how the proposal ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import duckdb

from detente.analyze.proposals import LAPSE
from detente.charts._chart import Chart, Setting, finished, tabled
from detente.charts._steps import Held, Step, leading, parties_of, replacement, steps
from detente.drawing import COOL, CROSS, INK, MIDDLE, SMALL, THIRD, TICK, WARM, WAVE, lead
from detente.drawing.lettering import shown, wrapped
from detente.drawing.specification import legend, specified, time_axis
from detente.drawing.svg import Entry
from detente.findings.rows import days_between, latest_day
from detente.wording import capitalised, count, long_day, period, times, with_the

MISSING = "the life of a proposal needs one with dated steps on two days or more"
PARTIES, SLOTS, STACK = 12, 13, 3  # so few slots that a number finds room beside each sign
LABELS = 108
# each kind of step with its sign and colour, in the order of the legend
PLUS, DIAMOND = "M-0.85,0L0.85,0M0,-0.85L0,0.85", "M0,-0.95L0.8,0L0,0.95L-0.8,0Z"
RING, ASKING = "M-0.7,0A0.7,0.7,0,1,0,0.7,0A0.7,0.7,0,1,0,-0.7,0", "M-0.8,-0.7L0.8,-0.7L0,0.8Z"
DASH, GLASS, ARROW = "M-0.85,0L0.85,0", "M-0.7,-0.9L0.7,-0.9L-0.7,0.9L0.7,0.9Z", "M-0.9,0L0.9,0M0.3,-0.6L0.9,0L0.3,0.6"
SIGNS = {
    "proposed": (DIAMOND, COOL),
    "backed": (PLUS, COOL),
    "accepted": (TICK, COOL),
    "demanded": (ASKING, THIRD),
    "conditional": (RING, MIDDLE),
    "open": (WAVE, MIDDLE),
    "no commitment": (DASH, WARM),
    "refused": (CROSS, WARM),
    "replaced": (ARROW, INK),
    "lapsed": (GLASS, INK),
}


@dataclass(frozen=True, slots=True)
class End:
    """How a proposal ended, where it did: lapsed on a day, or replaced by another on one."""

    kind: str
    day: str
    told: str
    record: str | None = None


def ask(
    db: duckdb.DuckDBPyConnection, setting: Setting, *, proposal: str | None = None, **_: str | None
) -> Chart | None:
    """The life of a proposal, of the one that matters most where none is asked for. Raises ValueError."""
    held = Held.of(db)
    name = leading(held, setting.rows(db, "proposals"), proposal)
    return of(db, held, name, setting) if name else None


def of(db: duckdb.DuckDBPyConnection, held: Held, name: str, setting: Setting) -> Chart | None:
    """The life of the proposal of this name."""
    found = steps(held, name)
    return draw(name, found, _end(held, name, found, latest_day(db)), setting)


def _end(held: Held, name: str, found: Sequence[Step], today: str | None) -> End | None:
    """What put an end to a proposal: another in its place, or silence, unless all accepted it."""
    later = replacement(held, name)
    if later is not None:
        other = shown(held.names[later.row["issue"]])
        return End("replaced", later.day, f"replaced by {other}, {long_day(later.day)}", later.record)
    last = {step.party: step.kind for step in found}
    if not found or all(kind in ("proposed", "backed", "accepted", "demanded") for kind in last.values()):
        return None
    silent = max(step.day for step in found)
    if (days_between(silent, today) or 0) <= LAPSE:
        return None
    day = (date.fromisoformat(silent) + timedelta(days=LAPSE)).isoformat()
    return End("lapsed", day, f"lapsed on {long_day(day)}, not heard of for {LAPSE} days")


def draw(proposal: str, found: Sequence[Step], end: End | None, setting: Setting) -> Chart | None:
    """The chart of the steps on a proposal; None for fewer than two days."""
    if len({step.day for step in found}) < 2:
        return None
    parties, left = parties_of(found, PARTIES)
    own = [step for step in found if step.party in parties]
    last = max([step.day for step in own] + ([end.day] if end else []))
    days = [min(step.day for step in own), last]
    marks = _marks(own, parties, days)
    heights = {who: max((mark["stacked"] for mark in marks if mark["who"] == who), default=1) for who in parties}
    tall = _places(marks, heights, parties)
    lanes = _lanes(own, parties, heights)
    ends = [_ended(end, tall)] if end else []
    layers = [_lines(lanes, days, tall), _names(lanes), *_vertical(ends), _signs([*marks, *ends]), *_counts(marks)]
    spec = specified({"layer": layers}, tall)
    caption = f"The life of “{shown(proposal, 60)}”: what each party did to it"
    told = _told(own, parties, end, left)
    notes = []
    if left:
        notes.append(f"{count(left, 'party').capitalize()} with less to say left out.")
    if end:
        notes.append(f"{end.told[:1].upper()}{end.told[1:]}.")
    rows = [(long_day(step.day), shown(step.party), step.kind, shown(step.row["text"], 100)) for step in own]
    cites = [mark["record"] for mark in marks] + [one["record"] for one in ends if one["record"]]
    return finished(
        "proposal",
        caption,
        told,
        setting,
        spec=spec,
        legend=_legend({str(mark["kind"]) for mark in [*marks, *ends]}),
        table=tabled("The steps by day", ("Day", "Party", "Step", "Words"), rows[:LISTED]),
        cites=cites,
        key=[("", " ".join(notes))] if notes else [],
    )


def _legend(kinds: set[str]) -> list[Entry]:
    return [Entry(label=kind, path=path, stroke=colour) for kind, (path, colour) in SIGNS.items() if kind in kinds]


LISTED = 120
UNIT = 15  # units that a sign takes
BESIDE, COUNTED = 9, 11  # how far from its middle the number beside it begins, and the size of that


def _marks(own: Sequence[Step], parties: list[str], days: list[str]) -> list[dict[str, Any]]:
    """The signs of each lane: what would overlap is one sign with a number, or stacked."""
    first = date.fromisoformat(days[0])
    width = max(1.0, (date.fromisoformat(days[1]) - first).days / SLOTS)
    held: dict[tuple[str, int], dict[str, list[Step]]] = {}
    for step in own:
        slot = int((date.fromisoformat(step.day) - first).days / width)
        held.setdefault((step.party, slot), {}).setdefault(step.kind, []).append(step)
    marks = []
    for (who, slot), kinds in sorted(held.items(), key=lambda item: (parties.index(item[0][0]), item[0][1])):
        ranked = sorted(kinds.items(), key=lambda item: (-len(item[1]), list(SIGNS).index(item[0])))[:STACK]
        for nr, (kind, same) in enumerate(sorted(ranked, key=lambda item: list(SIGNS).index(item[0]))):
            middle = first + timedelta(days=width * (slot + 0.5))
            exact = len({step.day for step in same}) == 1 and width <= 1
            step = max(same, key=lambda one: (float(one.row["confidence"]), one.day, one.record))
            when = long_day(same[0].day) if len({one.day for one in same}) == 1 else period(same[0].day, same[-1].day)
            often = f", {times(len(same))}" if len(same) > 1 else ""
            marks.append(
                {
                    "who": who,
                    "day": f"{same[0].day if exact else middle.isoformat()}T12:00:00Z",
                    "kind": kind,
                    "nr": nr,
                    "stacked": len(ranked),
                    "number": str(len(same)) if len(same) > 1 else "",
                    "record": step.record,
                    "href": lead(step.record),
                    "told": f"{shown(who)}, {when}: {kind}{often}. {shown(step.row['text'], 120)}",
                }
            )
    return marks


def _places(marks: list[dict[str, Any]], heights: dict[str, int], parties: list[str]) -> int:
    """Where each sign stands, downwards, and how tall all lanes are together."""
    tops, tall = {}, 0
    for who in parties:
        tops[who] = tall
        tall += 12 + UNIT * heights[who]
    for mark in marks:
        mark["y"] = (
            tops[mark["who"]] + 6 + UNIT * (mark["nr"] + 0.5) + UNIT * (heights[mark["who"]] - mark["stacked"]) / 2
        )
    return tall


def _lanes(own: Sequence[Step], parties: list[str], heights: dict[str, int]) -> list[dict[str, Any]]:
    """The line of each party, from where it is heard of first to where it is last."""
    lanes, top = [], 0
    for who in parties:
        days = [step.day for step in own if step.party == who]
        tall = 12 + UNIT * heights[who]
        name = "\n".join(wrapped(shown(who, 40), LABELS, SMALL, 2))
        lanes.append(
            {
                "name": name,
                "y": top + tall / 2,
                "first": f"{days[0]}T12:00:00Z",
                "last": f"{days[-1]}T12:00:00Z",
                "edge": top + tall,
                "told": f"{shown(who)}, {period(days[0], days[-1])}",
            }
        )
        top += tall
    return lanes


def _lines(lanes: list[dict[str, Any]], days: list[str], tall: int) -> dict[str, Any]:
    axis = {"labels": False, "ticks": False, "domain": False, "grid": False, "title": None}
    ordinary = {"field": "y", "type": "quantitative", "scale": {"domain": [tall, 0], "nice": False, "zero": False}}
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[1])
    room = timedelta(days=max(1, (last - first).days / SLOTS))
    x = time_axis("first", days)
    x["scale"] = {"type": "utc", "domain": [f"{first - room / 2}T00:00:00Z", f"{last + room}T23:59:59Z"]}
    return {
        "data": {"values": lanes},
        "mark": {"type": "rule", "color": INK, "opacity": 0.35, "strokeWidth": 1.2},
        "encoding": {
            "x": x,
            "x2": {"field": "last"},
            "y": {**ordinary, "axis": axis},
            "description": {"field": "told"},
        },
    }


def _names(lanes: list[dict[str, Any]]) -> dict[str, Any]:
    """The names of the parties before their lanes; an axis would leave out those that stand close."""
    look = {"type": "text", "align": "right", "baseline": "middle", "dx": -7, "fontSize": SMALL, "color": INK}
    return {
        "data": {"values": [{"name": lane["name"], "y": lane["y"]} for lane in lanes]},
        "mark": {**look, "lineBreak": "\n", "lineHeight": 13},
        "encoding": {
            "x": {"value": 0},
            "y": {"field": "y", "type": "quantitative"},
            "text": {"field": "name", "type": "nominal"},
        },
    }


def _signs(marks: list[dict[str, Any]]) -> dict[str, Any]:
    """The signs, each kind with its own shape and colour."""
    present = [kind for kind in SIGNS if any(mark["kind"] == kind for mark in marks)]
    look = {"field": "kind", "type": "nominal", "sort": present, "legend": legend(columns=5)}
    return {
        "data": {"values": marks},
        "mark": {"type": "point", "filled": False, "strokeWidth": 2.2, "size": 95, "opacity": 1},
        "encoding": {
            "x": {"field": "day", "type": "temporal"},
            "y": {"field": "y", "type": "quantitative"},
            "shape": {**look, "scale": {"domain": present, "range": [SIGNS[kind][0] for kind in present]}},
            "color": {**look, "scale": {"domain": present, "range": [SIGNS[kind][1] for kind in present]}},
            "href": {"field": "href"},
            "description": {"field": "told"},
        },
    }


def _counts(marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """How many steps one sign stands for, beside it."""
    several = [{"day": mark["day"], "y": mark["y"], "number": mark["number"]} for mark in marks if mark["number"]]
    if not several:
        return []
    look = {"type": "text", "align": "left", "baseline": "middle", "dx": BESIDE, "fontSize": COUNTED, "color": INK}
    place = {"x": {"field": "day", "type": "temporal"}, "y": {"field": "y", "type": "quantitative"}}
    return [{"data": {"values": several}, "mark": look, "encoding": {**place, "text": {"field": "number"}}}]


def _ended(end: End, tall: int) -> dict[str, Any]:
    return {
        "who": "",
        "day": f"{end.day}T12:00:00Z",
        "kind": end.kind,
        "number": "",
        "record": end.record,
        "y": tall / 2,
        "href": lead(end.record),
        "told": end.told,
    }


def _vertical(ends: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The line across all lanes where a proposal ended."""
    if not ends:
        return []
    look = {"type": "rule", "color": INK, "opacity": 0.4, "strokeDash": [3, 3]}
    return [{"data": {"values": ends}, "mark": look, "encoding": {"x": {"field": "day", "type": "temporal"}}}]


def _told(own: Sequence[Step], parties: list[str], end: End | None, left: int) -> str:
    told = f"{capitalised(count(len(own), 'step'))} by {count(len(parties), 'party')}, "
    told += f"{period(own[0].day, max(step.day for step in own))}."
    for who in parties:
        steps_of = [step for step in own if step.party == who]
        kinds = [
            f"{kind} {times(n)}" if (n := sum(s.kind == kind for s in steps_of)) > 1 else kind
            for kind in SIGNS
            if any(s.kind == kind for s in steps_of)
        ]
        last = steps_of[-1]
        told += (
            f" {capitalised(with_the(shown(who)))}: {', '.join(kinds)}; last seen {long_day(last.day)}, {last.kind}."
        )
    if end:
        told += f" It was {end.told}." if end.kind == "replaced" else f" It {end.told}."
    if left:
        told += f" {capitalised(count(left, 'party'))} with less to say {'is' if left == 1 else 'are'} left out."
    return told
