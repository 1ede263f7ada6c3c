"""A chart of a brief as a picture, for papers that hold no SVG."""

from __future__ import annotations

import re

INK = "#1b1f24"


def png(svg: str, scale: float = 2.0) -> bytes:
    """The chart as PNG, on white, in the ink of a printed page."""
    import vl_convert

    drawn = svg.replace("currentColor", INK)
    if "xmlns=" not in drawn[:400]:
        drawn = drawn.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)
    if box:
        head, _, rest = drawn.partition(">")
        head = re.sub(r'\s(?:width|height)="[^"]*"', "", head)
        ground = f'<rect width="{box[1]}" height="{box[2]}" fill="#ffffff"/>'
        drawn = f'{head} width="{box[1]}" height="{box[2]}">{ground}{rest}'
    return bytes(vl_convert.svg_to_png(drawn, scale=scale))
