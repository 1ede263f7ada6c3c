"""How ledgers follow decisions: as if all were asked anew, no more is asked than changed, and nobody waits for it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_web_review import Desk, a_position, ada, folder, opened_in, reviewed, settled

from conftest import Served
from detente.analyze import analyses
from detente.web.asking import Query
from detente.web.ledger import Ledger
from detente.web.library import Library
from detente.web.opened import Opened
from detente.web.pages import pages

__all__ = ["ada", "folder", "reviewed"]
LEDGERS = sorted(name for name, module in pages().items() if isinstance(getattr(module, "LEDGER", None), Ledger))


def shown(opened: Opened) -> dict[str, str]:
    """Every table of a state, a party and a proposal, and what each row is about, as data."""
    asked = [Query(name, {"size": "500"}) for name in [*LEDGERS, "overview", "parties", "sources"]]
    asked += [Query("party", {"name": "Israel"}), Query("proposal", {"name": "freeze of settlements"})]
    found = {str(query): json.dumps(pages()[query.page].show(opened, query).data, default=str) for query in asked}
    for table in ("cast_of", "about", "rests", "place_of"):
        found[table] = str(sorted(opened.db.execute(f"SELECT * FROM {table}").fetchall(), key=str))  # noqa: S608
    return found


def test_ledgers_that_followed_are_those_of_a_record_opened_anew(reviewed: Served, ada: Desk, folder: Path):
    rows = {kind: reviewed.opened.fetch(f"SELECT id FROM {kind} ORDER BY id") for kind in ("positions", "events")}  # noqa: S608
    first, second = (row["id"] for row in rows["positions"][:2])
    steps = [
        lambda: ada.do(f"confirm {first}"),
        lambda: ada.do(f"correct {second}", **{"f.issue": "tractors", "f.stance": "reject"}),
        lambda: ada.do(f"reject {rows['events'][0]['id']}"),
        lambda: ada.do("same", name="tractors", into="freeze of settlements"),
        lambda: ada.do("undo"),
        lambda: ada.do("undo"),
        lambda: ada.do(f"note {first}", note="only a note"),
    ]
    for step in steps:
        step()
        settled(reviewed)
        fresh = Library(lambda: opened_in(folder))
        assert shown(reviewed.opened) == shown(fresh.now)
        assert reviewed.library.next is None


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the analyses that are asked from now on."""
    found: list[str] = []
    for name, find in list(analyses().items()):

        def counted(*args: object, name: str = name, find: object = find, **options: object) -> object:
            found.append(name)
            return find(*args, **options)  # type: ignore[operator]

        monkeypatch.setitem(analyses(), name, counted)
    return found


def test_only_what_reads_a_changed_table_is_asked_anew(reviewed: Served, ada: Desk, asked: list[str]):
    reviewed.library.warm()
    offer = reviewed.opened.value("SELECT id FROM inducements ORDER BY id LIMIT 1")
    asked.clear()
    ada.do(f"note {offer}", note="nothing changes")
    ada.do(f"confirm {offer}")
    settled(reviewed)
    assert sorted(asked) == ["inducements", "timeline"], "no other analysis reads inducements"
    asked.clear()
    ada.do(f"reject {a_position(reviewed)}")
    settled(reviewed)
    assert not {"stories", "dyads", "inducements"} & set(asked)
    assert {"proposals", "positions", "shifts"} <= set(asked)


@pytest.fixture
def held_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Proposals are not found until this is set."""
    go, find = threading.Event(), analyses()["proposals"]

    def slow(*args: object, **options: object) -> object:
        assert go.wait(60)
        return find(*args, **options)

    monkeypatch.setitem(analyses(), "proposals", slow)
    yield go
    go.set()


def test_a_page_is_shown_as_it_was_until_it_is_worked_out_and_others_follow_before(
    reviewed: Served, ada: Desk, request: pytest.FixtureRequest
):
    reviewed.library.warm()
    go = request.getfixturevalue("held_up")
    id_ = a_position(reviewed)
    before = ada.json("proposals")
    ada.page("/shifts")  # what is on screen comes first
    ada.do(f"reject {id_}")
    until_shown(lambda: ada.json("shifts")["waiting"] == 0)
    assert "not in the ledgers" not in ada.page("/shifts")
    assert "1 decision is not in the ledgers" in ada.page("/proposals")
    assert ada.json("proposals") == {**before, "waiting": 1}
    assert ada.json("overview")["waiting"] == 1, "the overview shows proposals too"
    go.set()
    settled(reviewed)
    assert ada.json("proposals")["waiting"] == 0


def test_decisions_that_come_while_ledgers_follow_are_followed_too(
    reviewed: Served, ada: Desk, request: pytest.FixtureRequest
):
    reviewed.library.warm()
    go = request.getfixturevalue("held_up")
    ids = [row["id"] for row in reviewed.opened.fetch("SELECT id FROM positions ORDER BY id LIMIT 3")]
    for id_ in ids:
        ada.do(f"reject {id_}")
    until_shown(lambda: reviewed.library.next is not None)
    ada.do(f"undo {ada.json('decisions')['rows'][0]['id']}")
    go.set()
    settled(reviewed)
    left = {row["id"] for row in reviewed.opened.fetch("SELECT id FROM positions")}
    assert [id_ in left for id_ in ids] == [False, False, True]


def test_what_was_coded_meanwhile_is_in_the_record_after_a_decision(reviewed: Served, ada: Desk, folder: Path):
    before = reviewed.opened
    (folder / "edition" / "shards").mkdir()
    assert before.is_old()
    ada.do(f"reject {a_position(reviewed)}")
    settled(reviewed)
    assert not reviewed.opened.is_old()


def until_shown(condition: object) -> None:
    """Wait until something came to pass."""
    import time

    last = time.monotonic() + 60
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < last, "it did not come to pass"
        time.sleep(0.02)
