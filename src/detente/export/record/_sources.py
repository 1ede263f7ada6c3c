"""The articles of a record as works to be cited, each with the key by which a paper cites it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from detente.export.record._holding import Holding
from detente.export.record._inert import plain

SMALL = frozenset({"a", "an", "and", "as", "at", "by", "for", "in", "of", "on", "the", "to"})


class Work(NamedTuple):
    """An article to be cited: `day` is ISO, `note` says by which id the record knows it and what it is a copy of."""

    key: str
    title: str | None
    source: str | None
    day: str | None
    url: str | None
    note: str


def works(held: Holding) -> Iterator[Work]:
    """The articles in the order in which they were read, copies too."""
    keys: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for row in held.articles:
        wanted = _key(row["source"], row["date"], row["title"])
        taken[wanted] += 1
        keys[row["id"]] = wanted if taken[wanted] == 1 else f"{wanted}-{taken[wanted]}"
    for row in held.articles:
        how = "the same text as" if row["copy_why"] == "same text" else "a near copy of"
        copied = f"; {how} {keys[row['copy_of']]}" if row["copy_of"] in keys else ""
        yield Work(
            key=keys[row["id"]],
            title=plain(row["title"]) if row["title"] else None,
            source=plain(row["source"]) if row["source"] else None,
            day=row["date"],
            url=row["url"],
            note=f"detente {plain(row['id'])}{copied}",
        )


def _key(source: str | None, day: str | None, title: str | None) -> str:
    """`nile-courier-1978-sadat-rules`: letters, digits and hyphens only."""
    words = [word for word in _slug(title).split("-") if word and word not in SMALL]
    parts = (_slug(source)[:30].strip("-"), (day or "undated")[:7].removesuffix("-"), "-".join(words[:2])[:40])
    return "-".join(part for part in parts if part)


def _slug(text: str | None) -> str:
    letters = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
