"""Tells agreements apart: a treaty on arms or a nuclear deal is not the peace agreement that settles a war."""

from __future__ import annotations

from detente.doc import Doc, Token
from detente.stances.issue_words import own_words

BINDING = frozenset({"treaty", "accord", "deal", "agreement", "settlement", "pact"})
MATTERS = frozenset({"nuclear", "military", "economic", "commercial", "fiscal", "maritime", "climate"})
PLAIN = frozenset({"peace", "draft", "framework", "reunification", "unity"})
NAMES = frozenset({"GPE", "NORP", "LOC", "PERSON", "DATE", "TIME", "CARDINAL", "ORDINAL"})


def own_matter(doc: Doc, noun: Token) -> bool:
    """Whether words before an agreement say that it is on something else than peace: `arms control`, `START II`."""
    return any(_says_on_what(doc, child) for child in noun.children if child.i < noun.i)


def _says_on_what(doc: Doc, word: Token) -> bool:
    if word.lower in MATTERS:
        return True
    if word.dep not in ("compound", "nmod") or word.pos not in ("NOUN", "PROPN") or word.lower in PLAIN:
        return False
    return word.entity[2:] not in NAMES and doc.mention_of(word) is None


def own_name(noun: Token) -> str:
    """An agreement by its own words: `START II treaty`."""
    return " ".join(own_words(noun, deep=False))


def meant(doc: Doc, noun: Token) -> Token | None:
    """The agreement on another matter that a short name takes up: the nearest before it, else the first after.

    `the treaty` after `the START II treaty`, `a final deal` in a text that speaks of a nuclear deal; None where the
    nearest agreement that says what it is on is one of peace.
    """
    if own_matter(doc, noun):
        return None
    alike = {noun.lemma.lower()} if noun.lemma.lower() == "treaty" else BINDING
    for other in (*reversed(doc.tokens[: noun.i]), *doc.tokens[noun.i + 1 :]):
        if other.lemma.lower() not in alike or other.pos not in ("NOUN", "PROPN"):
            continue
        if any(child.lower == "peace" for child in other.children):
            return None
        if own_matter(doc, other):
            return other
    return None
