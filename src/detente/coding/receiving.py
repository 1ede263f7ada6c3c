"""Where the frame of a verb says that its recipient stands: object, dative, owner, complement, or a preposition."""

from __future__ import annotations

from detente.coding.acts import word_class
from detente.coding.arguments import TIMES, by_agents, complements, doers_of_noun, objects_deep, owners
from detente.coding.naming import Names, lemma_of
from detente.coding.nesting import LETTING, Act
from detente.doc import SUBJECTS, Token
from detente.syntax import NOMINAL, conjuncts, objects_of, passive

RELATIVES = ("WDT", "WP", "EX")
JOINT = frozenset({"CONSULT", "AGREE", "COOPERATE"})  # what two do together
PLACING = ("on", "against", "with", "to", "at", "toward", "towards", "from", "for", "of")


def recipients_of(act: Act, order: tuple[str, ...], names: Names) -> list[Token]:
    """Where the frame says that the recipient stands: the first place with an actor, else with anything."""
    verb = act.word
    if "subject" in order:
        found, act.agents = act.agents, by_agents(verb)
        return found
    second: list[Token] = []
    for way in order or ("object", *PLACING):
        found = [t for t in _standing(act, way) if _may_receive(t) and t not in act.agents]
        if way == "between" and len(found) == 1:
            found = conjuncts(found[0])
        if way == "between" and found and act.mode is None and not act.agents and act.type in JOINT:
            act.agents = found[:1]
            return []
        if any(_names_actor(t, names) for t in found):
            return found
        second = second or found
    return second


def _names_actor(token: Token, names: Names) -> bool:
    """Whether a noun, or who owns it or does it, is an actor."""
    return any("actor" in names.kinds(t) for t in (token, *owners(token), *doers_of_noun(token)))


def _standing(act: Act, way: str) -> list[Token]:
    """What stands in one of the places that a frame can name for the recipient."""
    verb = act.word
    if way == "object":
        named = act.frame is None or act.frame.kinds or not act.frame.nouns
        found = [t for t in act.objects if named or t not in act.consumed or lemma_of(t) in word_class("people")]
        return found or (act.objects if act.type in ("ASSAULT", "COERCE") else [])
    if way == "dative":
        datives = [c for c in verb.children if c.dep == "dative"]
        return [c for c in datives if c.pos in NOMINAL] + [g for c in datives for g in c.children if g.dep == "pobj"]
    if way == "doer":
        return [d for t in act.objects for d in doers_of_noun(t)]
    if way == "clause":
        # of `demanded that the prisoners be freed` nobody says who is asked
        return [s for c in complements(verb) for s in c.children if s.dep in SUBJECTS and not passive(c)]
    if way == "let":
        let = [c for c in complements(verb) if c.lemma in LETTING]
        return [s for c in let for d in c.children if d.dep in ("ccomp", "dobj") for s in _let_do(d)]
    if way == "owner" and not act.objects:
        # `rejected what they called "ultimatums" from X`
        called = [n for c in verb.children if c.dep == "ccomp" for n in c.children if n.dep in ("oprd", "dobj")]
        return [o for n in called if n.pos == "NOUN" for o in owners(n) or objects_deep(n, "from")]
    if way == "owner":
        return [o for t in act.objects for o in owners(t)]
    beside_object = [g for t in act.objects if t.i != verb.i for g in objects_deep(t, way) if g.pos in NOMINAL]
    beside_matter = [g for t in objects_of(verb, "for", "over", "of") for g in objects_of(t, way)]
    return [*objects_of(verb, way), *beside_object, *(beside_matter if way in ("on", "against", "with") else ())]


def _let_do(token: Token) -> list[Token]:
    return [token] if token.dep == "dobj" else [s for s in token.children if s.dep in SUBJECTS]


def _may_receive(token: Token) -> bool:
    return token.pos in (*NOMINAL, "ADJ") and token.entity[2:] not in TIMES and token.tag not in RELATIVES
