"""Mends a record. What is damaged is set aside, never deleted, and its articles are coded again where their texts are
whole; what comes out is what an undisturbed run would have made.

Each step leaves the record as sound as it was: who is killed in the middle mends again, and it goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from detente import codebook, durable, keeping, locking, packs, work
from detente.checking import Problem, check
from detente.checking.problems import ASIDE
from detente.checking.shards import is_own_key
from detente.edition import edition
from detente.records import Article
from detente.store import ARTICLE, DONE, SUMS, Listed, done, done_in, free_numbers, sums_of
from detente.weights import MODEL


def mend(record: Path, model: str = MODEL) -> Iterator[str]:
    """Mend what can be mended, and say of each thing what was done.

    Raises locking.HeldError where another process writes to the record, and what `check` raises.
    """
    with locking.taken(record) as lock:
        if lock.before:
            yield f"{locking.NAME}: removed, of {lock.before}, which is no more"
        found = check(record, alone=True)
        for problem in found.problems:
            if (problem.mend or "").startswith("remove it"):
                keeping.remove(record / problem.place)
                yield f"{problem.place}: removed"
            elif problem.mend == "add them":
                _seal(record / problem.place)
                yield f"{problem.place}: sums added"
        for place in dict.fromkeys(p.place for p in found.problems if _is_aside(p)):
            yield f"{place}: moved to {_set_aside(record, place)}"
        yield from _write_form(record, found.problems)
        yield from _code_again(record, model)


def _is_aside(problem: Problem) -> bool:
    return problem.kind == "damage" and (problem.mend or "").startswith("set it aside")


def _seal(shard: Path) -> None:
    with durable.writing(shard / SUMS) as stream:
        stream.write(sums_of(shard, {DONE: (shard / DONE).read_bytes()}))


def _set_aside(record: Path, place: str) -> str:
    """Move something out of the way, and say where to."""
    target = record / ASIDE / place
    number = 2
    while target.exists():
        target = record / ASIDE / f"{place}-{number}"
        number += 1
    target.parent.mkdir(parents=True, exist_ok=True)
    packs.drop(record / place)
    (record / place).rename(target)
    durable.settle_folder(target.parent)
    return target.relative_to(record).as_posix()


def _write_form(record: Path, problems: Sequence[Problem]) -> Iterator[str]:
    if any(problem.place == keeping.FILE for problem in problems):
        damaged = any(problem.place == keeping.FILE and problem.kind == "damage" for problem in problems)
        if damaged:
            yield f"{keeping.FILE}: moved to {_set_aside(record, keeping.FILE)}"
        keeping.write(record, keeping.editions(record))
        yield f"{keeping.FILE}: written"


def _code_again(record: Path, model: str) -> Iterator[str]:
    """Code the articles of shards that were set aside and that the record does not hold, under the present rules."""
    for folder in sorted((record / ASIDE).glob("*/shards")):
        home = record / folder.parent.name
        codebook.use(keeping.kept_tables(home))
        if edition(model) != home.name:
            yield f"{folder.relative_to(record).as_posix()}: of other rules than the present, so not coded again"
            continue
        for shard in sorted(folder.iterdir()):
            yield from _code_shard_again(record, shard, home / "shards", model)


def _code_shard_again(record: Path, shard: Path, shards: Path, model: str) -> Iterator[str]:
    place = shard.relative_to(record).as_posix()
    rows, broken = _articles_in(shard)
    known = done(shards)
    copies = _copies_in(shard)
    lost = [(item, article) for item, article in _pairs(rows, copies) if item.key not in known]
    if lost:
        work.code_shard((next(free_numbers(shards)), lost), shards, model, codebook.in_use())
        yield f"{place}: {len(lost):,} articles coded again"
    if broken:
        yield f"{place}: {broken}; an article of it is coded again when it is next read from where it came"


def _articles_in(shard: Path) -> tuple[list[dict[str, Any]], str | None]:
    """The articles of a shard that are certainly as they were read, and what there is to say of the others."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        rows = pq.read_table(shard / "articles.parquet").to_pylist()
    except (OSError, pa.ArrowException):
        return [], "its articles cannot be read"
    whole = [row for row in rows if set(ARTICLE) <= set(row) and is_own_key(row)]
    return whole, f"{len(rows) - len(whole):,} of its articles are damaged" if len(whole) < len(rows) else None


def _copies_in(shard: Path) -> set[str]:
    try:
        marks = done_in(shard)
    except (OSError, ValueError):
        return set()
    return {key for key, state in marks.items() if not state.coded and not state.failure}


def _pairs(rows: Sequence[dict[str, Any]], copies: set[str]) -> Iterator[tuple[Listed, Article]]:
    for row in rows:
        known = {name: row[name] for name in ("id", "date", "title", "source", "url", "path")}
        twin = row["twin"] if row["key"] in copies else None
        yield Listed(key=row["key"], twin=row["twin"], **known, copy_of=twin), Article(text=row["text"], **known)
