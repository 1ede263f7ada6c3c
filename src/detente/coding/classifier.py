"""The trained classifier: what a marked source does to a marked target in a sentence.

One small encoder with three heads (type, modality, mode), quantised to eight bits; `training/` tells how it was made,
`training/README.md` from what. Its weights are loaded when the first pair is judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detente.encoder import Stretch, encoder, shares

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
    """Judge each pair, in order."""
    for pair in pairs:
        model = encoder("coder")
        kinds, modalities, modes = model(pair.text, pair.source, pair.target)
        warm = model.labels["warmth"]
        yield Judgement(
            shares(kinds, model.labels["types"], warm["type"]),
            shares(modalities, model.labels["modalities"], warm["modality"]),
            shares(modes, model.labels["modes"]),
        )
