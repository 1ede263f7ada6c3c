"""The grammar of a brief's sentences."""

from __future__ import annotations

import doctest

import pytest

from detente import days, wording
from detente.findings import rows
from detente.wording import (
    Names,
    capitalised,
    count,
    deed_phrase,
    flat,
    indefinite,
    inner_quotations,
    issue_phrase,
    listing,
    long_day,
    moment,
    period,
    plural,
    pluralised,
    quoted,
    safe_url,
    sentence,
    stands,
    tidy,
    times,
    with_the,
)


@pytest.mark.parametrize("module", [wording, rows, days])
def test_examples_in_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("30-day ceasefire", "a 30-day ceasefire"),
        ("11-point plan", "an 11-point plan"),
        ("18-month truce", "an 18-month truce"),
        ("80-kilometre zone", "an 80-kilometre zone"),
        ("hour of talks", "an hour of talks"),
        ("unilateral halt", "a unilateral halt"),
        ("unimpeded corridor", "an unimpeded corridor"),
        ("European force", "a European force"),
        ("UN mission", "a UN mission"),
        ("EU mission", "an EU mission"),
        ("IAEA visit", "an IAEA visit"),
        ("NATO summit", "a NATO summit"),
        ("interim deal", "an interim deal"),
    ],
)
def test_a_or_an_goes_by_the_sound(phrase, told):
    assert indefinite(phrase) == told


@pytest.mark.parametrize(
    ("issue", "told"),
    [
        ("30-day ceasefire", "a 30-day ceasefire"),
        ("peace talks at the Vatican", "peace talks at the Vatican"),
        ("end of the war", "the end of the war"),
        ("release of hostages", "the release of hostages"),
        ("memorandum for peace", "a memorandum for peace"),
        ("US role in the peace process", "the US role in the peace process"),
        ("recognition", "recognition"),
        ("the freeze", "the freeze"),
        ("sanctions relief", "sanctions relief"),
        ("prisoner exchange", "a prisoner exchange"),
        ("Volodymyr Zelenskyy peace plan", "Zelenskyy’s peace plan"),
    ],
)
def test_an_issue_takes_its_article(issue, told):
    assert issue_phrase(issue) == told


@pytest.mark.parametrize(
    ("name", "told", "many"),
    [
        ("United States", "the United States", False),
        ("Russia", "Russia", False),
        ("Taliban", "the Taliban", True),
        ("African Union", "the African Union", False),
        ("rebel forces", "rebel forces", True),
        ("cabinet", "the cabinet", False),
        ("parties to the conflict", "parties to the conflict", True),
        ("Syrian Democratic Forces", "the Syrian Democratic Forces", True),
        ("Ukraine; Russia", "Ukraine; Russia", True),
    ],
)
def test_names_take_articles_and_numbers(name, told, many):
    assert with_the(name) == told
    assert plural(name) is many


def test_a_person_is_named_in_full_once():
    names = Names(["Jimmy Carter", "Egypt"])
    assert [names("Jimmy Carter"), names("Jimmy Carter"), names("Egypt")] == ["Jimmy Carter", "Carter", "Egypt"]
    assert names.cell("Jimmy Carter; Egypt") == "Carter, Egypt"
    assert names(None) == "someone unnamed"


def test_a_name_that_is_not_shown_in_full_is_not_told():
    names = Names(["Jimmy Carter"])
    names.unsaid(f"{names('Jimmy Carter')} said so", "so it was said")
    assert names.cell("Jimmy Carter") == "Jimmy Carter"
    names.unsaid("Jimmy Carter said so", "Jimmy Carter said it")
    assert names("Jimmy Carter") == "Carter"


def test_how_often_is_told_in_words():
    assert [times(number) for number in (1, 2, 6, 16)] == ["once", "twice", "six times", "16 times"]


def test_two_people_of_one_last_name_keep_their_full_names():
    names = Names(["Kim Jong Un", "Kim Yo Jong"])
    assert [names("Kim Jong Un"), names("Kim Jong Un")] == ["Kim Jong Un", "Kim Jong Un"]


def test_stances_agree_with_who_holds_them():
    assert stands("reject", "Russia", "a truce") == "refuses a truce"
    assert stands("open", "Taliban", "a truce") == "are open to a truce"
    assert stands("conditional", "Russia", "it") == "accepts it on a condition"


def test_deeds_are_put_in_words():
    assert deed_phrase("ASSAULT", "drone", "Ukraine") == "attacked Ukraine with drones"
    assert deed_phrase("ASSAULT", None, None) == "attacked"
    assert deed_phrase("COERCE", "no such mode", "Jordan") == "took coercive measures against Jordan"
    assert deed_phrase("ASSAULT", "abduct", "Jordan") == "abducted people of Jordan"
    assert "UNHEARD" in deed_phrase("UNHEARD", None, None)


def test_numbers_and_lists():
    assert [count(n, "party") for n in (1, 2, 12, 1300)] == [
        "one party",
        "two parties",
        "twelve parties",
        "1,300 parties",
    ]
    assert [listing(["a"]), listing(["a", "b"]), listing(["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
    assert pluralised("day") == "days"


def test_days_and_periods():
    assert long_day("2025-05-20") == "20 May 2025"
    assert period("2025-05-03", "2025-05-20") == "3 to 20 May 2025"
    assert period("2025-04-30", "2025-05-20") == "30 April to 20 May 2025"
    assert period("2024-12-30", "2025-01-02") == "30 December 2024 to 2 January 2025"
    assert [moment("2025-05-20", "last week", -7), moment(None, "Last week", -7), moment(None, None, -7)] == [
        "20 May 2025", "last week", "seven days earlier",
    ]  # fmt: skip
    assert moment(None, None, None) == ""


def test_quotations():
    assert quoted("“just back away.”") == "“just back away.”"
    assert quoted("he said “no” twice,") == "“he said ‘no’ twice”"
    assert quoted("a " * 300).endswith("…”")
    assert inner_quotations("the call as “meaningful and frank,”") == ["meaningful and frank"]
    assert tidy("secondary” trade tariffs") == "secondary trade tariffs"


def test_sentences():
    assert sentence("russia  refuses it") == "Russia refuses it."
    assert sentence("she said: “Never!”") == "She said: “Never!”"
    assert capitalised("“no”") == "“No”"


def test_values_for_a_reader():
    assert flat(["a", None, 2]) == "a; ; 2"
    assert flat([{"teller": "Carter", "text": "no"}]) == "Carter: no"
    assert safe_url("https://example.org/a?b=c")
    assert not safe_url("javascript:alert(1)")
    assert not safe_url('https://example.org/"onclick=')


def test_a_last_name_is_spelt_as_in_the_full_name():
    assert [wording.short_name(name) for name in ("Volodymyr Zelenskyy", "Kim Jong Un", "Xi Jinping", "Ruland")] == [
        "Zelenskyy", "Kim", "Xi", "Ruland",
    ]  # fmt: skip
