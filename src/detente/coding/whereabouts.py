"""Where an act took place: the place that its own clause names, else none.

`in`, `near`, `the port of` and their like tell it; so does what an attack hits, a visit reaches, a retreat leaves. A
place that only names an actor (`Moscow says`) is none, nor is that of a dateline.
"""

from __future__ import annotations

from functools import cache

from detente.codebook import parts, table
from detente.doc import SUBJECTS, Doc, Place, Token


@cache
def place_words(kind: str) -> frozenset[str]:
    """The words of a class of `place_words.csv`: nouns for towns, regions and other spots, prepositions, verbs."""
    return next(frozenset(parts(row["words"])) for row in table("place_words") if row["class"] == kind)


LOCATING = frozenset(
    {"in", "at", "near", "outside", "inside", "around", "across", "throughout", "into", "off", "along"}
)
HIT = frozenset({"on", "at", "against", "for", "of", "over"})
LEFT = frozenset({"from", "of"})
TO = frozenset({"to", "into", "toward", "towards"})
SPOKEN = frozenset({"ACCUSE", "SUPPORT", "REQUEST"})  # what they speak of may have happened elsewhere
FINE = {"country": 0, "region": 1, "city": 2, "site": 2}
STATES = frozenset({"country", None})


def place_of(doc: Doc, span: tuple[int, int], word: Token, act: str) -> tuple[Place, str] | None:
    """The place of an act of this type, and the words that tell so: the nearest to the act's word."""
    found: list[tuple[int, int, Place, str]] = []
    for place in doc.places:
        head = _head(doc, place)
        if head.sentence != word.sentence:
            continue
        how = _how(head, place, word, act, span)
        if how is not None:
            strength, told = how
            found.append((strength, abs(head.i - word.i), place, told))
    if not found:
        return None
    found.sort(key=lambda one: one[:2])
    place, told = found[0][2:]
    # `in a village in northern Mali`
    closer = [one[2:] for one in found if _closer(one[2], place)]
    return closer[0] if closer else (place, told)


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


def _how(head: Token, place: Place, word: Token, act: str, span: tuple[int, int]) -> tuple[int, str] | None:
    """How strongly the words tie a place to an act (less is stronger), and which words do."""
    outer = _outer(head)
    if outer.dep == "pobj" or outer.head.pos == "ADP":
        told = _by_preposition(outer.head, place, word, act, span)
        if told is not None:
            return told
    if act in ("ASSAULT", "COERCE") and outer.dep in ("dobj", "nsubjpass") and outer.head is word:
        return (1, "what is hit") if place.kind not in STATES else None
    if act == "CONSULT" and outer.dep == "dobj" and outer.head is word and word.lemma in place_words("reached"):
        return 1, "what is visited"
    if act == "RETREAT" and outer.dep == "dobj" and outer.head is word and word.lemma == "leave":
        return 1, "what is left"
    if act in ("ASSAULT", "PROTEST") and outer.dep in ("compound", "nmod", "poss") and outer.head is word:
        return (2, "before the noun of the act") if place.kind not in STATES else None
    return None


def _outer(head: Token) -> Token:
    """The noun phrase that a place's name ends: `the border town of X`, `the coast of X`, `X airport`, `Y, X`."""
    token = head
    while token.head is not token:
        above = token.head
        if token.dep in ("compound", "nmod", "appos", "conj", "poss") and (
            _place_noun(above) or above.entity[2:] in ("GPE", "LOC", "FAC")
        ):
            token = above
        elif (
            token.dep == "pobj"
            and above.lower == "of"
            and above.head.pos in ("NOUN", "PROPN")
            and _place_noun(above.head)
        ):
            token = above.head
        else:
            break
    return token


def _place_noun(token: Token) -> bool:
    return any(token.lower in place_words(kind) for kind in ("town", "region", "spot"))


def _by_preposition(
    preposition: Token, place: Place, word: Token, act: str, span: tuple[int, int]
) -> tuple[int, str] | None:
    lower = preposition.lower
    above = preposition.head
    while above.dep == "prep" and above.pos == "ADP":
        above = above.head  # `out of X`, `from near X`
    tied = _tied(above, preposition, word, span)
    if tied is None or (act in SPOKEN and tied in (1, 2) and not _of_the_doer(above, word)):
        return None
    aloft = lower in ("over", "above") and act in ("ASSAULT", "MOBILIZE", "COERCE")
    on_it = lower in ("on", "within", "alongside") and place.kind in ("region", "site", "sea")
    if lower in LOCATING or aloft or on_it:
        return None if _holds_office(above) else (tied, lower)
    own = above is word or above.head is word
    if act == "ASSAULT" and lower in HIT and own and place.kind not in STATES:
        return 1 + tied, f"what is hit, {lower}"
    if act == "RETREAT" and lower in LEFT and own:
        return 1 + tied, f"what is left, {lower}"
    sent = act in ("AID", "MOBILIZE") and own
    gone = above.lemma in place_words("motion") and (above is word or above is word.head)
    if lower in TO and (sent or gone):
        return 1 + tied, f"what is reached, {lower}"
    return None


def _of_the_doer(above: Token, word: Token) -> bool:
    """Whether a word belongs to the subject of an act: `a court in X accused`, not `accused the court in X`."""
    while above.head is not word and above.head is not above:
        above = above.head
    return above.head is word and above.dep in SUBJECTS


def _holds_office(noun: Token) -> bool:
    """Whether a noun's place is where somebody serves, not where the act was: `the envoy in X`."""
    return noun.lemma in place_words("holding")


def _tied(above: Token, preposition: Token, word: Token, span: tuple[int, int]) -> int | None:
    """How near the words for a place hang to the act: on its word, in its words, or on the verbs that it goes with."""
    if above is word:
        return 0
    if span[0] <= preposition.start < span[1]:
        return 1 if above.head is word else 2
    verb = word
    for _ in range(3):
        if verb.dep in (*SUBJECTS, "dobj", "conj", "xcomp") or (verb.dep == "advcl" and verb.tag == "VBG"):
            verb = verb.head
            if above is verb:
                return 3
        else:
            break
    return None
