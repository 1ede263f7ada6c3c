"""Each sentence of a brief is read again against its records, and what does not follow is named."""

from __future__ import annotations

import pytest

from camp_david import ARTICLES, RECORDS
from detente import brief
from detente.brief.checked import doubts
from detente.brief.desk import Desk, UnsupportedError
from detente.brief_parts import Paragraph, Section, Sentence
from record_db import record_db

REFUSAL = {
    "record": "positions", "actor": "Sergei Lavrov", "actor_code": "RUS GOV", "side": "Russia", "issue": "truce",
    "stance": "reject", "text": "Russia refused the “30-day truce”", "voice": "reported", "day": "2025-05-20",
    "sentence": "On Tuesday Russia refused the “30-day truce” that Kyiv wants.", "article_date": "2025-05-21",
}  # fmt: skip
ATTACK = {
    "record": "events", "actor": "Russia", "actor_code": "RUS GOV", "recipient": "Ukraine", "type": "ASSAULT",
    "modality": "happened", "text": "Russia attacked Odesa", "sentence": "Russia attacked Odesa.", "voice": "reported",
}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Russia refuses a truce.",
        "Russia refuses a truce (20 May 2025).",
        "Lavrov (20 to 21 May 2025): “On Tuesday Russia refused the ‘30-day truce’ that Kyiv wants”.",
        "No agreement on a truce is on record.",
    ],
)
def test_what_the_record_says_follows(text):
    assert doubts(text, [REFUSAL]) == []


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Russia accepts a truce.", "no such stance: Russia accepts"),
        ("Russia is open to a truce.", "no such stance: Russia is open to"),
        ("Ukraine refuses a truce.", "not in the records: Ukraine"),
        ("Russia refuses a truce (22 May 2025).", "no such day: 2025-05-22"),
        ("Russia refuses a truce (19 to 20 May 2025).", "no such day: 2025-05-19"),
        ("Russia refuses a 60-day truce.", "not in the records: 60"),
        ("Russia: “refused every truce”.", "not quoted so: refused every truce"),
        ("Russia refuses a truce, according to Lavrov.", "not told by: Lavrov"),
    ],
)
def test_what_the_record_does_not_say_is_named(text, doubt):
    assert doubt in doubts(text, [REFUSAL])


def test_a_stance_is_its_holder_s_and_nobody_else_s():
    accepts = {**REFUSAL, "actor": "Ukraine", "actor_code": "UKR GOV", "side": "Ukraine", "stance": "accept"}
    assert doubts("Ukraine accepts a truce; Russia refuses it.", [REFUSAL, accepts]) == []
    assert "no such stance: Russia accepts" in doubts("Russia accepts a truce.", [REFUSAL, accepts])


def test_a_deed_is_told_as_surely_as_it_is_known():
    assert doubts("Russia reportedly attacked Ukraine.", [ATTACK]) == []
    assert "a deed without a word on who tells it" in doubts("Russia attacked Ukraine.", [ATTACK])
    denied = {**ATTACK, "modality": "denied"}
    assert "what did not happen is told as done" in doubts("Russia reportedly attacked Ukraine.", [denied])


def test_what_somebody_alone_tells_is_laid_to_them():
    told = {**ATTACK, "voice": "attributed", "according_to": "Ukraine"}
    assert "told by Poland alone" in doubts("Russia reportedly attacked Ukraine.", [{**told, "according_to": "Poland"}])
    assert doubts("Russia attacked Ukraine, according to Ukraine.", [told]) == []


def test_a_number_inside_a_longer_one_is_no_support():
    assert doubts("Russia refuses a 3-day truce.", [REFUSAL]) == ["not in the records: 3"]


def test_every_shown_sentence_is_read_again():
    db = record_db(ARTICLES, RECORDS)
    desk = Desk.open(db, strict=True)
    sections = [section for section in brief.made(desk).sections if section.name not in ("timeline", "places")]
    assert brief.verified(desk, sections) > 40


def test_a_brief_with_one_wrong_sentence_is_not_built():
    db = record_db(ARTICLES, RECORDS)
    desk = Desk.open(db)
    cite = desk.rows("inducements")[0]["records"][0]
    wrong = Sentence(text="The United States offered Syria 200 tractors.", cites=(cite,))
    section = Section(name="headline", heading="", blocks=(Paragraph(sentences=(wrong,)),))
    with pytest.raises(UnsupportedError, match=r"headline: .*Syria"):
        brief.verified(desk, [section])
    uncited = Section(name="headline", heading="", blocks=(Paragraph(sentences=(Sentence(text="So.", cites=()),)),))
    with pytest.raises(UnsupportedError, match="no record"):
        brief.verified(desk, [uncited])
    doubtful = Paragraph(sentences=(Sentence(text="“200 tractors”.", cites=(cite,)),), heading="Syria")
    with pytest.raises(UnsupportedError, match="Syria"):
        brief.verified(desk, [Section(name="moved", heading="What moved", blocks=(doubtful,))])


def test_an_opinion_stands_in_its_own_sections_only():
    db = record_db(ARTICLES, RECORDS)
    desk = Desk.open(db)
    cite = desk.rows("opinions")[0]["records"][0]
    said = Paragraph(sentences=(Sentence(text=f"{desk.quote(cite)}.", cites=(cite,)),))
    assert brief.verified(desk, [Section(name="views", heading="", blocks=(said,))]) == 1
    with pytest.raises(UnsupportedError, match="opinion outside"):
        brief.verified(desk, [Section(name="table", heading="", blocks=(said,))])
