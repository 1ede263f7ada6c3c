"""A text as what two copies of it share: runs of three words, and the names and numbers that it gives.

Letters that a scanner takes for one another are folded into one (`rn` and `m`, `0` and `o`), so that a badly scanned
copy has most of its words in common with the original.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from detente.numbers import number

RUN = 3  # words in a row
WORD = re.compile(r"[^\W_]+")
BROKEN = re.compile(r"(?<=\w)[-\u00ad]\s*\n\s*(?=\w)")
PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("li", "h"), ("ii", "n"))
LIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "8": "b", "6": "b", "c": "e",
                      "f": "t", "u": "n", "v": "y", "9": "g", "q": "g", "2": "z"})  # fmt: skip
DATELINE = 12  # words at the head of a text in which an outlet puts its own name and place
NAME = re.compile(r"(?<![.!?:\n“\"] )(?<![\n(])(?<!^)\b[A-Z][\w’'-]*[a-z][\w’'-]*")
FIGURE = re.compile(r"\b\d[\d.,]*\b")
NEGATOR = re.compile(
    r"\b(?:not|no|never|none|nor|neither|without|cannot|den(?:y|ies|ied)|refus\w+|reject\w+)\b|n[’']t\b", re.I
)


class Facts(NamedTuple):
    """What a copy may not differ in: the names and the numbers of a text, and how often it negates."""

    names: frozenset[str]
    numbers: frozenset[float]
    negations: int


def folded(text: str) -> list[str]:
    """The words of a text without case, accents, word breaks at line ends, and differences that a scanner misses.

    >>> folded("The modem Govern-\\nment") == folded("the rnodem govemment")
    True
    """
    plain = unicodedata.normalize("NFKD", BROKEN.sub("", text)).casefold()
    for many, one in PAIRS:
        plain = plain.replace(many, one)
    return WORD.findall(plain.translate(LIKE))


def runs(text: str) -> set[str]:
    """The runs of three words in a text."""
    words = folded(text)
    return {" ".join(run) for run in zip(*(words[i:] for i in range(RUN)), strict=False)}


def facts(text: str, *, headed: bool = True) -> Facts:
    """The names and numbers of a text, but for those of its first words where an outlet may have `headed` it."""
    start = next((m.end() for i, m in enumerate(WORD.finditer(text)) if i + 1 == DATELINE), len(text))
    body = text[start:] if headed else text
    names = frozenset(name.removesuffix("’s").removesuffix("'s").casefold() for name in NAME.findall(body))
    said = {*FIGURE.findall(body), *WORD.findall(body.casefold())}
    figures = {value for word in said if (value := number(word.rstrip(".,"))) is not None and value > 1}
    return Facts(names, frozenset(figures), len(NEGATOR.findall(body)))
