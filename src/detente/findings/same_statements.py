"""Whether two tellings are of one utterance, and by which rule.

The same words by another speaker, or on another day, are another utterance. What one quotes without `not`, or without
its condition, is not what was said.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from detente.findings.likeness import Party, Stretch, dated, days_apart, figures, matched, parties, stretch, words
from detente.findings.rows import Row

RULES = {
    "same quotation": "one speaker, one day, a run of five words in common",
    "like words": "one speaker, one day, most words of content in common",
}
RUN = 5
LIKE, PART, PART_WORDS = 0.5, 0.75, 3
FAR_TEXT, FAR_ARTICLE = 0, 1
NEGATED = re.compile(
    r"\b(?:not|no|never|none|nor|neither|without|cannot|nothing|nobody)\b|n[’']t\b|\b(?:den(?:y|ies|ied)|refus\w+|"
    r"reject\w+|rule[sd]? out|oppos\w+)\b",
    re.I,
)
CONDITION = re.compile(r"\b(?:if|unless|provided|only when|as long as|on condition|until|once)\b", re.I)


class Saying(NamedTuple):
    """A coded statement as it is compared."""

    row: Row
    when: Stretch | None
    speakers: tuple[Party, ...]
    words: set[str]
    numbers: tuple[float, ...]
    denies: bool
    conditional: bool


def saying(row: Row) -> Saying:
    """A statement made ready for comparing."""
    text = str(row["text"])
    return Saying(
        row,
        stretch(row),
        parties(row["speaker"], row["speaker_code"]),
        words(text),
        tuple(figures(text)),
        len(NEGATED.findall(text)) % 2 == 1,
        CONDITION.search(text) is not None,
    )


@lru_cache(maxsize=5_000)  # not kept with all sayings: it is most of what they hold
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    bare = re.findall(r"\w+", text.casefold())
    return frozenset(zip(*(bare[i:] for i in range(RUN)), strict=False))


def sort(one: Saying) -> tuple[bool, bool]:
    """Whether it denies, and whether it makes a condition: tellings of two sorts are kept apart."""
    return one.denies, one.conditional


def kept_apart(one: Saying, other: Saying) -> str | None:
    """Why two tellings cannot be of one utterance; None where nothing speaks against it."""
    a, b = one.row, other.row
    if one.denies != other.denies:
        return "the opposite"
    if one.conditional != other.conditional:
        return "another condition"
    days = days_apart(one.when, other.when)
    if days is None and a["article"] != b["article"]:
        return "no day"
    if days is not None and days > (FAR_TEXT if dated(a) and dated(b) else FAR_ARTICLE):
        return "another day"
    return None if matched(one.speakers, other.speakers) else "another speaker"


def joined(one: Saying, other: Saying) -> tuple[str, float] | None:
    """The rule by which two tellings are of one utterance, and how strong it is, 0 to 1; None where none is met."""
    if kept_apart(one, other):
        return None
    both = one.words & other.words
    if both and not _runs(str(one.row["text"])).isdisjoint(_runs(str(other.row["text"]))):
        return "same quotation", 0.9
    union, least = len(one.words | other.words), min(len(one.words), len(other.words))
    if union and len(both) / union >= LIKE and (len(both) >= PART_WORDS or union == len(both)):
        return "like words", 0.5 + len(both) / union / 2
    if least and len(both) >= PART_WORDS and len(both) / least >= PART:
        return "like words", 0.6
    return None
