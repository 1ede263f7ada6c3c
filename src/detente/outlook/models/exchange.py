"""The position exchange model: two parties trade, each giving way in the matter that it cares less about.

Source: F. Stokman and R. Van Oosten, The Exchange of Voting Positions, in European Community Decision Making (1994), in
the form in which both gain equally.

Assumes: matters are settled together, each in the end by the compromise; two parties trade where they stand on
opposite sides of the expected outcome in two matters and weigh the two differently; one shifts in the first, the other
in the second, until both have gained as much and one of them stands where the other does; the trade with the greatest
gain comes first, and what a party has given in a matter it gives once. What it then votes for is not what it wants: its
own gain is reckoned from where it stood at first. With one matter there is nothing to trade.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from detente.outlook.draws import Array, Draws, Mask
from detente.outlook.models.compromise import mean
from detente.outlook.settlement import Settlement

CHUNK = 64  # worlds at a time: as many as the arrays of pairs fit into the cache of a processor
TINY = 1e-6


def settle(draws: Draws) -> Settlement:
    """The compromise after all trades that pay, in each world."""
    shape = draws.position.shape
    if sum(row.sum() > 1 for row in draws.present) < 2:
        return Settlement(np.full(shape[:2], np.nan), silent="there is one matter only: nothing to trade")
    width = (draws.high - draws.low)[:, None]
    scaled = ((draws.position - draws.low[:, None]) / width).astype(np.float32)
    salience, weight = draws.salience.astype(np.float32), draws.weight.astype(np.float32)
    point = np.empty(shape[:2])
    for start in range(0, shape[0], CHUNK):
        part = slice(start, start + CHUNK)
        point[part] = mean(trade(scaled[part], salience[part], weight[part]), weight[part])
    return Settlement(draws.low + point * width[:, 0])


def trade(x: Array, s: Array, w: Array) -> Array:
    """The positions (B, M, N), scaled to 0 to 1, after all trades."""
    wants, x = x, x.copy()
    given = w <= 0
    open_ = np.arange(len(x))  # the worlds in which there may be another trade
    while len(open_):
        best, found = _best(wants[open_], mean(x[open_], w[open_]), s[open_], w[open_], given[open_])
        open_, found = open_[best > TINY], found[best > TINY]
        if not len(open_):
            break
        p, q, i, j = found.T.astype(int)[:4]
        by_p, by_q = found.T[4:]
        x[open_, p, i] += by_p
        x[open_, q, j] += by_q
        given[open_, p, i] = given[open_, q, j] = True
    return x


def _best(x: Array, outcome: Array, s: Array, w: Array, given: Mask) -> tuple[Array, Array]:
    """The greatest gain in each world, and its trade: matters p and q, parties i and j, how far i and j shift.

    `x` is what each wants (who has not given in a matter still stands there), `outcome` (B, M) what is expected so far.
    """
    worlds = np.arange(len(x))
    gains, trades = np.zeros(len(x), np.float32), np.zeros((len(x), 6), np.float32)
    for p, q in combinations(range(x.shape[1]), 2):
        gain, fall, rise = _gains(x, s, w, given, outcome, p, q)
        flat = gain.reshape(len(x), -1)
        place = flat.argmax(-1)
        i, j = np.divmod(place, x.shape[2])
        top = flat[worlds, place]
        way_p, way_q = x[worlds, p, j] - x[worlds, p, i], x[worlds, q, i] - x[worlds, q, j]
        move_p = np.sign(way_p) * fall[worlds, i, j] * w[:, p].sum(-1) / np.maximum(w[worlds, p, i], TINY)
        move_q = np.sign(way_q) * rise[worlds, i, j] * w[:, q].sum(-1) / np.maximum(w[worlds, q, j], TINY)
        row = np.stack([np.full(len(x), p), np.full(len(x), q), i, j, move_p, move_q], -1)
        better = top > gains
        gains, trades = np.where(better, top, gains), np.where(better[:, None], row, trades)
    return gains, trades


def _gains(x: Array, s: Array, w: Array, given: Mask, outcome: Array, p: int, q: int) -> tuple[Array, Array, Array]:
    """What i gains where i shifts in p and j in q, (B, i, j), and by how much the outcomes of p and q move."""
    sp, sq, wp, wq = s[:, p], s[:, q], w[:, p], w[:, q]
    over_p, over_q = x[:, p] - outcome[:, p, None], x[:, q] - outcome[:, q, None]
    usable = _across(over_p) & _across(over_q)
    usable &= (~given[:, p] & (wq > 0))[:, :, None] & (~given[:, q] & (wp > 0))[:, None, :]
    # both gain as much where the outcome of q moves by this for each unit that of p does
    rate = (sp[:, :, None] + sp[:, None, :]) / np.maximum(sq[:, :, None] + sq[:, None, :], TINY)
    share_p = wp / np.maximum(wp.sum(-1, keepdims=True), TINY)
    share_q = wq / np.maximum(wq.sum(-1, keepdims=True), TINY)
    whole_p = np.abs(x[:, p, :, None] - x[:, p, None, :]) * share_p[:, :, None]
    whole_q = np.abs(x[:, q, :, None] - x[:, q, None, :]) * share_q[:, None, :]
    # nobody pays for an outcome beyond its own position
    np.minimum(whole_p, np.abs(over_p)[:, None, :], out=whole_p)
    np.minimum(whole_q, np.abs(over_q)[:, :, None], out=whole_q)
    fall = np.minimum(whole_p, whole_q / np.maximum(rate, TINY))
    rise = fall * rate
    gain = sq[:, :, None] * rise - sp[:, :, None] * fall
    return np.where(usable, gain, np.float32(0)), fall, rise


def _across(over: Array) -> Mask:
    """Whether two parties stand on opposite sides of the outcome, (B, i, j)."""
    left, right = over < 0, over > 0
    found: Mask = (left[:, :, None] & right[:, None, :]) | (right[:, :, None] & left[:, None, :])
    return found
