"""Which countries a text is about: those of the places in each sentence, and the one that leads in all of it."""

from __future__ import annotations

from collections import Counter

from detente.actors import gazetteer
from detente.actors.agents import is_sector
from detente.codebook import MANY_STATES
from detente.doc import SUBJECTS, Doc, Place

THERE = frozenset({"in", "at", "near", "outside", "across", "inside", "around", "throughout"})
SHORT = 3  # sentences of a text that is read as one
PARAGRAPH = 12  # sentences of a text that is set in one place
ALONE = 2.5  # times the weight of the next, where hardly any other state is spoken of
LEAST_ALONE = 4
LEAST = 6  # weight of the country that a text is about
MOSTLY_SHORT = 1.3  # times the weight of the next
MOSTLY = 3


class About:
    """The countries of a text: those of the places in each sentence, and the one that all of it is about."""

    def __init__(self, doc: Doc) -> None:
        self.placed: dict[int, str] = {}
        weights: Counter[str] = Counter()
        for place in doc.places:
            if place.country and gazetteer.state_of(place.country):
                weights[place.country] += _weight(doc, place)
                self.placed.update(dict.fromkeys(range(place.first, place.last), place.country))
        for mention in doc.mentions:
            if mention.form != "pronoun" and mention.first not in self.placed:
                weights.update(c for c in (parted(code)[0] for code in mention.codes) if gazetteer.state_of(c))
        self.short = len(doc.sentences) <= SHORT
        (main, most), (_, next_most) = [*weights.most_common(2), ("", 0), ("", 0)][:2]
        self.most = main if most > next_most else ""
        share = MOSTLY_SHORT if len(doc.sentences) <= PARAGRAPH else MOSTLY
        least = LEAST if most < ALONE * next_most or len(doc.sentences) > PARAGRAPH else LEAST_ALONE
        self.main = main if most >= least and most > share * next_most else ""
        self.alone = most >= ALONE * next_most


def _weight(doc: Doc, place: Place) -> int:
    """How much a place tells of where a text is set: what it says to happen in it more, and first of all."""
    if doc.tokens[place.last - 1].dep in SUBJECTS:
        return 2  # who acts, not where
    before = doc.tokens[place.first - 1] if place.first else None
    there = before is None or before.lower in THERE or (before.tag == "DT" and before.i > 0)
    return (4 if there else 2) * (2 if doc.tokens[place.first].sentence == 0 else 1)


def parted(code: str) -> tuple[str, str]:
    """Country and sector of a code: `RUS GOV`, `REB`, `UNO`."""
    first, _, rest = code.partition(" ")
    if rest:
        return first, rest
    if first in MANY_STATES:
        return first, "IGO"
    return ("", first) if is_sector(first) else (first, "")
