"""The type between two given parties of a sentence."""

from __future__ import annotations

import pytest

from detente.annotate import lay_over
from detente.coding.acts import ontology
from detente.coding.pairs import code_pair
from detente.doc import Doc
from detente.records import Article

REFUSED = """Norway Norway NNP PROPN nsubj 1 B-GPE
refused refuse VBD VERB ROOT 1 -
to to TO PART aux 3 -
extradite extradite VB VERB xcomp 1 -
the the DT DET det 5 -
rebel rebel NN NOUN dobj 3 -
. . . PUNCT punct 1 -"""
WILL_SEND = """Norway Norway NNP PROPN nsubj 2 B-GPE
will will MD AUX aux 2 -
send send VB VERB ROOT 2 -
food food NN NOUN dobj 2 -
to to IN ADP dative 2 -
Haiti Haiti NNP PROPN pobj 4 B-GPE
. . . PUNCT punct 2 -"""
SHELLED = """Rebels rebel NNS NOUN nsubj 1 -
shelled shell VBD VERB ROOT 1 -
the the DT DET det 3 -
town town NN NOUN dobj 1 -
. . . PUNCT punct 1 -"""


def doc(parse: str) -> Doc:
    words = " ".join(line.split(" ")[0] for line in parse.splitlines())
    return lay_over(Doc.thaw(Article(id="pair", text=words), parse.splitlines()))


@pytest.mark.parametrize(
    ("parse", "source", "target", "expected"),
    [
        (REFUSED, "Norway", "the rebel", "REJECT"),
        (WILL_SEND, "Norway", "Haiti", "AGREE"),
        (SHELLED, "Rebels", "the town", "ASSAULT"),
    ],
)
def test_the_act_that_links_the_two_is_coded(parse: str, source: str, target: str, expected: str) -> None:
    assert code_pair(doc(parse), source, target).type == expected


def test_probabilities_cover_the_sixteen_types_and_sum_to_one() -> None:
    coded = code_pair(doc(SHELLED), "Rebels", "the town")
    assert set(coded.probabilities) == set(ontology())
    assert sum(coded.probabilities.values()) == pytest.approx(1)
    assert max(coded.probabilities, key=lambda kind: coded.probabilities[kind]) == coded.type


@pytest.mark.parametrize("names", [("", ""), ("nobody", "nothing"), ("REBELS", "The Town")])
def test_there_is_always_an_answer(names: tuple[str, str]) -> None:
    assert code_pair(doc(SHELLED), *names).type in ontology()
    assert code_pair(Doc.thaw(Article(id="empty", text=""), []), *names).type in ontology()
