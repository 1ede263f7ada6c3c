"""Review in a real browser: by keyboard alone, by the mouse, without scripts, on a phone, in the dark, on paper."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from test_browser import PHONE, WIDE, active, article, every, filters, keys, one, until
from test_web_review import Desk, settled

from conftest import EVIL, EXAMPLE, Served, console, seen_as, serving
from detente import run
from detente.review import journal
from detente.web.library import Library

pytestmark = pytest.mark.model  # the example is coded by the real language model


@pytest.fixture
def place(record: Path, tmp_path: Path) -> Path:
    """The record of the example, a copy that may be decided on."""
    return Path(shutil.copytree(record, tmp_path / "record"))


@pytest.fixture
def desk(place: Path) -> Iterator[Served]:
    library = Library(lambda: run.reopen(place))
    yield from serving(library)
    library.close()


@pytest.fixture
def reader(browser: Any, desk: Served) -> Iterator[Any]:
    """The browser of a reviewer who gave a name."""
    browser.get(f"{desk.home}/add?key={article(desk)}")  # a cookie is set where one is
    browser.add_cookie({"name": "detente_by", "value": "Ada"})
    yield browser
    browser.delete_all_cookies()


def first_position(driver: Any, served: Served) -> str:
    """Open the article with most marks at a position; its id."""
    driver.get(f"{served.home}/article?key={article(served)}")
    id_ = str(one(driver, ".tag.positions").get_attribute("id"))
    driver.execute_script("document.getElementById(arguments[0]).click()", id_)
    until(lambda: one(driver, ".card.on").get_attribute("data-id") == id_)
    return id_


def told(driver: Any, words: str) -> bool:
    return words in one(driver, "#said").text


def test_by_keyboard_alone_a_record_is_corrected_and_it_is_undone(reader: Any, desk: Served):
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import Select

    id_ = first_position(reader, desk)
    keys(reader, "c")
    until(lambda: told(reader, "Confirmed"))
    assert "confirmed by Ada" in one(reader, f"#card-{id_}").text
    assert one(reader, ".card.on").get_attribute("data-id") == id_, "the same card is open"
    keys(reader, "u")
    until(lambda: told(reader, "Undone"))
    assert "confirmed" not in one(reader, f"#card-{id_}").text
    keys(reader, "e")
    until(lambda: one(reader, "#deciding").is_displayed())
    until(lambda: active(reader).get_attribute("name") == "f.actor")
    stance = Select(one(reader, "#deciding select[name='f.stance']"))
    was = stance.first_selected_option.text
    now = "reject" if was != "reject" else "accept"
    stance.select_by_visible_text(now)
    one(reader, "#deciding input[name='f.actor']").send_keys(Keys.ENTER)
    until(lambda: told(reader, "Corrected"))
    assert not one(reader, "#deciding").is_displayed()
    card = one(reader, f"#card-{id_}").text
    assert f"stance: {was}" in card
    assert "corrected by Ada" in card
    keys(reader, "x")
    until(lambda: told(reader, "Rejected"))
    assert "gone" in one(reader, f"#card-{id_}").get_attribute("class")
    assert "✗" in one(reader, f"#card-{id_} .decided").text, "told by a sign, not by colour alone"
    keys(reader, "t")
    until(lambda: active(reader).get_attribute("name") == "note")
    keys(reader, EVIL[:40])
    one(reader, "#deciding form:not([hidden]) button[name=do]").click()
    until(lambda: told(reader, "Noted"))
    assert reader.execute_script("return window.owned") is None
    assert EVIL[:20] in one(reader, f"#card-{id_}").text
    settled(desk)
    until(lambda: not every(reader, "[data-poll]"))
    assert desk.opened.value("SELECT count(*) FROM positions WHERE id = $id", {"id": id_}) == 0
    assert console(reader) == []


def test_a_correction_outlives_a_rerun_of_coding(reader: Any, desk: Served, place: Path):
    id_ = first_position(reader, desk)
    Desk(desk, "Ada").do(f"correct {id_}", **{"f.issue": "the tractors of Galilee"})
    assert "the tractors of Galilee" in Desk(desk).page(f"/record?id={id_}")
    for shards in place.glob("*/shards"):
        shutil.rmtree(shards)  # all is coded again
    again = run.build([EXAMPLE], record=place)
    for served in serving(Library(lambda: again)):
        reader.get(f"{served.home}/record?id={id_}")
        assert "corrected by Ada" in one(reader, "main").text
        reader.get(f"{served.home}/proposal?name=the+tractors+of+Galilee")
        assert "tractors of Galilee" in one(reader, "h1").text
        assert journal.read(place).decisions


def test_a_record_is_added_from_the_selection(reader: Any, desk: Served):
    reader.get(f"{desk.home}/article?key={article(desk)}")
    text = desk.opened.value("SELECT text FROM articles WHERE key = $key", {"key": article(desk)})
    words = reader.execute_script(
        """const pieces = [...document.querySelectorAll('[data-reader] [data-at]')];
        const at = pieces.findIndex((p, i) => i > 2 && p.textContent.trim().length > 12);
        const range = document.createRange();
        range.setStart(pieces[at].firstChild, pieces[at].textContent.search(/\\S/));
        range.setEnd(pieces[at + 1].firstChild, Math.min(4, pieces[at + 1].textContent.length));
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        return pieces[at].textContent.trim();"""
    )
    keys(reader, "a")
    until(lambda: every(reader, "#deciding select#kind"))
    assert words[:12] in one(reader, "#deciding mark").text
    reader.execute_script(
        "const k = document.querySelector('#deciding select#kind'); k.value = 'positions';"
        "k.dispatchEvent(new Event('change', {bubbles: true}))"
    )
    until(lambda: every(reader, "#deciding input[name='f.issue']"))
    one(reader, "#deciding input[name='f.actor']").send_keys("Egypt")
    one(reader, "#deciding input[name='f.issue']").send_keys("a matter of my own")
    one(reader, "#deciding form[data-form=add] button[name=do]").click()
    until(lambda: told(reader, "Added"))
    made = desk.library.review.journal.decisions[-1]
    assert made.anchor is not None
    assert text[made.anchor.start : made.anchor.end] == made.anchor.text
    assert words[:12] in " ".join(made.anchor.text.split())
    assert every(reader, f"#card-{made.record}")
    assert console(reader) == []


def test_the_queue_by_keyboard(reader: Any, desk: Served):
    reader.get(f"{desk.home}/review")
    first = one(reader, "section.item").get_attribute("data-record")
    keys(reader, "n")
    until(lambda: every(reader, "section.item") and one(reader, "section.item").get_attribute("data-record") != first)
    keys(reader, "p")
    until(lambda: one(reader, "section.item").get_attribute("data-record") == first)
    keys(reader, "c")
    until(lambda: told(reader, "Confirmed"))
    assert one(reader, "section.item").get_attribute("data-record") != first
    assert desk.library.review.journal.decisions[-1].record == first


def test_rows_of_tables_by_keyboard(reader: Any, desk: Served):
    for page in ("statements", "positions"):
        reader.get(f"{desk.home}/{page}")
        keys(reader, "n", "n", "x")
        until(lambda: told(reader, "Rejected"))
        row = one(reader, "tr.at")
        assert "rejected" in row.text
        assert row.find_element("css selector", "[data-decide]").get_attribute("data-decide") in {
            one_of.record for one_of in desk.library.review.journal.decisions
        }


def test_it_works_without_scripts_and_asks_for_a_name(browser: Any, desk: Served):
    browser.delete_all_cookies()
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(f"{desk.home}/statements")
        button = one(browser, "button[value^=confirm]")
        id_ = button.get_attribute("value").split()[1]
        button.click()
        assert not desk.library.review.journal.decisions, "a name is needed first"
        one(browser, "#by").send_keys("Grace")
        one(browser, f"button[value='confirm {id_}']").click()
        until(lambda: desk.library.review.journal.decisions)
        until(lambda: "confirmed" in one(browser, f"tr[id='{id_}']").text)
        assert not every(browser, "#by"), "asked once"
        browser.get(f"{desk.home}/record?id={id_}")
        one(browser, "#note").send_keys("so it is")
        one(browser, "#note-form button").click()
        until(lambda: "so it is" in one(browser, "main").text)
        browser.get(f"{desk.home}/add?key={article(desk)}")
        assert every(browser, "textarea[name=words]")
        assert {made.by for made in desk.library.review.journal.decisions} == {"Grace"}
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        browser.delete_all_cookies()


def test_double_coding_is_settled_by_a_click(reader: Any, desk: Served):
    ada, grace = Desk(desk, "Ada", blind=True), Desk(desk, "Grace", blind=True)
    ids = [row["id"] for row in desk.opened.fetch("SELECT id FROM events ORDER BY id LIMIT 3")]
    for number, id_ in enumerate(ids):
        ada.do(f"confirm {id_}")
        grace.do(f"{'reject' if number == 0 else 'confirm'} {id_}")
    reader.get(f"{desk.home}/agreement?one=Ada&other=Grace")
    assert "events" in one(reader, "table.numbers").text
    assert "1 left to settle" in one(reader, "main").text
    every(reader, "button[value^=settle]")[1].click()
    until(lambda: told(reader, "Settled"))
    assert "0 left to settle" in one(reader, "main").text
    assert console(reader) == []


@pytest.mark.parametrize(("scheme", "width"), [("light", WIDE), ("dark", WIDE), ("light", PHONE)])
def test_pages_of_review_are_fit_to_use(scheme: str, width: int, reader: Any, desk: Served):
    if find_spec("axe_core_python") is None:
        pytest.skip("axe-core-python is not installed (pip install '.[dev]')")
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    ada, grace = Desk(desk, "Ada"), Desk(desk, "Grace")
    ids = [row["id"] for row in desk.opened.fetch("SELECT id FROM events ORDER BY id LIMIT 4")]
    ada.do(f"reject {ids[0]}")
    grace.do(f"confirm {ids[0]}")
    ada.do(f"correct {ids[1]}", **{"f.actor": "Egypt; Israel"}, note="both of them")
    ada.do(f"merge {ids[2]}", into=ids[3]) if desk.opened.value(
        "SELECT count(DISTINCT article) FROM events WHERE id IN ($a, $b)", {"a": ids[2], "b": ids[3]}
    ) == 1 else ada.do(f"reject {ids[2]}")
    key = desk.opened.value("SELECT key FROM place_of WHERE id = $id", {"id": ids[1]})
    seen_as(reader, scheme, width)
    for path in (
        "/review", "/review?kind=events", "/agreement", "/decisions", "/cases", "/leads", f"/record?id={ids[1]}",
        f"/article?key={key}&record={ids[1]}", f"/add?key={key}&from=1&to=30", "/statements", "/shifts",
    ):  # fmt: skip
        reader.get(desk.home + path)
        assert one(reader, "h1").text
        wide = reader.execute_script("return document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is wider than the window"
        reader.execute_script(axe)
        found = reader.execute_async_script(
            "const done = arguments[0]; axe.run({resultTypes: ['violations']}).then(done, e => done(String(e)))"
        )
        wrong = [
            (path, one_of["id"], node["html"][:160])
            for one_of in found["violations"]
            for node in one_of["nodes"]
            if one_of["impact"] in ("serious", "critical")
        ]
        assert wrong == []
        assert console(reader) == [], path
    if width == WIDE:
        reader.get(f"{desk.home}/record?id={ids[1]}")
        reader.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        assert not [form for form in every(reader, ".deciding, .decide") if form.is_displayed()]
        assert "corrected by Ada" in one(reader, "main").text
        reader.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert filters(reader) is not None
