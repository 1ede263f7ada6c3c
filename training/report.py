"""Tell from cross-validation how right the classifier is: writes `validation.md` and `validation.json`.

    python training/report.py            # from rows.jsonl and folds.jsonl, which `train.py --folds 3` writes

Every row is coded by a model that saw no row of its sentence. Macro F1 is the mean over the types; expected calibration
error is the mean distance of confidence from accuracy over ten equal bins, weighted by rows.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rows import HERE, Row, rows

FOLDS = HERE / "folds.jsonl"
PAGE = HERE / "validation.md"
FIGURES = HERE / "validation.json"
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "NONE",
)  # fmt: skip
MODALITIES = ("happened", "planned", "called-for", "hypothetical", "denied")
LABELS = HERE.parent / "src" / "detente" / "data" / "coder" / "labels.json"


@dataclass(frozen=True, slots=True)
class Coded:
    """A row with what was coded, and how likely that was said to be."""

    row: Row
    type: str
    confidence: float
    modality: str
    mode: str

    @property
    def right(self) -> bool:
        """Whether the type is."""
        return bool(self.type == self.row["type"])


def read(warmth: float, path: Path = FOLDS) -> list[Coded]:
    """The rows as they were coded while held out."""
    held_out = {one["id"]: one for one in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    found = []
    for row in rows():
        one = held_out[row["id"]]
        best = max(range(len(TYPES)), key=lambda k: one["type"][k])
        shares = [math.exp((value - one["type"][best]) / warmth) for value in one["type"]]
        modality = MODALITIES[max(range(len(MODALITIES)), key=lambda k: one["modality"][k])]
        found.append(Coded(row, TYPES[best], 1 / sum(shares), modality, one["mode"].partition(".")[2]))
    return found


def f1(gold: Sequence[str], coded: Sequence[str], label: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of a label."""
    right = sum(g == c == label for g, c in zip(gold, coded, strict=True))
    precision, recall = right / max(1, coded.count(label)), right / max(1, gold.count(label))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def macro_f1(gold: Sequence[str], coded: Sequence[str]) -> float:
    """The mean F1 over the labels of the gold."""
    labels = sorted(set(gold))
    return sum(f1(gold, coded, label)[2] for label in labels) / len(labels)


def share(listed: Iterable[bool]) -> float:
    """How much of it is true."""
    told = list(listed)
    return sum(told) / max(1, len(told))


def calibration(listed: Sequence[Coded]) -> tuple[float, list[str]]:
    """Expected calibration error, and a line of the table for each tenth of confidence."""
    bins: dict[int, list[Coded]] = defaultdict(list)
    for one in listed:
        bins[min(9, int(10 * one.confidence))].append(one)
    lines, error = [], 0.0
    for k in sorted(bins):
        said, was = sum(one.confidence for one in bins[k]) / len(bins[k]), share(one.right for one in bins[k])
        error += abs(said - was) * len(bins[k]) / len(listed)
        lines.append(f"| {k / 10:.1f} to {(k + 1) / 10:.1f} | {len(bins[k])} | {said:.2f} | {was:.2f} |")
    return error, lines


def by(listed: Sequence[Coded], name: str, of: Callable[[Row], str]) -> list[str]:
    """A table of accuracy over the values that a row has."""
    groups: dict[str, list[Coded]] = defaultdict(list)
    for one in listed:
        groups[of(one.row)].append(one)
    lines = [f"| {name} | rows | type | modality |", "|---|---|---|---|"]
    for value in sorted(groups):
        told = [one for one in groups[value] if one.row["modality"]]
        modal = share(one.modality == one.row["modality"] for one in told)
        lines.append(f"| {value} | {len(groups[value])} | {share(o.right for o in groups[value]):.2f} | {modal:.2f} |")
    return lines


def _length(row: Row) -> str:
    words = len(row["text"].split())
    return (
        "a: to 12 words"
        if words <= 12
        else "b: 13 to 24"
        if words <= 24
        else "c: 25 to 36"
        if words <= 36
        else "d: over 36"
    )


def figures(listed: Sequence[Coded]) -> dict[str, float]:
    """The figures that other pages name."""
    told = [one for one in listed if one.row["modality"]]
    found = {
        "type accuracy": share(one.right for one in listed),
        "type macro F1": macro_f1([one.row["type"] for one in listed], [one.type for one in listed]),
        "modality accuracy": share(one.modality == one.row["modality"] for one in told),
        "calibration error": calibration(listed)[0],
    }
    return {name: round(value, 3) for name, value in found.items()}


def page(listed: Sequence[Coded]) -> str:
    """The whole page."""
    gold, coded = [one.row["type"] for one in listed], [one.type for one in listed]
    told = [one for one in listed if one.row["modality"]]
    modal_gold, modal = [one.row["modality"] for one in told], [one.modality for one in told]
    modes = [one for one in listed if one.row["mode"] and one.right]
    error, curve = calibration(listed)
    right, modal_right = share(one.right for one in listed), share(o.modality == o.row["modality"] for o in told)
    mode_right = share(one.mode == one.row["mode"] for one in modes)
    parts = [
        "# The classifier, cross-validated", "",
        "Written by `python training/report.py`. Three folds; every row was coded by a model that saw no row of its",
        "sentence. The rows are a language model's idea of news, labelled by one: on real news it is less right.",
        "",
        f"- type: accuracy {right:.3f}, macro F1 {macro_f1(gold, coded):.3f} of {len(listed)} rows",
        f"- modality: accuracy {modal_right:.3f}, macro F1 {macro_f1(modal_gold, modal):.3f}",
        f"- mode, where one is told and the type is right: accuracy {mode_right:.3f}",
        f"- expected calibration error of the type: {error:.3f}", "",
        "| type | rows | precision | recall | F1 | taken most often for |", "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for label in TYPES:
        wrong = Counter(c for g, c in zip(gold, coded, strict=True) if g == label != c).most_common(3)
        taken = ", ".join(f"{name} {number}" for name, number in wrong)
        figures = " | ".join(f"{value:.2f}" for value in f1(gold, coded, label))
        parts.append(f"| {label} | {gold.count(label)} | {figures} | {taken} |")
    parts += ["", "| modality | rows | precision | recall | F1 |", "|---|---|---|---|---|"]
    for label in MODALITIES:
        figures = " | ".join(f"{value:.2f}" for value in f1(modal_gold, modal, label))
        parts.append(f"| {label} | {modal_gold.count(label)} | {figures} |")
    parts += ["", "| said | rows | mean confidence | accuracy |", "|---|---|---|---|", *curve, ""]
    parts += [*by(listed, "region", lambda row: str(row["region"])), ""]
    parts += [*by(listed, "decade", lambda row: f"{row['year'] // 10 * 10}s"), ""]
    parts += [*by(listed, "length", _length), "", *by(listed, "form", lambda row: str(row["form"])), ""]
    parts += [*by(listed, "modality", lambda row: str(row["modality"] or "(no act)")), ""]
    parts += ["Rows are the types as labelled, columns as coded:", "", "| | " + " | ".join(t[:4] for t in TYPES) + " |"]
    parts.append("|---" * (len(TYPES) + 1) + "|")
    counted = Counter(zip(gold, coded, strict=True))
    for label in TYPES:
        parts.append(f"| {label} | " + " | ".join(str(counted[label, other] or "") for other in TYPES) + " |")
    return "\n".join([*parts, ""])


if __name__ == "__main__":
    warm = json.loads(LABELS.read_text(encoding="utf-8"))["warmth"]["type"] if LABELS.is_file() else 1.0
    coded = read(warm)
    PAGE.write_text(page(coded), encoding="utf-8")
    FIGURES.write_text(json.dumps(figures(coded), indent=1) + "\n", encoding="utf-8")
