"""What is asked for tells the mode of asking: to yield, to help, to meet."""

from __future__ import annotations

from collections.abc import Iterable

from detente.coding.nesting import Act

BY_WHAT_IS_ASKED = {
    "RETREAT": "yield",
    "CONCEDE": "yield",
    "AID": "assist",
    "MOBILIZE": "assist",
    "CONSULT": "meet",
    "ACCUSE": "change",
}


def say_what_is_asked(acts: Iterable[Act]) -> None:
    """Give each request without a mode that of the first act asked for in it: `urged them to lift the siege`."""
    for act in acts:
        over = act.under
        if over is not None and over.type == "REQUEST" and not over.mode and act.modality != "denied":
            over.mode = BY_WHAT_IS_ASKED.get(act.type)
