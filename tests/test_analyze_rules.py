"""What only looks like a move, a gap, an account, an outcome or an agreement is left out."""

from __future__ import annotations

import pytest

from detente.analyze import accounts, agreements, commitments, gaps, opinions, shifts
from detente.records import Article, Commitment, Event, Opinion, Position, Statement
from record_db import at, record_db


def coverage(*dispatches):
    """Articles of one sentence each, and the records over them: (day, text, kind, words, fields)."""
    articles, records = [], []
    for number, (day, text, kind, words, fields) in enumerate(dispatches):
        article = Article(id=f"x{number}", date=day, source=f"Outlet {number}", text=text)
        articles.append(article)
        if kind is not None:
            records.append(at(article, words, kind, **{"confidence": 0.8, **fields}))
    return record_db(articles, records)


def said(day, text, words, stance, issue="30-day truce", actor="Ruland", **fields):
    return (day, text, Position, words, {"actor": actor, "issue": issue, "stance": stance, **fields})


# ---------------------------------------------------------------- shifts


def moves(*dispatches):
    return shifts.find(coverage(*dispatches), score=0).rows


def test_a_refusal_that_becomes_acceptance_of_a_named_thing_scores_high():
    first = said("1990-01-05", "Ruland refused the 30-day truce.", "refused the 30-day truce", "reject")
    then = said("1990-01-20", "Ruland accepted the 30-day truce.", "accepted the 30-day truce", "accept")
    (row,) = moves(first, then)
    assert row["score"] > 0.45
    assert row["direction"] == "reject to accept"


def test_a_vague_issue_without_a_common_counterpart_scores_low():
    first = said("1990-01-05", "Ruland refused a meeting with Syldavia.", "refused a meeting", "reject", "meeting")
    then = said("1990-01-20", "Ruland accepted a meeting with Borduria.", "accepted a meeting", "accept", "meeting")
    (row,) = moves(first, then)
    assert row["score"] < 0.2


@pytest.mark.parametrize(
    ("text", "words", "stance"),
    [
        ("Ruland might accept the 30-day truce.", "might accept the 30-day truce", "accept"),
        ("Ruland has often accepted the 30-day truce.", "accepted the 30-day truce", "accept"),
        ("Ruland never agreed to the 30-day truce.", "never agreed to the 30-day truce", "accept"),
        ("Ruland will accept the 30-day truce if paid.", "accept the 30-day truce", "accept"),
    ],
)
def test_what_is_entertained_recalled_or_on_terms_is_no_move(text, words, stance):
    first = said("1990-01-05", "Ruland refused the 30-day truce.", "refused the 30-day truce", "reject")
    assert moves(first, said("1990-01-20", text, words, stance)) == ()


def test_anothers_claim_of_a_stance_is_no_move():
    first = said("1990-01-05", "Ruland refused the 30-day truce.", "refused the 30-day truce", "reject")
    text = "Borduria says that Ruland accepted the 30-day truce."
    claim = said("1990-01-20", text, "Ruland accepted the 30-day truce", "accept", voice="attributed",
                 according_to="Borduria")  # fmt: skip
    assert moves(first, claim) == ()


def test_who_refuses_to_cede_land_and_demands_a_withdrawal_has_not_moved():
    first = said("1990-01-05", "Ruland refused to cede the valley.", "refused to cede the valley", "reject", "valley")
    then = said("1990-01-20", "Ruland demanded the valley.", "demanded the valley", "demand", "valley")
    assert moves(first, then) == ()


def test_a_stance_that_returns_within_days_is_one_row():
    days = ("1990-01-05", "1990-01-08", "1990-01-10")
    stances = (("accepted", "accept"), ("refused", "reject"), ("accepted", "accept"))
    dispatches = [
        said(day, f"Ruland {verb} the 30-day truce.", f"{verb} the 30-day truce", stance)
        for day, (verb, stance) in zip(days, stances, strict=True)
    ]
    (row,) = moves(*dispatches)
    assert (row["direction"], row["back_day"]) == ("back and forth", "1990-01-10")


def test_a_move_that_the_source_tells_is_taken_at_its_word():
    text = "Osk, who had insisted on keeping the mines for a year, agreed to return them in May."
    act = {"actor": "Ida Osk", "type": "AGREE", "quad": 1, "score": 4.2}
    (row,) = moves(("1990-01-05", text, Event, "agreed to return them in May", act))
    assert (row["from_text"], row["to_text"]) == (
        "had insisted on keeping the mines for a year",
        "agreed to return them in May",
    )
    dropped = "Osk dropped her demand for a fixed date."
    (row,) = moves(("1990-01-05", dropped, Event, dropped, {**act, "type": "CONCEDE"}))
    assert (row["from"], row["to"], row["direction"]) == ("demand", "no-commitment", "told as a move")


# ---------------------------------------------------------------- gaps


def gap(deed_text, **fields):
    article = Article(id="x", date="1990-01-05", text=f"Ruland is open to a truce with Borduria. {deed_text}")
    word = at(article, "Ruland is open to a truce with Borduria", Position, actor="Ruland", issue="truce",
              instrument="ceasefire", stance="open", confidence=0.8)  # fmt: skip
    act = {"actor": "Ruland", "recipient": "Borduria", "type": "ASSAULT", "mode": "aerial", "quad": 4, "score": -9.3}
    return gaps.find(record_db([article], [word, at(article, deed_text, Event, **{**act, **fields})]), score=0).rows


def test_a_state_a_defence_a_war_begun_and_a_memory_are_no_deeds():
    assert gap("Ruland bombed Borduria.")
    for text in (
        "Ruland is holding prisoners of Borduria.",
        "Ruland intercepted drones of Borduria.",
        "Ruland invaded Borduria.",
        "Ruland bombed Borduria in the 1970s.",
        "Ruland could bomb Borduria.",
        "Ruland inflicted damage on the economy of Borduria.",
    ):
        assert gap(text) == ()


def test_an_arrest_is_no_answer_to_a_word_for_a_truce():
    assert gap("Ruland arrested men of Borduria.", type="COERCE", mode="arrest") == ()


def breach(promise, what, deed_text, day="1990-02-05"):
    act = {"actor": "Israel", "actor_code": "ISR GOV", "what": what}
    told = {"speaker": "United States", "speaker_code": "USA GOV"}
    db = coverage(("1990-01-05", promise, Commitment, promise, act), (day, deed_text, Statement, deed_text, told))
    return gaps.find(db, score=0).rows


PROMISE = "Israel agreed not to establish new outposts in the valley"
WHAT = "not establish new outposts in the valley"
REGRET = "Washington regrets Israel's decision to enlarge outposts in the valley"


def test_the_very_thing_promised_not_to_be_done_is_the_strongest_gap():
    promise, what = PROMISE, WHAT
    (row,) = breach(promise, what, REGRET)
    assert (row["kind"], row["party"], row["deed"]) == ("breach", "Israel", "the thing itself")
    assert breach(promise, what, "Washington regrets that Israel may enlarge outposts") == ()
    assert breach(promise, what, "Washington regrets Egypt's decision to enlarge outposts") == ()
    assert breach(promise, what, "Israel built roads in the valley") == ()


# ---------------------------------------------------------------- accounts


def test_where_an_author_says_that_accounts_differ_both_are_given():
    text = (
        "The two sides explained the break differently. Egyptian sources said that Sadat was angered by a speech. "
        "Menachem Begin said that most of the principles had been agreed by then."
    )
    article = Article(id="x", date="1978-01-19", text=text)
    records = [
        at(article, "Sadat was angered by a speech", Statement, speaker="Egyptian sources", cue="said"),
        at(article, "most of the principles had been agreed by then", Statement, speaker="Menachem Begin",
           speaker_code="ISR GOV", cue="said"),
    ]  # fmt: skip
    (row,) = accounts.find(record_db([article], records)).rows
    assert (row["kind"], row["tellers"]) == ("flagged", "Egyptian sources; Menachem Begin")


def test_a_weekday_or_an_expert_tells_no_partys_account():
    text = "Thursday called the talks “a farce”. Ruland called the talks “excellent”. Dr Ott called them “a farce”."
    articles = [Article(id=f"x{n}", date="1990-01-05", text=text) for n in range(7)]
    records = []
    for article in articles:
        records += [
            at(article, "the talks “a farce”", Statement, speaker="Thursday", cue="called"),
            at(article, "the talks “excellent”", Statement, speaker="Egypt", speaker_code="EGY GOV", cue="called"),
        ]
    assert accounts.find(record_db(articles, records)).rows == ()


# ---------------------------------------------------------------- promises


def promises(*dispatches):
    return commitments.find(coverage(*dispatches)).rows


def bound(day, text, what, **fields):
    return (
        day,
        text,
        Commitment,
        text.rstrip("."),
        {"actor": "Egypt", "actor_code": "EGY GOV", "what": what, **fields},
    )


def test_a_later_sentence_tells_that_a_promise_was_kept():
    made = bound("1990-01-05", "Egypt promised to open trade negotiations on the river.",
                 "open trade negotiations on the river")  # fmt: skip
    text = "Trade negotiations on the river opened on Friday, as Egypt had promised."
    later = ("1990-02-05", text, Event, text, {"actor": "Egypt", "type": "CONSULT"})
    (row,) = promises(made, later)
    assert row["state"] == "kept"
    assert row["outcome"] in row["records"]


def test_a_later_sentence_tells_that_a_deadline_was_missed():
    text = "Egypt undertook to conclude a river treaty within three months."
    made = bound(
        "1990-01-05", text, "conclude a river treaty within three months", deadline_words="within three months"
    )
    missed = "Egypt failed on Sunday to meet the deadline set to conclude the river treaty."
    (row,) = promises(made, ("1990-04-08", missed, Event, missed, {"actor": "Egypt", "type": "REJECT"}))
    assert row["state"] == "overdue"


def test_a_deadline_that_counts_from_an_event_has_no_day_and_is_not_overdue():
    text = "Egypt undertook to leave the valley within a month of ratification."
    made = bound("1990-01-05", text, "leave the valley within a month of ratification",
                 deadline="1990-02-05", deadline_words="within a month", state="pending")  # fmt: skip
    (row,) = promises(made, ("1990-06-01", "Nothing happened.", None, "", {}))
    assert (row["deadline"], row["deadline_words"], row["state"]) == (None, "within a month of ratification", "pending")


RELEASE = bound("1990-01-05", "Egypt promised to release all 200 prisoners.", "release all 200 prisoners")


@pytest.mark.parametrize(
    ("deed", "modality", "told", "state"),
    [
        ("Egypt freed the last 200 prisoners", "happened", "full", "kept"),
        ("Egypt has released 120 of the prisoners", "happened", "partial", "unknown"),
        ("Egypt set free a spy and released 30 prisoners", "happened", "minimal", "unknown"),
        ("Egypt began releasing prisoners", "happened", "minimal", "unknown"),
        ("Egypt has not released a single prisoner", "denied", "not begun", "unknown"),
        ("Egypt would release prisoners", "happened", None, "unknown"),
        ("Egypt arrested prisoners' wives", "happened", None, "unknown"),
        ("Egypt released two lions", "happened", None, "unknown"),
    ],
)
def test_a_later_deed_tells_how_far_a_promise_was_carried_out(deed, modality, told, state):
    later = ("1990-02-05", f"{deed}.", Event, deed, {"actor": "Egypt", "actor_code": "EGY GOV", "modality": modality})
    (row,) = promises(RELEASE, later)
    assert (row["carried_out"], row["state"]) == (told, state)
    assert (row["deed"] in row["records"]) == (told is not None)


def test_deeds_of_others_and_of_before_carry_out_nothing():
    deed = "Egypt released all 200 prisoners"
    before = ("1990-01-01", f"{deed}.", Event, deed, {"actor": "Egypt", "actor_code": "EGY GOV"})
    theirs = deed.replace("Egypt", "Israel")
    others = ("1990-02-01", f"{theirs}.", Event, theirs, {"actor": "Israel", "actor_code": "ISR GOV"})
    awaited = f"Israel waited until {deed}."
    waiting = ("1990-02-01", awaited, Event, deed, {"actor": "Egypt", "actor_code": "EGY GOV"})
    for dispatch in (before, others, waiting):
        (row,) = promises(RELEASE, dispatch)
        assert row["carried_out"] is None


def test_what_was_stopped_is_told_as_done_and_not_as_kept():
    made = bound("1990-01-05", "Egypt promised to halt nuclear tests.", "halt nuclear tests")
    deed = "Egypt has suspended nuclear tests"
    (row,) = promises(made, ("1990-03-05", f"{deed}.", Event, deed, {"actor": "Egypt", "actor_code": "EGY GOV"}))
    assert (row["carried_out"], row["state"]) == ("full", "unknown")


def test_fragments_are_no_promises():
    for what in ("alter", "return them", "end the war in", "attend", "put it to the house"):
        assert promises(bound("1990-01-05", f"Egypt promised to {what}.", what)) == ()


# ---------------------------------------------------------------- agreements and opinions


def acts(*texts):
    dispatches = [
        (f"1990-01-{10 + 10 * n}", text, Event, text.split(" when ")[0].rstrip("."),
         {"actor": "Egypt; Israel", "actor_code": "EGY GOV; ISR GOV", "type": "AGREE"})
        for n, text in enumerate(texts)
    ]  # fmt: skip
    return [(row["agreement"], row["act"]) for row in agreements.find(coverage(*dispatches)).rows]


def test_what_was_signed_and_came_into_force_is_listed():
    assert acts(
        "Egypt and Israel signed a river treaty.", "The river treaty between Egypt and Israel took effect today."
    ) == [("river treaty", "signed"), ("river treaty", "in force")]


def test_a_wish_a_draft_and_a_refusal_are_no_agreement():
    for text in (
        "Egypt and Israel would have signed a river treaty.",
        "Egypt and Israel failed to reach a deal.",
        "Egypt and Israel were about to sign a treaty.",
        "Egypt and Israel agreed to talks on a treaty.",
    ):
        assert acts(text) == []


def test_a_question_ends_as_one_and_a_heading_is_none():
    text = "* ### Who signed for Ruland? Will Ruland ever sign? What a pity for Ruland."
    article = Article(id="x", date="1990-01-05", text=text)
    records = [
        at(article, "* ### Who signed for Ruland?", Opinion, kind="question", voice="author"),
        at(article, "Will Ruland ever sign?", Opinion, kind="question", voice="author"),
        at(article, "What a pity for Ruland.", Opinion, kind="question", voice="author"),
    ]
    assert [row["text"] for row in opinions.find(record_db([article], records)).rows] == ["Will Ruland ever sign?"]


def test_what_scores_low_is_left_out_and_counted():
    db = coverage(
        ("1990-01-05", PROMISE, Commitment, PROMISE, {"actor": "Israel", "actor_code": "ISR GOV", "what": WHAT}),
        ("1990-02-05", REGRET, Statement, REGRET, {"speaker": "United States", "speaker_code": "USA GOV"}),
    )
    every = gaps.find(db, score=0)
    assert len(every.rows) == 1
    assert "left out" not in str(every.note)
    none = gaps.find(db, score=every.rows[0]["score"] + 0.01)
    assert none.rows == ()
    assert "1 weaker left out" in str(none.note)


def test_a_weapon_of_another_range_is_not_the_thing_forsworn():
    promise, what = "Israel agreed not to build more long-range rockets", "not build more long-range rockets"
    assert len(breach(promise, what, "Washington regrets Israel's decision to build more rockets")) == 1
    assert breach(promise, what, "Washington regrets Israel's decision to build more short-range rockets") == ()
    assert breach(promise, what, "Washington regrets Israel's decision to build more KN-23 rockets") == ()
