"""The common nouns for actors, and the small classes of words that tell how a name is used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from detente.codebook import Made, Row, classes, table
from detente.codebook.spelling import Words, compared

_MAKE = re.compile(r"(?:F|MiG|MIG|Su|SU|Tu|Mi|Il|An|B|C|AC|AH|UH|MH|CH|A|Ka|J|JF|T|MQ|RQ|TB)-\d{1,3}[A-Z]{0,3}s?")


@dataclass(frozen=True, slots=True)
class Agent:
    """A common noun for people or a body.

    `kind` is state (a body that acts for its state), member (a person who does), group (armed or organised), people, or
    relation (`ally`: somebody else's). `alone` says whether the bare noun is an actor: `rebels` is, `side` is not.
    `sectors` are all that it belongs to, the first of them `sector`.
    """

    noun: str
    sectors: tuple[str, ...]
    kind: str
    alone: bool

    @property
    def sector(self) -> str:
        """The primary sector."""
        return self.sectors[0] if self.sectors else ""


@cache
def common_nouns() -> Mapping[Words, Agent]:
    """The common nouns for actors by their words."""
    return Made({compared(row["noun"]): row for row in table("agents")}, _agent)


def _agent(_: Words, row: Row) -> Agent:
    return Agent(row["noun"], tuple(row["sector"].split()), row["kind"], row["alone"] != "no")


def machine(text: str) -> Agent | None:
    """The noun for a weapon that its make names: `F-16`, `MiG-23s`, `Mirage`; its crew acts for a state."""
    if not text[:1].isupper():
        return None
    word = text.replace("’", "'").removesuffix("'s")
    if not (_MAKE.fullmatch(word) or word.lower() in lexicon("a make of warplane")):
        return None
    return common_nouns()[("jet",)]


def is_sector(text: str) -> bool:
    """Whether a code holds a sector alone, without a country: `MIL`."""
    return text in _sectors()


@cache
def _sectors() -> frozenset[str]:
    return frozenset(row["sector"].partition(" ")[0] for row in table("agents"))


@cache
def lexicon(kind: str) -> frozenset[str]:
    """The words of a class in the table of small word lists. Raises KeyError for a class that it has not."""
    return classes("actor_words")[kind]
