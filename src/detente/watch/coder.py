"""How a watch codes what it brings into its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from detente import codebook as tables
from detente import run
from detente.edition import edition
from detente.weights import MODEL


@dataclass(frozen=True, slots=True)
class Coder:
    """The record that is kept current, and what its articles are coded with."""

    record: Path
    workers: int = 1
    engine: str = "local"
    model: str = MODEL
    codebook: Sequence[Path] = ()

    def edition(self) -> str:
        """The edition of the rules, tables and model as they now stand."""
        tables.use(self.codebook)
        return edition(self.model)

    def code(self, files: Sequence[str | Path], report: run.Report | None = None) -> run.Run:
        """Code files onto what the record holds."""
        return run.build(
            files,
            record=self.record,
            workers=self.workers,
            engine=self.engine,
            model=self.model,
            codebook=self.codebook,
            report=report,
            onto=True,
        )
