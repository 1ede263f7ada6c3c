"""What people do tells what they are: who teaches is a teacher, a student who shoots at somebody an attacker."""

from __future__ import annotations

from functools import cache

from detente.actors import offices
from detente.actors.agents import common_nouns, lexicon
from detente.codebook import table
from detente.codebook.spelling import words_of
from detente.doc import Doc, Mention, Token

HARMS = lexicon("harms people")
RUNS = lexicon("runs a business")
OF_LIVELIHOODS = frozenset({"BUS", "MED", "EDU", "JRN", "AGR", "LAB", "REL"})
BUSINESSES = frozenset({"BUS", "MED"})  # whose owner is in business
PRIVATE = frozenset({"CVL", "EDU", "LAB", "BUS", "AGR", "MED", "UNK"})


def sector_by_deed(doc: Doc, mention: Mention) -> str:
    """The sector of someone by what he is said to do: `X, who teaches girls`, `Y runs a pharmacy`; "" by default."""
    if mention.form != "name":
        return ""
    name = doc.tokens[mention.head]
    relative = next((c for c in name.rights if c.dep == "relcl"), None)
    verb = relative or (name.head if name.dep == "nsubj" else None)
    if verb is None or verb.pos != "VERB" or any(c.dep == "neg" for c in verb.children):
        return ""
    if verb.lower in RUNS:
        target = next((c for c in verb.children if c.dep == "dobj"), None)
        agent = common_nouns().get(words_of(target.lemma)) if target is not None and target.pos == "NOUN" else None
        sector = agent.sector if agent is not None else ""
        return "BUS" if sector in BUSINESSES else sector if sector in OF_LIVELIHOODS else ""
    noun = _doers().get(verb.lower)
    return common_nouns()[(noun,)].sector if noun else ""


@cache
def _doers() -> dict[str, str]:
    """Verbs that say what somebody is, and the nouns for it."""
    of = "does as "
    classes = [row["class"] for row in table("actor_words") if row["class"].startswith(of)]
    return {verb: one.removeprefix(of) for one in classes for verb in lexicon(one)}


def attacks(head: Token, sector: str) -> bool:
    """Whether some private person does what makes him a criminal: `a student shot the minister`."""
    if sector not in PRIVATE or head.tag != "NN" or head.dep != "nsubj":
        return False
    if not any(c.lower in ("a", "an") for c in head.lefts):
        return False
    verb = head.head
    target = next((c for c in verb.children if c.dep == "dobj"), None)
    if verb.lemma == "open" and target is not None and target.lower == "fire":
        return True
    return verb.lemma in HARMS and target is not None and _somebody(target)


def _somebody(token: Token) -> bool:
    word = words_of(token.lemma)
    return token.pos in ("PROPN", "PRON") or word in common_nouns() or word in offices.titles()
