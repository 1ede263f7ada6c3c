"""What a feed holds, whatever its form: entries, each with its link and as much of its text as the feed carries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.readers._rows import article_of
from detente.records import Article, Note, Unread


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed. `whole` is whether `text` claims to be the article's own and no summary of it.

    `published` and `updated` are dates as the feed writes them.
    """

    id: str | None
    url: str | None
    title: str | None
    published: str | None
    updated: str | None
    text: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title, and the entries in its order."""

    title: str | None
    entries: tuple[Entry, ...]


def articles_of(feed: Feed, label: str, name: str) -> Iterator[Article | Unread | Note]:
    """The articles in a feed, each under the number of its entry."""
    for number, entry in enumerate(feed.entries, 1):
        if not entry.text:
            reason = "an entry without text, a link alone: `detente watch` follows it"
            yield Unread(path=label, line=number, reason=reason)
            continue
        if not entry.whole:
            yield Note(path=label, line=number, text="a summary: the feed does not carry the article's text")
        row = {
            "id": entry.id,
            "text": entry.text,
            "title": entry.title,
            "date": entry.published or entry.updated,
            "source": feed.title,
            "url": entry.url,
        }
        yield from article_of(row, label, name, number)
