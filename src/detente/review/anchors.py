"""Finding the words of a decision again in a text that changed, and the record that stands there now.

The words are looked for as they are, and where they stand more than once or are few the characters around them tell
which are meant. Where they are no more, the stretch that shares most of their words with them, in their order, is
taken, if it shares enough of them. Of the records over that stretch the one is meant that agrees with what was decided
on in the fields that tell records apart.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from detente.findings.rows import content_key, several
from detente.review.decisions import Anchor
from detente.review.fields import TELLING

PLAIN = 25  # characters of words that are known again wherever they stand
SOME = 0.5  # of the characters around must be the same where words are fewer or stand more than once
MOST, HALF = 0.75, 0.5  # of the words must be found where they changed; half where what stands around them did not
OVERLAP = 0.3  # of the stretch of both that two must share
SHIFTS = 8  # ways to lay words beside a text that are looked at
COMMON = 200  # places of a word that are counted
WORD = re.compile(r"\w+")
END = re.compile(r"[.!?][\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[^\W\d_a-z])|\n\s*\n")
SHORT = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sen|Rep|Gov|St|No|vs|Prof|Sgt|Capt)|\b[A-Z])\.$")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a text where words were found again: as they were, or nearly."""

    start: int
    end: int
    how: Literal["words", "nearly"]


def where(anchor: Anchor, text: str) -> Found | None:
    """Where the words of an anchor stand in a text; None where nothing is like enough."""
    return _as_they_were(anchor, text) or _nearly(anchor, text)


def _as_they_were(anchor: Anchor, text: str) -> Found | None:
    places = list(_places(anchor.text, text)) if anchor.text else []
    if not places:
        return None
    likeness = {at: _around(anchor, text, at) for at in places}
    best = min(places, key=lambda at: (-likeness[at], abs(at - anchor.start)))
    alone = len(places) == 1 and len(anchor.text) >= PLAIN
    if likeness[best] >= SOME or alone:
        return Found(best, best + len(anchor.text), "words")
    return None


def _places(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _around(anchor: Anchor, text: str, at: int) -> float:
    """The share of the characters around the words that stand around a place too; one where there were none."""
    end = at + len(anchor.text)
    before, after = text[max(0, at - len(anchor.before)) : at], text[end : end + len(anchor.after)]
    whole = len(anchor.before) + len(anchor.after)
    same = _alike(anchor.before[::-1], before[::-1]) + _alike(anchor.after, after)
    return same / whole if whole else 1.0


def _alike(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _nearly(anchor: Anchor, text: str) -> Found | None:
    words = _words(anchor.before)[1:] if len(anchor.before) > 1 else []  # the first may be cut off
    first = len(words)
    words += _words(anchor.text)
    last = len(words)
    words += _words(anchor.after)[:-1]
    if last - first < 3:  # so few words are nearly anything
        return None
    places = [(match.group().casefold(), match.start(), match.end()) for match in WORD.finditer(text)]
    found = [_beside(words, first, last, places, shift) for shift in _shifts(words, places)]
    best = max((one for one in found if one is not None), default=None)
    return Found(best[1], best[2], "nearly") if best else None


def _words(text: str) -> list[str]:
    return [match.group().casefold() for match in WORD.finditer(text)]


def _shifts(words: Sequence[str], places: Sequence[tuple[str, int, int]]) -> list[int]:
    """The places of a text at which words, laid there, find most of themselves; rare words say more."""
    held: dict[str, list[int]] = defaultdict(list)
    for at, (word, _, _) in enumerate(places):
        held[word].append(at)
    votes: Counter[int] = Counter()
    for at, word in enumerate(words):
        for place in held.get(word, ())[:COMMON]:
            votes[place - at] += 1 / len(held[word])  # type: ignore[assignment]
    near = {shift: sum(votes.get(shift + by, 0) for by in range(-3, 4)) for shift in votes}
    return sorted(near, key=lambda shift: (-near[shift], shift))[:SHIFTS]


def _beside(
    words: Sequence[str], first: int, last: int, places: Sequence[tuple[str, int, int]], shift: int
) -> tuple[float, int, int] | None:
    """How many of the words stand at a shift of a text, and from where to where; None where it is too few."""
    low = max(0, shift - 4)
    window = places[low : shift + len(words) + 4]
    matcher = SequenceMatcher(None, list(words), [word for word, _, _ in window], autojunk=False)
    pairs = {block.a + by: block.b + by for block in matcher.get_matching_blocks() for by in range(block.size)}
    inside = [at for at in pairs if first <= at < last]
    share = len(inside) / (last - first)
    around = len(words) - (last - first)
    about = (len(pairs) - len(inside)) / around if around else 0.0
    if not inside or not (share >= MOST or (share >= HALF and about >= MOST)):
        return None
    start = _edge(pairs, inside[0], first, -1)
    end = _edge(pairs, inside[-1], last - 1, 1)
    start, end = max(0, min(start, len(window) - 1)), max(0, min(end, len(window) - 1))
    return (share + about / 4, window[start][1], window[end][2])


def _edge(pairs: Mapping[int, int], matched: int, wanted: int, step: int) -> int:
    """Where the first or last word would stand: as far beyond the outermost found one as before, short of the next."""
    at, place = matched, pairs[matched]
    taken = set(pairs.values())
    while at != wanted and place + step not in taken:
        at, place = at + step, place + step
    return place


# ---------------------------------------------------------------- which of the records there


def meant(
    table: str, told: Row, found: tuple[int, int], rows: Sequence[dict[str, Any]], *, strict: bool
) -> tuple[dict[str, Any] | None, str]:
    """The row over a stretch that a decision means, and else why there is none.

    `told` are the fields that the record had, with what they were corrected to. With `strict` no field that tells
    records apart may have another value, as where something is to be taken away.
    """
    there = [row for row in rows if _share(found, (int(row["start"]), int(row["end"]))) >= OVERLAP]
    if not there:
        return None, "nothing of its kind is coded there now"
    ranked = sorted(there, key=lambda row: (-_agreeing(table, told, row), -_share(found, _span(row)), str(row["id"])))
    best = ranked[0]
    differing = [name for name in TELLING[table] if _same(name, told.get(name), best.get(name)) is False]
    if (strict and differing) or _agreeing(table, told, best) < HALF:
        names = differing or list(TELLING[table])
        said = "; ".join(f"{name} is {best.get(name)}, was {_last(told.get(name))}" for name in names)
        return None, f"what is coded there now differs: {said}"
    return best, ""


def matches(told: Row, place: tuple[int, int], row: Row) -> bool:
    """Whether a row stands over a stretch and has all the values that are told; one told as null is anything."""
    if _share(place, _span(row)) < OVERLAP:
        return False
    return all(_same(name, value, row.get(name)) or (value is None) for name, value in told.items())


def _span(row: Row) -> tuple[int, int]:
    return int(row["start"]), int(row["end"])


def _share(one: tuple[int, int], other: tuple[int, int]) -> float:
    """What two stretches share, of all that both cover."""
    both = min(one[1], other[1]) - max(one[0], other[0])
    whole = max(one[1], other[1]) - min(one[0], other[0])
    return max(0.0, both / whole) if whole else 0.0


def _agreeing(table: str, told: Row, row: Row) -> float:
    """The share of the fields that tell records apart in which two agree; one that is null in both says nothing."""
    same = [_same(name, told.get(name), row.get(name)) for name in TELLING[table]]
    known = [bool(one) for name, one in zip(TELLING[table], same, strict=True) if told.get(name) or row.get(name)]
    return sum(known) / len(known) if known else 1.0


def _same(name: str, told: Any, value: Any) -> bool | None:
    """Whether a value is one of those told; None where either is not known."""
    values = [one for one in (told if isinstance(told, tuple) else (told,)) if one is not None]
    if not values or value is None:
        return None
    return any(_alike_values(name, str(one), str(value)) for one in values)


def _alike_values(name: str, one: str, other: str) -> bool:
    if name in ("actor", "recipient", "speaker", "target"):
        return bool({who.casefold() for who in several(one)} & {who.casefold() for who in several(other)})
    if name == "what":
        first, second = set(content_key(one).split()), set(content_key(other).split())
        return bool(first and second) and len(first & second) * 2 >= min(len(first), len(second))
    return one.casefold() == other.casefold()


def _last(told: Any) -> Any:
    return told[-1] if isinstance(told, tuple) else told


# ---------------------------------------------------------------- the sentence


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of the sentence, or the sentences, that a stretch of a text stands in, by the marks in the text."""
    first, last = 0, len(text)
    for mark in END.finditer(text):
        if SHORT.search(text, max(0, mark.start() - 8), mark.start() + 1):
            continue
        if mark.end() <= start:
            first = mark.end()
        elif mark.start() + 1 >= end:
            last = mark.end() if text[mark.start()] != "\n" else mark.start()
            break
    while first < start and text[first].isspace():
        first += 1
    return min(first, start), max(last, end)
