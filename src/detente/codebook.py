"""Reads the codebook: the tables of facts and words in `data/`. What they mean is said in `data/README.md`."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/NAME.csv`, each a mapping from column to text. Raises FileNotFoundError where there is none."""
    text = (files("detente") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def parts(cell: str) -> list[str]:
    """The values of a cell that holds several, separated by `|`."""
    return [part.strip() for part in cell.split("|") if part.strip()]
