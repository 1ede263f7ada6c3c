"""Where: names of places in the text, and the country that each lies in."""

from __future__ import annotations

from detente.actors import gazetteer
from detente.actors.spelling import words_of
from detente.annotate.names import Name, names_in
from detente.codebook import parts, table
from detente.doc import Doc, Place, Token

PLACES = frozenset({"GPE", "LOC", "FAC"})
LOCATED = frozenset({"state", "capital", "place"})


def annotate(doc: Doc) -> None:
    """Fill `doc.places`: the places of the codebook, and what the model takes for one, in the order of the text."""
    names = names_in(doc)
    covered = {i for name in names for i in range(name.first, name.last)}
    found = [place for name in names if (place := _known(doc, name)) is not None]
    found.extend(_unknown(doc, covered))
    doc.places = sorted(found, key=lambda p: p.first)


def _known(doc: Doc, name: Name) -> Place | None:
    entry = name.entry
    if entry is None or entry.kind not in LOCATED:
        return None
    country = entry.country or None
    if country is not None and gazetteer.state_of(country) is None:
        country = next((r["country"] for r in table("places") if entry.name and name.text in parts(r["places"])), None)
    return Place(name.first, name.last, _words(doc, name.first, name.last), country)


def _unknown(doc: Doc, covered: set[int]) -> list[Place]:
    """What only the model takes for a place; its country is told by the name beside it: `Pechory, Russia`."""
    found = []
    tokens = doc.tokens
    i = 0
    while i < len(tokens):
        tag = tokens[i].entity
        if not tag.startswith("B-") or tag[2:] not in PLACES or i in covered:
            i += 1
            continue
        first = i
        i += 1
        while i < len(tokens) and tokens[i].entity == "I-" + tag[2:]:
            i += 1
        last = i
        while last > first and tokens[last - 1].pos in ("PUNCT", "PART"):
            last -= 1
        while first < last and tokens[first].tag == "DT":
            first += 1
        if first < last and tokens[first].text[0].isupper() and not covered & set(range(first, last)):
            found.append(Place(first, last, _words(doc, first, last), _country_beside(tokens, last)))
    return found


def _country_beside(tokens: list[Token], last: int) -> str | None:
    if (last + 1 < len(tokens) and tokens[last].text == ",") or (last < len(tokens) and tokens[last].lower == "in"):
        name = tokens[last + 1].text if last + 1 < len(tokens) else ""
        found = gazetteer.find([*words_of(name)] or [""], [name], 0)
        if found is not None and found[1][0].kind in LOCATED:
            return found[1][0].country or None
    return None


def _words(doc: Doc, first: int, last: int) -> str:
    return " ".join(doc.text[doc.tokens[first].start : doc.tokens[last - 1].end].split())
