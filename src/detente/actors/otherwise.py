"""Names spelt otherwise: another writing of a foreign name, two letters of a town in the wrong order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.actors import gazetteer
from detente.actors.gazetteer import Entry
from detente.codebook import cached
from detente.codebook.spelling import Words

KINDS = frozenset({"group", "organisation", "person"})
SOUNDS = 5  # consonants that a name must have at least
LETTERS = 5  # of a town
ARTICLES = frozenset({"al", "el", "ul", "the", "as", "ash", "ad", "ar"})
_SAME = str.maketrans({"q": "k", "c": "k", "z": "s", "v": "w", "j": "j"})
_SILENT = re.compile(r"[aeiouyh]")
_TWICE = re.compile(r"(.)\1+")


def written_alike(words: Words) -> tuple[Entry, ...]:
    """The readings of a name of several words of which the codebook has another spelling: `Mohamed`, `Muhammad`."""
    if len(words) < 2:
        return ()
    return _by_sound().get(_sound(words), ()) if sum(map(len, _sound(words))) >= SOUNDS else ()


@cached
def _by_sound() -> dict[Words, tuple[Entry, ...]]:
    found: dict[Words, dict[str, Entry]] = {}
    for names in gazetteer.index().values():
        for words, entries in names:
            if len(words) > 1 and entries[0].kind in KINDS:
                for entry in entries:
                    found.setdefault(_sound(words), {}).setdefault(entry.name, entry)
    return {sound: tuple(entries.values()) for sound, entries in found.items()}


def _sound(words: Words) -> Words:
    """The first letter and the consonants of each word, articles left out."""
    return tuple(_consonants("wa" if word == "wal" else word) for word in words if word not in ARTICLES)


def _consonants(word: str) -> str:
    first = "a" if word[0] in "aeiou" else word[0].translate(_SAME)
    return first + _TWICE.sub(r"\1", _SILENT.sub("", word[1:].translate(_SAME)))


def swapped(word: str) -> Iterator[str]:
    """What a word may be with two neighbouring letters in the right order: `Dehli`, `Delhi`."""
    if len(word) >= LETTERS:
        for k in range(1, len(word) - 1):
            yield word[:k] + word[k + 1] + word[k] + word[k + 2 :]
