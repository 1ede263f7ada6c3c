"""Runs every model over the drawn worlds and says what each answers, and how far they lie apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from detente.outlook.draws import DRAWS, SEED, Array, Draws, Mask, draw, likely
from detente.outlook.game import Game, Matter
from detente.outlook.models import models
from detente.outlook.models.bargaining_range import width
from detente.outlook.settlement import Settlement

ENDS = (10, 50, 90)  # per cent of the worlds: an answer is the middle eight tenths
TWO = 2
ALONE = "fewer than two parties: nobody to settle with"
COVERED = 0.5  # of the scale: where the models together leave more open, the evidence is not enough


@dataclass(frozen=True, slots=True)
class Answer:
    """A model's answer in one matter: eight worlds in ten lie from `low` to `high`, half below `middle`.

    Of a model that answers with a range, `low` and `high` are its ends in the middle world (`is_range`). `at_likely` is
    the answer where every input has its likely value; `none` the share of worlds without an outcome. All are None where
    the model has no answer; `says` puts it in words.
    """

    matter: str
    model: str
    low: float | None
    middle: float | None
    high: float | None
    at_likely: float | None
    none: float
    says: str
    is_range: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A game that was asked: its drawn worlds, what every model makes of them, and of the likely values alone.

    What is drawn follows from the game, so two are equal where their games are.
    """

    game: Game
    draws: Draws = field(compare=False, repr=False)
    settled: dict[str, Settlement] = field(compare=False, repr=False)
    plain: dict[str, Settlement] = field(compare=False, repr=False)


def settle(draws: Draws) -> dict[str, Settlement]:
    """What each model makes of the drawn worlds, by its name; nothing where one party alone is left at the table."""
    alone = (draws.present & (draws.weight > 0)).sum(-1) < TWO
    return {name: _unless(alone, model(draws)) for name, model in models().items()}


def _unless(alone: Mask, found: Settlement) -> Settlement:
    """The settlement without the worlds and matters in which there is nobody to settle with."""
    if not alone.any():
        return found
    point, low, high = (
        None if one is None else np.where(alone, np.nan, one) for one in (found.point, found.low, found.high)
    )
    assert point is not None  # noqa: S101  (a model always gives points)
    return replace(
        found, point=point, low=low, high=high, silent=ALONE if alone.all() and not found.silent else found.silent
    )


def ask(game: Game, count: int = DRAWS, seed: int = SEED) -> Asked:
    """Ask every model about a game. Raises ValueError where it has no party."""
    if not game.parties:
        raise ValueError("not enough evidence: no party's position is known well enough")
    drawn = draw(game, count, seed)
    return Asked(game, drawn, settle(drawn), settle(likely(game)))


def answers(game: Game, count: int = DRAWS, seed: int = SEED) -> tuple[Answer, ...]:
    """The answer of every model in every matter, in the order of the matters; empty where nobody is known."""
    return answers_of(ask(game, count, seed)) if game.parties else ()


def answers_of(asked: Asked) -> tuple[Answer, ...]:
    """The same of a game that was asked before."""
    return tuple(
        _answer(matter, m, name, settlement, asked.plain[name])
        for m, matter in enumerate(asked.game.matters)
        for name, settlement in asked.settled.items()
    )


def _answer(matter: Matter, m: int, name: str, drawn: Settlement, plain: Settlement) -> Answer:
    point = drawn.point[:, m]
    found = point[np.isfinite(point)]
    none = 1 - len(found) / len(point)
    if not len(found):
        why = drawn.silent or (ALONE if len(matter.stakes) < TWO else "no outcome in any world")
        return Answer(matter.name, name, None, None, None, None, none, why)
    sure = float(plain.point[0, m])
    at_likely = sure if np.isfinite(sure) else None
    if drawn.low is None or drawn.high is None:
        low, middle, high = quantiles(found)
        return Answer(matter.name, name, low, middle, high, at_likely, none, matter.says(middle))
    low, high = (float(np.nanmedian(side[:, m])) for side in (drawn.low, drawn.high))
    kind = width(high - low, matter.high - matter.low)
    empty = f"; empty in {none:.0%} of the worlds" if none > 0.005 else ""
    ends = f"up to {matter.says(high)}" if matter.reading == "reach" else f"{matter.says(low)} to {matter.says(high)}"
    says = f"{kind}: {ends}{empty}"
    return Answer(matter.name, name, low, (low + high) / 2, high, at_likely, none, says, is_range=True)


def between(given: Sequence[Answer], matter: str) -> tuple[float, float] | None:
    """The lowest and the highest middle answer of the models that give a point: how far they disagree."""
    middles = [a.middle for a in given if a.matter == matter and a.middle is not None and not a.is_range]
    return (min(middles), max(middles)) if middles else None


def quantiles(values: Array) -> tuple[float, float, float]:
    """The ends and the middle of what is shown of some values."""
    low, middle, high = (float(value) for value in np.percentile(values, ENDS))
    return low, middle, high


def too_little(game: Game, given: Sequence[Answer]) -> dict[str, str]:
    """The matters that the evidence does not decide, with the reason."""
    found: dict[str, str] = {}
    for matter in game.matters:
        own = [a for a in given if a.matter == matter.name and a.low is not None and not a.is_range]
        if len(matter.stakes) < TWO:
            found[matter.name] = (
                "a position is known of one party only" if matter.stakes else "nobody's position is known"
            )
        elif not own:
            found[matter.name] = "no model finds an outcome"
        else:
            open_ = max(a.high or 0.0 for a in own) - min(a.low or 0.0 for a in own)
            if open_ > COVERED * (matter.high - matter.low):
                found[matter.name] = f"the models together leave {open_ / (matter.high - matter.low):.0%} of it open"
    return found
