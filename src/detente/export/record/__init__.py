"""A whole record in the forms that other tools read: one file a form, and its name is the form's.

A form has a function `write` that gives the pieces of a file, a tuple `ASKS` of the analyses that it needs, and
`QUOTES`: whether it is made of the words of the articles, and so cannot be written without them. `docs/exports.md`
tells of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from detente.export.record._holding import Holding

Piece = str | bytes
Writer = Callable[[Holding], Iterator[Piece]]


class Form(NamedTuple):
    """A form: what writes it, the analyses it asks, and whether it is made of the words of the articles."""

    write: Writer
    asks: tuple[str, ...]
    quotes: bool


def forms() -> tuple[str, ...]:
    """The names of the forms there are."""
    files = sorted(Path(__file__).parent.glob("[a-z]*.py"))
    return tuple(file.stem for file in files)


def form(name: str) -> Form:
    """A form by its name. Raises ValueError, naming those there are, for one that there is not."""
    if name not in forms():
        raise ValueError(f"no such format: {name} (there are {', '.join(forms())})")
    module = import_module(f"{__name__}.{name}")
    return Form(module.write, module.ASKS, module.QUOTES)


__all__ = ["Form", "Holding", "Piece", "form", "forms"]
