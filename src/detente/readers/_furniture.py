"""Takes off what stands round an article: invitations to share and subscribe, repeated titles, lines of links.

Conservative: only a line that is furniture as a whole goes. The lines are in `data/furniture.csv`: `line` is the whole
line, `start` begins one of no more than 200 characters, `pattern` is a regular expression for a whole line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from detente.codebook import table
from detente.readers._dates import iso_day

LONGEST = 200
TOP = 8  # lines in which a title, a byline or a date is looked for

_DATED = re.compile(
    r"(?:(?:published|posted|updated|last updated|created|date|issued|first published)\s*(?:on|at)?\s*:?\s*)?(.{6,60})",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"[,|·•–-]?\s*(?:at\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4})?\s*$", re.IGNORECASE
)
_PLACED = re.compile(
    r"[A-Z][\w .'’-]{1,40}(?:, [A-Z][\w .'’-]{1,30})?(?:,| [–—-]) ?((?:[A-Z][a-z]+day,? )?\w{1,9} \w{1,9},? \d{4})"
)
_BYLINE = re.compile(
    r"(?:[Bb]y|BY|From|Written by|Reported by)\s+[A-Z][\w.'’-]*(?:[ ,]+(?:and|for|in|[A-Z][\w.'’-]*))*"
)


@dataclass(frozen=True, slots=True)
class Plain:
    """An article without its furniture; the title and date are those that stood at its head, if any did."""

    text: str
    title: str | None
    date: str | None


def take_off(text: str, title: str | None = None) -> Plain:
    """The text without furniture. A title that is given, or stands at the top, is not part of the text."""
    lines = [line.strip() for line in text.split("\n")]
    lines = ["" if is_furniture(line) else line for line in lines]
    day = None
    if title is None:
        title = title_at_top(lines)
    said = [number for number, line in enumerate(lines) if line]
    for number in said[: TOP + 1]:
        if title and _same(lines[number], title):
            lines[number] = ""
        elif found := _date_line(lines[number]):
            day, lines[number] = day or found, ""
        elif len(lines[number]) < 80 and _BYLINE.fullmatch(lines[number]):
            lines[number] = ""
    return Plain(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n"), title, day)


def is_furniture(line: str) -> bool:
    """Whether a line is furniture as a whole."""
    words = " ".join(line.casefold().replace("’", "'").split())
    if not words or len(words) > LONGEST:
        return False
    bare = words.strip(" :.!…>»→|-–—*#[]()")
    whole, starts, pattern = _known()
    return bare in whole or words.startswith(starts) or pattern.fullmatch(words) is not None


@cache
def _known() -> tuple[frozenset[str], tuple[str, ...], re.Pattern[str]]:
    rows = table("furniture")
    of = {kind: [row["words"] for row in rows if row["match"] == kind] for kind in ("line", "start", "pattern")}
    return frozenset(of["line"]), tuple(of["start"]), re.compile("|".join(f"(?:{p})" for p in of["pattern"]))


def title_at_top(lines: Sequence[str]) -> str | None:
    """The first line, where it is no sentence and stands apart from the text under it."""
    said = [(number, line) for number, line in enumerate(lines) if line]
    if len(said) < 2:
        return None
    (number, first), (_, second) = said[:2]
    longest = max(len(line) for _, line in said[1:])
    if not _title_like(first) or longest <= len(first) or _date_line(first):
        return None
    head = list(takewhile(bool, lines[number:]))
    apart = len(head) == 1 or (len(head) <= 4 and all(map(_title_like, head)) and longest >= 80)
    over_paragraph = len(second) >= max(80, 1.5 * len(first))
    return first if apart or over_paragraph or _same(second, first) else None


def _title_like(line: str) -> bool:
    """Whether a line may be a title: some words, and no end of a sentence but of a question or a cry."""
    ended = line.rstrip("\"'”’)").endswith((".", ",", ";", ":")) and not line.endswith("U.S.")
    return len(line) <= LONGEST and len(line.split()) >= 2 and not ended


def _date_line(line: str) -> str | None:
    """The day of a line that is nothing but a date, with a place before it or not."""
    if len(line) > 80:
        return None
    found = _DATED.fullmatch(line)
    placed = _PLACED.fullmatch(line)
    day = iso_day(_CLOCK.sub("", found[1]).strip(" |·•–-")) if found else None
    return day or (iso_day(placed[1]) if placed else None)


def _same(line: str, title: str) -> bool:
    return _letters(line) == _letters(title)


def _letters(line: str) -> str:
    return re.sub(r"[\W_]+", " ", line.casefold()).strip()


def unwrap(text: str) -> str:
    """Join the lines of a text that was broken to a fixed width; other texts come back as they are.

    Broken to a width means: paragraphs apart, most lines within them of much the same length, few of them sentences.
    """
    paragraphs = [paragraph.split("\n") for paragraph in re.split(r"\n[ \t]*\n", text)]
    inner = [line.rstrip() for lines in paragraphs for line in lines[:-1]]
    if len(inner) < 3 or max(len(line) for line in inner) > 120:
        return text
    full = sum(len(line) >= 50 for line in inner)
    ended = sum(line.endswith((".", "!", "?", ".”", '."')) for line in inner)
    if full < 0.7 * len(inner) or ended > 0.4 * len(inner):
        return text
    return "\n\n".join("\n".join(_joined(lines)) for lines in paragraphs)


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Lines put together, but for those that end early: a short line closes what stands before it."""
    held = ""
    for line in lines:
        held = f"{held} {line.strip()}" if held else line.strip()
        if len(line.rstrip()) < 45:
            yield held
            held = ""
    if held:
        yield held
