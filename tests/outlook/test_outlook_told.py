"""What the outlook tells: how wide the models' answers are, and how far each party would go."""

from __future__ import annotations

import pytest
from ruritania import NEW, OLD, RECORDS, position

from detente import outlook
from detente.outlook import Estimate, Game, Matter, Stake, compare, from_record, scenario
from detente.outlook.forecast import between, too_little
from detente.outlook.grounds import grounds
from detente.outlook.scale import LADDER
from detente.outlook.tables import gained, inputs, moved, outcomes, steps
from detente.outlook.words import sentences
from detente.records import Article, Statement
from record_db import at, record_db

# ---------------------------------------------------------------- too little, and the spread


def test_where_the_models_leave_nearly_all_open_it_says_so() -> None:
    def wide(name: str) -> Stake:
        return Stake(name, Estimate(0, 50, 100), Estimate(0, 0.5, 1), Estimate(0, 1, 5))

    vague = Game("", (Matter("x", 0, 100, (wide("A"), wide("B"))),))
    given = outlook.answers(vague, 500)
    assert "open" in too_little(vague, given)["x"]
    assert "not enough evidence" in outcomes(vague, given).rows[-1]["says"]
    alone = Game("", (Matter("x", 0, 100, (wide("A"),)),))
    assert "one party" in too_little(alone, outlook.answers(alone, 50))["x"].replace("1 party only", "one party")


def test_the_models_are_not_averaged(game: Game) -> None:
    given = outlook.answers(game, 500)
    ends = between(given, LADDER)
    assert ends
    middles = [one.middle for one in given if one.matter == LADDER and one.middle is not None and not one.is_range]
    assert ends == (min(middles), max(middles))
    rows = [row for row in outcomes(game, given).rows if row["matter"] == LADDER]
    assert [row["model"] for row in rows][-1] == "between models"
    assert rows[-1]["middle"] is None


def test_every_row_of_every_table_rests_on_records(game: Game) -> None:
    found = compare(game, scenario("United States backs away"), 200)
    for table in (inputs(game), outcomes(game, outlook.answers(game, 200)), moved(found), gained(found)):
        assert table.rows
        for row in table.rows:
            assert set(table.columns) <= set(row)
            assert row["records"]


def test_each_party_of_the_facts_is_a_state_of_the_codebook() -> None:
    from detente.codebook import table
    from detente.outlook.leverage import facts

    assert {str(row["party"]) for row in facts()} <= {row["name"] for row in table("countries")}


def test_what_an_article_says_cannot_steer_the_terminal() -> None:
    hostile = Article(id="x", date="2025-05-20", text="The United States walks away \x1b[2J<script> now, Zenda said.")
    said = at(hostile, "The United States walks away \x1b[2J<script> now", Statement, speaker="Zenda", rule="by hand")
    (found,) = grounds(record_db([hostile], [said]), scenario("United States backs away"))
    assert "\x1b" not in found.text
    assert "<script>" in found.text  # what a page makes of it is for the exporters, which escape it


# ---------------------------------------------------------------- talks, steps, and who is alone


def test_on_talks_each_party_stands_by_name_or_by_a_stance_on_more() -> None:
    hosted = position(
        NEW, "Washington might step back from the talks", "United States", "negotiations", "propose", "talks"
    )
    talks = from_record(record_db([OLD, NEW], [*RECORDS, hosted]), issues=["talks"])
    said = {
        one.party: (talks.matters[0].says(one.position.likely), one.position.why) for one in talks.matters[0].stakes
    }
    assert said["United States"][0] == "accepted"
    assert said["Ukraine"][0] == "open"
    assert "accept 30-day ceasefire" in said["Ukraine"][1]
    assert said["Russia"][0] == "open"
    assert "memorandum" in said["Russia"][1]


def test_how_far_each_would_go_is_told_step_by_step_with_its_records(game: Game) -> None:
    rows = {row["party"]: row for row in steps(game).rows}
    assert rows["Russia"]["would"] == "contact, talks, memorandum"
    assert rows["Russia"]["beyond_its_words"].startswith("ceasefire")
    assert all(row["records"] for row in rows.values())


def test_of_who_has_only_refused_no_step_is_said_to_be_taken() -> None:
    refused = from_record(record_db([NEW], [RECORDS[5]]))
    (row,) = steps(refused).rows
    assert row["would"] is None
    assert row["perhaps"] == "contact, talks, memorandum, pause"


def test_one_party_alone_settles_nothing(game: Game) -> None:
    refused = from_record(record_db([NEW], [RECORDS[5]]))
    found = outlook.answers(refused, 50)
    assert all(answer.middle is None for answer in found)
    assert too_little(refused, found) == {LADDER: "a position is known of one party only"}
    left = compare(game, scenario("Russia backs away; Ukraine backs away"), 50)
    of_ladder = [one for one in left.gains if one.matter == LADDER]
    assert {one.verdict for one in of_ladder} == {"not known"}
    assert [one.low for one in of_ladder] == [None] * len(of_ladder)
    assert "no model gives an outcome" in sentences(left)[0].text


def test_a_gain_is_shown_from_the_model_that_says_least_to_the_one_that_says_most(game: Game) -> None:
    found = compare(game, scenario("United States backs away"), 500)
    for one in found.gains:
        assert one.low is not None
        assert one.high is not None
        assert one.low <= one.high
        assert (one.verdict == "gains") == (one.gains > 0 and not one.loses)


@pytest.mark.parametrize(
    "words",
    [
        "Russia backs away",
        "Russia accepts ceasefire",
        "Russia leverage x0.5",
        "Russia salience 0.4..0.6",
        "Russia position on sanctions 2",
    ],
)
def test_a_change_can_be_asked_again_in_its_own_words(words: str) -> None:
    (change,) = scenario(words).changes
    assert scenario(change.words).changes == (change,)
    assert scenario(words).title == words
    assert scenario(words, "plan B").title == f"plan B ({change.words})"
