"""One shard looked through: its files, its marks, its articles, and each record on its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.digests import digest
from detente.store import DONE, SHARD, SUMS, TABLES, name_of_shard, sums_of

if TYPE_CHECKING:
    import pyarrow as pa

STATES = frozenset({"coded", "copy", "failed"})
NEEDED = ("key", "id", "text", "sentence", "sentence_start", "sentence_end", "start", "end")
PARTS = ("speaker", "cue")  # of a statement, each with a start and an end of its own
SHOWN = 3  # wrong rows of a table that are named

Row = dict[str, Any]


@dataclass(slots=True)
class Looked:
    """What a shard holds and what is wrong with it. `coded` are the keys of the articles that it marks as coded."""

    damage: list[str] = field(default_factory=list)
    sealed: bool = True
    articles: int = 0
    records: int = 0
    coded: set[str] = field(default_factory=set)


def look(shard: Path) -> Looked:
    """Look through a shard. Nothing in it makes this raise."""
    looked = Looked()
    if not SHARD.fullmatch(shard.name):
        looked.damage.append("not the name of a shard")
    marks = _marks(shard, looked)
    _compare_sums(shard, looked)
    tables = {name: _table(shard, name, looked) for name in ("articles", *TABLES)}
    articles = tables.pop("articles")
    if articles is None:
        return looked
    texts = _articles(shard, articles, marks, looked)
    looked.coded = {key for key, state in marks.items() if state == "coded"}
    ids: Counter[tuple[str, str]] = Counter()
    for name, table in tables.items():
        if table is not None:
            rows = table.to_pylist()
            looked.records += len(rows)
            ids.update((row["key"], row["id"]) for row in rows)
            _note(looked, name, list(_wrong(rows, texts, looked.coded)))
    _note(looked, "ids", [f"{name} names {number} records" for (_, name), number in ids.items() if number > 1])
    return looked


def _marks(shard: Path, looked: Looked) -> dict[str, str]:
    try:
        lines = (shard / DONE).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        looked.damage.append(f"{DONE}: cannot be read ({_said(error)})")
        return {}
    pairs = [line.split(" ", 2)[:2] for line in lines if line]
    if lines[-1] or not all(len(pair) == 2 and pair[0] in STATES for pair in pairs):
        looked.damage.append(f"{DONE}: not what a shard ends with")
        return {}
    return {key: state for state, key in pairs}


def _compare_sums(shard: Path, looked: Looked) -> None:
    try:
        told = (shard / SUMS).read_bytes()
        held = sums_of(shard, {DONE: (shard / DONE).read_bytes()})
    except FileNotFoundError:
        looked.sealed = (shard / SUMS).exists()
        return
    except OSError as error:
        looked.damage.append(f"cannot be read ({_said(error)})")
        return
    if told != held:
        wrong = sorted({line[66:] for line in (set(told.split(b"\n")) ^ set(held.split(b"\n"))) if line})
        names = ", ".join(name.decode("utf-8", "replace") for name in wrong)
        looked.damage.append(f"not as it was written: {names or SUMS}")


def _table(shard: Path, name: str, looked: Looked) -> pa.Table | None:
    """A table with the columns that a check needs, or None, noted, where it cannot be read.

    Editions of other rules have tables of other shapes: what a table has besides is not looked at, and one that this
    version knows and the edition does not is no damage where `sums` does not name it.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = shard / f"{name}.parquet"
    if not file.exists() and name != "articles" and f"  {file.name}\n" not in _told(shard):
        return None
    try:
        table = pq.read_table(file)
    except (OSError, pa.ArrowException) as error:
        looked.damage.append(f"{file.name}: cannot be read ({_said(error)})")
        return None
    lacking = [
        column
        for column in (NEEDED if name != "articles" else ("key", "twin", "text"))
        if column not in table.column_names
    ]
    if lacking:
        looked.damage.append(f"{file.name}: lacks {', '.join(lacking)}")
        return None
    return table


def _told(shard: Path) -> str:
    try:
        return (shard / SUMS).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _articles(shard: Path, table: pa.Table, marks: dict[str, str], looked: Looked) -> dict[str, str]:
    """The texts of a shard by key, once their keys, their marks and the name of the shard were compared."""
    rows = table.to_pylist()
    looked.articles = len(rows)
    _note(looked, "articles", [f"{row['id']} is not the text of its key" for row in rows if not is_own_key(row)])
    keys = [row["key"] for row in rows]
    if marks and (set(keys) != set(marks) or len(keys) != len(set(keys))):
        looked.damage.append(f"articles: {len(keys):,} of them, and {len(marks):,} marks, that do not agree")
    if (name := SHARD.fullmatch(shard.name)) and name_of_shard(int(name[1]), keys) != shard.name:
        looked.damage.append("articles: not those that the shard is named after")
    return {row["key"]: row["text"] for row in rows}


def is_own_key(row: Row) -> bool:
    """Whether the keys of an article are those of what it holds, so that nothing of it was changed."""
    told = (row["text"], *(row.get(name) for name in ("date", "title", "source", "url")))
    return bool(row["text"] is not None and row["key"] == digest(*told) and row["twin"] == digest(row["text"]))


def _wrong(rows: list[Row], texts: dict[str, str], coded: set[str]) -> Iterator[str]:
    """What is wrong with records: whose article is not there, or whose words are not those of its span."""
    for row in rows:
        text = texts.get(row["key"])
        if text is None or row["key"] not in coded:
            yield f"{row['id']} is of an article that is not coded here"
            continue
        start, end, first, last = (row[name] for name in ("start", "end", "sentence_start", "sentence_end"))
        if not _within(start, end, len(text)) or text[start:end] != row["text"]:
            yield f"{row['id']} does not stand on its words"
        elif (
            not _within(first, last, len(text))
            or text[first:last] != row["sentence"]
            or not first <= start <= end <= last
        ):
            yield f"{row['id']} does not stand in its sentence"
        elif not all(_within(one, other, len(text)) for one, other in _parts(row)):
            yield f"{row['id']} has a part outside of its article"


def _parts(row: Row) -> Iterator[tuple[int, int]]:
    yield from row.get("spans") or ()
    for part in PARTS:
        if row.get(f"{part}_start") is not None:
            yield row[f"{part}_start"], row[f"{part}_end"]


def _within(start: int | None, end: int | None, length: int) -> bool:
    return start is not None and end is not None and 0 <= start <= end <= length


def _note(looked: Looked, where: str, wrong: list[str]) -> None:
    if wrong:
        more = f", and {len(wrong) - SHOWN:,} more" if len(wrong) > SHOWN else ""
        looked.damage.append(f"{where}: {'; '.join(wrong[:SHOWN])}{more}")


def _said(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return " ".join(str(error).split())[:120]
