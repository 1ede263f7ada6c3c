"""The events coded from text, in the shape in which they are written out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from detente.exchange._fit import left_out
from detente.records import Deed

if TYPE_CHECKING:
    import duckdb

QUERY = """
SELECT e.id, e.article, e."start", e."end", e.text, e.date_start, e.date_end, e.article_date, e.actor, e.actor_code,
       e.recipient, e.recipient_code, e.type, e.mode, e.context, e.modality, e.place, e.place_country, e.place_kind,
       e.place_lat, e.place_lon, e.quad, e.score, e.source, e.title, a.url
FROM events e JOIN articles a ON a.id = e.article
WHERE e.voice <> 'author' AND e.confidence >= $confidence
ORDER BY e.sort_key, e.article_nr, e."start", e."end", e.id
"""
AS_THEY_ARE = (
    "article", "start", "end", "text", "actor", "actor_code", "recipient", "recipient_code", "type", "mode", "context",
    "modality", "place", "place_country", "place_kind", "place_lat", "place_lon", "quad", "score", "source", "title",
    "url",
)  # fmt: skip


def coded(db: duckdb.DuckDBPyConnection, confidence: float = 0.0, words: bool = True) -> Iterator[Deed]:
    """The events of a record, without what is only the author's opinion. One without a day has that of its article.

    Without `words` there is nothing in them of the text of the articles but names.
    """
    result = db.execute(QUERY, {"confidence": confidence})
    names = [column[0] for column in result.description or ()]
    while rows := result.fetchmany(5_000):
        for row in rows:
            told = dict(zip(names, row, strict=True))
            yield _deed(told if words else told | {"text": None})


def fitting(deeds: Iterator[Deed], form: str, counted: dict[str, int]) -> Iterator[Deed]:
    """The deeds that a form has room for; the others are counted by the reason."""
    for deed in deeds:
        if why := left_out(deed, whole=form == "plover"):
            counted[why] = counted.get(why, 0) + 1
        else:
            yield deed


def _deed(row: dict[str, Any]) -> Deed:
    day = row["date_start"] or row["article_date"]
    return Deed(
        origin="detente",
        origin_id=row["id"],
        date_start=day,
        date_end=row["date_end"] or day,
        published=row["article_date"],
        **{name: row[name] for name in AS_THEY_ARE},
    )
