"""The regions of states, by name: `Wallonia` has one state, `Georgia` is also a state of its own."""

from __future__ import annotations

from functools import cache

from detente.codebook import DATA
from detente.codebook.spelling import words_of


@cache
def regions() -> dict[str, tuple[str, ...]]:
    """The states with a region of a name: `Georgia`, `Macedonia`."""
    found: dict[str, dict[str, None]] = {}
    for line in (DATA / "atlas.csv").read_text(encoding="ascii").splitlines()[1:]:
        name, _, country, _, kind, _, _, _ = line.split(",")
        if kind == "region":
            found.setdefault(name.lower().removesuffix(" state"), {})[country] = None
    return {name: tuple(countries) for name, countries in found.items()}


def country_of_region(name: str) -> str:
    """The country of the one region of a name, "" where none or several have it: `Wallonia`, `Haryana`."""
    countries = _by_words().get(" ".join(words_of(name)), ())
    return countries[0] if len(countries) == 1 else ""


@cache
def _by_words() -> dict[str, tuple[str, ...]]:
    return {" ".join(words_of(name)): countries for name, countries in regions().items()}
