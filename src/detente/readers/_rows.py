"""A row of named fields (a JSON line, a line of CSV, a row of Parquet) as an article, its text exactly as it stands."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from detente.readers._dates import iso_day
from detente.readers._source import MAX_CHARACTERS
from detente.records import Article, Note, Unread

NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "article_id", "doc_id", "document_id", "uid", "guid"),
    "text": ("text", "body", "content", "article", "full_text", "fulltext", "maintext", "article_text", "story"),
    "date": ("date", "published", "pubdate", "pub_date", "publish_date", "date_publish", "published_at",
             "publication_date", "date_published", "datetime", "timestamp", "day"),
    "title": ("title", "headline", "head"),
    "source": ("source", "publisher", "outlet", "publication", "source_name", "source_domain", "site", "domain"),
    "url": ("url", "link", "uri", "href"),
}  # fmt: skip
SURROGATE = re.compile("[\ud800-\udfff]")


def article_of(row: Mapping[str, Any], label: str, name: str, line: int | None) -> Iterator[Article | Unread | Note]:
    """The article in a row, after what there is to say of it. Field names are matched without regard to case."""
    known = {re.sub(r"[\s-]+", "_", str(key).strip().lower()): value for key, value in row.items() if key is not None}
    text = _first(known, "text")
    if text is None:
        given = ", ".join(sorted(known)) or "none"
        yield Unread(path=label, line=line, reason=f"no text: expected a field `text`, found {given[:200]}")
        return
    if not isinstance(text, str):
        yield Unread(path=label, line=line, reason=f"`text` is not a string but {type(text).__name__}")
        return
    if not text.strip():
        yield Unread(path=label, line=line, reason="empty text")
        return
    if len(text) > MAX_CHARACTERS:
        yield Unread(path=label, line=line, reason=f"longer than {MAX_CHARACTERS:,} characters: cut it into articles")
        return
    given = _first(known, "date")
    day = iso_day(given)
    if given is not None and day is None:
        yield Note(path=label, line=line, text=f"date not understood: {str(given)[:40]!r}")
    # a lone surrogate cannot be stored; its stand-in is as long, so that offsets hold
    text = SURROGATE.sub("\ufffd", text)
    yield Article(
        id=_words(known, "id") or name_for(name, text),
        text=text,
        date=day,
        title=_words(known, "title"),
        source=_words(known, "source"),
        url=_words(known, "url"),
        path=label if line is None else f"{label}:{line}",
    )


def name_for(name: str, text: str) -> str:
    """An id for an article that has none: the stem of its file and a hash, the same wherever the folder lies."""
    stem = re.sub(r"[^\w.-]+", "-", name.rsplit("/", 1)[-1].rsplit(".", 1)[0]).strip("-")[:60] or "text"
    told_by = f"{name}\0{text}".encode("utf-8", "surrogatepass")
    return f"{stem}-{sha256(told_by).hexdigest()[:8]}"


def _first(row: Mapping[str, Any], field: str) -> Any:
    """The first usual name for a field that holds something."""
    for name in NAMES[field]:
        value = row.get(name)
        if value is not None and value != "" and not (isinstance(value, float) and math.isnan(value)):
            return value
    return None


def _words(row: Mapping[str, Any], field: str) -> str | None:
    value = _first(row, field)
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title")
    if value is None or isinstance(value, list | tuple | set | Mapping):
        return None
    return " ".join(SURROGATE.sub("\ufffd", str(value)).split()) or None
