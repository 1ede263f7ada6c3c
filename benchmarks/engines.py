"""Compare one process, `--workers 2` and `--engine ray` on the same articles: seconds, and the record byte for byte.

    python benchmarks/engines.py varied.jsonl --articles 240 --rounds 5 --place FOLDER

The three code the articles in turn, round after round, so that what else the machine does falls on all. Counted is from
when the first shards are done (models loaded, processes begun) until the last is. Beside the seconds of the clock stand
those of computing: of all processes together, and of the busiest, which is what the clock would show on a machine with
enough free cores.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from detente import run

WAYS = {"one process": (1, "local"), "two workers": (2, "local"), "ray": (2, "ray")}
SHARD, WARM = 10, 4  # articles in a shard here; shards that are not counted
TICKS = os.sysconf("SC_CLK_TCK")


class Took(NamedTuple):
    """Seconds of the clock, of all processes computing, and of the busiest of them."""

    clock: float
    whole: float
    busiest: float


def spent() -> dict[int, float]:
    """The seconds of computing so far of this process and of all that it begot, by process."""
    begot: dict[int, list[int]] = {}
    seconds: dict[int, float] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        number = int(status.parent.name)
        begot.setdefault(int(told[1]), []).append(number)
        seconds[number] = (int(told[11]) + int(told[12])) / TICKS
    return {number: seconds[number] for number in _below(os.getpid(), begot) if number in seconds}


def _below(number: int, begot: dict[int, list[int]]) -> Iterator[int]:
    yield number
    for child in begot.get(number, ()):
        yield from _below(child, begot)


def coded(articles: Path, record: Path, workers: int, engine: str) -> Took:
    """Code some articles into a record, and say what it took once all was running."""
    seen: list[tuple[float, dict[int, float]]] = []
    run.build(
        [articles],
        record=record,
        workers=workers,
        engine=engine,
        report=lambda _: seen.append((time.perf_counter(), spent())),
    )
    (begun, before), (ended, after) = seen[WARM - 1], seen[-1]
    computed = [seconds - before.get(number, 0.0) for number, seconds in after.items()]
    return Took(ended - begun, sum(computed), max(computed))


def bytes_of(record: Path) -> dict[str, bytes]:
    """What lies in a record, by its name."""
    return {str(file.relative_to(record)): file.read_bytes() for file in record.rglob("*") if file.is_file()}


def main() -> None:
    """Code in every way, round after round, and print what it took and whether it came to the same."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles_file", type=Path)
    parser.add_argument("--articles", type=int, default=240)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--place", type=Path, required=True)
    options = parser.parse_args()
    run.SHARD_ARTICLES = SHARD
    options.place.mkdir(parents=True)
    took: dict[str, list[Took]] = {way: [] for way in WAYS}
    differing = 0
    for nr in range(options.rounds):
        articles = options.place / f"{nr}.jsonl"
        with options.articles_file.open(encoding="utf-8") as stream:
            own = islice(stream, nr * options.articles, (nr + 1) * options.articles)
            articles.write_text("".join(own), encoding="utf-8")
        held = []
        for way, (workers, engine) in WAYS.items():
            record = options.place / f"{nr}-{way.replace(' ', '-')}"
            took[way].append(coded(articles, record, workers, engine))
            held.append(bytes_of(record))
        differing += sum(one != held[0] for one in held[1:])
        told = "; ".join(f"{way} {' '.join(f'{one:.1f}' for one in took[way][-1])}" for way in WAYS)
        print(f"round {nr + 1}, load {os.getloadavg()[0]:.0f}: {told}", flush=True)
    one, two, ray = (tuple(statistics.median(column) for column in zip(*took[way], strict=True)) for way in WAYS)
    print(f"one process to two workers: clock {one[0] / two[0]:.2f}, computing of the busiest {one[2] / two[2]:.2f}")
    clock, whole, busiest = (mine / theirs for mine, theirs in zip(ray, two, strict=True))
    print(f"ray to two workers: clock {clock:.2f}, all computing {whole:.2f}, computing of the busiest {busiest:.2f}")
    print("all records are the same, byte for byte" if not differing else f"{differing} records differ")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
