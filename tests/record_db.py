"""Makes a database from articles and records by hand, through the store's own writer."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from detente import store
from detente.dating import of_article
from detente.doc import Doc, Token
from detente.records import Article, Record, Span
from detente.views import connect

TIMES = {"date_start", "date_end", "when", "days", "date_from"}


def record_db(articles: Iterable[Article], records: Iterable[Span]) -> duckdb.DuckDBPyConnection:
    """A database that holds these articles and the records in them."""
    records = list(records)
    folder = Path(tempfile.mkdtemp(prefix="detente-test-")) / "shards"
    held: dict[store.Listed, Path] = {}
    pairs, tables = [], {table: [] for table in store.TABLES}
    for article in articles:
        item = store.listed(article)
        pairs.append((item, article))
        own = [record for record in records if record.article == article.id]
        for table, rows in store.rows_of(doc_of(article), own, item).items():
            tables[table].extend(rows)
    place = store.write_shard(folder, 0, pairs, tables, {})
    for item, _ in pairs:
        held[item] = place
    return connect(held)


def doc_of(article: Article) -> Doc:
    """A Doc with words and sentences but without grammar."""
    tokens, sentences, first = [], [], 0
    for match in re.finditer(r"\S+", article.text):
        tokens.append(Token(len(tokens), match.group(0), match.start(), "", "", "", "", ""))
        if re.search(r"[.?!][\"'”’]*$", match.group(0)):
            sentences.append((first, len(tokens)))
            first = len(tokens)
    if first < len(tokens):
        sentences.append((first, len(tokens)))
    return Doc(article, tokens, sentences)


def at(article: Article, words: str, kind: type[Span], /, **fields: Any) -> Span:
    """A record of a kind over words that stand in an article, of its day where nothing else is said of its time."""
    start = article.text.index(words)
    if issubclass(kind, Record) and not TIMES & fields.keys():
        fields |= of_article(article.date)
    if kind.__name__ == "Statement":
        fields.setdefault("spans", ((start, start + len(words)),))
    return kind(article=article.id, start=start, end=start + len(words), **fields)
