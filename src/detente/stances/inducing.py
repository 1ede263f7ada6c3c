"""What the rules for offers and threats share: the thing found, who makes it, and the words to cite."""

from __future__ import annotations

from dataclasses import dataclass

from detente.doc import SUBJECTS, Doc, Token
from detente.parties import Party, parties, same_side
from detente.stances.bargaining import listed, plays
from detente.stances.clauses import phrase, subject_words, tail
from detente.stances.polarity import word_class
from detente.stances.stance import holder_of
from detente.stances.stand import holders
from detente.stances.terms import Terms
from detente.syntax import child_of

POSSIBLE = frozenset({"may", "might", "could", "will", "would", "'ll", "shall"})
BARGAINS = frozenset({"in exchange", "in return", "on condition", "provided", "providing"})
IFS = BARGAINS | {"if", "unless", "until", "only", "as long as", "once"}


@dataclass(frozen=True, slots=True)
class Found:
    """An offer or a threat as a rule found it."""

    verb: Token
    actors: tuple[Party, ...]
    targets: tuple[Party, ...]
    kind: str
    state: str
    what: list[Token]
    terms: Terms
    tokens: list[Token]
    rule: str
    confidence: float


def actors_of(doc: Doc, verb: Token) -> tuple[Party, ...]:
    """Who offers or threatens: the parties of the verb's holder."""
    return holders(doc, holder_of(verb))


def others(doc: Doc, token: Token | None, actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """The parties of a phrase that are not on the side of the actors."""
    return tuple(p for p in parties(doc, token) if not any(same_side(p, a) for a in actors))


def named_in(doc: Doc, tokens: list[Token], actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """The known parties named among some words, without the actors' own side, each once."""
    found: dict[str, Party] = {}
    for token in tokens:
        for one in others(doc, token, actors):
            outside = one.code and set(one.code.split()[-1:]) & word_class("outside") and one.side == one.name
            if (one.code or one.side != one.name) and not outside and not _nameless(one):
                found.setdefault(one.side, one)
    return tuple(found.values())


def _nameless(one: Party) -> bool:
    """Whether a description tells of no certain party: `troops`, `officials`."""
    return one.side == one.name and one.name[:1].islower() and " " not in (one.code or "")


def own_subject(verb: Token) -> list[Token]:
    """The words of a verb's own subject."""
    own = child_of(verb, *SUBJECTS)
    return subject_words(own, verb) if own is not None else []


def bare(what: Token, terms: Terms) -> list[Token]:
    """The words of what is held out, without its condition."""
    if what.pos in ("VERB", "AUX"):
        return without([t for t in (what, *tail(what)) if t.i >= what.i], terms)
    return without([t for word in listed(what) for t in phrase(word)], terms)


def without(tokens: list[Token], terms: Terms) -> list[Token]:
    """Some tokens less those of a condition."""
    inside = {t.i for t in terms.tokens}
    return [t for t in tokens if t.i not in inside] or tokens


def deterrent(terms: Terms) -> bool:
    """Whether a condition is one that the other is to avoid: `unless they leave`, `if the attacks go on`."""
    if terms.mark == "unless":
        return True
    if terms.mark not in ("if", "should"):
        return False
    denied = any(t.lower in ("not", "n't", "no", "never") for t in terms.tokens)
    if not denied and any(t.pos == "VERB" and t.lemma in word_class("desisting") for t in terms.tokens):
        return False  # `if the attacks stopped`
    return any(
        t.lower in ("not", "n't", "no") or t.lemma in word_class("defying") or (t.pos == "NOUN" and plays(t, "stick"))
        for t in terms.tokens
    )
