"""Passages: each sentence of an article, with the party whose word or deed it tells, where that can be known.

They are what is compared across articles: a record of another kind says what a sentence means, a passage only whose it
is. Of headlines, links and fragments nothing is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from detente.dating import dated
from detente.doc import Doc, Token
from detente.parties import Party, joined
from detente.records import Passage
from detente.stances.holding import speakers_at
from detente.stances.stand import holders
from detente.syntax import agent_of, stretch

SHORTEST = 3  # words of a passage
MOSTLY = 0.4  # of its words, from which on a sentence is what somebody says


def extract(doc: Doc) -> Iterator[Passage]:
    """Yield the sentences of an article in their order."""
    for number in range(len(doc.sentences)):
        words = [token for token in doc.words(number) if token.pos not in ("PUNCT", "SPACE")]
        if len(words) < SHORTEST or not any(token.pos in ("VERB", "AUX") for token in words):
            continue
        root = next((token for token in words if token.head is token), words[0])
        said = _said_by(doc, words)
        told = () if said else holders(doc, agent_of(root)) if root.pos in ("VERB", "AUX") else ()
        start, end = stretch(doc.words(number), doc.text)
        yield Passage(
            article=doc.article.id,
            start=start,
            end=end,
            actor=joined(one.name for one in said or told),
            actor_code=_codes(said or told),
            side=joined(one.side for one in said or told),
            voice="attributed" if said else "reported",
            according_to=joined(one.name for one in said),
            rule="speaker" if said else "subject" if told else "sentence",
            confidence=0.9 if said or told else 0.5,
            **dated(doc, root),
        )


def _said_by(doc: Doc, words: list[Token]) -> tuple[Party, ...]:
    """Who says what a sentence tells: the speaker of most of what is said in it, if that is a good part of it."""
    inside = Counter(
        statement.start for token in words if (statement := doc.statement_of(token)) is not None and statement.speaker
    )
    if not inside or sum(inside.values()) < MOSTLY * len(words):
        return ()
    most = inside.most_common(1)[0][0]
    return next(
        speakers_at(doc, token)
        for token in words
        if (statement := doc.statement_of(token)) is not None and statement.start == most and statement.speaker
    )


def _codes(who: tuple[Party, ...]) -> str | None:
    return "; ".join(one.code or "" for one in who) if any(one.code for one in who) else None
