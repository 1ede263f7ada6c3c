"""The scales that a record speaks of: the ladder of instruments, and from refusal to acceptance of one issue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from detente.codebook import cached, table
from detente.findings.rows import Row

LADDER = "steps to a settlement"
NONE = "no deal"
TALKS = "talks"
STANCES: tuple[tuple[float, str], ...] = ((0.0, "refused"), (1.0, "no commitment"), (2.0, "open"), (3.0, "accepted"))

# how sure each stance is of the step that it names; a demand or a proposal goes as far as an acceptance
STRENGTH = {
    "accept": 1.0,
    "propose": 1.0,
    "demand": 1.0,
    "open": 0.8,
    "conditional": 0.6,
    "no-commitment": 0.5,
    "reject": 1.0,
}
SPEAKS_AGAINST = frozenset({"no-commitment", "reject"})
LEVEL = {
    "reject": 0.0,
    "no-commitment": 1.0,
    "open": 2.0,
    "conditional": 2.0,
    "accept": 3.0,
    "propose": 3.0,
    "demand": 3.0,
}


@cached
def ladder() -> tuple[tuple[float, str], ...]:
    """The rungs from no deal to a treaty, lowest first."""
    rungs = sorted((float(row["rung"]), row["instrument"]) for row in table("instruments"))
    return ((0.0, NONE), *rungs)


@cached
def _rungs() -> dict[str, float]:
    return {name: value for value, name in ladder()}


def steps_named(instruments: Iterable[str | None]) -> tuple[str, ...]:
    """The steps of the ladder that some rows name, lowest first."""
    there = set(instruments)
    return tuple(name for _, name in ladder() if name in there)


def on_ladder(row: Row) -> dict[str, Any] | None:
    """What a position says of the ladder: up to its rung or against it and all above; None where it names no rung."""
    rung = _rungs().get(str(row["instrument"] or ""))
    if rung is None:
        return None
    return {"against": rung} if row["stance"] in SPEAKS_AGAINST else {"up_to": rung}


def open_to_talks(row: Row) -> tuple[dict[str, Any], ...]:
    """What a position on something above talks says of talks: who is for it is open to them, as it is made in them.

    Of any other step no more is said than is told: who wants a treaty need not want a ceasefire before it.
    """
    rung = _rungs().get(str(row["instrument"] or ""), 0.0)
    beyond = rung > _rungs()[TALKS] and row["stance"] not in SPEAKS_AGAINST
    return ({"up_to": LEVEL["open"]},) if beyond else ()


def on_stances(row: Row) -> tuple[dict[str, Any], ...]:
    """What a position says of one issue: as far as its stance goes, and short of acceptance no further."""
    level = LEVEL[str(row["stance"])]
    found: list[dict[str, Any]] = [{"up_to": level}] if level else []
    return (*found, *([{"against": level + 1}] if level < 3 else []))
