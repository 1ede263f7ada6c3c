"""The trained judge of two passages: does the later one move away from the earlier, contradict it, keep or break it?

A small encoder reads both passages at once, each after the name of whose word or deed it is. Its answer depends on
these words alone. Weights are loaded when the first question is asked. `docs/judge.md` says what it was trained on.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.weights import checked

if TYPE_CHECKING:
    import numpy as np

LABELS = ("other", "same", "towards", "away", "clash", "broken", "partly", "kept")
LONGEST = 128  # tokens of both passages together


class Judge:
    """The model of `data/judge`, run by onnxruntime on one thread."""

    def __init__(self) -> None:
        from onnxruntime import InferenceSession, SessionOptions
        from tokenizers import Tokenizer

        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        with as_file(files("detente") / "data") as folder:
            self.session = InferenceSession(checked(Path(folder, "judge")), options, providers=["CPUExecutionProvider"])
            self.tokenizer = Tokenizer.from_file(str(Path(folder, "coder", "tokenizer.json")))
        self.warmth = float(_about()["warmth"])
        self.tokenizer.enable_truncation(LONGEST)

    def __call__(self, earlier: str, later: str) -> np.ndarray:
        """The probabilities of `LABELS` for two passages as `told` writes them."""
        import numpy as np

        coded = self.tokenizer.encode(earlier, later)
        fed = {"ids": coded.ids, "mask": coded.attention_mask, "types": coded.type_ids}
        logits = self.session.run(None, {name: np.array([values], np.int64) for name, values in fed.items()})[0][0]
        scaled = np.exp((logits - logits.max()) / self.warmth)
        return np.asarray((scaled / scaled.sum()).round(4), dtype=np.float32)


@cache
def _about() -> dict[str, Any]:
    place = files("detente") / "data" / "judge" / "labels.json"
    return dict(json.loads(place.read_text(encoding="utf-8")))


def weights() -> str:
    """A digest of the weights, so that what other weights have said is not taken for theirs; loads no model."""
    return str(_about()["weights"])


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
