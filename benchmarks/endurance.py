"""Code many articles in one run that is killed on the way, and see whether memory stays flat and nothing is lost.

    python benchmarks/varied.py FILE.jsonl... --articles 100000 -o varied.jsonl
    python benchmarks/endurance.py varied.jsonl --record killed/.detente --workers 2 --kill 5000 20000 --log killed.tsv
    python benchmarks/endurance.py varied.jsonl --record whole/.detente --workers 2 --log whole.tsv
    python benchmarks/endurance.py --same killed/.detente whole/.detente

With `--kill` all processes of the run are killed (SIGKILL) each time that so many articles are coded, and it is begun
again. The log has a line every half minute: seconds, articles coded, processes, megabytes of the largest and of all
together, seconds of computing. `--same` compares shard for shard, byte for byte; of a shorter record with the
beginning of a longer one.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from detente import keeping

RUN = "import sys; from detente import run; run.build([sys.argv[1]], record=sys.argv[2], workers=int(sys.argv[3]))"
EVERY = 30  # seconds between two lines of the log
LOOK = 1  # seconds between two looks at the shards
TICKS = os.sysconf("SC_CLK_TCK")


def shards_of(record: Path) -> dict[str, Path]:
    """The folders of the finished shards of the youngest edition, by name."""
    if not record.is_dir() or not (editions := keeping.editions(record)):
        return {}
    return {marker.parent.name: marker.parent for marker in (record / editions[-1] / "shards").glob("*/done")}


def coded(record: Path) -> int:
    """How many articles the shards of a record hold."""
    return sum(_lines(shard / "done") for shard in shards_of(record).values())


@cache  # a finished shard never changes
def _lines(file: Path) -> int:
    return file.read_bytes().count(b"\n")


def held(group: int) -> Iterator[tuple[float, float]]:
    """The megabytes that each process of a group holds, and its seconds of computing."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(told[2]) == group:
            yield int(told[21]) * os.sysconf("SC_PAGE_SIZE") / 2**20, (int(told[11]) + int(told[12])) / TICKS


def endure(articles: Path, record: Path, workers: int, kills: list[int], log: Path) -> None:
    """Run until all is coded, killed on the way where `kills` says so."""
    begun = time.monotonic()
    with log.open("a", encoding="utf-8") as told:
        while True:
            order = [sys.executable, "-c", RUN, str(articles), str(record), str(workers)]
            run = subprocess.Popen(order, process_group=0)  # noqa: S603  (this interpreter)
            limit = kills.pop(0) if kills else None
            was_killed = _follow(run, record, limit, begun, told)
            if not was_killed:
                break
    if run.returncode:
        raise SystemExit(run.returncode)


def _follow(run: subprocess.Popen[bytes], record: Path, limit: int | None, begun: float, told: object) -> bool:
    """Watch a run to its end, or kill it once so many articles are coded; whether it was killed."""
    due = 0.0
    while run.poll() is None:
        number = coded(record)
        if limit is not None and number >= limit:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            print(f"{time.monotonic() - begun:.0f}\tkilled at {number:,} articles", file=told, flush=True)
            return True
        if time.monotonic() >= due:
            due = time.monotonic() + EVERY
            sizes = list(held(run.pid))
            line = (len(sizes), max((size for size, _ in sizes), default=0), sum(size for size, _ in sizes))
            spent = sum(seconds for _, seconds in sizes)
            now = time.monotonic() - begun
            print(f"{now:.0f}\t{number}\t{line[0]}\t{line[1]:.0f}\t{line[2]:.0f}\t{spent:.0f}", file=told, flush=True)
        time.sleep(LOOK)
    print(f"{time.monotonic() - begun:.0f}\tended at {coded(record):,} articles", file=told, flush=True)
    return False


def same(one: Path, other: Path) -> bool:
    """Whether two records hold the same, as far as the shorter reaches; says where they differ."""
    first, second = sorted((shards_of(one), shards_of(other)), key=len)
    numbered = {name.partition("-")[0]: place for name, place in second.items()}
    differing = 0
    for name, place in sorted(first.items()):
        twin = numbered.get(name.partition("-")[0])
        files = sorted(file.name for file in place.iterdir())
        if twin is None or twin.name != name or any(_differs(place / file, twin / file) for file in files):
            differing += 1
            print(f"shard {name} differs")
    articles = sum(_lines(place / "done") for place in first.values())
    print(f"{len(first):,} shards of {articles:,} articles compared, {differing:,} differ")
    return not differing


def _differs(one: Path, other: Path) -> bool:
    return not other.exists() or one.read_bytes() != other.read_bytes()


def summary(log: Path) -> str:
    """How memory went: the median megabytes of all processes together in each tenth of what was logged."""
    rows = [line.split("\t") for line in log.read_text().splitlines()]
    sizes = [float(row[4]) for row in rows if len(row) > 4 and int(row[2]) > 2]  # once the workers run
    step = max(1, len(sizes) // 10)
    return " ".join(f"{statistics.median(sizes[i : i + step]):.0f}" for i in range(0, len(sizes), step))


def main() -> None:
    """Run, or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="?")
    parser.add_argument("--record", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kill", type=int, nargs="*", default=[])
    parser.add_argument("--log", type=Path, default=Path("endurance.tsv"))
    parser.add_argument("--same", type=Path, nargs=2)
    options = parser.parse_args()
    if options.same:
        sys.exit(0 if same(*options.same) else 1)
    if options.articles is None or options.record is None:
        parser.error("articles and a --record are needed")
    endure(options.articles, options.record, options.workers, list(options.kill), options.log)
    print(f"megabytes of all processes, in tenths of the run: {summary(options.log)}")


if __name__ == "__main__":
    main()
