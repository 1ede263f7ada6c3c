"""Records as Parquet shards: what names them, the shape of their tables, and how they are written.

A record folder holds `EDITION/shards/NUMBER-HASH/`: one Parquet file a record kind, one of articles, `sums` with the
digests of all files (`sha256sum --check sums` verifies them), and last a file `done` that names the articles in it. A
shard is written beside its place and moved there whole, so that a run that is killed leaves no half of one.
"""

from __future__ import annotations

import re
import shutil
from base64 import b32encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from hashlib import sha256
from itertools import count
from os import getpid
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

from detente import durable
from detente import records as kinds
from detente.digests import digest
from detente.doc import Doc
from detente.records import Article, Dropped, Record, Span

if TYPE_CHECKING:
    import pyarrow as pa

TABLES: dict[str, type[Span]] = {
    f"{kind.__name__.lower()}s": kind
    for kind in vars(kinds).values()
    if isinstance(kind, type) and issubclass(kind, Record) and kind is not Record
} | {"dropped": Dropped}
TELLING = ("speaker", "actor", "recipient", "target", "type", "kind", "issue", "stance", "extractor", "reason")
PLACED = {"id": str, "text": str, "sentence": str, "sentence_start": int, "sentence_end": int}
ARTICLE = {
    "key": str, "twin": str, "id": str, "date": str, "title": str, "source": str, "url": str, "path": str, "text": str,
    "near_of": str, "why": str, "sketch": bytes,
}  # fmt: skip
LISTED = tuple(name for name in ARTICLE if name not in ("text", "sketch"))

NAME = 12  # letters of a record's name after that of its kind: 60 bits, of which a billion names hardly share one
BUILDING = "building-"  # what a thing is called that is not whole yet
SUMS, DONE = "sums", "done"
SHARD = re.compile(r"(\d{6,})-[0-9a-f]{8}")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """An article of a run without its text. `twin` is the same for the same text; `copy_of` names the article coded.

    `near_of` is the twin of the text that this one only tells again, `why` says why it was taken for a copy, `sketch`
    is what the text is known by (`sameness.arrivals`).
    """

    key: str
    twin: str
    id: str
    date: str | None
    title: str | None
    source: str | None
    url: str | None
    path: str | None
    copy_of: str | None = None
    near_of: str | None = None
    why: str | None = None
    sketch: bytes | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What a shard says of an article in it: the shard, whether it is coded (or a copy), or why it could not be."""

    shard: Path
    coded: bool
    failure: str | None = None


# ---------------------------------------------------------------- names of things


def listed(article: Article) -> Listed:
    """An article as a run lists it. `key` covers all that coding reads of it, so that a changed date codes it anew."""
    return Listed(
        key=digest(article.text, article.date, article.title, article.source, article.url),
        twin=digest(article.text),
        **{name: getattr(article, name) for name in ("id", "date", "title", "source", "url", "path")},
    )


def name_of(record: Span, twin: str, taken: set[str]) -> str:
    """A short name for a record, the same in every run: a letter for its kind and a hash of what it rests on."""
    said = [str(getattr(record, field)) for field in TELLING if hasattr(record, field)]
    number = 0
    while True:
        parts = (twin, str(record.start), str(record.end), *said, str(number))
        hashed = sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
        name = f"{type(record).__name__[0]}-{b32encode(hashed).decode().lower()[:NAME]}"
        if name not in taken:
            taken.add(name)
            return name
        number += 1


# ---------------------------------------------------------------- the shape of the tables


@cache
def columns(table: str) -> dict[str, Any]:
    """The columns of a table of records and their types, read off the record's class."""
    hints = get_type_hints(TABLES[table])
    own = {field.name: hints[field.name] for field in fields(TABLES[table])}
    return {"key": str, **PLACED, **{name: hint for name, hint in own.items() if name != "article"}}


@cache
def schema(table: str) -> pa.Schema:
    """The Arrow schema of a table, so that a column of nothing but nulls keeps its type."""
    import pyarrow as pa

    if table == "articles":
        return pa.schema([(name, arrow_type(hint)) for name, hint in ARTICLE.items()])
    return pa.schema([(name, arrow_type(hint)) for name, hint in columns(table).items()])


def arrow_type(hint: Any) -> pa.DataType:
    """The Arrow type of an annotation. Raises TypeError for one that no record has."""
    import pyarrow as pa

    if get_origin(hint) in (Union, UnionType):
        (hint,) = (part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is Literal:
        return pa.string()
    if get_origin(hint) is tuple:
        inner = next(part for part in get_args(hint) if part is not Ellipsis)
        return pa.list_(arrow_type(inner))
    plain = {str: pa.string(), bytes: pa.binary(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    if hint not in plain:
        raise TypeError(f"no column type for {hint}")
    return plain[hint]


# ---------------------------------------------------------------- writing


def rows_of(doc: Doc, records: Iterable[Span], item: Listed) -> dict[str, list[Row]]:
    """The rows of an article's records, by table, in the order of the text."""
    found: dict[str, list[Row]] = {table: [] for table in TABLES}
    tables = {kind: table for table, kind in TABLES.items()}
    taken: set[str] = set()
    for record in sorted(records, key=lambda r: (r.start, r.end)):
        start, end = sentence_around(doc, record)
        row = {field.name: getattr(record, field.name) for field in fields(record) if field.name != "article"}
        row |= {
            "key": item.key,
            "id": name_of(record, item.twin, taken),
            "text": doc.text[record.start : record.end],
            "sentence": doc.text[start:end],
            "sentence_start": start,
            "sentence_end": end,
        }
        found[tables[type(record)]].append(row)
    return found


def sentence_around(doc: Doc, span: Span) -> tuple[int, int]:
    """The offsets of the sentence that holds a span, or of the stretch of sentences that it reaches over."""
    within = doc.between(span.start, span.end)
    if not within:
        return span.start, span.end
    start, _ = doc.bounds(within[0].sentence)
    _, end = doc.bounds(within[-1].sentence)
    return min(start, span.start), max(end, span.end)


def write_shard(
    shards: Path,
    number: int,
    articles: Sequence[tuple[Listed, Article]],
    tables: Mapping[str, Sequence[Row]],
    failures: Mapping[str, str],
) -> Path:
    """Write a shard and return its folder. `failures` are the articles that could not be coded, by key, and why.

    An article that is neither in `failures` nor marked as a copy counts as coded. Where another run has written the
    same shard meanwhile, that one stays.
    """
    place = shards / name_of_shard(number, [item.key for item, _ in articles])
    building = shards.parent / f"{BUILDING}{place.name}-{getpid()}"
    try:
        building.mkdir(parents=True, exist_ok=True)
        _fill(building, articles, tables, failures)
        durable.settle_folder(building)
        shards.mkdir(exist_ok=True)
        building.rename(place)
        durable.settle_folder(shards)
    except OSError as error:
        if not (place / DONE).exists():
            shutil.rmtree(building, ignore_errors=True)
            raise durable.explained(error, shards.parent) from error
    for left in shards.parent.glob(f"{BUILDING}{place.name}-*"):
        # also what a run that was killed left behind
        shutil.rmtree(left, ignore_errors=True)
    return place


def name_of_shard(number: int, keys: Iterable[str]) -> str:
    """What a shard is called: its number, and a hash of the articles in it."""
    return f"{number:06d}-{digest(*keys)[:8]}"


def free_numbers(shards: Path) -> Iterator[int]:
    """The numbers that no shard has, the least first: so a gap that a killed worker left is filled."""
    taken = {int(found[1]) for place in shards.glob("*-*") if (found := SHARD.fullmatch(place.name))}
    return (number for number in count() if number not in taken)


def _fill(
    folder: Path,
    articles: Sequence[tuple[Listed, Article]],
    tables: Mapping[str, Sequence[Row]],
    failures: Mapping[str, str],
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    whole: dict[str, Sequence[Row]] = {
        "articles": [
            {name: getattr(item, name) for name in ARTICLE if name != "text"} | {"text": article.text}
            for item, article in articles
        ],
        **tables,
    }
    for name in ("articles", *TABLES):
        table = pa.Table.from_pylist(list(whole.get(name, ())), schema=schema(name))
        with (folder / f"{name}.parquet").open("wb") as stream:
            pq.write_table(table, stream, compression="zstd")
            durable.settle(stream)
    marks = [
        f"failed {item.key} {' '.join(failures[item.key].split())}" if item.key in failures
        else f"{'copy' if item.copy_of else 'coded'} {item.key}"
        for item, _ in articles
    ]  # fmt: skip
    told = ("\n".join(marks) + "\n").encode("utf-8", "backslashreplace")
    _put(folder / SUMS, sums_of(folder, {DONE: told}))
    _put(folder / DONE, told)


def _put(file: Path, content: bytes) -> None:
    with file.open("wb") as stream:
        stream.write(content)
        durable.settle(stream)


def sums_of(shard: Path, more: Mapping[str, bytes] | None = None) -> bytes:
    """The digests of the tables of a shard, and of `more` that is not written yet, as `sha256sum` writes them."""
    digests = {file.name: sha256(file.read_bytes()).hexdigest() for file in shard.glob("*.parquet")}
    digests |= {name: sha256(content).hexdigest() for name, content in (more or {}).items()}
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()


def done(shards: Path) -> dict[str, Done]:
    """Which articles the shards of an edition hold, by key."""
    found: dict[str, Done] = {}
    for marker in sorted(shards.glob(f"*/{DONE}")):
        for key, state in done_in(marker.parent).items():
            if key not in found or (state.coded and not found[key].coded):
                found[key] = state
    return found


def articles_of(known: Mapping[str, Done]) -> Iterator[Listed]:
    """The articles that the shards of an edition hold, each once, in the order in which they were coded."""
    import pyarrow.parquet as pq

    seen: set[str] = set()
    for folder in sorted({state.shard for state in known.values()}):
        # a table of some rows is read twice as fast as it stands than as a data set with threads
        table = pq.ParquetFile(folder / "articles.parquet").read(list(LISTED), use_threads=False)
        columns = [table[name].to_pylist() for name in LISTED]
        for values in zip(*columns, strict=True):
            row = dict(zip(LISTED, values, strict=True))
            if row["key"] not in seen:
                seen.add(row["key"])
                yield Listed(**row)


def done_in(shard: Path) -> dict[str, Done]:
    """Which articles a shard holds, by key."""
    lines = (line.split(" ", 2) for line in (shard / DONE).read_text(encoding="utf-8").splitlines())
    return {key: Done(shard, state == "coded", reason[0] if reason else None) for state, key, *reason in lines}
