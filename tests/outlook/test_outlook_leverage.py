"""Leverage and salience: facts with their year and source, a table of one's own, and nothing where nothing is known."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from detente.outlook import Estimate, from_record, scenario
from detente.outlook.grounds import grounds
from detente.outlook.leverage import leverage, sources
from detente.records import Article, Statement
from record_db import at, record_db


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
