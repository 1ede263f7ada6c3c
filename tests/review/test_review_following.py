"""A decision finds its record again when rules, spans, ids or the text have changed, and says so where it cannot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from detente.findings.rows import fetch
from detente.records import Article, Event, Position, Statement
from detente.review.anchors import sentence_at, where
from detente.review.decisions import Anchor
from record_db import at
from reviewed import ARTICLES, LATER, TEXT, coded, ids, make, one, opened

BEFORE = "UPDATED at noon, with a reaction from Geneva. A spokesman would not comment. "


def positions(article: Article, words: str = "rejected the 30-day ceasefire", **fields: Any) -> Position:
    known = {"actor": "Norland", "side": "Norland", "issue": "30-day ceasefire", "stance": "reject", "rule": "new"}
    return at(article, words, Position, **(known | fields))  # type: ignore[return-value]


def rows(state: Any, table: str) -> list[dict[str, Any]]:
    return fetch(state.db, f"SELECT * FROM {table}")  # noqa: S608


# ---------------------------------------------------------------- the rules changed


def test_a_rejected_record_stays_rejected_under_another_id(record: Path) -> None:
    state = opened(record)
    old = one(state.db, "positions", "rejected")
    state.review("Ada").reject(old)
    make(record, records=[positions(ARTICLES[0], "rejected the 30-day ceasefire on Monday")])
    state = opened(record)
    (new,) = ids(state.db, "raw_positions")
    assert new != old
    assert ids(state.db, "positions") == []
    assert [(row["record"], row["placed"]) for row in rows(state, "decided")] == [(new, "words")]


def test_a_rejection_does_not_fall_on_a_record_that_says_something_else(record: Path) -> None:
    state = opened(record)
    made = state.review("Ada").reject(one(state.db, "positions", "rejected"))
    make(record, records=[positions(ARTICLES[0], stance="conditional")])
    state = opened(record)
    assert len(ids(state.db, "positions")) == 1
    (loose,) = state.review().loose()
    assert (loose["decision"], loose["reason"]) == (
        made.id, "what is coded there now differs: stance is conditional, was reject",
    )  # fmt: skip
    assert "1 decisions have no place in this edition" in state.notes[-1].text


def test_a_rejection_of_what_is_coded_no_more_is_told_so(record: Path) -> None:
    state = opened(record)
    state.review("Ada").reject(one(state.db, "positions", "rejected"))
    make(record, records=[])
    (loose,) = opened(record).review().loose()
    assert loose["reason"] == "nothing of its kind is coded there now: there is nothing left to reject"


def test_a_corrected_record_stays_corrected_under_another_id(record: Path) -> None:
    state = opened(record)
    state.review("Ada").correct(one(state.db, "positions", "rejected"), {"stance": "conditional", "condition": "peace"})
    make(record, records=[positions(ARTICLES[0], "rejected the 30-day ceasefire on Monday", stance="no-commitment")])
    (row,) = rows(opened(record), "positions")
    assert (row["stance"], row["condition"], row["confidence"]) == ("conditional", "peace", 1.0)


def test_a_confirmed_record_that_the_rules_lose_stands_as_it_was(record: Path) -> None:
    state = opened(record)
    name = one(state.db, "statements", "sign")
    state.review("Ada").confirm(name)
    make(record, records=[])
    (row,) = rows(opened(record), "statements")
    assert (row["id"], row["speaker"], row["text"]) == (name, "Ada Holm", "We will not sign under fire")
    assert row["rule"] == "review"


def test_of_several_records_in_the_same_words_the_one_that_agrees_is_meant(record: Path) -> None:
    both = "Norland and Sudria rejected the 30-day ceasefire."
    article = replace(ARTICLES[0], text=both)
    first = [positions(article, actor=who, side=who) for who in ("Norland", "Sudria")]
    make(record, [article], first)
    state = opened(record)
    sudria = next(row["id"] for row in rows(state, "positions") if row["actor"] == "Sudria")
    state.review("Ada").reject(sudria)
    make(
        record,
        [article],
        [positions(article, "rejected the 30-day", actor=who, side=who) for who in ("Norland", "Sudria")],
    )
    assert [row["actor"] for row in rows(opened(record), "positions")] == ["Norland"]


# ---------------------------------------------------------------- the text changed


def test_decisions_follow_their_words_in_an_updated_article(record: Path) -> None:
    state = opened(record)
    review = state.review("Ada")
    review.reject(one(state.db, "events", "port of"))
    review.correct(one(state.db, "positions", "rejected"), {"stance": "conditional"})
    start = TEXT.index("officials said")
    added = review.add("opinions", "first", start, start + 14, {"kind": "view"})
    updated = replace(ARTICLES[0], text=BEFORE + TEXT, title="No truce (updated)")
    make(record, [updated, ARTICLES[1]])
    state = opened(record)
    assert state.review().loose() == []
    assert ids(state.db, "events", "port of") == []
    stances = {row["text"]: row["stance"] for row in rows(state, "positions")}
    assert stances["rejected the 30-day ceasefire"] == "conditional"
    (row,) = (row for row in rows(state, "opinions") if row["id"] == added.record)
    assert (row["text"], row["start"]) == ("officials said", start + len(BEFORE))


def test_decisions_follow_words_that_were_edited(record: Path) -> None:
    state = opened(record)
    name = one(state.db, "events", "port of")
    state.review("Ada").correct(name, {"recipient": "Ruritania"})
    edited = TEXT.replace(
        "shelled the port of Portsea overnight", "heavily shelled the old port of Portsea in the night"
    )
    article = replace(ARTICLES[0], text=edited)
    event = at(article, "shelled the old port of Portsea", Event, actor="Sudria", recipient="Norland", type="ASSAULT")
    make(record, [article, ARTICLES[1]], [event])
    state = opened(record)
    assert [row["recipient"] for row in rows(state, "events")] == ["Ruritania"]
    assert [row["placed"] for row in rows(state, "decided")] == ["nearly"]


def test_a_corrected_span_moves_with_its_words(record: Path) -> None:
    state = opened(record)
    name = one(state.db, "statements", "sign")
    start = TEXT.index("sign under fire")
    state.review("Ada").correct(name, {"start": start, "spans": [[start, start + 15]]})
    (row,) = rows(state, "statements")
    assert row["text"] == "sign under fire"
    updated = replace(ARTICLES[0], text=BEFORE + TEXT)
    make(record, [updated, ARTICLES[1]])
    (row,) = rows(opened(record), "statements")
    by = len(BEFORE)
    assert (row["text"], row["start"], row["spans"]) == ("sign under fire", start + by, [[start + by, start + by + 15]])


def test_decisions_hold_for_each_version_of_an_article_in_the_record(record: Path) -> None:
    state = opened(record)
    state.review("Ada").reject(one(state.db, "events", "port of"))
    second = replace(ARTICLES[0], id="first-2", text=BEFORE + TEXT)
    records = [*coded(), *(one for one in coded(second) if one.article == "first-2")]
    make(record, [*ARTICLES, second], records)
    state = opened(record)
    assert len(ids(state.db, "raw_events", "port of")) == 2
    assert ids(state.db, "events", "port of") == []


def test_a_changed_date_loses_no_decision(record: Path) -> None:
    state = opened(record)
    state.review("Ada").reject(one(state.db, "events", "port of"))
    make(record, [replace(ARTICLES[0], date="2024-03-05"), ARTICLES[1]])
    state = opened(record)
    assert ids(state.db, "events", "port of") == []
    assert [row["placed"] for row in rows(state, "decided")] == ["id"]


def test_an_article_that_is_there_no_more_leaves_its_decisions_loose(record: Path) -> None:
    state = opened(record)
    review = state.review("Ada")
    review.confirm(one(state.db, "events", "port of"))
    review.merge(one(state.db, "events", "port of"), one(state.db, "events", "again"))
    make(record, ARTICLES[1:], [])
    reasons = [row["reason"] for row in opened(record).review().loose()]
    assert reasons[0] == "its article is not in this edition"
    assert reasons[1].endswith(": its article is not in this edition")


def test_a_note_follows_too(record: Path) -> None:
    state = opened(record)
    state.review("Ada").note(one(state.db, "positions", "rejected"), "ask the embassy")
    make(record, records=[positions(ARTICLES[0], "rejected the 30-day ceasefire on Monday")])
    state = opened(record)
    assert [row["record"] for row in rows(state, "decided")] == ids(state.db, "positions")


# ---------------------------------------------------------------- finding words


def anchor(text: str, words: str) -> Anchor:
    start = text.index(words)
    end = start + len(words)
    return Anchor(
        key="k", article="a", start=start, end=end, text=words, before=text[max(0, start - 40) : start],
        after=text[end : end + 40],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("shelled Portsea again", LATER, "shelled Portsea again"),
        ("shelled Portsea again", "Nothing. " + LATER, "shelled Portsea again"),
        (
            "shelled Portsea again",
            LATER.replace("Portsea again", "the port of Portsea once again"),
            "shelled the port of Portsea once again",
        ),
        (
            "Norland now accepts the ceasefire too",
            LATER.replace("now ", "also "),
            "Norland also accepts the ceasefire too",
        ),
        ("Norland now accepts the ceasefire too", "Norland now accepts that it will rain.", None),
        ("Holm", "Holm said no. " + LATER, "Holm"),
        ("Holm", "Holm said no.", None),
        ("", LATER, None),
        ("Talks on the long border opened", "", None),
    ],
)
def test_words_are_found_as_they_were_or_nearly(words: str, text: str, expected: str | None) -> None:
    found = where(anchor(LATER, words), text)
    assert (text[found.start : found.end] if found else None) == expected


def test_few_words_are_known_by_what_stands_around_them() -> None:
    text = "He said yes. " * 30 + "Sudria said no on Thursday. " + "He said yes. " * 30
    told = anchor(text, "no")
    longer = "More was said before, and no. " + text
    found = where(told, longer)
    assert found is not None
    assert longer[: found.start].endswith("Sudria said ")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Gen. Lee", "Then Gen. Lee left."),
        ("stay", "“Why stay?” he asked."),
        ("U.S. envoy", "The U.S. envoy came."),
        ("First", "First"),
        ("end", "No end"),
    ],
)
def test_a_sentence_goes_from_mark_to_mark(words: str, sentence: str) -> None:
    text = "First\n\nThen Gen. Lee left. “Why stay?” he asked. The U.S. envoy came. No end"
    start = text.index(words)
    first, last = sentence_at(text, start, start + len(words))
    assert text[first:last] == sentence


def test_a_statement_keeps_its_pieces_where_its_words_moved(record: Path) -> None:
    state = opened(record)
    state.review("Ada").confirm(one(state.db, "statements", "sign"))
    updated = replace(ARTICLES[0], text=BEFORE + TEXT)
    make(record, [updated, ARTICLES[1]], [one for one in coded(updated) if not isinstance(one, Statement)])
    (row,) = rows(opened(record), "statements")
    start = (BEFORE + TEXT).index("We will")
    assert (row["start"], row["spans"]) == (start, [[start, start + 27]])
