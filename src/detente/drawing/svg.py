"""A drawing with what stands around it: a legend above, a key and the sources below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from detente.drawing import INK, LETTERS, SMALL
from detente.drawing.lettering import wide, wrapped


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
    head, body = parted(svg)
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
    head, body = parted(svg)
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


def parted(svg: str) -> tuple[str, str]:
    """The first tag of a drawing, and the rest."""
    svg = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>", "", svg, flags=re.S).strip()
    head = re.match(r"<svg\b[^>]*>", svg)
    if head is None:
        raise ValueError("no SVG was drawn")
    return head[0], svg[head.end() :]
