"""Who did what is condemned, refused or praised as something told before: `the attack`, `such charges`, `called it`."""

from __future__ import annotations

from detente.coding.acts import act_nouns, hostile, word_class
from detente.coding.aimed import bare
from detente.coding.counterparts import FAR, Counterparts, sector_of
from detente.coding.nesting import Act
from detente.doc import Token
from detente.parties import Party
from detente.syntax import objects_of

JUDGING = frozenset({"ACCUSE", "REJECT", "SUPPORT"})
NAMING = frozenset({"call", "brand", "label", "describe", "denounce", "dismiss", "decry", "condemn", "slam", "term"})
ASKED = frozenset({"ultimatum", "demand", "proposal", "offer", "request", "appeal", "call", "invitation", "suggestion"})
ASKING = frozenset({"REQUEST", "AGREE", "THREATEN"})
CHARGED = frozenset({"accusation", "criticism", "condemnation", "allegation", "charge", "claim", "suggestion"})
FORCEFUL = frozenset({"operation", "campaign", "action", "incident"})
TWO_SIDED = frozenset({"fighting", "violence", "clash", "war", "conflict", "hostility", "bloodshed", "tension"})
OVERTHROW = frozenset({"takeover", "coup", "putsch"})
DONE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST", "RETREAT"})
OUTLAWS = frozenset({"UAF", "CRM", "REB"})
LIKE = 5  # letters that `declare` and `declaration` share
LATEST = frozenset({"latest", "new", "recent", "proposed", "planned", "reported"})


def author_of(scene: Counterparts, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
    """Who did what an act judges or refuses without saying whose it was: `Russia condemned the sanctions`."""
    if act.type not in JUDGING or act.nominal:
        return ()
    for thing in _judged(act):
        found = _doers(scene, actors, act, thing)
        if found:
            return found
    return _just_done(scene, actors, act) if _only_named(act) else ()


def _judged(act: Act) -> list[Token]:
    """The things told before that an act is about: its objects, those of its infinitive, what it complains of."""
    things = [t for t in act.objects if _told_before(t)]
    for clause in act.word.children:
        if clause.dep == "xcomp":
            things += [c for c in clause.children if c.dep == "dobj" and _told_before(c)]
        elif clause.dep == "ccomp":
            things += [t for t in objects_of(clause, "of", "about") if _told_before(t)]
    return things


def _told_before(thing: Token) -> bool:
    """Whether a noun points back and nothing beside it says whose it is."""
    beside = [c for c in thing.children if c.dep not in ("punct", "cc", "conj", "case") and c.lower not in LATEST]
    if any(c.dep in ("prep", "relcl", "acl", "amod", "poss", "compound", "nmod") for c in beside):
        return bare(thing)
    return any(c.lower in ("the", "this", "that", "these", "those", "such") for c in beside)


def _doers(scene: Counterparts, actors: tuple[Party, ...], act: Act, thing: Token) -> tuple[Party, ...]:
    lemma = thing.lemma.lower()
    kinds = {entry.type for entry in act_nouns().get(lemma, ())} & DONE | ({"COERCE"} if lemma in OVERTHROW else set())
    kinds |= {"ASSAULT"} if lemma in FORCEFUL else set()
    if lemma in CHARGED | TWO_SIDED:
        return ()  # who accuses them is asked elsewhere; a war has no one author
    asked = act.type == "REJECT" and lemma in ASKED
    sides = {one.side for one in actors}
    near = [
        deed
        for deed in reversed(scene.done)
        if act.word.sentence - deed.sentence <= FAR
        and not {one.side for one in deed.doers} & sides
        and not (act.type == "SUPPORT" and any(sector_of(one) in OUTLAWS for one in deed.doers))
    ]
    modes = {entry.mode for entry in act_nouns().get(lemma, ()) if entry.mode}
    # first what was told by the same word, then what was done in the same way, then whatever is of the kind
    for meant in (
        [deed for deed in near if any(_alike(lemma, word) for word in deed.words)],
        [deed for deed in near if deed.mode in modes],
        [deed for deed in near if asked and deed.type in ASKING],
        [deed for deed in near if deed.type in kinds],
        [deed for deed in near if lemma in word_class("deed") and scene.is_main(deed.doers)],
        near if lemma in word_class("deed") else [],
    ):
        if meant:
            return meant[0].doers
    return ()


def _alike(noun: str, word: str) -> bool:
    """Whether a noun is of the same stem as the word of an act: `declaration` of `declare`."""
    return noun == word or (len(word) >= LIKE and noun[:LIKE] == word[:LIKE])


def _only_named(act: Act) -> bool:
    """Whether something done before is only given a name: `called it blackmail`, `a plan that X called blackmail`."""
    if act.type != "ACCUSE" or act.word.lemma not in NAMING:
        return False
    taken_up = any(c.lower in ("it", "this", "that") and c.dep in ("dobj", "nsubj") for c in act.word.children)
    taken_up |= any(c.lower in ("it", "this") for t in act.objects for c in (t, *t.children))
    return taken_up or act.word.dep == "relcl"


def _just_done(scene: Counterparts, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
    """Who last did something hostile but judge others, up to two sentences before."""
    sides = {one.side for one in actors}
    for deed in reversed(scene.done):
        if act.word.sentence - deed.sentence > 2:
            break
        acted = deed.finite and hostile(deed.type) and deed.type not in JUDGING
        if acted and not {one.side for one in deed.doers} & sides:
            return deed.doers
    return ()
