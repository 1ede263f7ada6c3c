"""Where does each party stand on each proposal, on one day? Proposals by parties, the stance as sign and colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from detente.brief_parts import Table
from detente.charts._chart import Chart, Setting, finished, tabled
from detente.charts._steps import Held, parties_of, ranked, standing
from detente.charts.positions import LEGEND, axis_of_names, colours, shapes
from detente.drawing import INK, SMALL, lead
from detente.drawing.lettering import shown, wide, wrapped
from detente.drawing.specification import specified
from detente.findings.rows import Row, chosen, day_of, latest_day, party, several
from detente.wording import capitalised, count, long_day, stance_words, with_the

MISSING = "a matrix of positions needs two proposals, or two parties on one"
PROPOSALS, PARTIES = 12, 8
LABELS = 170
NARROW = "\N{NO-BREAK SPACE}"  # keeps a name on one line


def ask(
    db: duckdb.DuckDBPyConnection,
    setting: Setting,
    *,
    proposal: str | None = None,
    day: str | None = None,
    **_: str | None,
) -> Chart | None:
    """The matrix of the proposals that matter most, or those with some words in their name, on a day or the last."""
    held = Held.of(db)
    names = [name for name, _ in ranked(setting.rows(db, "proposals")) if chosen(name, proposal)][:PROPOSALS]
    return draw({name: held.on(name) for name in names}, day or latest_day(db), setting)


def draw(proposals: dict[str, list[Row]], day: str | None, setting: Setting) -> Chart | None:
    """The matrix of the positions on each proposal; None where it has but one cell."""
    until = {
        name: [row for row in rows if day is None or (day_of(row) or "") <= day] for name, rows in proposals.items()
    }
    until = {name: rows for name, rows in until.items() if rows}
    parties, left = parties_of([row for rows in until.values() for row in rows], PARTIES)
    cells = [cell for name, rows in until.items() for who in parties if (cell := _cell(name, who, rows, day))]
    told = {cell["proposal"] for cell in cells}
    if len(cells) < 2:
        return None
    names = [name for name in until if _label(name) in told]
    silent = [
        {
            "proposal": _label(name),
            "party": _head(who),
            "tone": "silent",
            "told": f"{shown(who)} on {shown(name)}: nothing said",
        }
        for name in names
        for who in parties
        if not any((cell["proposal"], cell["party"]) == (_label(name), _head(who)) for cell in cells)
    ]
    values = [*cells, *silent]
    spec = specified(
        {"layer": [_grounds(values, names, parties), _signs(values, names, parties)]},
        {"step": 32},
        right=_overhang(parties),
    )

    caption = f"Where the parties stand on each proposal{f', {long_day(day)}' if day else ''}"
    words = f"{capitalised(count(len(names), 'proposal'))} and {count(len(parties), 'party')}. "
    words += " ".join(_in_words(name, parties, cells) for name in names)
    notes = f"{count(left, 'party').capitalize()} with less to say left out." if left else ""
    return finished(
        "proposals",
        caption,
        f"{words} {notes}".strip(),
        setting,
        spec=spec,
        table=_table(names, parties, cells),
        cites=[cell["record"] for cell in cells],
        key=[("", notes)] if notes else [],
        legend=LEGEND[:-1],
    )


def _label(name: str) -> str:
    return "\n".join(wrapped(shown(name, 70), LABELS, SMALL, 2))


def _head(name: str) -> str:
    return wrapped(shown(name, 24).replace(" ", NARROW), 118, SMALL, 1)[0].replace(NARROW, " ")


def _cell(name: str, who: str, rows: Sequence[Row], day: str | None) -> dict[str, Any] | None:
    own = [row for row in rows if who in several(party(row))]
    if not own:
        return None
    stance, same = standing(own, day or "9999")
    best = max(same, key=lambda row: (row["sort_key"], float(row["confidence"]), str(row["id"])))
    last = day_of(best)
    word = str(stance_words(stance)["cell"])
    return {
        "proposal": _label(name),
        "party": _head(who),
        "tone": stance_words(stance)["tone"],
        "word": word,
        "record": str(best["id"]),
        "href": lead(str(best["id"])),
        "day": last,
        "told": f"{shown(who)} on {shown(name)}: {word}{f', {long_day(last)}' if last else ''}",
    }


def _grounds(values: list[dict[str, Any]], names: list[str], parties: list[str]) -> dict[str, Any]:
    heads = axis_of_names() | {
        "orient": "top",
        "labelAngle": -45,
        "labelAlign": "left",
        "labelBaseline": "middle",
        "labelPadding": 5,
    }
    place = _place(names, parties)
    place["x"]["axis"], place["y"]["axis"] = heads, axis_of_names()
    return {
        "data": {"values": values},
        "mark": {"type": "rect", "stroke": INK, "strokeOpacity": 0.18, "strokeWidth": 0.6},
        "encoding": {
            **place,
            "color": {"field": "tone", "type": "nominal", "scale": colours(), "legend": None},
            "fillOpacity": {"condition": {"test": "datum.tone == 'silent'", "value": 0}, "value": 0.3},
            "href": {"field": "href"},
            "description": {"field": "told"},
        },
    }


def _overhang(parties: list[str]) -> float:
    """How far the slanted name of the last party reaches beyond its column."""
    return max(4.0, 0.71 * wide(_head(parties[-1]), SMALL) - 140 / len(parties) + 6)


def _place(names: list[str], parties: list[str]) -> dict[str, Any]:
    return {
        "x": {"field": "party", "type": "nominal", "scale": {"domain": [_head(who) for who in parties]}},
        "y": {"field": "proposal", "type": "nominal", "scale": {"domain": [_label(name) for name in names]}},
    }


def _signs(values: list[dict[str, Any]], names: list[str], parties: list[str]) -> dict[str, Any]:
    return {
        "data": {"values": values},
        "mark": {"type": "point", "filled": False, "color": INK, "strokeWidth": 2.2, "size": 150, "opacity": 1},
        "encoding": {
            **_place(names, parties),
            "shape": shapes(),
            "href": {"field": "href"},
            "description": {"field": "told"},
        },
    }


def _in_words(name: str, parties: list[str], cells: Sequence[dict[str, Any]]) -> str:
    own = [cell for cell in cells if cell["proposal"] == _label(name)]
    said = [f"{with_the(shown(who))} {cell['word']}" for who in parties for cell in own if cell["party"] == _head(who)]
    return f"{capitalised(shown(name))}: {', '.join(said)}."


def _table(names: list[str], parties: list[str], cells: Sequence[dict[str, Any]]) -> Table:
    held = {(cell["proposal"], cell["party"]): cell for cell in cells}
    rows = [
        (
            shown(name),
            *(
                held[_label(name), _head(who)]["word"] if (_label(name), _head(who)) in held else "nothing said"
                for who in parties
            ),
        )
        for name in names
    ]
    return tabled("Where the parties stand on each proposal", ("Proposal", *map(shown, parties)), rows)
