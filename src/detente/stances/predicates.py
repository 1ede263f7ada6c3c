"""Stands that a phrase after `be` takes: `is out of the question`, `are against a partition`, `is not on the table`."""

from __future__ import annotations

from collections.abc import Iterator

from detente.doc import Doc, Token
from detente.parties import Party, parties, same_side
from detente.records import Stance
from detente.stances.clauses import core, phrase, subject_words
from detente.stances.deeds import act_of
from detente.stances.holding import speakers_at
from detente.stances.polarity import negations, unreal, word_class
from detente.stances.stance import entries, stance_of
from detente.stances.stand import Stand, holders
from detente.stances.terms import terms_of
from detente.syntax import child_of, objects_of, subject_of

SPANS = frozenset({"hour", "day", "week", "month", "year"})


def by_phrase(doc: Doc, be: Token) -> Iterator[Stand]:
    """Yield what a phrase after a form of `be` says of its subject, or its subject of what follows."""
    subject = subject_of(be)
    if subject is None or unreal(be):
        return
    for preposition in (c for c in be.children if c.dep == "prep" and c.i > be.i):
        if preposition.lower == "against":
            yield from _against(doc, be, subject, preposition)
        for noun in (o for w in (preposition, *preposition.children) for o in w.children if o.dep == "pobj"):
            yield from _said_of(doc, be, subject, preposition, noun)
    term = child_of(be, "attr")
    if term is not None and term.lemma in word_class("terms set"):
        yield from _set_as_term(doc, be, subject, term)


def _against(doc: Doc, be: Token, subject: Token, preposition: Token) -> Iterator[Stand]:
    stance: Stance = "open" if negations(be) else "reject"
    who = holders(doc, subject)
    for matter in preposition.children:
        issue = act_of(doc, matter, strict=False) if any(w.identified for w in who) else None
        if issue is not None:
            tokens = (*core(be, be), *subject_words(subject, be), preposition, *phrase(matter))
            yield Stand(be, who, issue, stance, None, tokens, "is against", 0.7)


def _said_of(doc: Doc, be: Token, subject: Token, preposition: Token, noun: Token) -> Iterator[Stand]:
    entry = next((e for e in entries("p").get(noun.lemma, ()) if preposition.lower in e.needs), None)
    if entry is None:
        return
    terms = terms_of(doc, be)
    stance = stance_of(entry, be, "refused" if negations(be) % 2 else "affirmed", terms)
    who: tuple[Party, ...] = speakers_at(doc, be) if entry.mode == "verdict" else holders(doc, subject)
    matters = [subject] if entry.mode == "verdict" else objects_of(noun, *entry.reads)
    for matter in matters if stance and who else ():
        issue = act_of(doc, matter, strict=False)
        if issue is not None and stance:
            tokens = (*core(be, be), *subject_words(subject, be), preposition, *phrase(noun), *terms.tokens)
            yield Stand(be, who, issue, stance, terms.text, tokens, f"is {preposition.lower} {noun.lemma}", 0.7)


def _set_as_term(doc: Doc, be: Token, subject: Token, term: Token) -> Iterator[Stand]:
    """`Sanctions relief is a precondition for talks`: who says so demands it. Of a basis it must be the only one."""
    only = any(c.lower in ("only", "sole") for c in term.children)
    if negations(be) or (term.lemma == "basis" and not only):
        return
    who = speakers_at(doc, be)
    issue = act_of(doc, subject, strict=False) if who and subject.pos == "NOUN" else None
    if issue is not None:
        tokens = (*core(be, be), *subject_words(subject, be), *phrase(term))
        yield Stand(be, who, issue, "demand", None, tokens, f"is a {term.lemma}", 0.7)


def deadline_given(doc: Doc, verb: Token) -> Iterator[Stand]:
    """`gave Baghdad 15 days to open the sites`: what is to be done in the time given is demanded."""
    time = next((c for c in verb.children if c.dep in ("dobj", "npadvmod") and c.lemma in SPANS), None)
    acts = [c for w in (verb, time) if w is not None for c in w.children if c.dep in ("xcomp", "advcl", "acl", "relcl")]
    act = next((c for c in acts if c.tag == "VB" and any(g.lower == "to" for g in c.children)), None)
    given = child_of(verb, "dative")
    who = holders(doc, subject_of(verb)) if verb.lemma == "give" else ()
    told = [p for p in parties(doc, given) if not any(same_side(p, w) for w in who)] if given is not None else []
    if time is None or act is None or unreal(verb) or negations(verb) or not any(w.identified for w in who):
        return
    issue = act_of(doc, act) if told or given is not None else None
    if issue is not None:
        subject = child_of(verb, "nsubj")
        tokens = (*core(verb, verb), *subject_words(subject, verb), *phrase(given or time), *phrase(act))
        yield Stand(verb, who, issue, "demand", None, tokens, "time given", 0.7)
