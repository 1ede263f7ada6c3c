"""The compromise: the mean of the positions, each weighed by salience times leverage.

Source: J. Van den Bos, Dutch EC Decision Making (1991); as the base model of Bueno de Mesquita and Stokman (eds),
European Community Decision Making (1994); C. Achen, in Thomson et al., The European Union Decides (2006), shows that
it approximates the Nash bargaining solution where no deal is bad for all.

Assumes: everybody would rather have a deal than none; who cares more and can do more moves the outcome more, in
proportion; nobody bluffs. O = sum(c s x) / sum(c s).
"""

from __future__ import annotations

import numpy as np

from detente.outlook.draws import Array, Draws
from detente.outlook.settlement import Settlement


def settle(draws: Draws) -> Settlement:
    """The weighted mean of the positions in each world."""
    return Settlement(mean(draws.position, draws.weight))


def mean(position: Array, weight: Array) -> Array:
    """The mean over the last axis; NaN where nobody has weight."""
    total = weight.sum(-1)
    nobody = np.full(total.shape, np.nan, total.dtype)
    found: Array = np.divide((position * weight).sum(-1), total, out=nobody, where=total > 0)
    return found
