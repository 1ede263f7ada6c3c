"""On whose ground an article plays: where it says that things happen, by towns that nobody listed as well."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from detente.actors import gazetteer
from detente.actors.phrase import Word
from detente.actors.succession import country_then
from detente.actors.towns import countries_of
from detente.codebook.spelling import words_of
from detente.doc import Token

if TYPE_CHECKING:
    from detente.annotate.scene import Scene

WHERE = frozenset({"capital", "place", "state"})
SET = 1  # what a place at which something happens counts beside its name
LEAD = 2  # how much more in the first sentence


def grounds_of(scene: Scene) -> Counter[str]:
    """How much tells of each state that things happen there: places after `in` and the like, above all at the start."""
    found: Counter[str] = Counter()
    tokens = scene.doc.tokens
    for name in scene.names:
        if name.entry is not None and name.kind in WHERE and scene.place_like(tokens[name.last - 1]):
            state = gazetteer.state_of(country_then(name.entry.country, scene.date))
            if state is not None:
                found[state] += _weight(tokens[name.first])
    taken = [(name.first, name.last) for name in scene.names]
    for at, country in countries_of([_word(token) for token in tokens], taken):
        state = gazetteer.state_of(country_then(country, scene.date))
        if state is not None:
            found[state] += 1 + _weight(tokens[at])
    return found


def _weight(token: Token) -> int:
    return SET * LEAD if token.sentence == 0 else SET


def _word(token: Token) -> Word:
    return Word(token.text, "".join(words_of(token.text)), token.text, False)
