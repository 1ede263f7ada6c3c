"""Rewrite an exported encoder into few steps for onnxruntime: the weights stay, the answers differ by rounding alone.

    python training/lean.py coder reader     # rewrites models of src/detente/data/ that are not lean yet

What torch exports and `quantize_dynamic` makes of it has seven hundred steps, most of which work out shapes and masks
that one sentence on its own does not have. Here the same eight-bit weights stand in some sixty: one product for query,
key and value, one step for all of attention, one product for all heads of the model. Sums and norms stay apart, for
fused they take five times as long (`detente.encoder` tells onnxruntime so).
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

DATA = Path(__file__).parent.parent / "src" / "detente" / "data"
NAME = "lean"
ATTENDING = 12  # heads of attention in a layer of all-MiniLM-L6-v2
TINY = 1e-12  # its epsilon of normalisation
OURS = "com.microsoft"  # onnxruntime's own operators
BODY, WORDS = "encoder.encoder.layer", "encoder.embeddings"


class Product(NamedTuple):
    """A layer of eight-bit weights (in, out): what is added to and multiplied with each of its columns."""

    weights: np.ndarray
    scale: np.ndarray
    bias: np.ndarray

    @classmethod
    def of(cls, products: list[Product]) -> Product:
        """Several products of one input, side by side."""
        columns = [np.broadcast_to(one.scale, one.bias.shape) for one in products]
        return cls(
            np.concatenate([one.weights for one in products], axis=1),
            np.concatenate(columns),
            np.concatenate([one.bias for one in products]),
        )


class Exported:
    """A model as it was exported and quantised, asked for its weights by their names."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self.held = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
        self.answers = [output.name for output in model.graph.output]
        self._makes = {output: node for node in model.graph.node for output in node.output}
        self._takes: dict[str, list[Any]] = defaultdict(list)
        for node in model.graph.node:
            for name in node.input:
                self._takes[name].append(node)
        self.layers = len({name.split(".")[3] for name in self.held if name.startswith(BODY)})

    def product(self, bias: str) -> Product:
        """The product to which a bias is added: cast(integers) * (scale of the input * scale of the weights) + bias."""
        (adding,) = (node for node in self._takes[bias] if node.op_type == "Add")
        scaling = self._makes[next(name for name in adding.input if name != bias)]
        scales, cast = sorted((self._makes[name] for name in scaling.input), key=lambda node: node.op_type != "Mul")
        product = self._makes[cast.input[0]]
        scale = next(name for name in scales.input if name in self.held)
        if self.held[product.input[3]].any():
            raise ValueError(f"the weights that {bias} belongs to are not quantised round nought")
        return Product(self.held[product.input[1]], self.held[scale], self.held[bias])

    def head(self, answer: str) -> Product:
        """The product that gives an answer."""
        return self.product(next(name for name in self._makes[answer].input if name in self.held))

    def table(self, name: str) -> np.ndarray:
        """A quantised table of vectors, as numbers."""
        held, zero, scale = (
            self.held[f"{WORDS}.{name}.weight_{part}"] for part in ("quantized", "zero_point", "scale")
        )
        return (held.astype(np.float32) - np.float32(zero)) * scale


class Lean:
    """A graph in the making."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.held: list[Any] = []

    def keep(self, name: str, values: np.ndarray) -> str:
        """Put constant values into the graph."""
        self.held.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def step(self, operator: str, given: list[str], *made: str, domain: str = "", **settings: Any) -> str:
        """Add a step; its first result is named."""
        self.nodes.append(helper.make_node(operator, given, made, name=made[0], domain=domain, **settings))
        return made[0]

    def product(self, name: str, given: str, product: Product) -> str:
        """Add an eight-bit product, whose input is quantised on the way."""
        weights, scale, bias = (self.keep(f"{name}.{part}", values) for part, values in product._asdict().items())
        return self.step("DynamicQuantizeMatMul", [given, weights, scale, "", bias], name, domain=OURS)

    def normed(self, name: str, one: str, other: str, exported: Exported, norm: str) -> str:
        """Add the sum of two, normalised."""
        weights = [self.keep(f"{name}.{part}", exported.held[f"{norm}.{part}"]) for part in ("weight", "bias")]
        total = self.step("Add", [one, other], f"{name}.sum")
        return self.step("LayerNormalization", [total, *weights], name, axis=-1, epsilon=TINY)

    def split(self, given: str, *parts: tuple[str, int]) -> None:
        """Cut the columns of a result apart."""
        sizes = self.keep(f"{given}.sizes", np.array([size for _, size in parts]))
        self.step("Split", [given, sizes], *(name for name, _ in parts), axis=-1)


def rewritten(exported: Exported) -> onnx.ModelProto:
    """The lean graph of an exported model.

    In: `ids` and `places` (1, length): the words and their numbers; `shares` (1, stretches, length): how much each word
    counts in the mean of each stretch that the heads are shown. Out: the logits of each head (1, labels).
    """
    lean = Lean()
    states = _embedded(lean, exported)
    for number in range(exported.layers):
        states = _layer(lean, exported, number, states)
    lean.step("MatMul", ["shares", states], "means")
    lean.step("Reshape", ["means", lean.keep("one row", np.array([1, -1]))], "pooled")
    heads = {answer: exported.head(answer) for answer in exported.answers}
    sizes = [(answer, len(head.bias)) for answer, head in heads.items()]
    lean.split(lean.product("heads", "pooled", Product.of(list(heads.values()))), *sizes)
    numbers = [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "length"]) for name in ("ids", "places")]
    shares = helper.make_tensor_value_info("shares", TensorProto.FLOAT, [1, "stretches", "length"])
    answers = [helper.make_tensor_value_info(answer, TensorProto.FLOAT, [1, size]) for answer, size in sizes]
    graph = helper.make_graph(lean.nodes, NAME, [*numbers, shares], answers, lean.held)
    imports = [helper.make_opsetid("", 17), helper.make_opsetid(OURS, 1)]
    return helper.make_model(graph, opset_imports=imports, ir_version=8)


def _embedded(lean: Lean, exported: Exported) -> str:
    """From words and places to vectors."""
    words = [lean.keep(name, exported.held[f"{WORDS}.word_embeddings.weight_{name}"])
             for name in ("quantized", "scale", "zero_point")]  # fmt: skip
    rows = lean.step("Gather", [words[0], "ids"], "rows")
    vectors = lean.step("DequantizeLinear", [rows, *words[1:]], "vectors")
    places = lean.keep(
        "vectors of places", exported.table("position_embeddings") + exported.table("token_type_embeddings")[0]
    )
    placed = lean.step("Gather", [places, "places"], "placed")
    return lean.normed("embedded", vectors, placed, exported, f"{WORDS}.LayerNorm")


def _layer(lean: Lean, exported: Exported, number: int, states: str) -> str:
    """One layer of the encoder: attention, then each word for itself."""
    own, theirs = f"layer {number}", f"{BODY}.{number}"
    asked = [
        (f"{own} {name}", exported.product(f"{theirs}.attention.self.{name}.bias"))
        for name in ("query", "key", "value")
    ]
    together = lean.product(f"{own} asks", states, Product.of([product for _, product in asked]))
    lean.split(together, *((name, len(product.bias)) for name, product in asked))
    heard = lean.step(
        "MultiHeadAttention", [name for name, _ in asked], f"{own} hears", domain=OURS, num_heads=ATTENDING
    )
    output = f"{theirs}.attention.output"
    told = lean.product(f"{own} tells", heard, exported.product(f"{output}.dense.bias"))
    middle = lean.normed(f"{own} middle", told, states, exported, f"{output}.LayerNorm")
    wide = lean.product(f"{own} wide", middle, exported.product(f"{theirs}.intermediate.dense.bias"))
    bent = lean.step("Gelu", [wide], f"{own} bent", domain=OURS)
    narrow = lean.product(f"{own} narrow", bent, exported.product(f"{theirs}.output.dense.bias"))
    return lean.normed(f"{own} end", narrow, middle, exported, f"{theirs}.output.LayerNorm")


def make_lean(path: Path) -> None:
    """Rewrite a model where it lies, unless it is lean."""
    model = onnx.load(path)
    if model.graph.name != NAME:
        path.write_bytes(rewritten(Exported(model)).SerializeToString(deterministic=True))


def main() -> None:
    """Rewrite models of the package, and the digests that their labels give."""
    for name in sys.argv[1:]:
        weights, labels = DATA / name / "model.onnx", DATA / name / "labels.json"
        make_lean(weights)
        told = json.loads(labels.read_text(encoding="utf-8"))
        told["weights"] = sha256(weights.read_bytes()).hexdigest()
        labels.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
