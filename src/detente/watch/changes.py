"""Writes the brief of a watched record, with what changed since it was written last."""

from __future__ import annotations

from pathlib import Path

import duckdb

from detente import brief
from detente.brief import since


def write(db: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Write the brief on a page, and beside it its .json, by which the next knows what it told of.

    Returns how many articles are new to it; where none is, the file stays as it is. Raises ValueError for an ending
    that no brief has, or where the .json is not that of a brief.
    """
    held = path.with_suffix(".json")
    before = since.last_brief(held) if held.exists() else None
    known = (before.articles if before else None) or frozenset()
    new = {row[0] for row in db.execute("SELECT id FROM articles").fetchall()} - known
    if not new:
        return 0
    # the page goes before its .json: killed between the two, the next tells of the same once more
    brief.put(db, path, length="page", last_brief=held if before else None)
    return len(new)
