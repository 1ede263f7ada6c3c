"""How far two who labelled the rows on their own agree: Krippendorff's alpha (nominal), by type and by modality.

    python training/agreement.py            # prints a table in Markdown, from `labels` of every row in rows.jsonl

Source of the formula: Krippendorff, Content Analysis (4th ed., 2018), ch. 12: alpha = 1 - observed / expected
disagreement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rows import Row, rows


def alpha(one: Sequence[str], other: Sequence[str]) -> float:
    """Krippendorff's alpha of two labellings of the same units, nominal, nothing missing."""
    counted = Counter(one) + Counter(other)
    total = sum(counted.values())
    observed = sum(a != b for a, b in zip(one, other, strict=True)) / len(one)
    expected = 1 - sum(n * (n - 1) for n in counted.values()) / (total * (total - 1))
    return 1 - observed / expected if expected else 1.0


def main() -> None:
    """Print alpha and raw agreement overall and for each label against the rest, then of the third labelling."""
    listed = rows()
    for field in ("type", "modality"):
        one, other = _pair(listed, field, 1)
        print(f"\n| {field} | rows | alpha | agreement |\n|---|---|---|---|")
        print(_line("all", one, other))
        for label in sorted(set(one)):
            print(_line(label, [a if a == label else "" for a in one], [b if b == label else "" for b in other]))
    third = [row for row in listed if len(row["labels"]) > 2]
    print("\n| third labelling | rows | alpha | agreement |\n|---|---|---|---|")
    for field in ("type", "modality"):
        print(_line(field, *_pair(third, field, 2)))
    moded = [row for row in listed if row["labels"][0]["mode"] and row["labels"][1]["mode"]]
    print(_line("mode, first two, where both tell one", *_pair(moded, "mode", 1)))


def _pair(listed: Sequence[Row], field: str, which: int) -> tuple[list[str], list[str]]:
    """A field as the writer of the rows labelled it, and as a later labeller did."""
    return [str(row["labels"][0][field]) for row in listed], [str(row["labels"][which][field]) for row in listed]


def _line(name: str, one: Sequence[str], other: Sequence[str]) -> str:
    told = [pair for pair in zip(one, other, strict=True) if any(pair)]
    same = sum(a == b for a, b in told) / len(told)
    return f"| {name} | {sum(map(bool, one))} | {alpha(one, other):.2f} | {same:.2f} |"


if __name__ == "__main__":
    main()
