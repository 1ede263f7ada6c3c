"""Of which parliament those are whom a text calls only that: `lawmakers`, `Republican senators`, `Sen. X`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from detente.about import parted
from detente.actors.agents import lexicon
from detente.codebook import cached, table
from detente.codebook.spelling import Words, words_of
from detente.doc import Doc, Mention

LEADS = 2  # times as often named as the parliament that is named next most
_SEAT = re.compile(r"\s?[,(\[]\s?(?:R|D|I|Ind)\.?[-–,]\s?[A-Z][A-Za-z]*\b")


def seat_follows(text: str, end: int) -> bool:
    """Whether the party and state of a member of the US Congress stand behind a name: `(R-Ill.)`, `, D-N.Y.,`."""
    return _SEAT.match(text, end) is not None


class Parliaments:
    """The parliaments of which a text speaks, counted when they are first asked for."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._main: str | None = None

    def of(self, mention: Mention) -> str:
        """The state of the party that a phrase names, else of the one parliament that the text speaks of."""
        words = {t.lower for t in self._doc.tokens[mention.first : mention.last]}
        if words & lexicon("an American party"):
            return "USA"
        if self._main is None:
            self._main = _most_spoken_of(self._doc)
        return self._main


def _most_spoken_of(doc: Doc) -> str:
    ranked = (_parliaments_coded(doc) + _parliaments_named(doc)).most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] < LEADS * ranked[1][1]):
        return ""
    return ranked[0][0]


def _parliaments_coded(doc: Doc) -> Counter[str]:
    """The countries of those mentioned who are of a parliament, with how often."""
    codes = (parted(code) for m in doc.mentions if m.form != "pronoun" for code in m.codes)
    return Counter(country for country, sector in codes if country and sector == "LEG")


def _parliaments_named(doc: Doc) -> Counter[str]:
    """The countries of parliaments named where things happen, which make no mention: `a vote in Congress`."""
    mentioned = {i for m in doc.mentions for i in range(m.first, m.last)}
    spoken_of = {parted(code)[0] for m in doc.mentions for code in m.codes}  # a `Senate` is not always the same one
    found: Counter[str] = Counter()
    for token in doc.tokens:
        if token.i in mentioned or not token.text[:1].isupper():
            continue
        for length in (2, 1):
            code = _seats().get(tuple(w for t in doc.tokens[token.i : token.i + length] for w in words_of(t.text)), "")
            if code and code in spoken_of:
                found[code] += 1
                break
    return found


@cached
def _seats() -> Mapping[Words, str]:
    """The parliaments with a name of their own, in one or two words, by the code of their state."""
    rows = [row for row in table("metonyms") if row["sector"] == "LEG" and row["actor"]]
    return {words: row["code"] for row in rows if len(words := words_of(row["phrase"])) <= 2}
