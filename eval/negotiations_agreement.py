"""How far two codings of the past negotiations agree, field by field.

Krippendorff's alpha (K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011): 1 is agreement, 0 chance; of
numbers by the square of their distance, of what is one thing or another by whether it is the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from floors import Item

NEAR = 0.05  # of the scale
Pairs = Sequence[tuple[float, float]]


def fields(first: Sequence[Item], second: Sequence[Item]) -> list[list[str]]:
    """A row for each field: what it is, of how many, alpha, and in plain numbers how far the codings lie apart."""
    low: list[tuple[float, float]] = []
    places, widths, worth, known, nowhere = list(low), list(low), list(low), list(low), list(low)
    for one, other in zip(first, second, strict=True):
        bottom, size = _span(one, other)
        for party, coded in one["parties"].items():
            again = other["parties"][party]
            both = [_three(x["position"]) for x in (coded, again)]
            places.append(((both[0][1] - bottom) / size, (both[1][1] - bottom) / size))
            widths.append(((both[0][2] - both[0][0]) / size, (both[1][2] - both[1][0]) / size))
            worth.append((coded["salience"], again["salience"]))
        none = (one["no_deal"], other["no_deal"])
        known.append((float(none[0] is not None), float(none[1] is not None)))
        if None not in none:
            nowhere.append(((none[0] - bottom) / size, (none[1] - bottom) / size))
    return [
        ["position, as a share of the scale", str(len(places)), f"{alpha(places):.2f}", _near(places)],
        ["width of a position", str(len(widths)), f"{alpha(widths):.2f}", _near(widths)],
        ["salience, of five levels", str(len(worth)), f"{alpha(worth):.2f}", _levels(worth)],
        ["whether no deal is a point of the scale", str(len(known)), f"{nominal(known):.2f}", _same(known)],
        ["where that point lies, where both have one", str(len(nowhere)), f"{alpha(nowhere):.2f}", _near(nowhere)],
    ]


def _three(position: float | list[float]) -> tuple[float, float, float]:
    given = position if isinstance(position, list) else [position]
    return given[0], given[len(given) // 2], given[-1]


def _span(one: Item, other: Item) -> tuple[float, float]:
    """The low end and the width of what both codings together span."""
    given = [v for coding in (one, other) for coded in coding["parties"].values() for v in _three(coded["position"])]
    given += [coding["no_deal"] for coding in (one, other) if coding["no_deal"] is not None]
    return min(given), max(given) - min(given)


def _near(pairs: Pairs) -> str:
    apart = [abs(a - b) for a, b in pairs]
    near = float(np.mean([value <= NEAR + 1e-9 for value in apart]))
    return f"{near:.2f} within a twentieth, {np.mean(apart):.3f} apart on average"


def _levels(pairs: Pairs) -> str:
    apart = [round(abs(a - b) / 0.2) for a, b in pairs]
    same, near = (float(np.mean([value <= most for value in apart])) for most in (0, 1))
    return f"{same:.2f} the same, {near:.2f} within a level"


def _same(pairs: Pairs) -> str:
    return f"{np.mean([a == b for a, b in pairs]):.2f} the same"


def alpha(pairs: Pairs) -> float:
    """Alpha of two complete codings on an interval scale."""
    return _alpha(pairs, lambda a, b: (a - b) ** 2)


def nominal(pairs: Pairs) -> float:
    """Alpha of two complete codings into kinds."""
    return _alpha(pairs, lambda a, b: (a != b).astype(float))


def _alpha(pairs: Pairs, apart) -> float:  # type: ignore[no-untyped-def]
    values = np.array(pairs, float)
    every = values.ravel()
    observed = float(apart(values[:, 0], values[:, 1]).mean())
    expected = float(apart(every[:, None], every[None, :]).sum()) / (len(every) * (len(every) - 1))
    return 1 - observed / expected if expected else 1.0
