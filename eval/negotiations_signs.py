"""What the table of past negotiations holds of the outlook of a proposal, and two chances of a deal made of it.

The outlook (`detente outlook --proposal`) tells of accord, distance, momentum, deeds, deadlines, spoilers and ripeness,
and gives no chance. The table has one day for each negotiation and no coverage, so that four signs can be had of it:
accord and distance from the coded positions, deadlines and fighting from the facts that were known on the day. Each is
found by a rule, never by hand. How they count was set before a figure was seen: each for or against by the same step.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from floors import Item

from detente.wording import MONTHS

NEAR, FAR = 1 / 3, 2 / 3  # of the scale between the outermost positions
CLOSE = 0.1  # of the scale: who stands so near to the middle of the weight is for what stands there
STEP = 0.5  # in the logarithm of the odds, for each sign
RIDGE = 1.0
DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?|\bby ({'|'.join(MONTHS)}) (\d{{4}})")
FIGHTING = re.compile(r"\b(?:war|fighting|clashes|bomb\w*|fight)\b", re.I)
YEAR = 365
SIGNS = ("accord", "distance", "deadline", "fighting")


def signs(row: Item, coding: Item, span: tuple[float, float]) -> tuple[float, ...]:
    """For each of SIGNS 1 where it speaks for a deal, -1 where against, 0 where it does not speak."""
    low, high = span
    given = [(one["position"], one["salience"]) for one in coding["parties"].values()]
    places = sorted((position[len(position) // 2] if isinstance(position, list) else position, salience)
                    for position, salience in given)  # fmt: skip
    apart = (places[-1][0] - places[0][0]) / (high - low)
    close = np.mean([abs(place - _middle(places)) <= CLOSE * (high - low) for place, _ in places])
    return (
        1.0 if close > 0.5 else -1.0 if close < 0.5 else 0.0,
        1.0 if apart < NEAR else -1.0 if apart > FAR else 0.0,
        1.0 if deadline(row) else 0.0,
        -1.0 if FIGHTING.search(row["without"]) else 0.0,
    )


def _middle(places: Sequence[tuple[float, float]]) -> float:
    """The weighted median of places that stand in order, the lower of two."""
    half, reached = sum(weight for _, weight in places) / 2, 0.0
    for place, weight in places:
        reached += weight
        if reached >= half - 1e-12:
            return place
    return places[-1][0]


def deadline(row: Item) -> date | None:
    """The day within a year on which what holds without a deal begins, where the facts name one."""
    asked = date.fromisoformat(row["asked"])
    for day, month, year, end_month, end_year in DAY.findall(row["without"]):
        number = MONTHS.index(month or end_month) + 1
        found = date(int(year or end_year or asked.year), number, int(day or 1))
        if not (year or end_year) and found < asked:
            found = found.replace(year=found.year + 1)
        if asked < found <= asked + timedelta(days=YEAR):
            return found
    return None


def counted(found: Sequence[float], rate: float) -> float:
    """A chance from the base rate of the others, each sign one step of the log odds."""
    return _chance(math.log(rate / (1 - rate)) + STEP * sum(found))


def weighed(found: Sequence[float], others: Sequence[Sequence[float]], deals: Sequence[bool]) -> float:
    """A chance by logistic regression with a ridge (not on the constant) on the other negotiations, by Newton's way."""
    x = np.column_stack([np.ones(len(others)), np.array(others, float)])
    y = np.array(deals, float)
    ridge = RIDGE * np.diag([0.0, *[1.0] * (x.shape[1] - 1)])
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - chance) - ridge @ weights
        step = np.linalg.solve((x * (chance * (1 - chance))[:, None]).T @ x + ridge, slope)
        weights = weights + step
        if np.abs(step).max() < 1e-10:
            break
    return _chance(float(weights @ [1.0, *found]))


def _chance(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))
