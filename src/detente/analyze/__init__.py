"""From the store to findings: one file a question, each with `find(db, **options)`. A module's name is its command."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module

from detente.records import Finding

Analysis = Callable[..., Finding]


@lru_cache(maxsize=1)
def analyses() -> dict[str, Analysis]:
    """Every analysis by name."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__))
    return {name: import_module(f"{__name__}.{name}").find for name in names}
