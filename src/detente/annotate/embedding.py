"""Word vectors of a spaCy network, worked out once for each form of a word and kept.

What spaCy's `MultiHashEmbed` gives for a word depends on the word alone (norm, prefix, suffix, shape, space after it),
and takes a third of the network's time. The words of news are few: most are looked up here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.tokens import Doc as Parsed
    from thinc.api import Model

MOST = 32_768  # forms that are kept; then all are forgotten
FEWEST = 16  # rows worked out at once: a product of fewer may be rounded in another way, and nothing may hang on that


def keep_vectors(model: Model[Any, Any]) -> None:
    """Let the word vectors of a network be kept, where it makes them of the features of words alone."""
    from thinc.api import Model

    for node in list(model.walk()):
        if node.name.startswith("extract_features>>list2ragged") and node.layers[0].name == "extract_features":
            model.replace_node(node, Model("kept_vectors", Kept(node), dims={"nO": node.get_dim("nO")}))
            return


class Kept:
    """The forward pass of a layer from texts to a vector for each of their words, with those known looked up."""

    def __init__(self, layer: Model[Any, Any]) -> None:
        self._features, *self._layers = layer.layers
        self._place: dict[bytes, int] = {}
        self._vectors = np.zeros((1, layer.get_dim("nO")), np.float32)

    def __call__(self, _: Model[Any, Any], docs: Sequence[Parsed], is_train: bool) -> tuple[Any, Callable[..., Any]]:  # noqa: ARG002 (thinc names it)
        """The vectors of each text's words. What is kept cannot be trained."""
        rows = [np.ascontiguousarray(of_doc) for of_doc in self._features.predict(docs)]
        forms = [row for of_doc in rows for row in of_doc.view(f"V{of_doc.strides[0]}").ravel().tolist()]
        if len(self._place) > MOST:
            self._place.clear()
        new = [form for form in dict.fromkeys(forms) if form not in self._place]
        if new:
            self._learn(new, np.frombuffer(b"".join(new), rows[0].dtype).reshape(len(new), -1))
        vectors = self._vectors[[self._place[form] for form in forms]]
        return np.split(vectors, np.cumsum([len(of_doc) for of_doc in rows[:-1]], dtype=int)), _untaught

    def _learn(self, forms: list[bytes], features: np.ndarray) -> None:
        """Work out the vectors of some new forms."""
        worked: Any = [np.resize(features, (max(FEWEST, len(features)), features.shape[1]))]
        for layer in self._layers:
            worked = layer.predict(worked)
        first, last = len(self._place), len(self._place) + len(forms)
        if last > len(self._vectors):
            self._vectors = np.resize(self._vectors, (2 * last, self._vectors.shape[1]))
        self._vectors[first:last] = worked[0][: len(forms)]
        self._place.update(zip(forms, range(first, last), strict=True))


def _untaught(*_: object) -> None:
    raise NotImplementedError("kept vectors cannot be trained")
