"""What a change does: in words, in a file, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from ruritania import stake

from detente import outlook
from detente.outlook import Game, compare, scenario
from detente.outlook.grounds import grounds
from detente.outlook.scale import LADDER
from detente.outlook.tables import moved
from detente.outlook.words import sentences


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
