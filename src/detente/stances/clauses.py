"""The words of a clause: what to cite of it, from the subject to the end of what it is about."""

from __future__ import annotations

from collections.abc import Iterable

from detente.doc import SUBJECTS, Doc, Token
from detente.stances.polarity import copula, governors
from detente.syntax import dependents, noun_phrase

TAIL = frozenset(
    {"dobj", "prep", "xcomp", "oprd", "prt", "attr", "acomp", "dative", "agent", "aux", "auxpass", "neg", "advmod",
     "ccomp", "npadvmod"}
)  # fmt: skip


def top_of(verb: Token) -> Token:
    """The highest verb that governs this one by infinitives alone: `refused` in `refused to rule out`."""
    top = verb
    for word in governors(verb):
        above = word.head if word.pos in ("ADJ", "NOUN") else word
        if top.dep in ("ccomp", "acl", "relcl") or above.pos not in ("VERB", "AUX"):
            break
        top = above
    return top


def core(verb: Token, top: Token) -> list[Token]:
    """A verb, the verb above it, their auxiliaries, negations, particles and stranded prepositions."""
    found = [verb, top]
    for word in (verb, top):
        found += [c for c in word.children if c.dep in ("aux", "auxpass", "neg", "prt")]
        found += [c for c in word.children if c.dep == "prep" and all(g.i < c.i for g in c.children)]
    return found


def phrase(head: Token) -> list[Token]:
    """The words of what a clause is about: a noun with its modifiers, or a clause, without what merely follows."""
    if head.pos in ("VERB", "AUX"):
        return [head, *tail(head), *(t for c in head.children if c.dep in SUBJECTS for t in c.subtree())]
    found = noun_phrase(head)
    for child in dependents(head):
        if child.dep == "prep" and child.i > head.i:
            found += child.subtree()
    return found


def restricted(noun: Token) -> list[Token]:
    """The relative clause that tells which thing is meant: `a meeting that the president had called`."""
    clauses = [c for c in noun.children if c.dep == "relcl" and c.i > noun.i]
    return [
        t
        for c in clauses
        for t in c.subtree()
        if not any(p.text in (",", "—", "–", "-") for p in noun.children if noun.i < p.i < c.i)
    ]


def subject_words(subject: Token | None, verb: Token) -> list[Token]:
    """The subject's words where they stand in this clause; none where it is shared with an earlier one."""
    if subject is None or abs(subject.i - verb.i) > 25 or subject.sentence != verb.sentence:
        return []
    if verb.dep == "relcl" and any(c.dep in ("conj", "cc") for c in subject.children):
        return []  # `between Trump and Trudeau, who promised`: the clause is about one of them
    own = subject.head is verb or any(subject.head in (g, copula(g)) for g in governors(verb))
    return noun_phrase(subject) if own or subject.dep in ("pobj", "npadvmod") else []


def tail(verb: Token) -> list[Token]:
    """What follows from a verb: objects, phrases, infinitives, its auxiliaries."""
    found: list[Token] = []
    for child in verb.children:
        if child.dep in TAIL and not (child.dep == "ccomp" and child.i < verb.i):
            found += child.subtree()
    return found


def text_of(doc: Doc, tokens: Iterable[Token]) -> str:
    """The stretch of text from the first to the last of some tokens, on one line, without marks at its edges."""
    listed = sorted(tokens, key=lambda t: t.i)
    text = " ".join(doc.text[listed[0].start : listed[-1].end].split()).strip(" ,;:.\"“”'—–-")
    if text.count('"') % 2 or text.count("“") != text.count("”"):
        return "".join(c for c in text if c not in '"“”')
    return text


def words_of(doc: Doc, head: Token) -> str:
    """The words of all that hangs on a head."""
    return text_of(doc, head.subtree())
