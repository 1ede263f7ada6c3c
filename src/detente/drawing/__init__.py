"""What all charts share: their width, letters, colours and signs.

A chart is made for a narrow page (480 units wide, letters of 12 and 13), so that it can be read on a phone, scales up
on a wide one, and takes the colour of the letters from the page, for the dark and for print. Vega-Lite draws it, the
same in every time zone and offline. A tone is told by its sign and its colour, never by colour alone.
"""

from __future__ import annotations

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


def lead(record: str | None) -> str | None:
    """What the `href` of a mark holds until the address of its record is known."""
    return f"{RECORD}{record}" if record else None
