"""A record by its id, wherever it stands: in the tables, among those that were rejected or merged, or just added."""

from __future__ import annotations

from typing import Any

from detente.findings.rows import Row
from detente.web.asking import NotThereError
from detente.web.opened import Opened
from detente.web.refs import at, refs_of
from detente.web.seen import Seen


def found(opened: Opened, seen: Seen, record: str) -> tuple[str, Row, dict[str, Any]]:
    """Its kind, its row as it is now, and the way to its words. Raises NotThereError."""
    held = refs_of(opened, [record])
    kind, row = "", None
    if record in held:
        kind = str(held[record]["kind"])
        row = opened.fetch(f"SELECT * FROM held_{kind} WHERE nr = $nr", {"nr": held[record]["nr"]})[0]  # noqa: S608
    else:
        away = [*(one for rows in opened.gone().values() for one in rows), *seen.all_added()]
        for kind_of, one in away:
            if one["id"] == record:
                kind, row = kind_of, {**one, "nr": None}
    shown = seen.row(kind, row) if row is not None else None
    if shown is None:
        raise NotThereError(f"No record {record} is here; a changed rule may have changed its id.")
    return kind, shown, held.get(record) or _ref(opened, kind, shown)


def issues_of(opened: Opened, kind: str, row: Row) -> list[str]:
    """The issues that a record is about, as far as the state knows."""
    query = "SELECT issue FROM about WHERE kind = $kind AND nr = $nr ORDER BY issue"
    return [str(one["issue"]) for one in opened.fetch(query, {"kind": kind, "nr": row.get("nr")})]


def _ref(opened: Opened, kind: str, row: Row) -> dict[str, Any]:
    key = opened.value("SELECT key FROM articles WHERE id = $id", {"id": row["article"]})
    ref = {name: row.get(name) for name in ("id", "article", "source", "title", "article_date", "day", "start", "end")}
    return {**ref, "kind": kind, "nr": None, "key": key, "url": at({"key": key, "id": row["id"]})}
