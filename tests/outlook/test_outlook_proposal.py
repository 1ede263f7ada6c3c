"""The outlook of one proposal: who must accept and has, what moves and is done, and when there is too little to say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from detente.outlook import Prospect, prospect
from detente.records import Article, Commitment, Event, Position, Span, Statement
from detente.store import TABLES
from record_db import at, record_db

EARLY = Article(
    id="early",
    date="2025-03-01",
    source="Courier",
    text=(
        "Ruland rejects the 30-day ceasefire. Zenda accepts the 30-day ceasefire. Zenda shelled Ruland near the coast. "
        "Ruland shelled Zenda at night. Both sides are exhausted, Zenda said. The war cannot be won, Ruland said. "
        "Ruland agreed to talks. Zenda wants talks. Utopia backs the 30-day ceasefire."
    ),
)
LATE = Article(
    id="late",
    date="2025-03-20",
    source="Herald",
    text=(
        "Ruland accepts the 30-day ceasefire. Ruland bombed Zenda again. Ruland freed prisoners for Zenda. "
        "Ruland will withdraw its guns from the coast by 1 April. Only Russia would benefit if the talks collapse, "
        "Zenda said. Thule is against the 30-day ceasefire."
    ),
)
RUS, UKR, USA = "Russia", "Ukraine", "United States"
CODES = {RUS: "RUS GOV", UKR: "UKR GOV", USA: "USA GOV"}


def stance(article: Article, words: str, side: str, stance_: str, rung: str = "ceasefire", **more: Any) -> Span:
    issue = "30-day ceasefire" if rung == "ceasefire" else rung
    more = {"confidence": 0.8, "rule": "by hand"} | more
    return at(article, words, Position, actor=side, side=side, issue=issue, stance=stance_, instrument=rung, **more)


def act(article: Article, words: str, actor: str, recipient: str, type_: str, score: float, **more: Any) -> Span:
    codes = {"actor_code": CODES[actor], "recipient_code": CODES[recipient]}
    quad = 4 if score < 0 else 2
    told_ = {"type": type_, "score": score, "quad": quad, "rule": "by hand", "confidence": 0.8} | more
    return at(article, words, Event, actor=actor, recipient=recipient, **codes, **told_)


def said(article: Article, words: str, speaker: str) -> Span:
    return at(article, words, Statement, speaker=speaker, speaker_code=CODES[speaker], rule="by hand")


RECORDS: list[Span] = [
    stance(EARLY, "Ruland rejects the 30-day ceasefire", RUS, "reject"),
    stance(EARLY, "Zenda accepts the 30-day ceasefire", UKR, "accept"),
    stance(EARLY, "Ruland agreed to talks", RUS, "accept", "talks"),
    stance(EARLY, "Zenda wants talks", UKR, "propose", "talks"),
    stance(EARLY, "Utopia backs the 30-day ceasefire", USA, "accept"),
    act(EARLY, "Zenda shelled Ruland near the coast", UKR, RUS, "ASSAULT", -9.0),
    act(EARLY, "Ruland shelled Zenda at night", RUS, UKR, "ASSAULT", -9.0),
    said(EARLY, "Both sides are exhausted", UKR),
    said(EARLY, "The war cannot be won", RUS),
]
LATER: list[Span] = [
    act(LATE, "Ruland bombed Zenda again", RUS, UKR, "ASSAULT", -9.0),
    act(LATE, "Ruland freed prisoners for Zenda", RUS, UKR, "RETREAT", 7.0),
    at(LATE, "Ruland will withdraw its guns from the coast by 1 April", Commitment, actor=RUS, actor_code="RUS GOV",
       what="withdraw its guns from the coast", deadline="2025-04-01", rule="by hand"),
    said(LATE, "Only Russia would benefit if the talks collapse", UKR),
]  # fmt: skip
TURNED = stance(LATE, "Ruland accepts the 30-day ceasefire", RUS, "accept", confidence=0.9)


def ask(records: list[Span], **more: Any) -> Prospect:
    return prospect(record_db([EARLY, LATE], records), "30-day ceasefire", **more)


def told(found: Prospect, aspect: str) -> dict[str, str]:
    return {line.about: line.says for line in found.lines if line.aspect == aspect}


@pytest.fixture(scope="module")
def refused() -> Iterator[Prospect]:
    yield ask(RECORDS + LATER)


def test_those_who_fight_must_accept_and_others_need_not(refused: Prospect) -> None:
    assert told(refused, "must accept") == {"Russia": "refuses", "Ukraine": "has accepted"}
    assert told(refused, "others") == {"United States": "has accepted"}
    assert refused.enough


def test_a_user_says_who_must_accept() -> None:
    assert set(told(ask(RECORDS + LATER, veto=["russia", "United States"]), "must accept")) == {RUS, USA}


def test_how_far_the_refuser_is_stands_in_steps_and_on_the_ladder(refused: Prospect) -> None:
    says = told(refused, "distance")
    assert set(says) == {RUS}
    assert says[RUS].startswith("3 of 3 steps from acceptance; would go as far as talks")


def test_a_turn_is_momentum_and_a_younger_one_weighs_more() -> None:
    moved = [line for line in ask([*RECORDS, *LATER, TURNED]).lines if line.aspect == "momentum"]
    assert len(moved) == 1
    assert moved[0].value == pytest.approx(0.8)
    assert "towards" in moved[0].says
    was_for = stance(EARLY, "Zenda accepts the 30-day ceasefire", RUS, "accept")
    away = stance(LATE, "Thule is against the 30-day ceasefire", RUS, "reject")
    gone = [line for line in ask([was_for, *RECORDS[1:], *LATER, away]).lines if line.aspect == "momentum"]
    assert gone[0].value is not None
    assert gone[0].value < 0


def test_deeds_are_a_mean_of_both_sides_and_told_from_three_on(refused: Prospect) -> None:
    line = next(line for line in refused.lines if line.aspect == "deeds")
    assert line.about == "Russia – Ukraine"
    assert line.says.startswith("one act of cooperation, 3 of conflict")
    assert line.sentence
    few = next(line for line in ask(RECORDS).lines if line.aspect == "deeds")
    assert not few.sentence


def test_a_freed_prisoner_is_a_delivery_and_a_near_day_a_deadline(refused: Prospect) -> None:
    assert RUS in told(refused, "delivery")
    assert told(refused, "deadline") == {RUS: "2025-04-01, in 12 days: withdraw its guns from the coast"}


def test_an_unsure_concession_is_not_said_to_have_been_delivered() -> None:
    words = "Ruland freed prisoners for Zenda"
    unsure = act(LATE, words, RUS, UKR, "RETREAT", 4.0, confidence=0.7)
    sure = [record for record in RECORDS + LATER if not (isinstance(record, Event) and record.type == "RETREAT")]
    assert "delivery" not in {line.aspect for line in ask([*sure, unsure]).lines}


def test_every_sentence_follows_from_its_records(refused: Prospect) -> None:
    """So that a brief may tell it: read again as a brief's sentences are."""
    from detente.brief.checked import doubts
    from detente.brief.desk import Desk

    desk = Desk.open(record_db([EARLY, LATE], RECORDS + LATER))
    for one in refused.paragraph.sentences:
        desk.learn(one.cites)
        assert not doubts(one.text, [desk.records[cite] for cite in one.cites]), one.text


def test_a_possible_spoiler_refuses_and_uses_force_since_against_one_that_takes_part(refused: Prospect) -> None:
    assert set(told(refused, "spoiler")) == {RUS}
    elsewhere = [
        replace(record, recipient="Japan", recipient_code="JPN GOV") if isinstance(record, Event) else record
        for record in RECORDS + LATER
    ]
    assert "spoiler" not in {line.aspect for line in ask(elsewhere, veto=[RUS, UKR]).lines}
    assert "spoiler" not in {line.aspect for line in ask([*RECORDS, *LATER, TURNED]).lines}


def test_who_is_said_to_gain_by_failure_is_anothers_word(refused: Prospect) -> None:
    said_to_gain = [line for line in refused.lines if line.aspect == "said to gain"]
    assert len(said_to_gain) == 1
    assert said_to_gain[0].sentence.startswith("Ukraine says that ")


def test_ripe_needs_a_stalemate_and_a_way_out_in_each_ones_own_words(refused: Prospect) -> None:
    assert told(refused, "ripeness") == {"all": "ripe as far as told"}
    without = [record for record in RECORDS if not (isinstance(record, Statement) and record.speaker == RUS)]
    assert told(ask(without + LATER), "ripeness") == {"all": "not enough evidence"}
    winning = said(EARLY, "The war cannot be won", RUS)
    article = Article(id="win", date="2025-03-21", text="Russia will prevail, it said.")
    boast = said(article, "Russia will prevail", RUS)
    found = prospect(record_db([EARLY, LATE, article], [*RECORDS, winning, boast]), "30-day ceasefire")
    assert told(found, "ripeness") == {"all": "not ripe"}


def test_too_little_is_said_to_be_too_little() -> None:
    silent = [record for record in RECORDS if not (isinstance(record, Position) and record.side == RUS)]
    found = ask(silent + LATER)
    assert not found.enough
    assert told(found, "must accept")[RUS] == "is silent"
    assert "Russia stands" in found.why_not
    assert found.paragraph.note
    assert found.paragraph.note.startswith("Not enough evidence to say how near it is")
    alone = ask([RECORDS[1]])
    assert not alone.enough
    assert "who must accept" in alone.why_not


def test_an_old_word_says_nothing_of_today() -> None:
    today = Article(id="today", date="2025-12-01", text="Ruland shelled Zenda.")
    found = prospect(record_db([EARLY, LATE, today], [*RECORDS, *LATER]), "30-day ceasefire", half_life=10_000)
    assert not found.enough
    assert "for 275 days" in found.why_not


def test_every_sentence_rests_on_records_that_there_are(refused: Prospect) -> None:
    db = record_db([EARLY, LATE], RECORDS + LATER)
    known = {row[0] for table in TABLES for row in db.execute(f"SELECT id FROM {table}").fetchall()}  # noqa: S608
    assert refused.paragraph.sentences
    for sentence in refused.paragraph.sentences:
        assert sentence.cites
        assert set(sentence.cites) <= known
    assert all(set(row["records"]) <= known for row in refused.finding.rows)


def test_what_nobody_speaks_of_is_refused_with_what_there_is() -> None:
    with pytest.raises(ValueError, match="30-day ceasefire"):
        prospect(record_db([EARLY, LATE], RECORDS), "customs union")
    with pytest.raises(ValueError, match="half-life"):
        ask(RECORDS, half_life=0)


def test_the_command_prints_the_table_the_paragraph_and_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    import importlib

    from detente import cli

    command = importlib.import_module("detente.cli.asking")

    class Built:
        db: duckdb.DuckDBPyConnection = record_db([EARLY, LATE], RECORDS + LATER)

    monkeypatch.setattr(command.Coverage, "build", lambda *_: Built())
    monkeypatch.setattr("sys.argv", ["detente", "outlook", str(tmp_path), "--proposal", "30-day ceasefire", "--json"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    whole = json.loads(capsys.readouterr().out)
    assert whole["findings"][0]["name"] == "proposal"
    assert whole["said"][0] == "How near is a 30-day ceasefire?"
    says = "The 30-day ceasefire needs Russia and Ukraine: Russia refuses it; Ukraine accepts it. [P-"
    assert any(line.startswith(says) or line.startswith(says.replace("The", "A", 1)) for line in whole["said"])
    monkeypatch.setattr(
        "sys.argv", ["detente", "outlook", str(tmp_path), "--proposal", "x", "--what-if", "Russia backs away"]
    )
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code
    assert "--proposal" in capsys.readouterr().err


# ---------------------------------------------------------------- names, talks, and who has only refused


def test_a_bare_name_that_the_record_takes_for_a_fuller_one_means_all_of_it() -> None:
    bare = at(LATE, "Ruland accepts the 30-day ceasefire", Position, actor=RUS, side=RUS, issue="ceasefire",
              stance="no-commitment", instrument="ceasefire", confidence=0.8, rule="by hand")  # fmt: skip
    found = prospect(record_db([EARLY, LATE], [*RECORDS, bare]), "ceasefire")
    assert found.proposal == "30-day ceasefire"
    assert told(found, "must accept")[UKR] == "has accepted"


def test_who_is_for_more_is_open_to_talks_and_who_is_against_it_is_silent() -> None:
    records = [one for one in RECORDS if "talks" not in EARLY.text[one.start : one.end]]
    hosted = stance(EARLY, "Utopia backs the 30-day ceasefire", USA, "propose", "talks")
    found = prospect(record_db([EARLY, LATE], [*records, hosted]), "talks")
    must = told(found, "must accept")
    assert must[UKR] == "does not name it, but accepts a 30-day ceasefire, which takes talks"
    assert must[RUS] == "is silent"
    assert told(found, "others") == {USA: "has accepted"}
    assert found.heading == "How near are talks?"


def test_of_who_has_only_refused_it_is_not_said_how_far_it_would_go() -> None:
    records = [one for one in RECORDS if "talks" not in EARLY.text[one.start : one.end]]
    found = ask(records)
    assert told(found, "distance")[RUS].endswith("how far it would go is not known, at most a pause")
    assert not any("would go as far" in sentence.text for sentence in found.paragraph.sentences)
    assert RUS not in told(found, "way out")
