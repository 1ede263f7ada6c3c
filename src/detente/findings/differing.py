"""In what the tellings of one event or utterance disagree: how many died, when, where, who, whether at all.

A value that one does not give is no disagreement, nor is a place within another, nor a day that only the article's own
date gives. A later version's value stands beside that of the version it supersedes, marked as the one that holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.findings.likeness import apart, dated, figures, parties, same_party, same_place
from detente.findings.rows import Row, day_of


@dataclass(frozen=True, slots=True)
class Version:
    """One value of a field, who gives it, the records that do, and whether only superseded articles give it."""

    value: Any
    tellers: tuple[str, ...]
    records: tuple[str, ...]
    superseded: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A field, and the values that it is given, the one that most sources give first."""

    field: str
    versions: tuple[Version, ...]


def differing(rows: Sequence[Row], later: Mapping[str, str] | None = None) -> list[Difference]:
    """The fields of a cluster in which its tellings disagree. `later`: which article supersedes which."""
    if len(rows) == 1:
        return []
    found = []
    for field, value, differ in FIELDS:
        given = [(row, value(row)) for row in rows if row.get("id") and value(row) is not None]
        if any(differ(a, b) for n, (a, _) in enumerate(given) for b, _ in given[:n]):
            versions = _versions(given, later or {})
            if len(versions) > 1:
                found.append(Difference(field, versions))
    return found


def _versions(given: Sequence[tuple[Row, Any]], later: Mapping[str, str]) -> tuple[Version, ...]:
    held: dict[Any, list[Row]] = {}
    for row, value in given:
        held.setdefault(value, []).append(row)
    versions = [
        Version(
            value,
            tuple(dict.fromkeys(teller(row) for row in rows)),
            tuple(str(row["id"]) for row in rows),
            all(row["article"] in later for row in rows),
        )
        for value, rows in held.items()
    ]
    return tuple(sorted(versions, key=lambda v: (v.superseded, -len(v.tellers), str(v.value))))


def teller(row: Row) -> str:
    """Who tells it: the outlet, with whom it quotes for it."""
    outlet = str(row.get("source") or row["article"])
    quoted = row.get("according_to")
    return f"{outlet} ({quoted})" if quoted else outlet


# ---------------------------------------------------------------- the fields


def _count(field: str) -> Callable[[Row], int | None]:
    return lambda row: row.get(field)


def _whether(row: Row) -> str | None:
    modality = row.get("modality") if "type" in row else None
    return modality if modality in ("happened", "denied") else None


def _told_day(row: Row) -> str | None:
    return day_of(row) if dated(row) else None


def _number_said(row: Row) -> float | None:
    """The first number of a statement; what an event counts stands in its own fields."""
    said = figures(str(row["text"])) if "speaker" in row else []
    return said[0] if said else None


def _who(field: str) -> Callable[[Row, Row], bool]:
    def differ(one: Row, other: Row) -> bool:
        first, second = (parties(row[field], row[f"{field}_code"]) for row in (one, other))
        mutual = (one.get("recipient"), other.get("recipient"))
        named = [party for party in (*first, *second) if not party.crowd]
        if len(named) < len(first) + len(second) or (any(mutual) and one["type"] in ("CONSULT", "AGREE", "SUPPORT")):
            return False
        return not any(same_party(a, b) for a in first for b in second)

    return differ


def _unequal(value: Callable[[Row], Any]) -> Callable[[Row, Row], bool]:
    return lambda one, other: value(one) != value(other)


def _actor(row: Row) -> str | None:
    return row.get("actor") if "type" in row else None


FIELDS: tuple[tuple[str, Callable[[Row], Any], Callable[[Row, Row], bool]], ...] = (
    ("dead", _count("dead"), _unequal(_count("dead"))),
    ("injured", _count("injured"), _unequal(_count("injured"))),
    ("day", _told_day, lambda one, other: bool(apart(one, other))),
    ("place", lambda row: row.get("place"), lambda one, other: same_place(one, other) is False),
    ("actor", _actor, _who("actor")),
    ("modality", _whether, _unequal(_whether)),
    ("number", _number_said, _unequal(_number_said)),
)
