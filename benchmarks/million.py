"""Simulate a record of many articles, and time what is asked of it: opening, analyses, pages, exports, brief.

    python benchmarks/million.py RECORD --articles 1000000 --place FOLDER [--only analyses pages]
    python benchmarks/million.py --table docs/scale.md

RECORD is a small record of real articles. Its rows are written again and again under other keys, ids and days, with the
letters of their words exchanged (every span still stands on its words), in shards as a run writes them. Nothing is
parsed. Each question is asked in a process of its own: seconds of the clock and of the processor, for the first time
and again, and the most memory that it held.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from detente import keeping, store

SHARD = 50
LONGEST = 4_000  # characters of an article that is taken: news dispatches of some 400 words
DAYS = 5_000  # over which the articles are spread
LETTERS = "bcdfghjklmpqvwxz"
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
VARIANTS = 24  # of each text: what is alike beyond that stands for stories that many print
TEXTS = {"text", "sentence", "title"}
DATES = ("date", "date_start", "date_end", "deadline")
LIMIT = 600  # seconds after which a question is given up
MEMORY = 6 * 2**30  # bytes that it may hold
EXPORTS = ("csl", "timelinejs", "geojson", "xlsx", "polecat", "gdelt")

Tables = dict[str, pa.Table]


# ---------------------------------------------------------------- the record


def seeds(record: Path) -> Tables:
    """The rows of the short articles of the youngest edition of a record."""
    shards = sorted((record / keeping.editions(record)[-1] / "shards").iterdir())
    tables = {
        name: pa.concat_tables([pq.read_table(shard / f"{name}.parquet") for shard in shards])
        for name in ("articles", *store.TABLES)
    }
    rows = zip(tables["articles"]["key"].to_pylist(), tables["articles"]["text"].to_pylist(), strict=True)
    kept = pa.array([key for key, text in rows if len(text) <= LONGEST][:2000])
    return {name: table.filter(pc.is_in(table["key"], kept)) for name, table in tables.items()}


def split(tables: Tables, size: int) -> list[Tables]:
    """The rows of so many articles at a time."""
    keys = tables["articles"]["key"].to_pylist()
    groups = [pa.array(keys[i : i + size]) for i in range(0, len(keys) - size + 1, size)]
    return [{name: table.filter(pc.is_in(table["key"], group)) for name, table in tables.items()} for group in groups]


def exchanged(tables: Tables, variant: int) -> Tables:
    """The rows of some articles with the letters of their texts exchanged, one for one: every span stays where it is.

    Names begin with capitals and stay as they are.
    """
    others = "".join(random.Random(variant).sample(LETTERS, len(LETTERS)))  # noqa: S311  (not for a secret)
    letters = str.maketrans(LETTERS, others)
    known: dict[str | None, str | None] = {None: None}
    found = {}
    for name, table in tables.items():
        columns = {column: table[column] for column in table.column_names}
        for column in TEXTS & columns.keys():
            for text in columns[column].unique().to_pylist():
                known.setdefault(text, text.translate(letters) if text else text)
            columns[column] = pa.array([known[text] for text in columns[column].to_pylist()], pa.string())
        found[name] = pa.table(columns, schema=table.schema)
    return found


def renamed(tables: Tables, copy: int) -> Tables:
    """The rows of some articles under other keys, ids, addresses and days."""
    shift = timedelta(days=random.Random(copy).randrange(DAYS))  # noqa: S311  (not for a secret)
    mark = "".join(ALPHABET[copy // 32**place % 32] for place in range(4))
    days: dict[str | None, str | None] = {}

    def moved(day: str | None) -> str | None:
        if day not in days:
            days[day] = (date.fromisoformat(day) - shift).isoformat() if day and len(day) == 10 else day
        return days[day]

    found = {}
    for name, table in tables.items():
        columns = {column: table[column] for column in table.column_names}
        for column, values in list(columns.items()):
            if column in ("key", "twin"):
                columns[column] = pc.binary_replace_slice(values, 0, 7, f"{copy:07x}")
            elif column in DATES:
                columns[column] = pa.array([moved(day) for day in values.to_pylist()], pa.string())
            elif column == "url" or (column == "id" and name == "articles"):
                columns[column] = pc.binary_join_element_wise(values, str(copy), "-")
            elif column == "id":
                columns[column] = pc.binary_replace_slice(values, 2, 6, mark)
        found[name] = pa.table(columns, schema=table.schema)
    return found


def write(tables: Tables, shards: Path, number: int) -> None:
    """Write a shard as a run does, but do not wait for the disk."""
    keys = tables["articles"]["key"].to_pylist()
    place = shards / store.name_of_shard(number, keys)
    place.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        pq.write_table(table.replace_schema_metadata(None), place / f"{name}.parquet", compression="zstd")
    done = "".join(f"coded {key}\n" for key in keys).encode()
    (place / store.SUMS).write_bytes(store.sums_of(place, {store.DONE: done}))
    (place / store.DONE).write_bytes(done)


def simulate(seed: Path, place: Path, articles: int) -> None:
    """Write a record of so many articles; what is there of it stays."""
    groups = split(seeds(seed), SHARD)
    edition = keeping.editions(seed)[-1]
    shards = place / edition / "shards"
    shards.mkdir(parents=True, exist_ok=True)
    there = {int(found[1]) for one in shards.iterdir() if (found := store.SHARD.fullmatch(one.name))}
    todo = [number for number in range(articles // SHARD) if number not in there]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        for count, _ in enumerate(pool.imap_unordered(partial(_write_one, groups, shards), todo, chunksize=16), 1):
            if count % 500 == 0:
                print(f"{(len(there) + count) * SHARD:,} articles written", flush=True)
    keeping.write(place, [edition])


def _write_one(groups: list[Tables], shards: Path, number: int) -> None:
    write(renamed(_variant(groups, number % len(groups), number // len(groups) % VARIANTS), number), shards, number)


_KNOWN: dict[tuple[int, int], Tables] = {}  # of a process that writes


def _variant(groups: list[Tables], group: int, variant: int) -> Tables:
    if (group, variant) not in _KNOWN:
        _KNOWN[group, variant] = exchanged(groups[group], variant)
    return _KNOWN[group, variant]


# ---------------------------------------------------------------- what is asked of it


Period = tuple[str | None, str | None]


def opened(record: Path, period: Period) -> Any:
    """The record, open, cut down to a period where one is asked for."""
    from detente import run

    return run.reopen(record, since=period[0], until=period[1])


def ask_opening(record: Path, period: Period) -> Iterator[tuple[float, float]]:
    """Open it, and count its events."""
    yield from _twice(lambda: opened(record, period).db.execute("SELECT count(*) FROM events").fetchone())


def ask_analysis(record: Path, period: Period, name: str) -> Iterator[tuple[float, float]]:
    """Ask an analysis."""
    from detente.analyze import analyses

    db = opened(record, period).db
    yield from _twice(lambda: analyses()[name](db))


def ask_brief(record: Path, period: Period) -> Iterator[tuple[float, float]]:
    """Write the brief."""
    from detente.brief import write as write_brief

    db = opened(record, period).db
    yield from _twice(lambda: write_brief(db, None, "html"))


def ask_export(record: Path, period: Period, name: str, place: Path) -> Iterator[tuple[float, float]]:
    """Write the record in a format."""
    command = [sys.executable, "-m", "detente", "export", name, str(record), "-o", str(place), "-q"]
    for option, day in zip(("--since", "--until"), period, strict=True):
        command += [option, day] if day else []
    yield from _twice(lambda: subprocess.run(command, check=True, capture_output=True))  # noqa: S603


def ask_pages(record: Path, period: Period) -> Iterator[tuple[str, list[float]]]:
    """Every page, three times, once the findings are known: yields `warming` first."""
    import threading

    from starlette.testclient import TestClient

    from detente import run
    from detente.web.app import make_app, warm
    from detente.web.library import Library
    from detente.web.pages import pages

    begun = time.perf_counter()
    library = Library(lambda: run.reopen(record, since=period[0], until=period[1]))
    yield "opening", [time.perf_counter() - begun]
    begun = time.perf_counter()
    warm(library.now, threading.Event())
    yield "warming", [time.perf_counter() - begun]
    client = TestClient(make_app(library), base_url="http://127.0.0.1", raise_server_exceptions=True)
    addresses = dict(_addresses(library.now, list(pages())))
    for name, address in addresses.items():
        took = []
        for turn in range(3):
            begun = time.perf_counter()
            answer = client.get(f"{address}{'&' if '?' in address else '?'}turn={turn}")
            if answer.status_code not in (200, 400, 404):
                raise RuntimeError(f"{address}: {answer.status_code}")
            if answer.status_code != 200:
                answer = client.get(address)
            took.append(time.perf_counter() - begun)
        yield name, took


def _addresses(state: Any, names: list[str]) -> Iterator[tuple[str, str]]:
    """An address for each page; those that show one thing show the first of it. With filters and far pages too."""
    from urllib.parse import urlencode

    first = {
        "article": {"id": state.value("SELECT id FROM articles LIMIT 1")},
        "record": {"id": state.value("SELECT id FROM events LIMIT 1")},
        "party": {"name": state.value("SELECT party FROM cast_of GROUP BY party ORDER BY count(*) DESC LIMIT 1")},
        "proposal": {"issue": state.value("SELECT issue FROM about GROUP BY issue ORDER BY count(*) DESC LIMIT 1")},
    }
    for name in names:
        yield name, f"/{name}?{urlencode(first[name])}" if name in first else f"/{name}"
    for name in ("events", "statements"):
        yield f"{name}, a word", f"/{name}?q=ceasefire"
        yield f"{name}, an actor", f"/{name}?{urlencode({'actor': first['party']['name']})}"
        yield f"{name}, page 20", f"/{name}?page=20"


def _twice(work: Callable[[], object]) -> Iterator[tuple[float, float]]:
    """Seconds of the clock and of the processor, for the first time and again."""
    for _ in range(2):
        begun, spent = time.perf_counter(), _spent()
        work()
        yield time.perf_counter() - begun, _spent() - spent


def _spent() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


# ---------------------------------------------------------------- measuring


def measured(work: Callable[[], Iterator[Any]], limit: int = LIMIT, once: bool = False) -> dict[str, Any]:
    """What a question gave in a process of its own, with the most memory that it held, in megabytes."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_measure, args=(work, there, once))
    begun = time.perf_counter()
    process.start()
    there.close()
    told: list[Any] = []
    end: dict[str, Any] = {"given up after": limit}
    while (left := limit - (time.perf_counter() - begun)) > 0 and here.poll(left):
        try:
            one = here.recv()
        except EOFError:
            end = {"failed": f"exit code {process.exitcode}"}
            break
        if isinstance(one, dict):
            end = one
            break
        told.append(one)
    if process.is_alive() and "given up after" in end:
        process.kill()
    process.join()
    return {"took": told} | end


def _measure(work: Callable[[], Iterator[Any]], pipe: Any, once: bool) -> None:
    begun = time.perf_counter()
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    try:
        for one in work():
            pipe.send(one)
            if once:
                break
    except BaseException as error:
        pipe.send({"failed": f"{type(error).__name__}: {error}"[:200]})
        raise
    held = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    pipe.send({"whole": time.perf_counter() - begun, "megabytes": held // 1024})


def questions(record: Path, only: list[str], period: Period) -> Iterator[tuple[str, str, Callable[[], Iterator[Any]]]]:
    """Each question with the group that it is in."""
    from detente.analyze import analyses

    if "opening" in only:
        yield "opening", "opening", partial(ask_opening, record, period)
    if "analyses" in only:
        for name in analyses():
            yield "analyses", name, partial(ask_analysis, record, period, name)
    if "brief" in only:
        yield "brief", "brief", partial(ask_brief, record, period)
    if "exports" in only:
        for name in EXPORTS:
            yield "exports", name, partial(ask_export, record, period, name, record.parent / f"export-{name}")
    if "pages" in only:
        yield "pages", "pages", partial(ask_pages, record, period)


# ---------------------------------------------------------------- the table

BEGIN, END = "<!-- measured -->", "<!-- end of what was measured -->"


def lay_table(file: Path, kept: dict[str, Any]) -> None:
    """Put the table of what was measured into a page, between its marks."""
    text = file.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    file.write_text(f"{head}{BEGIN}\n{table_of(kept)}\n{END}{tail}", encoding="utf-8")


def table_of(kept: dict[str, Any]) -> str:
    """What was measured as tables: a row for each question, and for each number of articles seconds and memory."""
    sizes = sorted(kept, key=lambda size: (int(size.split()[0]), size))
    asked = dict.fromkeys((g, n) for size in sizes for g in GROUPS[:-1] for n in kept[size].get(g, {}))
    lines = [
        "| | " + " | ".join(map(_headed, sizes)) + " |",
        "|---|" + "---|" * len(sizes),
    ]
    for group, name in asked:
        cells = [_cell(kept[size].get(group, {}).get(name)) for size in sizes]
        lines.append(f"| {name if name == group else f'{group}: {name}'} | {' | '.join(cells)} |")
    for size in sizes:
        found = kept[size].get("pages", {}).get("pages")
        if found:
            lines += ["", *_pages(_headed(size), found)]
    return "\n".join(lines)


def _headed(size: str) -> str:
    """The heading of a column: how many articles, and of which days."""
    articles, _, days = size.partition(" ")
    return f"{int(articles):,} articles{f', of which {days}' if days else ''}"


def _cell(found: dict[str, Any] | None) -> str:
    if found is None:
        return "not asked"
    if "memory" in str(found.get("failed", "")).lower():
        return f"more than {MEMORY >> 30} GB"
    if "whole" not in found:
        return (
            f"given up after {found['given up after']:,} s"
            if "given up after" in found
            else str(found.get("failed", "failed"))
        )
    again = found["took"][-1]
    return f"{again[0]:.1f} s ({again[1]:.1f} s of computing), {found['megabytes']:,} MB"


def _pages(articles: str, found: dict[str, Any]) -> list[str]:
    took = {name: statistics.median(times) for name, times in found["took"]}
    whole = [took.pop(name) for name in ("opening", "warming") if name in took]
    times = sorted(took.values())
    if not times:
        return [f"Pages of {articles}: {_cell(found)}."]
    slow = sorted(took, key=lambda name: -took[name])[:3]
    told = ", ".join(f"`{name}` {took[name] * 1000:,.0f} ms" for name in slow)
    return [
        f"Pages of {articles}, each asked three times: median {statistics.median(times) * 1000:,.0f} ms, "
        f"95th of a hundred {times[int(0.95 * (len(times) - 1))] * 1000:,.0f} ms; the slowest {told}. Opening and "
        f"working out the findings before: {' s and '.join(f'{one:,.0f}' for one in whole)} s; "
        f"{found.get('megabytes', 0):,} MB."
    ]


GROUPS = ("opening", "analyses", "brief", "exports", "pages")


def main() -> None:
    """Write the record where it is not there, ask, and print and keep what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path, nargs="?")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--place", type=Path, help="where the simulated records are kept")
    parser.add_argument("--table", type=Path, help="put what was measured into this file, between its marks")
    parser.add_argument("--since", help="ask of the days from this one on only")
    parser.add_argument("--until", help="ask of the days until this one only")
    parser.add_argument("--limit", type=int, default=LIMIT, help="seconds after which a question is given up")
    parser.add_argument("--once", action="store_true", help="do not ask a second time")
    parser.add_argument("--names", nargs="*", help="these questions only")
    parser.add_argument("--only", nargs="*", default=list(GROUPS), choices=GROUPS)
    parser.add_argument("--keep", type=Path, default=Path(__file__).with_name("scale.json"))
    options = parser.parse_args()
    if options.table is not None:
        lay_table(options.table, json.loads(options.keep.read_text()))
        return
    if options.record is None or options.place is None:
        parser.error("a RECORD and a --place are needed")
    place = options.place / str(options.articles)
    simulate(options.record, place, options.articles)
    kept = json.loads(options.keep.read_text()) if options.keep.exists() else {}
    period = (options.since, options.until)
    days = f" {options.since or 'the first'} to {options.until or 'the last'}" if any(period) else ""
    mine = kept.setdefault(f"{options.articles}{days}", {})
    for group, name, work in questions(place, options.only, period):
        if options.names and name not in options.names:
            continue
        found = measured(work, options.limit, options.once and group != "pages")
        mine.setdefault(group, {})[name] = found
        told = " ".join(f"{one[0]:.2f} ({one[1]:.2f})" for one in found["took"] if group != "pages")
        more = {key: value for key, value in found.items() if key != "took"}
        print(f"{group} {name}: {told} {more}", flush=True)
        if group == "pages":
            for page, took in found["took"]:
                print(f"  {page}: {statistics.median(took) * 1000:,.0f} ms", flush=True)
        options.keep.write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main()
