"""A small record in a folder, made by hand, that tests of review decide on and code anew."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from detente import keeping, run, store
from detente.api import Coverage
from detente.edition import edition
from detente.findings.rows import fetch
from detente.records import Article, Commitment, Event, Inducement, Opinion, Position, Span, Statement
from detente.weights import MODEL
from exported import holding, written
from record_db import at, doc_of

TEXT = (
    "Norland’s prime minister, Ada Holm, rejected the 30-day ceasefire on Monday. “We will not sign under fire,” she "
    "said. Sudria shelled the port of Portsea overnight, officials said. Sudria threatened new sanctions unless "
    "Norland withdraws. Holm promised to answer within ten days. Was the offer ever real?"
)
LATER = (
    "Sudria accepted the 30-day ceasefire on Thursday. Norland now accepts the ceasefire too, Holm said. Talks on the "
    "long border opened in Geneva. Sudria shelled Portsea again."
)
ARTICLES = (
    Article(id="first", text=TEXT, date="2024-03-04", title="No truce", source="Daily", url="https://x.test/1"),
    Article(id="second", text=LATER, date="2024-03-14", title="A truce", source="Herald", url="https://x.test/2"),
)


def coded(first: Article = ARTICLES[0], second: Article = ARTICLES[1]) -> list[Span]:
    """What the rules code of the two articles."""
    return [
        at(first, "rejected the 30-day ceasefire", Position, actor="Norland", side="Norland", issue="30-day ceasefire",
           stance="reject", confidence=0.6, basis="event", rule="test"),
        at(first, "We will not sign under fire", Statement, speaker="Ada Holm", kind="direct", confidence=0.8,
           rule="test"),
        at(first, "shelled the port of Portsea", Event, actor="Sudria", recipient="Norland", type="ASSAULT",
           confidence=0.7, rule="test", quad=4, score=-9.0),
        at(first, "threatened new sanctions", Inducement, actor="Sudria", target="Norland", kind="threat",
           what="new sanctions", confidence=0.5, rule="test"),
        at(first, "promised to answer within ten days", Commitment, actor="Norland", what="to answer",
           confidence=0.4, rule="test"),
        at(first, "Was the offer ever real?", Opinion, kind="question", rule="test"),
        at(second, "accepted the 30-day ceasefire", Position, actor="Sudria", side="Sudria", issue="30-day ceasefire",
           stance="accept", confidence=0.6, basis="event", rule="test"),
        at(second, "accepts the ceasefire", Position, actor="Norland", side="Norland", issue="ceasefire",
           stance="accept", confidence=0.6, basis="event", rule="test"),
        at(second, "shelled Portsea again", Event, actor="Sudria", recipient="Norland", type="ASSAULT",
           confidence=0.7, rule="test", quad=4, score=-9.0),
    ]  # fmt: skip


def make(record: Path, articles: Sequence[Article] = ARTICLES, records: Iterable[Span] | None = None) -> Path:
    """Write a record of the present edition into a folder, in place of an earlier one of it; decisions stay."""
    folder = record / edition(MODEL)
    shutil.rmtree(folder, ignore_errors=True)
    held = list(coded(*articles) if records is None else records)
    pairs, tables = [], {table: [] for table in store.TABLES}
    for article in articles:
        item = store.listed(article)
        pairs.append((item, article))
        own = [one for one in held if one.article == article.id]
        for table, rows in store.rows_of(doc_of(article), own, item).items():
            tables[table].extend(rows)
    folder.mkdir(parents=True)
    store.write_shard(folder / "shards", 0, pairs, tables, {})
    keeping.enter(record, folder.name)
    return record


def ids(db: Any, table: str, words: str | None = None) -> list[str]:
    """The ids of a table in their order; with `words`, of what holds them."""
    rows = db.execute(f"SELECT id, text FROM {table}").fetchall()  # noqa: S608
    return [name for name, text in rows if words is None or words in text]


def one(db: Any, table: str, words: str) -> str:
    """The id of the one record of a table that holds some words."""
    (name,) = ids(db, table, words)
    return name


def contents(db: Any) -> dict[str, list[Any]]:
    """All that the tables of a record show, with the names of their columns."""
    found = {}
    for name in ("articles", *store.TABLES):
        result = db.execute(f"SELECT * FROM {name}")  # noqa: S608
        found[name] = [tuple(column[0] for column in result.description), *result.fetchall()]
    return found


def opened(record: Path) -> Coverage:
    """The record as it stands, with what was decided of it."""
    return Coverage(run.reopen(record))


def rows(coverage: Coverage, table: str, record: str) -> list[dict[str, Any]]:
    """The row of a record in a table, if it is there."""
    return fetch(coverage.db, f"SELECT * FROM {table} WHERE id = $id", {"id": record})  # noqa: S608


def ledger(coverage: Coverage, name: str) -> str:
    """The rows of a finding as text."""
    return json.dumps(coverage.find(name).rows, default=str)


def export(coverage: Coverage) -> str:
    """The record as annotations."""
    return written("annotations", holding(coverage.db)).decode()
