"""The rows of a finding as a table that can be filtered, ordered and paged, and what they rest on and are about.

`page_NAME` has a row of the finding as `data`, its words as `hay` and what it can be filtered by as columns. Who stands
in a row is in `cast_of`, what it is about in `about` (`own` where the row names it, else by the records that it rests
on), the records that it rests on are in `rests`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import duckdb

from detente.findings.rows import Row, several
from detente.records import Finding
from detente.web.prepare import FOUND, copied, fill, members

DOERS = ("actor", "party", "side", "speaker", "who", "tellers", "parties", "first", "second")
DONE_TO = ("recipient", "target", "beneficiary", "on")
PAIR = ("first", "second")  # of a dyad; elsewhere these are days


def shelve(db: duckdb.DuckDBPyConnection, found: Finding) -> None:
    """Lay the rows of a finding into their tables."""
    name, label = found.name, FOUND + found.name
    columns: dict[str, str] = {}
    for row in found.rows:
        for column, kind in _scalars(row).items():
            columns[column] = kind if columns.get(column, kind) == kind else "VARCHAR"
    for column in ("score", "confidence", "sources", "sort_key"):
        columns.setdefault(column, "DOUBLE")
    for column in found.columns:
        columns.setdefault(column, "VARCHAR")
    names = sorted(columns)
    told = "".join(f', "{column}" {columns[column]}' for column in names)
    db.execute(f"CREATE TABLE page_{name} (nr BIGINT, data VARCHAR, hay VARCHAR{told})")
    fill(
        db,
        f"page_{name}",
        [
            (
                nr,
                json.dumps(row, ensure_ascii=False, default=str),
                _hay(row),
                *(_as(columns[c], row.get(c)) for c in names),
            )
            for nr, row in enumerate(found.rows)
        ],
    )
    fill(db, "rests", [(label, nr, str(id_)) for nr, row in enumerate(found.rows) for id_ in row["records"]])
    fill(db, "cast_of", [(label, nr, *who) for nr, row in enumerate(found.rows) for who in _cast(row)])
    fill(db, "about", [(label, nr, str(issue), True) for nr, row in enumerate(found.rows) for issue in _issues(row)])
    _about_records(db, label)


def carry(before: duckdb.DuckDBPyConnection, db: duckdb.DuckDBPyConnection, name: str) -> None:
    """Lay a finding out as another state of the record has it, where no row that it was drawn from is another."""
    label = FOUND + name
    copied(before, db, f"page_{name}")
    held = {"rests": "finding = {}", "cast_of": "kind = {}", "about": "kind = {} AND own"}
    for table, where in held.items():
        copied(before, db, table, where.format(f"'{label}'"), into=True)
    _about_records(db, label)


def _about_records(db: duckdb.DuckDBPyConnection, label: str) -> None:
    """Of a finding that does not name its issue: those of the records that it rests on."""
    db.execute(
        """INSERT INTO about SELECT DISTINCT $name, r.nr, a.issue, false FROM rests r JOIN place_of p ON p.id = r.id
        JOIN about a ON a.kind = p.kind AND a.nr = p.nr WHERE r.finding = $name
        AND NOT EXISTS (SELECT 1 FROM about b WHERE b.kind = $name AND b.nr = r.nr AND b.issue = a.issue)""",
        {"name": label},
    )


# ---------------------------------------------------------------- what a row says of itself


def _scalars(row: Row) -> dict[str, str]:
    """The columns of a row that can be filtered or sorted by, with their types."""
    found = {}
    for key, value in row.items():
        if isinstance(value, bool | str):
            found[key] = "VARCHAR"
        elif isinstance(value, int | float):
            found[key] = "DOUBLE"
    return {key: kind for key, kind in found.items() if key not in ("nr", "data", "hay")}


def _as(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "DOUBLE":
        return float(value)
    return str(value)


def _hay(row: Row) -> str:
    """All words of a row in small letters, for the search."""
    words: list[str] = []
    for key, value in row.items():
        if key != "records":
            words.extend(_texts(value))
    return " ".join(words).lower()


def _texts(value: Any) -> Sequence[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in _texts(one)]
    return []


def _cast(row: Row) -> list[tuple[str, str, str]]:
    """Role, name and party of all who stand in a row."""
    found: dict[tuple[str, str, str], None] = {}
    for role, fields in (("by", DOERS), ("to", DONE_TO)):
        for field in fields:
            if field in PAIR and "dyad" not in row:
                continue
            for name, party in members(row.get(field) if isinstance(row.get(field), str) else None):
                found[role, name, name if field in ("party", "side", *PAIR) else party] = None
    return list(found)


def _issues(row: Row) -> list[str]:
    named = [row.get("issue"), row.get("proposal"), row.get("topic")]
    return list(dict.fromkeys(one for name in named for one in several(name)))
