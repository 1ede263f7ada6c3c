"""How far a party would go, from all that it and its deeds say: an interval on a scale of steps.

Each piece of evidence speaks for every step up to one, or against every step from one on. What is for and against a
step, and a little that is known of nobody, give the belief that the party would go there; it falls from step to step,
so its points at nine, five and one in ten are an interval. Little, old or divided evidence leaves it wide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

PRIOR = 0.2  # the weight of knowing nothing: so little that one sure refusal keeps its step out of the interval
DOUBT = 0.1  # of all the evidence: so much stays unknown, however often a thing is told
SURE, EVEN, HARDLY = 0.9, 0.5, 0.1


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a record says of a party: `weight` for every step up to `up_to`, or against every step from `against` on."""

    record: str
    party: str
    weight: float
    says: str
    up_to: float | None = None
    against: float | None = None
    source: str = ""
    day: str | None = None


def interval(evidence: Sequence[Evidence], steps: Sequence[float]) -> tuple[float, float, float]:
    """The lowest, likeliest and highest step that a party would go to; `steps` in order, the first being no deal.

    >>> one = Evidence("P-1", "A", 0.8, "accepts", up_to=2.0)
    >>> interval([one], (0.0, 1.0, 2.0, 3.0))[1]
    2.0
    """
    told = _told_once(evidence)
    prior = max(PRIOR, DOUBT * sum(piece.weight for piece in told))
    farthest = max((piece.up_to for piece in told if piece.up_to is not None), default=steps[-1])
    low = likely = high = 0
    for place, step in enumerate(steps[1:], 1):
        for_it = sum(piece.weight for piece in told if piece.up_to is not None and piece.up_to >= step)
        against = sum(piece.weight for piece in told if piece.against is not None and piece.against <= step)
        unknown = prior * (1 - place / (len(steps) - 1))
        belief = (for_it + unknown) / (for_it + against + prior)
        low = place if belief > SURE else low
        # where a party has spoken for some step, none beyond is its likely one
        likely = place if belief > EVEN and step <= farthest else likely
        high = place if belief > HARDLY else high
    return steps[min(low, likely)], steps[likely], steps[max(likely, high)]


def _told_once(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Of the same thing told by one source several times only the weightiest: an echo is no second witness."""
    kept: dict[tuple[str, float | None, float | None], Evidence] = {}
    for piece in sorted(evidence, key=lambda piece: (-piece.weight, piece.record)):
        kept.setdefault((piece.source, piece.up_to, piece.against), piece)
    return list(kept.values())


def strongest(evidence: Sequence[Evidence], count: int = 4) -> list[Evidence]:
    """The pieces to cite, the weightiest first, those for and against in turn where there are both."""
    ranked = sorted(_told_once(evidence), key=lambda piece: (-piece.weight, piece.record))
    both = [
        [p for p in ranked if p.up_to is not None],
        [p for p in ranked if p.against is not None],
    ]
    turns = [side[place] for place in range(count) for side in both if place < len(side)]
    return turns[:count]
