"""What a page is: its words for a person, the same as data, and its main table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was asked for. `data` is the JSON twin, `table` gives the CSV in pieces.

    `moved` is the address to go to instead, where the page is found at another.
    """

    title: str
    template: str
    context: dict[str, Any]
    data: dict[str, Any]
    table: Callable[[], Iterable[str]]
    moved: str | None = None
