"""Marks that overlap, sentences that are cut, and what a card says."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.web.explain import how, sureness
from detente.web.reading import Mark, around, marks_of, pieces

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
spans = st.tuples(st.integers(-3, 40), st.integers(-3, 40))


@patient
@given(st.text(max_size=30), st.lists(spans, max_size=8))
def test_pieces_are_the_text_and_hold_the_marks_over_them(text: str, given_spans: list[tuple[int, int]]):
    marks = [Mark(f"r{n}", "events", a, b) for n, (a, b) in enumerate(given_spans)]
    found = pieces(text, marks)
    assert "".join(piece.text for piece in found) == text
    place = 0
    for piece in found:
        assert piece.text
        for one in range(place, place + len(piece.text)):
            assert set(piece.ids) == {m.id for m in marks if 0 <= m.start <= one < m.end <= len(text)}
        place += len(piece.text)
    begun = [id_ for piece in found for id_ in piece.begins]
    assert sorted(begun) == sorted(m.id for m in marks if 0 <= m.start < m.end <= len(text))


def test_a_statement_in_pieces_begins_once_and_marks_speaker_and_cue():
    row = {"id": "S-1", "start": 0, "end": 20, "spans": [[0, 5], [12, 20]], "speaker_start": 6, "speaker_end": 8,
           "cue_start": 9, "cue_end": 11}  # fmt: skip
    found = pieces("aaaaa bb cc dddddddd", marks_of("statements", row))
    assert [(p.text, p.kinds, p.parts) for p in found if p.ids] == [
        ("aaaaa", ["statements"], []),
        ("bb", [], ["speaker"]),
        ("cc", [], ["cue"]),
        ("dddddddd", ["statements"], []),
    ]
    assert [p.begins for p in found if p.begins] == [["S-1"]]


@patient
@given(st.text(alphabet="ab ", max_size=900), st.integers(0, 900), st.integers(0, 900))
def test_the_words_of_a_record_stand_whole_in_its_sentence(sentence: str, one: int, other: int):
    start, end = sorted((min(one, len(sentence)), min(other, len(sentence))))
    if start == end or end - start > 600:
        return
    row = {"sentence": sentence, "sentence_start": 100, "start": 100 + start, "end": 100 + end}
    found = around(row)
    assert "".join(text for text, own in found if own) == sentence[start:end]
    assert "".join(text for text, _ in found).removeprefix("… ").removesuffix(" …") in sentence


def test_how_sure_and_by_what():
    assert [sureness(n) for n in (1.0, 0.8, 0.79, 0.4, 0.0)] == ["sure", "sure", "fairly sure", "unsure", "weak"]
    assert "model" in how("reader")
    assert "model" in how("classifier")
    assert "verb agree" in how("verb agree")
