"""The codebook of acts holds together: a line that a newcomer adds wrongly is named here."""

from __future__ import annotations

import pytest

from detente.codebook import parts, table
from detente.coding.acts import MAKERS, act_nouns, contexts, frames, ontology
from detente.records import MODALITIES

KINDS = {"person", "state", "org", "place", "actor"}


def test_there_are_sixteen_types_with_quad_and_score() -> None:
    assert len(ontology()) == 16
    assert all(kind.quad in (1, 2, 3, 4) and -10 <= kind.score <= 10 for kind in ontology().values())


@pytest.mark.parametrize("row", table("acts"), ids=lambda row: f"{row['verb'].split('|')[0]} {row['object'][:20]}")
def test_each_frame_names_a_type_its_mode_and_a_modality(row: dict[str, str]) -> None:
    kind = row["type"].removeprefix("weak ")
    assert kind in ontology() or kind in MAKERS
    if row["mode"]:
        assert row["mode"] in ontology()[kind].modes
    assert row["modality"] in ("", *MODALITIES)
    assert row["then"] in ("", "none", *MODALITIES)


@pytest.mark.parametrize("row", table("act_nouns"), ids=lambda row: row["noun"].split("|")[0])
def test_each_act_noun_names_a_type_and_its_mode(row: dict[str, str]) -> None:
    assert row["type"] in ontology() or row["type"] == "none"
    if row["mode"]:
        assert row["mode"] in ontology()[row["type"]].modes


def test_classes_and_kinds_that_are_asked_for_exist() -> None:
    assert sum(map(len, frames().values())) >= 700
    assert len(act_nouns()) >= 250
    asked = {kind for listed in frames().values() for frame in listed for kind in frame.kinds}
    assert asked <= KINDS


def test_no_word_stands_twice_in_a_class() -> None:
    for row in table("act_words"):
        words = parts(row["words"])
        assert len(words) == len(set(words)), row["class"]


def test_the_contexts_are_those_of_plover() -> None:
    assert len({name for names in contexts().values() for name in names}) == 37
