"""Which clauses are worth the reader's time: by their words and pairs of words, in a table fitted to its training set.

The reader takes as long for a clause as the grammar does for a paragraph, and most clauses of news take no stance.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from itertools import pairwise

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\$|\d+")


@cache
def _weights() -> tuple[float, dict[str, float]]:
    told = json.loads((files("detente") / "data" / "reader" / "sieve.json").read_text(encoding="utf-8"))
    return told["bias"], told["weights"]


def features(text: str) -> set[str]:
    """The words of a text and its pairs of neighbours, small; every number is `#`."""
    words = ["#" if word.isdigit() else word for word in _WORD.findall(text.lower().replace("’", "'"))]
    return {*words, *(f"{one} {other}" for one, other in pairwise(words))}


def promise(text: str) -> float:
    """The log-odds that a clause takes a stance, offers, threatens or binds; above zero rather than not."""
    bias, weights = _weights()
    return bias + sum(weights.get(one, 0.0) for one in sorted(features(text)))
