"""Names spelt otherwise: another writing of a foreign name, two letters of a town in the wrong order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from detente.actors import gazetteer
from detente.actors.gazetteer import Entry
from detente.codebook.spelling import Words

KINDS = frozenset({"group", "organisation", "person"})
SOUNDS = 5  # consonants that a name must have at least
LETTERS = 5  # of a town
ARTICLES = frozenset({"al", "el", "ul", "the", "as", "ash", "ad", "ar"})
_SAME = str.maketrans({"q": "k", "c": "k", "z": "s", "v": "w"})
_SOUNDED = _SAME | dict.fromkeys(map(ord, "aeiouyh"))  # without the silent
_TWICE = re.compile(r"(.)(?=\1)")


def written_alike(words: Words) -> tuple[Entry, ...]:
    """The readings of a name of several words of which the codebook has another spelling: `Mohamed`, `Muhammad`."""
    sound = _sound(words)
    if len(words) < 2 or sum(map(len, sound)) < SOUNDS:
        return ()
    alike = {
        name
        for first in gazetteer.index()
        if first in ARTICLES or _sound((first,)) == sound[:1]
        for name, _ in gazetteer.index()[first]
        if len(name) > 1 and _sound(name) == sound
    }
    in_order = alike if len(alike) < 2 else dict.fromkeys(name for name in gazetteer.names_of(KINDS) if name in alike)
    found: dict[str, Entry] = {}
    for entries in map(gazetteer.read_as, in_order):
        if entries[0].kind in KINDS:
            found.update((entry.name, entry) for entry in entries if entry.name not in found)
    return tuple(found.values())


def _sound(words: Words) -> Words:
    """The first letter and the consonants of each word, articles left out."""
    return tuple(_consonants("wa" if word == "wal" else word) for word in words if word not in ARTICLES)


@lru_cache(maxsize=50_000)
def _consonants(word: str) -> str:
    first = "a" if word[0] in "aeiou" else word[0].translate(_SAME)
    return first + _TWICE.sub("", word[1:].translate(_SOUNDED))


def swapped(word: str) -> Iterator[str]:
    """What a word may be with two neighbouring letters in the right order: `Dehli`, `Delhi`."""
    if len(word) >= LETTERS:
        for k in range(1, len(word) - 1):
            yield word[:k] + word[k + 1] + word[k] + word[k + 2 :]
