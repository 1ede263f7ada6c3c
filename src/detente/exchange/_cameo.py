"""PLOVER to CAMEO and back, by `data/cameo.csv`: which code is written for a type and mode, what a code is read as."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detente.codebook import Row, built_in, cached, parts
from detente.exchange._codes import sectors

# CAMEO's roles where PLOVER has another word for them
ROLES = {"JRN": "MED", "MED": "HLH"}
SECTORS = {"MED": "JRN", "HLH": "MED", "INS": "REB", "SEP": "REB", "RAD": "REB"}


@dataclass(frozen=True, slots=True)
class Code:
    """A CAMEO code. `type` is None where PLOVER has none; `turned`: its source is PLOVER's recipient."""

    code: str
    name: str
    quad: int
    goldstein: float
    type: str | None
    mode: str | None
    turned: bool


@cached
def codes() -> Mapping[str, Code]:
    """Every code of the table; one without a weight of its own has that of the code above it."""
    rows = {row["code"]: row for row in built_in("cameo")}
    return {
        code: Code(
            code=code,
            name=row["name"],
            quad=int(row["quad"]),
            goldstein=float(next(row["goldstein"] for row in _above(code, rows) if row["goldstein"])),
            type=row["type"] or None,
            mode=row["mode"] or None,
            turned=bool(row["turned"]),
        )
        for code, row in rows.items()
    }


def _above(code: str, rows: Mapping[str, Row]) -> Iterator[Row]:
    return (rows[code[:length]] for length in (4, 3, 2) if code[:length] in rows)


@cached
def _written() -> Mapping[str, str]:
    return {pair: row["code"] for row in built_in("cameo") for pair in parts(row["writes"] or "")}


def code_for(kind: str, mode: str | None) -> Code:
    """The code that is written for a PLOVER type and mode: that of the type alone where the mode has none."""
    written = _written()
    return codes()[written.get(f"{kind} {mode}") or written[kind]]


def meaning(code: str | None) -> Code | None:
    """What a code of two to four digits means: itself, or the code above it; None for what is no CAMEO code.

    A nought lost at the head, as spreadsheets lose it, is put back where there is no such code without it.
    """
    if not code or not re.fullmatch(r"\d{1,4}", code):
        return None
    known = codes()
    tries = (code, code[:3], code[:2], f"0{code}", f"0{code}"[: max(3, len(code))])
    return next((known[tried] for tried in tries if tried in known), None)


def actor_code(entity: str | None, sector: str | None) -> tuple[str | None, str | None]:
    """CAMEO's code of an actor, three letters after three, and the role in it; `---` stands for an unknown entity."""
    role = ROLES.get(sector or "", sector)
    if role in (None, "UNK"):
        return entity, None
    return f"{entity or '---'}{role}", role


def sector_of(role: str | None) -> str | None:
    """PLOVER's sector for a role of CAMEO, None for one that PLOVER does not have."""
    sector = SECTORS.get(role or "", role)
    return sector if sector in sectors() else None
