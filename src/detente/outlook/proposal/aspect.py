"""What every aspect of a proposal's outlook is told in: lines, each of a party or pair, with its records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from detente.findings.rows import Row
from detente.quoting import clean
from detente.wording import quoted

Fresh = Callable[[Row], float]  # how little a row has faded, 0 to 1


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is known of a proposal: of whom, what, since when, and the records that say so.

    `value` is a number where there is one, in the unit that `says` names; `sentence` is how a paragraph tells it, or
    empty where it is for the table only.
    """

    aspect: str
    about: str
    says: str
    records: tuple[str, ...]
    day: str | None = None
    value: float | None = None
    sentence: str = ""


def cited(rows: Iterable[Row], count: int = 3) -> tuple[str, ...]:
    """The ids of the first rows, each once."""
    return tuple(dict.fromkeys(str(row["id"]) for row in rows))[:count]


def words_of(row: Row, longest: int = 140) -> str:
    """The words of a record as a sentence quotes them: on one line, without markup or what cannot be printed."""
    return quoted(clean("".join(c if c.isprintable() else " " for c in str(row["text"]))), longest)
