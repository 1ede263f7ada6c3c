"""The work that is done on a shard: its articles coded, and the shard written.

It rests on the articles alone, so that it comes to the same wherever and however often it is done.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from detente import codebook as tables
from detente import limits, store
from detente.doc import Doc
from detente.records import Article, Span, Unread
from detente.weights import MODEL, DamagedModelError

RAISE = "DETENTE_RAISE"  # in the environment: an error in a rule ends the run, so that tests and developers see it

Shard = tuple[int, list[tuple[store.Listed, Article]]]  # its number, and the articles to code in it


def code_shard(job: Shard, shards: Path, model: str = MODEL, codebook: Sequence[Path] = ()) -> Path:
    """Code the articles of a shard and write it. An error in one article is kept in its place; the others go on."""
    tables.keep_using(codebook)
    number, articles = job
    rows_by_table: dict[str, list[store.Row]] = {table: [] for table in store.TABLES}
    failures: dict[str, str] = {}
    for item, article in articles:
        if item.copy_of:
            continue
        outcome = code(article, model)
        if isinstance(outcome, Unread):
            failures[item.key] = outcome.reason
            continue
        doc, records = outcome
        for table, rows in store.rows_of(doc, records, item).items():
            rows_by_table[table].extend(rows)
    return store.write_shard(shards, number, articles, rows_by_table, failures)


def code(article: Article, model: str = MODEL) -> tuple[Doc, list[Span]] | Unread:
    """An article with its records, in the order in which the extractors made them; or why it could not be coded.

    Articles go through the model one by one, so that what one is coded as cannot hang on its neighbours in a batch.
    """
    from detente.annotate import annotate
    from detente.extract import extract

    allowed = limits.seconds_for(article.text)
    try:
        with limits.limited(allowed):
            (doc,) = annotate([article], model)
            return doc, [record for _, record in extract(doc)]
    except (MemoryError, DamagedModelError):
        raise
    except limits.OverLimit:
        reason = f"could not be coded: takes more than {allowed:,.0f} s of computing"
        return Unread(path=article.path or article.id, line=None, reason=reason)
    except Exception as error:
        if os.environ.get(RAISE):
            raise
        reason = f"could not be coded: {type(error).__name__}: {error}"
        return Unread(path=article.path or article.id, line=None, reason=reason)
