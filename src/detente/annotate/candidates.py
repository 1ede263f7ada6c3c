"""The mentions before a pronoun that it may take up, the nearest first, and what sort of actor each is."""

from __future__ import annotations

from detente.annotate.scene import Scene
from detente.doc import SUBJECTS, Mention, Token


def taking_up(token: Token, antecedent: Mention, score: float, why: str) -> Mention:
    """The mention of a pronoun that takes up another."""
    return Mention(token.i, token.i + 1, token.i, antecedent.actors, antecedent.codes, "pronoun", score, why)


def start_of(scene: Scene, mention: Mention) -> int:
    """The offset of a mention's head."""
    return scene.doc.tokens[mention.head].start


def is_named(scene: Scene, mention: Mention) -> bool:
    """Whether a mention is of one person."""
    known = scene.actors.get(mention.actors[0]) if len(mention.actors) == 1 else None
    return known is not None and known.kind == "person"


def is_near(scene: Scene, mention: Mention, token: Token) -> bool:
    """Whether a mention stands in the sentence of a pronoun or the one before."""
    return token.sentence - scene.doc.tokens[mention.head].sentence <= 1


def is_body(scene: Scene, mention: Mention) -> bool:
    """Whether a mention is of one state, organisation or group."""
    if len(mention.actors) != 1 or scene.doc.tokens[mention.head].tag in ("NNS", "NNPS"):
        return False
    if mention.why == "author":
        return False  # `we regret that it continues`
    known = scene.actors.get(mention.actors[0])
    return known is not None and known.kind in ("state", "organisation", "group", "seat")


def is_subject(token: Token) -> bool:
    """Whether a word is a subject or the by-agent of its clause, alone or in a row."""
    while token.dep == "conj" and token.head is not token:
        token = token.head
    return token.dep in (*SUBJECTS, "agent") or (token.dep == "pobj" and token.head.dep == "agent")


def levels(scene: Scene, token: Token, reach: int, *, subjects_only: bool = False) -> list[list[Mention]]:
    """Earlier mentions by how near they are: this sentence, then earlier ones with subjects before others."""
    by_sentence: dict[int, list[Mention]] = {}
    for mention in reversed(scene.mentions):
        number = scene.doc.tokens[mention.head].sentence
        if number < token.sentence - reach:
            break
        if mention.last <= token.i:
            by_sentence.setdefault(number, []).insert(0, mention)
    found: list[list[Mention]] = []
    for back in range(reach + 1):
        there = by_sentence.get(token.sentence - back, [])
        found.append([m for m in there if is_subject(scene.doc.tokens[m.head])])
        if not (subjects_only and back):
            found.append(there)
    return [level for level in found if level]
