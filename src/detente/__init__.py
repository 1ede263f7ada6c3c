"""detente: from news coverage of a conflict and its diplomacy to a record that can be checked.

>>> import detente
>>> coverage = detente.read("talks/")       # doctest: +SKIP
>>> coverage.positions()                    # doctest: +SKIP
>>> coverage.find("shifts", actor="Trump")  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from detente.version import __version__

if TYPE_CHECKING:
    from detente.api import read

__all__ = ["__version__", "read"]


def __getattr__(name: str) -> Any:
    # loaded when it is asked for: `import detente` stays quick, and the layers below need not know of the front door
    if name == "read":
        return import_module("detente.api").read
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
