"""What was fetched, by what it is: a feed, a sitemap, a page."""

from __future__ import annotations

import gzip
import io
import json
from dataclasses import dataclass

from detente.readers import _json_feed, feed, html, not_prose, read_source, text
from detente.readers._entries import Entry, Feed
from detente.readers._source import RefusedError, Source
from detente.readers._unpack import Budget, stream_of
from detente.records import Article, Unread
from detente.watch.fetch import MAX_BYTES, Fetched
from detente.watch.lists import Link, links_in
from detente.watch.state import Row

UNPACKED = 5 * MAX_BYTES  # of a sitemap that is packed as a file
PAGES = ("text/html", "application/xhtml+xml", "")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a source names: entries with pages, and sitemaps to ask in turn."""

    feed: Feed
    sitemaps: tuple[Link, ...] = ()


def contents_of(got: Fetched) -> Contents:
    """What an address that is watched holds. Raises RefusedError where it is neither feed nor sitemap nor page."""
    try:
        return _contents(got, _unpacked(got.data))
    except RefusedError:
        raise
    except Exception as error:
        # the libraries that take feeds apart raise what they like on what is broken, and one feed must not end a round
        raise RefusedError(f"could not be read: {type(error).__name__}: {' '.join(str(error).split())[:80]}") from error


def _contents(got: Fetched, data: bytes) -> Contents:
    root = feed.root_of(data)
    if root in feed.FEEDS:
        return Contents(feed.feed(data))
    if root in ("urlset", "sitemapindex"):
        links = links_in(data)[1]
        if root == "sitemapindex":
            return Contents(Feed(None, ()), tuple(links))
        newest = sorted(links, key=lambda one: one.changed or "", reverse=True)
        return Contents(Feed(None, tuple(_listed(link) for link in newest)))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        try:
            row = json.loads(data)
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict) and _json_feed.is_feed(row):
            return Contents(_json_feed.feed(row))
        raise RefusedError("JSON, but no JSON Feed")
    return Contents(_page_alone(got))


def _listed(link: Link) -> Entry:
    return Entry(link.url, link.url, link.title, link.published, link.changed, "", whole=False)


def _page_alone(got: Fetched) -> Feed:
    """A page that is watched itself, as a feed of one entry that carries its text."""
    found = article_in(got)
    if isinstance(found, Unread):
        raise RefusedError(found.reason)
    entry = Entry(got.url, got.url, found["title"], found["date"], None, str(found["text"]), whole=True)
    return Feed(found["source"], (entry,))


def article_in(got: Fetched) -> Row | Unread:
    """The article of a page as a row, or why there is none."""
    if got.kind not in (*PAGES, "text/plain"):
        return Unread(path=got.url, line=None, reason=f"not a page but {got.kind}")
    reader = text.read if got.kind == "text/plain" else html.read
    for item in read_source(Source(got.url, got.url, data=got.data), reader):
        if isinstance(item, Unread):
            return item
        if isinstance(item, Article):
            why = not_prose(item.text)
            if why:
                return Unread(path=got.url, line=None, reason=why)
            return {"id": item.id, "text": item.text, "title": item.title, "date": item.date, "source": item.source,
                    "url": got.url}  # fmt: skip
    return Unread(path=got.url, line=None, reason="no article text found in the page")


def _unpacked(data: bytes) -> bytes:
    """What was fetched, unpacked where it is a gzip file. Raises RefusedError where it is broken or too much."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    with stream_of(lambda: gzip.GzipFile(fileobj=io.BytesIO(data)), len(data), Budget())() as stream:
        plain = stream.read(UNPACKED + 1)
    if len(plain) > UNPACKED:
        raise RefusedError(f"unpacks to more than {UNPACKED:,} bytes")
    return plain
