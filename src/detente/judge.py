"""The trained judge of two passages: does the later one move away from the earlier, contradict it, keep or break it?

A small encoder reads both passages at once, each after the name of whose word or deed it is. Its answer depends on
these words alone. Weights are loaded when the first question is asked. `docs/judge.md` says what it was trained on.
"""

from __future__ import annotations

from functools import cache

from detente.encoder import labels, opened, shares

NAME = "judge"
LABELS = ("other", "same", "towards", "away", "clash", "broken", "partly", "kept")
LONGEST = 128  # tokens of both passages together


class Judge:
    """The model of `data/judge`, run by onnxruntime on one thread."""

    def __init__(self) -> None:
        self.session, self.tokenizer = opened(NAME)
        self.tokenizer.enable_truncation(LONGEST)
        self.warmth = float(labels(NAME)["warmth"])

    def __call__(self, earlier: str, later: str) -> dict[str, float]:
        """The probabilities of `LABELS` for two passages as `told` writes them."""
        import numpy as np

        coded = self.tokenizer.encode(earlier, later)
        fed = {"ids": coded.ids, "mask": coded.attention_mask, "types": coded.type_ids}
        logits = self.session.run(None, {name: np.array([values], np.int64) for name, values in fed.items()})[0][0]
        return shares(logits, LABELS, self.warmth)


def weights() -> str:
    """A digest of the weights, so that what other weights have said is not taken for theirs; loads no model."""
    return str(labels(NAME)["weights"])


@cache
def judge() -> Judge:
    """The judge, loaded once."""
    return Judge()


def told(who: str | None, words: str) -> str:
    """A passage as the judge reads it: whose it is, where known, and its words.

    >>> told("ELN", "We are not laying down a single rifle.")
    'ELN: We are not laying down a single rifle.'
    """
    words = " ".join(words.split())
    return f"{who}: {words}" if who else words
