"""The way from a record's id to its words in their article."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from detente.findings.rows import Row
from detente.web.asking import address
from detente.web.opened import Opened

Refs = dict[str, dict[str, Any]]


def refs(opened: Opened, rows: Iterable[Row]) -> Refs:
    """Of each record that these rows rest on: its kind, outlet, title and day, and the address of its words."""
    ids = list(
        dict.fromkeys(one for row in rows for one in (row["records"] if "records" in row else [row.get("id")]) if one)
    )
    return refs_of(opened, ids)


def refs_of(opened: Opened, ids: Iterable[str]) -> Refs:
    """The same for these ids."""
    wanted = list(ids)
    if not wanted:
        return {}
    found = opened.fetch("SELECT * FROM place_of WHERE id IN (SELECT unnest($ids))", {"ids": wanted})
    return {str(row["id"]): {**row, "url": at(row)} for row in found}


def at(row: Row) -> str:
    """The address of a record's words: the reader, with the record's card open."""
    return f"{address('article', key=row['key'], record=row['id'])}#{row['id']}"
