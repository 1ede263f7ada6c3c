"""What a page is: its words for a person, the same as data, and its main table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was asked for. `data` is the JSON twin, `table` gives the CSV in pieces, `lines` JSON Lines if any.

    `moved` is the address to go to instead, where the page is found at another. `lasting` says that the same state of
    the record and of the decisions gives the same page.
    """

    title: str
    template: str
    context: dict[str, Any]
    data: dict[str, Any]
    table: Callable[[], Iterable[str]]
    moved: str | None = None
    lasting: bool = True
    lines: Callable[[], Iterable[str]] | None = None
