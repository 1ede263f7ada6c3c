"""Scenarios beside a record, the outlook from Python, and the outlook in a brief."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from detente import outlook
from detente.brief import compose, write
from detente.brief.desk import Desk
from detente.brief.left_open import left_open
from detente.brief.outlook import outlook as section
from detente.outlook import Outlook, drop, keep, kept, scenario
from detente.outlook.shelf import meant
from detente.records import Article, Event, Position, Span, Statement
from record_db import at, record_db

ARTICLE = Article(
    id="a",
    date="2025-03-01",
    source="Courier",
    text=(
        "Ruland is open to a memorandum. Ruland rejects the 30-day ceasefire. Zenda accepts the 30-day ceasefire. "
        "Utopia proposes the 30-day ceasefire. Ruland shelled Zenda. Ruland shelled Zenda at night. "
        "Zenda shelled Ruland. Only Russia would benefit if the United States walks away, Zenda said."
    ),
)
AWAY = "United States backs away"


def stance(words: str, side: str, stance_: str, rung: str, issue: str = "") -> Span:
    return at(ARTICLE, words, Position, actor=side, side=side, issue=issue or rung, stance=stance_, instrument=rung,
              confidence=0.8, rule="by hand")  # fmt: skip


def shelled(words: str, who: str, whom: str) -> Span:
    codes = {"Russia": "RUS GOV", "Ukraine": "UKR GOV"}
    return at(ARTICLE, words, Event, actor=who, actor_code=codes[who], recipient=whom, recipient_code=codes[whom],
              type="ASSAULT", quad=4, score=-9.0, confidence=0.8, rule="by hand")  # fmt: skip


RECORDS = (
    stance("Ruland is open to a memorandum", "Russia", "open", "memorandum"),
    stance("Ruland rejects the 30-day ceasefire", "Russia", "reject", "ceasefire", "30-day ceasefire"),
    stance("Zenda accepts the 30-day ceasefire", "Ukraine", "accept", "ceasefire", "30-day ceasefire"),
    stance("Utopia proposes the 30-day ceasefire", "United States", "propose", "ceasefire", "30-day ceasefire"),
    shelled("Ruland shelled Zenda", "Russia", "Ukraine"),
    shelled("Zenda shelled Ruland", "Ukraine", "Russia"),
    at(ARTICLE, "Only Russia would benefit if the United States walks away", Statement, speaker="Ukraine",
       speaker_code="UKR GOV", kind="indirect", confidence=0.8, rule="by hand"),
)  # fmt: skip


@pytest.fixture(scope="module")
def db() -> duckdb.DuckDBPyConnection:
    return record_db([ARTICLE], RECORDS)


# ---------------------------------------------------------------- beside the record


def test_a_kept_scenario_is_found_by_its_name_and_dropped(tmp_path: Path) -> None:
    one, other = scenario(AWAY, "out"), scenario("Russia leverage x0.5 because of sanctions", "Out")
    keep(tmp_path, one)
    keep(tmp_path, other)
    assert kept(tmp_path) == (other, one)
    assert meant("out", tmp_path) == one
    assert meant("Russia leverage x2", tmp_path).changes[0].times == 2
    keep(tmp_path, scenario("Russia leverage x3", "out"))
    assert [len(kept(tmp_path)), meant("out", tmp_path).changes[0].times] == [2, 3]
    assert drop(tmp_path, "out")
    assert not drop(tmp_path, "out")
    (tmp_path / "scenarios" / "bad.json").write_text("{}")
    with pytest.raises(ValueError, match=r"bad\.json"):
        kept(tmp_path)


def test_names_that_a_file_system_would_not_take_are_kept(tmp_path: Path) -> None:
    names = ["../../evil", "a/b", "", "x" * 500, "Été", "été"]
    for name in names:
        keep(tmp_path, outlook.Scenario(name, scenario(AWAY).changes))
    assert sorted(one.name for one in kept(tmp_path)) == sorted(names)
    assert {file.parent for file in tmp_path.rglob("*.json")} == {tmp_path / "scenarios"}


# ---------------------------------------------------------------- from Python


def test_python_gives_frames_and_the_same_what_ifs(db: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    found = Outlook(db, tmp_path, draws=500)
    assert set(found.inputs["party"]) == {"Russia", "Ukraine", "United States"}
    assert found.inputs["records"].map(len).min() > 0
    assert {"compromise", "median"} <= set(found.outcomes["model"])
    change = found.what_if(AWAY)
    verdicts = dict(zip(change.gained["party"], change.gained["verdict"], strict=True))
    assert verdicts["Russia"] == "gains"
    assert verdicts["Ukraine"] == "loses"
    assert change.moved["change"].min() < -0.3
    assert all(one.cites for one in change.sentences)
    found.keep(AWAY, "out")
    assert [one.name for one in found.scenarios] == ["out"]
    side = found.compare()
    assert list(side["scenario"]) == ["as the record tells", "out"]
    assert side["compromise"].iloc[1] < side["compromise"].iloc[0]
    assert list(found.compare("Russia accepts ceasefire")["scenario"])[1] == "Russia accepts ceasefire"
    assert found.drop("out")
    assert found.proposal("30-day ceasefire").proposal == "30-day ceasefire"


def test_what_does_not_fit_is_refused_and_among_kept_ones_named(db: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    found = Outlook(db, tmp_path, draws=100)
    with pytest.raises(ValueError, match="no party"):
        found.what_if("Japan backs away")
    keep(tmp_path, scenario("Japan backs away"))
    assert len(found.compare()) == 1
    told = outlook.beside(outlook.ask(found.game, 100), kept(tmp_path), 100)
    assert "Japan backs away does not fit" in str(told.note)
    nobody = Outlook(record_db([ARTICLE], ()), tmp_path)
    assert nobody.outcomes.empty
    with pytest.raises(ValueError, match="not enough evidence"):
        nobody.what_if(AWAY)
    with pytest.raises(ValueError, match="no folder"):
        Outlook(db).keep(AWAY)


# ---------------------------------------------------------------- by command


def command(monkeypatch: pytest.MonkeyPatch, db: duckdb.DuckDBPyConnection, place: Path, *words: str) -> int:
    from detente import cli

    module = importlib.import_module("detente.cli.asking")

    class Built:
        def __init__(self) -> None:
            self.db, self.folder = db, place / "edition"

    monkeypatch.setattr(module.Coverage, "build", lambda *_: Built())
    monkeypatch.setattr("sys.argv", ["detente", "outlook", str(place), *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_the_command_keeps_and_compares(
    db: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(monkeypatch, db, tmp_path, "--what-if", "the US backs away", "--name", "out", "--keep") == 0
    assert kept(tmp_path)[0].changes[0].party == "United States"
    capsys.readouterr()
    assert command(monkeypatch, db, tmp_path, "--compare", "--what-if", "Russia accepts ceasefire", "--json") == 0
    rows = json.loads(capsys.readouterr().out)["findings"][0]["rows"]
    assert [row["scenario"] for row in rows] == ["as the record tells", "out", "Russia accepts ceasefire"]
    assert rows[1]["gains"] == "Russia"
    assert command(monkeypatch, db, tmp_path, "--keep") != 0
    assert "--keep" in capsys.readouterr().err


# ---------------------------------------------------------------- in a brief


@pytest.fixture
def desk(db: duckdb.DuckDBPyConnection) -> Iterator[Desk]:
    yield Desk.open(db, scenarios=[scenario(AWAY)])


def test_a_brief_tells_how_near_and_what_if_each_with_its_records(desk: Desk) -> None:
    found = section(desk)
    assert found is not None
    near, what = found.blocks
    assert near.heading == "How near is a 30-day ceasefire?"
    assert any("needs Russia and Ukraine: Russia refuses it; Ukraine accepts it." in s.text for s in near.sentences)
    assert any("may be a spoiler" in sentence.text for sentence in near.sentences)
    assert what.heading == f"What if: {AWAY}"
    assert any(sentence.text.startswith("Russia gains: ") for sentence in what.sentences)
    assert any("Only Russia would benefit" in sentence.text for sentence in what.sentences)
    assert "not forecasts" in what.note
    assert "momentum" in near.note
    assert all(desk.has(cite) for block in found.blocks for sentence in block.sentences for cite in sentence.cites)


def test_a_scenario_that_a_record_cannot_be_asked_is_named_with_the_reason(db: duckdb.DuckDBPyConnection) -> None:
    found = section(Desk.open(db, scenarios=[scenario("Freedonia backs away")]))
    assert found is not None
    assert "“Freedonia backs away” cannot be asked of this record: no party 'Freedonia'" in str(found.note)


def test_it_stands_in_the_whole_brief_and_not_on_one_page(db: duckdb.DuckDBPyConnection) -> None:
    assert "outlook" in {part.name for part in compose(db).sections}
    assert "outlook" not in {part.name for part in compose(db, length="page").sections}
    text = write(db, scenarios=[scenario(AWAY)])
    assert f"What if: {AWAY}" in text


def test_a_heading_that_the_records_do_not_bear_is_not_told(db: duckdb.DuckDBPyConnection) -> None:
    odd = scenario(AWAY, "Atlantis 99 attacks Paris")
    text = write(db, scenarios=[odd])
    assert "Atlantis" not in text
    assert "What if it went otherwise?" in text


def test_too_little_is_a_note_and_nothing_is_nothing() -> None:
    alone = record_db([ARTICLE], RECORDS[1:2])
    found = section(Desk.open(alone))
    assert found is not None
    assert found.blocks == ()
    assert "it is not known who must accept it" in str(found.note)
    none: Any = section(Desk.open(record_db([ARTICLE], ())))
    assert none is None


def test_who_is_said_to_gain_stands_in_a_brief_with_who_says_it(db: duckdb.DuckDBPyConnection) -> None:
    found = left_open(Desk.open(db))
    assert found is not None
    (claims,) = found.blocks
    (claim,) = claims.sentences
    assert "Ukraine" in claim.text
    assert "Only Russia would benefit if the United States walks away" in claim.text
    assert left_open(Desk.open(record_db([ARTICLE], RECORDS[:-1]))) is None


def test_a_scenario_says_in_a_brief_what_it_changes(db: duckdb.DuckDBPyConnection) -> None:
    assert f"What if: out of it ({AWAY})" in write(db, scenarios=[scenario(AWAY, "out of it")])
