"""Of which state a place was on a day, where another has followed it: Tbilisi in 1989 lay in the Soviet Union."""

from __future__ import annotations

from functools import cache

from detente.codebook import built_in


def country_then(country: str, day: str | None) -> str:
    """The state of which a country of today was a part on a day; itself where it was its own, or without a day."""
    if not day or country not in _until():
        return country
    until, part_of = _until()[country]
    return part_of if day <= until else country


@cache
def _until() -> dict[str, tuple[str, str]]:
    return {row["country"]: (row["until"], row["part_of"]) for row in built_in("successors")}
