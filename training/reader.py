"""Train the reader from `clauses.jsonl` and `phrases.jsonl` and write it, quantised, into the package.

    python training/reader.py               # all rows; writes src/detente/data/reader/
    python training/reader.py --hold 8      # first on all but an eighth: what it says of those is reader_held.jsonl

The first layers of the encoder that `train.py` uses, with two kinds of question. Of a marked clause and, where the
text names it, a marked holder: which stance the holder takes there, whether it offers or threatens and how far that
has gone, whether it binds itself. Of a marked phrase: the sector of whom it stands for. The kinds take turns, batch by
batch.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import torch
from lean import make_lean
from rows import Row, rows
from torch import Tensor, nn
from train import MARKS, NOT_TOLD, base, batches, groups_of, inputs, mean, tokenizer
from transformers import AutoModel

from detente.encoder import marked, sentences_round
from detente.records import STANCES

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "detente" / "data" / "reader"
HELD = HERE / "reader_held.jsonl"
LAYERS = 3  # half of the encoder's: what is lost in accuracy is little beside what is gained in time
HEADS: dict[str, tuple[str, ...]] = {
    "stance": ("none", *STANCES),
    "inducement": ("none", "offer", "threat"),
    "state": ("made", "imposed", "withdrawn", "withheld"),
    "commitment": ("no", "yes"),
    "sector": (
        "", "GOV", "MIL", "SPY", "COP", "JUD", "LEG", "PTY", "OPP", "REB", "PRM", "UAF", "CRM", "PRE", "ELI", "AGR",
        "BUS", "CVL", "EDU", "JRN", "LAB", "MED", "REF", "REL", "SOC", "UNK",
    ),
}  # fmt: skip
SHARES = {"stance": 1.0, "inducement": 0.5, "state": 0.3, "commitment": 0.5, "sector": 1.0}  # of the loss


class Reader(nn.Module):
    """The encoder's first layers and the heads. In: ids and masks (batch, length). Out: logits of each head."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base(), attn_implementation="eager", add_pooling_layer=False)
        self.encoder.encoder.layer = self.encoder.encoder.layer[:LAYERS]
        width = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.heads = nn.ModuleList(nn.Linear(3 * width, len(names)) for names in HEADS.values())
        for weight in self.encoder.embeddings.word_embeddings.parameters():
            weight.requires_grad = False

    def forward(self, ids: Tensor, mask: Tensor, source: Tensor, target: Tensor) -> tuple[Tensor, ...]:
        """`source` and `target` are masks from opening to closing mark: of the holder, and of what is asked about."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        pooled = self.drop(torch.cat([mean(states, which) for which in (mask, source, target)], dim=1))
        return tuple(head(pooled) for head in self.heads)


class Data:
    """Clauses and phrases as token ids with their labels."""

    def __init__(self, listed: Sequence[Row]) -> None:
        made = tokenizer()
        self.marks = [made.token_to_id(mark) for mark in MARKS]
        self.ids = [made.encode(marked(*asked(row), MARKS)).ids for row in listed]
        self.labels = torch.tensor([_labels(row) for row in listed])

    def batch(self, which: Sequence[int]) -> tuple[Tensor, ...]:
        """ids, masks and labels of some rows."""
        return (*inputs([self.ids[i] for i in which], self.marks), self.labels[list(which)])


def asked(row: Row) -> tuple[str, list[tuple[int, int] | None]]:
    """What the reader is asked: the sentence of a clause, with its holder if that is named there, or of a phrase."""
    text, spans = row["text"], [row.get("holder"), row.get("phrase") or row["clause"]]
    start, stop = sentences_round(text, *spans[1])
    inside = [span if span and start <= span[0] and span[1] <= stop else None for span in spans]
    return text[start:stop], [(span[0] - start, span[1] - start) if span else None for span in inside]


def _labels(row: Row) -> list[int]:
    """The index of the label of each head; those that a row does not tell are passed over."""
    if "phrase" in row:
        return [NOT_TOLD] * 4 + [HEADS["sector"].index(row["sector"])]
    kind, _, state = (row["inducement"] or "none").partition(":")
    told = {"stance": row["stance"], "inducement": kind, "commitment": "yes" if row["commitment"] else "no"}
    told |= {"state": state} if state else {}
    return [names.index(told[head]) if head in told else NOT_TOLD for head, names in HEADS.items()]


def fit(data: Data, which: list[int], *, epochs: int, seed: int, rate: float = 2e-4) -> Reader:
    """A model trained on some rows."""
    torch.manual_seed(seed)
    generator = random.Random(seed)  # noqa: S311  (an order of training, no secret)
    model = Reader()
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": model.heads.parameters(), "lr": rate * 5}], weight_decay=0.01
    )
    kinds = [[i for i in which if (int(data.labels[i, 0]) == NOT_TOLD) == phrase] for phrase in (False, True)]
    steps = epochs * sum(math.ceil(len(kind) / 16) for kind in kinds)
    warm = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
    )
    model.train()
    for epoch in range(epochs):
        total = 0.0
        for some in _by_turns(kinds, data, generator):
            *given, labels = data.batch(some)
            with torch.autocast("cpu", torch.bfloat16):
                outs = [out.float() for out in model(*given)]
            losses = [
                share * nn.functional.cross_entropy(out, labels[:, k], ignore_index=NOT_TOLD, label_smoothing=0.05)
                for k, (out, share) in enumerate(zip(outs, SHARES.values(), strict=True))
                if (labels[:, k] != NOT_TOLD).any()
            ]
            loss = torch.stack(losses).sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total * 16 / len(which):.3f}", flush=True)
    return model.eval()


def _by_turns(kinds: list[list[int]], data: Any, generator: random.Random) -> Iterator[list[int]]:
    """Batches of one kind each, in random order."""
    every = [some for kind in kinds if kind for some in batches(kind, data, 16, generator)]
    generator.shuffle(every)
    return iter(every)


@torch.no_grad()
def predict(model: Reader, data: Data, which: Sequence[int]) -> list[list[np.ndarray]]:
    """The logits of each head for some rows."""
    found: dict[int, list[np.ndarray]] = {}
    ordered = sorted(which, key=lambda i: len(data.ids[i]))
    for k in range(0, len(ordered), 64):
        some = ordered[k : k + 64]
        outs = [out.numpy() for out in model(*data.batch(some)[:-1])]
        for j, i in enumerate(some):
            found[i] = [out[j] for out in outs]
    return [found[i] for i in which]


def hold_out(listed: list[Row], share: int, epochs: int) -> None:
    """Train on all texts but one in `share`, write the logits for the rows of those, and print how many are right."""
    data, group = Data(listed), groups_of(listed)
    numbers = sorted(set(group))
    random.Random(7).shuffle(numbers)  # noqa: S311
    kept_back = set(numbers[: len(numbers) // share])
    held = [i for i, g in enumerate(group) if g in kept_back]
    model = fit(data, [i for i, g in enumerate(group) if g not in kept_back], epochs=epochs, seed=0)
    lines = []
    for i, logits in zip(held, predict(model, data, held), strict=True):
        told = {head: out for head, out, label in zip(HEADS, logits, data.labels[i], strict=True) if label >= 0}
        said = {head: [round(float(x), 2) for x in out] for head, out in told.items()}
        lines.append(json.dumps({"id": listed[i]["id"]} | said) + "\n")
    HELD.write_text("".join(lines), encoding="utf-8")
    report(listed)


def report(listed: Sequence[Row]) -> None:
    """Print, for each head, how many of the rows held out are right, and F1 of each label."""
    labels = {row["id"]: _labels(row) for row in listed}
    held = [json.loads(line) for line in HELD.read_text(encoding="utf-8").splitlines()]
    for k, (head, names) in enumerate(HEADS.items()):
        pairs = [(int(np.argmax(row[head])), labels[row["id"]][k]) for row in held if head in row]
        right = sum(said == gold for said, gold in pairs)
        print(f"{head}: {right / len(pairs):.2f} of {len(pairs)}")
        for n, name in enumerate(names):
            said, gold = sum(s == n for s, _ in pairs), sum(g == n for _, g in pairs)
            both = sum(s == g == n for s, g in pairs)
            print(f"    {name or '(none)':15s} {gold:5d}  F1 {2 * both / max(1, said + gold):.2f}")


def warmth(listed: Sequence[Row]) -> dict[str, float]:
    """The temperature of each head under which the labels held out are likeliest; 1 where none were."""
    held_out = {}
    if HELD.is_file():
        held_out = {row["id"]: row for row in map(json.loads, HELD.read_text(encoding="utf-8").splitlines())}
    found = dict.fromkeys(HEADS, 1.0)
    for k, head in enumerate(HEADS):
        told = [(held_out[row["id"]][head], _labels(row)[k]) for row in listed if head in held_out.get(row["id"], ())]
        if told:
            logits, gold = torch.tensor([t[0] for t in told]), torch.tensor([t[1] for t in told])
            tried = [n / 20 for n in range(10, 41)]
            found[head] = min(tried, key=lambda t: nn.functional.cross_entropy(logits / t, gold).item())
    return found


def export(model: Reader, warm: dict[str, float]) -> None:
    """Write the model for onnxruntime with weights of eight bits, and its labels; the tokenizer is the coder's."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    OUT.mkdir(parents=True, exist_ok=True)
    made = tokenizer()
    marks = [made.token_to_id(mark) for mark in MARKS]
    example = inputs([made.encode(f"{MARKS[0]} a {MARKS[1]} b {MARKS[2]} c {MARKS[3]}").ids] * 2, marks)
    names = ["ids", "mask", "source", "target"]
    axes = {name: {0: "batch", 1: "length"} for name in names} | {head: {0: "batch"} for head in HEADS}
    whole = OUT / "whole.onnx"
    torch.onnx.export(
        model, example, str(whole), input_names=names, output_names=list(HEADS), dynamic_axes=axes, opset_version=17,
        dynamo=False,
    )  # fmt: skip
    quantize_dynamic(whole, OUT / "model.onnx", weight_type=QuantType.QInt8, per_channel=True)
    whole.unlink()
    make_lean(OUT / "model.onnx")
    labels: dict[str, Any] = {"heads": HEADS, "marks": marks, "marking": MARKS, "warmth": warm}
    labels["weights"] = sha256((OUT / "model.onnx").read_bytes()).hexdigest()  # a record's edition hangs on it
    (OUT / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Train, or hold out and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hold", type=int, metavar="N", help="hold out one text in N and measure; writes no model")
    parser.add_argument("--epochs", type=int, default=6)
    options = parser.parse_args()
    torch.set_num_threads(2)
    listed = rows(HERE / "clauses.jsonl") + rows(HERE / "phrases.jsonl")
    if options.hold:
        hold_out(listed, options.hold, options.epochs)
        return
    data = Data(listed)
    export(fit(data, list(range(len(listed))), epochs=options.epochs, seed=0), warmth(listed))


if __name__ == "__main__":
    main()
