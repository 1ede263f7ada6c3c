"""From a record to inputs, and what a change does: each input names what it rests on, and little says little."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from detente import outlook
from detente.outlook import Estimate, Game, Matter, Stake, compare, from_record, scenario
from detente.outlook.belief import Evidence, interval, strongest
from detente.outlook.forecast import between, too_little
from detente.outlook.grounds import grounds
from detente.outlook.leverage import leverage, sources
from detente.outlook.scale import LADDER, ladder
from detente.outlook.tables import gained, inputs, moved, outcomes, steps
from detente.outlook.words import sentences
from detente.records import Article, Event, Inducement, Position, Span, Statement
from detente.store import TABLES
from record_db import at, record_db

OLD = Article(
    id="old",
    date="2024-06-10",
    source="Courier",
    text="Ruritania rejects a memorandum. Zenda accepts the peace treaty.",
)
NEW = Article(
    id="new",
    date="2025-05-20",
    source="Herald",
    text=(
        "Zenda accepts the 30-day ceasefire. The United States proposes the 30-day ceasefire. Ruritania is open to a "
        "memorandum, but it still refuses the 30-day ceasefire. Washington might step back from the talks. Only "
        "Ruritania would benefit if the United States walks away, Zenda said. Ruritania shelled Zenda. "
        "Zenda demands sanctions. Ruritania rejects sanctions. Utopia is open to talks."
    ),
)


def position(article: Article, words: str, side: str, issue: str, stance: str, rung: str | None, **more: Any) -> Span:
    more = {"confidence": 0.8, "voice": "reported", "rule": "by hand"} | more
    return at(article, words, Position, actor=side, side=side, issue=issue, stance=stance, instrument=rung, **more)


RECORDS: list[Span] = [
    position(OLD, "Ruritania rejects a memorandum", "Russia", "memorandum", "reject", "memorandum"),
    position(OLD, "Zenda accepts the peace treaty", "Ukraine", "peace agreement", "accept", "treaty"),
    position(NEW, "Zenda accepts the 30-day ceasefire", "Ukraine", "30-day ceasefire", "accept", "ceasefire"),
    position(NEW, "The United States proposes", "United States", "30-day ceasefire", "propose", "ceasefire"),
    position(NEW, "Ruritania is open to a memorandum", "Russia", "memorandum", "open", "memorandum"),
    position(NEW, "it still refuses the 30-day ceasefire", "Russia", "30-day ceasefire", "reject", "ceasefire"),
    position(NEW, "Zenda demands sanctions", "Ukraine", "sanctions", "demand", None),
    position(NEW, "Ruritania rejects sanctions", "Russia", "sanctions", "reject", None),
    position(NEW, "Utopia is open to talks", "Iran", "talks", "open", "talks", confidence=0.1),
    at(NEW, "might step back from the talks", Inducement, actor="United States", kind="threat", what="step back",
       rule="by hand"),
    at(NEW, "Only Ruritania would benefit if the United States walks away", Statement, speaker="Ukraine",
       kind="indirect", rule="by hand"),
    at(NEW, "Ruritania shelled Zenda", Event, actor="Russia", recipient="Ukraine", type="ASSAULT", rule="by hand",
       actor_code="RUS GOV", recipient_code="UKR GOV"),
]  # fmt: skip


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = record_db([OLD, NEW], RECORDS)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def game(db: duckdb.DuckDBPyConnection) -> Game:
    return from_record(db)


def stake(game: Game, party: str, matter: int = 0) -> Stake:
    found = game.matters[matter].stake(party)
    assert found
    return found


# ---------------------------------------------------------------- inputs


def test_each_party_stands_where_its_words_put_it(game: Game) -> None:
    ladder_ = game.matters[0]
    assert ladder_.name == LADDER
    assert {one.party: ladder_.says(one.position.likely) for one in ladder_.stakes} == {
        "Russia": "memorandum",
        "Ukraine": "ceasefire",
        "United States": "ceasefire",
    }
    # a plain refusal keeps its step, and all above it, out of the interval
    assert stake(game, "Russia").position.high < 5


def test_every_input_names_records_that_there_are(game: Game, db: duckdb.DuckDBPyConnection) -> None:
    known = {row[0] for table in TABLES for row in db.execute(f"SELECT id FROM {table}").fetchall()}  # noqa: S608
    for matter in game.matters:
        for one in matter.stakes:
            for estimate in (one.position, one.salience):
                assert estimate.records
                assert set(estimate.records) <= known
                assert estimate.why
    assert any(record.startswith("E-") for record in stake(game, "Russia").position.records)


def test_older_words_fade(db: duckdb.DuckDBPyConnection) -> None:
    fast, slow = from_record(db, half_life=10), from_record(db, half_life=10_000)
    assert stake(slow, "Ukraine").position.likely == 8
    assert stake(fast, "Ukraine").position.likely == 5
    assert stake(slow, "Russia").position.low < stake(fast, "Russia").position.low


def test_what_has_no_day_counts_half_among_what_has_one() -> None:
    undated = Article(id="undated", text="Zenda accepts the 30-day ceasefire.")
    said = position(undated, "Zenda accepts", "Ukraine", "30-day ceasefire", "accept", "ceasefire")
    alone = from_record(record_db([undated], [said]))
    beside = from_record(record_db([undated, NEW], [said, RECORDS[4]]))
    assert stake(alone, "Ukraine").position.likely == stake(beside, "Ukraine").position.likely == 5
    assert stake(beside, "Ukraine").position.low < stake(alone, "Ukraine").position.low
    assert stake(beside, "Ukraine").salience.likely == pytest.approx(stake(alone, "Ukraine").salience.likely / 2)


def test_of_whom_too_little_is_known_is_left_out_and_named(game: Game) -> None:
    assert "Iran" not in game.parties
    assert any("Iran" in note for note in game.notes)


def test_an_issue_without_an_instrument_has_the_scale_of_stances(game: Game) -> None:
    sanctions = game.matters[1]
    assert sanctions.name == "sanctions"
    assert [sanctions.says(one.position.likely) for one in sanctions.stakes] == ["refused", "accepted"]


def test_parties_matters_and_vetoes_can_be_chosen(db: duckdb.DuckDBPyConnection) -> None:
    two = from_record(db, issues=["30-day ceasefire"], parties=["russia", "Ukraine"], veto=["Russia"])
    (only,) = two.matters
    assert {one.party: (only.says(one.position.likely), one.veto) for one in only.stakes} == {
        "Russia": ("refused", True),
        "Ukraine": ("accepted", False),
    }
    nobody = from_record(db, issues=["fishing rights"])
    assert nobody.matters == ()
    assert "fishing rights" in nobody.notes[0]


def test_a_record_without_a_word_gives_no_game() -> None:
    empty = record_db([Article(id="x", text="Nothing.", date="2025-01-01")], [])
    nothing = from_record(empty)
    assert nothing.matters == ()
    assert outlook.answers(nothing) == ()
    assert "Not enough evidence" in str(outcomes(nothing, ()).note)
    with pytest.raises(ValueError, match="half-life"):
        from_record(empty, half_life=0)


def test_the_same_record_gives_the_same_game_and_the_same_answers(db: duckdb.DuckDBPyConnection, game: Game) -> None:
    assert from_record(db) == game
    assert outlook.answers(game, 500) == outlook.answers(game, 500)


# ---------------------------------------------------------------- belief


STEPS = tuple(value for value, _ in ladder())


def piece(weight: float, source: str = "a", **about: float) -> Evidence:
    return Evidence(f"P-{source}{weight}{about}", "A", weight, "says", source=source, **about)


def test_an_echo_is_no_second_witness() -> None:
    one, echo, other = piece(0.5, up_to=5.0), piece(0.4, up_to=5.0), piece(0.4, "b", up_to=5.0)
    assert interval([one, echo], STEPS) == interval([one], STEPS)
    assert interval([one, other], STEPS)[0] >= interval([one], STEPS)[0]


def test_divided_evidence_leaves_the_interval_wide() -> None:
    low, likely, high = interval([piece(0.8, up_to=5.0), piece(0.8, "b", against=3.0)], STEPS)
    assert low < 3
    assert high >= 5
    assert low <= likely <= high


def test_nothing_known_leaves_nearly_all_open() -> None:
    low, _, high = interval([], STEPS)
    assert high - low >= 6


def test_both_sides_are_cited() -> None:
    cited = strongest([piece(0.9, up_to=5.0), piece(0.8, "b", up_to=4.0), piece(0.1, "c", against=6.0)], 2)
    assert {one.against for one in cited} == {None, 6.0}


# ---------------------------------------------------------------- leverage


def test_leverage_is_unknown_and_alike_unless_it_is_given() -> None:
    found, notes = leverage(["Russia", "Ukraine"], "equal", "2025-05-20")
    assert found["Russia"] == found["Ukraine"]
    assert found["Russia"].low < 1 < found["Russia"].high
    assert not notes


def test_facts_are_shares_with_their_year_and_source() -> None:
    found, notes = leverage(["Russia", "Ukraine", "United States"], "facts", "2025-05-20")
    assert "Military spending of Russia: an estimate of SIPRI." in notes
    assert not any("United States" in note for note in notes)
    assert sum(one.likely for one in found.values()) == pytest.approx(1)
    us = found["United States"]
    assert us.low < us.likely < us.high
    assert "SIPRI" in us.why
    assert "2023" in us.why


@pytest.mark.parametrize(
    ("parties", "day"), [(["Russia", "Hamas"], "2025-05-20"), (["Russia", "Ukraine"], "1978-09-17")]
)
def test_facts_are_not_taken_where_one_is_missing_or_of_another_time(parties: list[str], day: str) -> None:
    found, notes = leverage(parties, "facts", day)
    assert found[parties[0]] == found[parties[1]]
    assert "equal" in notes[0]


def test_each_fact_says_what_it_is_and_whence() -> None:
    from detente.outlook.leverage import facts

    assert {str(row["fact"]) for row in facts()} == set(sources())
    assert all(about["name"] and about["unit"] and about["source"] for about in sources().values())
    assert len({(row["party"], row["fact"]) for row in facts()}) == len(facts())


def test_facts_lie_in_the_order_of_magnitude_of_their_unit() -> None:
    from detente.outlook.leverage import facts

    bounds = {"population": (1, 1500), "military": (0.1, 1000)}
    for row in facts():
        low, high = bounds[str(row["fact"])]
        assert low < float(row["value"]) < high
        assert row["year"] == 2023
        assert row.get("doubt") != ""


def test_salience_is_never_known_better_than_two_coders_agree_on_it(db: duckdb.DuckDBPyConnection) -> None:
    for matter in from_record(db).matters:
        for one in matter.stakes:
            given = one.salience
            assert given.low <= max(0.0, given.likely - 0.1)
            assert given.high >= min(1.0, given.likely + 0.1)


def test_who_withdraws_troops_or_abandons_a_programme_does_not_leave_the_table() -> None:
    article = Article(
        id="x",
        date="2025-05-20",
        source="Herald",
        text=(
            "Washington will withdraw its troops. Washington may abandon the talks. "
            "Washington would abandon its programme."
        ),
    )
    said = [
        at(article, words, Statement, speaker="United States", speaker_code="USA GOV", kind="indirect", rule="by hand")
        for words in (
            "Washington will withdraw its troops",
            "Washington may abandon the talks",
            "Washington would abandon its programme",
        )
    ]
    found = grounds(record_db([article], said), scenario("United States backs away"))
    assert [one.text for one in found] == ["Washington may abandon the talks"]


def test_a_table_of_ones_own_goes_before_all(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("party,leverage,low,high,why\nRussia,2,1.5,3,holds the ground\n", encoding="utf-8")
    found, notes = leverage(["Russia", "Ukraine"], str(table), None)
    assert found["Russia"] == Estimate(1.5, 2.0, 3.0, "holds the ground")
    assert "Ukraine" in notes[0]
    table.write_text("party,leverage\nRussia,much\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"mine\.csv:2"):
        leverage(["Russia"], str(table), None)


# ---------------------------------------------------------------- what if


def test_where_one_steps_back_the_outcome_goes_to_the_others(game: Game) -> None:
    found = compare(game, scenario("the US backs away"), 2_000)
    assert found.scenario.changes[0].party == "United States"
    moves = {one.model: one for one in found.shifts if one.matter == LADDER}
    assert moves["compromise"].after < moves["compromise"].before
    assert moves["median"].after < moves["median"].before
    verdicts = {one.party: one.verdict for one in found.gains if one.matter == LADDER}
    assert verdicts == {"Russia": "gains", "Ukraine": "loses", "United States": "loses"}
    russia = next(one for one in found.gains if one.party == "Russia")
    assert russia.after > russia.before


def test_the_record_is_quoted_where_it_speaks_of_the_step(game: Game, db: duckdb.DuckDBPyConnection) -> None:
    asked = scenario("United States backs away")
    first, second = grounds(db, asked)
    assert (first.of_gain, second.of_gain) == (True, False)
    assert first.text.startswith("Only Ruritania would benefit")
    assert second.record.startswith("I-")
    assert not grounds(db, scenario("Ukraine backs away"))
    table = moved(compare(game, asked, 200), (first, second))
    assert first.record in str(table.note)
    assert table.rows[0]["records"] == [first.record, second.record]


def test_sentences_say_where_why_who_and_what_they_rest_on(game: Game) -> None:
    said = sentences(compare(game, scenario("United States backs away"), 2_000))
    text = " ".join(one.text for one in said)
    for words in (
        "move down the scale",
        "of all weight to 0%",
        "Russia gains",
        "Ukraine loses",
        "Pivotal is then Russia",
    ):
        assert words in text
    assert all(one.cites for one in said)


@pytest.mark.parametrize(
    ("words", "what", "likely"),
    [
        ("Russia accepts a 30-day ceasefire", "position", 5.0),
        ("Russia position 4", "position", 4.0),
        ("Russia: position = 2..6", "position", 4.0),
        ("Russia salience 0.25 because it is busy", "salience", 0.25),
        ("Russia leverage x2", "leverage", 2.0),
        ("Moscow walks away", "salience", 0.0),
        ("Putin leaves", "salience", 0.0),
        ("Russia accepts a ceasefire", "position", 5.0),
    ],
)
def test_changes_in_words(game: Game, words: str, what: str, likely: float) -> None:
    changed = outlook.apply(game, scenario(words))
    made = getattr(stake(changed, "Russia"), what)
    assert made.likely == pytest.approx(likely)
    assert made.why == ("it is busy" if "because" in words else "changed by hand")
    assert stake(changed, "Ukraine") == stake(game, "Ukraine")


def test_a_change_may_be_of_one_matter_only(game: Game) -> None:
    changed = outlook.apply(game, scenario("Russia position on sanctions 2; Ukraine salience on sanctions 0.1"))
    assert stake(changed, "Russia", 1).position.likely == 2
    assert stake(changed, "Russia", 0) == stake(game, "Russia", 0)
    assert stake(changed, "Ukraine", 1).salience.likely == pytest.approx(0.1)
    assert stake(changed, "Ukraine", 0) == stake(game, "Ukraine", 0)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("Russia dances", "PARTY backs away"),
        ("Utopia backs away", "there are"),
        ("Russia position 99", "between 0 and 8"),
        ("Russia accepts the fishing rights", "nothing to change"),
        ("Russia salience 2", "between 0 and 1"),
        (" ; ", "needs a change"),
    ],
)
def test_a_change_that_does_not_fit_is_refused_with_a_reason(game: Game, words: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        outlook.apply(game, scenario(words))


def test_several_changes_are_one_scenario_that_a_file_keeps(game: Game, tmp_path: Path) -> None:
    asked = scenario("United States backs away; Russia leverage x0.5 because of sanctions", "both")
    outlook.save_scenario(asked, tmp_path / "both.json")
    loaded = outlook.load_scenario(tmp_path / "both.json")
    assert loaded == asked
    assert compare(game, loaded, 300) == compare(game, asked, 300)
    (tmp_path / "wrong.json").write_text('{"name": "x", "changes": [{"party": "A"}]}', encoding="utf-8")
    with pytest.raises(ValueError, match=r"wrong\.json"):
        outlook.load_scenario(tmp_path / "wrong.json")


def test_a_game_is_kept_and_corrected_in_a_file(game: Game, tmp_path: Path) -> None:
    place = tmp_path / "game.json"
    outlook.save(game, place)
    assert outlook.load(place) == game
    place.write_text(place.read_text(encoding="utf-8").replace('"low": 0.0', '"low": 9.0', 1), encoding="utf-8")
    with pytest.raises(ValueError, match=r"game\.json: not a table of an outlook"):
        outlook.load(place)


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
