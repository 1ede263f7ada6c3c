"""Reads web pages: the article's own text, and the title, date and publisher that the page gives."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from detente.readers._dates import iso_day
from detente.readers._furniture import take_off
from detente.readers._rows import article_of, name_for
from detente.readers._source import RefusedError, Source
from detente.records import Article, Note, Unread

SUFFIXES = (".html", ".htm", ".xhtml")
MAX_BYTES = 20_000_000
# without a bound of its own, the search for a date would take today's for one
DATES = {"original_date": True, "extensive_search": False, "min_date": "1970-01-01", "max_date": "2100-01-01"}


def read(source: Source) -> Iterator[Article | Unread | Note]:
    """The one article of a page. Raises RefusedError where there is no article text in it."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    data = source.whole(MAX_BYTES)
    page: Any = trafilatura.bare_extraction(
        data,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params=dict(DATES),
    )
    if page is None or not page.text or not page.text.strip():
        raise RefusedError("no article text found in the page")
    title = " ".join((page.title or "").split()) or None
    plain = take_off(page.text, title)
    if not plain.text:
        raise RefusedError("no article text found in the page")
    row = {
        "id": name_for(source.name, plain.text),
        "text": plain.text,
        "title": plain.title,
        "date": iso_day(page.date) or plain.date,
        "source": page.sitename or page.hostname,
        "url": page.url,
    }
    yield from article_of(row, source.label, source.name, None)
