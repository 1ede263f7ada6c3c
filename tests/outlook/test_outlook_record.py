"""From a record to inputs: each names what it rests on, and little says little."""

from __future__ import annotations

import duckdb
import pytest
from ruritania import NEW, RECORDS, position, stake

from detente import outlook
from detente.outlook import Game, from_record
from detente.outlook.belief import Evidence, interval, strongest
from detente.outlook.scale import LADDER, ladder
from detente.outlook.tables import outcomes
from detente.records import Article
from detente.store import TABLES
from record_db import record_db

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
