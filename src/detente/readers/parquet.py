"""Reads Parquet, the text of each row exactly as it stands.

A data set is a folder of parts. What the names of its folders say (`source=Courier/year=2024/part-0.parquet`) is known
of each row below them.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from detente.readers._rows import NAMES, article_of
from detente.readers._source import RefusedError, Source
from detente.records import Article, Note, Unread

SUFFIXES = (".parquet", ".pq")
BATCH = 256  # rows held at once
WITHIN_ARCHIVE = 8 * 1024**3  # bytes that are laid down of a file that is packed: its end has to be read first
DEFAULT_PARTITION = "__HIVE_DEFAULT_PARTITION__"


def read(source: Source) -> Iterator[Article | Unread | Note]:
    """The articles of a file, one a row. Raises RefusedError where it is no Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if source.size == 0:
        raise RefusedError("empty file")
    above = partitions(source.name)
    usual = {name for names in NAMES.values() for name in names}
    with source.seekable(WITHIN_ARCHIVE) as stream:
        try:
            table = pq.ParquetFile(stream)
        except (pa.ArrowException, OSError) as error:
            raise RefusedError(f"not a Parquet file: {' '.join(str(error).split())[:120]}") from None
        wanted = [name for name in table.schema_arrow.names if _plain(name) in usual]
        number = 0
        for batch in table.iter_batches(batch_size=BATCH, columns=wanted):
            for row in batch.to_pylist():
                number += 1
                yield from article_of(above | row, source.label, source.name, number)


def partitions(name: str) -> dict[str, str]:
    """What the folders of a path say of all below them, by column."""
    pairs = (part.partition("=") for part in name.split("/")[:-1] if "=" in part)
    return {key: unquote(value) for key, _, value in pairs if key and value != DEFAULT_PARTITION}


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")
