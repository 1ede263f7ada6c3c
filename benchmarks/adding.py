"""What adding one article costs in a small and in a large record: seconds of computing, and memory, side by side.

    python benchmarks/adding.py varied.jsonl SMALL/.detente LARGE/.detente --articles 12

One article at a time is added to each record in turn, as `detente watch` does it. The first of each is not counted: it
loads the models, and works out the catalog of a record that has none yet, which is told apart.
"""

from __future__ import annotations

import argparse
import statistics
import time
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from detente import keeping, run, store


def added(line: str, record: Path) -> tuple[float, float]:
    """Add one article; seconds of computing and of the clock."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "one.jsonl"
        file.write_text(line, encoding="utf-8")
        spent, begun = time.process_time(), time.perf_counter()
        done = run.build([file], record=record, onto=True)
        took = time.process_time() - spent, time.perf_counter() - begun
    done.db.close()
    if done.new != 1:
        raise SystemExit(f"{record} had that article already: {line[:60]}")
    return took


def size(record: Path) -> int:
    """How many articles the youngest edition of a record holds."""
    shards = record / keeping.editions(record)[-1] / "shards"
    return sum(marker.read_bytes().count(b"\n") for marker in shards.glob(f"*/{store.DONE}"))


def main() -> None:
    """Add, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles_file", type=Path)
    parser.add_argument("records", type=Path, nargs="+")
    parser.add_argument("--articles", type=int, default=12)
    parser.add_argument("--after", type=int, default=0, help="articles of the file to leave out")
    options = parser.parse_args()
    with options.articles_file.open(encoding="utf-8") as stream:
        lines = list(islice(stream, options.after, options.after + options.articles + 1))
    took: dict[Path, list[tuple[float, float]]] = {record: [] for record in options.records}
    for line in lines:
        for record in options.records:
            took[record].append(added(line, record))
    for record, (first, *others) in took.items():
        computing, clock = (statistics.median(column) for column in zip(*others, strict=True))
        print(
            f"{size(record):,} articles: {computing * 1000:.0f} ms of computing, {clock * 1000:.0f} ms by the clock "
            f"(median of {len(others)}); the first {first[0]:.1f} s of computing"
        )


if __name__ == "__main__":
    main()
