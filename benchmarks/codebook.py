"""Time the loading of the codebook, and the share of a run that finding and resolving actors takes.

    python benchmarks/codebook.py [CORPUS.jsonl]

CPU time of one process: loading is the median of fresh processes; the share is of parsing, annotation and extraction.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from detente.annotate import actors, language, places, quotations, times, whence
from detente.annotate.namesakes import names_in
from detente.extract import extract
from detente.records import Article
from detente.weights import MODEL

LOADING = """
import time
from detente.actors import gazetteer, offices
from detente.actors.agents import common_nouns
begin = time.process_time()
gazetteer.index(), offices.shorts(), offices.office_holders(), offices.titles(), common_nouns()
gazetteer.known("Russia")
print(time.process_time() - begin)
"""


def loading(rounds: int = 7) -> float:
    """Seconds to load every table that tells who is who."""
    ran = [subprocess.run([sys.executable, "-c", LOADING], check=True, capture_output=True) for _ in range(rounds)]  # noqa: S603 (our own code)
    return statistics.median(float(one.stdout) for one in ran)


def share(corpus: Path) -> float:
    """The part of the time of a run that goes to actors."""
    lines = corpus.read_text(encoding="utf-8").splitlines()
    articles = [Article(id=row["id"], text=row["text"], date=row.get("date")) for row in map(json.loads, lines)]
    whole = time.process_time()
    spent = 0.0
    for doc in language.parse(articles, MODEL):
        quotations.annotate(doc)
        times.annotate(doc)
        begin = time.process_time()
        names = names_in(doc)
        actors.annotate(doc, names)
        spent += time.process_time() - begin
        places.annotate(doc, names)
        begin = time.process_time()
        whence.annotate(doc)
        spent += time.process_time() - begin
        list(extract(doc))
    return spent / (time.process_time() - whole)


if __name__ == "__main__":
    print(f"loading the codebook  {1000 * loading():.0f} ms")
    if len(sys.argv) > 1:
        print(f"actors, share of a run  {share(Path(sys.argv[1])):.3f}")
