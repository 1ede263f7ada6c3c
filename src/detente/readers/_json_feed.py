"""JSON Feed, versions 1 and 1.1 (https://jsonfeed.org/version/1.1): an object with `version` and `items`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.readers._entries import Entry, Feed
from detente.readers._markup import text_of


def is_feed(row: Mapping[str, Any]) -> bool:
    """Whether an object is a JSON Feed."""
    return "jsonfeed.org/version/" in str(row.get("version")) and isinstance(row.get("items"), list)


def feed(row: Mapping[str, Any]) -> Feed:
    """The entries of a JSON Feed; what is no object among its items is passed over."""
    return Feed(_words(row.get("title")), tuple(_entry(one) for one in row["items"] if isinstance(one, Mapping)))


def _entry(one: Mapping[str, Any]) -> Entry:
    plain, markup = one.get("content_text"), one.get("content_html")
    body = plain.strip() if isinstance(plain, str) else ""
    if not body and isinstance(markup, str):
        body = text_of(markup)
    return Entry(
        id=_words(one.get("id")),
        url=_words(one.get("url")) or _words(one.get("external_url")),
        title=_words(one.get("title")),
        published=_words(one.get("date_published")),
        updated=_words(one.get("date_modified")),
        text=body or text_of(str(one.get("summary") or "")),
        whole=bool(body),
    )


def _words(value: object) -> str | None:
    return " ".join(str(value).split()) or None if isinstance(value, str | int | float) else None
