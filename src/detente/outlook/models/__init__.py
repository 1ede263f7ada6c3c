"""One file a model: `settle` turns draws into where each matter ends. A file is a model as soon as it lies here.

A module's docstring says what it is, its source and what it assumes. Where a model votes by the mean or the median of
another, it imports that; nothing else.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module

from detente.outlook.draws import Draws
from detente.outlook.settlement import Settlement

Model = Callable[[Draws], Settlement]


def models() -> dict[str, Model]:
    """The `settle` of each model by its name, in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return {name: import_module(f"{__name__}.{name}").settle for name in names}
