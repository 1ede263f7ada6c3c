"""What is told of one event or utterance is one, by a rule that is named, with what its tellings disagree in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyze import stories
from detente.findings import clusters as joining
from detente.findings.clusters import clusters
from detente.records import Article, Event, Statement
from record_db import at, record_db

SHELLING: dict[str, Any] = {
    "actor": "Ruland", "actor_code": "RUL MIL", "recipient": "Borduria", "recipient_code": "BOR GOV",
    "type": "ASSAULT", "mode": "heavy-weapons", "quad": 4, "place": "Varno", "place_kind": "city",
    "place_country": "BOR", "place_lat": 45.0, "place_lon": 15.0, "date_start": "1990-01-02", "date_end": "1990-01-02",
    "date_from": "text", "confidence": 0.7,
}  # fmt: skip
FAR = {"place": "Drava", "place_lat": 47.0, "place_lon": 15.0}


def shellings(*tellings: tuple[str, dict[str, Any]]) -> Any:
    """A record of articles by outlets A, B, C, ... that each tell of an act in these words."""
    articles, records = [], []
    for number, (words, fields) in enumerate(tellings):
        article = Article(id=f"x{number}", date="1990-01-03", source=chr(65 + number), text=f"{words}.")
        articles.append(article)
        records.append(at(article, words, Event, **{**SHELLING, **fields}))
    return record_db(articles, records)


def sayings(*tellings: tuple[str, str, str]) -> Any:
    """A record of articles by outlets A, B, C, ... in each of which someone says these words on a day."""
    articles, records = [], []
    for number, (speaker, day, words) in enumerate(tellings):
        article = Article(id=f"x{number}", date=day, source=chr(65 + number), text=f"{speaker} said {words}.")
        articles.append(article)
        said = {"speaker": speaker, "date_start": day, "date_end": day, "date_from": "text", "confidence": 0.8}
        records.append(at(article, words, Statement, **said))
    return record_db(articles, records)


def sizes(db: Any) -> list[int]:
    return sorted((len(cluster.rows) for cluster in clusters(db)), reverse=True)


def test_one_act_of_three_outlets_is_one_with_its_disagreement() -> None:
    db = shellings(
        ("Ruland shelled a market in Varno", {"dead": 5}),
        ("Ruland's guns hit the market of Varno", {"dead": 7}),
        ("A market in Varno was shelled by Ruland", {"dead": 5}),
    )
    (row,) = stories.find(db).rows
    assert (row["sources"], row["reports"]) == (3, 3)
    assert row["disagree"] == ["dead: 5 (A, C), 7 (B)"]
    assert row["rules"]
    assert len(row["joins"]) >= 2


@pytest.mark.parametrize(
    "other",
    [
        {"date_start": "1990-01-05", "date_end": "1990-01-05"},
        FAR,
        {"actor": "Borduria", "actor_code": "BOR MIL", "recipient": "Ruland", "recipient_code": "RUL GOV"},
        {"modality": "planned"},
        {"type": "CONSULT", "quad": 1, "mode": None},
    ],
    ids=["another day", "another place", "the other way round", "only planned", "another act"],
)
def test_what_speaks_against_it_keeps_two_apart(other: dict[str, Any]) -> None:
    db = shellings(("Ruland shelled a market", {}), ("They struck on that day there", other))
    assert sizes(db) == [1, 1]


def test_a_denial_is_of_the_same_act() -> None:
    db = shellings(
        ("Ruland shelled a market in Varno", {}),
        ("Ruland had shelled the market in Varno", {"modality": "denied", "according_to": "Ruland"}),
    )
    (row,) = stories.find(db).rows
    assert row["disagree"] == ["modality: denied (B (Ruland)), happened (A)"]


def test_a_toll_joins_what_is_placed_differently() -> None:
    db = shellings(("Ruland shelled a market", {"dead": 12}), ("Ruland fired on a bus", {"dead": 12, **FAR}))
    (row,) = stories.find(db).rows
    assert (row["rules"], row["disagree"]) == (["same toll"], ["place: Drava (B), Varno (A)"])


def test_two_things_hit_in_one_town_by_an_unnamed_crowd_are_two() -> None:
    nobody = {"actor": "Gunmen", "actor_code": "UAF", "recipient": None, "recipient_code": None}
    db = shellings(("Gunmen stormed a hospital in Varno", nobody), ("Gunmen stormed a prison in Varno", nobody))
    assert sizes(db) == [1, 1]


def test_members_of_a_cluster_never_speak_against_each_other() -> None:
    unplaced = dict.fromkeys(("place", "place_kind", "place_country", "place_lat", "place_lon"))
    words = "Ruland shelled a market and a bus station"
    db = shellings((words, {}), (words, unplaced), (words, FAR))
    assert sizes(db) == [2, 1]


def test_a_join_can_be_undone_by_its_rule_and_by_its_pair() -> None:
    tellings = ("Ruland shelled a market", {"dead": 12}), ("Ruland fired on a bus", {"dead": 12, **FAR})
    db = shellings(*tellings)
    (row,) = stories.find(db).rows
    pair = row["joins"][0].split(":")[0]
    assert len(stories.find(db, apart="same toll").rows) == 2
    assert len(stories.find(db, apart=pair).rows) == 2
    assert len(stories.find(db, apart="same words").rows) == 1


def test_a_superseded_value_is_kept_and_marked() -> None:
    articles, records = [], []
    for number, dead in enumerate((5, 9)):
        text = f"Ruland shelled a market in Varno, killing {dead}."
        article = Article(
            id=f"x{number}", date=f"1990-01-0{number + 3}", source="A", url="https://a.example/1", text=text + PADDING
        )
        articles.append(article)
        records.append(at(article, "Ruland shelled a market in Varno", Event, **{**SHELLING, "dead": dead}))
    (row,) = stories.find(record_db(articles, records)).rows
    assert (row["sources"], row["disagree"]) == (1, ["dead: 9 (A), 5 (A; superseded)"])


PADDING = " People fled to the hills, and the mayor asked for blankets and for water before the night came down."


@pytest.mark.parametrize(
    ("other", "joined"),
    [
        (("Ana Kolar", "1990-01-02", "Ruland would be ready to sign the truce"), True),
        (("Kolar", "1990-01-02", "Ruland was ready to sign that truce"), True),
        (("Ana Kolar", "1990-01-02", "Ruland was not ready to sign the truce"), False),
        (("Ana Kolar", "1990-01-02", "Ruland was ready to sign the truce if Borduria was"), False),
        (("Ana Kolar", "1990-01-09", "Ruland was ready to sign the truce"), False),
        (("Jon Berg", "1990-01-02", "Ruland was ready to sign the truce"), False),
        (("Ana Kolar", "1990-01-02", "the harvest had been poor"), False),
    ],
)
def test_an_utterance_is_one_of_a_speaker_on_a_day(other: tuple[str, str, str], joined: bool) -> None:
    db = sayings(("Ana Kolar", "1990-01-02", "Ruland was ready to sign the truce"), other)
    assert sizes(db) == ([2] if joined else [1, 1])


def test_numbers_in_one_utterance_are_a_disagreement() -> None:
    db = sayings(
        ("Ana Kolar", "1990-01-02", "Ruland had lost 5,937 soldiers in the war"),
        ("Ana Kolar", "1990-01-02", "Ruland had lost 5,397 soldiers in the war"),
    )
    (row,) = stories.find(db).rows
    assert row["disagree"] == ["number: 5397 (B), 5937 (A)"]


def test_only_what_many_tell_can_be_asked_for() -> None:
    db = shellings(("Ruland shelled a market in Varno", {}), ("Ruland shelled the market of Varno", {}), ("A", FAR))
    assert len(stories.find(db).rows) == 2
    assert len(stories.find(db, told=2).rows) == 1
    assert stories.find(db, kind="statement").rows == ()
    assert stories.find(db, actor="Syldavia").rows == ()


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=40), st.integers(1, 5))
def test_tellings_of_another_sort_count_for_a_crowd_but_are_not_compared(things: Any, crowd: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joining, "CROWD", crowd)
        key = lambda thing: iter([(thing[0],)])  # noqa: E731
        every = list(joining._pairs(things, key, bool))
        alike = list(joining._pairs(things, key, lambda thing: thing[1]))
    assert alike == [(i, j) for i, j in every if things[i][1] == things[j][1]]
    for j, thing in enumerate(things):
        before = [i for i in range(j) if things[i][0] == thing[0]][-crowd:]
        assert [i for i, other in every if other == j] == before
