"""Threats and offers that no verb of threatening names: `will retaliate if`, `is ready to impose sanctions`."""

from __future__ import annotations

from collections.abc import Iterator

from detente.doc import SUBJECTS, Doc, Token
from detente.modality import auxiliaries
from detente.parties import Party, out_of_office, parties, same_side
from detente.stances.bargaining import (
    condition_before,
    forbears,
    harmful,
    holds,
    is_itself,
    negotiators,
    plays,
    role_words,
    targets_of,
)
from detente.stances.clauses import core, phrase, restricted, subject_words, tail, top_of
from detente.stances.holding import speakers_at
from detente.stances.inducing import (
    BARGAINS,
    IFS,
    POSSIBLE,
    Found,
    bare,
    deterrent,
    named_in,
    others,
    own_subject,
    without,
)
from detente.stances.mediating import part_in_talks
from detente.stances.polarity import force, negations, unreal, wondered, word_class
from detente.stances.stance import holder_of
from detente.stances.stand import holders
from detente.stances.terms import Terms, terms_of
from detente.syntax import child_of, objects_of, passive, subject_of

COMMANDING = frozenset({"GOV", "MIL", "SPY", "REB", "UAF", ""})
GETTING = frozenset({"get", "receive", "gain", "obtain"})


def conditional(doc: Doc, verb: Token) -> Iterator[Found]:
    """`would lift sanctions if Iran ...`, `will resume the bombing unless ...`, `will respond to any attack`."""
    if _gives(verb) or verb.dep in ("advcl", "acl"):
        return
    if verb.lemma == "be":
        yield from _all_options(doc, verb)
    if verb.pos == "VERB" and verb.lemma in ("rule", "exclude"):
        yield from _not_ruled_out(doc, verb)
    if verb.pos == "VERB" and verb.lemma in word_class("weighing"):
        yield from _weighed(doc, verb)
    helpers = set(auxiliaries(verb))
    yield from _or_else(doc, verb)
    if helpers & {"will", "would", "'ll"} and negations(verb) % 2:
        yield from _not_before(doc, verb)
    if not helpers & POSSIBLE or negations(verb) or wondered(verb) or ("have" in helpers and verb.tag == "VBN"):
        return
    there = child_of(verb, "expl") is not None
    subject = child_of(verb, "attr", "nsubj") if there else child_of(verb, *SUBJECTS) or subject_of(verb)
    doers = holders(doc, subject)
    speakers = speakers_at(doc, verb)
    own = [p for p in doers if not speakers or any(same_side(p, s) for s in speakers)]
    actors = speakers or tuple(own)
    if not actors and passive(verb) and subject is not None:  # `American sanctions would be lifted once`
        actors = tuple(p for c in subject.children if c.dep in ("poss", "amod", "compound") for p in parties(doc, c))
    actors = tuple(actor for actor in actors if not out_of_office(actor, doc.article.date))
    if not actors or (doers and not own and not _suffers(verb)):
        return
    if not own and not any(map(_commands, actors)):
        return  # a legislator who says that there will be a price foretells it
    if own and verb.lemma in GETTING:
        return  # `Iran would get relief in exchange for limits`: another gives it
    terms = terms_of(doc, verb)
    if not terms.text:
        terms = condition_before(doc, verb, subject)
    if terms.mark in IFS - {"until"}:
        yield from _if(doc, verb, subject, actors, own, terms)
    elif own and verb.pos == "VERB" and verb.lemma in word_class("answering") and helpers & {"will", "would", "'ll"}:
        targets = named_in(doc, objects_of(verb, "to", "against"), actors)
        tokens = [*core(verb, verb), *subject_words(subject, verb), *tail(verb)]
        yield Found(verb, actors, targets, "threat", "made", bare(verb, terms), terms, tokens, "will respond", 0.65)


def _commands(actor: Party) -> bool:
    """Whether an actor can bring about what is said to come, as a government, an army or armed men can."""
    return actor.contends or (actor.code or "").partition(" ")[2] in COMMANDING


def _gives(verb: Token) -> bool:
    return any(w.role in ("giver", "threatener") for w in role_words().get(verb.lemma, ()))


def _suffers(verb: Token) -> bool:
    return verb.lemma in ("face", "pay", "suffer", "risk", "lose", "forfeit", "regret")


def _if(
    doc: Doc, verb: Token, subject: Token | None, actors: tuple[Party, ...], own: list[Party], terms: Terms
) -> Iterator[Found]:
    thing = child_of(verb, "dobj") or (child_of(verb, "nsubjpass") if passive(verb) else None)
    leaves = bool(own) and part_in_talks(verb, [own[0].side]) is not None
    kind = _kind(verb, subject, thing, terms, bool(own))
    if leaves:
        kind = "threat"
    if kind is None or (verb.pos == "ADV" and not leaves):
        return
    targets = named_in(doc, list(terms.tokens), actors)[:2] if deterrent(terms) or kind == "offer" else ()
    told = named_in(doc, [t for c in verb.children if c.dep in ("dobj", "dative") for t in (c,)], actors)
    targets = told or targets or targets_of(doc, verb, verb, actors, terms)
    if _suffers(verb):
        targets = others(doc, subject, actors) or targets
    if not targets and leaves:
        targets = negotiators(doc, verb, actors)
    if not targets and not any(a.identified for a in actors):
        return
    what = [t for t in (verb, *tail(verb)) if t.i >= verb.i or t.dep == "advmod"]
    if verb.pos == "AUX" and subject is not None:
        what = phrase(subject)
    tokens = [*core(verb, top_of(verb)), *subject_words(subject, verb), *what]
    yield Found(verb, actors, targets, kind, "made", without(what, terms), terms, tokens, "will if", 0.7)


def _kind(verb: Token, subject: Token | None, thing: Token | None, terms: Terms, own: bool) -> str | None:
    """Whether an act on a condition attracts or deters; None where it does neither."""
    if verb.pos == "AUX":  # `there would be consequences if`, `the deal would be void unless`
        void = any(c.lemma in word_class("void") for c in verb.children if c.dep in ("acomp", "advmod", "prep"))
        return "threat" if void or (subject is not None and plays(subject, "stick")) else None
    if _suffers(verb):
        return "threat"
    if not own and not passive(verb):
        return None
    relief = relieves(verb, thing)
    if terms.mark in BARGAINS or (relief and not deterrent(terms)):
        return "offer"
    if harmful(verb) or (thing is not None and holds(thing, "stick") and not relief):
        return "threat"
    return "threat" if deterrent(terms) and own and not relief and verb.lemma not in word_class("mindful") else None


def relieves(verb: Token, thing: Token | None) -> bool:
    """Whether an act gives something or takes a burden off: `lift the siege`, `provide loans`."""
    gives = plays(verb, "carrot") or verb.lemma in ("ease", "waive", "give", "provide", "grant", "end", "release")
    gives = gives or verb.lemma in ("lend", "pay", "offer", "supply", "deliver", "send", "share", "invest", "build")
    if thing is not None and verb.lemma in word_class("desisting"):
        return plays(thing, "stick") or thing.lemma in word_class("penalty") | word_class("arming")
    return gives and thing is not None and (is_itself(thing, "stick", "lifter") or holds(thing, "carrot"))


def _or_else(doc: Doc, verb: Token) -> Iterator[Found]:
    """`told the junta to step down or face an invasion`."""
    thing = child_of(verb, "dobj")
    if verb.dep != "conj" or verb.lemma not in ("face", "risk", "suffer") or thing is None or not holds(thing, "stick"):
        return
    if not any(c.lower == "or" and c.dep == "cc" for c in verb.head.children):
        return
    top = next((t for t in verb.ancestors() if t.pos == "VERB" and t.tag in ("VBD", "VBZ", "VBP", "VBN", "VBG")), None)
    actors = holders(doc, holder_of(top)) if top is not None else ()
    if top is None or not any(a.identified for a in actors) or unreal(top):
        return
    told = [p for c in top.children if c.dep in ("dobj", "dative") for p in others(doc, c, actors)]
    terms = Terms()
    tokens = [*core(top, top), *own_subject(top), *phrase(verb)]
    yield Found(verb, actors, tuple(told), "threat", "made", phrase(thing), terms, tokens, "or face", 0.7)


def _not_before(doc: Doc, verb: Token) -> Iterator[Found]:
    """`would not lift the sanctions until the hostages were free`: relief that is held back."""
    terms = terms_of(doc, verb)
    actors = holders(doc, holder_of(verb))
    if terms.mark not in ("until", "unless", "before", "as long as") or not any(a.identified for a in actors):
        return
    thing = child_of(verb, "dobj")
    if thing is None or not relieves(verb, thing):
        return
    targets = named_in(doc, list(terms.tokens), actors)[:1] or targets_of(doc, verb, thing, actors, terms)
    tokens = [*core(verb, verb), *own_subject(verb), *phrase(thing)]
    yield Found(verb, actors, targets, "offer", "withheld", bare(verb, terms), terms, tokens, "not until", 0.6)


def _not_ruled_out(doc: Doc, verb: Token) -> Iterator[Found]:
    """`would not rule out military action`, `refused to rule out further sanctions`."""
    out = verb.lemma == "exclude" or any(c.lower == "out" for c in verb.children)
    if not out or unreal(verb) or force(verb) not in ("refused", "unsaid"):
        return
    actors = holders(doc, holder_of(verb))
    thing = child_of(verb, "dobj") or next((c for c in verb.children if c.dep == "xcomp"), None)
    if not any(a.identified for a in actors) or thing is None:
        return
    meant = thing
    if thing.pos == "PRON":
        first = doc.sentences[max(0, thing.sentence - 1)][0]
        before = (t for t in reversed(doc.tokens[first : verb.i]) if t.pos == "NOUN" and _menace(t))
        meant = next(before, thing)
    if meant.pos == "VERB" and not harmful(meant):
        return
    if meant.pos != "VERB" and not _menace(meant) and not holds(meant, "stick"):
        return
    top = top_of(verb)
    targets = named_in(doc, meant.subtree(), actors) or targets_of(doc, verb, meant, actors, Terms())
    tokens = [*core(verb, top), *own_subject(top), *phrase(thing)]
    yield Found(verb, actors, targets, "threat", "made", phrase(meant), Terms(), tokens, "not ruled out", 0.65)


def _all_options(doc: Doc, be: Token) -> Iterator[Found]:
    """`all options were on the table`: in the words of a state, force is among them."""
    subject = child_of(be, "nsubj")
    speakers = speakers_at(doc, be)
    table = [o for o in objects_of(be, "on") if o.lemma == "table"]
    if subject is None or subject.lemma != "option" or not table or negations(be) or unreal(be):
        return
    if any(c.lower in ("all", "every") for c in subject.children) and any(s.identified for s in speakers):
        targets = targets_of(doc, be, subject, speakers, Terms())
        tokens = [*core(be, be), *phrase(subject), *phrase(table[0])]
        yield Found(be, speakers, targets, "threat", "made", tokens, Terms(), tokens, "all options", 0.6)


def _weighed(doc: Doc, verb: Token) -> Iterator[Found]:
    """`is considering sanctions against Mali`, `will study all instruments at our disposal`."""
    thing = child_of(verb, "dobj") or next((c for c in verb.children if c.dep == "xcomp"), None)
    actors = holders(doc, holder_of(verb))
    if (
        thing is None
        or not any(a.identified for a in actors)
        or unreal(verb)
        or force(verb) != "affirmed"
        or passive(verb)
    ):
        return
    if not (harmful(thing) if thing.pos == "VERB" else thing.lemma in word_class("penalty") or _menace(thing)):
        return
    targets = targets_of(doc, verb, thing, actors, Terms())
    tokens = [*core(verb, verb), *own_subject(verb), *phrase(thing)]
    yield Found(verb, actors, targets, "threat", "made", phrase(thing), Terms(), tokens, f"{verb.lemma} it", 0.55)


def _menace(noun: Token) -> bool:
    """Whether a noun names force or penalties, or `further measures`."""
    if plays(noun, "stick") or noun.lemma in word_class("menace"):
        return True
    more = any(c.lower in ("further", "other", "additional", "more", "tougher", "military") for c in noun.children)
    return noun.lemma in ("measure", "step", "action", "option", "move") and more


def ready(doc: Doc, word: Token) -> Iterator[Found]:
    """`is ready to impose sanctions on anyone who`, `stands prepared to strike`, `is determined to punish`."""
    if word.lower not in word_class("readiness") or word.dep not in ("acomp", "ROOT", "ccomp", "conj", "oprd"):
        return
    act = next((c for c in word.children if c.dep == "xcomp"), None)
    if act is None or not harmful(act) or unreal(word) or negations(word) % 2 or force(word) != "affirmed":
        return
    verb = word.head if word.dep in ("acomp", "oprd") else word
    subject = subject_of(verb)
    actors = holders(doc, subject)
    if not any(a.identified for a in actors):
        return
    terms = terms_of(doc, act)
    targets = targets_of(doc, verb, act, actors, terms)
    clause = [t for o in phrase(act) if o.pos in ("NOUN", "PRON") for t in restricted(o)]
    tokens = [*core(word, verb), *subject_words(subject, verb), *phrase(act), *clause]
    kind = "offer" if forbears(act) else "threat"  # `willing to halt its nuclear program`
    yield Found(word, actors, targets, kind, "made", bare(act, terms), terms, tokens, f"{word.lower} to", 0.7)
