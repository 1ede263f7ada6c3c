"""An article with its records marked: the text cut where a mark begins or ends, so that marks may overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from detente.findings.rows import Row


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that belongs to a record: its words, or of a statement the speaker or the cue.

    What an address points at (`aim`) belongs to none.
    """

    id: str
    kind: str
    start: int
    end: int
    part: str = "words"


@dataclass(slots=True)
class Piece:
    """A stretch of text under the same marks, from `start` on. `begins` are the records whose first words these are."""

    text: str
    start: int = 0
    ids: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    begins: list[str] = field(default_factory=list)


def marks_of(kind: str, row: Row) -> list[Mark]:
    """The marks of a record; of a statement that is told in pieces one a piece."""
    id_ = str(row["id"])
    words = [(int(a), int(b)) for a, b in row.get("spans") or ()] or [(int(row["start"]), int(row["end"]))]
    found = [Mark(id_, kind, a, b) for a, b in words]
    found += [
        Mark(id_, kind, int(row[f"{part}_start"]), int(row[f"{part}_end"]), part)
        for part in ("speaker", "cue")
        if row.get(f"{part}_start") is not None
    ]
    return found


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The whole text in pieces, none of them empty; joined they are the text again.

    >>> [(p.text, p.ids) for p in pieces("abcd", [Mark("x", "events", 0, 3), Mark("y", "events", 2, 4)])]
    [('ab', ['x']), ('c', ['x', 'y']), ('d', ['y'])]
    """
    size = len(text)
    held = [m for m in marks if 0 <= m.start < m.end <= size]
    edges = sorted({0, size, *(m.start for m in held), *(m.end for m in held)})
    held.sort(key=lambda m: (m.start, -m.end, m.kind, m.id))
    first: dict[str, int] = {}
    for mark in held:
        if mark.part == "words":
            first.setdefault(mark.id, mark.start)
    found = []
    open_: list[Mark] = []
    waiting = iter([*held, None])
    ahead = next(waiting)
    for one, other in pairwise(edges):
        while ahead is not None and ahead.start <= one:
            open_.append(ahead)
            ahead = next(waiting)
        open_ = [mark for mark in open_ if mark.end > one]
        words = [mark for mark in open_ if mark.part == "words"]
        found.append(
            Piece(
                text=text[one:other],
                start=one,
                ids=_once(mark.id for mark in open_),
                kinds=_once(mark.kind for mark in words),
                parts=_once(mark.part for mark in open_ if mark.part != "words"),
                begins=_once(mark.id for mark in words if first[mark.id] == one),
            )
        )
    return found


def _once(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


def around(row: Row, reach: int = 160) -> list[tuple[str, bool]]:
    """The sentence of a record in pieces, its own words marked; of a very long sentence only what stands near them."""
    sentence, offset = str(row["sentence"]), int(row["sentence_start"])
    spans = [(int(a) - offset, int(b) - offset) for a, b in row.get("spans") or [(row["start"], row["end"])]]
    size = len(sentence)
    inside = [(max(0, a), min(size, b)) for a, b in spans if a < size and b > 0]
    if not inside:
        return [(sentence[: 2 * reach], False)]
    low = max(0, inside[0][0] - reach)
    high = min(size, inside[-1][1] + reach, inside[0][0] + 8 * reach)
    if low:  # no half of a word
        low = min(inside[0][0], sentence.find(" ", low) + 1 or low)
    if high < size:
        high = max(min(inside[-1][1], high), sentence.rfind(" ", low, high))
    found: list[tuple[str, bool]] = [("… ", False)] if low else []
    edges = sorted({low, high, *(edge for pair in inside for edge in pair if low < edge < high)})
    found += [(sentence[one:other], any(a <= one and other <= b for a, b in inside)) for one, other in pairwise(edges)]
    return [*found, (" …", False)] if high < size else found


def shown(kinds: Sequence[str], wanted: str | None) -> list[str]:
    """The kinds of records to mark: those that an address names with commas between, all where it names none."""
    chosen = [kind for kind in kinds if wanted is not None and kind in wanted.split(",")]
    return chosen or list(kinds)
