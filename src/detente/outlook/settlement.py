"""What a model answers: in each world and matter a point, and where the model gives one, a range."""

from __future__ import annotations

from dataclasses import dataclass

from detente.outlook.draws import Array


@dataclass(frozen=True, slots=True)
class Settlement:
    """`point` is (D, M), NaN where the model finds no outcome; `low` and `high` are the ends of a range, (D, M).

    `silent` says why a model has no answer at all.
    """

    point: Array
    low: Array | None = None
    high: Array | None = None
    silent: str = ""
