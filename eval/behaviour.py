"""Test that the coding of a pair changes when the meaning does, and only then.

    python eval/behaviour.py              # measure, print, fail (exit 1) where a figure is below its floor
    python eval/behaviour.py --errors     # also print every case that does not pass
    python eval/behaviour.py --update     # raise the floors to what was measured; never lowers one

A case is a sentence with a marked pair and a variant of it. Passed is: **swap** (source and target exchanged) where
the variant gets the type that it has then, or is said to be unrelated where it has none; **negate** and **modality**
where the variant gets its modality, or the other type that it has become; **rename** (other names) and **paraphrase**
(other words) where the answer stays what it was.
"""

from __future__ import annotations

import sys
from collections import Counter

from floors import Figures, Item, read, run

from detente.annotate import annotate
from detente.coding.pairs import PairCode, code_pair
from detente.records import Article

LIKELY = 0.5


def measure(errors: bool) -> Figures:
    """The share of cases that pass, of each kind and over all."""
    cases = read("behaviour.jsonl")
    texts = [case[field] for case in cases for field in ("text", "text2")]
    docs = list(annotate(Article(id=str(k), text=text) for k, text in enumerate(texts)))
    passed, listed = Counter[str](), Counter[str]()
    for case, base, variant in zip(cases, docs[::2], docs[1::2], strict=True):
        first = code_pair(base, case["source"], case["target"])
        second = code_pair(variant, case["source2"], case["target2"])
        right = _passes(case, first, second)
        for kind in (case["kind"], "all"):
            listed[kind] += 1
            passed[kind] += right
        if errors and not right:
            told = f"{_type(first)}/{first.modality} then {_type(second)}/{second.modality}"
            print(case["id"], case["kind"], told, "should be", case["type2"], case["modality2"], case["text2"])
    return {kind: round(passed[kind] / listed[kind], 3) for kind in sorted(listed)}


def _type(coded: PairCode) -> str:
    return "NONE" if coded.unrelated >= LIKELY else coded.type


def _passes(case: Item, first: PairCode, second: PairCode) -> bool:
    if case["kind"] == "swap":
        return bool(_type(second) == case["type2"])
    if case["kind"] in ("negate", "modality"):
        moved = case["type2"] != case["type"] and second.type == case["type2"]
        return bool(moved or second.modality == case["modality2"])
    same = first.type == second.type
    return same and (case["kind"] != "rename" or first.modality == second.modality)


if __name__ == "__main__":
    sys.exit(run("behaviour", __doc__, ("behaviour.jsonl",), measure))
