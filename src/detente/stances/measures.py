"""What has been done to another or is held back: `imposed sanctions on`, `revoked the visas of`."""

from __future__ import annotations

from collections.abc import Iterator

from detente.dating import done
from detente.doc import Doc, Token
from detente.modality import auxiliaries
from detente.parties import Party, out_of_office
from detente.stances.bargaining import Role, holds, plays, role_words, targets_of
from detente.stances.clauses import core, phrase, top_of
from detente.stances.inducing import BARGAINS, POSSIBLE, Found, actors_of, named_in, own_subject
from detente.stances.polarity import asked, force, governors, negations, word_class
from detente.stances.terms import Terms, terms_of
from detente.syntax import objects_of, passive

LONG_AGO = -60  # days: sanctions of years ago are background, not a move
NEAR = ("on", "against", "to", "from", "for", "of")
FINITE = frozenset({"ROOT", "conj", "ccomp", "advcl", "relcl", "parataxis"})


def measured(doc: Doc, verb: Token) -> Iterator[Found]:
    """Yield the measures that a verb reports as taken, lifted, put off or held back."""
    actors = actors_of(doc, verb)
    actors = tuple(a for a in actors if not out_of_office(a, doc.article.date))
    if not any(a.identified for a in actors) or set(auxiliaries(verb)) & {"should", "must", "may", "might", "could"}:
        return
    for word in role_words().get(verb.lemma, ()):
        near = {c.lower for c in verb.children if c.dep in ("prt", "advmod", "prep")}
        if word.role not in MEASURES or (word.needs and not word.needs & near):
            continue
        for thing in _things(verb, word):
            found = _measure(doc, verb, word, thing, actors)
            if found is not None:
                yield found
                return
    yield from _calls_rejected(doc, verb, actors)


UNDER = frozenset({"if", "unless", "whether", "until", "once", "should"})
MEASURES = frozenset({"penalizer", "imposer", "lifter", "cutter", "putter", "answerer"})


def _things(verb: Token, word: Role) -> list[Token]:
    own = [c for c in verb.children if c.dep == "dobj" or (c.dep == "nsubjpass" and passive(verb))]
    if word.role == "answerer":
        return [o for o in objects_of(verb, "with", "by") if o.pos == "NOUN"]
    if word.role == "putter" and not own:
        own = [o for o in objects_of(verb, "on", "off", "from") if o.pos == "NOUN"]
        own = own or [t for t in verb.subtree() if t.dep == "pobj" and t.lemma in word_class("penalty")]
    if word.role == "cutter" and not own:
        own = [g for c in verb.children if c.dep == "xcomp" for g in c.children if g.dep == "dobj"]
    return own


def _measure(doc: Doc, verb: Token, word: Role, thing: Token, actors: tuple[Party, ...]) -> Found | None:
    kind, state = _as_what(word, thing)
    if kind is None or not _reported(verb):
        return None
    said = force(verb) if negations(verb) or list(governors(verb)) else "affirmed"
    if word.role in ("imposer", "penalizer") and said == "refused":
        state = "withheld"  # `refused to ban the imports`
    elif _short_of(verb):
        state = "withheld"
    elif word.role in ("imposer", "cutter", "penalizer") and "have" in auxiliaries(verb) and negations(verb) % 2:
        state = "withheld"  # `has not suspended the aid`: it could
        kind = "threat" if word.role != "cutter" or kind == "threat" else kind
    elif said != "affirmed" or negations(verb):
        return None
    elif (word.role == "lifter" and top_of(verb).lemma == "agree") or (
        word.role == "lifter" and terms_of(doc, verb).mark in BARGAINS
    ):
        kind, state = "offer", "made"
    elif _agreed(verb) and word.role == "putter":
        state = "withheld"
    terms = terms_of(doc, verb)
    near = [*objects_of(verb, *NEAR), *objects_of(thing, *NEAR)]
    near += objects_of(thing.head, *NEAR) if thing.head is not verb and thing.head.pos == "VERB" else []
    words = [t for o in (thing, *near) for t in o.subtree()]
    targets = named_in(doc, [t for o in near for t in o.subtree()], actors) or named_in(doc, words, actors)
    targets = targets or targets_of(doc, verb, thing, actors, terms)
    past = done(doc, verb)["days"]
    weak = word.role in ("cutter", "lifter") and not targets and state != "withheld"
    if weak or (past is not None and past <= LONG_AGO):
        return None
    tokens = [
        *core(verb, top_of(verb)),
        *own_subject(top_of(verb)),
        *phrase(thing),
        *(t for o in near for t in o.subtree()),
    ]
    if terms.text:
        tokens += terms.tokens
    what = [verb, *phrase(thing)] if word.role == "penalizer" or kind != word.kind else phrase(thing)
    return Found(verb, actors, targets[:2], kind, state, what, terms, tokens, f"{verb.lemma} measure", 0.6)


def _as_what(word: Role, thing: Token) -> tuple[str | None, str]:
    """Kind and state of a measure: penalties imposed or lifted, benefits cut; arms and ties cut are penalties."""
    lemma = thing.lemma.lower()
    penal = lemma in word_class("penalty")
    if word.role == "penalizer":
        return (word.kind, word.state) if lemma in word_class("penalized") or thing.entity[2:] else (None, "")
    if word.role in ("imposer", "answerer") and lemma in word_class("violence"):
        return None, ""  # `announced a strike` on the enemy: war, no bargaining
    if word.role in ("imposer", "lifter", "putter", "answerer"):
        return (word.kind, word.state) if penal else (None, "")
    if lemma in word_class("standing") or any(c.lemma in ("arms", "arm", "weapon", "visa") for c in thing.children):
        return "threat", "withheld" if word.state == "withheld" else "imposed"
    if lemma in word_class("benefit") or (plays(thing, "carrot") and lemma not in ("trade", "oil")):
        return "offer", word.state
    return None, ""


def _reported(verb: Token) -> bool:
    """Whether the clause reports what was or is being done, or is agreed or decided."""
    top = top_of(verb)
    if _short_of(verb):
        return True
    if any(c.lower in UNDER and c.dep in ("mark", "advmod") for c in verb.children) or asked(verb):
        return False
    if verb.dep not in FINITE and top is verb:
        return False
    if top is not verb:
        return top.lemma in (
            "agree",
            "decide",
            "announce",
            "vote",
            "move",
            "continue",
            "begin",
            "order",
            "refuse",
            "decline",
        ) and (top.tag in ("VBD", "VBZ", "VBN", "VBP"))
    finite = verb.tag in ("VBD", "VBN", "VBZ", "VBP") or (
        verb.tag == "VBG" and (auxiliaries(verb) or verb.dep == "advcl")
    )
    return bool(finite) and not set(auxiliaries(verb)) & (POSSIBLE | {"to"})


def _short_of(verb: Token) -> bool:
    """`stopped short of imposing sanctions`, `held back from expelling`."""
    return verb.dep == "pcomp" and verb.head.head.lower in ("short", "back", "shied", "refrained")


def _agreed(verb: Token) -> bool:
    return top_of(verb) is not verb


def _calls_rejected(doc: Doc, verb: Token, actors: tuple[Party, ...]) -> Iterator[Found]:
    """`rejected calls to cancel arms sales`, `resisted pressure to impose sanctions`: a threat held back."""
    if verb.lemma not in ("reject", "resist", "rebuff", "dismiss", "refuse", "ignore") or not _reported(verb):
        return
    calls = next((c for c in verb.children if c.dep == "dobj" and c.lemma in word_class("calls")), None)
    if calls is None or negations(verb):
        return
    acts = [c for c in calls.children if c.dep in ("acl", "relcl") and c.tag == "VB"]
    acts += [o for o in objects_of(calls, "for") if o.lemma in word_class("penalty")]
    for act in acts:
        harms = act.pos == "NOUN" or plays(act, "stick") or holds(act, "stick")
        if harms:
            targets = named_in(doc, act.subtree(), actors)
            tokens = [*core(verb, verb), *own_subject(verb), calls, *act.subtree()]
            what = act.subtree()
            what = [t for t in what if t.lower != "to" or t.dep != "aux"]
            yield Found(verb, actors, targets, "threat", "withheld", what, Terms(), tokens, "calls rejected", 0.6)
            return
