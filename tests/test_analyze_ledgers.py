"""Timeline, positions, proposals, inducements, commitments and dyads over hand-made records."""

from __future__ import annotations

import pytest

from camp_david import ARTICLES, RECORDS
from detente.analyze import commitments, dyads, inducements, positions, proposals, timeline
from detente.dating import UNDATED
from detente.records import Article, Event, Inducement, Position
from record_db import at, record_db


@pytest.fixture(scope="module")
def db():
    return record_db(ARTICLES, RECORDS)


def by(finding, **wanted):
    return [row for row in finding.rows if all(row[key] == value for key, value in wanted.items())]


def test_timeline_is_in_order_and_tells_words_from_deeds(db):
    rows = timeline.find(db).rows
    assert [row["day"] for row in rows] == sorted(row["day"] for row in rows)
    assert {row["what"] for row in rows if row["plane"] == "deed"} == {"COERCE", "MOBILIZE"}


def test_timeline_tells_once_what_two_sources_tell():
    first = Article(id="x", date="1990-01-02", source="A", text="Forces of Ruland shelled Borduria on Monday.")
    second = Article(id="y", date="1990-01-02", source="B", text="Ruland shelled Borduria, officials said.")
    shelling = {"actor": "Ruland", "recipient": "Borduria", "type": "ASSAULT", "mode": "heavy-weapons", "quad": 4,
                "score": -9.3}  # fmt: skip
    db = record_db(
        [first, second],
        [at(first, "shelled Borduria", Event, **shelling), at(second, "shelled Borduria", Event, **shelling)],
    )
    (row,) = timeline.find(db).rows
    assert (row["reports"], row["sources"], len(row["records"])) == (2, 2, 2)


def test_timeline_keeps_to_a_period_and_an_actor(db):
    rows = timeline.find(db, actor="Egypt", since="1978-11-01").rows
    assert {row["day"] for row in rows} == {"1978-11-02"}
    assert len(rows) == 2


def test_positions_show_the_history(db):
    (row,) = by(positions.find(db), issue="separate peace")
    assert (row["party"], row["stance"], row["who"]) == ("Egypt", "accept", "Anwar Sadat")
    assert row["history"] == "reject (1978-07-10), accept (1978-09-17)"
    assert positions.find(db, party_is="Jordan").rows == ()


def test_positions_merge_names_that_differ_trivially():
    article = Article(
        id="x", date="1990-01-02", text="Ruland wants the prisoner exchange. Borduria wants Prisoner exchanges."
    )
    db = record_db(
        [article],
        [
            at(article, "the prisoner exchange", Position, actor="Ruland", issue="prisoner exchange", stance="accept"),
            at(article, "Prisoner exchanges", Position, actor="Borduria", issue="Prisoner exchanges", stance="reject"),
        ],
    )
    assert len({row["issue"] for row in positions.find(db).rows}) == 1


def test_a_bare_name_is_the_same_issue_as_the_only_fuller_one():
    article = Article(id="x", date="1990-01-02", text="Ruland backs a ten-day truce. Borduria refuses a truce.")
    records = [
        at(article, "a ten-day truce", Position, actor="Ruland", issue="ten-day truce", stance="accept"),
        at(article, "a truce", Position, actor="Borduria", issue="truce", stance="reject"),
    ]
    assert {row["proposal"] for row in proposals.find(record_db([article], records)).rows} == {"ten-day truce"}


def test_a_halt_to_a_thing_is_not_the_thing():
    article = Article(id="x", date="1990-01-02", text="Ruland backs a halt to testing. Borduria defends testing.")
    records = [
        at(article, "a halt to testing", Position, actor="Ruland", issue="halt to testing", stance="accept"),
        at(article, "testing", Position, actor="Borduria", issue="testing", stance="accept"),
    ]
    found = {row["issue"] for row in positions.find(record_db([article], records)).rows}
    assert found == {"halt to testing", "testing"}


def test_one_stray_report_does_not_overturn_what_many_tell():
    articles, records = [], []
    for number, stance in enumerate(["reject", "reject", "reject", "accept"]):
        article = Article(
            id=f"x{number}", date=f"1990-01-0{number + 1}", source=f"S{number}", text="Ruland on a truce."
        )
        articles.append(article)
        records.append(at(article, "a truce", Position, actor="Ruland", issue="truce", stance=stance))
    (row,) = positions.find(record_db(articles, records)).rows
    assert row["stance"] == "reject"


def test_proposals_tell_who_proposed_and_who_backs():
    one = Article(id="x", date="1990-01-01", text="Ruland proposed a truce.")
    two = Article(id="y", date="1990-01-02", text="Syldavia supports a truce. Borduria refused it.")
    db = record_db(
        [one, two],
        [
            at(one, "proposed a truce", Position, actor="Ruland", issue="truce", stance="propose"),
            at(two, "supports a truce", Position, actor="Syldavia", issue="truce", stance="propose"),
            at(two, "refused it", Position, actor="Borduria", issue="truce", stance="reject"),
        ],
    )
    states = {row["party"]: row["state"] for row in proposals.find(db).rows}
    assert states == {"Ruland": "proposed", "Syldavia": "backed", "Borduria": "refused"}


def test_a_proposal_lapses_when_it_is_not_heard_of(db):
    states = {row["proposal"]: row["state"] for row in proposals.find(db, lapse=30).rows}
    assert states["exchange of ambassadors"] == "lapsed"
    assert states["separate peace"] == "accepted"


def test_what_is_only_demanded_is_no_proposal():
    article = Article(id="x", date="1990-01-01", text="Ruland must leave the valley.")
    demand = at(article, "must leave the valley", Position, actor="Borduria", issue="withdrawal", stance="demand")
    assert proposals.find(record_db([article], [demand])).rows == ()


def test_what_came_before_the_story_has_no_day_in_a_ledger():
    article = Article(id="x", date="1990-01-01", text="Ruland had offered Borduria new trade deals.")
    record = at(article, "new trade deals", Inducement, actor="Ruland", what="new trade deals", **UNDATED)
    (row,) = inducements.find(record_db([article], [record])).rows
    assert (row["first"], row["last"]) == (None, None)


def test_what_is_hardly_sure_is_listed_only_when_asked_for():
    article = Article(id="x", date="1990-01-01", text="Ruland will take care of Borduria.")
    record = at(article, "take care of Borduria", Inducement, actor="Ruland", what="take care", confidence=0.2)
    db = record_db([article], [record])
    assert inducements.find(db).rows == ()
    assert inducements.find(db).note == "1 less sure left out (--confidence 0 shows it)."
    assert len(inducements.find(db, confidence=0.0).rows) == 1


def test_inducements_are_one_row_however_often_told():
    one = Article(id="x", date="1990-01-01", source="A", text="Ruland offered Borduria new trade deals.")
    two = Article(id="y", date="1990-01-09", source="B", text="Ruland withdrew the trade deal offered to Borduria.")
    offer = {"actor": "Ruland", "target": "Borduria", "kind": "offer"}
    db = record_db(
        [one, two],
        [
            at(one, "new trade deals", Inducement, **offer, what="new trade deals"),
            at(two, "withdrew the trade deal", Inducement, **offer, what="the trade deal", state="withdrawn"),
        ],
    )
    (row,) = inducements.find(db).rows
    assert (row["state"], row["first"], row["last"], row["sources"]) == ("withdrawn", "1990-01-01", "1990-01-09", 2)
    assert inducements.find(db, kind="threat").rows == ()


def test_a_promise_past_its_deadline_is_overdue(db):
    (row,) = by(commitments.find(db), actor="Israel")
    assert (row["deadline"], row["state"]) == ("1978-10-01", "overdue")
    (other,) = by(commitments.find(db), actor="Menachem Begin")
    assert (other["state"], other["according_to"]) == ("pending", "Jimmy Carter")
    assert len(commitments.find(db, state="overdue").rows) == 1


def test_dyads_count_an_act_once_and_by_week(db):
    row = by(dyads.find(db), dyad="Egypt – Israel")[-1]
    assert (row["week"], row["events"], row["sum"], row["q3"], row["q4"]) == ("1978-10-30", 2, -7.3, 1, 1)


def test_those_who_meet_act_on_one_another():
    article = Article(id="x", date="1990-01-02", text="Ruland and Borduria met.")
    meeting = at(article, "Ruland and Borduria met", Event, actor="Ruland; Borduria", type="CONSULT", quad=1, score=2.1)
    (row,) = dyads.find(record_db([article], [meeting])).rows
    assert (row["first"], row["second"], row["mean"]) == ("Borduria", "Ruland", 2.1)
