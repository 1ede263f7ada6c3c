"""The outlook as Python asks it: frames of inputs and answers, what-ifs, and scenarios kept beside the record."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from detente.brief_parts import Sentence
from detente.outlook import tables
from detente.outlook.comparison import Comparison, contrast
from detente.outlook.draws import DRAWS, SEED
from detente.outlook.forecast import Asked, answers_of, ask
from detente.outlook.game import Game
from detente.outlook.grounds import grounds
from detente.outlook.proposal import Prospect, prospect
from detente.outlook.record import from_record
from detente.outlook.report import beside
from detente.outlook.shelf import drop, keep, kept, meant
from detente.outlook.whatif import Scenario
from detente.outlook.words import sentences
from detente.records import Finding

if TYPE_CHECKING:
    import pandas as pd


class Outlook:
    """The outlook of a record. `folder` is that of the record, where scenarios are kept; None where there is none.

    `options` are those of `from_record`: issues, parties, leverage, veto, half_life.
    """

    def __init__(
        self,
        db: duckdb.DuckDBPyConnection,
        folder: Path | None = None,
        *,
        draws: int = DRAWS,
        seed: int = SEED,
        **options: Any,
    ) -> None:
        self._db, self._place, self._draws, self._seed = db, folder, draws, seed
        self.game: Game = from_record(db, **options)
        """The inputs as they were read; what is missing, and why, stands in its `notes`."""

    def __repr__(self) -> str:
        matters = ", ".join(matter.name for matter in self.game.matters) or "not enough evidence"
        return f"<detente outlook: {matters}>"

    @property
    def inputs(self) -> pd.DataFrame:
        """Who wants what, how much and with what weight, each with its records."""
        return _frame(tables.inputs(self.game))

    @property
    def steps(self) -> pd.DataFrame:
        """How far each party would go, where a matter has steps: what it would, might, and what is beyond its words."""
        return _frame(tables.steps(self.game))

    @property
    def outcomes(self) -> pd.DataFrame:
        """Each model's answer in each matter; no row where nobody's position is known."""
        return _frame(tables.outcomes(self.game, answers_of(self._asked) if self.game.parties else ()))

    def what_if(self, change: str | Path | Scenario, name: str = "") -> WhatIf:
        """What a change does: in words, a scenario, the file of one or the name of one that is kept.

        Raises ValueError where it cannot be read or does not fit, or where no party is known.
        """
        asked = self._meant(change)
        return WhatIf(contrast(self._asked, replace(asked, name=name or asked.name), self._draws, self._seed), self._db)

    def proposal(self, name: str, **options: Any) -> Prospect:
        """How near a proposal is; see `prospect`. Raises ValueError where nobody takes a stance on it."""
        return prospect(self._db, name, **options)

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """Those that are kept beside the record, by name."""
        return kept(self._place) if self._place else ()

    def keep(self, change: str | Scenario, name: str = "") -> Path:
        """Keep a scenario beside the record. Raises ValueError where there is no record folder or it does not fit."""
        return keep(self._folder(), self.what_if(change, name).comparison.scenario)

    def drop(self, name: str) -> bool:
        """Take a kept scenario away; False where there is none of that name."""
        return drop(self._folder(), name)

    def compare(self, *changes: str | Scenario) -> pd.DataFrame:
        """Scenarios side by side, and first the record as it is; without any, all that are kept and fit it."""
        asked = [self._meant(one) for one in changes] or self.scenarios
        return _frame(beside(self._asked, asked, self._draws, self._seed))

    @cached_property
    def _asked(self) -> Asked:
        return ask(self.game, self._draws, self._seed)

    def _meant(self, change: str | Path | Scenario) -> Scenario:
        return change if isinstance(change, Scenario) else meant(str(change), self._place)

    def _folder(self) -> Path:
        if self._place is None:
            raise ValueError("this record lies in no folder, so nothing can be kept beside it")
        return self._place


class WhatIf:
    """What a scenario changes: frames, and the same in sentences that cite records."""

    def __init__(self, comparison: Comparison, db: duckdb.DuckDBPyConnection) -> None:
        self.comparison = comparison
        self._db = db

    def __repr__(self) -> str:
        return f"<detente what-if: {self.comparison.scenario.name}>"

    @property
    def moved(self) -> pd.DataFrame:
        """How each model's answer moves."""
        return _frame(tables.moved(self.comparison, grounds(self._db, self.comparison.scenario)))

    @property
    def gained(self) -> pd.DataFrame:
        """Who gains, who loses, and who is pivotal."""
        return _frame(tables.gained(self.comparison))

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The answer in words."""
        return sentences(self.comparison)


def _frame(found: Finding) -> pd.DataFrame:
    """A finding as a frame: its columns, then the records of each row."""
    import pandas as pd

    columns = [*found.columns, "records"]
    return pd.DataFrame([{name: row.get(name) for name in columns} for row in found.rows], columns=columns)
