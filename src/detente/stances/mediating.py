"""The part that a mediator plays in the talks of others: at issue where it may leave them, or would end their war."""

from __future__ import annotations

from collections.abc import Sequence

from detente.doc import Doc, Token
from detente.parties import Party, parties
from detente.stances.issue_words import LOOSE
from detente.stances.issues import ROLE, Issue, issue_of
from detente.syntax import subject_of

AWAY = frozenset({"back", "away", "aside"})
TALKS = frozenset({"process", "mediation", "effort", "negotiation", "talk", "role", "diplomacy", "peace"})
ATTACKS = frozenset(
    {"attack", "invade", "bomb", "shell", "strike", "fight", "occupy", "fire", "bombard", "assault", "storm", "raid"}
)


def role_of(side: str) -> Issue:
    """The part that a mediator plays in the talks of others."""
    short = {"United States": "US", "United Kingdom": "UK", "United Nations": "UN", "European Union": "EU"}
    return Issue(f"{short.get(side, side)} {ROLE}", known=True)


def part_in_talks(verb: Token, sides: Sequence[str]) -> Issue | None:
    """The issue of a mediator's own part where a verb says that these sides leave the talks: `step back`."""
    if not sides:
        return None
    near = {c.lower for c in verb.children if c.dep in ("prt", "advmod")}
    near |= {c.lower for a in verb.children if a.dep == "advmod" for c in a.children}
    leaving = [o for c in verb.children if c.dep == "prep" and c.lower == "from" for o in c.children]
    talks = {w.lemma for o in leaving for w in (o, *o.children) if w.dep not in LOOSE} & TALKS
    if leaving and not talks:
        return None
    if verb.lemma == "walk" and any(c.dep == "prep" and c.lower == "with" for c in verb.children):
        return None  # `walk away with a deal`
    own = any(c.dep == "dobj" and c.lemma in ("role", "mediation") for c in verb.children)
    if own and verb.lemma in ("give", "abandon", "quit", "suspend", "end", "drop"):
        return role_of(sides[0])
    left = verb.lemma in ("step", "walk", "back") and near & AWAY
    left = left or (verb.lemma == "pull" and near & AWAY and talks)
    left = left or (verb.lemma in ("distance", "withdraw", "disengage") and talks)
    left = left or (verb.lower in AWAY and near & AWAY)  # `back away`, of which the parser often makes an adverb
    blocked = any(c.dep == "dobj" and not c.lower.endswith(("self", "selves")) for c in verb.children)
    return role_of(sides[0]) if left and not blocked else None


def topic_of(doc: Doc, act: Token, actor: Party) -> Issue | None:
    """The issue of the act; to end the war of others is a mediator's role."""
    issue = issue_of(doc, act)
    if issue is None or not issue.name.startswith(("end of the war", "mediation")):
        return issue
    return role_of(actor.side) if _outsider(doc, act, actor) else issue


def _outsider(doc: Doc, act: Token, actor: Party) -> bool:
    """Whether the war is not the promiser's own: named after others, or fought here by others and not by this side."""
    named = [p for t in act.subtree() for p in parties(doc, t)]
    if any(p.side == actor.side for p in named):
        return False
    fighting = {
        p.side
        for t in doc.tokens
        if (t.lemma in ATTACKS and t.pos == "VERB") or (t.lemma == "launch" and any(_violent(c) for c in t.children))
        for p in parties(doc, subject_of(t))
    }
    if actor.side in fighting:
        return False
    places = any(t.entity[2:] in ("GPE", "LOC", "NORP") for t in act.subtree())
    return places or bool(named) or bool(fighting)


def _violent(token: Token) -> bool:
    return token.dep == "dobj" and token.lemma in (
        "attack",
        "strike",
        "offensive",
        "invasion",
        "assault",
        "war",
        "raid",
    )
