"""Train the judge from `dossiers.jsonl`, `families.jsonl` and `changes.jsonl` and write it into the package.

    python training/judge.py             # writes src/detente/data/judge/, and judge_held.json beside this file
    python training/judge.py --report    # print again how right it is on the dossiers held out

The encoder that `train.py` uses reads two passages at once, each after the name of whose it is. Every pair of sentences
of a dossier is a row: those that its writer relates, and many more that have nothing to do with one another. One
dossier in twelve is never trained on, so that the figures are those of the weights that are shipped.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from tokenizers import Encoding
from torch import Tensor, nn
from train import base, mean, tokenizer
from transformers import AutoModel

from detente.judge import LABELS, LONGEST, told

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "detente" / "data" / "judge"
HELD = HERE / "judge_held.json"
HELD_OUT = 12  # one dossier in so many
UNRELATED = 2.5  # pairs without a relation for one with, drawn anew in every epoch
NEARBY = 0.6  # of those, the share in which both passages seem to be of one party
NAMELESS = 0.15  # how often it is not told whose a passage is, as will happen in use
CONVERSE = {"towards": "away", "away": "towards", "clash": "clash", "same": "same"}  # what it is the other way round
TURNED, UNDONE = (
    0.5,
    0.15,
)  # how often these are turned round; and others, which then are nothing: a deed before the word
KINDS = {"shift": ("towards", "away"), "clash": ("clash",), "gap": ("broken", "partly")}


class Pair(NamedTuple):
    """Two passages, the earlier first, with whose they are, and how the later stands to the earlier."""

    who: str | None
    earlier: str
    whose: str | None
    later: str
    label: str
    near: bool


# ---------------------------------------------------------------- rows


def dossiers() -> list[list[Pair]]:
    """The pairs of each dossier: those in which it is known whose word the earlier passage is."""
    lines = (HERE / "dossiers.jsonl").read_text(encoding="utf-8").splitlines()
    return [list(_pairs(json.loads(line))) for line in lines]


def _pairs(dossier: dict[str, list[list[str]]]) -> Iterator[Pair]:
    related = {(one, other): label for one, other, label in dossier["relations"]}
    passages = dossier["passages"]
    for place, (number, who, text) in enumerate(passages):
        for other, whose, later in passages[place + 1 :]:
            label = related.get((number, other), "other")
            if who or label != "other":
                yield Pair(who, text, whose, later, label, bool(_names(who) & _names(whose)))


def _names(who: str | None) -> set[str]:
    return set(re.findall(r"[^\W\d_]{3,}", (who or "").casefold())) - {"the", "and", "minister", "president", "foreign"}


def families() -> Iterator[Pair]:
    """The pairs of each family: one earlier passage, and later ones that stand to it in different ways."""
    for line in (HERE / "families.jsonl").read_text(encoding="utf-8").splitlines():
        family = json.loads(line)
        for label, whose, later in family["later"]:
            yield Pair(*family["earlier"], whose, later, label, near=True)


def changes() -> Iterator[Pair]:
    """The pairs that were written as pairs."""
    for line in (HERE / "changes.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        who, whose = _marked(row, "first"), _marked(row, "second")
        yield Pair(who, row["first"], whose, row["second"], row["label"], near=True)


def _marked(row: dict[str, str], which: str) -> str | None:
    place = row.get(f"{which}_actor")
    return row[which][int(place[0]) : int(place[1])] if place else None


# ---------------------------------------------------------------- the model


class Judging(nn.Module):
    """The encoder and one head. In: ids, mask and token types (batch, length). Out: logits (batch, labels)."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base(), attn_implementation="eager", add_pooling_layer=False)
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(5 * self.encoder.config.hidden_size, len(LABELS))
        for weight in self.encoder.embeddings.word_embeddings.parameters():
            weight.requires_grad = False

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """The two passages are told apart by `types`: 0 for the earlier, 1 for the later."""
        states = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        one, other = mean(states, mask * (1 - types)), mean(states, mask * types)
        return self.head(self.drop(torch.cat([states[:, 0], one, other, (one - other).abs(), one * other], dim=1)))


class Coding:
    """From pairs to what the model is fed."""

    def __init__(self) -> None:
        self.made = tokenizer()
        self.made.enable_truncation(LONGEST)

    def __call__(self, pair: Pair, chance: random.Random | None = None) -> Encoding:
        """A pair as tokens; with `chance`, now and then without its names."""
        who, whose = (None if chance and chance.random() < NAMELESS else name for name in (pair.who, pair.whose))
        return self.made.encode(told(who, pair.earlier), told(whose, pair.later))


def batch(coded: Sequence[Encoding]) -> tuple[Tensor, Tensor, Tensor]:
    """ids, mask and types, padded to the longest."""
    length = max(len(one.ids) for one in coded)
    ids, mask, types = (torch.zeros(len(coded), length, dtype=torch.long) for _ in range(3))
    for i, one in enumerate(coded):
        size = len(one.ids)
        ids[i, :size], mask[i, :size], types[i, :size] = torch.tensor(one.ids), 1, torch.tensor(one.type_ids)
    return ids, mask, types


def fit(pairs: Sequence[Pair], also: Sequence[Pair], *, epochs: int, seed: int, rate: float = 2e-4) -> Judging:
    """A model trained on the pairs of dossiers and on others."""
    torch.manual_seed(seed)
    chance, coding, model = random.Random(seed), Coding(), Judging()  # noqa: S311  (an order of training, no secret)
    related = [pair for pair in pairs if pair.label != "other"]
    near = [pair for pair in pairs if pair.label == "other" and pair.near]
    far = [pair for pair in pairs if pair.label == "other" and not pair.near]
    drawn = int(UNRELATED * len(related))
    from_near = min(len(near), int(drawn * NEARBY))
    steps = epochs * math.ceil((len(related) + len(also) + drawn) / 16)
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": model.head.parameters(), "lr": rate * 5}], weight_decay=0.01
    )
    warm = max(1, steps // 12)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
    )
    model.train()
    for epoch in range(epochs):
        rows = [turned(pair, chance) for pair in (*related, *also)]
        rows += [*chance.sample(near, from_near), *chance.sample(far, min(len(far), drawn - from_near))]
        coded = [coding(row, chance) for row in rows]
        labels = torch.tensor([LABELS.index(row.label) for row in rows])
        total = 0.0
        for some in _batches(coded, chance):
            with torch.autocast("cpu", torch.bfloat16):
                out = model(*batch([coded[i] for i in some])).float()
            loss = nn.functional.cross_entropy(out, labels[some], label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(some)
        print(f"epoch {epoch + 1}: loss {total / len(rows):.3f}", flush=True)
    return model.eval()


def turned(pair: Pair, chance: random.Random) -> Pair:
    """A pair as it is, or by chance the other way round with the label that it then has."""
    if chance.random() >= (TURNED if pair.label in CONVERSE else UNDONE):
        return pair
    label = CONVERSE.get(pair.label, "other")
    return Pair(pair.whose, pair.later, pair.who, pair.earlier, label, pair.near)


def _batches(coded: Sequence[Encoding], chance: random.Random) -> list[list[int]]:
    """Batches of like length in random order."""
    order = sorted(range(len(coded)), key=lambda i: (len(coded[i].ids) // 8, chance.random()))
    every = [order[i : i + 16] for i in range(0, len(order), 16)]
    chance.shuffle(every)
    return every


@torch.no_grad()
def predict(model: Judging, pairs: Sequence[Pair]) -> np.ndarray:
    """The logits (pairs, labels)."""
    coding = Coding()
    coded = [coding(pair) for pair in pairs]
    found = np.zeros((len(pairs), len(LABELS)), np.float32)
    order = sorted(range(len(pairs)), key=lambda i: len(coded[i].ids))
    for k in range(0, len(order), 64):
        some = order[k : k + 64]
        found[some] = model(*batch([coded[i] for i in some])).numpy()
    return found


# ---------------------------------------------------------------- measuring, writing


def report() -> None:
    """Print how many related pairs get the right label, and for each kind of finding recall at some precisions."""
    gold, shares = _held()
    related = gold > 0
    print(f"label of a related pair: {(shares[related].argmax(1) == gold[related]).mean():.2f} of {related.sum()}")
    for kind, labels in KINDS.items():
        which = [LABELS.index(label) for label in labels]
        right = np.isin(gold, which)[np.argsort(-shares[:, which].sum(1))]
        precision = right.cumsum() / np.arange(1, len(right) + 1)
        recall = right.cumsum() / max(1, right.sum())
        best = {at: recall[precision >= at].max(initial=0.0) for at in (0.85, 0.7, 0.5)}
        print(f"{kind}: {right.sum()} of {len(gold)}, recall", *(f"{best[at]:.2f} at {at:.0%}" for at in best))


def _held() -> tuple[np.ndarray, np.ndarray]:
    held = json.loads(HELD.read_text(encoding="utf-8"))
    logits = np.array(held["logits"])
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return np.array([LABELS.index(label) for label in held["labels"]]), raised / raised.sum(1, keepdims=True)


def warmth() -> float:
    """The temperature under which the labels held out are likeliest."""
    held = json.loads(HELD.read_text(encoding="utf-8"))
    logits = torch.tensor(held["logits"])
    gold = torch.tensor([LABELS.index(label) for label in held["labels"]])
    return min((n / 20 for n in range(10, 61)), key=lambda t: nn.functional.cross_entropy(logits / t, gold).item())


def export(model: Judging) -> None:
    """Write the model for onnxruntime with weights of eight bits; the tokenizer is the coder's."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    OUT.mkdir(parents=True, exist_ok=True)
    example = batch([Coding()(Pair("A", "b", "C", "d", "other", near=True))] * 2)
    names = ["ids", "mask", "types"]
    axes = {name: {0: "batch", 1: "length"} for name in names} | {"logits": {0: "batch"}}
    whole = OUT / "whole.onnx"
    torch.onnx.export(
        model, example, str(whole), input_names=names, output_names=["logits"], dynamic_axes=axes, opset_version=17,
        dynamo=False,
    )  # fmt: skip
    quantize_dynamic(whole, OUT / "model.onnx", weight_type=QuantType.QInt8, per_channel=True)
    whole.unlink()
    said = {"labels": LABELS, "warmth": warmth(), "weights": sha256((OUT / "model.onnx").read_bytes()).hexdigest()}
    (OUT / "labels.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Train on all but the dossiers held out, measure on these, and write the weights; or only report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--report", action="store_true", help="print the figures of the last training; trains nothing")
    parser.add_argument("--epochs", type=int, default=4)
    options = parser.parse_args()
    if not options.report:
        torch.set_num_threads(2)
        every = dossiers()
        kept = [pair for number, pairs in enumerate(every) if number % HELD_OUT for pair in pairs]
        held = [pair for number, pairs in enumerate(every) if number % HELD_OUT == 0 for pair in pairs]
        model = fit(kept, [*families(), *changes()], epochs=options.epochs, seed=0)
        said = {"labels": [pair.label for pair in held], "logits": predict(model, held).round(2).tolist()}
        HELD.write_text(json.dumps(said) + "\n", encoding="utf-8")
        export(model)
    report()


if __name__ == "__main__":
    main()
