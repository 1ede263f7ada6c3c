"""The weighted median: the position that no other beats, when all vote between two with their weight.

Source: D. Black, On the Rationale of Group Decision-making, Journal of Political Economy 56 (1948); weighted by
salience times leverage as in Bueno de Mesquita (1994).

Assumes: one dimension, every party likes a point less the further it lies from its own, votes count by weight and a
majority of weight decides. Of two middle positions the lower is taken.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.outlook.draws import Array, Draws
from detente.outlook.settlement import Settlement


def settle(draws: Draws) -> Settlement:
    """The position of the party in the middle of the weight, in each world."""
    return Settlement(median(draws.position, draws.weight))


def median(position: Array, weight: Array) -> Array:
    """The lower weighted median over the last axis; NaN where nobody has weight."""
    middle = pivot(position, weight)
    found = np.take_along_axis(position, np.maximum(middle, 0)[..., None], -1)[..., 0]
    return np.where(middle >= 0, found, np.nan)


def pivot(position: Array, weight: Array) -> NDArray[np.intp]:
    """Which party stands in the middle of the weight, as its place on the last axis; -1 where nobody has weight."""
    order = np.argsort(position, -1, kind="stable")
    total = weight.sum(-1)
    reached = np.cumsum(np.take_along_axis(weight, order, -1), -1)
    # a hair less than half, so that the sums of equal weights in another order do not decide
    place = np.argmax(reached >= total[..., None] * (0.5 - 1e-12), -1)
    found = np.take_along_axis(order, place[..., None], -1)[..., 0]
    return np.where(total > 0, found, -1)
