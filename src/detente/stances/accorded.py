"""What an agreement binds its parties to: `under the accord both armies are to withdraw`, `the pact obliges them to`.

The reporter tells it in his own voice. Who is bound is the subject, where it is a party; else those who signed.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.doc import SUBJECTS, Doc, Token, once_parsed
from detente.modality import auxiliaries, conditional
from detente.parties import Party, same_side
from detente.stances.clauses import core, phrase
from detente.stances.polarity import asked, force, negations, word_class
from detente.stances.stand import holders
from detente.stances.terms import Terms, terms_of
from detente.stances.willing import Bond, act_words, own_subject
from detente.syntax import agent_of, child_of, objects_of, passive, subject_of

CONCLUDING = frozenset({"sign", "conclude", "reach", "announce", "initial", "seal", "strike", "make", "work", "agree"})
OBLIGING = frozenset({"commit", "oblige", "bind", "require", "pledge"})
GRANTING = frozenset({"give", "grant", "allow", "guarantee", "leave", "assign", "permit", "entitle", "reserve"})
BINDING = OBLIGING | GRANTING
ENDING_FIRE = CONCLUDING | {"declare"}
CHALLENGERS = frozenset({"opposition", "rebel", "guerrilla", "insurgent", "movement"})
TRUCES = frozenset({"ceasefire", "cease-fire", "truce", "armistice"})
PLURALS = frozenset({"they", "both", "all", "side", "party", "two", "government", "delegation", "army"})


def accorded(doc: Doc, verb: Token) -> Iterator[Bond]:
    """The bonds that a verb tells as terms of an agreement."""
    obliges, due = verb.lemma in BINDING and _is_accord(subject_of(verb)), _due(verb)
    if not (obliges or due or verb.lemma in ENDING_FIRE) or asked(verb) or conditional(verb):
        return
    if obliges:
        yield from _obliged(doc, verb)
    elif verb.lemma in ENDING_FIRE:
        yield from _truce(doc, verb)
    if due and doc.statement_of(verb) is None:
        yield from _under(doc, verb)


def stand_in(doc: Doc, subject: Token | None) -> tuple[Party, ...]:
    """Those who signed, where a subject stands for all of them: `they also undertook`, `both governments agreed`."""
    if subject is None or subject.lemma.lower() not in PLURALS | {"they"} or subject.tag not in ("PRP", "NNS", "DT"):
        return ()
    return _signers(doc, subject)


def _under(doc: Doc, verb: Token) -> Iterator[Bond]:
    """`under the deal X will withdraw`, `an agreement under which`; what follows it as `Observers are to be there`."""
    if not _named_under(verb):
        return
    subject = child_of(verb, *SUBJECTS) or subject_of(verb)
    if subject is None or subject.lower in ("it", "this", "that", "which", "i", "we", "you"):
        return
    signers = _signers(doc, verb)
    some = any(c.lower in ("a", "an") for c in subject.children)  # `a unity government` is yet to be
    doers = () if some or passive(verb) or subject.lemma.lower() in PLURALS else holders(doc, subject)
    named = any(t.pos == "PROPN" for t in subject.subtree())
    # `the country's rulers` of a text that names several countries: one of those who signed, or nobody
    among = [one for one in doers if any(same_side(one, other) for other in signers)]
    doers = tuple(one for one in doers if one in among or (one.identified and (named or not signers)))
    if subject.lower == "they":
        doers = signers
    actors = doers or signers
    if actors:
        tokens = [*core(verb, verb), *own_subject(verb), *act_words(verb)]
        yield Bond(verb, actors, verb, terms_of(doc, verb), tokens, "", False, "agreement", 0.6)


def _obliged(doc: Doc, verb: Token) -> Iterator[Bond]:
    """`the document commits both armies to withdraw`, `an accord that gives the opposition a third of the posts`."""
    if negations(verb) % 2:
        return
    if verb.lemma in GRANTING:
        act: Token | None = verb
        given = child_of(verb, "dative") or child_of(verb, "dobj")
        actors = _signers(doc, verb)
        if given is not None and given.lemma.lower() in CHALLENGERS:  # who is given something is not who gives it
            actors = tuple(one for one in actors if (one.code or "").endswith("GOV")) or actors
    else:
        bound = child_of(verb, "dobj")
        acts = [c for c in verb.children if c.dep in ("xcomp", "advcl", "ccomp") and c.tag == "VB"]
        acts += objects_of(verb, "to") if not acts or acts[0].dep == "advcl" else []
        act = min(acts, key=lambda t: t.i, default=None)
        actors = holders(doc, bound) or _signers(doc, verb)
    if act is not None and actors:
        tokens = [verb, *phrase(act)] if act is not verb else [verb, *act_words(verb)]
        yield Bond(verb, actors, act, terms_of(doc, act), tokens, "", False, "agreement", 0.6)


def _truce(doc: Doc, verb: Token) -> Iterator[Bond]:
    """`the two signed a ceasefire`: to keep it is what they promise."""
    if verb.tag not in ("VBD", "VBN", "VBZ", "VBP") or force(verb) != "affirmed" or passive(verb):
        return
    truce = next((c for c in verb.children if c.dep == "dobj" and c.lemma.lower() in TRUCES), None)
    actors = holders(doc, agent_of(verb)) if truce is not None else ()
    if truce is not None and actors and not set(auxiliaries(verb)) & {"will", "would", "could", "may", "might"}:
        yield Bond(verb, actors, truce, Terms(), [*core(verb, verb), *phrase(truce)], "", False, "truce", 0.7)


# ---------------------------------------------------------------- the agreement


def _due(verb: Token) -> bool:
    helpers = set(auxiliaries(verb))  # what `would` be is as often the terms of a draft, or of what was not signed
    return bool(helpers & {"will", "'ll", "shall"}) or _is_to(verb)


def _is_to(verb: Token) -> bool:
    """Whether something is due: `are to withdraw`, `is to take office`."""
    over = verb.head
    return verb.dep == "xcomp" and over.lemma == "be" and over.tag in ("VBZ", "VBP") and "to" in auxiliaries(verb)


def _is_accord(noun: Token | None) -> bool:
    if noun is None:
        return False
    if noun.lower in ("that", "which") and noun.head.dep == "relcl":
        noun = noun.head.head
    elif noun.lower in ("that", "which") and noun.head.dep == "conj" and noun.head.head.dep == "relcl":
        noun = noun.head.head.head
    return noun.lemma.lower() in word_class("accord")


def _named_under(verb: Token) -> bool:
    """Whether it is told as the terms of an agreement that its own clause or the one above it names."""
    places = [verb, *([verb.head] if verb.dep in ("xcomp", "conj", "relcl") else [])]
    places += [c for c in verb.children if c.dep in ("ccomp", "xcomp") and c.i > verb.i]
    if verb.dep == "conj" and verb.head.dep in ("relcl", "xcomp"):
        places.append(verb.head.head)
    under = [c for place in places for c in place.children if c.dep == "prep" and c.lower == "under"]
    nouns = [o for prep in under for o in prep.children if o.dep == "pobj"]
    if any(noun.lemma.lower() in word_class("accord") | {"term"} for noun in nouns):
        return True
    relative = verb if verb.dep == "relcl" else verb.head if verb.head.dep == "relcl" else None
    which = any(o.lower == "which" for o in nouns)
    return relative is not None and which and relative.head.lemma.lower() in word_class("accord")


@once_parsed
def _accords(doc: Doc) -> tuple[Token, ...]:
    """The verbs by which an article tells that an agreement was made."""
    return tuple(
        verb
        for verb in doc.tokens
        if verb.lemma in CONCLUDING and verb.tag in ("VBD", "VBN", "VBZ", "VBP") and _makes_one(verb)
    )


def _makes_one(verb: Token) -> bool:
    if force(verb) != "affirmed" or conditional(verb):
        return False
    near = [c for c in verb.children if c.dep in ("dobj", "nsubjpass")] + objects_of(verb, "on", "to", "under", "at")
    named = any(noun.lemma.lower() in word_class("accord") for noun in near)
    over = verb.dep == "acl" and verb.head.lemma.lower() in word_class("accord")
    return named or over or (verb.lemma == "agree" and any(c.dep in ("xcomp", "ccomp") for c in verb.children))


def _signers(doc: Doc, near: Token) -> tuple[Party, ...]:
    """Who made the agreement that an article tells of last before a word, else first after it."""
    before = [verb for verb in _accords(doc) if verb.i < near.i]
    for verb in (*reversed(before), *(verb for verb in _accords(doc) if verb.i > near.i)):
        found = holders(doc, agent_of(verb))
        if found:
            return found
    for verb in reversed(before):  # `X will do so under an agreement signed on Monday`
        root = next((t for t in doc.words(verb.sentence) if t.head is t), verb)
        found = holders(doc, agent_of(root)) if root.pos in ("VERB", "AUX") else ()
        if found:
            return found
    return ()
