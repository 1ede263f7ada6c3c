"""Reads RSS (all its versions, RDF too) and Atom: each entry with the text that the feed carries."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from detente.readers._entries import Entry, Feed, articles_of
from detente.readers._markup import text_of
from detente.readers._source import RefusedError, Source
from detente.records import Article, Note, Unread

SUFFIXES = (".rss", ".atom", ".rdf", ".xml")
MAX_BYTES = 20_000_000
HEAD = 4096
_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,40})")
_ASIDE = re.compile(rb"<!--.*?-->|<\?.*?\?>|<![A-Za-z][^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)
FEEDS = frozenset({"rss", "feed", "rdf"})
OTHERS = {
    "urlset": "a sitemap: it lists pages and holds no text; `detente watch` follows it",
    "sitemapindex": "a list of sitemaps: it holds no text; `detente watch` follows it",
    "opml": "a list of feeds: it holds no text; `detente watch` follows it",
    "html": "a web page under another name: call it .html",
}


def read(source: Source) -> Iterator[Article | Unread | Note]:
    """The articles of a feed, one an entry. Raises RefusedError where it is none, and says what it is."""
    data = source.whole(MAX_BYTES)
    root = root_of(data)
    if root not in FEEDS:
        raise RefusedError(OTHERS.get(root or "", f"XML of a kind that is not read ({root})" if root else "not XML"))
    yield from articles_of(feed(data), source.label, source.name)


def root_of(data: bytes) -> str | None:
    """The name of the root element of some XML in lower case, without its namespace."""
    head = data[:HEAD]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in head[:4]:
        head = head.replace(b"\0", b"")
    found = _ROOT.search(_ASIDE.sub(b" ", head))
    return found[1].decode().lower() if found else None


def feed(data: bytes) -> Feed:
    """The entries of a feed. Raises RefusedError where it has none and is broken."""
    import feedparser

    # a stream and nothing else: of a string feedparser would think that it is an address to fetch or a file to open
    parsed: Any = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False, sanitize_html=False)
    if not parsed.entries and parsed.bozo:
        reason = " ".join(str(parsed.get("bozo_exception", "")).split())[:80]
        raise RefusedError(f"a feed that is broken: {reason}")
    return Feed(_line(parsed.feed.get("title")), tuple(_entry(one) for one in parsed.entries))


def _entry(one: Any) -> Entry:
    bodies = [str(part.get("value") or "") for part in one.get("content") or ()]
    body = text_of(max(bodies, key=len, default=""))
    summary = text_of(str(one.get("summary") or ""))
    title = _line(one.get("title"))
    whole = bool(body) and len(body) >= len(summary)
    text = body if whole else summary
    return Entry(
        id=_line(one.get("id")),
        url=_line(one.get("link")),
        title=title,
        published=_line(one.get("published")),
        updated=_line(one.get("updated")) if "updated" in one else None,  # else it would stand for `published`
        text="" if text == title else text,
        whole=whole,
    )


def _line(value: object) -> str | None:
    """A title on one line, without markup."""
    return " ".join(text_of(str(value)).split()) or None if value else None
