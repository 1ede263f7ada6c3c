"""Print sentences of a brief with the words that they cite, all or some at random, for a person to read.

python docs/citations.py talks.json                          # all
python docs/citations.py talks.json --number 40 --seed 6     # forty at random, the same each time
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

NOT_READ = ("Outlook",)  # has its own test (docs/outlook.md)


def citations(brief: Path) -> list[tuple[str, str, str]]:
    """Each citation of a brief by its `.json`: section, sentence, quoted words."""
    told = json.loads(brief.read_text(encoding="utf-8"))["sentences"]
    return [
        (one["section"], one["text"], span["quote"])
        for one in told
        if one["section"] not in NOT_READ
        for span in one["spans"]
    ]


def main() -> None:
    """Print the citations, each under its sentence."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("brief", type=Path, help="the .json beside a brief")
    asked.add_argument("--number", type=int, help="so many at random")
    asked.add_argument("--seed", type=int, default=6)
    given = asked.parse_args()
    found = citations(given.brief)
    if given.number is not None and given.number < len(found):
        found = random.Random(given.seed).sample(found, given.number)  # noqa: S311  (a sample, no secret)
    for number, (section, sentence, words) in enumerate(found, 1):
        print(f"{number:>3}  {section}: {sentence}\n     «{words}»\n")


if __name__ == "__main__":
    main()
