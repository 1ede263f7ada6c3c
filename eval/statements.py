"""Measure statements in passages in which each is labelled: what was said, by whom, how it is reported.

    python eval/statements.py              # measure, print, fail (exit 1) where a figure is below its floor
    python eval/statements.py --errors     # also print every miss and every false alarm of the open half
    python eval/statements.py --update     # raise the floors to what was measured; never lowers one

Statements are paired as `gate.py` pairs them: spans that overlap by half of the shorter. `spans` and `with speaker` are
F1, speakers compared by the side they stand for; the rest is accuracy on pairs whose span is right, cue and addressee
of those that have one in the labels. `false in traps`: statements found in passages that have none, per passage.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict

from floors import Figures, Item, read, run
from gate import coded_line, pairs, show_errors

from detente.records import Article

OF_PAIRS = ("kind", "speech_act", "modality", "cue", "addressee")


def measure(errors: bool) -> Figures:
    """The figures of each half; see above."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for row in read("statements.jsonl"):
        article = Article(**{key: row[key] for key in ("id", "date", "title", "text")})
        coded = coded_line(article)["statements"]
        matched = list(pairs("statements", row["statements"], coded))
        count = counted[row["half"]]
        count.update(spans=len(matched), right=sum(right for _, _, right in matched))
        count["listed"] += len(row["statements"]) + len(coded)
        if not row["statements"]:
            count.update(traps=1, alarms=len(coded))
        for gold, found, _ in matched:
            count.update(_compared(gold, found))
        if errors and row["half"] == "open":
            show_errors("statements", row["text"], row["statements"], coded, matched)
    figures: Figures = {}
    for half, count in sorted(counted.items()):
        figures[f"{half}: spans"] = round(2 * count["spans"] / count["listed"], 3)
        figures[f"{half}: with speaker"] = round(2 * count["right"] / count["listed"], 3)
        for field in OF_PAIRS:
            figures[f"{half}: {field}"] = round(count[f"{field} right"] / max(1, count[f"{field} told"]), 3)
        figures[f"{half}: traps without a false alarm"] = round(1 - count["alarms"] / max(1, count["traps"]), 3)
    return figures


def _compared(gold: Item, coded: Item) -> Counter[str]:
    """Which fields of a pair were told, and which of them are right."""
    told = [field for field in OF_PAIRS if gold[field] is not None]
    return Counter(
        [f"{field} told" for field in told] + [f"{field} right" for field in told if _same(field, gold, coded)]
    )


def _same(field: str, gold: Item, coded: Item) -> bool:
    one, other = str(gold[field]).casefold(), str(coded[field] or "").casefold()
    if field in ("cue", "addressee"):  # `said` of `has said`, `the council` of `Security Council`
        return bool(other) and (one in other or other in one)
    return one == other


if __name__ == "__main__":
    sys.exit(run("statements", __doc__, ("statements.jsonl",), measure))
