"""PLOVER's types: which there are, their modes, and the quad class and score that a type brings with it."""

from __future__ import annotations

from typing import Any

from detente.codebook import Row, built_in, cached, parts

RENAMED = {"DEMAND": "REQUEST", "FIGHT": "ASSAULT", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE"}  # of older drafts


@cached
def _types() -> dict[str, Row]:
    return {row["type"]: row for row in built_in("ontology")}


def type_of(name: str | None) -> str | None:
    """A type as PLOVER 1.3 writes it, from that of an older draft too; None where there is none of that name."""
    bare = (name or "").upper()
    found = RENAMED.get(bare, bare)
    return found if found in _types() else None


def mode_of(kind: str | None, name: str | None) -> str | None:
    """A mode as PLOVER writes it; None where the type has none of that name."""
    if kind is None or not name:
        return None
    modes = {mode.casefold(): mode for mode in parts(_types()[kind]["modes"])}
    return modes.get(name.casefold().replace(" ", "-").replace("_", "-"))


def weighed(kind: str | None, mode: str | None = None) -> dict[str, Any]:
    """The fields of an event that hang on its type: type, mode, quad class and score."""
    if kind is None:
        return {"type": None, "mode": None, "quad": None, "score": None}
    row = _types()[kind]
    return {"type": kind, "mode": mode or None, "quad": int(row["quad"]), "score": float(row["score"])}
