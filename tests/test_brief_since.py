"""What changed since the last brief, by a day or by the brief itself; how long it is; and what to watch."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from camp_david import ARTICLES, RECORDS
from detente import brief
from detente.brief import since
from detente.cli import app
from detente.export.json import sentences_in
from detente.records import Article, Commitment, Event, Inducement, Position
from record_db import at, record_db

OLD = Article(id="old", date="1990-01-01", source="Ruland Times", text="Ruland refuses a ten-day truce.")
NEW = Article(
    id="new", date="1990-02-01", source="Borduria Star",
    text=(
        "Ruland accepts a ten-day truce. Ruland offers Borduria grain if talks go on. Borduria shelled Ruland. "
        "Ruland will withdraw its tanks by 1 March 1990. Ministers of Ruland will visit Borduria on 9 February."
    ),
)  # fmt: skip
TRUCE = {"actor": "Ruland", "issue": "ten-day truce", "instrument": "ceasefire", "confidence": 0.8}
RECORDED = [
    at(OLD, "Ruland refuses a ten-day truce", Position, stance="reject", **TRUCE),
    at(NEW, "Ruland accepts a ten-day truce", Position, stance="accept", **TRUCE),
    at(NEW, "Ruland offers Borduria grain", Inducement, actor="Ruland", target="Borduria", kind="offer", what="grain",
       condition="if talks go on", confidence=0.8),
    at(NEW, "Borduria shelled Ruland", Event, actor="Borduria", recipient="Ruland", type="ASSAULT", quad=4, score=-9.0,
       confidence=0.8),
    at(NEW, "Ruland will withdraw its tanks by 1 March 1990", Commitment, actor="Ruland", what="withdraw its tanks",
       deadline="1990-03-01", deadline_words="by 1 March 1990", confidence=0.8),
    at(NEW, "Ministers of Ruland will visit Borduria on 9 February", Event, actor="Ruland", recipient="Borduria",
       type="CONSULT", mode="visit", modality="planned", date_start="1990-02-09", date_end="1990-02-09", quad=1,
       score=2.0, confidence=0.8),
]  # fmt: skip


def section(page, name):
    return next(part for part in page.sections if part.name == name)


def told(page, name):
    return [sentence.text for sentence in sentences_in(section(page, name))]


@pytest.fixture(scope="module")
def db():
    return record_db([OLD, NEW], RECORDED)


def test_what_changed_since_a_day(db):
    page = brief.compose(db, strict=True, before=since.as_of(db, "1990-01-15"))
    part = section(page, "changed")
    assert part.heading == "What changed since 15 January 1990"
    assert "Ruland accepts a ten-day truce, after an earlier refusal." in told(page, "changed")
    assert any("Ruland offers Borduria grain" in text for text in told(page, "changed"))
    assert part.note.startswith("One new article")
    names = [one.name for one in page.sections]
    assert names.index("changed") == names.index("headline") + 1


def test_a_record_is_whole_again_after_it_was_seen_as_of_a_day(db):
    before = db.execute("SELECT count(*) FROM positions").fetchone()
    since.as_of(db, "1990-01-15")
    assert db.execute("SELECT count(*) FROM positions").fetchone() == before == (2,)


def test_what_changed_since_a_brief(db, tmp_path):
    brief.write(record_db([OLD], RECORDED[:1]), tmp_path / "first.md")
    page = brief.write(db, tmp_path / "second.md", last_brief=tmp_path / "first.json")
    assert "## What changed since 1 January 1990" in page
    assert "after an earlier refusal" in page
    again = brief.write(db, tmp_path / "third.md", last_brief=tmp_path / "second.json")
    assert "No new articles." in again
    assert "after an earlier refusal" not in again


def test_another_file_is_no_last_brief(tmp_path):
    (tmp_path / "x.json").write_text(json.dumps({"title": "x"}), encoding="utf-8")
    with pytest.raises(ValueError, match=r"not the .json"):
        since.last_brief(tmp_path / "x.json")
    with pytest.raises(ValueError, match="not a day"):
        since.as_of(record_db([OLD], []), "yesterday")


def test_what_to_watch_has_days_and_conditions(db):
    page = brief.compose(db, strict=True)
    watched = told(page, "watch")
    assert watched[0] == "9 February 1990: “Ministers of Ruland will visit Borduria on 9 February”."
    assert watched[1] == "By 1 March 1990: “Ruland will withdraw its tanks by 1 March 1990”."
    assert "If talks go on, Ruland offers Borduria “grain”." in watched


def test_a_page_is_shorter_and_says_nothing_else():
    db = record_db(ARTICLES, RECORDS)
    full, page = brief.compose(db, strict=True), brief.compose(db, strict=True, length="page")
    assert not {part.name for part in page.sections} & {"demands", "accounts", "timeline", "open", "views"}
    long, short = (sum(len(list(sentences_in(part))) for part in one.sections) for one in (full, page))
    assert short < long


def test_the_command_knows_its_options(tmp_path):
    runner = CliRunner()
    text = tmp_path / "a.txt"
    text.write_text("x", encoding="utf-8")
    wrong = (["--length", "short"], ["-o", "a.odt"], ["--since-brief", "none.json"], ["--outlets", "none.csv"],
             ["--since", "1990-01-01", "--since-brief", str(text)])  # fmt: skip
    for options in wrong:
        done = runner.invoke(app, ["brief", str(text), *options])
        assert done.exit_code == 2, options
    assert not Path(".detente").joinpath("a").exists()
