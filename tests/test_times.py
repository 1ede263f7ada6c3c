"""Words for a time become intervals of days, by the article's date and the tense of the clause."""

from __future__ import annotations

import re

import pytest

from detente.annotate import times
from detente.doc import Doc, Token, When, link
from detente.records import Article


def whens(text: str, day: str | None = "2025-05-20", *, ahead: bool = False) -> list[When]:
    """The times in a text of which every word hangs on one verb, in the past or (`ahead`) under `will`."""
    verb = Token(0, "met", 0, "meet", "VB" if ahead else "VBD", "VERB", "ROOT", "")
    aux = Token(1, "will", 3, "will" if ahead else "have", "MD", "AUX", "aux", "")
    words = [
        Token(i, m[0], m.start() + 8, m[0].lower(), "NN", "NOUN", "npadvmod", "")
        for i, m in enumerate(re.finditer(r"\w+|[^\w\s]", text), 2)
    ]
    tokens = [verb, aux, *words]
    link(tokens, [0] * len(tokens))
    doc = Doc(Article(id="a", text="metwill " + text, date=day), tokens, [(0, len(tokens))])
    times.annotate(doc)
    return doc.whens


# 2025-05-20 is a Tuesday
PAST = [
    ("today", "2025-05-20", "2025-05-20", 0),
    ("yesterday", "2025-05-19", "2025-05-19", -1),
    ("on Tuesday", "2025-05-20", "2025-05-20", 0),
    ("on Friday", "2025-05-16", "2025-05-16", -4),
    ("last Tuesday", "2025-05-13", "2025-05-13", -7),
    ("last week", "2025-05-12", "2025-05-18", -7),
    ("earlier this week", "2025-05-19", "2025-05-20", -1),
    ("last month", "2025-04-01", "2025-04-30", -30),
    ("last year", "2024-01-01", "2024-12-31", -365),
    ("two days ago", "2025-05-18", "2025-05-18", -2),
    ("three weeks ago", "2025-04-26", "2025-05-02", -21),
    ("seven months ago", "2024-10-01", "2024-10-31", -210),
    ("in the past 24 hours", "2025-05-19", "2025-05-20", -1),
    ("on 3 March", "2025-03-03", "2025-03-03", -78),
    ("on December 5", "2024-12-05", "2024-12-05", -166),
    ("on November 19-20, 2023", "2023-11-19", "2023-11-20", -548),
    ("in May 2019", "2019-05-01", "2019-05-31", -2211),
    ("in March", "2025-03-01", "2025-03-31", -80),
    ("in mid-April", "2025-04-11", "2025-04-20", -39),
    ("since Friday", "2025-05-16", "2025-05-20", -4),
    ("in 2014", "2014-01-01", "2014-12-31", -4157),
    ("since 2014", "2014-01-01", "2025-05-20", -4157),
    ("overnight", "2025-05-19", "2025-05-20", 0),
    ("on 2025-01-31", "2025-01-31", "2025-01-31", -109),
]
AHEAD = [
    ("tomorrow", "2025-05-21", "2025-05-21", 1),
    ("on Friday", "2025-05-23", "2025-05-23", 3),
    ("next Friday", "2025-05-30", "2025-05-30", 10),
    ("next week", "2025-05-26", "2025-06-01", 7),
    ("within 24 hours", "2025-05-20", "2025-05-21", 1),
    ("within two weeks", "2025-05-20", "2025-06-03", 14),
    ("by Friday", "2025-05-20", "2025-05-23", 3),
    ("by the end of the month", "2025-05-20", "2025-05-31", 11),
    ("before 1 July", "2025-05-20", "2025-06-30", 41),
    ("until June 15", "2025-05-20", "2025-06-15", 26),
    ("on 3 March", "2026-03-03", "2026-03-03", 287),
]


# kinds of which no point of the calendar is made, and what is counted or bounded
OTHERS = [
    ("for 30 days", "duration", None, None, 30),
    ("a two-week lull", "duration", None, None, 14),
    ("for more than two and a half years", "duration", None, None, 913),
    ("a 72-hour pause", "duration", None, None, 3),
    ("for several weeks", "duration", None, None, None),
    ("every Friday", "recurrence", None, None, None),
    ("twice a week", "recurrence", None, None, None),
    ("since last week", "since", "2025-05-12", "2025-05-20", None),
    ("since the late 1990s", "since", "1997-01-01", "2025-05-20", None),
    ("until 1991", "deadline", None, "1991-12-31", None),
    ("in recent weeks", "date", None, "2025-05-20", None),
    ("from 7 to 12 April", "date", "2025-04-07", "2025-04-12", None),
    ("between Friday and Sunday", "date", "2025-05-16", "2025-05-18", None),
    ("from November to January", "date", "2024-11-01", "2025-01-31", None),
    ("early last week", "date", "2025-05-12", "2025-05-13", None),
    ("the second half of 2023", "date", "2023-07-01", "2023-12-31", None),
    ("the night of 3 May", "date", "2025-05-03", "2025-05-03", None),
    ("8 a.m. on Monday", "date", "2025-05-19", "2025-05-19", None),
    ("two decades ago", "date", "2005-01-01", "2005-12-31", None),
    ("the week before last", "date", "2025-05-05", "2025-05-11", None),
    ("last winter", "date", "2024-12-01", "2025-02-28", None),
    ("Easter Sunday", "date", "2025-04-20", "2025-04-20", None),
    ("during Ramadan", "date", None, None, None),
    ("three months after 4 May 2020", "date", "2020-08-01", "2020-08-31", None),
    ("two days after the attack", "date", None, None, None),
]
BOUNDED = [
    ("by next week", "2025-05-20", "2025-05-25"),
    ("by mid-June", "2025-05-20", "2025-06-15"),
    ("by late June", "2025-05-20", "2025-06-30"),
    ("by mid-year", "2025-05-20", "2025-06-30"),
    ("by 2030", "2025-05-20", "2029-12-31"),
    ("before Christmas", "2025-05-20", "2025-12-24"),
    ("until Sunday midnight", "2025-05-20", "2025-05-25"),
    ("within a month", "2025-05-20", "2025-06-20"),
    ("within 48 hours of signing", None, None),
    ("from Monday", "2025-05-26", None),
    ("starting 1 July", "2025-07-01", None),
    ("in three weeks", "2025-06-07", "2025-06-13"),
    ("in the coming days", "2025-05-20", None),
    ("soon", "2025-05-20", None),
]
NO_TIMES = (
    "the six-year-old girl", "Black September", "resolution 2254", "the 17 November group", "a 24-hour channel",
    "24/7 care", "some 2001 soldiers", "they may march", "the two-year-old war", "the Daily Star",
)  # fmt: skip


@pytest.mark.parametrize(("words", "kind", "start", "end", "length"), OTHERS)
def test_kinds(words: str, kind: str, start: str | None, end: str | None, length: int | None) -> None:
    (when,) = whens(f"{words}, in Geneva.")
    assert (when.kind, when.start, when.end, when.length) == (kind, start, end, length)


@pytest.mark.parametrize(("words", "start", "end"), BOUNDED)
def test_bounds(words: str, start: str | None, end: str | None) -> None:
    (when,) = whens(f"{words}, in Geneva.", ahead=True)
    assert (when.start, when.end) == (start, end)


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_only_looks_like_a_time(text: str) -> None:
    assert whens(f"{text}, in Geneva.") == []


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("on 4 May 2020, and two days later", "2020-05-06", "2020-05-06"),
        ("in June 2015, and a year later", "2016-01-01", "2016-12-31"),
        ("on 4 July 2021, and a month earlier", "2021-06-01", "2021-06-30"),
        ("in 1987, and the following year", "1988-01-01", "1988-12-31"),
        ("at home, and two days later", None, None),
    ],
)
def test_counted_from_a_time_named_before(text: str, start: str | None, end: str | None) -> None:
    assert (whens(text)[-1].start, whens(text)[-1].end) == (start, end)


@pytest.mark.parametrize(("words", "start", "end", "days"), PAST)
def test_looking_back(words: str, start: str, end: str, days: int) -> None:
    (when,) = whens(f"{words}, in Geneva.")
    assert (when.start, when.end, when.days) == (start, end, days)


@pytest.mark.parametrize(("words", "start", "end", "days"), AHEAD)
def test_looking_ahead(words: str, start: str, end: str, days: int) -> None:
    (when,) = whens(f"{words}, in Geneva.", ahead=True)
    assert (when.start, when.end, when.days) == (start, end, days)


@pytest.mark.parametrize(
    ("words", "days"),
    [("last week", -7), ("yesterday", -1), ("on Friday", None), ("on 3 March", None), ("a day ago", -1)],
)
def test_without_a_date_only_the_distance_is_known(words: str, days: int | None) -> None:
    (when,) = whens(f"{words}, in Geneva.", day=None)
    assert (when.start, when.end, when.days) == (None, None, days)


@pytest.mark.parametrize(
    "text", ["the 30-day truce held", "they may march", "a week earlier than planned?", "31 February"]
)
def test_no_day_is_guessed(text: str) -> None:
    assert all(when.start is None for when in whens(text))
