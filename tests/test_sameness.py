"""Copies, versions and families of articles: what is one text, and what counts as one source."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.findings.families import families
from detente.records import Article
from detente.sameness.copies import nothing_new
from detente.sameness.families import Told, copies, kin, superseded
from detente.sameness.families import families as grouped
from detente.sameness.joining import Groups, joined_by_mean
from detente.sameness.sketches import contained, digest, jaccard, sketch
from detente.sameness.words import facts, folded, runs
from record_db import record_db

STORY = (
    "Negotiators of Ruland and Borduria met for a third day in the lakeside town of Varno. A Rulandic official said "
    "the delegations had exchanged drafts of a truce that would last 40 days. Borduria has asked that prisoners be "
    "freed first, among them 212 soldiers taken in the autumn. The mediator, Ana Kolar, told reporters that both had "
    "shown patience. Fighting went on in the hills near Drava, where aid workers counted eleven dead since Monday."
)
OTHER = (
    "Parliament in Syldavia passed the budget after a night of debate. The finance minister, Petr Hala, called it a "
    "first step and thanked the smaller parties for their votes. Teachers who had struck for two weeks return to "
    "their schools on Thursday. The opposition leader said that pensions would fall behind prices by next spring."
)
HEADED = f"VARNO (Northern Wire) - {STORY} (Reporting by the night desk)"
SCANNED = STORY.replace("m", "rn", 2).replace("l", "1", 5).replace("o", "0", 4).replace("delegations", "delega-\ntions")
RISEN = STORY.replace("eleven dead", "fourteen dead")


def told(*texts: str, **shared: str) -> list[Told]:
    return [Told(number, text, **shared) for number, text in enumerate(texts)]


def family_of(*texts: str) -> list[int]:
    articles = told(*texts)
    found = grouped(articles, kin(articles))
    return [found[number] for number in range(len(texts))]


@pytest.mark.parametrize(
    "copy", [HEADED, SCANNED, RISEN, STORY[: len(STORY) // 2], f"{STORY} {OTHER[:120]}"], ids=lambda text: text[:12]
)
def test_a_changed_copy_is_of_the_family(copy: str) -> None:
    assert family_of(OTHER, STORY, copy) == [0, 1, 1]


def test_a_shared_background_makes_no_family() -> None:
    background = STORY[STORY.index("Fighting") :]
    assert family_of(STORY, f"{OTHER} {background}") == [0, 1]


def test_an_article_made_of_two_joins_neither_family_to_the_other() -> None:
    families_of = family_of(STORY, HEADED, OTHER, f"{OTHER} All rights reserved.", f"{STORY} {OTHER}")
    assert families_of[0] == families_of[1] != families_of[2] == families_of[3]


def test_texts_too_short_to_know_are_one_only_when_the_same() -> None:
    assert family_of("A truce holds.", "A truce holds", "A truce holds.") == [0, 1, 0]


@pytest.mark.parametrize(
    ("text", "new"),
    [
        (HEADED, False),
        (STORY[: len(STORY) // 2], False),
        (STORY.replace("Ana Kolar", "Anna Kolar"), False),
        (RISEN, True),
        (STORY.replace("Ana Kolar", "Jon Berg"), True),
        (STORY.replace("had shown", "had not shown"), True),
        (f"{STORY} {OTHER}", True),
    ],
)
def test_a_copy_gives_no_name_no_number_and_no_denial_of_its_own(text: str, new: bool) -> None:
    assert nothing_new(text, runs(text), STORY, runs(STORY)) is not new


def test_what_is_a_copy_of_what_does_not_go_in_a_circle() -> None:
    articles = told(STORY, HEADED, STORY[: len(STORY) // 2])
    found = copies(kin(articles))
    assert found == {1: 0, 2: 0}


def test_the_same_words_long_after_are_no_copy() -> None:
    articles = [Told(0, STORY, "2020-01-01"), Told(1, HEADED, "2021-01-01")]
    assert [pair.rule for pair in kin(articles)] == ["shared text"]


def test_a_later_version_supersedes_the_earlier_of_the_same_outlet_alone() -> None:
    articles = [
        Told(0, STORY, "2020-01-01", "Talks go on", "Wire", "https://wire.example/1"),
        Told(1, RISEN, "2020-01-02", "Talks go on, death toll rises", "Wire", "https://wire.example/1"),
        Told(2, RISEN, "2020-01-02", "Talks go on", "Ledger"),
        Told(3, f"{RISEN} A bridge fell.", "2020-01-03", "Talks go on", "Ledger"),
        Told(4, OTHER, "2020-01-03", "Talks go on", "Ledger"),
    ]
    assert superseded(articles, grouped(articles, kin(articles))) == {0: 1, 2: 3}


def test_copies_and_versions_are_one_source() -> None:
    articles = [
        Article(id="a", text=STORY, source="Wire"),
        Article(id="b", text=HEADED, source="Post"),
        Article(id="c", text=OTHER, source="Ledger"),
        Article(id="d", text=f"In other news, {OTHER[40:]}", source="Wire"),
    ]
    db = record_db(articles, [])
    found = families(db)
    assert found.independent(["a", "b"]) == 1
    assert found.independent(["a", "c"]) == 2
    # the wire has a version of the ledger's story, so the two are not independent in it
    assert found.independent(["c", "d"]) == 1
    assert found.copies(["a"]) == 1
    copied = db.execute("SELECT article, copy_of FROM families WHERE copy_of IS NOT NULL ORDER BY nr").fetchall()
    assert copied == [("b", "a"), ("d", "c")]


def test_a_scan_has_the_words_of_the_original() -> None:
    assert folded("The modem Govern-\nment of Iran") == folded("the rnodem govemment of lran")


def test_facts_leave_out_the_dateline() -> None:
    found = facts(HEADED)
    assert found.numbers == {40.0, 212.0, 11.0}
    assert "northern" not in found.names
    assert "kolar" in found.names


@given(st.sets(st.text(min_size=1), min_size=1, max_size=30))
def test_a_sketch_is_of_the_set_and_not_of_its_order(words: set[str]) -> None:
    one, other = digest(sketch(words)), digest(sketch(sorted(words, reverse=True)))
    assert jaccard(one, other) == 1.0


@given(st.floats(0, 1), st.integers(1, 500), st.integers(1, 500))
def test_what_is_contained_is_a_share(likeness: float, part: int, whole: int) -> None:
    assert 0 <= contained(likeness, part, whole) <= 1


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(0, 1))))
def test_groups_by_mean_are_never_wider_than_by_any_tie(ties: list[tuple[int, int, float]]) -> None:
    by_mean, by_any = joined_by_mean(range(10), ties, 0.5), Groups(range(10))
    for one, other, strength in ties:
        if strength >= 0.5:
            by_any.join(one, other)
    pairs = [(a, b) for a in range(10) for b in range(a)]
    assert all(by_any.first(a) == by_any.first(b) for a, b in pairs if by_mean.first(a) == by_mean.first(b))


def test_the_generator_makes_the_same_articles_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent.parent / "eval"))
    near = pytest.importorskip("near")
    assert near.made(50, 3, "open") == near.made(50, 3, "open")
    assert near.made(50, 3, "open") != near.made(50, 4, "open")
    assert "near" in sys.modules
