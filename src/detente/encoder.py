"""A small trained encoder with heads, run by onnxruntime on one thread: marked words in, logits of each head out.

Its answers depend on the words that are given alone: one text at a time, for the eight-bit activations are scaled by
the tensor at hand, so that in a batch the answer to one would hang on its neighbours, and padding would eat what
batching gains on one core. Weights are loaded when the first question is asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.weights import checked

if TYPE_CHECKING:
    import numpy as np
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Stretch = tuple[int, int]
TOKENIZER = "coder"  # the models share their words and marks
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’']?\s+(?=[\"“‘'A-Z])")


class Encoder:
    """A model of `data/`, by its folder's name, with the labels that lie beside it."""

    def __init__(self, name: str) -> None:
        self.session, self.tokenizer = opened(name)
        self.labels = labels(name)

    def __call__(self, text: str, source: Stretch | None, target: Stretch | None) -> list[np.ndarray]:
        """The logits of each head for a text with two stretches of it (Python string indices, end exclusive)."""
        import numpy as np

        marks: list[int] = self.labels["marks"]
        ids: list[int] = self.tokenizer.encode(marked(text, (source, target), self.labels["marking"])).ids
        every = np.arange(len(ids), dtype=np.int64)
        shown = np.stack([np.ones_like(every), between(ids, *marks[:2]), between(ids, *marks[2:])]).astype(np.float32)
        shares = shown / np.maximum(shown.sum(axis=1, keepdims=True), 1)
        fed = {"ids": np.array([ids], np.int64), "places": every[None], "shares": shares[None]}
        return [out[0] for out in self.session.run(None, fed)]


def opened(name: str) -> tuple[InferenceSession, Tokenizer]:
    """A model of `data/` on one thread, its weights checked, and the tokenizer."""
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    unwanted = ["SkipLayerNormFusion"]  # a sum and its normalisation as one step take five times as long as the two
    with as_file(files("detente") / "data") as folder:
        session = InferenceSession(
            checked(Path(folder, name)), options, ["CPUExecutionProvider"], disabled_optimizers=unwanted
        )
        return session, Tokenizer.from_file(str(Path(folder, TOKENIZER, "tokenizer.json")))


@cache
def labels(name: str) -> dict[str, Any]:
    """What lies beside the weights of a model: its labels, temperature and digest; loads no model."""
    place = files("detente") / "data" / name / "labels.json"
    return dict(json.loads(place.read_text(encoding="utf-8")))


@cache
def encoder(name: str) -> Encoder:
    """The encoder of this name, loaded once."""
    return Encoder(name)


def sentences_round(text: str, start: int, end: int) -> Stretch:
    """The bounds of the sentence in which a stretch of a text stands, or of the sentences that it runs over."""
    ends = [0, *(match.end() for match in _SENTENCE.finditer(text)), len(text)]
    return max(one for one in ends if one <= start), min(one for one in ends if one >= end)


def between(ids: Sequence[int], opening: int, closing: int) -> np.ndarray:
    """A mask of the tokens from mark to mark; of all of them where there is none, to the end where that is cut off."""
    import numpy as np

    mask = np.zeros(len(ids), np.int64)
    first = ids.index(opening) if opening in ids else 0
    last = ids.index(closing) if closing in ids else len(ids) - 1
    mask[first : last + 1] = 1
    return mask


def marked(text: str, spans: Sequence[Stretch | None], marks: Sequence[str]) -> str:
    """A text with marks round stretches of it, which may lie in one another: an opening and a closing mark for each."""
    places = []
    for number, span in enumerate(spans):
        if span is not None:
            size = span[1] - span[0]
            places.append((span[0], 1, -size, f"{marks[2 * number]} "))  # the longer of two opens first
            places.append((span[1], 0, size, f" {marks[2 * number + 1]}"))  # and closes last
    for place, _, _, mark in sorted(places, reverse=True):
        text = f"{text[:place]}{mark}{text[place:]}"
    return text


def shares(logits: np.ndarray, names: Sequence[str], warmth: float = 1.0) -> dict[str, float]:
    """The probabilities that logits stand for, under a temperature."""
    import numpy as np

    scaled = np.exp(logits / warmth - (logits / warmth).max())
    return dict(zip(names, (scaled / scaled.sum()).round(4).tolist(), strict=True))
