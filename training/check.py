"""Check the training sets: form, balance, and that no row is nearly another or a sentence of an evaluation set.

    python training/check.py [FILE...]    # FILE: JSON Lines with a `text`, or plain text, that must not be in the set

Our own evaluation sets (`eval/*.jsonl`) are always compared. Two texts are near when most word 5-grams of the shorter
are in the other. Exit code 1 where something is wrong.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from rows import HERE, Row, rows

from detente.judge import LABELS

MODALITIES = ("happened", "planned", "called-for", "hypothetical", "denied")
FEWEST = 200  # rows of a type
NEAR = 0.5
FEWEST_SHARED = 3  # 5-grams: `urged both sides to show restraint` alone makes no copy
GRAM = 5
_WORD = re.compile(r"\w+")


def grams(text: str) -> set[tuple[str, ...]]:
    """The word 5-grams of a text; of a shorter one the words together."""
    words = _WORD.findall(text.casefold())
    return {tuple(words[i : i + GRAM]) for i in range(max(1, len(words) - GRAM + 1))}


def wrong(row: Row) -> Iterator[str]:
    """What is wrong with the form of a row."""
    for which in ("source", "target"):
        start, end = row[which]
        if not (0 <= start < end <= len(row["text"])) or row["text"][start:end] != row["text"][start:end].strip():
            yield f"{which} is no stretch of the text"
    if (row["type"] == "NONE") != (row["modality"] is None):
        yield "NONE alone has no modality"
    elif row["modality"] is not None and row["modality"] not in MODALITIES:
        yield f"no modality {row['modality']}"


def near_pairs(listed: list[Row]) -> Iterator[tuple[str, str]]:
    """The ids of rows whose sentences are nearly the same without being the same."""
    texts = list(dict.fromkeys(row["text"] for row in listed))
    first = {row["text"]: row["id"] for row in reversed(listed)}
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for gram in grams(text):
            holders[gram].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for held in holders.values():
        shared.update((a, b) for i, a in enumerate(held) for b in held[i + 1 :])
    for (a, b), number in sorted(shared.items()):
        if number >= NEAR * min(len(grams(texts[a])), len(grams(texts[b]))):
            yield first[texts[a]], first[texts[b]]


def texts_of(file: Path) -> Iterator[str]:
    """The sentences of a file that is compared with."""
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line) if file.suffix == ".jsonl" else {"text": line}
        for piece in row.get("pieces", [row]):
            yield from re.split(r"(?<=[.!?])\s+", piece.get("text", ""))


def seen_in(listed: list[Row], file: Path) -> Iterator[str]:
    """The ids of rows whose sentence is nearly one of a file."""
    holders: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in listed:
        for gram in grams(row["text"]):
            holders[gram].add(row["id"])
    sizes = {row["id"]: len(grams(row["text"])) for row in listed}
    for text in texts_of(file):
        own = grams(text)
        if len(own) < 3:
            continue
        shared = Counter(name for gram in own for name in holders.get(gram, ()))
        for name, number in shared.items():
            if number >= max(FEWEST_SHARED, NEAR * min(len(own), sizes[name])):
                yield name


def others() -> list[Row]:
    """The texts of the sets beside the events: clauses, phrases, and the passages of changes, families and dossiers."""
    listed = [row for name in ("clauses", "phrases") for row in rows(HERE / f"{name}.jsonl")]
    for row in rows(HERE / "changes.jsonl"):
        listed += [{"id": row["id"], "text": row[side]} for side in ("first", "second")]
    for row in rows(HERE / "families.jsonl"):
        listed += [{"id": row["id"], "text": text} for *_, text in (row["earlier"], *row["later"])]
    for row in rows(HERE / "dossiers.jsonl"):
        listed += [{"id": row["id"], "text": text} for *_, text in row["passages"]]
    return listed


def unrelated(dossier: Row) -> Iterator[str]:
    """Relations of a dossier between passages that it does not have, or that stand in the wrong order."""
    places = {number: place for place, (number, *_) in enumerate(dossier["passages"])}
    for one, other, label in dossier["relations"]:
        if label not in LABELS or places.get(one, len(places)) >= places.get(other, -1):
            yield f"{one} {other} {label} is no relation of its passages"


def misplaced(row: Row) -> Iterator[str]:
    """Marks of a row of these that are no stretch of its text."""
    marks = [(row["text"], row.get(name)) for name in ("holder", "clause", "phrase")] if "text" in row else []
    marks += [(row[name], row[f"{name}_actor"]) for name in ("first", "second") if name in row]
    for text, mark in marks:
        if mark is not None and not 0 <= mark[0] < mark[1] <= len(text):
            yield f"{mark} is no stretch of the text"


def main() -> int:
    """Say what is wrong, and count."""
    listed = rows()
    said = [f"{row['id']}: {text}" for row in listed for text in wrong(row)]
    said += [f"{a} and {b} are nearly the same sentence" for a, b in near_pairs(listed)]
    beside = others()
    marked = [row for name in ("clauses", "phrases", "changes") for row in rows(HERE / f"{name}.jsonl")]
    said += [f"{row['id']}: {text}" for row in marked for text in misplaced(row)]
    said += [f"{row['id']}: {text}" for row in rows(HERE / "dossiers.jsonl") for text in unrelated(row)]
    for file in [*sorted((HERE.parent / "eval").glob("*.jsonl")), *map(Path, sys.argv[1:])]:
        said += [f"{name} is nearly in {file.name}" for name in seen_in([*listed, *beside], file)]
    counted = Counter(row["type"] for row in listed)
    said += [f"only {number} rows of {kind}" for kind, number in counted.items() if number < FEWEST]
    print("\n".join(said))
    print(f"{len(listed)} rows, {len({row['text'] for row in listed})} sentences; {dict(counted.most_common())}")
    print(dict(Counter(row["modality"] for row in listed).most_common()))
    return int(bool(said))


if __name__ == "__main__":
    sys.exit(main())
