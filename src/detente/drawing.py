"""What all charts share: their width, letters, colours and signs, and how a drawing becomes part of a page or a sheet.

A chart is made for a narrow page (480 units wide, letters of 12 and 13), so that it can be read on a phone, scales up
on a wide one, and takes the colour of the letters from the page, for the dark and for print. Vega-Lite draws it, the
same in every time zone and offline. A tone is told by its sign and its colour, never by colour alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

WIDTH, LETTERS, SMALL = 480, 13, 12
INK = "#010203"  # stands for the page's own colour until the SVG is written out
PRINTED, LIGHT = "#1b1f24", "#e6e6e1"  # the colour of letters on a white and on a dark sheet
WHITE, DARK = "#ffffff", "#16181b"
WARM, COOL, THIRD, MIDDLE = "#d1495b", "#2e86ab", "#8a6fb0", "#c58a1b"
AXIS = {"titleFontWeight": "normal", "gridColor": "#8888884d", "domainColor": "#888", "tickColor": "#888"}
RECORD = "https://record.invalid/"  # what a mark that rests on a record leads to until its address is known

# the signs of stances as paths within the square from -1 to 1, so that no font decides how they look
TICK = "M-0.95,0.1L-0.3,0.8L0.95,-0.8"
WAVE = "M-0.95,0.3C-0.5,-0.75,-0.2,-0.45,0,0C0.2,0.45,0.5,0.75,0.95,-0.3"
CROSS = "M-0.75,-0.75L0.75,0.75M0.75,-0.75L-0.75,0.75"
DOT = "M-0.18,0A0.18,0.18,0,1,0,0.18,0A0.18,0.18,0,1,0,-0.18,0"
TONES = ("for", "between", "against")
TONE_COLOURS = dict(zip(TONES, (COOL, MIDDLE, WARM), strict=True))
TONE_SIGNS = dict(zip(TONES, (TICK, WAVE, CROSS), strict=True))


# ---------------------------------------------------------------- words on a drawing


def shown(text: object, limit: int = 60) -> str:
    """A text of an article as a drawing may hold it: on one line, cut, without signs that hide or turn others.

    >>> shown("a\\u202eb \\n c"), shown("one two three", 9)
    ('ab c', 'one two …')
    """
    words = " ".join("".join(char for char in str(text) if char.isprintable() or char.isspace()).split())
    if len(words) <= limit:
        return words
    cut = words[:limit]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:") + " …"


def wide(text: str, size: float = SMALL) -> float:
    """How wide a text is at the most, in units: letters without serifs, with room to spare."""
    units = 0.0
    for char in text:
        if char in "ijl|!.,:;'’‘` ":
            units += 0.32
        elif char in "frtI()[]-/“”":
            units += 0.42
        elif char in "mwMW@%—":
            units += 0.9
        elif char.isupper() or ord(char) > 0x2E7F:
            units += 0.72 if ord(char) < 0x2E80 else 1.0
        else:
            units += 0.59
    return units * size


def wrapped(text: str, width: float, size: float = SMALL, most: int = 99) -> list[str]:
    """A text in lines of at most a width; what does not fit the last of `most` lines is cut."""
    lines: list[str] = []
    for word in text.split():
        if lines and wide(f"{lines[-1]} {word}", size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    lines = [_fitted(line, width, size) for line in lines]
    if len(lines) > most:
        lines = [*lines[: most - 1], _fitted(f"{lines[most - 1]} …", width, size)]
    return lines


def _fitted(line: str, width: float, size: float) -> str:
    """A line cut where it is too wide."""
    while len(line) > 2 and wide(line, size) > width:
        line = line.removesuffix("…").rstrip()[:-1] + "…"
    return line


# ---------------------------------------------------------------- axes and scales


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


def lead(record: str | None) -> str | None:
    """What the `href` of a mark holds until the address of its record is known."""
    return f"{RECORD}{record}" if record else None


# ---------------------------------------------------------------- drawing


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A sign of a legend: a path within the square from -1 to 1, how it is drawn, and what it stands for."""

    label: str
    path: str
    stroke: str = INK
    fill: str = "none"
    opacity: float = 1.0
    dash: str = ""
    thick: float = 2.2


SQUARE = "M-1,-1H1V1H-1Z"


def over(svg: str, entries: Sequence[Entry]) -> str:
    """A drawing with a legend above it, in as many rows as it needs."""
    if not entries:
        return svg
    width, height = size_of(svg)
    drawn_ones, x, y = [], 10.0, 14.0
    for entry in entries:
        reach = 26 + wide(entry.label, LETTERS)
        if x > 10 and x + reach > width:
            x, y = 10.0, y + 21
        dash = f' stroke-dasharray="{entry.dash}"' if entry.dash else ""
        drawn_ones.append(
            f'<path d="{_scaled(entry.path, x, y, 6)}" fill="{entry.fill}" fill-opacity="{entry.opacity:g}" '
            f'stroke="{entry.stroke}" stroke-width="{entry.thick:g}"{dash}/>'
            f"{text(entry.label, x + 11, y + 4.5, LETTERS)}"
        )
        x += reach
    head, body = _opened(svg)
    down = y + 12
    head = _sized(head, width, height + down)
    return f'{head}{"".join(drawn_ones)}<g transform="translate(0,{down:g})">{body.removesuffix("</svg>")}</g></svg>'


def _scaled(path: str, x: float, y: float, size: float) -> str:
    """A path within the square from -1 to 1, moved and enlarged."""
    found, across = [], True
    command = "M"
    for piece in re.findall(r"[A-Za-z]|-?[\d.]+", path):
        if piece.isalpha():
            command, across, nr = piece, piece != "V", 0
            found.append(piece)
            continue
        if command == "A" and nr % 7 in (0, 1):
            found.append(f"{float(piece) * size:g}")
        elif command == "A" and nr % 7 in (2, 3, 4):
            found.append(piece)
        else:
            found.append(f"{(x if across else y) + float(piece) * size:.2f}")
            across = not across if command not in "HV" else across
        nr += 1
    return " ".join(found)


def text(words: str, x: float, y: float, size: float = SMALL, look: str = "") -> str:
    """A line of text as SVG, escaped."""
    from markupsafe import escape

    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{INK}" stroke="none" font-family="sans-serif" font-size="{size:g}"'
        f"{f' {look}' if look else ''}>{escape(words)}</text>"
    )


def under(svg: str, key: Sequence[tuple[str, str]], credit: str) -> str:
    """A drawing with lines below it: a key of numbered marks, and what it was drawn from."""
    width, height = size_of(svg)
    below, y = [], height
    for label, words in key:
        lines = wrapped(words, width - 34, SMALL, 3)
        for nr, line in enumerate(lines):
            y += 15
            if nr == 0:
                below.append(text(label, 22 - wide(label), y, SMALL, 'font-weight="bold"'))
            below.append(text(line, 28, y))
        y += 2
    y += 4 if key else 0
    for line in wrapped(credit, width - 8, SMALL):
        y += 15
        below.append(text(line, 4, y, SMALL, 'opacity="0.75"'))
    tall = y + 6 if below else height
    head, body = _opened(svg)
    return f"{_sized(head, width, tall)}{body.removesuffix('</svg>')}{''.join(below)}</svg>"


def _sized(head: str, width: float, height: float) -> str:
    """The first tag of a drawing with another height."""
    head = re.sub(r'viewBox="[^"]*"', f'viewBox="0 0 {width:g} {height:g}"', head)
    return re.sub(r'\bheight="[^"]*"', f'height="{height:g}"', head)


def size_of(svg: str) -> tuple[float, float]:
    """The width and height of a drawing, from its view box."""
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if box is None:
        raise ValueError("no SVG was drawn")
    return float(box[1]), float(box[2])


def _opened(svg: str) -> tuple[str, str]:
    """The first tag of a drawing, and the rest."""
    svg = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>", "", svg, flags=re.S).strip()
    head = re.match(r"<svg\b[^>]*>", svg)
    if head is None:
        raise ValueError("no SVG was drawn")
    return head[0], svg[head.end() :]


# ---------------------------------------------------------------- part of a page


def named(svg: str, label: str, name: str, told: str = "", links: Mapping[str, str] | None = None) -> str:
    """The SVG made part of a page: it scales, takes the page's colour, is told to screen readers, and shares no id.

    `label` is its title, `told` what it shows in words. `links` are the addresses of records: a mark leads to its
    record, or has only its description where no address is known.
    """
    from markupsafe import escape

    width, height = size_of(svg)
    _, body = _opened(svg)
    body = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', body)
    body = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", body)
    body = MARK.sub(_leading(links or {}), body)
    body = re.sub(r"<a xlink:[^>]*>(.*?)</a>", r"\1", body, flags=re.S)  # what rests on no record leads nowhere
    body = re.sub(r'\s(?:aria-(?!label=)[\w-]+|role)="[^"]*"', "", body)
    body = re.sub(r'(<(?!a\b)\w+\b[^>]*?)\saria-label="[^"]*"', r"\1", body)
    role = "group" if "<a " in body else "img"
    opened = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="100%" role="{role}" '
        f'aria-labelledby="{name}-title"{f" aria-describedby={chr(34)}{name}-desc{chr(34)}" if told else ""} '
        f'preserveAspectRatio="xMidYMid meet" fill="none"><title id="{name}-title">{escape(label)}</title>'
    )
    opened += f'<desc id="{name}-desc">{escape(told)}</desc>' if told else ""
    return opened + re.sub(INK, "currentColor", body, flags=re.I)


MARK = re.compile(rf'<a xlink:href="{re.escape(RECORD)}([^"]*)"[^>]*>(.*?)</a>', re.S)


def _leading(links: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    """Gives each mark the address of its record, where there is one, and its description."""
    from markupsafe import escape

    def lead_on(match: re.Match[str]) -> str:
        described = re.search(r'aria-label="([^"]*)"', match[2])
        told = described[1] if described else ""
        address = links.get(match[1])
        if not address:
            return f"<g><title>{told}</title>{match[2]}</g>" if told else match[2]
        return f'<a href="{escape(address)}" aria-label="{told}"><title>{told}</title>{match[2]}</a>'

    return lead_on


# ---------------------------------------------------------------- a sheet of its own


def sheet(svg: str, title: str, *, dark: bool = False) -> str:
    """A drawing of a page as a file of its own: with its title over it, on white or on a dark ground."""
    ink, ground = (LIGHT, DARK) if dark else (PRINTED, WHITE)
    width, height = size_of(svg)
    head, body = _opened(svg)
    lines = wrapped(title, width - 8, 15)
    top = 20.0 * len(lines) + 10
    told = "".join(text(line, 4, 20.0 * (nr + 1), 15, 'font-weight="bold"') for nr, line in enumerate(lines))
    head = re.sub(r'viewBox="[^"]*"', f'viewBox="0 0 {width:g} {height + top:g}"', head)
    head = re.sub(r'\swidth="[^"]*"', f' width="{width:g}" height="{height + top:g}"', head, count=1)
    opening = re.match(r"(?:<title\b.*?</title>)?(?:<desc\b.*?</desc>)?", body, re.S)
    first = opening[0] if opening else ""
    inner = body[len(first) :].removesuffix("</svg>")
    whole = (
        f'{head}{first}<rect width="{width:g}" height="{height + top:g}" fill="{ground}"/>{told}'
        f'<g transform="translate(0,{top:g})">{inner}</g></svg>\n'
    )
    return re.sub(rf"currentColor|{INK}", ink, whole)


def png(svg: str, scale: float = 2.0) -> bytes:
    """A sheet as a picture, without links."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(re.sub(r"</?a\b[^>]*>", "", svg), scale=scale))
