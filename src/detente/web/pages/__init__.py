"""The pages: one file each, its name the address, with `show(opened, query)` and its place in the menu."""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from importlib import import_module
from types import ModuleType


@lru_cache(maxsize=1)
def pages() -> dict[str, ModuleType]:
    """Every page by its name."""
    return {m.name: import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)}


@lru_cache(maxsize=1)
def menu() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The headings of the menu, each with the names and titles of its pages; a page without a place is not in it."""
    placed = sorted((module.PLACE, name, module.TITLE) for name, module in pages().items() if module.PLACE)
    groups: dict[str, list[tuple[str, str]]] = {}
    for (_, heading, _), name, title in placed:
        groups.setdefault(heading, []).append((name, title))
    return tuple((heading, tuple(found)) for heading, found in groups.items())
