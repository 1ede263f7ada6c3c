"""What is drawn, as Vega-Lite has it: axes, scales, and the look that all charts share."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from detente.drawing import AXIS, INK, LETTERS, WIDTH


def time_axis(field: str, days: Sequence[str]) -> dict[str, Any]:
    """The axis of time, with days named where they are few, months where they are many, and years over long ones."""
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    reach = (last - first).days
    form = "%Y" if reach > 3000 else "%b %Y" if reach > 120 or first.year != last.year else "%-d %b"
    if first.year != last.year and reach <= 120:
        form = "%-d %b %Y"
    count = min(5, max(2, reach // 365)) if form == "%Y" else max(1, min(4, reach))
    axis = {
        "format": form, "title": None, "tickCount": count, "labelFlush": True, "grid": False, "labelOverlap": True,
        "labelSeparation": 8,
    }  # fmt: skip
    return {**time_of(field), "axis": axis}


def time_of(field: str) -> dict[str, Any]:
    """Days as universal time, so that a chart is the same in every time zone."""
    return {"field": field, "type": "temporal", "scale": {"type": "utc"}}


def legend(**own: Any) -> dict[str, Any]:
    """A legend above the chart."""
    return {"orient": "top", "symbolSize": 120, "labelLimit": 380, "title": None, **own}


def specified(spec: Mapping[str, Any], height: float | Mapping[str, Any], *, right: float = 4) -> dict[str, Any]:
    """The whole specification of a chart in the letters and lines that all of them share, with room at its sides."""
    ink = {"labelColor": INK, "titleColor": INK, "labelFontSize": LETTERS, "titleFontSize": LETTERS}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": height,
        "background": None,
        "padding": {"left": 4, "top": 4, "right": right, "bottom": 4},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": {
            "view": {"stroke": None},
            "axis": {**ink, **AXIS},
            "legend": {**ink, "symbolStrokeWidth": 2},
            "font": "sans-serif",
            "text": {"fontSize": LETTERS, "color": INK},
        },
        **spec,
    }


def drawn(spec: Mapping[str, Any]) -> str:
    """The SVG of a whole specification, without its legends: those of all charts are drawn alike, by `over`."""
    return _drawn(json.dumps(_bare(dict(spec)), ensure_ascii=False))


@lru_cache(maxsize=64)
def _drawn(spec: str) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(json.loads(spec), vl_version="5.20"))


def _bare(value: Any) -> Any:
    """A specification without legends."""
    if isinstance(value, dict):
        return {key: None if key == "legend" else _bare(one) for key, one in value.items()}
    return [_bare(one) for one in value] if isinstance(value, list) else value
