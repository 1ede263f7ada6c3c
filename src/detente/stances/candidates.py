"""Who might be taking a stance in which clause: what the trained reader is asked of.

Told clauses are their subject's; what somebody is reported to say is the speaker's, whoever its subject is, for what
one party says of another's stance is no stance of the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.coding.acts import word_class
from detente.doc import SUBJECTS, Doc, Token
from detente.parties import Party
from detente.records import Statement
from detente.stances.holding import speakers_at, takes_part, unplaced
from detente.stances.stand import holders
from detente.syntax import agent_of, noun_phrase, stretch

TELLING = frozenset({"ROOT", "conj", "ccomp", "parataxis"})
WORDLESS = frozenset({"NOUN", "PROPN", "ADJ", "PRON", "ADV"})
FEWEST = 3  # words of what is said: fewer are a name or a verdict
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause and who would hold the stance in it. `mention`: offsets of the words that name the holder, if any.

    The words of the clause run from its subject to its end.
    """

    head: Token
    holders: tuple[Party, ...]
    mention: tuple[int, int] | None
    tokens: tuple[Token, ...]


def candidates(doc: Doc) -> Iterator[Candidate]:
    """Yield the clauses of an article in which a party might take a stance, in the order of the text."""
    for token in doc.tokens:
        statement = doc.statement_of(token)
        if _heads_a_clause(token, statement):
            found = _said(doc, token, statement) if statement is not None else _told(doc, token)
            if found is not None and any(map(takes_part, found.holders)):
                yield found


def _heads_a_clause(token: Token, statement: Statement | None) -> bool:
    if token.pos in ("VERB", "AUX"):
        if token.dep not in TELLING and not (token.dep == "relcl" and statement is None):
            # what is urged, called for or promised opens with an infinitive
            return statement is not None and _opens(token, statement)
        return _finite(token)
    return token.pos in WORDLESS and statement is not None and _opens(token, statement)


def _opens(token: Token, statement: Statement) -> bool:
    """Whether a word heads all of a statement in its sentence."""
    return token.head is token or not statement.start <= token.head.start < statement.end


def _said(doc: Doc, head: Token, statement: Statement) -> Candidate | None:
    who = _of_whom(doc, head, speakers_at(doc, head))
    if not who or statement.modality != "happened":
        return None
    own = [t for t in _clause(head) if statement.start <= t.start < statement.end]
    place = None
    if statement.speaker_start is not None and statement.speaker_end is not None:
        at = doc.tokens[doc.token_at(statement.speaker_start)]
        if at.sentence == head.sentence:
            place = statement.speaker_start, statement.speaker_end
    return Candidate(head, who, place, tuple(own)) if len(own) >= FEWEST else None


def _of_whom(doc: Doc, head: Token, speakers: tuple[Party, ...]) -> tuple[Party, ...]:
    """The speakers; where an official of a state that is not told says what a party will do, that party."""
    if not speakers or not all(map(unplaced, speakers)):
        return speakers
    return tuple(one for one in holders(doc, agent_of(head)) if one.contends) or speakers


def _told(doc: Doc, verb: Token) -> Candidate | None:
    if verb.lemma in word_class("saying") and any(
        said.cue_start is not None and said.cue_end is not None and said.cue_start <= verb.start < said.cue_end
        for said in doc.statements
    ):
        return None
    agent = agent_of(verb)
    who = holders(doc, agent)
    if agent is None or not who:
        return None
    here = agent.sentence == verb.sentence
    place = stretch(noun_phrase(agent), doc.text) if here else None
    own = any(c.dep in SUBJECTS for c in verb.children)
    return Candidate(
        verb, who, place, tuple(_clause(verb) if own or not here else [*noun_phrase(agent), *_clause(verb)])
    )


def _clause(verb: Token) -> list[Token]:
    """A verb's words: all that hangs on it but clauses joined to it, and what stands before its subject."""
    found, stack = [], [verb]
    while stack:
        token = stack.pop()
        found.append(token)
        for child in token.children:
            joined = token is verb and (
                (child.dep in ("conj", "parataxis") and child.pos in ("VERB", "AUX") and _finite(child))
                or (child.dep in ("cc", "punct") and child.i > verb.i)
            )
            if not joined:
                stack.append(child)
    found.sort(key=lambda t: t.i)
    subject = next((c for c in verb.children if c.dep in SUBJECTS), None)
    first = min(t.i for t in noun_phrase(subject)) if subject is not None and subject.i < verb.i else found[0].i
    return [t for t in found if t.i >= first]


def _finite(verb: Token) -> bool:
    return verb.tag in FINITE or any(c.dep in ("aux", "auxpass") and c.tag in FINITE for c in verb.children)
