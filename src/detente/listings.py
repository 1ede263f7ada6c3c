"""What a record lists: its articles in their order, each with the shard that holds it, and what could not be read.

To put that together asks for reading something of every shard. So a large record keeps it beside its packs, under a
name that tells of which shards it is; like them it can be deleted at any time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from detente import durable, packs
from detente.digests import digest
from detente.records import Note, Unread
from detente.store import Listed

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = tuple(field.name for field in fields(Listed) if field.name not in ("near_of", "sketch"))
KEPT = "listing-"


@dataclass(frozen=True, slots=True)
class Listing:
    """Articles with `nr`, `shard` (the path of the folder that holds each), and what a run knows of them."""

    table: pa.Table
    unread: tuple[Unread, ...] = ()
    notes: tuple[Note, ...] = ()


def table_of(articles: Mapping[Listed, Path]) -> pa.Table:
    """Articles and the shards that hold them as a table."""
    import pyarrow as pa

    places = {shard: str(shard.absolute()) for shard in set(articles.values())}
    return pa.table(
        {
            "nr": pa.array(range(len(articles)), pa.int64()),
            "shard": pa.array([places[shard] for shard in articles.values()], pa.string()),
            **{name: pa.array([getattr(item, name) for item in articles], pa.string()) for name in COLUMNS},
        }
    )


def kept(shards: Path, name: str) -> Listing | None:
    """The listing that is kept under a name (see `name_of`), or None."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(_file(shards, name))
        told = json.loads(table.schema.metadata[b"told"])
    except (OSError, pa.ArrowException, ValueError, KeyError, TypeError):
        return None
    home = str(shards.absolute() / "x")[:-1]
    table = table.set_column(1, "shard", pc.binary_join_element_wise(home, table["shard"], ""))
    return Listing(
        table.replace_schema_metadata(),
        tuple(Unread(**one) for one in told["unread"]),
        tuple(Note(**one) for one in told["notes"]),
    )


def keep(shards: Path, name: str, listing: Listing) -> None:
    """Keep the listing of a large record, in the place of earlier ones. Where nothing can be written, it is not."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = [Path(shard).name for shard in listing.table["shard"].to_pylist()]
    told = {"unread": [asdict(one) for one in listing.unread], "notes": [asdict(one) for one in listing.notes]}
    table = listing.table.set_column(1, "shard", pa.array(names, pa.string()))
    file = _file(shards, name)
    try:
        file.parent.mkdir(exist_ok=True)
        with durable.writing(file) as stream:
            pq.write_table(table.replace_schema_metadata({"told": json.dumps(told)}), stream, compression="zstd")
        for other in file.parent.glob(f"{KEPT}*"):
            if other != file:
                other.unlink(missing_ok=True)
    except OSError:
        return


def name_of(shards: Path, *how: object) -> str | None:
    """What the listing of these shards, put together in this way, is kept under; None for a record of few shards."""
    names: Sequence[str] = sorted(place.name for place in shards.iterdir()) if shards.is_dir() else ()
    return digest(*COLUMNS, *map(str, how), "", *names) if len(names) >= packs.SHARDS else None


def _file(shards: Path, name: str) -> Path:
    return shards.parent / packs.FOLDER / f"{KEPT}{name}.parquet"
