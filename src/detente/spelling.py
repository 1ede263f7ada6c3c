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
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub(" ", text))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("ı", "i").replace("Đ", "D")
    return tuple(_LETTERS.sub("", plain).casefold().replace("-", " ").split())


def written_as(shape: str, texts: Sequence[str]) -> bool:
    """Whether words of a text are written as a name must be."""
    if shape == "any":
        return True
    if shape not in ("upper", "capital"):
        return len(texts) == 1 and texts[0] == shape
    if shape == "upper":
        return all(text.replace(".", "").replace("-", "").isupper() for text in texts)
    content = [text for text in texts if text.lower() not in PARTICLES and text[:1].isalnum()]
    return bool(content) and content[0][0].isupper() | content[0][0].isdigit() and not content[-1][0].islower()
