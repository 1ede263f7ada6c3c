"""Shifts, words against deeds, and accounts that diverge, over hand-made records."""

from __future__ import annotations

import pytest

from camp_david import ARTICLES, RECORDS
from detente.analyze import accounts, gaps, shifts
from detente.records import Article, Commitment, Event, Position, Statement
from record_db import at, record_db


@pytest.fixture(scope="module")
def db():
    return record_db(ARTICLES, RECORDS)


def test_a_shift_has_both_quotations_and_both_days(db):
    row = next(row for row in shifts.find(db, score=0).rows if row["actor"] == "Anwar Sadat")
    assert (row["from"], row["to"], row["direction"], row["days"]) == ("reject", "accept", "towards", 69)
    assert row["from_text"] == "Egypt would not sign a separate peace"
    assert row["to_text"] == "Anwar Sadat agreed to sign a separate peace"
    assert shifts.find(db, actor="Carter").rows == ()


def undated(
    *stances, text="He had said no talks before a meeting. Last week he was against talks. Now he wants talks."
):
    article = Article(id="x", text=text)
    return record_db([article], [at(article, words, kind, **fields) for words, kind, fields in stances])


def test_an_undated_text_is_ordered_by_the_words_for_its_days():
    talks = {"actor": "Queen of Ruland", "issue": "talks", "instrument": "talks"}
    db = undated(
        (
            "Last week he was against talks",
            Position,
            {**talks, "stance": "conditional", "days": -7, "when": "Last week"},
        ),
        ("Now he wants talks", Position, {**talks, "stance": "propose"}),
    )
    (row,) = shifts.find(db, score=0).rows
    assert (row["from"], row["to"], row["from_when"], row["direction"]) == (
        "conditional",
        "propose",
        "Last week",
        "towards",
    )


def test_a_promise_called_into_question_in_the_same_text_is_a_shift():
    article = Article(id="x", text="She has often promised to mediate. The envoy might step back from mediation.")
    promise = {"what": "to mediate", "topic": "mediation", "repeated": True}
    doubt = {"issue": "mediation", "stance": "no-commitment"}
    db = record_db(
        [article],
        [
            at(article, "promised to mediate", Commitment, actor="Ada Ruland", **promise),
            at(article, "might step back from mediation", Position, actor="Ada Ruland", **doubt),
        ],
    )  # fmt: skip
    (row,) = shifts.find(db, score=0).rows
    assert (row["from"], row["to"], row["direction"], row["from_repeated"]) == (
        "promise",
        "no-commitment",
        "promise to no-commitment",
        True,
    )


def test_two_stances_of_one_undated_text_are_not_put_in_an_order():
    talks = {"actor": "Ruland", "issue": "talks"}
    text = "Ruland refused talks. Ruland accepted talks."
    db = undated(
        ("Ruland refused talks", Position, {**talks, "stance": "reject"}),
        ("Ruland accepted talks", Position, {**talks, "stance": "accept"}),
        text=text,
    )
    assert shifts.find(db, score=0).rows == ()


def test_from_a_proposal_to_openness_is_no_shift():
    one, two = (Article(id=i, date=f"1990-01-0{i}", text="Ruland on a truce.") for i in "12")
    records = [
        at(article, "a truce", Position, actor="Ruland", issue="truce", stance=stance)
        for article, stance in ((one, "propose"), (two, "open"))
    ]
    assert shifts.find(record_db([one, two], records), score=0).rows == ()


def told(deed_text, *, deed_day=None, day="1990-01-05", recipient="Borduria", word_issue="truce"):
    article = Article(id="x", date=day, text=f"Ruland is open to a truce with Borduria. {deed_text}")
    word = at(
        article, "open to a truce", Position, actor="Ruland", issue=word_issue, instrument="ceasefire", stance="open"
    )
    deed = at(article, deed_text, Event, actor="Ruland", recipient=recipient, type="ASSAULT", mode="aerial", quad=4,
              score=-9.3, date_start=deed_day)  # fmt: skip
    return gaps.find(record_db([article], [word, deed]), score=0).rows


def test_a_deed_told_beside_the_words_is_graded_highest():
    (row,) = told("Even as the talks went on, Ruland bombed Borduria.")
    assert (row["party"], row["on"], row["grade"], row["closeness"]) == ("Ruland", "Borduria", 3, "told side by side")
    assert row["instances"] == 1


def test_a_deed_of_the_same_day_is_graded_lower():
    (row,) = told("Ruland bombed Borduria.")
    assert (row["grade"], row["closeness"], row["apart"]) == (2, "within a day", 0)


def test_a_deed_days_later_is_graded_lowest_and_one_weeks_later_is_none():
    (row,) = told("Ruland bombed Borduria.", deed_day="1990-01-10")
    assert (row["grade"], row["closeness"]) == (1, "within 14 days")
    assert told("Ruland bombed Borduria.", deed_day="1990-02-10") == ()


def test_a_deed_on_one_whom_the_words_do_not_concern_is_no_gap():
    assert told("Ruland bombed Syldavia.", recipient="Syldavia") == ()


def test_a_deed_on_oneself_is_no_gap():
    assert told("Ruland bombed its own north.", recipient="Ruland") == ()


def test_in_an_undated_text_both_must_stand_near_one_another():
    (row,) = told("Ruland bombed Borduria.", day=None)
    assert row["closeness"] == "in one article"


def test_one_meeting_described_by_two_parties(db):
    row = next(row for row in accounts.find(db).rows if row["kind"] == "description")
    assert row["of"] == "the talks"
    assert [told["teller"] for told in row["accounts"]] == ["Jimmy Carter", "Menachem Begin"]


def test_one_undertaking_given_two_lengths(db):
    row = next(row for row in accounts.find(db).rows if row["kind"] == "length")
    assert row["tellers"] == "Jimmy Carter; Menachem Begin"
    assert row["of"] == "the freeze"


def test_what_one_agreed_to_by_two_accounts():
    text = (
        "The envoy says Osk agreed that no road would be built until the talks end. Osk says she agreed to two months."
    )
    article = Article(id="x", date="1990-01-05", text=text)
    records = [
        at(article, "Osk agreed that no road would be built until the talks end", Statement, speaker="Ann Envoy"),
        at(article, "she agreed to two months", Statement, speaker="Ida Osk"),
    ]
    (row,) = accounts.find(record_db([article], records)).rows
    assert (row["of"], row["tellers"]) == ("what Ida Osk agreed to", "Ann Envoy; Ida Osk")


def test_a_promise_and_a_refusal_of_one_sentence_are_no_shift():
    article = Article(id="x", date="1990-01-05", text="Osk promised the Diet that she would not give up the valley.")
    words = "she would not give up the valley"
    records = [
        at(article, words, Commitment, actor="Ida Osk", what="would not give up the valley", topic="valley"),
        at(article, words, Position, actor="Ida Osk", issue="valley", stance="accept"),
    ]
    assert shifts.find(record_db([article], records), score=0).rows == ()


def test_an_act_told_by_one_and_denied_by_another():
    article = Article(
        id="x",
        date="1990-01-05",
        text="Borduria says Ruland shelled the port of Zileh. Ruland denies it shelled the port of Zileh.",
    )
    act = {"actor": "Ruland", "type": "ASSAULT", "voice": "attributed"}
    db = record_db(
        [article],
        [
            at(article, "Ruland shelled the port of Zileh", Event, **act, according_to="Borduria"),
            at(article, "it shelled the port of Zileh", Event, **act, modality="denied", according_to="Ruland"),
        ],
    )  # fmt: skip
    (row,) = accounts.find(db).rows
    assert (row["kind"], row["tellers"]) == ("denial", "Borduria; Ruland")


def test_one_stance_told_in_two_ways():
    text = "Ruland says Borduria accepted a truce. Borduria says it refused a truce."
    article = Article(id="x", date="1990-01-05", text=text)
    stance = {"actor": "Borduria", "issue": "truce", "voice": "attributed"}
    records = [
        at(article, "Borduria accepted a truce", Position, **stance, stance="accept", according_to="Ruland"),
        at(article, "it refused a truce", Position, **stance, stance="reject", according_to="Borduria"),
    ]
    (row,) = accounts.find(record_db([article], records)).rows
    assert (row["of"], row["kind"], row["tellers"]) == ("Borduria on truce", "stance", "Ruland; Borduria")


def test_calling_off_talks_describes_nothing():
    article = Article(
        id="x", date="1990-01-05", text="Ruland called the talks off. Borduria called the talks “useful”."
    )
    db = record_db(
        [article],
        [
            at(article, "the talks off", Statement, speaker="Ruland", cue="called"),
            at(article, "the talks “useful”", Statement, speaker="Borduria", cue="called"),
        ],
    )
    assert accounts.find(db).rows == ()


def two_days(*stances):
    """A record of one article a stance, a month apart: the words, the issue, the stance, and what else is known."""
    articles = [
        Article(id=str(n), text=f"{text}.", date=f"2024-0{n}-10") for n, (text, *_) in enumerate(stances, start=1)
    ]
    rows = [
        at(
            article,
            text,
            Position,
            actor="Norland",
            issue=issue,
            stance=stance,
            confidence=0.8,
            date_start=article.date,
            date_end=article.date,
            **(more[0] if more else {}),
        )
        for article, (text, issue, stance, *more) in zip(articles, stances, strict=True)
    ]
    return record_db(articles, rows)


REFUSAL = ("Norland will not agree to a referendum on independence for Portsea", "independence of Portsea", "reject")


def test_one_matter_under_two_names_is_one():
    db = two_days(REFUSAL, ("Norland agreed to let Portsea vote on independence", "independence", "accept"))
    (row,) = shifts.find(db).rows
    assert (row["from_issue"], row["from"]) == ("independence of Portsea", "reject")
    assert (row["to_issue"], row["to"], row["actor"]) == ("independence", "accept", "Norland")


@pytest.mark.parametrize(
    "later",
    [
        ("Norland agreed to let Portsea keep its harbour", "harbour of Portsea", "accept"),
        ("Norland refused to speak of independence", "independence", "reject"),
        ("Norland agreed to a halt to independence", "halt to independence", "accept"),
        ("Norland agreed to independence", "independence", "accept", {"rule": "reader"}),
    ],
)
def test_another_matter_the_same_stance_and_a_guess_are_no_turn(later):
    assert shifts.find(two_days(REFUSAL, later)).rows == ()


def test_who_will_not_until_and_then_would_if_has_moved():
    db = two_days(
        ("Norland will not free any prisoners until the siege ends", "release of prisoners", "conditional"),
        ("Norland is prepared to free prisoners if the road is opened", "release of prisoners", "conditional"),
    )
    (row,) = shifts.find(db).rows
    assert (row["from_day"], row["to_day"]) == ("2024-01-10", "2024-02-10")


def test_a_former_rebel_or_a_year_to_come_recalls_nothing():
    refusal = (f"{REFUSAL[0]}, its minister told former rebels who want it by 2030", *REFUSAL[1:])
    db = two_days(refusal, ("Norland agreed to let Portsea vote on independence", "independence", "accept"))
    assert len(shifts.find(db).rows) == 1
