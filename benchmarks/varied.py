"""Make many different articles from a few: sentences of articles on one conflict put together, with other facts.

    python benchmarks/varied.py FILE.jsonl... --articles 100000 -o varied.jsonl

Each FILE holds articles on one conflict. A made article takes some 150 to 220 words of it, a sentence or two from each
of several articles, in an order of its own; numbers, weekdays, months and about half of the persons are changed, and
its day lies anywhere in the years of its conflict. The same seed gives the same articles, and the first of many are
the same as of few, so that a part of a long run can be compared with a short one.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

LEAST, MOST = 150, 200  # words
SENTENCE = re.compile(r"(?<=[.!?])[\"”’]?\s+(?=[\"“‘]?[A-Z])")
USABLE = range(6, 45)  # words of a sentence that is taken
PERSON = re.compile(r"(?<=[a-z,] )([A-Z][a-z]+ [A-Z][a-z]{2,})\b(?! [A-Z])")
NUMBER = re.compile(r"(?<![\w.,:/-])(\d{1,3})(?![\w:/-]|[.,]\d)")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "April", "June", "July", "August", "September", "October", "November", "December")
TIME = re.compile(rf"\b(?:{'|'.join(DAYS + MONTHS)})\b")
OUTLETS = 40


class Conflict:
    """The sentences of the articles on a conflict, the persons in them and its first and last day."""

    def __init__(self, file: Path) -> None:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        self.name = file.stem
        self.articles = [found for row in rows if (found := sentences(row["text"]))]
        days = sorted(row["date"] for row in rows if row.get("date"))
        self.first = date.fromisoformat(days[0])
        self.span = (date.fromisoformat(days[-1]) - self.first).days + 1
        named = Counter(name for found in self.articles for one in found for name in PERSON.findall(one))
        self.persons = [name for name, times in named.most_common(300) if times > 2]


def sentences(text: str) -> list[str]:
    """The sentences of a text that can stand alone: not too short, not too long, no links, no lists."""
    found = (" ".join(one.split()) for part in text.split("\n") for one in SENTENCE.split(part))
    return [
        one for one in found if len(one.split()) in USABLE and one[-1] in '.!?"”' and not set("[]*|{}<>") & set(one)
    ]


def articles(conflicts: list[Conflict], number: int, seed: int) -> Iterator[dict[str, str]]:
    """So many made articles, the conflicts in turn."""
    for place in range(number):
        conflict = conflicts[place % len(conflicts)]
        chance = random.Random(f"{seed}-{place}")  # noqa: S311  (not for a secret)
        day = conflict.first + timedelta(days=chance.randrange(conflict.span))
        told = [changed(one, conflict.persons, chance) for one in gathered(conflict, chance)]
        cut = chance.randrange(1, len(told))
        yield {
            "id": f"{conflict.name}-{place:07d}",
            "date": day.isoformat(),
            "source": f"Outlet {chance.randrange(OUTLETS)}",
            "title": told[0][:80],
            "url": f"https://example.org/{conflict.name}/{place}",
            "text": " ".join(told[:cut]) + "\n\n" + " ".join(told[cut:]),
        }


def gathered(conflict: Conflict, chance: random.Random) -> list[str]:
    """Sentences of different articles, one or two of each, until there are words enough."""
    found: list[str] = []
    words, wanted = 0, chance.randint(LEAST, MOST)
    while words < wanted:
        source = chance.choice(conflict.articles)
        begin = chance.randrange(len(source))
        found += source[begin : begin + chance.randint(1, 2)]
        words = sum(len(one.split()) for one in found)
    return found


def changed(sentence: str, persons: list[str], chance: random.Random) -> str:
    """A sentence with other numbers, other days and months, and about half of its persons others."""
    sentence = NUMBER.sub(lambda found: str(chance.randint(2, max(9, 2 * int(found[1])))), sentence)
    sentence = TIME.sub(lambda found: chance.choice(DAYS if found[0] in DAYS else MONTHS), sentence)
    return PERSON.sub(lambda found: chance.choice(persons) if chance.random() < 0.5 else found[1], sentence)


def main() -> None:
    """Write the articles."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    with options.output.open("w", encoding="utf-8") as stream:
        for row in articles([Conflict(file) for file in options.files], options.articles, options.seed):
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
