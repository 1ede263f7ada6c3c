"""What a scenario changes: the outcomes, who gains and who loses, and who is pivotal, in the same worlds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.outlook.draws import DRAWS, SEED, Array, Draws
from detente.outlook.forecast import Asked, ask, quantiles
from detente.outlook.game import Game
from detente.outlook.models.median import pivot
from detente.outlook.settlement import Settlement
from detente.outlook.whatif import Scenario, apply, meant

STILL = 0.005  # of the scale: a smaller change is none


@dataclass(frozen=True, slots=True)
class Shift:
    """How a model's answer in a matter moves: the middle before and after; `change` is the mean over the worlds.

    Eight worlds in ten change by `low` to `high`.
    """

    matter: str
    model: str
    before: float
    after: float
    low: float
    change: float
    high: float


@dataclass(frozen=True, slots=True)
class Gain:
    """How much nearer the outcome comes to where a party stood before, in units of the scale.

    `low` and `high` are the least and the most that a model says, each the mean over its worlds; None where no model
    has an outcome before and after. `gains` and `loses` count the models. `verdict`: gains, loses, unchanged, unclear
    where the models disagree, or not known. `before` and `after` are the shares of worlds in which the party stands in
    the middle of the weight.
    """

    matter: str
    party: str
    low: float | None
    high: float | None
    gains: int
    loses: int
    models: int
    verdict: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A game and a scenario side by side: what every model says before and after the changes."""

    scenario: Scenario
    before: Asked
    after: Asked
    shifts: tuple[Shift, ...]
    gains: tuple[Gain, ...]

    @property
    def game(self) -> Game:
        """The game as it was."""
        return self.before.game

    @property
    def changed(self) -> Game:
        """The game with the changes made."""
        return self.after.game


def compare(game: Game, scenario: Scenario, count: int = DRAWS, seed: int = SEED) -> Comparison:
    """Ask every model before and after the changes. Raises ValueError where a change does not fit the game."""
    return contrast(ask(game, count, seed), scenario, count, seed)


def contrast(before: Asked, scenario: Scenario, count: int = DRAWS, seed: int = SEED) -> Comparison:
    """The same for a game that was asked before, in as many worlds of the same seed."""
    game = before.game
    scenario = meant(game, scenario)
    after = ask(apply(game, scenario), count, seed)
    old, new = before.draws, after.draws
    points = {
        name: (_points(was, old), _points(after.settled[name], new))
        for name, was in before.settled.items()
        if not was.silent and not after.settled[name].silent
    }
    shifts, gains = [], []
    for m, matter in enumerate(game.matters):
        still = STILL * (matter.high - matter.low)
        moves = {name: (one[:, m], other[:, m]) for name, (one, other) in points.items()}
        shifts += [shift for name, pair in moves.items() if (shift := _shift(matter.name, name, *pair))]
        pivots = [pivotal(draws, m) for draws in (old, new)]
        for n, party in enumerate(old.parties):
            if old.present[m, n]:
                nearer = [_nearer(old.position[:, m, n], *pair) for pair in moves.values()]
                known = [value for value in nearer if value is not None]
                share = (float(pivots[0][n]), float(pivots[1][n]))
                gains.append(_gain(matter.name, party, known, still, share))
    return Comparison(scenario, before, after, tuple(shifts), tuple(gains))


def _points(settlement: Settlement, draws: Draws) -> Array:
    """What is compared of a model: its point; of a range of steps how far all would go, of another its middle."""
    if settlement.high is None:
        return settlement.point
    return np.where(draws.reach, settlement.high, settlement.point)


def _shift(matter: str, model: str, before: Array, after: Array) -> Shift | None:
    both = np.isfinite(before) & np.isfinite(after)
    if not both.any():
        return None
    old, new = before[both], after[both]
    low, _, high = quantiles(new - old)
    return Shift(matter, model, float(np.median(old)), float(np.median(new)), low, float(np.mean(new - old)), high)


def _nearer(position: Array, before: Array, after: Array) -> float | None:
    both = np.isfinite(before) & np.isfinite(after)
    if not both.any():
        return None
    return float(np.mean(np.abs(position - before)[both] - np.abs(position - after)[both]))


def _gain(matter: str, party: str, nearer: list[float], still: float, share: tuple[float, float]) -> Gain:
    up, down = sum(value > still for value in nearer), sum(value < -still for value in nearer)
    verdict = "unclear" if up and down else "gains" if up else "loses" if down else "unchanged"
    if not nearer:
        return Gain(matter, party, None, None, 0, 0, 0, "not known", *share)
    return Gain(matter, party, min(nearer), max(nearer), up, down, len(nearer), verdict, *share)


def pivotal(draws: Draws, m: int) -> Array:
    """In which share of the worlds each party stands in the middle of the weight, (N,)."""
    middle = pivot(np.where(draws.present[m], draws.position[:, m], np.inf), draws.weight[:, m])
    counts = np.bincount(middle[middle >= 0], minlength=len(draws.parties))
    return counts / len(draws.position)
