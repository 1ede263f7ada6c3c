"""Questions left open and claims of who gains: what is one, whose it is, and what is none."""

from __future__ import annotations

import pytest

from detente.analyze import questions
from detente.findings.gains import claims
from detente.records import Article, Opinion, Position, Statement
from record_db import at, record_db


@pytest.mark.parametrize(
    ("words", "who", "gains", "only", "by"),
    [
        ("only Putin would benefit if America walks away", "Russia", True, True, "if America walks away"),
        ("That would be a gift to Putin.", "Russia", True, False, None),
        ("It plays into Russia’s hands.", "Russia", True, False, None),
        ("Ukraine would lose most if aid dries up.", "Ukraine", False, False, "if aid dries up"),
        ("This is a blow to Kyiv.", "Ukraine", False, False, None),
        ("Both sides would gain from a truce.", "both sides", True, False, "from a truce"),
        ("it comes at Iran's expense", "Iran", False, False, None),
        ("a deal that benefits Russia", "Russia", True, False, None),
        ("That would benefit Iran.", "Iran", True, False, None),
        ("Moscow still benefits from U.S. help in the talks", "Russia", True, False, "from U.S. help in the talks"),
    ],
)
def test_a_claim_names_who_gains_or_loses(words: str, who: str, gains: bool, only: bool, by: str | None) -> None:
    found = list(claims(words))
    assert [(c.who, c.gains, c.only, c.by) for c in found] == [(who, gains, only, by)]


@pytest.mark.parametrize(
    "words",
    [
        "Russia gained ground near Kharkiv.",
        "Trump won the election.",
        "Russia will win the war.",
        "Iran would not benefit from delay.",
        "the benefits of peace for Lebanon",
        "they would benefit from it",
        "It was not a gift to Putin.",
        "a blow for Ukraine’s European allies",
        "the betrayal of secrets to the Russian FSB",
    ],
)
def test_what_happened_what_is_denied_and_what_names_nobody_is_no_claim(words: str) -> None:
    assert list(claims(words)) == []


TEXT = (
    "Will the ceasefire hold? Subscribe now? “Why should Russia stop?” asked Zelenskyy. "
    "Only Putin would benefit if America walks away, Zelenskyy said. That would be a blow to Ukraine. "
    "Russia rejects the ceasefire."
)
ARTICLE = Article(id="a", date="2025-05-20", source="Herald", text=TEXT)
RECORDS = [
    at(ARTICLE, "Will the ceasefire hold?", Opinion, kind="question", voice="author", rule="by hand"),
    at(ARTICLE, "Subscribe now?", Opinion, kind="question", voice="author", rule="by hand"),
    at(ARTICLE, "Why should Russia stop?", Statement, speaker="Volodymyr Zelenskyy", kind="direct", rule="by hand"),
    at(ARTICLE, "Only Putin would benefit if America walks away", Statement, speaker="Volodymyr Zelenskyy",
       rule="by hand"),
    at(ARTICLE, "That would be a blow to Ukraine", Opinion, kind="view", voice="author", rule="by hand"),
    at(ARTICLE, "Russia rejects the ceasefire", Position, actor="Russia", issue="ceasefire", stance="reject",
       rule="by hand"),
]  # fmt: skip


def test_questions_and_claims_stand_with_whose_they_are_and_their_record() -> None:
    rows = questions.find(record_db([ARTICLE], RECORDS)).rows
    assert [(row["kind"], row["asked_by"], row["party"]) for row in rows] == [
        ("question", None, None),
        ("question", "Volodymyr Zelenskyy", None),
        ("gain", "Volodymyr Zelenskyy", "Russia"),
        ("loss", None, "Ukraine"),
    ]
    assert [row["records"][0][0] for row in rows] == ["O", "S", "S", "O"]
    assert all(len(row["records"]) == 1 for row in rows)


def test_they_can_be_asked_for_by_kind_and_party() -> None:
    db = record_db([ARTICLE], RECORDS)
    assert [row["text"] for row in questions.find(db, kind="gain").rows] == [
        "Only Putin would benefit if America walks away"
    ]
    assert {row["kind"] for row in questions.find(db, party_is="russia").rows} == {"question", "gain"}


def test_a_claim_that_two_records_of_one_place_tell_is_listed_once() -> None:
    again = at(ARTICLE, "Only Putin would benefit if America walks away, Zelenskyy said", Statement,
               speaker="Volodymyr Zelenskyy", confidence=0.3, rule="by hand")  # fmt: skip
    assert len(questions.find(record_db([ARTICLE], [*RECORDS, again]), kind="gain").rows) == 1
