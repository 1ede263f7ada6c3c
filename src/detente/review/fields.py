"""What may be corrected in a record, read off its class: the fields, the values that each may have, what hangs on them.

Values come typed or as the text that somebody wrote; an empty text is null. Nothing here asks a database.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from detente.codebook import cached, parts, table
from detente.findings.rows import several, sides
from detente.review.decisions import KINDS
from detente.store import TABLES

LONGEST = 4_000  # characters of a value or a note
FIXED = frozenset({"article", "rule", "days"})  # what a reviewer has no say in
DAYS = frozenset({"date_start", "date_end", "deadline"})
NOTHING = frozenset({"", "null", "none", "-"})
CODES = {"actor": "actor_code", "recipient": "recipient_code", "speaker": "speaker_code"}  # of whom a field names
# what tells one record from another that stands in the same words
TELLING: dict[str, tuple[str, ...]] = {
    "statements": ("speaker", "kind"),
    "events": ("actor", "recipient", "type"),
    "positions": ("actor", "issue", "stance"),
    "inducements": ("actor", "target", "kind"),
    "commitments": ("actor", "what"),
    "opinions": ("kind",),
}
UNSURE = frozenset({"last name in the codebook", "name as it stands"})
Row = Mapping[str, Any]
Codes = Callable[[str], str | None]


@cache
def hints(kind: str) -> dict[str, Any]:
    """The fields of a table that may be corrected, in the order of the record, with their types."""
    told = get_type_hints(TABLES[kind])
    return {one.name: told[one.name] for one in fields(TABLES[kind]) if one.name not in FIXED}


def choices(kind: str) -> dict[str, tuple[str, ...] | None]:
    """The fields of a table that may be corrected, each with the values that it may have; None where any text goes."""
    found: dict[str, tuple[str, ...] | None] = {name: _literals(hint) for name, hint in hints(kind).items()}
    if kind == "events":
        found["type"] = tuple(_types())
        found["mode"] = tuple(sorted({mode for modes, _, _ in _types().values() for mode in modes}))
    return found


def nullable(kind: str, name: str) -> bool:
    """Whether a field may be null."""
    return type(None) in get_args(hints(kind)[name])


def checked(kind: str, given: Row, held: Row | None = None) -> dict[str, Any]:
    """The fields that are given, each as its record has it. `held` is the row that they are to be laid over.

    Raises ValueError that names the table, the field or the value that is none, and what there is.
    """
    if kind not in KINDS:
        raise ValueError(f"no such table: {kind} (there are {', '.join(KINDS)})")
    unknown = [name for name in given if name not in hints(kind)]
    if unknown:
        raise ValueError(f"{kind} have no field {unknown[0]} to correct (there are {', '.join(hints(kind))})")
    found = {name: _value(kind, name, value) for name, value in given.items()}
    _check_together(kind, {**(held or {}), **found}, found)
    return found


def completed(
    kind: str, given: Row, day: str | None, held: Row | None = None, known: Codes | None = None
) -> dict[str, Any]:
    """Checked fields with what hangs on them where it is not given itself: codes, the side, quad class and score.

    `day` is that of the article, on which an actor's office hangs; `held` the row that they are to be laid over;
    `known` gives the code that the record has for an actor, before the codebook is asked. What
    was known of a thing that is now another becomes null: the mode of another type, the coordinates of another place.
    """
    found = dict(given)
    for name, code in CODES.items():
        if name in given and code in hints(kind):
            found.setdefault(code, _codes(given[name], day, known))
    if "actor" in given and "side" in hints(kind):
        found.setdefault("side", "; ".join(sides(given["actor"], found["actor_code"])) or None)
    if kind == "events" and "type" in given:
        modes, quad, score = _types()[given["type"]]
        found.setdefault("quad", quad)
        found.setdefault("score", score)
        if (held or {}).get("mode") not in modes:
            found.setdefault("mode", None)
    if kind == "events" and "place" in given:
        found = {f"place_{part}": None for part in ("country", "kind", "lat", "lon", "why")} | found
    if given.get("date_start"):
        found.setdefault("date_end", given["date_start"])
    if "date_start" in given:
        found.setdefault("date_from", "text" if given["date_start"] else None)
    return found


def missing(kind: str, given: Row) -> list[str]:
    """The fields without which a record of a kind says nothing, and that are not given."""
    needed = {"events": ("type",), "positions": ("issue", "stance"), "inducements": ("what",), "commitments": ("what",)}
    return [name for name in needed.get(kind, ()) if not given.get(name)]


def defaults(kind: str) -> dict[str, Any]:
    """What the fields of a record are where nothing is said of them."""
    return {one.name: one.default for one in fields(TABLES[kind]) if one.default is not MISSING}


def text_of(value: str, what: str) -> str:
    """A text of a reviewer's as it is kept: no control characters, no hidden ones. Raises ValueError for a long one."""
    if len(value) > LONGEST:
        raise ValueError(f"{what}: longer than {LONGEST:,} characters")
    return "".join(char if char.isprintable() or char in "\n\t" else " " for char in value).strip()


# ---------------------------------------------------------------- one value


def _value(kind: str, name: str, value: Any) -> Any:
    where = f"{name} of {kind}"
    value = text_of(value, where) if isinstance(value, str) else value
    if value is None or (isinstance(value, str) and value.casefold() in NOTHING):
        if not nullable(kind, name):
            raise ValueError(f"{where} may not be null{_among(kind, name)}")
        return None
    allowed = choices(kind)[name]
    hint = _bare(hints(kind)[name])
    if allowed is not None:
        if value not in allowed:
            raise ValueError(f"{where}: no such value: {value}{_among(kind, name)}")
        return value
    if hint is str:
        if not isinstance(value, str):
            raise ValueError(f"{where}: no text: {value!r}")
        return _day(where, value) if name in DAYS else value
    if hint is bool:
        return _truth(where, value)
    if hint in (int, float):
        return _number(where, name, hint, value)
    return _pieces(where, value)


def _among(kind: str, name: str) -> str:
    allowed = choices(kind)[name]
    return f" (there are {', '.join(allowed)})" if allowed else ""


def _bare(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (part for part in get_args(hint) if part is not type(None))
    return hint


def _literals(hint: Any) -> tuple[str, ...] | None:
    bare = _bare(hint)
    if bare is bool:
        return None
    return tuple(get_args(bare)) if get_origin(bare) is Literal else None


def _day(where: str, value: str) -> str:
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            raise ValueError
        date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{where}: not a day: {value} (write it as 2025-05-20)") from None
    return value


def _truth(where: str, value: Any) -> bool:
    told = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if isinstance(value, bool):
        return value
    if str(value).casefold() not in told:
        raise ValueError(f"{where}: neither true nor false: {value}")
    return told[str(value).casefold()]


def _number(where: str, name: str, hint: type, value: Any) -> int | float:
    try:
        if isinstance(value, bool) or (hint is int and isinstance(value, float) and value != int(value)):
            raise ValueError
        found: int | float = hint(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{where}: no {'whole ' * (hint is int)}number: {value}") from None
    if not math.isfinite(found) or abs(found) > 2**53:
        raise ValueError(f"{where}: no number: {value}")
    if name == "confidence" and not 0 <= found <= 1:
        raise ValueError(f"{where}: not between 0 and 1: {value}")
    if (hint is int or name in ("start", "end")) and found < 0:
        raise ValueError(f"{where}: less than nothing: {value}")
    return found


def _pieces(where: str, value: Any) -> list[list[int]]:
    """The pieces of a statement, from `[[4, 9], [12, 20]]` or `4-9 12-20`."""
    try:
        if isinstance(value, str):
            value = [one.split("-") for one in value.replace(",", " ").split()]
        found = [[int(start), int(end)] for start, end in value]
    except (TypeError, ValueError):
        raise ValueError(f"{where}: no pieces of a text: {value} (write them as 4-9 12-20)") from None
    if not found or any(not 0 <= start < end for start, end in found):
        raise ValueError(f"{where}: no pieces of a text: {value}")
    return found


# ---------------------------------------------------------------- values that hang together


def _check_together(kind: str, row: Row, given: Row) -> None:
    first, last = row.get("date_start"), row.get("date_end")
    if {"date_start", "date_end"} <= set(given) and first and last and first > last:
        raise ValueError(f"date_end of {kind}: {last} is before date_start {first}")
    if row.get("start") is not None and row.get("end") is not None and not row["start"] < row["end"]:
        raise ValueError(f"end of {kind}: {row['end']} is not after start {row['start']}")
    if kind == "events" and given.get("mode"):
        modes = _types().get(str(row.get("type")), ((), 0, 0.0))[0]
        if given["mode"] not in modes:
            there = ", ".join(modes) or "none"
            raise ValueError(f"mode of events: {row.get('type')} has no mode {given['mode']} (there are {there})")


def _codes(names: str | None, day: str | None, known: Codes | None) -> str | None:
    """The country and sector of each actor that a field joins, as the record or the codebook has them on a day.

    Null where no one is known; a last name alone may be anybody's.
    """
    from detente.actors.resolve import resolve

    found = []
    for name in several(names):
        code = known(name) if known else None
        if code is None:
            read = resolve(name, date=day)
            code = "" if read.why in UNSURE else f"{read.country} {read.sector}".strip()
        found.append(code)
    return "; ".join(found) if any(found) else None


@cached
def _types() -> dict[str, tuple[tuple[str, ...], int, float]]:
    """The types of event with their modes, quad class and score."""
    return {
        row["type"]: (tuple(parts(row["modes"])), int(row["quad"]), float(row["score"])) for row in table("ontology")
    }
