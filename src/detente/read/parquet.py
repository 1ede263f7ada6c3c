"""Reads Parquet, the text of each row exactly as it stands."""

from __future__ import annotations

from collections.abc import Iterator

from detente.read._rows import NAMES, article_of
from detente.read._source import RefusedError, Source
from detente.records import Article, Note, Unread

SUFFIXES = (".parquet", ".pq")
BATCH = 256  # rows held at once


def read(source: Source) -> Iterator[Article | Unread | Note]:
    """The articles of a file, one a row. Raises RefusedError where it is no Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not source.size:
        raise RefusedError("empty file")
    usual = {name for names in NAMES.values() for name in names}
    with source.open() as stream:
        try:
            table = pq.ParquetFile(stream)
        except (pa.ArrowException, OSError) as error:
            raise RefusedError(f"not a Parquet file: {' '.join(str(error).split())[:120]}") from None
        wanted = [name for name in table.schema_arrow.names if _plain(name) in usual]
        number = 0
        for batch in table.iter_batches(batch_size=BATCH, columns=wanted):
            for row in batch.to_pylist():
                number += 1
                yield from article_of(row, source.label, source.name, number)


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")
