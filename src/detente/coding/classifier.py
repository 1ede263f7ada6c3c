"""The trained classifier: what a marked source does to a marked target in a sentence.

One small encoder with three heads (type, modality, mode), quantised to eight bits and run by onnxruntime on one thread;
`training/` tells how it was made, `training/README.md` from what. Its weights are loaded when the first pair is judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Stretch = tuple[int, int]
NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and the stretches of it (Python string indices, end exclusive) that name a source and a target.

    One that the sentence does not name is None.
    """

    text: str
    source: Stretch | None
    target: Stretch | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Calibrated probabilities: of the types (the sixteen, and NONE where the source does nothing to the target), of
    the modalities, and of the modes, named `TYPE.mode`, which say how likely a mode is where it is told at all.
    """

    types: dict[str, float]
    modalities: dict[str, float]
    modes: dict[str, float]

    @property
    def type(self) -> str:
        """The likeliest type."""
        return max(self.types, key=lambda kind: self.types[kind])

    @property
    def modality(self) -> str:
        """The likeliest modality."""
        return max(self.modalities, key=lambda kind: self.modalities[kind])

    def mode(self, kind: str, least: float = 0.5) -> str | None:
        """The likeliest mode of a type, None where none of its modes has the least share among them."""
        own = {name.partition(".")[2]: p for name, p in self.modes.items() if name.startswith(f"{kind}.")}
        best = max(own, key=lambda name: own[name], default=None)
        return best if best is not None and own[best] >= least * sum(own.values()) > 0 else None


def judged(pairs: Iterable[Pair]) -> Iterator[Judgement]:
    """Judge each pair, in order.

    One at a time: the eight-bit activations are scaled by the tensor at hand, so that in a batch the answer to a pair
    would depend on its neighbours, and padding would eat what batching gains on one core.
    """
    import numpy as np

    for pair in pairs:
        model = _model()
        fed = _fed(model, pair)
        kinds, modalities, modes = (out[0] for out in model.session.run(None, fed))
        yield Judgement(
            _named(model.labels["types"], kinds / model.labels["warmth"]["type"], np),
            _named(model.labels["modalities"], modalities / model.labels["warmth"]["modality"], np),
            _named(model.labels["modes"], modes, np),
        )


@dataclass(frozen=True, slots=True)
class _Model:
    session: InferenceSession
    tokenizer: Tokenizer
    labels: dict[str, Any]


@cache
def _model() -> _Model:
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    with as_file(files("detente") / "data" / "coder") as folder:
        return _Model(
            InferenceSession(Path(folder, "model.onnx"), options, providers=["CPUExecutionProvider"]),
            Tokenizer.from_file(str(Path(folder, "tokenizer.json"))),
            json.loads(Path(folder, "labels.json").read_text(encoding="utf-8")),
        )


def _fed(model: _Model, pair: Pair) -> dict[str, Any]:
    import numpy as np

    marks: list[int] = model.labels["marks"]
    ids: list[int] = model.tokenizer.encode(marked(pair, model.labels["marking"])).ids
    source, target = (_between(ids, *two) for two in (marks[:2], marks[2:]))
    return {
        "ids": np.array([ids], np.int64),
        "mask": np.ones((1, len(ids)), np.int64),
        "source": source[None],
        "target": target[None],
    }


def _between(ids: Sequence[int], opening: int, closing: int) -> np.ndarray:
    """A mask of the tokens from mark to mark; of all of them where there is none or the end of the sentence is cut."""
    import numpy as np

    mask = np.zeros(len(ids), np.int64)
    first = ids.index(opening) if opening in ids else 0
    last = ids.index(closing) if closing in ids else len(ids) - 1
    mask[first : last + 1] = 1
    return mask


def marked(pair: Pair, marks: Sequence[str]) -> str:
    """The sentence with marks round source and target: opening and closing of the source, of the target."""
    text = pair.text
    spans = [(span, two) for span, two in ((pair.source, marks[:2]), (pair.target, marks[2:])) if span is not None]
    for (start, end), (opening, closing) in sorted(spans, reverse=True):
        text = f"{text[:start]}{opening} {text[start:end]} {closing}{text[end:]}"
    return text


def _named(names: Sequence[str], logits: np.ndarray, np: Any) -> dict[str, float]:
    shares = np.exp(logits - logits.max())
    return dict(zip(names, (shares / shares.sum()).round(4).tolist(), strict=True))
