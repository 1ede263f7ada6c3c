"""How many an attack killed and wounded, where its own sentence counts them.

What is counted is a noun with a number (`12 people`, `a teacher and two pupils`) that a verb of killing or wounding
takes, whose `massacre` is told, or that is left `dead` or `wounded`; a noun without one (`dozens`, `soldiers`) counts
nobody. `At least 12` and `more than 12` are 12.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from detente.coding.acts import word_class
from detente.doc import Token
from detente.numbers import number
from detente.syntax import child_of, objects_of, patient_of

TIED = frozenset({"advcl", "xcomp", "acl", "relcl", "conj", "ccomp", "dep", "prep", "pcomp", "pobj", "agent"})


class Toll(NamedTuple):
    """Dead and injured; None where the text does not count them."""

    dead: int | None
    injured: int | None


def tolls(words: Iterable[Token], attacks: Iterable[Token]) -> dict[int, Toll]:
    """The toll of each of the attacks that the words of a sentence tell, by the place of the attack's word.

    Each count goes to one attack, the nearest; an attack that counts nobody is not in it.
    """
    at = {word.i: word for word in attacks}
    found: dict[int, list[int | None]] = {}
    for token in words if at else ():
        for column, dead in enumerate((True, False)):
            many = _counted(token, dead=dead)
            nearest = _nearest(token, at) if many is not None else None
            if many is not None and nearest is not None:
                own = found.setdefault(nearest, [None, None])
                own[column] = (own[column] or 0) + many
    return {i: Toll(*columns) for i, columns in found.items()}


def _nearest(token: Token, attacks: dict[int, Token]) -> int | None:
    """The attack that a word is tied to by the fewest steps of grammar; None where another story stands between."""
    steps = {i: distance for i, word in attacks.items() if (distance := _steps(token, word)) is not None}
    return min(steps, key=lambda i: (steps[i], i), default=None)


def _steps(one: Token, other: Token) -> int | None:
    """How many steps up and down the tree two words are apart, by ties of one story only."""
    above = {one.i: 0}
    token = one
    while token.head is not token and token.dep in TIED | {"dobj", "nsubj", "nsubjpass", "attr", "oprd", "acomp"}:
        token = token.head
        above[token.i] = len(above)
    token, down = other, 0
    while token.i not in above:
        if token.head is token or token.dep not in TIED | {"dobj", "nsubj"}:
            return None
        token, down = token.head, down + 1
    return above[token.i] + down


def _counted(token: Token, *, dead: bool) -> int | None:
    """How many a word says were killed, or wounded; None where it is not such a word or counts nobody."""
    verbs, states = ("killing", "dead") if dead else ("wounding", "wounded")
    if token.pos == "VERB" and token.lemma in word_class(verbs):
        patient = patient_of(token) or _left_wounded(token)
        return _many(patient) if patient is not None and not _undone(token) else None
    if dead and token.pos == "NOUN" and token.lemma in word_class("killings"):
        victims = objects_of(token, "of")  # `the massacre of 47 villagers`
        return _many(victims[0]) if victims else None
    if dead and token.lemma in word_class("dying"):
        victim = child_of(token, "nsubj")
        return _many(victim) if victim is not None and not _undone(token) else None
    return _left(token) if token.lower in word_class(states) else None


def _left_wounded(verb: Token) -> Token | None:
    """Who is meant by a participle without its auxiliary: `ten were killed and 40 injured`."""
    return child_of(verb, "nsubj") if verb.tag == "VBN" and verb.dep == "conj" else None


def _undone(verb: Token) -> bool:
    """Whether the verb tells no deed: negated, or only meant (`plotted to kill three officials`)."""
    if any(c.dep == "neg" or (c.dep == "aux" and c.tag in ("MD", "TO")) for c in verb.children):
        return True
    return verb.tag == "VBG" and verb.dep == "pcomp" and verb.head.lower in ("without", "of", "for", "from", "at")


def _left(state: Token) -> int | None:
    """How many are left dead: `left 12 people dead`, `shot dead five`, `with 30 wounded`."""
    if state.dep == "amod":
        return None  # `the dead soldiers`
    own = _many(state)
    if own is not None:
        return own
    holder = child_of(state, "nsubj")
    if holder is None and state.dep in ("oprd", "acomp"):
        holder = patient_of(state.head)
    return _many(holder) if holder is not None else None


def _many(noun: Token) -> int | None:
    """How many a noun and those coordinated with it are; None where one of them has no number."""
    own = _number_of(noun)
    others = [c for c in noun.children if c.dep == "conj" and c.pos in ("NOUN", "PROPN", "NUM")]
    counts = [own, *(_many(other) for other in others)]
    return None if any(one is None for one in counts) else sum(one for one in counts if one is not None)


def _number_of(noun: Token) -> int | None:
    if noun.pos == "NUM" or noun.tag == "CD":
        said = number(noun.lower)
        return int(said) if said is not None else None
    figure = next((c for c in noun.children if c.dep == "nummod"), None)
    if figure is not None:
        words = [c.lower for c in figure.children if c.dep in ("compound", "nummod") and c.tag == "CD"]
        said = number(" ".join([*words, figure.lower]))
        return int(said) if said is not None else None
    if noun.tag == "NN" and any(c.dep == "det" and c.lower in ("a", "an", "another") for c in noun.children):
        return 1
    return 1 if noun.tag == "NNP" and noun.entity[2:] == "PERSON" else None
