"""Where: names of places in the text, with the country and the coordinates that the gazetteer has for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.actors import gazetteer
from detente.actors.agents import common_nouns
from detente.actors.given import is_given
from detente.annotate import atlas, locating
from detente.annotate.atlas import Spot
from detente.annotate.names import Name
from detente.codebook import parts, table
from detente.codebook.place_words import place_noun, place_words
from detente.doc import Doc, Place, Token

PLACES = frozenset({"GPE", "LOC", "FAC"})
LOCATED = frozenset({"state", "capital", "place"})
LONGEST = 6
ACRONYM = 6
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
        one = _named(doc, name, names) if name is not None else _seen(tokens, i, covered)
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


def _named(doc: Doc, name: Name, names: list[Name]) -> Found | None:
    """A name that the codebook has for a place; or that the model mistakes, where the words say that it is one."""
    entry = name.entry
    if entry is None:
        people = name.kind == "people" and doc.tokens[name.last - 1].tag != "NNP"
        placed = not people and _mistaken(doc, name, names)
        return Found(name.first, name.last, None) if placed else _before_noun(doc.tokens, name.first, name.last)
    if entry.kind not in LOCATED:
        # `Abkhazia`, which acts as a state does
        land = entry.kind == "group" and any(spot.kind in atlas.AREAS for spot in atlas.spots(name.text))
        return Found(name.first, name.last, None) if land else None
    country = entry.country or None
    if country is not None and gazetteer.state_of(country) is None:
        country = next((r["country"] for r in table("places") if entry.name and name.text in parts(r["places"])), None)
    return Found(name.first, name.last, country, entry.kind)


def _mistaken(doc: Doc, name: Name, names: list[Name]) -> bool:
    """Whether what the model takes for a person or body is a place, by the words before it and the gazetteer."""
    tokens = doc.tokens
    listed = bool(atlas.spots(_words(doc, name.first, name.last)))
    if _stands_as_place(tokens, name.first) and listed:
        return True
    if _called(tokens, name.first):
        return True
    last = tokens[name.last - 1].lower
    if any(n is not name and n.kind == "person" and tokens[n.last - 1].lower == last for n in names):
        return False
    if is_given(tokens[name.first].text):
        return False
    if listed and _taken(tokens[name.last - 1]):
        return True
    if name.kind != "person":
        return False
    return _gone_to(tokens, name.first) if listed else _unlisted(tokens, name.first, name.last)


def _gone_to(tokens: list[Token], i: int) -> bool:
    """Whether somebody goes or is sent to what a name names: `flew doctors to X`, not `sent a letter to X`."""
    to = tokens[i - 1] if i else None
    if to is None or to.lower not in ("to", "into", "toward", "towards", "from"):
        return False
    verb = to.head
    if verb.lemma in place_words("sent") and to.lower != "from":
        return not any(c.dep == "dobj" and c.lemma in place_words("written") for c in verb.children)
    return verb.lemma in place_words("motion")


def _taken(token: Token) -> bool:
    """Whether troops enter or shell what a name names."""
    return token.dep in ("dobj", "nsubjpass") and token.head.lemma in place_words("taken")


def _attacked(tokens: list[Token], i: int) -> bool:
    """`the attack on X`, `the siege of X`."""
    return i > 1 and tokens[i - 1].lower in ("on", "of") and tokens[i - 2].lemma in place_words("assault")


def _called(tokens: list[Token], i: int) -> bool:
    """Whether the words before a name say that it is a town or the like: `the temple of X`."""
    return i > 1 and tokens[i - 1].lower == "of" and tokens[i - 2].lower in place_words("called")


def _unlisted(tokens: list[Token], first: int, last: int) -> bool:
    """Whether a name that no table has stands after `in` or `near` as only a place does."""
    before = tokens[first - 1] if first else None
    if before is None or before.lower not in place_words("strict") or before.head.lemma in place_words("trust"):
        return False
    words = tokens[first:last]
    if any(t.lower in place_words("no place") or (t.text.isupper() and len(t.text) < ACRONYM) for t in words):
        return False
    if any((t.lower,) in common_nouns() or not t.text[0].isupper() for t in words):
        return False
    after = tokens[last] if last < len(tokens) else None
    whole = words[-1].dep == "pobj" and words[-1].head is before
    return whole and (after is None or (after.tag not in ("POS", "CD") and not after.tag.startswith("N")))


def _seen(tokens: list[Token], i: int, covered: set[int]) -> Found | None:
    """What only the model takes for a place, or what stands after `in` or `the town of` and the gazetteer has."""
    if i in covered:
        return None
    tag = tokens[i].entity
    last = i + 1
    if tag[2:] in PLACES:
        while last < len(tokens) and _goes_on(tokens, last, covered):
            last += 1
        while last > i and tokens[last - 1].pos in ("PUNCT", "PART"):
            last -= 1
        first = i
        while first < last and tokens[first].tag == "DT":
            first += 1
        named = first < last and tokens[first].text[0].isupper() and tokens[first].pos != "VERB"
        return Found(first, last, None) if named else None
    if tokens[i].tag in ("NNP", "NNPS"):
        while last < len(tokens) and tokens[last].tag == "NNP" and last not in covered and last - i < LONGEST:
            last += 1
        told = None if tag else _before_noun(tokens, i, last)
        if told is not None:
            return told
        if not (_stands_as_place(tokens, i) or _attacked(tokens, i)):
            return None
        text = " ".join(t.text for t in tokens[i:last])
        # `in Amman`, but what the model has another name for needs the gazetteer
        known = atlas.spots(text) or (not tag and (_called(tokens, i) or _unlisted(tokens, i, last)))
        return Found(i, last, None) if known else None
    return None


def _before_noun(tokens: list[Token], first: int, last: int) -> Found | None:
    """A name before a noun that says that it is a place: `in X village`, `the X crossing`, with a noun like that."""
    noun = tokens[last].lower if last < len(tokens) else ""
    if not first or tokens[first - 1].tag not in ("DT", "IN") or noun not in place_words("called"):
        return None
    return Found(first, last + (noun not in place_words("town") | place_words("region")), None)


def _goes_on(tokens: list[Token], k: int, covered: set[int]) -> bool:
    """Whether a word goes on a place's name: `the Strait of X`, and a part of a name that the model left out."""
    before, token = tokens[k - 1], tokens[k]
    if token.entity == "I-" + before.entity[2:]:
        return k not in covered or before.lower == "of" or (before.dep == "compound" and before.head is token)
    return token.tag == "NNP" and not token.entity and before.head is token and k not in covered


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
        return place_noun(tokens[before.i - 1].lower)
    return before.lower in place_words("inside")


def _words(doc: Doc, first: int, last: int) -> str:
    return " ".join(doc.text[doc.tokens[first].start : doc.tokens[last - 1].end].split())
