"""Whether a text is English, which is all that the rules can read."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

LOOKED_AT = 2_000  # characters
ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the of and to in a is that for on it with as was by at from be are this has have had he she they we you not"
        " will would but his her their its an or which who were been said says if can about after when what",
    )
)
HARDLY_ENGLISH = 0.12  # share of function words; English prose has .3 to .45
SURE = 0.9
SHORTEST = 60  # letters; less tells too little

_WORD = re.compile(r"[^\W\d_]+")


def foreign(text: str) -> str | None:
    """The code of the language that a text is written in where it is surely not English, else None."""
    head = text[:LOOKED_AT]
    words = _WORD.findall(head.lower())
    letters = sum(len(word) for word in words)
    if letters < SHORTEST or sum(word in ENGLISH for word in words) >= HARDLY_ENGLISH * len(words):
        return None
    language, probability = _identifier().classify(head)
    other_script = sum("a" <= letter <= "z" for word in words for letter in word) < letters / 2
    return str(language) if language != "en" and (other_script or probability >= SURE) else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
