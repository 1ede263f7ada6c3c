"""People of a state who are not the state: `several thousand Ruritanians`, `three young Ruritanians`."""

from __future__ import annotations

from detente.actors import gazetteer
from detente.actors.agents import lexicon
from detente.annotate.names import Name
from detente.annotate.scene import Scene
from detente.doc import Mention, Token

A_COUNT = lexicon("a count")


def counted_people(scene: Scene, name: Name, head: Token) -> Mention | None:
    """Some people of a state, who are not the state: `several thousand Ruritanians`, `hundreds of Ruritanians`."""
    token = scene.doc.tokens[name.last - 1]
    before = [c for c in head.children if c.i < name.first]
    number = any(c.dep == "nummod" or c.lower in A_COUNT for c in before)
    over = head.head.head if head.dep == "pobj" and head.head.lower == "of" else None
    if over is not None and over.lower not in A_COUNT:
        return None  # `the visas of 21 Ruritanians`: what is done to their state
    if token.tag not in ("NNS", "NNPS") or not (number or (over is not None and over.lower in A_COUNT)):
        return None
    entry = name.entry
    first = min([c.i for c in before], default=name.first) if number else name.first
    if entry is None or entry.name not in gazetteer.states():
        return None
    code = gazetteer.code(entry.country, "CVL")
    return Mention(first, name.last, head.i, (entry.name,), (code,), "demonym", 0.6, "some people of a state")
