"""An article and its records as one JSON line: the form that `detente code` prints."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path

from detente import store, work
from detente.codebook import keep_using
from detente.digests import digest
from detente.records import Article, Span, Unread

# the fields that others count on come first, in this order; the rest follow as the record declares them
FIRST: dict[str, tuple[str, ...]] = {
    "statements": (
        "speaker", "speaker_start", "speaker_end", "cue", "cue_start", "cue_end", "start", "end", "spans", "kind",
        "addressee", "speech_act", "modality", "confidence",
    ),
    "events": (
        "actor", "actor_code", "recipient", "recipient_code", "type", "mode", "context", "modality", "date_start",
        "date_end", "place", "quad", "score", "start", "end", "confidence",
    ),
    "positions": ("actor", "issue", "stance", "start", "end", "confidence"),
    "inducements": ("actor", "target", "kind", "what", "condition", "state", "start", "end", "confidence"),
    "commitments": (
        "actor", "what", "beneficiary", "deadline", "condition", "state", "start", "end", "confidence",
    ),
    "opinions": ("kind", "start", "end", "confidence"),
}  # fmt: skip

UNPRINTED = ("dropped", "passages")  # what was refused, and the sentences themselves


@cache
def order(table: str) -> tuple[str, ...]:
    """The fields of a record in the order in which they are printed."""
    own = [field.name for field in fields(store.TABLES[table]) if field.name != "article"]
    first = FIRST.get(table, ())
    return (*first, *(name for name in own if name not in first))


def line(article: Article, records: Sequence[Span]) -> str:
    """The line of a coded article: what is known of it, then its records by kind in the order of the text."""
    twin, taken = digest(article.text), set[str]()
    found: dict[str, list[dict[str, object]]] = {table: [] for table in store.TABLES if table not in UNPRINTED}
    tables = {kind: table for table, kind in store.TABLES.items()}
    for record in sorted(records, key=lambda r: (r.start, r.end)):
        name = store.name_of(record, twin, taken)
        table = tables[type(record)]
        if table not in UNPRINTED:
            found[table].append({"id": name} | {field: getattr(record, field) for field in order(table)})
    known = {name: getattr(article, name) for name in ("id", "date", "title", "source", "url")}
    return json.dumps(known | found, ensure_ascii=False)


def lines(articles: Sequence[Article], model: str, codebook: Sequence[Path] = ()) -> list[str | Unread]:
    """The line of each article, or why it could not be coded; a user's tables are laid over the codebook first."""
    keep_using(codebook)
    found: list[str | Unread] = []
    for article in articles:
        outcome = work.code(article, model)
        found.append(outcome if isinstance(outcome, Unread) else line(article, outcome[1]))
    return found
