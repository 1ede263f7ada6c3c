"""Who publishes what a brief cites, which sources are independent, and which words can stand alone."""

from __future__ import annotations

import doctest

import pytest

from detente import brief
from detente.brief import plain
from detente.brief.desk import Desk
from detente.brief.outlets import KINDS, outlets
from detente.brief.plain import dangling, words_of
from detente.codebook import table
from detente.export.json import sentences_in
from detente.records import Article, Position
from record_db import at, record_db


def test_the_table_of_outlets_is_whole():
    countries = {row["code"] for row in table("countries")}
    rows = table("outlets")
    assert len({row["outlet"] for row in rows}) == len(rows) > 100
    for row in rows:
        assert row["ownership"] in KINDS
        assert row["country"] in countries
        assert row["source"]
        assert not row["checked"] or not row["source"].startswith("commonly")


def test_an_outlet_is_found_by_name_alias_or_address():
    known = outlets()
    assert known.of("tass", None).told == "TASS (Russia, state-owned)"
    assert known.of("Fox Online News", None).name == "Fox News"
    assert known.of(None, "https://edition.cnn.com/2018/x").name == "CNN"
    assert known.of("Zenda Post", "https://cnn.com.evil.example/").told == "Zenda Post"
    assert known.of(None, "not an address") is None
    assert known.of("BBC", None).voice is None


def test_all_media_of_one_state_are_one_source():
    known = outlets()
    assert known.of("TASS", None).independent_of == known.of("RT", None).independent_of == "Russian state media"
    assert known.of("Reuters", None).independent_of == "Reuters"


def test_a_user_s_table_is_laid_over(tmp_path):
    own = tmp_path / "mine.csv"
    own.write_text("outlet,domains,country,ownership\nZenda Post,zenda.example,RUS,state\n", encoding="utf-8")
    assert outlets(own).of(None, "https://www.zenda.example/1").told == "Zenda Post (Russia, state-owned)"
    own.write_text("outlet,ownership\nZenda Post,mine\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"mine\.csv:2: no ownership 'mine'"):
        outlets(own)
    own.write_text("name\nZenda Post\n", encoding="utf-8")
    with pytest.raises(ValueError, match="outlet among them"):
        outlets(own)


LONG = "Ruland accepted the ten-day truce on Monday after talks. Borduria said that it would study the text for a week."


def articles(*sources):
    return [
        Article(id=f"x{n}", date=f"1990-01-0{n + 1}", source=source, text=text)
        for n, (source, text) in enumerate(sources)
    ]


def test_the_earliest_of_a_family_is_the_source_and_the_others_are_copies():
    told = [
        Article(id="late", date="1990-01-02", text=f"{LONG} It was reported by an agency."),
        Article(id="first", date="1990-01-01", text=LONG),
        Article(id="other", date="1990-01-03", text="Syldavia, which had waited, refused the truce out of hand."),
    ]
    desk = Desk.open(record_db(told, []))
    names = {row["id"]: row["date"] for row in desk.articles}
    assert {str(names[one])[:10]: str(names[other])[:10] for one, other in desk.copied.items()} == {
        "1990-01-02": "1990-01-01"
    }


def test_copies_are_neither_counted_nor_cited():
    told = articles(
        ("Ruland Times", LONG), ("Zenda Post", LONG + " So it was."), ("Borduria Star", "No truce was seen.")
    )
    accepts = {"actor": "Ruland", "issue": "ten-day truce", "stance": "accept", "confidence": 0.8}
    records = [at(one, "Ruland accepted the ten-day truce on Monday", Position, **accepts) for one in told[:2]]
    page = brief.compose(record_db(told, records), strict=True)
    assert "Two articles from two independent sources" in page.subtitle
    assert "one copy of them is not counted" in page.subtitle
    assert len(page.sources) == 1


def test_what_state_media_alone_tell_is_said_to_be_so():
    told = articles(("TASS", "Ruland accepts a truce. Ruland waits."), ("Reuters", "Borduria refuses a truce."))
    records = [
        at(one, words, Position, actor=who, issue="truce", stance=stance, confidence=0.8)
        for one, words, who, stance in (
            (told[0], "Ruland accepts a truce", "Ruland", "accept"),
            (told[1], "Borduria refuses a truce", "Borduria", "reject"),
        )
    ]
    page = brief.compose(record_db(told, records), strict=True)
    cells = [sentence.text for section in page.sections for sentence in sentences_in(section)]
    assert "Ruland accepts a truce, in Russian state media alone." in cells
    assert "Borduria refuses a truce." in cells
    assert {source.source for source in page.sources} == {
        "TASS (Russia, state-owned)",
        "Reuters (United Kingdom, private)",
    }


def test_examples_in_docstrings_hold():
    assert doctest.testmod(plain).failed == 0


@pytest.mark.parametrize(
    "words",
    [
        "That’s a big red flag",
        "That says a lot about the city’s intentions",
        "The Israeli cabinet turned him down on Sunday",
        "Israel must agree to remove them before there can be a peace treaty",
        "Egypt's demand that it be linked to a timetable",
    ],
)
def test_words_that_hang_on_others_are_known(words):
    assert dangling(words)


@pytest.mark.parametrize(
    "words",
    [
        "Israel would keep the settlements and defend them",
        "President Jimmy Carter telephoned Sadat and urged him to let the talks go on",
        "The United States offered Egypt tractors if it kept talking",
    ],
)
def test_words_that_name_their_matter_can_stand(words):
    assert not dangling(words)


def test_a_quotation_begins_where_its_speaker_need_not_be_named():
    sentence = "Just last week, he was saying nothing could be done until he met Putin in person."
    row = {"sentence": sentence, "text": "nothing could be done until he met Putin in person"}
    assert words_of(row, 200) == "“nothing could be done until he met Putin in person”"
