"""Where and when a record stands: its sentence, its day, and of which text its article is a copy."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from detente.brief.plain import bare
from detente.findings.families import families
from detente.findings.rows import Row, iso


def repeated(db: duckdb.DuckDBPyConnection, articles: Sequence[Row]) -> dict[str, str]:
    """From each article that is a copy or a version of an earlier one to the earliest of its family."""
    order = {str(row["id"]): (iso(row["date"]) or "9999", nr) for nr, row in enumerate(articles)}
    found: dict[str, str] = {}
    for members in families(db).members.values():
        first, *later = sorted((name for name in members if name in order), key=order.__getitem__) or [""]
        found |= dict.fromkeys(later, first)
    return found


def own_day(row: Row) -> str | None:
    """The day that the text itself gives a record; none where it is only that of the article."""
    day = iso(row.get("day"))
    if row.get("date_from"):
        return day if row["date_from"] == "text" else None
    return day if day and (row.get("when") or day != iso(row.get("article_date"))) else None


def printed(row: Row) -> tuple[str, str, str]:
    """A record by its kind and words, the same in two printings of one text."""
    return str(row["record"]), bare(str(row["sentence"])), bare(str(row["text"]))


def place_of(row: Row) -> tuple[str, int]:
    """The sentence of a source that a record stands in."""
    return str(row["article"]), int(row["sentence_start"])
