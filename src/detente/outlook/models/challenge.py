"""The expected-utility challenge model: parties press one another, and the one that expects less to win gives way.

Source: B. Bueno de Mesquita, Political Forecasting: An Expected Utility Method, in European Community Decision Making
(1994), as set out by J. Scholz, G. Calbert and G. Smith, Unravelling Bueno de Mesquita's Group Decision Model (2011),
whose numbers of equations stand below.

Assumes: each party compares what challenging another would bring with leaving things as they are (Q = 1), with its own
readiness for risk; others side with whom they are nearer to; a party moves as little as it must; all move at once.
After a round the weighted median is the outcome. One round is the default: the published forecast is that of the first,
and later rounds do not settle, as Scholz and others say. `docs/outlook.md` shows how their table is found again.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from detente.outlook.draws import Array, Draws, Mask
from detente.outlook.models.median import median
from detente.outlook.settlement import Settlement

ROUNDS = 1
FAR = 1e6  # more than any sum of utilities
CHUNK = 64  # worlds at a time: as many as the arrays of pairs fit into the cache of a processor
# least: the text's rule, what moves a party least. lowest: of compromises the lowest weighted middle, see the docs
Choice = Literal["least", "lowest"]


def settle(draws: Draws, rounds: int = ROUNDS, choice: Choice = "least") -> Settlement:
    """The weighted median after some rounds of challenges."""
    power = draws.weight
    point = np.empty(power.shape[:2])
    for m in range(len(draws.matters)):
        here = draws.present[m]
        for start in range(0, len(point), CHUNK):
            part = slice(start, start + CHUNK)
            inputs = (draws.position[part, m][:, here], draws.salience[part, m][:, here])
            weight = power[part, m][:, here]
            point[part, m] = median(after(*inputs, weight, rounds, choice), weight)
    return Settlement(point)


def after(position: Array, salience: Array, weight: Array, rounds: int, choice: Choice = "least") -> Array:
    """The positions (B, N) after some rounds. Who has no weight takes no part."""
    for _ in range(rounds):
        position = _round(position, salience, weight, choice)
    return position


def _round(x: Array, s: Array, w: Array, choice: Choice) -> Array:
    on = w > 0
    spread = np.maximum(np.where(on, x, -np.inf).max(-1) - np.where(on, x, np.inf).min(-1), 0)[:, None, None]
    apart = np.abs(x[:, :, None] - x[:, None, :])
    # half the digits in half the time: the inputs are not known to three
    d = np.divide(apart, spread, out=np.zeros_like(apart), where=spread > 0).astype(np.float32)
    salience, power = s.astype(np.float32), w.astype(np.float32)
    r = _risk(2 * d * (1 - 2 * salience[:, None, :] * (1 - _success(d, power))), on)[:, :, None]
    p = _success(_power(d, r), power)
    mine, theirs = _expected(d, r, salience, p)
    active = on[:, :, None] & on[:, None, :] & (apart > 0)
    return _accepted(x, mine, theirs, active, choice)


def _success(d: Array, w: Array) -> Array:
    """How likely each wins against each (eq. 30), (B, i, j): the weight of those nearer to i than to j.

    The sum in the denominator runs over all contests, not over the one at hand: only so is the published table found
    again. It is twice the sum of all numerators.
    """
    i, j = np.triu_indices(d.shape[-1], 1)
    nearer = np.take(d, j, -1)
    nearer -= np.take(d, i, -1)
    np.maximum(nearer, 0, out=nearer)
    one = (w[:, None, :] @ nearer)[:, 0]
    pull = (w[:, None, :] @ d)[:, 0]  # how far all are from each; the two sides of a contest differ by it
    support = np.zeros_like(d)
    support[:, i, j] = one
    support[:, j, i] = np.maximum(one - (pull[:, j] - pull[:, i]), 0)
    on = w > 0
    total = 2 * np.where(on[:, :, None] & on[:, None, :], support, 0).sum((-1, -2), keepdims=True)
    found: Array = np.divide(support, total, out=np.zeros_like(d), where=total > 0)
    return found


def _risk(expected: Array, on: Mask) -> Array:
    """The exponent of each party's utility (eq. 32 to 34), 0.5 to 2: who is worth challenging avoids risk."""
    danger = np.where(on[:, :, None], expected, 0).sum(1)  # what i expects of challenging itself is nought
    top = np.where(on, danger, -FAR).max(-1, keepdims=True)
    bottom = np.where(on, danger, FAR).min(-1, keepdims=True)
    width = top - bottom
    basis = np.divide(2 * danger - top - bottom, width, out=np.zeros_like(danger), where=on & (width > 1e-6))
    exponent: Array = (1 - basis / 3) / (1 + basis / 3)
    return exponent


def _expected(d: Array, r: Array, s: Array, p: Array) -> tuple[Array, Array]:
    """What i expects of challenging j, and what i thinks that j expects of challenging i (eq. 15, 16, 24, 25)."""
    won, lost = 2 - 4 * _power(0.5 - 0.5 * d, r), 2 - 4 * _power(0.5 + 0.5 * d, r)
    gain, stakes = won - (2 - 4 * 0.5**r), won - lost
    mine = gain - s[:, None, :] * (1 - p) * stakes
    theirs = gain - s[:, :, None] * (1 - np.swapaxes(p, 1, 2)) * stakes
    return mine, theirs


def _power(base: Array, exponent: Array) -> Array:
    """A power of what lies between nought and one; by logarithms, which is several times as quick."""
    found: Array = np.exp(exponent * np.log(np.maximum(base, 1e-30)))
    return found


def _accepted(x: Array, mine: Array, theirs: Array, active: Mask, choice: Choice) -> Array:
    """Where each stands after the best offer made to it (section 6): confrontation, compromise, then capitulation."""
    way = x[:, None, :] - x[:, :, None]
    pressed = active & (theirs > 0)
    confronted = pressed & (mine > 0) & (theirs > mine)
    weaker = pressed & (mine < 0)
    compromised = weaker & (theirs > -mine)
    part = np.divide(-mine, theirs, out=np.ones_like(mine), where=compromised)
    step = np.where(compromised, way * part, way)
    cost = np.abs(step)
    if choice == "lowest":
        both = np.abs(mine) + np.abs(theirs)
        between = (np.abs(mine) * x[:, :, None] + np.abs(theirs) * x[:, None, :]) / np.where(both > 0, both, 1)
        cost = np.where(compromised, between, cost)
    far = 1 + np.abs(cost).max()
    rank = np.where(confronted, 0, np.where(compromised, 2, 4)) * far
    # of two offers that ask as much the one that is better enforced
    offered = np.where(confronted | weaker, rank + cost - 1e-6 * far * theirs, np.inf)
    best = np.argmin(offered, -1)[..., None]
    moved = np.take_along_axis(step, best, -1)[..., 0]
    return x + np.where(np.isfinite(np.take_along_axis(offered, best, -1)[..., 0]), moved, 0)
