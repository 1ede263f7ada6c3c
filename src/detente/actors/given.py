"""Given names: what a first name tells of the gender of someone whom the codebook does not know."""

from __future__ import annotations

from functools import cache

from detente.codebook import parts, table
from detente.codebook.spelling import Words, words_of


@cache
def given_names() -> dict[Words, str]:
    """The gender (m or f) of each given name of the table."""
    return {words_of(name): row["gender"] for row in table("given_names") for name in parts(row["names"])}


def gender_by_name(name: str) -> str:
    """The gender (m, f, or empty) that the given name in a full name tells: `Jean-Pierre` before `Jean`."""
    words = words_of(name)
    if len(words) < 2:
        return ""
    return given_names().get(words[:2], "") or given_names().get(words[:1], "")


def is_given(word: str) -> bool:
    """Whether a word is a given name of the table."""
    return words_of(word) in given_names()
