"""The inputs of an outlook as sliders: what the record says of each, and what an address sets it to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.outlook.game import Estimate, Matter, Stake
from detente.outlook.whatif import What
from detente.web.asking import Query, WrongQueryError

LEVERAGE = 3.0  # the right end of a slider of leverage
FINE, COARSE = 0.05, 0.1


@dataclass(frozen=True, slots=True)
class Slider:
    """One input that can be set: what the record says of it (`base`, from `low_end` to `high_end`), and how it is set.

    `steps` are the words of a scale's values, the lowest first; empty where it is a plain number.
    """

    name: str
    what: What
    party: str
    low: float
    high: float
    step: float
    base: float
    low_end: float
    high_end: float
    value: float
    steps: tuple[str, ...]
    why: str
    records: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether it is set to something else than the record says, as far as the slider can tell."""
        return abs(self.value - self.base) > self.step / 2

    def says(self, value: float) -> str:
        """A value in words, or as a number."""
        return self.steps[round(value - self.low)] if self.steps else f"{value:.2f}"


def sliders(matter: Matter, stake: Stake, query: Query) -> tuple[Slider, ...]:
    """The three inputs of a party in a matter. Raises WrongQueryError for a value that they cannot have."""
    steps = tuple(name for _, name in matter.steps)
    ends: dict[What, tuple[float, float, float]] = {
        "position": (matter.low, matter.high, 1.0 if steps else (matter.high - matter.low) / 100),
        "salience": (0.0, 1.0, FINE),
        "leverage": (0.0, LEVERAGE, COARSE),
    }
    return tuple(
        _slider(stake, what, *ends[what], steps if what == "position" else (), query) for what in ends
    )  # fmt: skip


def _slider(
    stake: Stake, what: What, low: float, high: float, step: float, steps: tuple[str, ...], query: Query
) -> Slider:
    told: Estimate = getattr(stake, what)
    name = f"{what}.{stake.party}"
    given = query.text(name)
    try:
        value = told.likely if given is None else float(given)
    except ValueError:
        value = high + 1
    if not low <= value <= high:
        raise WrongQueryError(f"{name}: not a number from {low:g} to {high:g}: {given}")
    return Slider(
        name, what, stake.party, low, high, step, told.likely, told.low, told.high, value, steps, told.why, told.records
    )


def refuse_unknown(query: Query, there: Sequence[Slider]) -> None:
    """Raise WrongQueryError where an address sets an input that is not there."""
    known = {slider.name for slider in there}
    for name in query.values:
        if name.partition(".")[0] in ("position", "salience", "leverage") and name not in known:
            raise WrongQueryError(f"{name}: no such input; a matter has those of its parties")
