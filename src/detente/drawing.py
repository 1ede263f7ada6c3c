"""Vega-Lite drawn as inline SVG: narrow, in the colours of the page, the same in every time zone, and offline.

A chart is made for a narrow page (480 units wide, letters of 13), so that it can be read on a phone, scales up on a
wide one, and takes the colour of the letters from the page, for the dark and for print.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

WIDTH, LETTERS = 400, 13
INK = "#010203"  # stands for the page's own colour until the SVG is written out
WARM, COOL, THIRD = "#d1495b", "#2e86ab", "#8a6fb0"
AXIS = {"titleFontWeight": "normal", "gridColor": "#8888884d", "domainColor": "#888", "tickColor": "#888"}


def time_axis(field: str, days: Sequence[str]) -> dict[str, Any]:
    """The axis of time, with days named where they are few and months where they are many."""
    reach = (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days
    form = "%-d %b" if reach <= 120 else "%b %Y"
    axis = {"format": form, "title": None, "tickCount": 4, "labelFlush": True, "grid": False, "labelOverlap": True}
    return {**time_of(field), "axis": axis}


def time_of(field: str) -> dict[str, Any]:
    """Days as universal time, so that a chart is the same in every time zone."""
    return {"field": field, "type": "temporal", "scale": {"type": "utc"}}


def drawn(spec: dict[str, Any], height: int) -> str:
    """A chart of this specification as SVG, in the letters and lines that all of them share."""
    import vl_convert

    ink = {"labelColor": INK, "titleColor": INK, "labelFontSize": LETTERS, "titleFontSize": LETTERS}
    whole = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH, "height": height, "background": None, "padding": 4,
        "config": {
            "view": {"stroke": None},
            "axis": {**ink, **AXIS},
            "legend": {**ink, "symbolStrokeWidth": 2},
            "font": "sans-serif",
        },
        **spec,
    }  # fmt: skip
    return str(vl_convert.vegalite_to_svg(whole, vl_version="5.20"))


def named(svg: str, label: str, name: str) -> str:
    """The SVG made part of a page: it scales, takes the page's colour, is named for readers, and shares no id."""
    from markupsafe import escape

    svg = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>", "", svg, flags=re.S).strip()
    svg = re.sub(r'\s(?:aria-[\w-]+|role)="[^"]*"', "", svg)
    head = re.match(r"<svg\b[^>]*>", svg)
    if head is None:
        raise ValueError("no SVG was drawn")
    box = re.search(r'viewBox="[^"]*"', head.group(0))
    size = dict(re.findall(r'\b(width|height)="([\d.]+)', head.group(0)))
    view = box.group(0) if box else f'viewBox="0 0 {size["width"]} {size["height"]}"'
    opened = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {view} width="100%" role="img" aria-label="{escape(label)}" '
        'preserveAspectRatio="xMidYMid meet" fill="none">'
    )
    body = svg[head.end() :]
    body = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', body)
    body = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", body)
    return opened + re.sub(INK, "currentColor", body, flags=re.I)
