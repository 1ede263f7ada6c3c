"""The page of the outlook: its sliders, its answer, the scenarios it keeps, with a script and without."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from test_web_review import Desk

from conftest import Served, as_run, seen_as, serving
from detente.outlook import kept
from detente.records import Article, Event, Position, Span
from detente.run import Run
from detente.web.library import Library
from record_db import at

EVIL = "<img src=x onerror=window.owned=9>"
ARTICLE = Article(
    id="a",
    date="2025-03-01",
    source="Courier",
    text=(
        "Ruland is open to a memorandum. Ruland rejects the ceasefire. Zenda accepts the ceasefire. "
        "Utopia proposes the ceasefire. Utopia might back away, it said. Ruland shelled Zenda."
    ),
)


def stance(words: str, side: str, stance_: str, rung: str) -> Span:
    return at(ARTICLE, words, Position, actor=side, side=side, issue=rung, stance=stance_, instrument=rung,
              confidence=0.8, rule="by hand")  # fmt: skip


RECORDS = (
    stance("Ruland is open to a memorandum", "Russia", "open", "memorandum"),
    stance("Ruland rejects the ceasefire", "Russia", "reject", "ceasefire"),
    stance("Zenda accepts the ceasefire", "Ukraine", "accept", "ceasefire"),
    stance("Utopia proposes the ceasefire", "United States", "propose", "ceasefire"),
    at(ARTICLE, "Ruland shelled Zenda", Event, actor="Russia", actor_code="RUS GOV", recipient="Ukraine",
       recipient_code="UKR GOV", type="ASSAULT", quad=4, score=-9.0, confidence=0.8, rule="by hand"),
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "edition").mkdir()
    return tmp_path


@pytest.fixture
def talks(folder: Path) -> Iterator[Served]:
    def opening() -> Run:
        return replace(as_run((ARTICLE,), RECORDS), folder=folder / "edition")

    library = Library(opening)
    yield from serving(library)
    library.close()


def table(data: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return next(found["rows"] for found in data["findings"] if found["name"] == name)


def test_the_inputs_stand_with_the_rows_that_they_rest_on(talks: Served) -> None:
    data = talks.json("outlook")
    held = {row["party"]: row for row in table(data, "inputs")}
    assert held["Russia"]["position"] == "memorandum"
    assert held["Ukraine"]["position"] == "ceasefire"
    page = talks.html("outlook")
    for row in held.values():
        assert row["records"]
        for record in row["records"]:
            assert f"record={record}#{record}" in unescape(page)
    assert page.count('type="range"') == 9


def test_what_is_set_changes_the_answer_and_what_is_not_changes_nothing(talks: Served) -> None:
    as_it_is = talks.json("outlook")
    same = talks.json("outlook", **{"position.Russia": "3", "salience.Russia": str(_likely(as_it_is, "Russia"))})
    assert same["scenario"] is None
    assert table(same, "outcomes") == table(as_it_is, "outcomes")
    moved = talks.json("outlook", **{"position.Russia": "5"})
    assert [one["party"] for one in moved["scenario"]["changes"]] == ["Russia"]
    middles = [{row["model"]: row["middle"] for row in table(one, "outcomes")} for one in (as_it_is, moved)]
    assert middles[1]["compromise"] > middles[0]["compromise"]
    assert {row["party"]: row["verdict"] for row in table(moved, "gained")}["Ukraine"] == "gains"


def _likely(data: dict[str, Any], party: str) -> float:
    row = next(row for row in table(data, "inputs") if row["party"] == party)
    return float(row["estimates"]["salience"]["likely"])


def test_words_and_sliders_are_the_same_question(talks: Served) -> None:
    by_words = talks.json("outlook", what="United States backs away")
    by_slider = talks.json("outlook", **{"salience.United States": "0"})
    assert table(by_words, "gained") == table(by_slider, "gained")
    assert "Why" in talks.html("outlook", what="United States backs away")
    assert all(one["records"] for one in by_words["said"])


def test_a_step_of_the_ladder_has_a_page_of_its_own(talks: Served) -> None:
    page = talks.html("outlook")
    assert "outlook?issue=memorandum" in page
    assert "outlook?issue=treaty" not in page
    on_ceasefire = {row["party"]: row["position"] for row in table(talks.json("outlook", issue="ceasefire"), "inputs")}
    assert on_ceasefire == {"Russia": "refused", "Ukraine": "accepted", "United States": "accepted"}


def test_an_issue_of_which_too_little_is_known_says_so(talks: Served) -> None:
    assert "Not enough evidence" in talks.html("outlook", issue="customs union")
    status, _, body = talks.ask("/outlook.csv")
    assert status == 200
    assert body.decode().startswith("matter,model,low,middle,high,says,records")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("position.Russia=99", "not a number from 0 to 8"),
        ("salience.Russia=much", "not a number from 0 to 1"),
        ("leverage.Atlantis=1", "no such input"),
        ("what=nonsense", "cannot read the change"),
        ("what=Japan+backs+away", "no party"),
        ("means=magic", "none of equal, facts"),
    ],
)
def test_what_cannot_be_asked_is_named(talks: Served, query: str, says: str) -> None:
    status, _, body = talks.ask(f"/outlook?{query}")
    assert status == 400
    assert says in unescape(body.decode())
    assert talks.ask("/outlook?scenario=none")[0] == 404


def test_a_scenario_is_kept_listed_compared_and_taken_away(talks: Served, folder: Path) -> None:
    desk = Desk(talks)
    status, told = desk.post(
        "outlook", back="/outlook?salience.United+States=0", name="The US leaves", why="he said so"
    )
    assert (status, told["to"]) == (200, "/outlook?scenario=The+US+leaves")
    held = kept(folder)
    assert [one.name for one in held] == ["The US leaves"]
    assert held[0].changes[0].why == "he said so"
    again = talks.json("outlook", scenario="The US leaves")
    assert table(again, "gained") == table(talks.json("outlook", what="United States backs away"), "gained")
    side = table(talks.json("outlook", compare="1"), "scenarios")
    assert [row["scenario"] for row in side] == ["as the record tells", "The US leaves"]
    assert "The US leaves" in talks.html("outlook")
    assert desk.post("outlook", back="/outlook", drop="The US leaves")[0] == 200
    assert kept(folder) == ()


def test_only_a_form_of_ours_keeps_and_nothing_changed_is_not_kept(talks: Served, folder: Path) -> None:
    desk = Desk(talks)
    assert desk.post("outlook", back="/outlook?salience.Russia=0", name="x", secret="wrong")[0] == 403  # noqa: S106
    assert desk.post("outlook", back="/outlook", name="x")[0] == 400
    assert kept(folder) == ()


def test_a_hostile_name_is_inert(talks: Served) -> None:
    assert Desk(talks).post("outlook", back="/outlook?salience.Russia=0", name=EVIL, why=EVIL)[0] == 200
    page = talks.html("outlook", compare="1")
    assert EVIL not in page
    assert EVIL in unescape(page)


def test_pages_that_only_read_keep_nothing(folder: Path) -> None:
    def opening() -> Run:
        return replace(as_run((ARTICLE,), RECORDS), folder=folder / "edition")

    library = Library(opening, deciding=False)
    for served in serving(library):
        assert Desk(served).post("outlook", back="/outlook?salience.Russia=0", name="x")[0] == 409
        assert "Keep it as" not in served.html("outlook", **{"salience.Russia": "0"})
    library.close()


def test_a_change_is_answered_at_once(talks: Served) -> None:
    talks.html("outlook")
    taken = []
    for step in range(6):
        start = time.perf_counter()
        talks.html("outlook", **{"leverage.Russia": str(step / 2 + 0.25)})
        taken.append(time.perf_counter() - start)
    assert sorted(taken)[1] < 0.2


# ---------------------------------------------------------------- in a browser


def test_a_slider_is_moved_by_keyboard_and_the_answer_and_address_follow(browser: Any, talks: Served) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    seen_as(browser, "light", 1280)
    browser.get(f"{talks.home}/outlook")
    slider = browser.find_element(By.NAME, "salience.United States")
    slider.send_keys(Keys.HOME)
    until = time.monotonic() + 10
    while "salience.United" not in browser.current_url:
        assert time.monotonic() < until, "the address did not follow"
        time.sleep(0.02)
    assert browser.switch_to.active_element == slider
    assert slider.get_attribute("aria-valuetext") == "0.00"
    assert "move" in browser.find_element(By.CSS_SELECTOR, "[role=status].lead").text
    assert "on record" in slider.find_element(By.XPATH, "..").text
    position = browser.find_element(By.NAME, "position.Russia")
    position.send_keys(Keys.END)
    assert position.get_attribute("aria-valuetext") == "treaty"
    browser.get(browser.current_url)
    assert browser.find_element(By.NAME, "salience.United States").get_attribute("value") == "0"


def test_without_a_script_the_form_asks_the_same(browser: Any, talks: Served) -> None:
    from selenium.webdriver.common.by import By

    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(f"{talks.home}/outlook")
        browser.find_element(By.NAME, "what").send_keys("United States backs away")
        browser.find_element(By.CSS_SELECTOR, "form[data-outlook] button").click()
        until = time.monotonic() + 10
        while "what=" not in browser.current_url:
            assert time.monotonic() < until, "the form was not sent"
            time.sleep(0.02)
        assert "Who gains and who loses" in browser.page_source
        assert browser.find_element(By.NAME, "what").get_attribute("value") == "United States backs away"
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
