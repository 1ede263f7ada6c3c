"""MinHash sketches of texts, and which of many texts are worth comparing (rensa's RMinHash).

Of two sketches the share of equal numbers estimates the Jaccard similarity of the sets of runs behind them (Broder
1997), with a standard error of sqrt(J(1 - J) / 64), at most .06.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from rensa import RMinHash, RMinHashLSH

SIZE, SEED = 64, 20
Sketch = npt.NDArray[np.uint32]


def sketch(runs: Iterable[str]) -> RMinHash:
    """The sketch of a set of runs; the same for the same set, on every machine."""
    made = RMinHash(SIZE, SEED)
    made.update(sorted(runs))
    return made


def digest(made: RMinHash) -> Sketch:
    """The numbers of a sketch, shape (64,)."""
    return np.array(made.digest(), dtype=np.uint32)


def jaccard(one: Sketch, other: Sketch) -> float:
    """The estimated similarity of two texts, 0 to 1."""
    return float(np.mean(one == other))


def contained(likeness: float, part: int, whole: int) -> float:
    """How much of a set of `part` runs lies in one of `whole`, where their Jaccard similarity is known.

    >>> contained(0.5, 50, 100)
    1.0
    """
    shared = likeness * (part + whole) / (1 + likeness)
    return min(1.0, shared / part) if part else 0.0


class Index:
    """Sketches by number, asked for those that may be alike. `rows` numbers in a band must agree.

    A pair of similarity J is found with probability 1 - (1 - J ** rows) ** (64 / rows): with two rows .95 at J = .3,
    with four .89 at J = .6.
    """

    def __init__(self, rows: int) -> None:
        self._bands = RMinHashLSH(0.5, SIZE, SIZE // rows)

    def like(self, made: RMinHash) -> list[int]:
        """The numbers of the sketches that may be like this one, in order."""
        return sorted(self._bands.query(made))

    def add(self, number: int, made: RMinHash) -> None:
        """Take in a sketch under a number."""
        self._bands.insert(number, made)
