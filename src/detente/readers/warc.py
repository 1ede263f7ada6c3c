"""Reads web archives (WARC, and the text of pages in WET): the article of each page that was got whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from detente.readers import html
from detente.readers._rows import article_of, name_for
from detente.readers._source import SNIFFED, RefusedError, Source, decode
from detente.records import Article, Note, Unread

SUFFIXES = (".warc", ".wet")
PAGES = ("text/html", "application/xhtml+xml")
GOT = 200


def read(source: Source) -> Iterator[Article | Unread | Note]:
    """The articles of an archive, one a page, under the number of its record.

    What is no page, or was not got, is counted in a note. Raises RefusedError where it is no web archive.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with source.open() as stream:
        head = stream.read(SNIFFED)
        if not head.strip():
            raise RefusedError("empty file")
        if not head.lstrip().startswith(b"WARC/"):
            raise RefusedError("not a web archive: its first line should begin with `WARC/`")
        stream.seek(0)
        kinds = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
        passed: Counter[str] = Counter()
        number = 0
        for number, record in enumerate(ArchiveIterator(stream, record_types=kinds, auto_decode="all"), 1):
            yield from _article(record, source, number, passed)
        if passed:
            told = ", ".join(f"{count:,} {what}" for what, count in sorted(passed.items()))
            yield Note(path=source.label, line=None, text=f"records without a page: {told}")
        if not number:
            raise RefusedError("no page in it")


def _article(record: Any, source: Source, number: int, passed: Counter[str]) -> Iterator[Article | Unread | Note]:
    from detente.readers import read_source

    label = f"{source.label}:{number}"
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>") or None
    http = record.is_http and record.http_headers is not None
    if http and record.http_headers.status_code != GOT:
        passed[f"answered {record.http_headers.status_code}"] += 1
        return
    said = record.http_content_type if http else record.headers.get("Content-Type")
    kind = str(said or "unknown").partition(";")[0].strip().lower()[:40]
    if kind not in (*PAGES, "text/plain"):
        passed[f"of kind {kind}"] += 1
        return
    data = record.reader.read(html.MAX_BYTES + 1)
    if kind in PAGES:
        page = Source(label, url or source.name, data=data)
        for item in read_source(page, html.read):
            yield replace(item, url=item.url or url) if isinstance(item, Article) else item
        return
    text = decode(data)[0]
    row = {"id": name_for(url or source.name, text), "text": text, "url": url}
    yield from article_of(row, label, source.name, None)
