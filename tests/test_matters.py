"""How far a row may be trusted to speak of one matter, of the present, and plainly; and how its words are quoted."""

from __future__ import annotations

import doctest

import pytest

from detente import quoting
from detente.findings import breaches, matters, outcomes
from detente.findings.matters import hedged, is_body, known_issue, misread, named_in, own_word, recalled, specific
from detente.quoting import clean, passage, shortened


@pytest.mark.parametrize("module", [matters, quoting, outcomes, breaches])
def test_the_examples_hold(module):
    assert doctest.testmod(module).failed == 0


def test_a_bare_name_says_less_than_a_fuller_one():
    assert specific("meeting") < specific("peace agreement") < specific("withdrawal from the valley")
    assert specific("Ruland proposals") < 0.6
    assert specific("") == 0.0


def row(sentence="", **fields):
    text = fields.pop("text", sentence)
    start = sentence.index(text) if text in sentence else 0
    return {"sentence": sentence, "text": text, "start": start, "sentence_start": 0, "article_date": "2018-05-10",
            "stance": "accept", "voice": "reported", **fields}  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "past"),
    [
        ("Ruland has often refused to disarm.", True),
        ("Ruland abducted fishermen in the 1970s.", True),
        ("Three men formerly held in Ruland came home.", True),
        ("Ruland shelled the port last September.", True),
        ("Ruland shelled the port in 2009.", True),
        ("Ruland shelled the port in 2018.", False),
        ("Ruland shelled the port on Monday.", False),
    ],
)
def test_what_is_recalled_is_not_of_the_present(sentence, past):
    assert recalled(row(sentence)) is past


def test_a_day_of_its_own_decides_whether_something_is_recalled():
    assert recalled(row("Ruland shelled the port.", date_start="2009-01-01"))
    assert not recalled(row("Ruland, which has often shelled the port, did so again.", date_start="2018-05-09"))


def test_a_promise_often_made_still_holds():
    assert not recalled(row("She has often promised to mediate.", repeated=True))


def test_whoever_left_office_long_ago_is_history():
    assert recalled(row("Reagan refused further talks.", actor="Ronald Reagan"))


def test_entertained_is_not_taken():
    assert hedged("might accept the plan")
    assert hedged("whether to accept the plan")
    assert not hedged("accepted the plan")


def test_an_acceptance_behind_a_refusing_word_is_misread():
    assert misread(row("On no account will we agree to leave.", text="will we agree to leave"))
    assert not misread(row("We will agree to leave.", text="will agree to leave"))


def test_a_claim_by_another_weighs_half():
    own = row("x", voice="attributed", according_to="Anwar Sadat", actor="Anwar Sadat", side="Egypt")
    assert own_word(own) > own_word({**own, "voice": "reported"}) > own_word({**own, "according_to": "Moshe Dayan"})


def test_peoples_capitals_and_leaders_stand_for_their_country():
    assert named_in("Moscow told the Ukrainians and U.N. officials") >= {"Russia", "Ukraine"}
    assert named_in("Egypt's president met Dayan in Cairo.", "Egypt") == {"Israel"} | named_in("Dayan")
    assert "North Korea" not in named_in("The U.N. met.")


def test_a_state_is_a_party_and_a_politician_of_its_opposition_is_none():
    assert is_body("Egypt")
    assert is_body("Hamas")
    assert not is_body("Shimon Peres")


def test_an_issue_made_of_a_texts_own_words_is_not_one_of_the_table():
    assert known_issue("withdrawal from Sinai")
    assert known_issue("30-day ceasefire")
    assert not known_issue("punish United States")
    assert not known_issue("hold troop funding hostage for amnesty")


def test_a_short_sentence_is_quoted_whole_and_a_long_one_cut_at_a_clause():
    told = {"text": "he would not leave", "sentence": "The minister said that he would not leave."}
    assert passage(told, 60) == "“The minister said that he would not leave”"
    assert passage(told, 20) == "“he would not leave”"
    assert shortened("the army left the valley at dawn, which nobody had asked for or seen coming", 50) == (
        "the army left the valley at dawn …"
    )


def test_markup_of_a_page_is_not_quoted():
    assert clean("* ### **Who** signed \\[it\\]?") == "Who signed [it]?"
    assert clean("The [deal](https://example.org/a_(b)) holds") == "The deal holds"
