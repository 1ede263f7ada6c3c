"""The forms in which a record is corrected or added: the fields of its kind, each with the values that it may have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from detente.findings.rows import Row
from detente.records import Record
from detente.review.fields import DAYS, choices, hints, nullable
from detente.web.asking import RefusedError

FIELD = "f."  # before the name of a field in what a form sends
# what few correct by hand: offsets, codes, what hangs on other fields
BEHIND = frozenset(
    {"start", "end", "spans", "when", "date_from", "confidence", "context", "quad", "score", "instrument", "topic"}
)
NAMES = {"speaker": "actor", "actor": "actor", "addressee": "actor", "recipient": "actor", "target": "actor",
         "beneficiary": "actor", "according_to": "actor", "issue": "issue", "topic": "issue"}  # fmt: skip
LONG = frozenset({"what", "condition"})
COMMON = frozenset(one.name for one in fields(Record))  # what every record says of itself comes after its own


def fields_of_form(kind: str, row: Row) -> list[dict[str, Any]]:
    """Each field of a kind as a form shows it, those that are corrected most first; `behind` says that it is rare."""
    allowed = choices(kind)
    return [
        {
            "name": name,
            "label": label(name),
            "value": written(row.get(name)),
            "options": ("yes", "no") if _is_truth(kind, name) else allowed[name],
            "null": nullable(kind, name),
            "day": name in DAYS,
            "list": NAMES.get(name),
            "long": name in LONG,
            "behind": _behind(name),
        }
        for name in sorted(hints(kind), key=lambda name: (_behind(name), name in COMMON))
    ]


def label(name: str) -> str:
    """The name of a field in words."""
    told = {"date_start": "first day", "date_end": "last day", "according_to": "according to"}
    return told.get(name, name.replace("_", " "))


def written(value: object) -> str:
    """A value as it stands in a form.

    >>> written(None), written(True), written([[4, 9], [12, 20]])
    ('', 'yes', '4-9 12-20')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return " ".join(f"{start}-{end}" for start, end in value)
    return str(value)


def given(kind: str, values: Mapping[str, str], row: Row) -> dict[str, str]:
    """The fields that a form sends and that differ from a row. Raises RefusedError for one that the kind has not."""
    sent = {name.removeprefix(FIELD): value.strip() for name, value in values.items() if name.startswith(FIELD)}
    unknown = [name for name in sent if name not in hints(kind)]
    if unknown:
        raise RefusedError(f"{kind} have no field {unknown[0][:40]}", 400)
    return {name: value for name, value in sent.items() if value != written(row.get(name)).strip()}


def _behind(name: str) -> bool:
    offset = name.endswith(("_start", "_end")) and not name.startswith("date_")
    return name in BEHIND or offset or name.endswith("_code") or name.startswith("place_")


def _is_truth(kind: str, name: str) -> bool:
    return hints(kind)[name] is bool
