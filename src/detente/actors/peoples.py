"""In which state a people without one of its own lives: `Rohingya refugees`, `Papuan church leaders`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from detente.actors.agents import lexicon
from detente.codebook import parts, table
from detente.codebook.spelling import Words, words_of

LONGEST = 2  # words of a name


def country_of_people(keys: Sequence[str]) -> str:
    """The state of the first people named among some words, "" where there is none."""
    for at in range(len(keys)):
        for length in range(LONGEST, 0, -1):
            country = _countries().get(tuple(keys[at : at + length]))
            if country:
                return country
    return ""


def over_borders(word: str) -> bool:
    """Whether a people that has a state also fights and lives in others: `Serb irregulars`, `Turkmen fighters`."""
    return word in lexicon("over borders")


@cache
def _countries() -> dict[Words, str]:
    return {words_of(name): row["country"] for row in table("peoples") for name in parts(row["peoples"])}
