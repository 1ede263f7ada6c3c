"""The bargaining range: all that every party with a veto would rather have than no deal. It may be empty.

Source: H. Raiffa, The Art and Science of Negotiation (1982), the zone of possible agreement; J. Fearon, Rationalist
Explanations for War, International Organization 49 (1995), the bargaining range; G. Tsebelis, Veto Players (2002), the
points that beat what is without a deal.

Assumes: it is known where no deal leaves things. Where a position is what a party likes best, it would rather have
any point nearer to it than that; where a position is how far a party would go, any point up to it. What a person says
that a party accepts goes before both. The point given is the middle of the range; the range says no more than that.
"""

from __future__ import annotations

import numpy as np

from detente.outlook.draws import Array, Draws
from detente.outlook.settlement import Settlement

NARROW = 0.2  # of the scale
TINY = 1e-9


def settle(draws: Draws) -> Settlement:
    """The range in each world, and its middle; NaN where it is empty or where it is not known what no deal means."""
    low, high = acceptable(draws)
    counts = draws.present & draws.veto & (draws.weight > 0)
    known = ~np.isnan(low) | ~counts
    bottom = np.where(counts, low, -np.inf).max(-1)
    top = np.where(counts, high, np.inf).min(-1)
    usable = known.all(-1) & counts.any(-1)
    if not usable.any():
        return Settlement(np.full(usable.shape, np.nan), silent="it is not known where no deal leaves things")
    bottom, top = np.maximum(bottom, draws.low), np.minimum(top, draws.high)
    found = usable & (top - bottom > TINY)
    low_end, high_end = np.where(found, bottom, np.nan), np.where(found, top, np.nan)
    return Settlement((low_end + high_end) / 2, low_end, high_end)


def acceptable(draws: Draws) -> tuple[Array, Array]:
    """The ends of what each party would rather have than no deal, (D, M, N); NaN where it is not known."""
    none = draws.no_deal[:, None]
    farthest = np.where(draws.reach[:, None], draws.position, 2 * draws.position - none)
    low, high = np.minimum(none, farthest), np.maximum(none, farthest)
    said = draws.accepts
    return np.where(np.isnan(said[..., 0]), low, said[..., 0]), np.where(np.isnan(said[..., 1]), high, said[..., 1])


def width(answer: float, scale: float) -> str:
    """How wide a range is, in a word.

    >>> width(0.0, 8), width(1.0, 8), width(5.0, 8)
    ('empty', 'narrow', 'wide')
    """
    return "empty" if answer <= TINY else "narrow" if answer < NARROW * scale else "wide"
