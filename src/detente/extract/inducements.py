"""Inducements: what one party offers or threatens another, on what condition, and what has become of it.

An inducement is a conditional commissive. `kind` says whether it attracts (offer) or deters (threat). `state`: `made`
when it is held out; `imposed` when a threat is carried out (sanctions imposed); `withdrawn` when it is taken back: a
threat (sanctions lifted) as well as an offer (aid suspended); `withheld` when the text says that it is held back.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.dating import done
from detente.doc import SUBJECTS, Doc, Token
from detente.modality import auxiliaries
from detente.parties import joined, parties, same_side, told
from detente.records import Inducement
from detente.stances.bargaining import forbears, given_to, harmful, holds, listed, role_words, state_of, targets_of
from detente.stances.by_reader import inducements_read
from detente.stances.clauses import core, phrase, text_of
from detente.stances.conditionals import conditional, ready
from detente.stances.inducing import IFS, POSSIBLE, Found, actors_of, bare, deterrent, own_subject, without
from detente.stances.issues import issue_of
from detente.stances.measures import measured
from detente.stances.polarity import asked, force, governors, negations, word_class
from detente.stances.terms import terms_of
from detente.syntax import child_of, objects_of, passive, stretch


def extract(doc: Doc) -> Iterator[Inducement]:
    """Yield the offers and threats of an article in the order of the text."""
    seen: set[tuple[str, str, str, int]] = set()
    ruled = [found for token in doc.tokens for found in _read(doc, token)]
    for found in sorted((*ruled, *inducements_read(doc, ruled)), key=lambda f: f.verb.i):
        actor = joined(p.standing for p in found.actors)
        key = (actor or "", found.kind, found.state, found.verb.sentence)
        if key in seen:
            continue
        seen.add(key)
        start, end = stretch((*found.tokens, *found.terms.tokens), doc.text)
        yield Inducement(
            article=doc.article.id,
            start=start,
            end=end,
            actor=actor,
            actor_code=joined(p.code or "" for p in found.actors),
            target=joined(p.standing for p in found.targets),
            kind="offer" if found.kind == "offer" else "threat",
            what=text_of(doc, found.what),
            condition=found.terms.text,
            state=found.state,  # type: ignore[arg-type]
            rule=found.rule,
            confidence=found.confidence,
            **done(doc, found.verb),
            **told(doc, found.verb),
        )


def _read(doc: Doc, token: Token) -> Iterator[Found]:
    if token.pos == "NOUN" and token.lemma in ("threat", "offer"):
        yield from _by_noun(doc, token)
    if token.pos == "ADJ" or (token.pos == "VERB" and token.tag == "VBN" and token.dep == "acomp"):
        yield from ready(doc, token)
    if token.pos not in ("VERB", "ADV", "AUX") or token.dep in ("aux", "auxpass"):
        return
    if "?" in doc.text and asked(token):
        return
    if token.pos == "VERB":
        roles = {word.role: word for word in role_words().get(token.lemma, ())}
        if "threatener" in roles:
            yield from _threatened(doc, token)
            return
        if "giver" in roles:
            yield from _offered(doc, token)
        if "warner" in roles:
            yield from _warned(doc, token)
        yield from measured(doc, token)
    yield from conditional(doc, token)


# ---------------------------------------------------------------- the rules


def _threatened(doc: Doc, verb: Token) -> Iterator[Found]:
    """`threatened to resume bombing`, `threatens Iran with sanctions`, `held back on threatening new sanctions`."""
    actors = actors_of(doc, verb)
    if not actors or passive(verb):
        return
    state = state_of(verb)
    if state is None or set(auxiliaries(verb)) & {"can", "could", "may", "might", "would"}:
        return
    act = next((c for c in verb.children if c.dep == "xcomp"), None)
    thing = child_of(verb, "dobj")
    means = next(iter(objects_of(verb, "with")), None)
    what = act or means or thing
    if what is None:
        return
    terms = terms_of(doc, act or verb)
    targets = parties(doc, thing) if act is None else ()
    targets = targets or targets_of(doc, verb, what, actors, terms)
    sure = any(a.code for a in actors) and act is not None
    issue = issue_of(doc, what)
    named = holds(what, "stick") or issue is not None
    if act is None and means is None and (not named or (issue is not None and issue.name == "peace")):
        return  # `threatens some of our allies`, `threatens peace` tell of nothing that is threatened
    if sure or bool(terms.text) or bool(targets) or named:
        tokens = [*core(verb, verb), *own_subject(verb), *phrase(what)]
        yield Found(verb, actors, targets, "threat", state, bare(what, terms), terms, tokens, "threaten", 0.85)


def _offered(doc: Doc, verb: Token) -> Iterator[Found]:
    """`offered sanctions relief to Iran`, `promised aid if`, `offering to lift the blockade in exchange for`."""
    actors = actors_of(doc, verb)
    terms = terms_of(doc, verb)
    thing = child_of(verb, "dobj") or next((c for c in verb.children if c.dep == "xcomp"), None)
    if not actors or thing is None or passive(verb):
        return
    state = state_of(verb) if not any(w.lemma in word_class("preparing") for w in governors(verb)) else None
    generic = thing.lemma in word_class("generic")
    bargain = terms.mark in IFS
    offered = verb.lemma in ("offer", "dangle", "propose") and (generic or (bargain and thing.pos == "VERB"))
    if state is None or not (holds(thing, "carrot") or offered):
        return
    held_out = verb.lemma == "hold"
    if held_out and not (any(c.lower == "out" for c in verb.children) and thing.lemma in word_class("prospect")):
        return
    targets = tuple(p for p in given_to(doc, verb, thing) if not any(same_side(p, a) for a in actors))
    targets = targets or (targets_of(doc, verb, thing, actors, terms) if bargain or held_out else ())
    if verb.lemma not in ("offer", "dangle", "hold") and not bargain:
        return
    if not bargain and not targets:
        return
    what = [t for word in listed(thing) for t in phrase(word)]
    tokens = [*core(verb, verb), *own_subject(verb), *phrase(thing), *what]
    yield Found(verb, actors, targets, "offer", state, without(what, terms), terms, tokens, "offer", 0.85)


def _warned(doc: Doc, verb: Token) -> Iterator[Found]:
    """`warned Serbia that it would face sanctions`, `vowed retaliation`, `promised to strike back if`."""
    actors = actors_of(doc, verb)
    if not actors or negations(verb) or force(verb) != "affirmed":
        return
    act = next((c for c in verb.children if c.dep in ("xcomp", "ccomp") and c.i > verb.i), None)
    thing = child_of(verb, "dobj")
    for what in (act, next(iter(objects_of(verb, "of")), None), None if verb.lemma == "warn" else thing):
        if what is None:
            continue
        if verb.lemma != "warn" and what.pos == "VERB" and forbears(what):
            continue
        terms = terms_of(doc, what)
        if not harmful(what) and not (
            what.pos == "VERB"
            and deterrent(terms)
            and not _helps(verb, what)
            and what.lemma not in word_class("mindful")
        ):
            continue
        targets = tuple(p for p in parties(doc, thing) if not any(same_side(p, a) for a in actors))
        targets = targets or targets_of(doc, verb, what, actors, terms)
        subject = child_of(what, *SUBJECTS) if what.pos == "VERB" else None
        doer = parties(doc, subject)
        own = subject is None or any(same_side(p, a) for p in doer for a in actors)
        suffers = what.lemma in ("face", "pay", "suffer", "risk") and bool(doer)
        modal = what.pos != "VERB" or subject is None or bool(set(auxiliaries(what)) & POSSIBLE)
        sure = any(a.code for a in actors) and (verb.lemma != "warn" or what.pos == "VERB")
        if not (own or suffers) or not modal or not (targets or suffers or terms.text or sure):
            return
        if suffers:
            targets = tuple(p for p in doer if not any(same_side(p, a) for a in actors)) or targets
        tokens = [*core(verb, verb), *own_subject(verb), *phrase(what)]
        yield Found(verb, actors, targets, "threat", "made", bare(what, terms), terms, tokens, verb.lemma, 0.75)
        return


def _helps(verb: Token, what: Token) -> bool:
    """Whether what is promised on a condition is of use to others: `promised to supply oil if`."""
    return bool(verb.lemma in ("promise", "pledge") and what.lemma in word_class("helpful") and child_of(what, "dobj"))


def _by_noun(doc: Doc, noun: Token) -> Iterator[Found]:
    """`Ankara's threat to close the border`, `repeated its offer of amnesty to the rebels`, `dropped its threat of`."""
    owner = next((c for c in noun.children if c.dep in ("poss", "compound", "amod") and parties(doc, c)), None)
    verb = noun.head if noun.dep == "dobj" else None
    roles = {w.role: w for w in role_words().get(verb.lemma, ())} if verb is not None else {}
    carried = next((roles[r] for r in ("taker", "keeper", "holder") if r in roles), None)
    what = next((c for c in noun.children if c.dep in ("acl", "relcl") and c.tag == "VB"), None)
    what = what or next(iter(objects_of(noun, "of")), None)
    if owner is None and what is not None and noun.lemma == "threat":
        owner = next((c for c in what.children if c.dep in ("poss", "compound", "amod") and parties(doc, c)), None)
    if owner is None or what is None or any(c.lower == "no" for c in noun.children):
        return
    kind = "threat" if noun.lemma == "threat" else "offer"
    if not holds(what, "stick" if kind == "threat" else "carrot"):
        return
    actors = parties(doc, owner)
    terms = terms_of(doc, what)
    given = [p for o in objects_of(noun, "to", "against") for p in parties(doc, o)]
    targets = tuple(p for p in given if not any(same_side(p, a) for a in actors))
    targets = targets or targets_of(doc, noun, what, actors, terms)
    if targets or terms.text:
        state = carried.state if carried else "made"
        tokens = [*phrase(owner), noun, *phrase(what)]
        yield Found(noun, actors, targets, kind, state, bare(what, terms), terms, tokens, f"noun {noun.lemma}", 0.7)
