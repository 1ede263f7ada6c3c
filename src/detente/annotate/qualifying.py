"""How a name stands before a noun: as part of a compound, as who runs a body, as what someone studies."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from detente.actors.agents import Agent, common_nouns, lexicon
from detente.annotate.names import Name
from detente.codebook.spelling import words_of
from detente.doc import Token

STATES = frozenset({"state", "adjective", "people"})
HYPHENS = frozenset({"-", "–"})
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
COUNTERED = frozenset({"pro", "anti", "non", "ex", "post", "self"})
STUDYING = lexicon("studying")
LINKED = lexicon("linked")
UNITS = lexicon("units of soldiers")
LED = frozenset({"COP", "MIL", "PRM", "REB"})
RUNNING = frozenset({"run", "controlled", "ruled", "led"})


def runs(tokens: list[Token], name: Name, agent: Agent | None) -> bool:
    """Whether a body is that of the group which runs it, or of the state which leads it: `the Hamas-run ministry`."""
    if name.last + 1 < len(tokens) and tokens[name.last + 1].lower == "led" and name.kind in ("state", "adjective"):
        return agent is not None and agent.sector in LED
    return (
        name.kind == "group"
        and agent is not None
        and agent.kind == "state"
        and name.last + 1 < len(tokens)
        and tokens[name.last + 1].lower in RUNNING
    )


def studied(tokens: list[Token], name: Name, head: Token) -> bool:
    """Whether a state is what someone studies, not where they are from: `a North Korea expert`."""
    abbreviated = name.text.replace(".", "").isupper()
    return (
        name.kind == "state"
        and not abbreviated
        and head.lemma in STUDYING
        and tokens[name.last].lower not in POSSESSIVES
    )


def narrows(tokens: list[Token], name: Name, owner: str) -> bool:
    """Whether a body stands under the state named before it: `Israel's Shin Bet officials`."""
    if owner != "state" or name.kind not in ("organisation", "group", "seat"):
        return False
    return name.first > 0 and (tokens[name.first - 1].tag == "POS" or tokens[name.first - 1].dep != "cc")


def not_theirs(tokens: list[Token], name_at: Mapping[int, Name], edge: int, end: int) -> set[int]:
    """Where those names of states begin, of several before a noun, of which its people are not.

    The first of `Cuban-American lawmakers`, `Lebanon-based Palestinian militants`, `the Algerian plant's Thai guests`.
    """
    states = [n for i in range(edge, end) if (n := name_at.get(i)) is not None and n.first == i and n.kind in STATES]
    found = set()
    for name, after in pairwise(states):
        between = [t.lower for t in tokens[name.last : after.first]]
        descent = between in (["-"], ["–"]) and after.text in ("American", "Americans") and name.kind == "adjective"
        of_a_thing = len(between) > 1 and between[-1] in POSSESSIVES and tokens[after.first - 2].pos == "NOUN"
        if descent or of_a_thing or between[1:2] == ["based"]:
            found.add(name.first)
    return found


def linked(tokens: list[Token], name: Name) -> bool:
    """Whether a name is only part of a compound: `Iran` in `Iran-backed`, `Russian` in `pro-Russian`."""
    if (
        name.last + 1 < len(tokens)
        and tokens[name.last].text in HYPHENS
        and (tokens[name.last].start == tokens[name.last - 1].end)
    ):
        return tokens[name.last + 1].lower in LINKED
    if name.first >= 2 and tokens[name.first - 1].text in HYPHENS:
        return tokens[name.first - 2].lower in COUNTERED
    return tokens[name.last].lower in LINKED if name.last < len(tokens) else False


def unit_of(token: Token) -> Agent | None:
    """What those are of whom a word counts a part: `a company of soldiers`, `a force of 2,000 men`, not `a company`."""
    if token.lemma not in UNITS:
        return None
    for child in token.children:
        if child.dep == "prep" and child.lower == "of" and child.i == token.i + 1:
            for target in child.children:
                agent = common_nouns().get(words_of(target.lemma))
                whole = common_nouns().get((*(w for t in target.lefts if t.dep == "compound" for w in words_of(t.text)),
                                            *words_of(target.lower)))  # fmt: skip
                of = whole or agent
                armed = target.lemma == "man" or (of is not None and of.sector == "MIL")
                if target.dep == "pobj" and armed:
                    return common_nouns()[("soldier",)]
    return None
