"""Measure positions, inducements and commitments in passages in which each is labelled.

    python eval/stances.py              # measure, print, fail (exit 1) where a figure is below its floor
    python eval/stances.py --errors     # also print every miss and every false alarm of the open half
    python eval/stances.py --update     # raise the floors to what was measured; never lowers one

Records are paired as `gate.py` pairs them: spans that overlap by half of the shorter, most fields in agreement first.
`spans` and `all fields` are F1 (a position: actor and stance; an inducement: giver, target and kind; a commitment:
who); the rest is accuracy on pairs whose span is right. An issue is right where both names come to the same key or
share their head; a condition where its words overlap.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict

from floors import Figures, Item, read, run
from gate import coded_line, pairs, show_errors

from detente.findings.rows import content_key, issue_key
from detente.records import Article

OF_PAIRS = {
    "positions": ("actor", "stance", "issue", "condition"),
    "inducements": ("kind", "state", "condition"),
    "commitments": ("deadline", "condition"),
}


def measure(errors: bool) -> Figures:
    """The figures of each half; see above."""
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in read("stances.jsonl"):
        article = Article(**{key: row[key] for key in ("id", "date", "title", "text")})
        coded = coded_line(article)
        for layer, fields in OF_PAIRS.items():
            matched = list(pairs(layer, row[layer], coded[layer]))
            count = counted[row["half"], layer]
            count.update(spans=len(matched), right=sum(right for _, _, right in matched))
            count["listed"] += len(row[layer]) + len(coded[layer])
            for gold, found, _ in matched:
                count.update(_compared(fields, gold, found))
            if errors and row["half"] == "open":
                show_errors(layer, row["text"], row[layer], coded[layer], matched)
    figures: Figures = {}
    for (half, layer), count in sorted(counted.items()):
        figures[f"{layer}, {half}: spans"] = round(2 * count["spans"] / count["listed"], 3)
        figures[f"{layer}, {half}: all fields"] = round(2 * count["right"] / count["listed"], 3)
        for field in OF_PAIRS[layer]:
            figures[f"{layer}, {half}: {field}"] = round(count[f"{field} right"] / max(1, count[f"{field} told"]), 3)
    return figures


def _compared(fields: tuple[str, ...], gold: Item, coded: Item) -> Counter[str]:
    """Which fields of a pair were told, and which of them are right."""
    told = [field for field in fields if gold[field] is not None]
    return Counter(
        [f"{field} told" for field in told] + [f"{field} right" for field in told if _same(field, gold, coded)]
    )


def _same(field: str, gold: Item, coded: Item) -> bool:
    one, other = str(gold[field]), str(coded[field] or "")
    if field == "issue":
        return issue_key(one) == issue_key(other) or bool(heads(one) & heads(other))
    if field == "condition":
        return bool(set(content_key(one).split()) & set(content_key(other).split()))
    if field == "actor":
        return bool(set(one.split("; ")) & set(other.split("; ")))
    return one == other


def heads(issue: str) -> set[str]:
    """The word that a name of an issue turns on: what stands before `of`, `from` and their like, last of its kind."""
    words = issue_key(issue).split()
    ends = [i for i, word in enumerate(words) if word in ("of", "from", "in", "on", "for", "to", "with", "by")]
    return set(words[max(0, (ends[0] if ends else len(words)) - 1) : ends[0] if ends else len(words)])


if __name__ == "__main__":
    sys.exit(run("stances", __doc__, ("stances.jsonl",), measure))
