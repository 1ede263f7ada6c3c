"""Words that take up a place named before them: `there`, `where`, `the capital`, `the town`, `the site`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from detente.actors import gazetteer
from detente.codebook import parts
from detente.codebook.place_words import place_noun, place_words
from detente.doc import Doc, Place, Token

STOOD = frozenset({"to", "from", "on", "over", "of"})  # with the locating ones: what stands after them is where
ABOUT = frozenset({"on", "of", "about", "against", "with", "for"})
NEAR, FAR = 1, 3  # sentences back
DETERMINERS = frozenset({"the", "this", "that"})
STATES = frozenset({"country", "sea"})


def taken_up(doc: Doc, sentence: int) -> Iterator[tuple[Token, Place, str]]:
    """The words of a sentence that take up a place: the word, the place, and what is to be said of it."""
    if not doc.places:
        return
    for token in doc.words(sentence):
        place = _meant(doc, token)
        if place is not None:
            yield token, place, f"{token.lower} for {place.name}"


def _meant(doc: Doc, token: Token) -> Place | None:
    if token.lower == "where" and token.dep == "advmod" and token.head.dep == "relcl":
        return _where(doc, token)
    if token.lower == "there" and token.dep != "expl":
        return _latest(doc, token, NEAR, _stands_where)
    if not _definite(token):
        return None
    lemma = token.lemma.lower()
    if lemma == "capital":
        return _latest(doc, token, FAR, lambda _, place: _capital(place))
    if lemma in place_words("again town"):
        return _latest(doc, token, FAR, lambda _, place: place.kind == "city") or _latest(
            doc, token, NEAR, lambda doc, place: place.kind is None and _stands_where(doc, place)
        )
    if lemma in place_words("again island"):
        return _latest(doc, token, FAR, lambda _, place: place.kind in ("region", "site"))
    if lemma in place_words("again site"):
        own = _latest(doc, token, FAR, lambda doc, place: _called(doc, place, lemma))
        if own is not None or lemma != "site":
            return own
        return _latest(doc, token, NEAR, lambda doc, place: place.kind == "site" and _stands_where(doc, place))
    if lemma in place_words("again area"):
        return _latest(doc, token, FAR, lambda doc, place: place.kind == "region" or _called(doc, place, lemma))
    if lemma in place_words("again near"):
        return _latest(doc, token, NEAR, lambda doc, place: place.kind not in STATES and _stands_where(doc, place))
    return None


def _latest(doc: Doc, token: Token, back: int, fits: Callable[[Doc, Place], bool]) -> Place | None:
    """The last place before a word that fits, not too many sentences back."""
    for place in reversed(doc.places):
        if place.last > token.i:
            continue
        if token.sentence - doc.tokens[place.first].sentence > back:
            return None
        if fits(doc, place):
            return place
    return None


def _where(doc: Doc, token: Token) -> Place | None:
    """The place that a clause with `where` is about: `the town of X, where`."""
    noun = token.head.head
    for place in reversed(doc.places):
        if place.last <= token.i and doc.tokens[place.first].sentence == token.sentence:
            inside = place.first <= noun.i < place.last and noun.head.lower not in ABOUT
            below = noun in doc.tokens[place.last - 1].ancestors() and place_noun(noun.lower)
            return place if inside or below else None
    return None


def _definite(token: Token) -> bool:
    """Whether a noun is `the town`, with no more than adjectives, none of them a name, beside it."""
    if token.tag != "NN" or not any(c.lower in DETERMINERS and c.dep == "det" for c in token.children):
        return False
    return not any(
        (c.dep in ("compound", "poss", "nmod", "appos", "relcl", "nummod"))
        or (c.dep == "prep" and c.lower in ("of", "in", "near", "with"))
        or (c.dep == "amod" and (c.text[0].isupper() or c.lower in ("other", "next", "neighboring", "nearby")))
        for c in token.children
    )


def _stands_where(doc: Doc, place: Place) -> bool:
    """Whether a place stands where things are, not where an actor does: after `in` or `to`, or what troops enter."""
    head = doc.tokens[place.last - 1]
    while head.dep in ("compound", "nmod", "appos", "conj") and head.head is not head:
        head = head.head
    if head.dep in ("dobj", "nsubjpass"):
        return place.kind not in STATES
    return head.dep == "pobj" and head.head.lower in STOOD | place_words("inside")


def _called(doc: Doc, place: Place, lemma: str) -> bool:
    """Whether a place was called by this noun: `the In Amenas gas plant`, `the port of X`."""
    last = doc.tokens[place.last - 1]
    heads = [last.head, last.head.head, *doc.tokens[place.first : place.last], *doc.tokens[place.last : place.last + 2]]
    return any(t.lemma.lower() == lemma and t.sentence == last.sentence for t in heads)


def _capital(place: Place) -> bool:
    state = gazetteer.state_of(place.country) if place.country and place.kind == "city" else None
    row = gazetteer.states().get(state) if state else None
    return row is not None and place.name.casefold() in {name.casefold() for name in parts(row["capital"])}
