"""Which articles of a coverage are copies of others: what an agency wrote and several printed is one source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from detente.findings.rows import Row, iso

SENTENCE = re.compile(r"(?<=[.?!”\"])\s+")
LONG, SHARE = 40, 0.6


def copies(articles: Sequence[Row]) -> dict[str, str]:
    """From each article that repeats most sentences of an earlier one, to that one; of one day the first listed.

    Only sentences of at least 40 characters are compared, without their case and marks; most is three in five.
    """
    order = sorted(range(len(articles)), key=lambda nr: (iso(articles[nr]["date"]) or "9999", nr))
    first: dict[str, str] = {}
    found: dict[str, str] = {}
    for nr in order:
        row = articles[nr]
        own = {bare(piece) for piece in SENTENCE.split(str(row["text"])) if len(piece) >= LONG}
        known = Counter(first[piece] for piece in own if piece in first)
        (other, shared), *_ = known.most_common(1) or [("", 0)]
        if own and shared >= SHARE * len(own):
            found[str(row["id"])] = found.get(other, other)
        for piece in own:
            first.setdefault(piece, str(row["id"]))
    return found


def bare(words: str) -> str:
    """Words without case, marks and spaces between them, so that two printings of one sentence are the same."""
    return re.sub(r"\W+", "", words.casefold())
