"""Fit the table that says which clauses are worth asking the reader about, and write it into the package.

    python training/sieve.py

A logistic regression over the words of a clause and its pairs of neighbours: whether it takes a stance, offers,
threatens or binds. Beside the clauses of `clauses.jsonl` it learns from sentences of `rows.jsonl` in which a deed is
done and nothing else: plain news. It prints how many clauses of texts held out it would let through.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch
from reader import OUT
from rows import ROWS, rows
from torch import Tensor
from train import groups_of

from detente.stances.sieve import features

HERE = Path(__file__).parent
DEEDS = frozenset({"ASSAULT", "COERCE", "PROTEST", "CONSULT", "MOBILIZE", "ACCUSE", "COOPERATE", "AID"})
PLAIN = 2500  # sentences of plain news
FEWEST = 4  # clauses that a word or pair must stand in
LEAST = 0.05  # weight that is kept
RIDGE = 7e-4


def fit(held: Sequence[Tensor], labels: Tensor, size: int) -> tuple[Tensor, float]:
    """Weights and bias of a logistic regression over sets of features, given by their numbers."""
    weights, bias = torch.zeros(size, requires_grad=True), torch.zeros(1, requires_grad=True)
    places = torch.stack([torch.cat([torch.full_like(one, k) for k, one in enumerate(held)]), torch.cat(list(held))])
    table = torch.sparse_coo_tensor(places, torch.ones(places.shape[1]), (len(held), size))
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=80)

    def loss() -> Tensor:
        optimizer.zero_grad()
        odds = torch.sparse.mm(table, weights[:, None])[:, 0] + bias
        lost = torch.nn.functional.binary_cross_entropy_with_logits(odds, labels) + RIDGE * (weights * weights).sum()
        lost.backward()
        return lost

    optimizer.step(loss)  # type: ignore[arg-type]  # torch types the closure as one that returns a float
    return weights.detach(), bias.item()


def main() -> None:
    """Fit on all but a quarter and say what passes there; then fit on all and write."""
    clauses = rows(HERE / "clauses.jsonl")
    texts = [row["text"][slice(*row["clause"])] for row in clauses]
    told = [row["stance"] != "none" or row["inducement"] is not None or row["commitment"] for row in clauses]
    plain = [row["text"] for row in rows(ROWS) if row["type"] in DEEDS and row["modality"] == "happened"]
    texts += random.Random(1).sample(plain, PLAIN)  # noqa: S311
    labels = torch.tensor([float(one) for one in told] + [0.0] * PLAIN)
    found = [sorted(features(text)) for text in texts]
    counted = Counter(one for some in found for one in some)
    number = {one: k for k, one in enumerate(sorted(one for one, n in counted.items() if n >= FEWEST))}
    held = [torch.tensor([number[one] for one in some if one in number], dtype=torch.long) for some in found]
    group = groups_of(clauses) + list(range(len(clauses), len(texts)))
    train, test = [k for k, g in enumerate(group) if g % 4], [k for k, g in enumerate(group) if not g % 4]
    weights, bias = fit([held[k] for k in train], labels[train], len(number))
    odds = torch.tensor([weights[held[k]].sum().item() + bias for k in test])
    for kind, name in ((1.0, "with a stance, an offer, a threat or a promise"), (0.0, "with none")):
        passed = (odds > 0)[labels[test] == kind].float().mean().item()
        print(f"{passed:.2f} of the clauses {name} pass")
    weights, bias = fit(held, labels, len(number))
    kept = {one: round(weights[k].item(), 2) for one, k in number.items() if abs(weights[k].item()) >= LEAST}
    table = {"bias": round(bias, 3), "weights": kept}
    (OUT / "sieve.json").write_text(json.dumps(table, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
