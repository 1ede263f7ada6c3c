"""In which state a town, region or site lies, by its name alone: for actors that a text only places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from detente.actors.agents import lexicon
from detente.actors.phrase import Word
from detente.actors.regions import regions
from detente.codebook import DATA, parts, table
from detente.codebook.spelling import words_of

PLACING = frozenset({"in", "at", "near", "from", "of", "to", "outside", "around", "through", "across", "into", "over",
                     "above", "between", "inside", "towards", "toward", "on", "off", "for", "and", "east", "west",
                     "north", "south", "northern", "southern", "eastern", "western", "central"})  # fmt: skip
ARTICLES = frozenset({"the", "a", "an", "some", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"})
NONE: Mapping[str, int] = {}
LONGEST = 3  # words of a name
SHORTEST = 4  # letters of one that stands alone


def countries_of(
    words: Sequence[Word], taken: Sequence[tuple[int, int]] = (), named: Mapping[str, int] = NONE
) -> Iterator[tuple[int, str]]:
    """The places among some words, each with its first word and its country.

    `taken` are words that belong to names; of several places of a name one in a country that is `named` is meant.
    """
    used = {k for first, last in taken for k in range(first, last)}
    at = 0
    while at < len(words):
        length = 0
        if at not in used and words[at].text[:1].isupper():
            alone = _placed(words, at)
            for size in range(LONGEST, 0, -1):
                keys = [w.key for w in words[at : at + size]]
                country = country_of_town(" ".join(keys), named) if len(keys) == size and all(keys) else ""
                if country and (size > 1 or (alone and len(keys[0]) >= SHORTEST)):
                    yield at, country
                    length = size
                    break
        at += max(length, 1)


def _placed(words: Sequence[Word], at: int) -> bool:
    """Whether a word stands where a place does, for most names of towns are also names of people."""
    if at and (
        words[at - 1].key in PLACING or (words[at - 1].key == "the" and at > 1 and words[at - 2].key in PLACING)
    ):
        return True
    if at > 1 and words[at - 1].text == "," and words[at - 2].text[:1].isupper():
        return True  # `in Butler, Pennsylvania`
    after = words[at + 1] if at + 1 < len(words) else None
    first = (at == 0 or (at == 1 and words[0].key in ARTICLES)) and words[at].key not in lexicon("rarely a town")
    return after is not None and (after.key == "s" or (after.text.islower() and first))


def country_of_town(name: str, named: Mapping[str, int] = NONE) -> str:
    """The country of a town, region or site, "" where none is known by the name."""
    if named:
        there = [country for country in regions().get(name, ()) if named.get(country)]
        if there:
            return max(there, key=lambda country: named[country])
    return _countries().get(name, "")


@cache
def _countries() -> dict[str, str]:
    """The country of the largest place of each name, first of all of those that conflicts are known by."""
    largest: dict[str, tuple[int, str]] = {}
    for line in (DATA / "atlas.csv").read_text(encoding="ascii").lower().splitlines()[1:]:
        name, aliases, country, _, kind, _, _, people = line.split(",")
        if kind != "country":
            rank = int(people)
            for form in (name, *aliases.split("|")) if aliases else (name,):
                if rank >= largest.get(form, (-1, ""))[0]:
                    largest[form] = (rank, country)
    found = {" ".join(words_of(form)): country.upper() for form, (_, country) in largest.items()}
    for row in table("sites"):
        for name in (row["name"], *parts(row["aliases"])):
            if row["country"]:
                found[" ".join(words_of(name))] = row["country"]
    return found
