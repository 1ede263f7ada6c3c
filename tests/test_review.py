"""What a reviewer decides shows in tables, ledgers, the brief and exports at once, and can all be taken back."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from detente import backup, checking, locking, run
from detente.api import Coverage
from detente.findings.clusters import REVIEWER, clusters
from detente.findings.rows import fetch
from detente.records import Event
from detente.review import journal
from detente.review.decisions import from_line, to_line
from detente.review.fields import checked, completed
from exported import holding, written
from record_db import at
from reviewed import ARTICLES, LATER, coded, contents, ids, make, one, opened


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return make(tmp_path / "record")


@pytest.fixture
def coverage(record: Path) -> Coverage:
    return opened(record)


def rows(coverage: Coverage, table: str, record: str) -> list[dict[str, Any]]:
    return fetch(coverage.db, f"SELECT * FROM {table} WHERE id = $id", {"id": record})  # noqa: S608


def ledger(coverage: Coverage, name: str) -> str:
    return json.dumps(coverage.find(name).rows, default=str)


def export(coverage: Coverage) -> str:
    return written("annotations", holding(coverage.db)).decode()


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


# ---------------------------------------------------------------- the journal


def test_a_line_is_a_decision_and_back(coverage: Coverage) -> None:
    made = coverage.review("Ada").correct(one(coverage.db, "statements", "sign"), {"spans": "86-90 91-95"})
    assert from_line(to_line(made)) == made
    assert from_line(json.dumps(json.loads(to_line(made)) | {"of_later": 1})) == made


def test_a_broken_line_is_named_and_skipped_and_stays(coverage: Coverage, record: Path) -> None:
    name = one(coverage.db, "events", "again")
    coverage.review("Ada").reject(name)
    whole = (record / journal.FILE).read_bytes()
    lines = [b"{", b"[]", b'{"id": "R-1"}', b"\xff", whole.replace(b'"reject"', b'"explode"').strip(), b"[" * 100_000]
    (record / journal.FILE).write_bytes(b"\n".join([*lines, whole.strip(), whole[:40]]))
    held = journal.read(record)
    assert [one.line for one in held.broken] == [1, 2, 3, 4, 5, 6, 8]
    assert "no such action: explode" in held.broken[4].reason
    assert len(held.decisions) == 1
    again = opened(record)
    assert name not in ids(again.db, "events")
    assert [note.line for note in again.notes] == [1, 2, 3, 4, 5, 6, 8]
    again.review("Ada").undo()  # the line that was cut off stays a line of its own
    assert [one.line for one in journal.read(record).broken] == [1, 2, 3, 4, 5, 6, 8]
    assert name in ids(opened(record).db, "events")
    problems = [one for one in checking.check(record).problems if one.place == journal.FILE]
    assert [one.kind for one in problems] == ["damage"] * 7


def test_a_failed_write_leaves_the_journal_as_it_was(
    coverage: Coverage, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = coverage.review("Ada")
    review.reject(one(coverage.db, "events", "again"))
    before = (record / journal.FILE).read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        review.undo()
    assert (record / journal.FILE).read_bytes() == before
    monkeypatch.undo()
    review.undo()
    assert opened(record).review().status()["undone"] == 1


def test_it_is_decided_while_the_record_is_written_to_but_by_one_at_a_time(record: Path) -> None:
    with locking.taken(record):
        state = opened(record)
        state.review("Ada").reject(one(state.db, "events", "again"))
    with locking.taken(record, name=locking.REVIEW), pytest.raises(locking.HeldError, match="is written to by"):
        journal.append(record, lambda _: [], patience=0.1)


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from detente import durable, locking
from detente.review import journal
from reviewed import ids, opened
state = opened(Path(sys.argv[1]))
write = os.write
def half(handle, content):
    if b'"action"' not in content:
        return write(handle, content)
    write(handle, content[: len(content) // 2])
    os.kill(os.getpid(), signal.SIGKILL)
names = ids(state.db, "events")
state.review("Ada").reject(names[0])
journal.os.write = half
state.review("Ada").reject(names[1])
"""


def test_a_process_that_is_killed_half_way_loses_no_decision_but_its_own(record: Path) -> None:
    here = str(Path(__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(record), here], capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    held = journal.read(record)
    assert (len(held.decisions), len(held.broken)) == (1, 1)
    state = opened(record)
    assert len(ids(state.db, "events")) == 1
    state.review("Ben").reject(ids(state.db, "events")[0])
    assert ids(opened(record).db, "events") == []
    assert len(journal.read(record).broken) == 1


def test_decisions_are_saved_and_brought_back_and_no_damage(record: Path, tmp_path: Path) -> None:
    state = opened(record)
    state.review("Ada").reject(one(state.db, "events", "again"))
    assert not any(one.place == journal.FILE for one in checking.check(record).problems)
    backup.back_up(record, tmp_path / "saved.tar")
    backup.restore(tmp_path / "saved.tar", tmp_path / "again")
    assert contents(opened(tmp_path / "again").db) == contents(opened(record).db)


def test_without_a_decision_nothing_is_written_and_no_view_is_laid(record: Path) -> None:
    state = opened(record)
    assert state.review("Ada").queue()
    assert not (record / journal.FILE).exists()
    assert not fetch(state.db, "SELECT view_name FROM duckdb_views() WHERE starts_with(view_name, 'raw_')")


def test_a_read_only_folder_is_said(coverage: Coverage, record: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    record.chmod(0o500)
    try:
        with pytest.raises(OSError, match="nothing can be written there"):
            coverage.review("Ada").reject(one(coverage.db, "events", "again"))
    finally:
        record.chmod(0o700)


# ---------------------------------------------------------------- the latest counts, a settled one over all


def test_the_latest_counts_and_a_settled_one_over_all(coverage: Coverage) -> None:
    ada, ben = coverage.review("Ada"), coverage.review("Ben")
    name = one(coverage.db, "positions", "rejected")
    ada.correct(name, {"stance": "open"})
    ben.correct(name, {"actor": "Holm"})
    assert {key: rows(coverage, "positions", name)[0][key] for key in ("actor", "stance")} == {
        "actor": "Holm", "stance": "open",
    }  # fmt: skip
    ben.reject(name)
    assert name not in ids(coverage.db, "positions")
    settled = ada.settle(name, "correct", {"stance": "conditional"})
    ben.reject(name)
    (row,) = rows(coverage, "positions", name)
    assert (row["stance"], row["actor"]) == ("conditional", "Norland")
    ada.undo(settled.id)
    assert name not in ids(coverage.db, "positions")


def test_what_is_cut_down_to_a_period_goes_by_the_corrected_day(record: Path) -> None:
    state = opened(record)
    name = one(state.db, "events", "again")
    state.review("Ada").correct(name, {"date_start": "2024-06-01"})
    assert ids(run.reopen(record, since="2024-05-01").db, "events") == [name]


def test_a_period_is_kept_to_when_decisions_are_laid_over_what_is_open(record: Path) -> None:
    done = Coverage(run.reopen(record, since="2024-03-10"))
    done.review("Ada").confirm(one(done.db, "events", "again"))
    assert len(ids(done.db, "events")) == 1


def test_events_that_the_rules_then_code_take_the_place_of_an_added_one(record: Path) -> None:
    state = opened(record)
    start = LATER.index("Talks on the long border opened")
    words = LATER[start : start + 31]
    made = state.review("Ada").add("events", "second", start, start + 31, {"type": "CONSULT", "actor": "Norland"})
    later = at(ARTICLES[1], words + " in Geneva", Event, actor="Norland", type="CONSULT", place="Geneva", rule="new")
    make(record, records=[*coded(), later])
    again = opened(record)
    (found,) = ids(again.db, "events", "Talks")
    assert found != made.record
    (row,) = rows(again, "events", found)
    assert (row["confidence"], row["place"], row["rule"]) == (1.0, "Geneva", "new")
    make(record, articles=[replace(ARTICLES[0]), replace(ARTICLES[1], text="Nothing more.")], records=[])
    (loose,) = opened(record).review().loose()
    assert (loose["decision"], loose["reason"]) == (made.id, "its words are not in the article any more")
