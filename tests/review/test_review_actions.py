"""What a reviewer decides shows in tables, ledgers, the brief and exports at once, and can all be taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente.api import Coverage
from detente.findings.clusters import REVIEWER, clusters
from detente.findings.rows import fetch
from detente.review.fields import checked, completed
from reviewed import ARTICLES, LATER, contents, export, ids, ledger, one, opened, rows

# ---------------------------------------------------------------- every action, where it shows


def test_a_confirmed_record_is_as_sure_as_a_person(coverage: Coverage) -> None:
    name = one(coverage.db, "positions", "rejected")
    coverage.review("Ada").confirm(name, "read it")
    (row,) = rows(coverage, "positions", name)
    assert (row["confidence"], row["stance"]) == (1.0, "reject")
    (told,) = rows_of_decided(coverage, name)
    assert (told["action"], told["by"], told["note"]) == ("confirm", "Ada", "read it")
    assert json.loads(told["was"])["confidence"] == 0.6


def rows_of_decided(coverage: Coverage, name: str) -> list[dict[str, Any]]:
    return fetch(coverage.db, "SELECT * FROM decided WHERE record = $id", {"id": name})


def test_a_corrected_record_shows_in_ledger_brief_and_export(coverage: Coverage, record: Path) -> None:
    name = one(coverage.db, "positions", "rejected")
    before = coverage.brief()
    assert "Ruritania" not in ledger(coverage, "proposals") + before + export(coverage)
    coverage.review("Ada").correct(name, {"actor": "Ruritania", "stance": "conditional"})
    for state in (coverage, opened(record)):  # at once, and whenever the record is opened
        assert "Ruritania" in ledger(state, "proposals")
        assert "Ruritania" in state.brief()
        assert "Ruritania" in export(state)
        (row,) = rows(state, "positions", name)
        assert (row["side"], row["stance"]) == ("Ruritania", "conditional")
        assert rows(state, "raw_positions", name)[0]["stance"] == "reject"


def test_a_rejected_record_is_gone_from_ledger_brief_and_export(coverage: Coverage, record: Path) -> None:
    name = one(coverage.db, "inducements", "threatened new sanctions")
    assert name in ledger(coverage, "inducements")
    assert "new sanctions" in coverage.brief()
    coverage.review("Ada").reject(name)
    for state in (coverage, opened(record)):
        assert name not in ledger(state, "inducements")
        assert "new sanctions" not in state.brief()
        assert name not in export(state)
        assert ids(state.db, "raw_inducements") == [name]


def test_an_added_record_shows_in_ledger_brief_and_export(coverage: Coverage, record: Path) -> None:
    words = "Talks on the long border opened"
    start = LATER.index(words)
    made = coverage.review("Ada").add(
        "positions", "second", start, start + len(words), {"actor": "Ruritania", "issue": "border", "stance": "open"}
    )
    assert made.record is not None
    assert made.record.startswith("P-")
    for state in (coverage, opened(record)):
        (row,) = rows(state, "positions", made.record)
        assert (row["text"], row["sentence"]) == (words, "Talks on the long border opened in Geneva.")
        assert (row["rule"], row["day"], row["source"]) == ("review", "2024-03-14", "Herald")
        assert "border" in ledger(state, "proposals")
        assert "Ruritania" in state.brief()
        assert made.record in export(state)
    with pytest.raises(ValueError, match=f"there already as {made.record}"):
        coverage.review("Ada").add(
            "positions",
            "second",
            start,
            start + len(words),
            {"actor": "Ruritania", "issue": "border", "stance": "open"},
        )


def test_a_merged_record_goes_into_the_other(coverage: Coverage) -> None:
    review = coverage.review("Ada")
    first = one(coverage.db, "positions", "rejected")
    start = ARTICLES[0].text.index("ceasefire")
    double = review.add("positions", "first", start, start + 9, {"actor": "Holm", "issue": "truce", "stance": "reject"})
    assert double.record in ids(coverage.db, "positions")
    review.merge(str(double.record), first)
    assert double.record not in ids(coverage.db, "positions")
    assert first in ids(coverage.db, "positions")
    assert str(double.record) not in ledger(coverage, "proposals") + export(coverage) + coverage.brief()
    with pytest.raises(ValueError, match="undo that first"):
        review.confirm(str(double.record))
    review.reject(first)
    with pytest.raises(ValueError, match="nothing can be merged into it"):
        review.merge(one(coverage.db, "positions", "accepts"), first)
    with pytest.raises(ValueError, match="of two kinds"):
        review.merge(first, one(coverage.db, "events", "again"))


def test_a_note_changes_nothing_but_is_told(coverage: Coverage) -> None:
    before = contents(coverage.db)
    name = one(coverage.db, "statements", "sign")
    coverage.review("Ada").note(name, "ask <b>the embassy</b>\x1b[31m")
    assert contents(coverage.db) == before
    assert rows_of_decided(coverage, name)[0]["note"] == "ask <b>the embassy</b> [31m"


def test_tellings_of_two_articles_become_one_story_and_are_parted(coverage: Coverage) -> None:
    review = coverage.review("Ada")
    first, second = one(coverage.db, "events", "port of"), one(coverage.db, "events", "again")

    def together() -> bool:
        return any({row["id"] for row in cluster.rows} == {first, second} for cluster in clusters(coverage.db))

    assert not together()
    review.merge(first, second)
    assert together()
    assert set(ids(coverage.db, "events")) == {first, second}
    assert REVIEWER in ledger(coverage, "stories")
    review.apart(second, first)
    assert not together()
    review.undo()
    assert together()


def test_names_of_issues_are_made_one_and_held_apart(coverage: Coverage) -> None:
    def issues() -> set[str]:
        return {row["proposal"] for row in coverage.find("proposals").rows}

    assert issues() == {"30-day ceasefire"}  # the rules take the bare name for the fuller one
    review = coverage.review("Ada")
    review.apart_issue("Ceasefires")
    assert issues() == {"30-day ceasefire", "ceasefire"}
    assert "ceasefire" in coverage.brief()
    review.merge_issue("30-day ceasefire", "the long truce")
    assert issues() == {"the long truce", "ceasefire"}
    assert "long truce" in export(coverage)
    review.merge_issue("ceasefire", "30-day ceasefire")  # what that is shown as
    assert issues() == {"the long truce"}
    for _ in range(3):
        review.undo()
    assert issues() == {"30-day ceasefire"}
    with pytest.raises(ValueError, match="no record names an issue"):
        review.merge_issue("flying saucers", "ceasefire")


# ---------------------------------------------------------------- what cannot be decided is named


@pytest.mark.parametrize(
    ("table", "given", "said"),
    [
        ("positions", {"stanse": "open"}, "positions have no field stanse"),
        ("positions", {"stance": "maybe"}, "no such value: maybe .there are propose, demand"),
        ("positions", {"issue": ""}, "issue of positions may not be null"),
        ("positions", {"article": "x"}, "no field article"),
        ("events", {"dead": "2.5"}, "no whole number: 2.5"),
        ("events", {"dead": "-1"}, "less than nothing"),
        ("events", {"confidence": "1.5"}, "not between 0 and 1"),
        ("events", {"confidence": "nan"}, "no number"),
        ("events", {"type": "AGREE", "mode": "visit"}, "AGREE has no mode visit"),
        ("events", {"date_start": "2024-02-31"}, "not a day"),
        ("events", {"date_start": "2024-02-03", "date_end": "2024-02-01"}, "is before date_start"),
        ("commitments", {"repeated": "perhaps"}, "neither true nor false"),
        ("statements", {"spans": "9-4"}, "no pieces of a text"),
        ("events", {"place": "x" * 5000}, "longer than 4,000"),
        ("positions", {"issue": "\ud800\u202e"}, "may not be null"),
        ("passages", {"actor": "x"}, "no such table: passages"),
    ],
)
def test_a_wrong_field_or_value_is_named(table: str, given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        checked(table, given)


def test_what_hangs_on_a_corrected_field_follows() -> None:
    day = "2024-03-04"
    found = completed("positions", {"actor": "Vladimir Putin; Ukraine"}, day)
    assert (found["actor_code"], found["side"]) == ("RUS GOV; UKR", "Russia; Ukraine")
    assert completed("positions", {"actor": "Norland"}, day)["actor_code"] is None  # a last name may be anybody's
    assert (
        completed("positions", {"actor": "Norland"}, day, known={"Norland": "NOR GOV"}.get)["actor_code"] == "NOR GOV"
    )
    found = completed("events", {"type": "AGREE"}, day, {"mode": "visit"})
    assert (found["quad"], found["score"], found["mode"]) == (1, 4.2, None)
    assert completed("events", {"place": "Geneva"}, day)["place_lat"] is None
    assert completed("events", {"date_start": day}, day) == {"date_start": day, "date_end": day, "date_from": "text"}


def test_what_there_is_not_cannot_be_decided_on(coverage: Coverage) -> None:
    review = coverage.review("Ada")
    name = one(coverage.db, "positions", "rejected")
    decisions: list[tuple[Callable[[], Any], str]] = [
        (lambda: review.confirm("P-aaaaaaaa"), "no record P-aaaaaaaa"),
        (lambda: review.correct(name, {"stance": "reject"}), "nothing to correct"),
        (lambda: review.correct(name, {"end": 99999}), "not a stretch of its article"),
        (lambda: review.add("positions", "third", 0, 4, {}), "no article third"),
        (lambda: review.add("positions", "first", 5, 5, {}), "no words from 5 to 5"),
        (lambda: review.add("positions", "first", 0, 4, {"stance": "open"}), "positions need issue"),
        (lambda: review.merge(name, name), "into itself"),
        (lambda: review.note(name, " "), "without words"),
        (lambda: review.settle(name, "maybe"), "no such verdict"),
        (lambda: review.settle(name, "correct"), "takes fields"),
        (review.undo, "nothing to undo"),
        (lambda: review.undo("R-aaaaaaaa"), "no such decision"),
        (lambda: coverage.review().confirm(name), "no reviewer is named"),
        (lambda: coverage.review(" "), "1 to 80 characters"),
    ]
    for decide, said in decisions:
        with pytest.raises(ValueError, match=said):
            decide()
    assert review.decisions == ()


# ---------------------------------------------------------------- undo


def test_undo_takes_back_the_last_or_a_given_one_and_an_undo(coverage: Coverage) -> None:
    before = contents(coverage.db)
    ada, ben = coverage.review("Ada"), coverage.review("Ben")
    name, other = one(coverage.db, "positions", "rejected"), one(coverage.db, "events", "again")
    first = ada.correct(name, {"stance": "open"})
    second = ada.reject(other)
    ben.confirm(one(coverage.db, "statements", "sign"))
    undone = ada.undo()
    assert undone.of == second.id
    assert other in ids(coverage.db, "events")
    ada.undo(undone.id)
    assert other not in ids(coverage.db, "events")
    with pytest.raises(ValueError, match="is undone already"):
        ada.undo(undone.id)
    ada.undo(first.id)
    assert rows(coverage, "positions", name)[0]["stance"] == "reject"
    ada.undo()
    ben.undo()
    assert contents(coverage.db) == before
    assert coverage.review().status()["undone"] == 4
