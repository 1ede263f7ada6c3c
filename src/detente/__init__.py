"""detente: from news coverage of a conflict and its diplomacy to a record that can be checked.

>>> import detente
>>> coverage = detente.read("talks/")       # doctest: +SKIP
>>> coverage.positions()                    # doctest: +SKIP
>>> coverage.find("shifts", actor="Trump")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.api import Coverage

__version__ = "0.1.0"

__all__ = ["__version__", "read"]


def read(
    *inputs: str | Path | Iterable[str | Path],
    date: str | None = None,
    record: str | Path = ".detente",
    workers: int = 1,
    since: str | None = None,
    until: str | None = None,
) -> Coverage:
    """Read and code files and folders, and give their record: tables as data frames, analyses, the brief.

    What is coded is kept in the folder `record` and not coded again. `date` is the ISO day of articles that give none;
    `since` and `until` cut the records down to a period. Raises FileNotFoundError for an input that is not there.
    """
    # imported by name at the call: `import detente` stays quick, and the layers below need not know of this one
    from importlib import import_module

    made: Coverage = import_module("detente.api").read(
        *inputs, date=date, record=record, workers=workers, since=since, until=until
    )
    return made
