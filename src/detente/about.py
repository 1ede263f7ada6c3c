"""Which countries a text is about: those of the places in each sentence, and the one that leads in all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from detente.actors import gazetteer
from detente.actors.agents import is_sector, lexicon
from detente.actors.succession import country_then
from detente.actors.towns import country_of_town
from detente.codebook import MANY_STATES
from detente.codebook.spelling import words_of
from detente.doc import SUBJECTS, Doc, Place

NAMED_FOR_TOWNS = frozenset({"University", "Port", "Bishop", "Archbishop", "Diocese", "Archdiocese", "Stock"})
THERE = frozenset({"in", "at", "near", "outside", "across", "inside", "around", "throughout"})
SHORT = 3  # sentences of a text that is read as one
SHORT_WORDS = 300  # of such a text: it is read once for each mention in it
PARAGRAPH = 12  # sentences of a text that is set in one place
ALONE = 2.5  # times the weight of the next, where hardly any other state is spoken of
LEAST_ALONE = 4
LEAST = 6  # weight of the country that a text is about
MOSTLY_SHORT = 1.3  # times the weight of the next
MOSTLY = 3
DASHES = frozenset({"-", "--", "–", "—"})
FROM = 3


class About:
    """The countries of a text: those of the places in each sentence, and the one that all of it is about."""

    def __init__(self, doc: Doc) -> None:
        self.placed: dict[int, str] = {}
        weights: Counter[str] = Counter()
        for place in doc.places:
            # a town of which the map is not sure still tells the country
            country = place.country or country_of_town(" ".join(words_of(place.name)), weights)
            country = country_then(country, doc.article.date)
            if country and gazetteer.state_of(country):
                weights[country] += _weight(doc, place)
                self.placed.update(dict.fromkeys(range(place.first, place.last), country))
        self.placed.update(_of_universities(doc))
        for mention in doc.mentions:
            if mention.form != "pronoun" and mention.first not in self.placed:
                acts = 1 + (doc.tokens[mention.head].dep in SUBJECTS)
                for country in (parted(code)[0] for code in mention.codes):
                    weights[country] += acts if gazetteer.state_of(country) else 0
        self.lead = _of_lead(doc, self.placed)
        self.short = len(doc.sentences) <= SHORT and len(doc.tokens) <= SHORT_WORDS
        (main, most), (_, next_most) = [*weights.most_common(2), ("", 0), ("", 0)][:2]
        self.most = main if most > next_most else ""
        share = MOSTLY_SHORT if len(doc.sentences) <= PARAGRAPH else MOSTLY
        least = LEAST if most < ALONE * next_most or len(doc.sentences) > PARAGRAPH else LEAST_ALONE
        self.main = main if most >= least and most > share * next_most else ""
        self.alone = most >= ALONE * next_most


def _of_lead(doc: Doc, placed: dict[int, str]) -> str:
    """The one country in which the first sentence sets its scene: `stormed the embassy in Tehran`."""
    first, end = doc.sentences[0] if doc.sentences else (0, 0)
    found = {placed[i] for i in range(first + 1, end) if i in placed and doc.tokens[i - 1].lower in THERE}
    return found.pop() if len(found) == 1 else ""


def _of_universities(doc: Doc) -> Iterator[tuple[int, str]]:
    """The towns that are part of the name of a body, each with its country: `the University of Tartu`."""
    for before, of, town in zip(doc.tokens, doc.tokens[1:], doc.tokens[2:], strict=False):
        if of.lower == "of" and before.text in NAMED_FOR_TOWNS and town.text[0].isupper():
            country = country_then(country_of_town(" ".join(words_of(town.text))), doc.article.date)
            if country:
                yield town.i, country


def _weight(doc: Doc, place: Place) -> int:
    """How much a place tells of where a text is set: what it says to happen in it more, and first of all."""
    if doc.tokens[doc.sentences[doc.tokens[place.first].sentence][1] - 1].text in DASHES:
        return FROM  # a dateline: where the report was written, not what it is about
    if doc.tokens[place.last - 1].dep in SUBJECTS:
        return 2  # who acts, not where
    before = doc.tokens[place.first - 1] if place.first else None
    if before is not None and _fled_to(doc, place):
        return 1  # who flees is from elsewhere
    there = before is None or before.lower in THERE or (before.tag == "DT" and before.i > 0)
    return (4 if there else 2) * (2 if doc.tokens[place.first].sentence == 0 else 1)


def _fled_to(doc: Doc, place: Place) -> bool:
    """Whether a place is one to which somebody flees: `fled to Moscow`."""
    head = doc.tokens[place.last - 1]
    return head.dep == "pobj" and head.head.head.lemma in lexicon("gone into exile")


def parted(code: str) -> tuple[str, str]:
    """Country and sector of a code: `RUS GOV`, `REB`, `UNO`."""
    first, _, rest = code.partition(" ")
    if rest:
        return first, rest
    if first in MANY_STATES:
        return first, "IGO"
    return ("", first) if is_sector(first) else (first, "")
