"""All that an outlook has to show: its tables, and in words what each scenario changes, for a command or a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import duckdb

from detente.brief_parts import Sentence
from detente.outlook.comparison import compare, contrast
from detente.outlook.draws import DRAWS, SEED
from detente.outlook.forecast import Asked, answers
from detente.outlook.game import Game
from detente.outlook.grounds import grounds
from detente.outlook.tables import gained, inputs, moved, outcomes, side_by_side, steps
from detente.outlook.whatif import Scenario
from detente.outlook.words import sentences
from detente.records import Finding


@dataclass(frozen=True, slots=True)
class Report:
    """The tables in the order in which they are read, and the sentences of each scenario by its name."""

    findings: tuple[Finding, ...]
    said: tuple[tuple[str, tuple[Sentence, ...]], ...]


def beside(before: Asked, scenarios: Sequence[Scenario], count: int = DRAWS, seed: int = SEED) -> Finding:
    """Scenarios under one another, and first the game as it is; a note names those that do not fit, with the reason.

    `count` and `seed` are those with which the game was asked.
    """
    fitting, odd = [], []
    for scenario in scenarios:
        try:
            fitting.append(contrast(before, scenario, count, seed))
        except ValueError as error:
            odd.append(f"{scenario.name} does not fit this record: {error}")
    found = side_by_side(before, fitting)
    return replace(found, note="; ".join(filter(None, (found.note, *odd))))


def report(
    game: Game,
    scenarios: Sequence[Scenario] = (),
    db: duckdb.DuckDBPyConnection | None = None,
    count: int = DRAWS,
    seed: int = SEED,
) -> Report:
    """Ask a game and each scenario. With the record it was read from, what that says of a scenario is quoted.

    Raises ValueError where a change does not fit the game.
    """
    far = steps(game)
    findings = [inputs(game), *((far,) if far.rows else ()), outcomes(game, answers(game, count, seed))]
    said = []
    for scenario in scenarios:
        comparison = compare(game, scenario, count, seed)
        findings += [moved(comparison, grounds(db, comparison.scenario) if db is not None else ()), gained(comparison)]
        said.append((comparison.scenario.title, sentences(comparison)))
    return Report(tuple(findings), tuple(said))
