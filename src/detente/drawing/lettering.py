"""Words on a drawing: how wide they are, and how they are broken into lines."""

from __future__ import annotations

from detente.drawing import SMALL


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
