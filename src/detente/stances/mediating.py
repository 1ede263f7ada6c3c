"""The part that a mediator plays in the talks of others, which is at issue where it may leave them: `step back`."""

from __future__ import annotations

from collections.abc import Sequence

from detente.doc import Token
from detente.stances.issue_words import LOOSE
from detente.stances.issues import ROLE, Issue

AWAY = frozenset({"back", "away", "aside"})
TALKS = frozenset({"process", "mediation", "effort", "negotiation", "talk", "role", "diplomacy", "peace"})


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
