"""Three more signs of the outlook on past negotiations: momentum, spoilers and ripeness, from the year before the day.

`negotiations_before.jsonl` holds what was done and said before a question was asked, with its day and source;
`negotiations_before_first.jsonl` and `_second.jsonl` hold two codings of it. `ways`: 1 where who sits at the table
goes towards an agreement, -1 away from it, 0 neither or somebody else. `wrecks`: 1 where somebody acts to prevent a
deal. `ripe`: 1 where each side is told to be hurt by a stalemate and to seek a way out, -1 where one expects to win or
refuses talks, 0 where the facts do not say. What counts and how it fades is that of `detente outlook --proposal`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from floors import Item, read
from negotiations_agreement import Pairs, alpha, nominal

from detente.outlook.proposal.momentum import STILL
from detente.outlook.record import HALF_LIFE

BEFORE_SIGNS = ("momentum", "spoilers", "ripeness")


def histories(coding: str) -> dict[str, Item]:
    """What came before each negotiation, with its coding beside it, by the name of the talks."""
    coded = {row["talks"]: row for row in read(coding)}
    return {row["talks"]: {**row, **coded[row["talks"]]} for row in read("negotiations_before.jsonl")}


def before_signs(asked: str, history: Item) -> tuple[float, ...]:
    """For each of BEFORE_SIGNS 1 where it speaks for a deal, -1 where against, 0 where it does not speak.

    Only what came by the day of the question counts; what has a month and no day counts from its first.
    """
    known = [
        (age, way, wrecks)
        for event, way, wrecks in zip(history["events"], history["ways"], history["wrecks"], strict=True)
        if (age := _days(event["day"], asked)) >= 0
    ]
    momentum = sum(way * 0.5 ** (age / HALF_LIFE) for age, way, _ in known)
    return (
        1.0 if momentum > STILL else -1.0 if momentum < -STILL else 0.0,
        -1.0 if any(wrecks for *_, wrecks in known) else 0.0,
        float(history["ripe"]),
    )


def _days(day: str, asked: str) -> int:
    """How long before a day something was, in days."""
    whole = day if len(day) == len(asked) else f"{day}-01"
    return (date.fromisoformat(asked) - date.fromisoformat(whole)).days


def fields_before(first: Sequence[Item], second: Sequence[Item]) -> list[list[str]]:
    """A row for each field of the two codings: of how many, alpha, and in plain numbers how often they agree."""
    ways = [pair for one, other in zip(first, second, strict=True) for pair in _pairs(one, other, "ways")]
    wrecks = [pair for one, other in zip(first, second, strict=True) for pair in _pairs(one, other, "wrecks")]
    ripe = [(float(one["ripe"]), float(other["ripe"])) for one, other in zip(first, second, strict=True)]
    return [
        ["way of an event, towards, away or neither", str(len(ways)), f"{alpha(ways):.2f}", _same(ways)],
        ["whether an event is a spoiler's", str(len(wrecks)), f"{nominal(wrecks):.2f}", _same(wrecks)],
        ["ripe, not ripe or not said", str(len(ripe)), f"{alpha(ripe):.2f}", _same(ripe)],
    ]


def _pairs(one: Item, other: Item, name: str) -> Pairs:
    return [(float(a), float(b)) for a, b in zip(one[name], other[name], strict=True)]


def _same(pairs: Pairs) -> str:
    return f"{sum(a == b for a, b in pairs) / len(pairs):.2f} the same"
