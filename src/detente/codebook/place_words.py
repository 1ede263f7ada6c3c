"""The words that tell of places: nouns for towns, regions and other spots, prepositions, verbs."""

from __future__ import annotations

from functools import cache

from detente.codebook import classes


@cache
def place_words(kind: str) -> frozenset[str]:
    """The words of a class of `place_words.csv`."""
    return classes("place_words")[kind]


def place_noun(lower: str) -> bool:
    """Whether a noun is one for a town, a region or another spot."""
    return any(lower in place_words(kind) for kind in ("town", "region", "spot"))
