"""Whether a text is English, which is all that the rules can read."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

LOOKED_AT = 2_000  # characters
ENGLISH = frozenset(
    "the of and to in a is that for on it with as was by at from be are this has have had he she they we you not"
    " will would but his her their its an or which who were been said says if can about after when what".split()
)
HARDLY_ENGLISH = 0.12  # share of function words; English prose has .3 to .45
SURE = 0.99

_WORD = re.compile(r"[^\W\d_]+")


def foreign(text: str) -> str | None:
    """The code of the language that a text is written in where it is surely not English, else None."""
    head = text[:LOOKED_AT]
    words = _WORD.findall(head.lower())
    if sum(len(word) for word in words) < 80:
        return None
    share = sum(word in ENGLISH for word in words) / len(words)
    if share >= HARDLY_ENGLISH:
        return None
    language, probability = _identifier().classify(head)
    return language if language != "en" and probability >= SURE else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)
