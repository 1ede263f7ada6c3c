"""Draws many worlds from the intervals of a game, the same worlds for the same seed.

Each number is triangular between its ends with its peak at the likely value. The random numbers of an input depend on
the seed and on its name alone: a scenario is asked in the same worlds as the game that it changes, and a party more
or less changes nobody else's numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.outlook.game import Estimate, Game, Matter

Array = NDArray[np.floating[Any]]  # of double or of single precision
Mask = NDArray[np.bool_]

DRAWS = 10_000
SEED = 2011


@dataclass(frozen=True, slots=True)
class Draws:
    """The inputs of D worlds, M matters, N parties: position, salience, leverage (D, M, N); present, veto (M, N).

    `low`, `high`, `no_deal` are (M,), the last NaN where it is not known; `accepts`: (M, N, 2), NaN where not given.
    Where a party has nothing at stake its position is the low end and its salience and leverage are nought.
    """

    matters: tuple[str, ...]
    parties: tuple[str, ...]
    position: Array
    salience: Array
    leverage: Array
    present: Mask
    veto: Mask
    low: Array
    high: Array
    no_deal: Array
    accepts: Array
    reach: Mask

    @property
    def weight(self) -> Array:
        """Salience times leverage, (D, M, N): what the literature calls effective or exercised power."""
        return self.salience * self.leverage


def draw(game: Game, count: int = DRAWS, seed: int = SEED) -> Draws:
    """Draw worlds from a game. Raises ValueError for fewer than one, or a game without parties."""
    parties, matters = game.parties, game.matters
    if count < 1 or not parties:
        raise ValueError("nothing to draw: a game needs parties and at least one draw")
    shape = (count, len(matters), len(parties))
    position, salience, leverage = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    present, veto = np.zeros(shape[1:], bool), np.zeros(shape[1:], bool)
    accepts = np.full((*shape[1:], 2), np.nan)
    for m, matter in enumerate(matters):
        position[:, m] = matter.low
        for n, party in enumerate(parties):
            stake = matter.stake(party)
            if stake is None:
                continue
            present[m, n], veto[m, n] = True, stake.veto
            position[:, m, n] = _sample(stake.position, count, seed, matter, party, "position")
            salience[:, m, n] = _sample(stake.salience, count, seed, matter, party, "salience")
            leverage[:, m, n] = _sample(stake.leverage, count, seed, matter, party, "leverage")
            if stake.accepts is not None:
                accepts[m, n] = stake.accepts
    nowhere = [np.nan if matter.no_deal is None else matter.no_deal for matter in matters]
    return Draws(
        tuple(matter.name for matter in matters),
        parties,
        position,
        salience,
        leverage,
        present,
        veto,
        np.array([matter.low for matter in matters]),
        np.array([matter.high for matter in matters]),
        np.array(nowhere, float),
        accepts,
        np.array([matter.reading == "reach" for matter in matters]),
    )


def likely(game: Game) -> Draws:
    """One world in which every input has its likely value."""
    return draw(_certain(game), 1, 0)


def _certain(game: Game) -> Game:
    def sure(given: Estimate) -> Estimate:
        return Estimate(given.likely, given.likely, given.likely)

    return replace(
        game,
        matters=tuple(
            replace(
                matter,
                stakes=tuple(
                    replace(s, position=sure(s.position), salience=sure(s.salience), leverage=sure(s.leverage))
                    for s in matter.stakes
                ),
            )
            for matter in game.matters
        ),
    )


def _sample(given: Estimate, count: int, seed: int, matter: Matter, party: str, what: str) -> Array:
    """Triangular numbers by the inverse of their distribution, (count,)."""
    low, peak, high = given.low, given.likely, given.high
    if high <= low:
        return np.full(count, peak)
    name = sha256(f"{seed}\x1f{matter.name}\x1f{party}\x1f{what}".encode()).digest()
    u = np.random.default_rng(int.from_bytes(name[:16], "big")).random(count)
    left = (peak - low) / (high - low)
    rising = low + np.sqrt(u * (high - low) * (peak - low))
    falling = high - np.sqrt((1 - u) * (high - low) * (high - peak))
    return np.where(u < left, rising, falling)
