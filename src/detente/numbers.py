"""How many some words are: `24`, `1,200`, `two and a half`, `a couple of`."""

from __future__ import annotations

import re
from functools import lru_cache

ONES = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBERS = {word: n for n, word in enumerate(ONES, 1)} | {word: 10 * n for n, word in enumerate(TENS, 2)}
POWERS = {"hundred": 100.0, "thousand": 1000.0, "million": 1_000_000.0}


@lru_cache(maxsize=50_000)
def number(text: str | None) -> float | None:
    """How many some words are: `two and a half`, `24`, `a couple of`; None where they do not say."""
    if not text:
        return None
    plain = " ".join(text.lower().replace(",", "").replace("-", " ").split())
    more = 0.5 if plain.endswith(" and a half") else 0.0
    plain = plain.removesuffix(" and a half").removesuffix(" of")
    if re.fullmatch(r"\d+(\.\d+)?", plain):
        return float(plain) + more
    named = {"a": 1.0, "an": 1.0, "half a": 0.5, "half an": 0.5, "half": 0.5, "a half": 0.5, "couple": 2.0}
    named |= {"another": 1.0, "a couple": 2.0, "a dozen": 12.0, "a hundred": 100.0}
    if plain in named:
        return named[plain] + more
    first, _, rest = plain.partition(" ")
    if rest in POWERS and (times := number(first)) is not None:
        return POWERS[rest] * times
    total = NUMBERS.get(first, 0) + (NUMBERS.get(rest, 0) if rest else 0)
    return total + more if total else None
