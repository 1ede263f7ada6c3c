"""Where: names of places in the text, with the country and the coordinates that the gazetteer has for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.actors import gazetteer
from detente.annotate import atlas, locating
from detente.annotate.atlas import Spot
from detente.annotate.names import Name
from detente.codebook import parts, table
from detente.coding.whereabouts import LOCATING, place_words
from detente.doc import Doc, Place, Token

PLACES = frozenset({"GPE", "LOC", "FAC"})
LOCATED = frozenset({"state", "capital", "place"})
LONGEST = 6
BEGINNINGS = frozenset({"al", "el", "ar", "az", "ad", "ash"})


@dataclass(frozen=True, slots=True)
class Found:
    """Words that name a place: tokens `first` to `last` (exclusive), and the country that the codebook gives it."""

    first: int
    last: int
    country: str | None
    kind: str = ""


def annotate(doc: Doc, names: list[Name]) -> None:
    """Fill `doc.places`: the names of the codebook and the model's, each tied to a place of the gazetteer if it can."""
    found = sorted(_found(doc, names), key=lambda one: one.first)
    evidence = locating.Evidence(doc, names)
    doc.places = [_placed(doc, one, evidence) for one in found]


def _placed(doc: Doc, found: Found, evidence: locating.Evidence) -> Place:
    words = _words(doc, found.first, found.last)
    place = Place(found.first, found.last, words, found.country or evidence.beside(found.first, found.last))
    spots = atlas.spots(words) or atlas.area(words)
    if not spots and found.kind == "state" and found.country:
        spots = atlas.state(found.country)
    choice = evidence.choose(spots, found.first, found.last, found.country)
    if choice is None:
        return replace(place, candidates=len(spots), why="not in the gazetteer" if not spots else "no country decides")
    spot, why = choice
    return replace(
        place, country=spot.country or None, kind=_kind(spot), lat=spot.lat,
        lon=spot.lon, candidates=len(spots), why=why,
    )  # fmt: skip


def _kind(spot: Spot) -> str:
    return "city" if spot.kind == "capital" else spot.kind


# ---------------------------------------------------------------- which words name a place


def _found(doc: Doc, names: list[Name]) -> Iterator[Found]:
    """What names a place, none overlapping another: the longest that the gazetteer has, from where a name begins."""
    tokens = doc.tokens
    at_name = {name.first: name for name in names}
    covered = {i for name in names for i in range(name.first, name.last)}
    done = 0
    for token in tokens:
        i = token.i
        if i < done or not (token.text[0].isupper() or token.lower in BEGINNINGS):
            continue
        name = at_name.get(i)
        one = _named(doc, name) if name is not None else _seen(tokens, i, covered)
        longer = _longer(doc, i, one, name)
        one = longer or one
        if one is not None:
            yield _whole(doc, one)
            done = one.last


def _whole(doc: Doc, one: Found) -> Found:
    """With the word before it, where the gazetteer has the two as one place: `southern Lebanon`."""
    before = doc.tokens[one.first - 1] if one.first else None
    if (
        before is None
        or not before.lower.endswith(("ern", "central"))
        or before.sentence != doc.tokens[one.first].sentence
    ):
        return one
    return replace(one, first=before.i, kind="") if atlas.spots(_words(doc, before.i, one.last)) else one


def _named(doc: Doc, name: Name) -> Found | None:
    """A name that the codebook has for a place; or that the model mistakes, where the words say that it is one."""
    entry = name.entry
    if entry is None:
        placed = _stands_as_place(doc.tokens, name.first) and atlas.spots(_words(doc, name.first, name.last))
        people = name.kind == "people" and doc.tokens[name.last - 1].tag != "NNP"
        return Found(name.first, name.last, None) if placed and not people else None
    if entry.kind not in LOCATED:
        return None
    country = entry.country or None
    if country is not None and gazetteer.state_of(country) is None:
        country = next((r["country"] for r in table("places") if entry.name and name.text in parts(r["places"])), None)
    return Found(name.first, name.last, country, entry.kind)


def _seen(tokens: list[Token], i: int, covered: set[int]) -> Found | None:
    """What only the model takes for a place, or what stands after `in` or `the town of` and the gazetteer has."""
    if i in covered:
        return None
    tag = tokens[i].entity
    last = i + 1
    if tag[2:] in PLACES:
        while last < len(tokens) and tokens[last].entity == "I-" + tag[2:] and last not in covered:
            last += 1
        while last > i and tokens[last - 1].pos in ("PUNCT", "PART"):
            last -= 1
        first = i
        while first < last and tokens[first].tag == "DT":
            first += 1
        named = first < last and tokens[first].text[0].isupper() and tokens[first].pos != "VERB"
        return Found(first, last, None) if named else None
    if tokens[i].tag in ("NNP", "NNPS") and _stands_as_place(tokens, i):
        while last < len(tokens) and tokens[last].tag == "NNP" and last not in covered and last - i < LONGEST:
            last += 1
        text = " ".join(t.text for t in tokens[i:last])
        return Found(i, last, None) if atlas.spots(text) else None
    return None


def _longer(doc: Doc, i: int, one: Found | None, name: Name | None) -> Found | None:
    """A longer name of the gazetteer that begins with these words: `Gaza Strip`, `Kerem Shalom crossing`."""
    tokens = doc.tokens
    if tokens[i].tag == "DT" or (name is not None and one is None and name.kind != "adjective"):
        return None
    least = one.last if one is not None else i + 1
    for last in range(min(len(tokens), i + LONGEST), least, -1):
        run = tokens[i:last]
        if run[-1].sentence != run[0].sentence or run[-1].pos in ("PUNCT", "ADP", "DET"):
            continue
        if not all(t.text[0].isalpha() or t.text == "-" for t in run):
            continue
        if not any(t.text[0].isupper() for t in run[1:]) and run[-1].lower not in place_words("spot"):
            continue
        spots = atlas.spots(_words(doc, i, last))
        if spots and (one is not None or spots[0].kind not in ("city", "capital") or _stands_as_place(tokens, i)):
            return Found(i, last, None)
    return None


def _stands_as_place(tokens: list[Token], i: int) -> bool:
    """Whether a name stands after `in`, `near`, `the town of`."""
    before = tokens[i - 1] if i else None
    if before is not None and before.tag == "DT":
        before = tokens[i - 2] if i > 1 else None
    if before is None:
        return False
    if before.lower == "of" and i > 1:
        noun = tokens[before.i - 1].lower
        return any(noun in place_words(kind) for kind in ("town", "region", "spot"))
    return before.lower in LOCATING


def _words(doc: Doc, first: int, last: int) -> str:
    return " ".join(doc.text[doc.tokens[first].start : doc.tokens[last - 1].end].split())
