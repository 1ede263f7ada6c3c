"""The journal of decisions: a line each, whole whatever goes wrong; the latest counts, and a settled one over all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from detente import backup, checking, locking, run
from detente.api import Coverage
from detente.findings.rows import fetch
from detente.records import Event
from detente.review import journal
from detente.review.decisions import from_line, to_line
from record_db import at
from reviewed import ARTICLES, LATER, coded, contents, ids, make, one, opened, rows

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
    here = str(Path(__file__).parent.parent)
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
