"""Who offers or threatens whom, and what became of it? Threats to the left, offers to the right, each state apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import duckdb

from detente.charts._chart import Chart, Setting, finished, tabled
from detente.charts.positions import axis_of_names
from detente.drawing import COOL, INK, SMALL, WARM, WIDTH, lead
from detente.drawing.lettering import shown, wide, wrapped
from detente.drawing.specification import legend, specified
from detente.drawing.svg import SQUARE, Entry
from detente.findings.rows import Row, several, sides
from detente.wording import capitalised, count, listing, long_day, quoted, with_the

MISSING = "a chart of offers and threats needs one whose giver is named"
PAIRS, NAMED = 10, 6
LABELS = 150
STATES = {"imposed": "carried out", "made": "made", "withheld": "held back", "withdrawn": "withdrawn"}
LOOKS = {"carried out": (0.95, [1, 0]), "made": (0.3, [1, 0]), "held back": (0.0, [4, 2]), "withdrawn": (0.0, [1, 2])}
NOBODY = "nobody named"


def ask(db: duckdb.DuckDBPyConnection, setting: Setting, **_: str | None) -> Chart | None:
    """The chart of a record."""
    return draw(setting.rows(db, "inducements"), setting)


def draw(ledger: Sequence[Row], setting: Setting) -> Chart | None:
    """The chart of the rows of the ledger of offers and threats; None where no giver is named."""
    given = [(who, whom, row) for row in ledger if row["actor"] for who, whom in _pairs(row)]
    tally: Counter[tuple[str, str]] = Counter((who, whom) for who, whom, _ in given)
    # a giver or target without a name, or nobody at all, says least
    ranked = sorted(tally, key=lambda pair: (-_interest(pair, tally[pair]), pair))
    pairs = ranked[:PAIRS]
    if not pairs:
        return None
    held = {pair: [row for who, whom, row in given if (who, whom) == pair] for pair in pairs}
    bars = [bar for pair in pairs for bar in _bars(pair, held[pair])]
    marks = _marks(pairs, held, setting.numbers)
    ends = _ends(bars, marks)
    spec = specified({"layer": [_pieces(bars, ends, pairs), _line(), *_labels(ends, pairs)]}, {"step": 32})
    caption = "Threats (left) and offers (right), by giver and target"
    key = [(mark["label"], mark["told"]) for mark in marks]
    others = len(tally) - len(pairs)
    if others:
        key.append(("", f"{count(others, 'pair').capitalize()} with fewer left out."))
    rows = [
        (
            _named(who),
            _named(whom),
            *(
                sum(row["kind"] == kind and row["state"] == state for row in held[who, whom])
                for kind in ("offer", "threat")
                for state in STATES
            ),
        )
        for who, whom in pairs
    ]
    heads = [f"{kind}s {told}" for kind in ("offer", "threat") for told in STATES.values()]
    return finished(
        "inducements",
        caption,
        _told(pairs, held, marks, others),
        setting,
        spec=spec,
        key=key,
        legend=_legend(bars),
        cites=[mark["record"] for mark in marks],
        table=tabled("Offers and threats by giver and target", ("From", "To", *heads), rows),
    )


def _pairs(row: Row) -> list[tuple[str, str]]:
    """Each giver with each target, as the parties that they act for."""
    targets = sides(row["target"], None) or [NOBODY]
    return [(who, whom) for who in several(row["party"]) for whom in targets if who != whom]


def _interest(pair: tuple[str, str], number: int) -> float:
    factor = 0.35 if pair[1] == NOBODY else 1.0 if pair[1][:1].isupper() else 0.5
    return number * factor * (1.0 if pair[0][:1].isupper() else 0.4)


def _named(name: str) -> str:
    return shown(name, 40)


def _label(pair: tuple[str, str]) -> str:
    return "\n".join(wrapped(f"{_named(pair[0])} → {_named(pair[1])}", LABELS, SMALL, 2))


# ---------------------------------------------------------------- bars


def _bars(pair: tuple[str, str], rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The pieces of a line: threats leftwards and offers rightwards, those carried out next to the middle."""
    pieces = []
    for kind, sign in (("threat", -1), ("offer", 1)):
        reached = 0
        for state, told in STATES.items():
            n = sum(row["kind"] == kind and row["state"] == state for row in rows)
            if n:
                pieces.append(
                    {
                        "pair": _label(pair),
                        "kind": kind,
                        "state": told,
                        "from": sign * reached,
                        "to": sign * (reached + n),
                        "told": f"{_named(pair[0])} to {_named(pair[1])}: {count(n, kind)} {told}",
                    }
                )
                reached += n
        if reached:
            pieces[-1] |= {"total": str(reached)}
    return pieces


def _pieces(bars: list[dict[str, Any]], ends: Sequence[dict[str, Any]], pairs: list[tuple[str, str]]) -> dict[str, Any]:
    present = [told for told in LOOKS if any(bar["state"] == told for bar in bars)]
    look = {
        "field": "state",
        "type": "nominal",
        "sort": present,
        "legend": legend(symbolFillColor=INK, symbolStrokeColor=INK, symbolStrokeWidth=1.2, symbolType="square"),
    }
    return {
        "data": {"values": bars},
        "mark": {"type": "bar", "strokeWidth": 1.3, "size": 16, "yOffset": 0},
        "encoding": {
            "y": {
                "field": "pair",
                "type": "nominal",
                "scale": {"domain": [_label(pair) for pair in pairs]},
                "axis": axis_of_names(),
            },
            "x": {
                "field": "from",
                "type": "quantitative",
                "title": "threats ← → offers",
                "scale": {"domain": _domain(bars, ends, pairs), "nice": False},
                "axis": {"labelExpr": "format(abs(datum.value), 'd')", "tickMinStep": 1, "tickCount": 5, "grid": False},
            },
            "x2": {"field": "to"},
            "color": {
                "field": "kind",
                "type": "nominal",
                "legend": None,
                "scale": {"domain": ["threat", "offer"], "range": [WARM, COOL]},
            },
            "stroke": {
                "field": "kind",
                "type": "nominal",
                "legend": None,
                "scale": {"domain": ["threat", "offer"], "range": [WARM, COOL]},
            },
            "fillOpacity": {
                **look,
                "scale": {"type": "ordinal", "domain": present, "range": [LOOKS[told][0] for told in present]},
            },
            "strokeDash": {**look, "scale": {"domain": present, "range": [LOOKS[told][1] for told in present]}},
            "description": {"field": "told"},
        },
    }


def _legend(bars: list[dict[str, Any]]) -> list[Entry]:
    return [
        Entry(
            label=told,
            path=SQUARE,
            fill=INK,
            opacity=opacity,
            thick=1.3,
            dash=" ".join(map(str, dash)) if told in DASHED else "",
        )
        for told, (opacity, dash) in LOOKS.items()
        if any(bar["state"] == told for bar in bars)
    ]


DASHED = ("held back", "withdrawn")


def _line() -> dict[str, Any]:
    return {"data": {"values": [{}]}, "mark": {"type": "rule", "color": INK}, "encoding": {"x": {"datum": 0}}}


def _ends(bars: list[dict[str, Any]], marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What stands at the end of each line: its number, and in brackets the numbers of those named below."""
    ends = []
    for bar in bars:
        if "total" in bar:
            own = [mark for mark in marks if (mark["pair"], mark["kind"]) == (bar["pair"], bar["kind"])]
            told = f" [{', '.join(mark['label'] for mark in own)}]" if own else ""
            ends.append({**bar, "number": bar["total"] + told, "href": own[0]["href"] if own else None})
    return ends


def _domain(
    bars: list[dict[str, Any]], ends: Sequence[dict[str, Any]], pairs: list[tuple[str, str]]
) -> tuple[float, float]:
    """How far the axis reaches to either side, with room for the numbers at the ends of lines."""
    names = max(wide(line) for pair in pairs for line in _label(pair).split("\n"))
    most = {
        kind: max((abs(bar["to"]) for bar in bars if bar["kind"] == kind), default=0.3) for kind in ("threat", "offer")
    }
    room = {kind: max((wide(end["number"]) for end in ends if end["kind"] == kind), default=0) + 10 for kind in most}
    unit = (WIDTH - names - 24 - sum(room.values())) / sum(most.values())
    return -(most["threat"] + room["threat"] / unit), most["offer"] + room["offer"] / unit


def _labels(ends: Sequence[dict[str, Any]], pairs: list[tuple[str, str]]) -> list[dict[str, Any]]:
    layers = []
    for kind, align, away in (("threat", "right", -5), ("offer", "left", 5)):
        values = [end for end in ends if end["kind"] == kind]
        if values:
            look = {"type": "text", "align": align, "dx": away, "fontSize": SMALL, "color": INK}
            place = {
                "x": {"field": "to", "type": "quantitative"},
                "y": {"field": "pair", "type": "nominal", "scale": {"domain": [_label(pair) for pair in pairs]}},
            }
            layers.append(
                {
                    "data": {"values": values},
                    "mark": look,
                    "encoding": {
                        **place,
                        "text": {"field": "number"},
                        "href": {"field": "href"},
                        "description": {"field": "told"},
                    },
                }
            )
    return layers


# ---------------------------------------------------------------- the main ones, named


def _marks(pairs: list[tuple[str, str]], held: dict[tuple[str, str], list[Row]], numbers: Any) -> list[dict[str, Any]]:
    """The offers and threats that are told by most, at most two a pair; in a brief those that its text cites."""
    ranked = sorted(
        ((pair, row) for pair in pairs for row in held[pair]),
        key=lambda one: (-int(one[1]["sources"]), -float(one[1]["confidence"]), pairs.index(one[0]), one[1]["records"]),
    )
    found: list[dict[str, Any]] = []
    for pair, row in ranked:
        ids = [one for one in row["records"] if numbers is None or one in numbers]
        if (
            not ids
            or sum(mark["pair"] == _label(pair) for mark in found) == 2
            or any(m["record"] == ids[0] for m in found)
        ):
            continue
        found.append(
            {
                "pair": _label(pair),
                "at": pairs.index(pair),
                "kind": row["kind"],
                "record": ids[0],
                "href": lead(ids[0]),
                "label": str(numbers[ids[0]]) if numbers else "",
                "told": _in_words(pair, row),
            }
        )
        if len(found) == NAMED:
            break
    found.sort(key=lambda mark: (mark["at"], mark["kind"], mark["record"]))
    for nr, mark in enumerate(found, 1):
        mark["label"] = mark["label"] or str(nr)
    return found


def _in_words(pair: tuple[str, str], row: Row) -> str:
    condition = f", {shown(row['condition'], 90)}" if row["condition"] else ""
    when = f", {long_day(row['last'])}" if row["last"] else ""
    whom = "" if pair[1] == NOBODY else f" to {_named(pair[1])}"
    return (
        f"{_named(pair[0])}{whom}, {row['kind']} {STATES[row['state']]}{when}: "
        f"{quoted(shown(row['what'], 110), 110)}{condition}"
    )


def _told(
    pairs: list[tuple[str, str]], held: dict[tuple[str, str], list[Row]], marks: Sequence[dict[str, Any]], others: int
) -> str:
    told = []
    for who, whom in pairs:
        kinds = [
            count(n, kind)
            + f" ({listing([f'{m} {STATES[s]}' for s in STATES if (m := _sum(held[who, whom], kind, s))])})"
            for kind in ("offer", "threat")
            if (n := _sum(held[who, whom], kind))
        ]
        told.append(f"{capitalised(with_the(_named(who)))} to {with_the(_named(whom))}: {listing(kinds)}.")
    if marks:
        told.append(f"The main ones: {'; '.join(mark['told'] for mark in marks)}.")
    if others:
        told.append(f"{capitalised(count(others, 'pair'))} with fewer left out.")
    return " ".join(told)


def _sum(rows: Sequence[Row], kind: str, state: str | None = None) -> int:
    return sum(row["kind"] == kind and state in (None, row["state"]) for row in rows)
