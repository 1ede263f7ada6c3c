"""Measure how words for a time are read on our own labelled cases (see docs/times.md for the convention).

A case is a text, its day, words in it and the days that they mean. Right is a case where some time that overlaps the
words has exactly its first and last day; of a duration its length, of a recurrence only that it is one; and where the
words are no time at all, that none overlaps them.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

from floors import Figures, Item, read, run

from detente.annotate import annotate
from detente.doc import Doc, When
from detente.records import Article

KINDS = ("date", "deadline", "since", "duration", "recurrence", "none")


def at_phrase(case: Item, doc: Doc) -> list[When]:
    """The times that overlap the words of a case."""
    return [
        when for when in doc.whens
        if doc.tokens[when.first].start < case["end"] and case["start"] < doc.tokens[when.last - 1].end
    ]  # fmt: skip


def fits(case: Item, when: When) -> bool:
    """Whether a time is what the label says."""
    if case["kind"] == "duration":
        return when.kind == "duration" and when.length == case["length"]
    if case["kind"] == "recurrence":
        return when.kind == "recurrence"
    return when.kind not in ("duration", "recurrence") and (when.start, when.end) == (case["from"], case["to"])


def right(case: Item, found: list[When]) -> bool:
    """Whether a case is answered rightly."""
    return not found if case["kind"] == "none" else any(fits(case, when) for when in found)


def answers() -> Iterator[tuple[Item, list[When]]]:
    """Each case with the times at its words."""
    cases = read("times.jsonl")
    articles = [Article(id=case["id"], text=case["text"], date=case["date"]) for case in cases]
    for case, doc in zip(cases, annotate(articles), strict=True):
        yield case, at_phrase(case, doc)


def measure(errors: bool) -> Figures:
    """The share of cases that are right: all, each half, and of the open half each kind."""
    agreed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case, found in answers():
        answer = right(case, found)
        parts = ["all", case["half"], *([f"open: {case['kind']}"] if case["half"] == "open" else [])]
        total.update(parts)
        agreed.update(part for part in parts if answer)
        if errors and not answer and case["half"] == "open":
            _print_error(case, found)
    names = ["all", "closed", "open", *(f"open: {kind}" for kind in KINDS)]
    return {f"times, {name}": round(agreed[name] / total[name], 3) for name in names if total[name]}


def _print_error(case: Item, found: list[When]) -> None:
    gold = f"{case['kind']} {case['from']}..{case['to']}"
    coded = "; ".join(f"«{w.words}» {w.kind} {w.start}..{w.end} by {w.why}" for w in found) or "nothing"
    print(f"{case['id']} {case['date']} «{case['phrase']}» gold {gold}  coded {coded}  | {case['text']}")


if __name__ == "__main__":
    sys.exit(run("times", __doc__, ("times.jsonl",), measure))
