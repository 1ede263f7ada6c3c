"""Actors listed together: `Britain, France, Germany and the European Union`."""

from __future__ import annotations

from detente.annotate.scene import Scene
from detente.doc import Mention, Token

LINKS = frozenset({",", "and", "the", "&", "both", "as", "well", "former", "then"})
MODIFYING = frozenset({"adjective", "part of a compound"})
NEARBY = 60  # mentions in which the members of one list stand


def list_around(scene: Scene, mention: Mention) -> list[Mention]:
    """The mentions listed with one, itself among them, in the order of the text."""
    near = [m for m in scene.mentions[-NEARBY:] if (m.why not in MODIFYING and m.form != "pronoun") or m is mention]
    tokens = scene.doc.tokens
    chain = _coordinated(tokens[mention.head])
    found = {m.first: m for m in near if m.head in chain}
    found[mention.first] = mention
    near.sort(key=lambda m: (m.first, -m.last))
    at = next((k for k, m in enumerate(near) if m is mention), None)
    if at is not None:
        run = _run(tokens, near, at)
        if len(run) > 2:
            found.update({m.first: m for m in run})
    ordered = [found[first] for first in sorted(found)]
    return [m for k, m in enumerate(ordered) if not any(_within(m, other) for other in ordered[:k])]


def _within(inner: Mention, outer: Mention) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last


def _coordinated(token: Token) -> set[int]:
    """The places of all words coordinated with a word, upwards and downwards."""
    while token.dep == "conj" and token.head is not token:
        token = token.head
    found: set[int] = set()
    queue = [token]
    while queue:
        word = queue.pop()
        found.add(word.i)
        queue.extend(c for c in word.children if c.dep == "conj")
    return found


def _run(tokens: list[Token], mentions: list[Mention], at: int) -> list[Mention]:
    """Mentions in one row with nothing but commas and a last `and` between them."""
    first = last = at
    while first > 0 and _linked(tokens, mentions[first - 1], mentions[first]):
        first -= 1
    while last + 1 < len(mentions) and _linked(tokens, mentions[last], mentions[last + 1]):
        last += 1
    run = mentions[first : last + 1]
    if len(run) > 2 and not any(t.lower in ("and", "&") for t in tokens[run[-2].last : run[-1].first]):
        return []
    return run


def _linked(tokens: list[Token], one: Mention, two: Mention) -> bool:
    between = tokens[one.last : two.first]
    return (
        0 < len(between) <= 4
        and all(t.lower in LINKS for t in between)
        and any(t.lower in (",", "and", "&") for t in between)
        and tokens[one.head].sentence == tokens[two.head].sentence
    )


def actors_of(mentions: list[Mention]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The actors of several mentions, each once, and their codes."""
    found: dict[str, str] = {}
    for mention in mentions:
        for actor, code in zip(mention.actors, mention.codes, strict=True):
            found.setdefault(actor, code)
    return tuple(found), tuple(found.values())
