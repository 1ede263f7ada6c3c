"""How names are compared: the words of a name, and whether it is written as a name must be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

Words = tuple[str, ...]

PARTICLES = frozenset(
    {"al", "el", "ul", "bin", "ibn", "ben", "abu", "van", "von", "der", "de", "da", "di", "del", "la", "le", "the",
     "of", "and", "for", "in", "s", "ad", "ar", "as", "ash", "an", "i", "e"}
)  # fmt: skip
_LETTERS = re.compile(r"[^\w\s-]|_")
_POSSESSIVE = re.compile(r"(?<=\w)['’`](?=s\b)")


@lru_cache(maxsize=200_000)
def words_of(text: str) -> Words:
    """The words of a name as they are compared: `Côte d'Ivoire` gives cote, divoire."""
    if text.isascii():  # nearly all names: what follows would change nothing but cost most of the time of loading
        if text.isalpha():
            return (text.lower(),)
        plain = _POSSESSIVE.sub(" ", text) if "'" in text or "`" in text else text
        if plain.replace(" ", "").replace("-", "").isalnum():
            return tuple(plain.lower().replace("-", " ").split())
    else:
        plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub(" ", text))
        plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("ı", "i").replace("Đ", "D")
    return tuple(_LETTERS.sub("", plain).casefold().replace("-", " ").split())


def capitals_of(name: str) -> str:
    """Which words of a name begin with a capital or a figure: `CcC` for `Bank of England`."""
    plain = _POSSESSIVE.sub(" ", name) if "'" in name or "’" in name or "`" in name else name
    firsts = (_first_of(piece) for piece in plain.replace("-", " ").split())
    return "".join("c" if first.islower() else "C" for first in firsts if first)


def _first_of(piece: str) -> str:
    """The first letter or figure of a word, "" where it has none."""
    return piece[0] if piece[0].isalnum() else next((c for c in piece if c.isalnum()), "")


def written_as(shape: str, pattern: str, texts: Sequence[str]) -> bool:
    """Whether words of a text are written as a name must be: `shape` and `pattern` are those of `gazetteer.Entry`."""
    if shape == "any":
        return True
    if shape == "exact":
        return len(texts) == 1 and texts[0] == pattern
    if shape == "acronym":
        return all(text.isupper() or (len(text) > 3 and text.istitle()) for text in texts)
    if shape == "upper":
        return all(text.replace(".", "").replace("-", "").isupper() for text in texts)
    if len(pattern) != len(texts):
        return texts[0][:1].isupper()
    wanted = [text for text, sign in zip(texts, pattern, strict=True) if sign == "C"]
    return bool(wanted) and not any(text[0].islower() and text.lower() not in PARTICLES for text in wanted)
