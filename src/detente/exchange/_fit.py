"""Which events a form of the field has room for."""

from __future__ import annotations

from datetime import date

from detente.records import Deed

WIDE = 7  # days: what a text gives only a longer stretch for has no day


def left_out(deed: Deed, whole: bool = False) -> str | None:
    """Why an event cannot be written, None where it can.

    The dyadic forms know one day and what happened; PLOVER's own (`whole`) also stretches of time and what is planned,
    thinkable or denied.
    """
    if deed.type is None:
        return "of no PLOVER type"
    if deed.date_start is None:
        return "without a day"
    if whole:
        return None
    if deed.modality != "happened":
        return "that did not happen"
    if deed.date_end and (date.fromisoformat(deed.date_end) - date.fromisoformat(deed.date_start)).days > WIDE:
        return "of which no single day is known"
    return None
