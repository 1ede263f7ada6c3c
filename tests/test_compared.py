"""Which passages are put beside which, what the judge says of them, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.findings import compared, judged
from detente.judge import LABELS, told
from detente.records import Article, Passage
from record_db import at, record_db

WORDS = st.lists(
    st.sampled_from(["truce", "talks", "envoy", "border", "prisoners", "aid", "sanctions", "gas", "river", "road"]),
    min_size=3,
    max_size=6,
)


class Says:
    """A judge that finds a move where the later passage has `agreed`, and counts what it is asked."""

    asked = 0

    def __call__(self, earlier: str, later: str) -> dict[str, float]:
        Says.asked += 1
        label = "towards" if "agreed" in later and "agreed" not in earlier else "other"
        return {name: 0.97 if name == label else 0.03 / 7 for name in LABELS}


@pytest.fixture(autouse=True)
def judge(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    Says.asked = 0
    monkeypatch.setattr(compared, "judge", Says)
    yield


def passages(*days: list[tuple[str, str]]) -> tuple[list[Article], list[Passage]]:
    articles, found = [], []
    for number, told_there in enumerate(days, 1):
        article = Article(id=f"a{number}", text=" ".join(text for _, text in told_there), date=f"2026-03-{number:02d}")
        articles.append(article)
        for who, text in told_there:
            found.append(
                at(
                    article,
                    text,
                    Passage,
                    actor=who or None,
                    side=who or None,
                    rule="subject",
                    confidence=0.9,
                    voice="attributed",
                )
            )
    return articles, found


def record(*days: list[tuple[str, str]]) -> duckdb.DuckDBPyConnection:
    return record_db(*passages(*days))


REFUSED = ("Arkelia", "Arkelia will not sit at any table.")
AGREED = ("Arkelia", "Arkelia has agreed to talks in June.")
OTHERS = ("Tirvan", "Tirvan has agreed to talks in June.")


def test_a_move_of_one_party_is_found() -> None:
    (found,) = judged.judged(record([REFUSED], [AGREED]), 0.5)["move"]
    assert (found.before["text"], found.after["text"], found.label) == (REFUSED[1], AGREED[1], "towards")
    assert found.actor == found.side == "Arkelia"
    assert found.score == pytest.approx(0.97, abs=0.01)


def test_another_party_has_not_moved() -> None:
    assert judged.judged(record([REFUSED], [OTHERS]), 0.5)["move"] == []


def test_nothing_moves_within_one_article() -> None:
    assert judged.judged(record([REFUSED, AGREED]), 0.5)["move"] == []


def test_a_move_is_told_once_where_it_first_shows() -> None:
    again = ("Arkelia", "Arkelia has again agreed to talks in June.")
    (found,) = judged.judged(record([REFUSED], [AGREED], [again]), 0.5)["move"]
    assert found.after["text"] == AGREED[1]


def test_what_was_judged_is_kept_beside_the_record(tmp_path: Path) -> None:
    for asked in (1, 0):
        db = record([REFUSED], [AGREED])
        db.execute("UPDATE home SET path = $path", {"path": str(tmp_path)})
        Says.asked = 0
        assert len(compared.compared(db)) == len(compared.compared(db)) == 1
        assert Says.asked == asked


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    db = record([REFUSED], [AGREED])
    db.execute("UPDATE home SET path = $path", {"path": str(tmp_path / "none")})
    assert len(compared.compared(db)) == 1


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(["Arkelia", "Tirvan", ""]), WORDS), min_size=1, max_size=4),
        min_size=2,
        max_size=6,
    )
)
def test_later_articles_change_nothing_of_earlier_pairs(days: list[list[tuple[str, list[str]]]]) -> None:
    def rows(some: list[list[tuple[str, list[str]]]]) -> list[tuple[str, str]]:
        made = [
            {"id": f"{d}.{n}", "article": f"a{d}", "article_nr": d, "article_date": f"2026-03-{d + 1:02d}", "start": n,
             "text": " ".join(words), "actor": who or None, "side": who or None}
            for d, day in enumerate(some) for n, (who, words) in enumerate(day)
        ]  # fmt: skip
        return [(a["id"], b["id"]) for a, b in compared.candidates(made)]

    every = rows(days)
    assert rows(days[:-1]) == [pair for pair in every if not pair[1].startswith(f"{len(days) - 1}.")]
    assert all(tuple(map(int, a.split("."))) < tuple(map(int, b.split("."))) for a, b in every)


def test_a_passage_is_shown_after_the_name_of_whose_it_is() -> None:
    assert told("Arkelia", "No\n  talks.") == "Arkelia: No talks."
    assert told(None, "No talks.") == "No talks."
