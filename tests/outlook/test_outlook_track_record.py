"""The table of past negotiations, and how the models are measured on it."""

from __future__ import annotations

import json
import math
import sys
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "eval"))

import negotiations as track  # noqa: E402
import negotiations_agreement as agreement  # noqa: E402
import negotiations_before as before  # noqa: E402
import negotiations_signs as signs  # noqa: E402

LEVELS = {0.2, 0.4, 0.6, 0.8, 1.0}


def rows(name: str) -> list[dict]:  # type: ignore[type-arg]
    return [json.loads(line) for line in (ROOT / "eval" / name).read_text(encoding="utf-8").splitlines()]


FACTS = rows("negotiations.jsonl")
BEFORE = rows("negotiations_before.jsonl")
CODINGS = [rows(f"negotiations_before_{which}.jsonl") for which in ("first", "second")]


def test_there_are_enough_negotiations_with_and_without_a_deal() -> None:
    assert len({row["talks"] for row in FACTS}) >= 30
    assert len({row["id"] for row in FACTS}) == len(FACTS)
    assert sum(row["agreed"] is None for row in FACTS) >= 10


@pytest.mark.parametrize("row", FACTS, ids=lambda row: row["id"])
def test_each_is_whole_sourced_and_in_order(row: dict) -> None:  # type: ignore[type-arg]
    assert row["sources"]
    assert all(source.strip() for source in row["sources"])
    assert row["facts"]
    assert row["without"]
    assert len(row["parties"]) >= 2
    assert (row["agreed"] is None) == (row["outcome"] is None)
    asked = date.fromisoformat(row["asked"])
    assert row["agreed"] is None or date.fromisoformat(row["agreed"]) > asked
    if "steps" in row:
        assert row["outcome"] is None or str(row["outcome"]) in row["steps"]


@pytest.mark.parametrize("name", ["negotiations_first.jsonl", "negotiations_second.jsonl"])
def test_each_coding_has_every_party_on_a_scale_and_a_level_of_salience(name: str) -> None:
    coded = {row["id"]: row for row in rows(name)}
    assert set(coded) == {row["id"] for row in FACTS}
    for row in FACTS:
        assert set(coded[row["id"]]["parties"]) == set(row["parties"])
        for one in coded[row["id"]]["parties"].values():
            assert one["salience"] in LEVELS
            position = one["position"] if isinstance(one["position"], list) else [one["position"]]
            assert len(position) in (1, 3)
            assert position == sorted(position)


def case(asked: str = "2000-01-01", agreed: str | None = "2000-06-01", outcome: float | None = 6.0) -> track.Case:
    row = {"talks": "t", "asked": asked, "agreed": agreed, "outcome": outcome, "status_quo": 0.0, "without": "War."}
    parties = {"A": {"position": 2, "salience": 0.8}, "B": {"position": [8, 9, 10], "salience": 0.8}}
    history = {"events": [], "ways": [], "wrecks": [], "ripe": 0}
    return track.Case(row, {"no_deal": 0.0, "parties": parties}, history, {"m": 4.0}, {"m": 0.7})


def test_an_error_is_a_share_of_the_scale_and_a_miss_a_brier_score() -> None:
    assert case().span == (0, 10)
    assert case().error("m") == pytest.approx(0.2)
    assert case().error("silent") is None
    assert case().miss("m") == pytest.approx(0.09)
    assert case(agreed=None, outcome=None).error("m") is None
    assert case(agreed=None, outcome=None).miss("m") == pytest.approx(0.49)


def test_a_deal_after_more_than_a_year_is_none_within_one() -> None:
    assert case(agreed="2000-12-31").deal
    assert not case(agreed="2001-01-02").deal


def test_the_rules_say_the_middle_what_was_before_and_how_often_others_ended_in_a_deal() -> None:
    one = case()
    track._ask_rules(one, [case(), case(agreed=None), case(agreed=None), case()])
    assert one.points[track.SPLIT] == 5.5
    assert one.points[track.STAYS] == 0
    assert one.chances[track.RATE] == 0.5


def test_a_point_is_a_deal_where_all_would_rather_have_it_than_none() -> None:
    """A is for 2 and takes up to 4, B is for 9: with no deal at nought a point of 3 is one, of 5 is none."""
    from detente.outlook import Game, draw

    one = case()
    drawn = draw(Game("", (track._matter(_full(one)),)), 3, 1)
    import numpy as np

    assert track._better(drawn, np.array([3.0, 5.0, 0.0]), 0).tolist() == [True, False, False]


def _full(one: track.Case) -> track.Case:
    one.row["id"] = "t"
    return one


def test_the_interval_is_of_negotiations_and_too_few_are_said_to_be() -> None:
    many = [case() for _ in range(20)]
    for number, one in enumerate(many):
        one.row = {**one.row, "talks": str(number)}
    assert track.interval(many, lambda one: one.error("m")) == pytest.approx((0.2, 0.2, 0.2, 20))
    assert track.interval(many[: track.FEW - 1], lambda one: one.error("m")) is None
    one_talks = [case() for _ in range(20)]
    assert track.interval(one_talks, lambda one: one.error("m")) is None


def test_alpha_is_one_where_codings_agree_and_low_where_they_do_not() -> None:
    assert agreement.alpha([(0.2, 0.2), (0.8, 0.8), (1.0, 1.0)]) == pytest.approx(1)
    # by hand: values 0 1 1 0, observed 1, expected 2 (4 x 2 - 4) / 12 = 2/3
    assert agreement.alpha([(0.0, 1.0), (1.0, 0.0)]) == pytest.approx(-0.5)
    assert agreement.nominal([(0.0, 1.0), (1.0, 0.0)]) == pytest.approx(-0.5)


def test_alpha_is_that_of_the_published_example() -> None:
    """Krippendorff 2011, B: two observers, ten articles, five kinds; alpha nominal .095."""
    first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert agreement.nominal(list(zip(first, second, strict=True))) == pytest.approx(0.095, abs=0.0005)


def test_each_field_is_compared_on_the_scale_of_both() -> None:
    one = {"no_deal": 0, "parties": {"A": {"position": 2, "salience": 0.8}, "B": {"position": 10, "salience": 0.4}}}
    other = {"no_deal": None, "parties": {"A": {"position": [2, 3, 4], "salience": 0.8},
                                          "B": {"position": 10, "salience": 0.6}}}  # fmt: skip
    rows = {row[0].split(",")[0]: row for row in agreement.fields([one, one], [one, other])}
    assert rows["position"][3] == "0.75 within a twentieth, 0.025 apart on average"
    assert rows["salience"][3] == "0.75 the same, 1.00 within a level"
    assert rows["whether no deal is a point of the scale"][3] == "0.50 the same"
    assert rows["where that point lies"][1] == "1"


# ---------------------------------------------------------------- the signs of the outlook


@pytest.mark.parametrize(
    ("without", "day"),
    [
        ("30 per cent from 1 August 2025.", "2025-08-01"),
        ("Deliveries are cut on 1 January.", "2026-01-01"),
        ("The old treaty ends on 5 December 2029.", None),
        ("The 3 billion of November 2015 stay.", None),
        ("The quotas must end by January 2026; a dispute.", "2026-01-01"),
    ],
)
def test_a_deadline_is_a_day_within_a_year_that_the_facts_name(without: str, day: str | None) -> None:
    found = signs.deadline({"asked": "2025-07-12", "without": without})
    assert (found.isoformat() if found else None) == day


def test_the_signs_speak_for_and_against() -> None:
    near = {"parties": {"A": {"position": 4, "salience": 1.0}, "B": {"position": [4, 5, 6], "salience": 0.2}}}
    row = {"asked": "2025-01-01", "without": "Deliveries are cut on 1 March."}
    assert signs.signs(row, near, (0, 10)) == (1.0, 1.0, 1.0, 0.0)
    far = {"parties": {name: {"position": at, "salience": 0.6} for name, at in (("A", 0), ("B", 5), ("C", 10))}}
    assert signs.signs({**row, "without": "War goes on."}, far, (0, 10)) == (-1.0, -1.0, 0.0, -1.0)


def test_a_chance_of_no_sign_is_the_base_rate_and_each_sign_moves_it() -> None:
    assert signs.counted((0, 0, 0, 0), 0.7) == pytest.approx(0.7)
    assert signs.counted((1, 0, 0, -1), 0.7) == pytest.approx(0.7)
    assert signs.counted((1, 1, 0, 0), 0.5) == pytest.approx(1 / (1 + math.exp(-1)))
    others, deals = [(1.0,), (1.0,), (-1.0,), (-1.0,)] * 10, [True, True, False, False] * 10
    assert signs.weighed((1.0,), others, deals) > 0.8
    assert signs.weighed((-1.0,), others, deals) < 0.2
    assert signs.weighed((0.0,), [(0.0,)] * 10, [True] * 7 + [False] * 3) == pytest.approx(0.7)


# ---------------------------------------------------------------- what came before


@pytest.mark.parametrize("row", BEFORE, ids=lambda row: row["talks"])
def test_what_came_before_has_a_day_of_the_year_before_and_a_source(row: dict) -> None:  # type: ignore[type-arg]
    asked = date.fromisoformat(max(fact["asked"] for fact in FACTS if fact["talks"] == row["talks"]))
    for event in row["events"]:
        day = date.fromisoformat(event["day"] if len(event["day"]) == 10 else f"{event['day']}-01")
        assert 0 <= (asked - day).days <= 366
        assert all(event[field].strip() for field in ("who", "what", "source"))


def test_each_coding_has_a_way_and_a_mark_for_every_event() -> None:
    for coding in CODINGS:
        assert [row["talks"] for row in coding] == [row["talks"] for row in BEFORE]
        for row, one in zip(BEFORE, coding, strict=True):
            assert len(one["ways"]) == len(one["wrecks"]) == len(row["events"])
            assert {*one["ways"], one["ripe"]} <= {-1, 0, 1}
            assert set(one["wrecks"]) <= {0, 1}


def history(*events: tuple[str, int, int], ripe: int = 0) -> dict:  # type: ignore[type-arg]
    days, ways, wrecks = zip(*events, strict=True) if events else ((), (), ())
    return {"events": [{"day": day} for day in days], "ways": ways, "wrecks": wrecks, "ripe": ripe}


def test_younger_moves_weigh_more_and_what_came_later_is_not_known() -> None:
    assert before.before_signs("2000-06-01", history(("2000-05-30", -1, 0), ("1999-09", 1, 0))) == (-1.0, 0.0, 0.0)
    assert before.before_signs("2000-06-01", history(("2000-05", 1, 1), ("2000-06-02", -1, 1))) == (1.0, -1.0, 0.0)
    assert before.before_signs("2000-06-01", history(("2000-06-02", 1, 1), ripe=1)) == (0.0, 0.0, 1.0)
    assert before.before_signs("2000-06-01", history()) == (0.0, 0.0, 0.0)


def test_codings_of_what_came_before_are_compared_event_by_event() -> None:
    one, other = (
        history(("2000-05-30", 1, 1), ("2000-05-31", -1, 0)),
        history(("2000-05-30", 1, 0), ("2000-05-31", 0, 0)),
    )
    ways, wrecks, ripe = before.fields_before([one], [other])
    assert ways[1:2] == ["2"]
    assert ways[3] == wrecks[3] == "0.50 the same"
    assert ripe[3] == "1.00 the same"


def test_the_kept_tables_are_what_is_measured_and_stand_on_the_page() -> None:
    first, second = (track.cases(which) for which in ("first", "second"))
    measured = track.measure(first, second)
    assert json.loads((ROOT / "eval" / "negotiations.json").read_text(encoding="utf-8")) == measured
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    assert all(measured[name] in page for name in ("errors", "brier", "calibration", "agreement", "signs"))
    assert track.told(measured) == track.TOLD.read_text(encoding="utf-8")
