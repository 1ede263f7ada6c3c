"""The signs by which the reading side tells a deed from a state, a question from a heading, a wish from an act.

They are pieces of patterns, one a line in `data/wording_signs.csv`, each under the name of what it is a sign of.
"""

from __future__ import annotations

import re
from functools import cache

from detente.codebook import table


@cache
def sign(name: str, ends: str = r"\b") -> re.Pattern[str]:
    """A pattern that finds any of the signs of this name as a word. Raises KeyError for a name that there is not."""
    return re.compile(rf"\b(?:{pieces(name)}){ends}", re.I)


@cache
def pieces(name: str) -> str:
    """The signs of this name as alternatives, for a larger pattern. Raises KeyError for a name that there is not."""
    found = [row["piece"] for row in table("wording_signs") if row["sign"] == name]
    if not found:
        raise KeyError(name)
    return "|".join(found)
