"""Threats without a verb of threatening: `there would be consequences`, `will pay a price`, `will respond swiftly`."""

from __future__ import annotations

from detente.coding.acts import word_class
from detente.coding.nesting import Act
from detente.doc import SUBJECTS, Token
from detente.modality import auxiliaries, negated
from detente.syntax import child_of, objects_of, passive, subject_of

UNDERGOING = frozenset({"face", "suffer", "pay", "regret", "bear", "meet", "feel"})
MEETING = frozenset({"meet", "answer", "counter", "punish", "repel"})
ANSWERING = frozenset({"respond", "retaliate", "react", "answer", "reply"})
HOLDING_OUT = UNDERGOING | MEETING | ANSWERING | {"hold", "be"}


def threat_in(verb: Token) -> Act | None:
    """The threat that a clause holds out by what it says will come, None where it is none."""
    if verb.lemma not in HOLDING_OUT:
        return None
    helpers = auxiliaries(verb)
    vowed = "to" in helpers and verb.dep == "xcomp" and verb.head.lower in word_class("resolve")
    if not vowed and not any(h in ("will", "would", "shall") for h in helpers):
        return None
    if "have" in helpers or negated(verb):
        return None
    if verb.lemma == "hold" and passive(verb):
        return _called_to_account(verb)
    if verb.lemma == "be":
        return _looming(verb)
    if verb.lemma in MEETING and passive(verb):
        return _met(verb)
    if verb.lemma in UNDERGOING:
        return _in_store(verb)
    if verb.lemma in ANSWERING:
        return _answering(verb)
    return None


def _threat(verb: Token, agents: list[Token], recipients: list[Token], rule: str) -> Act:
    return Act(
        word=verb,
        type="THREATEN",
        mode=None,
        agents=agents,
        recipients=recipients,
        modality="happened",
        rule=rule,
        confidence=0.6,
        spoken=not agents,
    )


def _met(verb: Token) -> Act | None:
    """`Any attack will be met with force`: whoever says it threatens."""
    answers = {t.lemma.lower() for t in objects_of(verb, "with", "by")}
    named = word_class("revenge") | word_class("attack") | word_class("sanction") | {"might", "fire", "resistance"}
    return _threat(verb, [], [], "answer held out") if answers & named else None


def _looming(verb: Token) -> Act | None:
    """`There will be consequences for X`."""
    thing = child_of(verb, "attr", "dobj")
    if child_of(verb, "expl") is None or thing is None or thing.lemma.lower() not in word_class("reckoning"):
        return None
    met = [g for holder in (thing, verb) for g in objects_of(holder, "for", "to", "against")]
    met = [inner for g in met for inner in (objects_of(g, "with", "of") or [g])]
    return _threat(verb, [], met, "consequences held out")


def _called_to_account(verb: Token) -> Act | None:
    """`X will be held responsible for the consequences`."""
    subject = child_of(verb, "nsubjpass")
    if subject is None or not any(c.lower in ("responsible", "accountable", "liable") for c in verb.children):
        return None
    return _threat(verb, [], [subject], "held responsible")


def _in_store(verb: Token) -> Act | None:
    """`X will pay a heavy price`: whoever says it threatens X."""
    thing = child_of(verb, "dobj")
    subject = child_of(verb, *SUBJECTS)
    if subject is None or thing is None:
        return None
    named = {t.lemma.lower() for t in (thing, *objects_of(thing, "of"))}
    if verb.lemma != "regret" and not named & (word_class("reckoning") | word_class("sanction")):
        return None
    return _threat(verb, [], [subject], "consequences held out")


def _answering(verb: Token) -> Act | None:
    """`X will respond forcefully to any attack`."""
    subject = subject_of(verb)
    if subject is None:
        return None
    manner = any(c.dep == "advmod" and c.lower in word_class("forcefully") for c in verb.children)
    answered = {t.lemma.lower() for t in objects_of(verb, "to", "with")}
    answered |= {t.lemma.lower() for t in objects_of(verb, "in")} & {"kind"}
    hostile = word_class("attack") | word_class("revenge") | word_class("sanction")
    hostile |= {"strength", "provocation", "kind", "measure", "step", "might", "fire", "missile"}
    if verb.lemma == "retaliate" or manner or answered & hostile:
        return _threat(verb, [subject], objects_of(verb, "against", "on"), "answer held out")
    return None
