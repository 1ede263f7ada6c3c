"""The brief: every sentence rests on a record, and the same record gives the same page."""

from __future__ import annotations

import json
import re

import pytest

from camp_david import ARTICLES, FIRST, RECORDS, THIRD
from detente import brief
from detente.brief.checked import unsupported
from detente.brief.desk import Desk, UncitedError, UnsupportedError
from detente.brief_parts import Table
from detente.export.json import sentences_in
from detente.records import Article, Event, Position
from record_db import at, record_db


@pytest.fixture(scope="module")
def db():
    return record_db(ARTICLES, RECORDS)


@pytest.fixture(scope="module")
def whole(db):
    return brief.compose(db, strict=True)


def sentences(whole):
    return [sentence for section in whole.sections for sentence in sentences_in(section)]


def test_sections_stand_in_the_order_of_a_reader(whole):
    names = [section.name for section in whole.sections]
    assert names == [
        "headline", "table", "moved", "inducements", "promises", "against", "accounts", "watch", "outlook", "timeline",
        "open", "views",
    ]  # fmt: skip


def test_every_sentence_rests_on_spans_that_hold_its_quotation(whole):
    texts = {article.id: article.text for article in ARTICLES}
    assert len(sentences(whole)) > 20
    for sentence in sentences(whole):
        assert sentence.cites
        for cite in sentence.cites:
            span = whole.spans[cite]
            assert texts[span.article][span.start : span.end] == whole.quotes[cite]


def test_every_number_has_its_place_among_the_sources(whole):
    listed = [citation.number for source in whole.sources for citation in source.citations]
    assert sorted(listed) == list(range(1, len(listed) + 1))
    assert set(whole.numbers.values()) == set(listed)


def test_the_words_rested_on_are_marked_in_their_sentence(whole):
    for source in whole.sources:
        for citation in source.citations:
            marked = "".join(text for text, rested in citation.pieces if rested)
            assert all(whole.quotes[record] in marked or marked in whole.quotes[record] for record in citation.records)


def test_silence_is_shown_as_such(whole):
    grid = next(block for section in whole.sections if section.name == "table" for block in section.blocks)
    assert isinstance(grid, Table)
    assert any(cell.plain == "nothing said" for _, cells in grid.rows for cell in cells)


def test_one_instance_is_called_one_instance(whole):
    (part,) = [section for section in whole.sections if section.name == "against"]
    assert "too early to grade" in part.blocks[0].note


def test_a_sentence_without_a_record_is_refused(db):
    desk = Desk.open(db)
    with pytest.raises(UncitedError):
        desk.say("Egypt accepts a truce", [])
    with pytest.raises(UncitedError):
        desk.say("Egypt accepts a truce", ["P-nosuchid"])


def test_a_name_or_number_that_no_record_holds_is_refused(db):
    desk = Desk.open(db, strict=True)
    cite = desk.rows("inducements")[0]["records"][0]
    assert desk.say("The United States offers Egypt 200 tractors", [cite])
    with pytest.raises(UnsupportedError, match="300"):
        desk.say("The United States offers Egypt 300 tractors", [cite])
    with pytest.raises(UnsupportedError, match="Syria"):
        desk.say("The United States offers Syria 200 tractors", [cite])
    lenient = Desk.open(db)
    told = lenient.say("The United States offers Syria 200 tractors", [cite], short="offers")
    assert told.text == "“The United States offered Egypt 200 tractors if it kept talking”."
    assert told.short is None


def test_names_and_numbers_are_found_in_fields_and_days():
    row = {"actor": "Anwar Sadat", "text": "said 1,200 men left", "day": "1978-09-17"}
    assert unsupported("The 17 September 1978 Sadat’s men, 1,200 of them, left.", [row]) == []
    assert unsupported("No men left.", [row]) == []
    assert unsupported("Menachem Begin left with 12 men.", [row]) == ["Menachem", "Begin", "12"]
    assert unsupported("The 200 men left.", [row]) == ["200"]
    assert unsupported("Egypt left.", [row]) == ["Egypt"]


def test_contested_proposals_lead():
    article = Article(
        id="x", date="1990-01-01", text="Ruland accepts a ten-day truce. Borduria refuses the ten-day truce."
    )
    db = record_db(
        [article],
        [
            at(article, "Ruland accepts a ten-day truce", Position, actor="Ruland", issue="ten-day truce",
               instrument="ceasefire", stance="accept", confidence=0.8),
            at(article, "Borduria refuses the ten-day truce", Position, actor="Borduria", issue="ten-day truce",
               instrument="ceasefire", stance="reject", confidence=0.8),
        ],
    )  # fmt: skip
    page = brief.compose(db, strict=True)
    told = [sentence.text for sentence in sentences_in(page.sections[0])]
    assert told[0] == "No agreement on a ten-day truce is on record."
    assert told[1] == "Ruland accepts a ten-day truce; Borduria refuses it."
    assert sentences(page)[1].short == "Ruland accepts it; Borduria refuses it."
    assert page.title == "Borduria and Ruland on a ten-day truce: where things stand"


def test_nobody_is_given_a_stance_on_more_than_was_told():
    text = "Ruland accepts a ten-day truce. Borduria refuses any truce. Syldavia backs the ten-day truce."
    article = Article(id="x", date="1990-01-01", text=text)
    stances = (
        ("Ruland accepts a ten-day truce", "Ruland", "ten-day truce", "accept"),
        ("Borduria refuses any truce", "Borduria", "truce", "reject"),
        ("Syldavia backs the ten-day truce", "Syldavia", "ten-day truce", "propose"),
    )
    records = [
        at(article, words, Position, actor=who, issue=issue, instrument="ceasefire", stance=stance, confidence=0.8)
        for words, who, issue, stance in stances
    ]
    page = brief.compose(record_db([article], records), strict=True)
    told = [sentence.text for sentence in sentences(page)]
    assert "Borduria refuses a truce." in told
    assert "Whether a truce can be agreed: Borduria refuses it." in told
    ten_day = [text for text in told if "ten-day" in text]
    assert not any("Borduria refuses it" in text or "Borduria refuses a ten-day" in text for text in ten_day)


def test_a_record_of_events_alone_still_has_a_headline():
    article = Article(id="x", title="Shelling", date="1990-01-01", text="Ruland shelled Borduria.")
    shelling = at(article, "Ruland shelled Borduria", Event, actor="Ruland", recipient="Borduria", type="ASSAULT",
                  mode="heavy-weapons", quad=4, score=-9.3)  # fmt: skip
    page = brief.compose(record_db([article], [shelling]), strict=True)
    assert page.title == "Shelling: what is on record"
    assert (sentences(page)[0].text, sentences(page)[0].short) == (
        "Ruland: “Ruland shelled Borduria”.",
        "“Ruland shelled Borduria”.",
    )


def test_a_deed_is_put_in_our_words_where_the_source_does_not_name_who_did_it():
    article = Article(id="x", title="Shelling", date="1990-01-01", text="Its guns shelled Borduria.")
    shelling = at(article, "Its guns shelled Borduria", Event, actor="Ruland", recipient="Borduria", type="ASSAULT",
                  mode="heavy-weapons", quad=4, score=-9.3)  # fmt: skip
    page = brief.compose(record_db([article], [shelling]), strict=True)
    assert sentences(page)[0].text == "Ruland reportedly attacked Borduria with heavy weapons."


def test_an_empty_record_gives_a_page_that_says_so():
    page = brief.write(record_db([Article(id="x", text="Nothing of note.")], []))
    assert "nothing of the kind that a brief tells" in page


def test_an_undated_text_is_said_to_be_undated():
    article = Article(id="x", text="Ruland accepts a truce.")
    accepts = at(article, "Ruland accepts a truce", Position, actor="Ruland", issue="truce", stance="accept")
    page = brief.compose(record_db([article], [accepts]), strict=True)
    assert "without a date" in page.subtitle
    assert "timeline" not in [section.name for section in page.sections]


def test_the_same_record_gives_the_same_page_byte_for_byte():
    for form in ("html", "md"):
        assert brief.write(record_db(ARTICLES, RECORDS), fmt=form) == brief.write(
            record_db(ARTICLES, RECORDS), fmt=form
        )


def test_a_file_has_its_twin_beside_it(db, tmp_path):
    path = tmp_path / "talks.html"
    page = brief.write(db, path)
    assert path.read_text(encoding="utf-8") == page
    told = json.loads((tmp_path / "talks.json").read_text(encoding="utf-8"))
    assert set(told) >= {"title", "sentences"}
    texts = {article.id: article.text for article in ARTICLES}
    for sentence in told["sentences"]:
        assert sentence["text"]
        assert sentence["section"]
        for span in sentence["spans"]:
            assert texts[span["article"]][span["start"] : span["end"]] == span["quote"]


def test_another_form_is_refused(db):
    with pytest.raises(ValueError, match="html, md or pdf"):
        brief.write(db, fmt="odt")
    with pytest.raises(ValueError, match="to a file only"):
        brief.write(db, fmt="docx")
    with pytest.raises(ValueError, match="page or full"):
        brief.write(db, length="short")


def test_a_large_record_still_makes_a_short_brief():
    articles, records = [], []
    for number in range(120):
        issue = f"plan {number % 30}"
        article = Article(
            id=f"x{number}", date=f"1990-0{number % 9 + 1}-1{number % 9}", source=f"Outlet {number % 7}",
            text=f"Ruland accepts {issue}. Borduria refuses {issue}.",
        )  # fmt: skip
        articles.append(article)
        for who, stance, words in (("Ruland", "accept", "accepts"), ("Borduria", "reject", "refuses")):
            fields = {"actor": who, "issue": issue, "stance": stance, "instrument": "framework", "confidence": 0.7}
            records.append(at(article, f"{who} {words} {issue}", Position, **fields))
    page = brief.write(record_db(articles, records))
    told = page.split("## Sources")[0]
    assert len(told.split()) < 1200
    assert re.search(r"24 more in the record: `detente proposals`", told)


def test_opinions_keep_to_their_own_sections(whole):
    for section in whole.sections:
        for sentence in sentences_in(section):
            if any(cite.startswith("O-") for cite in sentence.cites):
                assert section.name in ("open", "views")
    assert THIRD.id in {span.article for span in whole.spans.values()}
    assert FIRST.id in {span.article for span in whole.spans.values()}


def test_what_was_signed_and_stands_leads_and_what_was_done_since_follows():
    texts = {
        "1979-01-05": "Egypt refused the river treaty.",
        "1979-03-26": "Egypt and Israel signed a river treaty.",
        "1979-04-25": "The river treaty between Egypt and Israel took effect.",
        "1979-05-01": "Saudi Arabia broke relations with Egypt.",
        "1979-05-02": "Israel opened a port.",
        "1979-05-03": "Egypt opened a port.",
    }
    articles = [Article(id=f"x{n}", date=day, text=text) for n, (day, text) in enumerate(texts.items())]
    both = {"actor": "Egypt; Israel", "actor_code": "EGY GOV; ISR GOV", "confidence": 0.8}
    refusal = {"actor": "Egypt", "side": "Egypt", "issue": "river treaty", "instrument": "treaty", "stance": "reject"}
    break_ = {"actor": "Saudi Arabia", "actor_code": "SAU GOV", "recipient": "Egypt", "recipient_code": "EGY GOV"}
    records = [
        at(articles[0], "Egypt refused the river treaty", Position, confidence=0.8, **refusal),
        at(articles[1], "Egypt and Israel signed a river treaty", Event, type="SUPPORT", quad=1, score=4.6, **both),
        at(articles[2], "The river treaty between Egypt and Israel", Event, type="AGREE", quad=1, score=4.2, **both),
        at(articles[3], "Saudi Arabia broke relations with Egypt", Event, type="SANCTION", mode="withdraw", quad=4,
           score=-5.2, confidence=0.8, **break_),
    ]  # fmt: skip
    page = brief.compose(record_db(articles, records), strict=True)
    told = [sentence.short or sentence.text for sentence in sentences_in(page.sections[0])]
    assert told[0] == (
        "Egypt and Israel signed a river treaty (told on 26 March 1979); it had taken effect by 25 April 1979."
    )
    assert told[1] == "“Saudi Arabia broke relations with Egypt” (told on 1 May 1979)."
    assert not any("No agreement" in sentence for sentence in told)
    assert "cited below" in page.subtitle
