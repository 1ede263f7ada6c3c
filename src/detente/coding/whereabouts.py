"""Where an act took place: the place that its own clause names or takes up, else none.

`in`, `near`, `the port of` and their like tell it; so does what an attack hits, a visit reaches, a retreat leaves. A
place that only names an actor (`Moscow says`) is none, nor is that of a dateline, of a reason (`over the poisoning in
X`) or of another clause.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.actors.gazetteer import known
from detente.codebook.place_words import place_noun, place_words
from detente.coding.same_place import taken_up
from detente.coding.tied import SPOKEN, beside, goes_on, tied, told_of
from detente.doc import Doc, Place, Token

HIT = frozenset({"on", "at", "against", "for", "of", "over"})
LEFT = frozenset({"from", "of"})
TO = frozenset({"to", "into", "toward", "towards"})
NAMED = frozenset({"GPE", "LOC", "FAC"})
VIOLENT = frozenset({"ASSAULT", "COERCE"})
SENDING = frozenset({"AID", "MOBILIZE"})
FINE = {"country": 0, "region": 1, "city": 2, "site": 2}
Found = tuple[int, bool, int, Place, str]


def place_of(doc: Doc, span: tuple[int, int], word: Token, act: str) -> tuple[Place, str] | None:
    """The place of an act of this type, and the words that tell so: the nearest to the act's word."""
    found = sorted(_found(doc, span, word, act), key=lambda one: one[:3])
    if not found:
        return None
    place, told = found[0][3:]
    # `in a village in northern Mali`
    closer = [one[3:] for one in found if _closer(one[3], place)]
    return closer[0] if closer else (place, told)


def _found(doc: Doc, span: tuple[int, int], word: Token, act: str) -> Iterator[Found]:
    """The places tied to an act: how strongly, whether by other words than the name, how far off, and which words."""
    named = [(_head(doc, place), place, "") for place in doc.places]
    for head, place, again in [*named, *taken_up(doc, word.sentence)]:
        if head.sentence != word.sentence:
            continue
        how = _by_adverb(head, word, span, act) if head.pos == "ADV" or again.startswith("where") else None
        how = how or _how(head, place, word, act, span)
        if how is not None:
            strength, told = how
            yield (
                strength,
                bool(again) or head.dep == "poss",
                abs(head.i - word.i),
                place,
                f"{told}, {again}" if again else told,
            )


def _closer(one: Place, other: Place) -> bool:
    """Whether a place is a smaller one within the country of another."""
    return (
        one.country == other.country and one.kind is not None and FINE.get(one.kind, 0) > FINE.get(other.kind or "", 2)
    )


def _head(doc: Doc, place: Place) -> Token:
    for token in doc.tokens[place.first : place.last]:
        if not place.first <= token.head.i < place.last or token.head is token:
            return token
    return doc.tokens[place.last - 1]


def _by_adverb(head: Token, word: Token, span: tuple[int, int], act: str) -> tuple[int, str] | None:
    """`there`, `where`: by the word that they hang on."""
    if head.dep not in ("advmod", "npadvmod"):
        return None
    strength = tied(head.head, head, word, span, act)
    return (strength, head.lower) if strength is not None else None


def _how(head: Token, place: Place, word: Token, act: str, span: tuple[int, int]) -> tuple[int, str] | None:
    """How strongly the words tie a place to an act (less is stronger), and which words do."""
    outer = _outer(head)
    if outer.lower in place_words("compass") and outer.dep in ("advmod", "npadvmod"):
        strength = tied(outer.head, outer, word, span, act)
        return (strength, f"{outer.lower} of") if strength is not None else None
    if outer.dep == "pobj" or outer.head.pos == "ADP":
        told = _by_preposition(outer, place, word, act, span)
        if told is not None:
            return told
    small = _small(head, place)
    if outer.dep in ("dobj", "nsubjpass") and outer.head is word:
        if act in VIOLENT:
            return (1, "what is hit") if small else None
        if act == "RETREAT" and word.lemma == "leave":
            return 1, "what is left"
        if word.lemma in place_words("reached") and (act == "CONSULT" or small):
            return 1, "what is visited"
    if outer.dep == "dobj" and small and act in (*VIOLENT, "CONSULT") and goes_on(word, outer.head):
        return 4, "what was hit or visited before"
    if outer.dep == "dobj" and small and act in VIOLENT and outer.head.lemma in place_words("reached"):
        # `fired on a convoy fleeing X`
        fleeing = outer.head.dep == "acl" and tied(outer.head.head, outer.head, word, span, act)
        return (4, "what they leave or reach") if fleeing in (1, 2) else None
    before = outer.dep in ("compound", "nmod") or (outer.dep == "poss" and act != "CONSULT")
    if before and outer.head is word and act in ("ASSAULT", "PROTEST", "COERCE", "CONSULT"):
        large = place.kind == "region" and act == "CONSULT"
        return (2, "before the noun of the act") if small and not large else None
    return None


def _small(head: Token, place: Place) -> bool:
    """Whether a place is no state, which would be an actor."""
    if place.kind is None:
        return head.entity[2:] in NAMED and head.lower not in place_words("compass") and known(place.name) is None
    return place.kind != "country"


def _outer(head: Token) -> Token:
    """The noun phrase that a place's name ends: `the border town of X`, `the coast of X`, `X airport`, `Y, X`."""
    token = head
    while token.head is not token:
        above = token.head
        if token.dep in ("compound", "nmod", "appos", "conj", "poss") and (
            place_noun(above.lower) or above.entity[2:] in NAMED
        ):
            token = above
        elif (
            token.dep == "pobj"
            and above.lower == "of"
            and (above.head.pos in ("NOUN", "PROPN") or above.head.lower in place_words("compass"))
            and place_noun(above.head.lower)
        ):
            token = above.head
        else:
            break
    return token


def _by_preposition(outer: Token, place: Place, word: Token, act: str, span: tuple[int, int]) -> tuple[int, str] | None:
    preposition = outer.head
    lower = preposition.lower
    above = beside(preposition)
    strength = tied(above, preposition, word, span, act)
    if strength is None:
        return None
    aloft = lower in ("over", "above") and act in ("ASSAULT", "MOBILIZE", "COERCE", "COOPERATE")
    site = place.kind in ("region", "site", "sea") or (place_noun(outer.lower) and outer.pos == "NOUN")
    if lower in place_words("inside") or aloft or (lower in ("on", "within", "alongside") and site):
        return None if _holds_office(above, act) else (strength, lower)
    told = _by_the_act(preposition, place, word, act)
    return (1 + strength, f"{told}, {lower}") if told else None


def _by_the_act(preposition: Token, place: Place, word: Token, act: str) -> str | None:
    """What a preposition that tells no place by itself says of one beside this act."""
    lower, above = preposition.lower, beside(preposition)
    small = _small(next((c for c in preposition.children if c.dep == "pobj"), preposition), place)
    own = above is word or above.head is word
    if act in VIOLENT and own and small and (lower == "of" or (act == "ASSAULT" and lower in HIT)):
        return "what is hit"
    if lower in LEFT and own and small and act in VIOLENT and word.lemma in place_words("ousted"):
        return "what they are driven from"
    leaving = above.lemma in place_words("leaving") or above.head.lemma in place_words("leaving")
    if lower in LEFT and ((act == "RETREAT" and own) or (leaving and small and act not in SPOKEN)):
        return "what is left"
    brought = above.lemma in place_words("sent") and act not in SPOKEN and small
    gone = above.lemma in place_words("motion") and (told_of(word, above) or above is word.head)
    return "what is reached" if lower in TO and (gone or (own and (act in SENDING or brought))) else None


def _holds_office(noun: Token, act: str) -> bool:
    """Whether a noun's place is where somebody serves, not where the act was: `the envoy in X`."""
    return act != "ASSAULT" and noun.lemma in place_words("holding")
