"""What can be wrong with a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ASIDE = "damaged"  # the folder of a record into which what is damaged is moved: nothing is deleted


@dataclass(frozen=True, slots=True)
class Problem:
    """Something found in a record. `place` is its path there, `mend` what `--mend` does about it, if it can.

    `kind`: damage is what must not be; a leftover is of somebody who was killed, and harms nothing; a note is neither.
    """

    kind: Literal["damage", "leftover", "note"]
    place: str
    what: str
    mend: str | None = None
