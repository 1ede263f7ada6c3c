"""CSL-JSON of the sources, which Zotero, Pandoc and most reference managers read: an item for each article.

The keys are those of https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html and of the schema
`csl-data.json`, which has no null: what is not known is not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.export.record._holding import Holding
from detente.export.record._inert import dumped
from detente.export.record._sources import Work, works

ASKS = ()
QUOTES = False


def write(held: Holding) -> Iterator[str]:
    """The pieces of the file, one item a line."""
    before = "[\n"
    for work in works(held):
        yield before + dumped(_item(work))
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def _item(work: Work) -> dict[str, Any]:
    item = {
        "id": work.key,
        "type": "article-newspaper",
        "title": work.title,
        "container-title": work.source,
        "issued": {"date-parts": [[int(part) for part in work.day.split("-")]]} if work.day else None,
        "URL": work.url,
        "note": work.note,
    }
    return {name: value for name, value in item.items() if value is not None}
