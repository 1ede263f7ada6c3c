"""A stance as a rule found it, before the parties that share it are told apart."""

from __future__ import annotations

from dataclasses import dataclass

from detente.doc import Doc, Token, once
from detente.parties import Party, parties
from detente.records import Stance
from detente.stances.holding import brought_in, described, owner_of, served_by, takes_part
from detente.stances.issues import Issue
from detente.stances.polarity import word_class
from detente.syntax import child_of


@dataclass(frozen=True, slots=True)
class Stand:
    """A stance as a rule found it: the word that takes it, its holders, and the tokens to cite."""

    word: Token
    holders: tuple[Party, ...]
    issue: Issue
    stance: Stance
    condition: str | None
    tokens: tuple[Token, ...]
    rule: str
    confidence: float


@once
def holders(doc: Doc, token: Token | None) -> tuple[Party, ...]:
    """The parties of a subject; for `his demands` or `the Egyptian plan` those whose demands and plan they are."""
    if token is None:
        return ()
    if token.tag == "VBG" and (own := child_of(token, "nsubj")) is not None:
        token = own  # `leaders meeting in Baghdad`, where the parser takes the participle for the subject
    elif token.lemma == "meeting" and (own := child_of(token, "compound", "nmod")) is not None and own.tag == "NNS":
        token = own
    token = owner_of(token)
    found = tuple(brought_in(doc, party) for party in parties(doc, token))
    if not any(map(takes_part, found)):
        found = described(doc, token) or found
    if not found and (served := served_by(doc, token)) is not None:
        return served
    if found or token.lemma not in word_class("owned"):
        return found
    return parties(doc, next((c for c in token.children if c.dep in ("poss", "compound", "amod")), None))
