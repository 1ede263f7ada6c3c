"""The trained classifier: what it reads, and that the same pair always gets the same answer."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from detente.coding import classifier
from detente.coding.classifier import NONE, Judgement, Pair, judged
from detente.encoder import marked

TEXT = "Oslo shipped the island two field hospitals."
OSLO, ISLAND = (0, 4), (13, 23)


def test_source_and_target_are_marked_in_whatever_order_they_stand() -> None:
    assert marked(TEXT, (OSLO, ISLAND), "<>{}") == "< Oslo > shipped { the island } two field hospitals."
    assert marked(TEXT, (ISLAND, OSLO), "<>{}") == "{ Oslo } shipped < the island > two field hospitals."
    assert marked(TEXT, (None, OSLO), "<>{}") == "{ Oslo } shipped the island two field hospitals."


def test_an_answer_is_a_probability_of_each_label_and_does_not_hang_on_its_neighbours() -> None:
    pairs = [Pair(TEXT, OSLO, ISLAND), Pair("No.", None, None), Pair("", None, None), Pair("x " * 5000, (0, 1), None)]
    together = list(judged(pairs))
    assert together == [one for pair in pairs for one in judged([pair])]
    for one in together:
        assert sum(one.types.values()) == pytest.approx(1, abs=0.01)
        assert sum(one.modalities.values()) == pytest.approx(1, abs=0.01)


def test_who_does_what_to_whom_is_told_by_the_marks() -> None:
    there, back = judged([Pair(TEXT, OSLO, ISLAND), Pair(TEXT, ISLAND, OSLO)])
    assert (there.type, there.modality, back.type) == ("AID", "happened", NONE)


def test_a_mode_is_told_where_one_is_likely_enough() -> None:
    modes = {"COERCE.arrest": 0.3, "COERCE.seize": 0.1, "ASSAULT.drone": 0.6}
    said = Judgement({}, {}, modes)
    assert said.mode("COERCE") == "arrest"
    assert said.mode("COERCE", least=0.8) is None
    assert said.mode("AGREE") is None


def test_the_digest_on_which_the_edition_hangs_is_that_of_the_weights() -> None:
    coder = Path(classifier.__file__).parent.parent / "data" / "coder"
    labels = json.loads((coder / "labels.json").read_text(encoding="utf-8"))
    assert labels["weights"] == sha256((coder / "model.onnx").read_bytes()).hexdigest()
