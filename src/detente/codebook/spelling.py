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
_POSSESSIVE = re.compile(r"(?<=\w)['’`](?=s\b)")


class _Compared(dict[int, str]):
    """What each character counts as where names are compared, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        plain = (c for c in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(c))
        letters = "".join(_UNMARKED.get(c, c) for c in plain if c.isalnum() or c.isspace() or c == "-")
        return self.setdefault(code, letters.casefold().replace("-", " "))


_UNMARKED = {"ı": "i", "Đ": "D"}  # no decomposition tells
_COMPARED = _Compared()


def compared(text: str) -> Words:
    """The words of a name as they are compared: `Côte d'Ivoire` gives cote, divoire."""
    if text.isascii():  # nearly all names: what follows would change nothing but cost most of the time of loading
        if text.isalpha():
            return (text.lower(),)
        words = text.lower().replace("-", " ").split()
        if "".join(words).isalnum():
            return tuple(words)
    plain = _POSSESSIVE.sub(" ", text) if "'" in text or "’" in text or "`" in text else text
    return tuple(plain.translate(_COMPARED).split())


words_of = lru_cache(maxsize=200_000)(compared)  # for what is asked again and again


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
