"""What a negotiation is to the models: matters, parties, and what each party wants, how much, and with what weight.

A game is read from a record (`record.py`) or from a file that a person wrote, in the same form; so what was read can be
saved, corrected by hand with a reason, and asked again.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

# `ideal`: a position is the point that a party likes best; `reach`: it is how far a party would go
Reading = Literal["ideal", "reach"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number that is not known exactly: its lowest, likeliest and highest value, why, and the records behind it."""

    low: float
    likely: float
    high: float
    why: str = ""
    records: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(math.isfinite(value) for value in (self.low, self.likely, self.high)):
            raise ValueError("an estimate needs finite numbers")
        if not self.low <= self.likely <= self.high:
            raise ValueError(f"not in order: {self.low}, {self.likely}, {self.high} (low, likely, high)")


@dataclass(frozen=True, slots=True)
class Stake:
    """What one party has in one matter. Position in units of the scale, salience 0 to 1, leverage 0 or more.

    `accepts` are the ends of what it would rather have than no deal, where a person knows them. A party without a
    `veto` cannot prevent a deal.
    """

    party: str
    position: Estimate
    salience: Estimate
    leverage: Estimate
    veto: bool = True
    accepts: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if self.salience.low < 0 or self.salience.high > 1:
            raise ValueError(f"{self.party}: salience lies between 0 and 1")
        if self.leverage.low < 0:
            raise ValueError(f"{self.party}: leverage cannot be negative")


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that is negotiated: a scale between two ends, where no deal lies on it, and who has what at stake.

    `steps` names points of the scale, lowest first, as (value, name); `unit` says what it counts.
    """

    name: str
    low: float
    high: float
    stakes: tuple[Stake, ...]
    unit: str = ""
    steps: tuple[tuple[float, str], ...] = ()
    no_deal: float | None = None
    reading: Reading = "ideal"

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"{self.name}: the scale needs two different ends, the lower first")
        names = [stake.party for stake in self.stakes]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.name}: a party stands twice")
        for stake in self.stakes:
            if not self.low <= stake.position.low <= stake.position.high <= self.high:
                raise ValueError(f"{self.name}: the position of {stake.party} lies outside the scale")

    def stake(self, party: str) -> Stake | None:
        """What a party has in the matter."""
        return next((stake for stake in self.stakes if stake.party == party), None)

    def says(self, value: float) -> str:
        """A value of the scale in words: the step that is reached, or the number with its unit."""
        if self.steps:
            return [name for step, name in self.steps if step <= value + 1e-6][-1]
        return f"{value:.3g} {self.unit}".strip()

    def rounded(self, value: float | None) -> float | None:
        """A value of the scale as it is shown: to about a thousandth of the scale, as no input is known better.

        >>> Matter("price", 0.0, 8.0, ()).rounded(3.27841)
        3.28
        """
        if value is None:
            return None
        return (
            round(value, max(0, 2 - math.floor(math.log10(self.high - self.low)))) + 0.0
        )  # a nought is never negative


@dataclass(frozen=True, slots=True)
class Game:
    """Matters that are negotiated together, on a day. `notes` say what could not be known, and why."""

    title: str
    matters: tuple[Matter, ...]
    day: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def parties(self) -> tuple[str, ...]:
        """All parties, in the order in which the matters name them."""
        return tuple(dict.fromkeys(stake.party for matter in self.matters for stake in matter.stakes))


# ---------------------------------------------------------------- files


def save(game: Game, path: str | Path) -> None:
    """Write a game as JSON, to be read, corrected and loaded again."""
    Path(path).write_text(json.dumps(asdict(game), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def load(path: str | Path) -> Game:
    """Read a game from JSON. Raises ValueError, naming the file and what is wrong in it."""
    try:
        return _game(json.loads(Path(path).read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = f"no {error.args[0]!r}" if isinstance(error, KeyError) else str(error)
        raise ValueError(f"{path}: not a table of an outlook: {reason}") from None


def _game(given: Mapping[str, Any]) -> Game:
    matters = tuple(_matter(one) for one in given["matters"])
    return Game(str(given.get("title", "")), matters, given.get("day"), tuple(given.get("notes", ())))


def _matter(given: Mapping[str, Any]) -> Matter:
    reading = given.get("reading", "ideal")
    if reading not in ("ideal", "reach"):
        raise ValueError(f"reading is ideal or reach, not {reading!r}")
    none = given.get("no_deal")
    return Matter(
        name=str(given["name"]),
        low=float(given["low"]),
        high=float(given["high"]),
        stakes=tuple(_stake(one) for one in given["stakes"]),
        unit=str(given.get("unit", "")),
        steps=tuple((float(value), str(name)) for value, name in given.get("steps", ())),
        no_deal=None if none is None else float(none),
        reading=reading,
    )


def _stake(given: Mapping[str, Any]) -> Stake:
    accepts = given.get("accepts")
    return Stake(
        party=str(given["party"]),
        position=estimate(given["position"]),
        salience=estimate(given["salience"]),
        leverage=estimate(given.get("leverage", 1.0)),
        veto=bool(given.get("veto", True)),
        accepts=None if accepts is None else (float(accepts[0]), float(accepts[1])),
    )


def estimate(given: float | list[float] | Mapping[str, Any]) -> Estimate:
    """An estimate from a number, from [low, high], [low, likely, high], or from an object with these names.

    >>> estimate([4, 6]).likely
    5.0
    """
    if isinstance(given, Mapping):
        three = (float(given["low"]), float(given["likely"]), float(given["high"]))
        return Estimate(*three, str(given.get("why", "")), tuple(given.get("records", ())))
    values = [float(value) for value in given] if isinstance(given, list | tuple) else [float(given)]
    if len(values) == 2:
        values.insert(1, sum(values) / 2)
    if len(values) not in (1, 3):
        raise ValueError("an estimate is one number, two ends, or low, likely and high")
    return Estimate(values[0], values[len(values) // 2], values[-1])
