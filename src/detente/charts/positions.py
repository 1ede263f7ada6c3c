"""Where did each party stand on one proposal, from month to month? Parties by time, the stance as sign and colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from detente.charts._chart import Chart, Setting, called, finished, start_of, stretches, tabled, unit_of
from detente.charts._steps import Held, Step, leading, parties_of, standing, steps
from detente.drawing import DOT, INK, SMALL, TONE_COLOURS, TONE_SIGNS, TONES, lead
from detente.drawing.lettering import shown, wrapped
from detente.drawing.specification import legend, specified
from detente.drawing.svg import Entry
from detente.wording import capitalised, count, long_day, period, stance_words, with_the

MISSING = "a chart of positions over time needs a proposal with dated stances on two days or more"
PARTIES, COLUMNS = 14, 16
LABELS = 118  # units that the names of parties take at the most
SIGNS = {**TONE_SIGNS, "silent": DOT}
LEGEND = (
    *(Entry(label=tone, path=TONE_SIGNS[tone]) for tone in TONES),
    Entry(label="nothing said", path=DOT),
    Entry(label="still the last word", path="M-1,0H1", thick=1.2),
)


def ask(
    db: duckdb.DuckDBPyConnection, setting: Setting, *, proposal: str | None = None, **_: str | None
) -> Chart | None:
    """The chart of a proposal, of the one that matters most where none is asked for. Raises ValueError."""
    held = Held.of(db)
    name = leading(held, setting.rows(db, "proposals"), proposal)
    return draw(name, steps(held, name), setting) if name else None


def draw(proposal: str, found: Sequence[Step], setting: Setting) -> Chart | None:
    """The chart of the steps on a proposal; None for fewer than two days."""
    days = sorted({step.day for step in found})
    if len(days) < 2:
        return None
    parties, left = parties_of(found, PARTIES)
    days = sorted({step.day for step in found if step.party in parties})
    unit = unit_of(days, COLUMNS)
    starts = stretches(days[0], days[-1], unit)
    cells = _cells([step for step in found if step.party in parties], unit)
    rows = [_row(party, cells, starts, unit) for party in parties]
    values = [cell for row in rows for cell in row]
    names = [_label(party) for party in parties]
    layers = [_trails(values, starts, names), _grounds(values, starts, names, unit), _signs(values, starts, names)]
    spec = specified({"layer": layers}, {"step": 27}, right=24)
    caption = f"Where the parties stood on “{shown(proposal, 60)}”, by {unit}"
    told = f"{capitalised(count(len(parties), 'party'))}, {period(days[0], days[-1])}. "
    told += " ".join(_last(party, cells) for party in parties)
    if left:
        told += f" {capitalised(count(left, 'party'))} with less to say {'is' if left == 1 else 'are'} left out."
    table = tabled(
        f"Stances on {shown(proposal)} by {unit}",
        ("Party", *(called(start, unit) for start in starts)),
        [(shown(party), *(_word(cells, party, start) for start in starts)) for party in parties],
    )
    key = [("", f"{count(left, 'party').capitalize()} with less to say left out.")] if left else []
    cites = [cell["record"] for cell in values if cell["record"]]
    return finished("positions", caption, told, setting, spec=spec, table=table, cites=cites, key=key, legend=LEGEND)


Cells = dict[tuple[str, str], tuple[str, Step]]


def _cells(found: Sequence[Step], unit: str) -> Cells:
    """The stance that prevails in each stretch, and the step that shows it."""
    held: dict[tuple[str, str], list[Step]] = {}
    for step in found:
        held.setdefault((step.party, start_of(step.day, unit)), []).append(step)
    cells = {}
    for key, own in held.items():
        stance, rows = standing([step.row for step in own], "9999")
        best = max(rows, key=lambda row: (float(row["confidence"]), str(row["id"])))
        cells[key] = (stance, next(step for step in own if step.record == str(best["id"])))
    return cells


def _word(cells: Cells, party: str, start: str) -> str:
    return str(stance_words(cells[party, start][0])["cell"]) if (party, start) in cells else ""


def _row(party: str, cells: Cells, starts: list[str], unit: str) -> list[dict[str, Any]]:
    """The cells of a party: what it said in a stretch, a dot for silence, and how long a stance was the last one."""
    row: list[dict[str, Any]] = []
    heard = False
    name = _label(party)
    for nr, start in enumerate(starts):
        cell = cells.get((party, start))
        heard = heard or cell is not None
        tone = stance_words(cell[0])["tone"] if cell else "silent"
        said = f"{stance_words(cell[0])['cell']}, {long_day(cell[1].day)}" if cell else "nothing said"
        row.append(
            {
                "party": name,
                "nr": nr,
                "start": start,
                "tone": tone,
                "said": cell is not None,
                "trail": heard and cell is None,
                "record": cell[1].record if cell else None,
                "href": lead(cell[1].record) if cell else None,
                "told": f"{shown(party)}, {called(start, unit)}: {said}",
            }
        )
    return row


def _label(party: str) -> str:
    """A name in at most two lines."""
    return "\n".join(wrapped(shown(party, 40), LABELS, SMALL, 2))


def _last(party: str, cells: Cells) -> str:
    own = sorted(start for name, start in cells if name == party)
    stance, step = cells[party, own[-1]]
    return f"{capitalised(with_the(shown(party)))}: {stance_words(stance)['cell']}, last on {long_day(step.day)}."


# ---------------------------------------------------------------- layers


def _place(starts: list[str], parties: list[str]) -> dict[str, Any]:
    return {
        "x": {"field": "nr", "type": "ordinal", "scale": {"domain": list(range(len(starts))), "paddingInner": 0.06}},
        "y": {"field": "party", "type": "nominal", "scale": {"domain": parties, "paddingInner": 0.14}},
    }


def _trails(values: list[dict[str, Any]], starts: list[str], parties: list[str]) -> dict[str, Any]:
    """A thin line where a party is silent after it has spoken: what it said last still stands."""
    return {
        "data": {"values": [value for value in values if value["trail"]]},
        "mark": {
            "type": "tick",
            "orient": "horizontal",
            "color": INK,
            "opacity": 0.35,
            "thickness": 1.2,
            "bandSize": 25,
        },
        "encoding": _place(starts, parties),
    }


def _grounds(values: list[dict[str, Any]], starts: list[str], parties: list[str], unit: str) -> dict[str, Any]:
    every = max(1, -(-len(starts) // 6))
    ticks = list(range(0, len(starts), every))
    names = [
        called(start, unit, year=nr == 0 or starts[max(0, nr - every)][:4] != start[:4])
        for nr, start in enumerate(starts)
    ]
    told = "{" + ",".join(f"'{nr}': '{name}'" for nr, name in enumerate(names)) + "}"
    place = _place(starts, parties)
    place["x"]["axis"] = {
        "values": ticks,
        "labelExpr": f"{told}[datum.value]",
        "labelAngle": 0,
        "title": None,
        "labelFontSize": SMALL,
        "labelAlign": "left",
        "labelOverlap": True,
        "labelOffset": -8,
        "ticks": False,
        "labelPadding": 6,
        "domain": False,
    }
    place["y"]["axis"] = axis_of_names()
    return {
        "data": {"values": values},
        "mark": {"type": "rect", "stroke": INK, "strokeOpacity": 0.18, "strokeWidth": 0.6},
        "encoding": {
            **place,
            "color": {"field": "tone", "type": "nominal", "scale": colours(), "legend": None},
            "fillOpacity": {
                "field": "said",
                "type": "nominal",
                "scale": {"domain": [True, False], "range": [0.3, 0]},
                "legend": None,
            },
            "href": {"field": "href"},
            "description": {"field": "told"},
        },
    }


def _signs(values: list[dict[str, Any]], starts: list[str], parties: list[str]) -> dict[str, Any]:
    """The sign of each stance, in the ink of the page."""
    return {
        "data": {"values": [value for value in values if not value["trail"]]},
        "mark": {"type": "point", "filled": False, "color": INK, "strokeWidth": 2.2, "size": 130, "opacity": 1},
        "encoding": {
            **_place(starts, parties),
            "shape": shapes(),
            "href": {"field": "href"},
            "description": {"field": "told"},
        },
    }


def colours() -> dict[str, Any]:
    """The colours of tones; silence has that of the page."""
    return {"domain": [*TONES, "silent"], "range": [*(TONE_COLOURS[tone] for tone in TONES), "#888888"]}


def shapes() -> dict[str, Any]:
    """The signs of tones, and a legend of them in the order of the tones."""
    scale = {"domain": [*TONES, "silent"], "range": [SIGNS[tone] for tone in (*TONES, "silent")]}
    told = legend(symbolStrokeColor=INK, labelExpr="datum.label == 'silent' ? 'nothing said' : datum.label")
    return {"field": "tone", "type": "nominal", "scale": scale, "legend": told}


def axis_of_names() -> dict[str, Any]:
    """The axis on which parties or proposals stand, their names in lines."""
    return {
        "title": None,
        "labelExpr": r"split(datum.label, '\n')",
        "labelFontSize": SMALL,
        "labelLimit": 220,
        "ticks": False,
        "domain": False,
        "labelPadding": 6,
    }
