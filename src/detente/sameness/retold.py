"""Whether a text only tells again what another tells, so that coding it would bring nothing.

Stricter than `copies.nothing_new`, which looks for what two texts have anywhere: here they are laid side by side, and
what differs is looked at where it differs. `Egypt accepts what Israel rejects` has the words of `Israel accepts what
Egypt rejects`. What is lost by taking one text for another cannot be seen any more; what is coded twice is only slower.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher, get_close_matches

from detente.codebook import cached, parts, table
from detente.numbers import number
from detente.sameness.copies import SPELT, nothing_new
from detente.sameness.words import DATELINE, NEGATOR, folded, runs

COVERED = 0.9  # share of a copy's runs of three words that stand in the other
LONGEST = 20_000  # words; what is longer is coded without a comparison
SHORT = 8  # words: what is left out of the middle of a sentence; more is a sentence that was cut
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
CREDIT = re.compile(
    r"\s*[(\[]?(?:(?:additional |further )?(?:reporting|writing|editing|translation|photography) by\b"
    r"|compiled by\b|all rights reserved|copyright\b|©|sign up (?:for|to)\b|subscribe (?:to|now)\b|read more\b"
    r"|click here\b|follow us\b)",
    re.I,
)
END = 400  # characters at the end of a text, in which an outlet puts who wrote it and what else it offers
PLAIN = frozenset({
    "The", "A", "An", "In", "On", "At", "He", "She", "They", "It", "We", "I", "But", "And", "However", "Meanwhile",
    "Also", "Moreover", "Earlier", "Later", "This", "That", "These", "Those", "His", "Her", "Their", "Its", "As", "By",
    "For", "From", "With", "After", "Before", "There", "Then", "Still", "Yet", "So",
})  # fmt: skip
# small words on which it hangs what a sentence says
TURNING = frozenset({
    "may", "might", "could", "would", "should", "must", "shall", "will", "can", "if", "unless", "until", "only",
    "nearly", "almost", "reportedly", "allegedly", "former", "first", "last", "next", "before", "after", "ago", "less",
    "more", "fewer", "than", "most", "least", "half", "against",
})  # fmt: skip


def retold(text: str, other: str) -> float | None:
    """The share of a text's runs that stand in the other, where it tells nothing that the other does not; else None."""
    one, two = body(text), body(other)
    own, held = runs(one), runs(two)
    shared = len(own & held) / len(own) if own else 0.0
    if shared < COVERED or not nothing_new(one, own, two, held):
        return None
    mine, theirs = WORD.findall(one), WORD.findall(two)
    if max(len(mine), len(theirs)) > LONGEST or any(matters(*change) for change in changes(mine, theirs)):
        return None
    return shared


def body(text: str) -> str:
    """A text without the credits and offers that an outlet puts below it.

    >>> body("Talks go on. (Reporting by Ana Kolar; editing by Jon Berg)")
    'Talks go on.'
    """
    found = CREDIT.search(text, max(0, len(text) - END))
    return text[: found.start()] if found else text


def changes(mine: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """What stands in the one text in place of what in the other, but for how an outlet heads it."""
    steps = SequenceMatcher(None, [_form(word) for word in theirs], [_form(word) for word in mine]).get_opcodes()
    for number_, (step, start, end, first, last) in enumerate(steps):
        heading = number_ == 0 and last <= DATELINE and end - start <= DATELINE
        if step != "equal" and not heading:
            yield list(mine[first:last]), list(theirs[start:end])


def _form(word: str) -> str:
    return word if any(char.isdigit() for char in word) else "".join(folded(word))


def matters(put: Sequence[str], left: Sequence[str]) -> bool:
    """Whether it may change what is told that some words were put where others were left out."""
    told, gone = [word for word in put if weighs(word)], [word for word in left if weighs(word)]
    if any(not _spelt_like(word, left) for word in told):
        return True
    if put or len(left) <= SHORT:
        return any(not _spelt_like(word, put) for word in gone)
    return False


def _spelt_like(word: str, others: Sequence[str]) -> bool:
    if not word[:1].isupper() or any(char.isdigit() for char in word):
        return word.casefold() in {other.casefold() for other in others}
    return bool(get_close_matches(word.casefold(), [other.casefold() for other in others], 1, SPELT))


def weighs(word: str) -> bool:
    """Whether a word is a name, a number, a negation, an act, or a small word that turns what a sentence says."""
    small = word.casefold()
    if small in TURNING or NEGATOR.search(small) or any(char.isdigit() for char in word):
        return True
    if word[:1].isupper() and word not in PLAIN:
        return True
    value = number(small)
    return (value is not None and value > 1) or stem(small) in acts()


@cached
def acts() -> frozenset[str]:
    """The stems of the verbs that the codebook codes as acts, but for those that only say that something is said."""
    verbs = {word for row in table("acts") for verb in parts(row["verb"]) for word in verb.split()[:1]}
    verbs |= {row["word"].split()[0] for row in table("stances") if row["word"]}
    cues = {row["cue"].split()[0] for row in table("cues") if row.get("act") == "assertive"}
    return frozenset(stem(verb) for verb in verbs - cues)


def stem(word: str) -> str:
    """A word without the endings of verbs; two forms of one verb mostly come to the same.

    >>> {stem("reject"), stem("rejected"), stem("rejects"), stem("rejecting")}
    {'reject'}
    """
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
