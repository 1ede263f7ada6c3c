"""The pages in a real browser: its console, keys, marks, a phone, the dark, print, and what axe-core finds."""

from __future__ import annotations

import base64
import time
from importlib.resources import files
from importlib.util import find_spec
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from conftest import Served, console, seen_as

pytestmark = pytest.mark.model  # the example is coded by the real language model

WIDE, PHONE = 1280, 390
OUTSIDE = "return performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith(location.origin))"


def keys(driver: Any, *pressed: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    for key in pressed:
        ActionChains(driver).send_keys(key).perform()


def one(driver: Any, selector: str) -> Any:
    return driver.find_element("css selector", selector)


def every(driver: Any, selector: str) -> list[Any]:
    return list(driver.find_elements("css selector", selector))


def active(driver: Any) -> Any:
    return driver.switch_to.active_element


def filters(driver: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(driver.current_url).query)


def until(condition: Any) -> None:
    """Wait for what a click or a key sets off."""
    last = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < last, "it did not come to pass"
        time.sleep(0.02)


def asked(driver: Any, path: str, **wanted: list[str]) -> None:
    """Wait until the browser is at a page with these filters and no others, and has it all."""
    until(lambda: urlsplit(driver.current_url).path == path and filters(driver) == wanted)
    until(lambda: driver.execute_script("return document.readyState") == "complete")


def article(served: Served) -> str:
    """The article with most marks that overlap."""
    return str(
        served.opened.value(
            """SELECT a.key FROM place_of a JOIN place_of b ON a.key = b.key AND a.start < b."end" AND b.start < a."end"
            GROUP BY a.key ORDER BY count(*) DESC, a.key LIMIT 1"""
        )
    )


# ---------------------------------------------------------------- every page


@pytest.mark.parametrize(("scheme", "width"), [("light", WIDE), ("dark", WIDE), ("light", PHONE)])
def test_every_page_opens_without_an_error_and_asks_nobody_else(scheme: str, width: int, browser: Any, example: Served):
    seen_as(browser, scheme, width)
    for address in example.addresses():
        browser.get(example.home + address)
        assert one(browser, "h1").text
        assert console(browser) == [], address
        assert browser.execute_script(OUTSIDE) == [], address
        wide = browser.execute_script("return document.documentElement.scrollWidth")
        assert wide <= width, f"{address} is wider than the window"


@pytest.mark.parametrize(("scheme", "width"), [("light", WIDE), ("dark", WIDE), ("light", PHONE)])
def test_axe_finds_nothing_serious(scheme: str, width: int, browser: Any, example: Served):
    if find_spec("axe_core_python") is None:
        pytest.skip("axe-core-python is not installed (pip install '.[dev]')")
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    seen_as(browser, scheme, width)
    found = []
    for address in [*example.addresses(), "/statements?speaker=Egypt", "/nothing"]:
        browser.get(example.home + address)
        browser.execute_script(axe)
        told = browser.execute_async_script(
            "const done = arguments[0]; axe.run({resultTypes: ['violations']}).then(done, e => done(String(e)))"
        )
        assert told["passes"] or told["incomplete"], address
        found += [
            (address, wrong["id"], wrong["impact"], node["html"][:160])
            for wrong in told["violations"]
            for node in wrong["nodes"]
            if wrong["impact"] in ("serious", "critical")
        ]
    assert found == []


def test_the_dark_is_dark_and_the_light_is_light(browser: Any, example: Served):
    shades = {}
    for scheme in ("light", "dark"):
        seen_as(browser, scheme, WIDE)
        browser.get(f"{example.home}/")
        colour = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
        shades[scheme] = sum(int(part) for part in colour[4:-1].split(","))
    assert shades["dark"] < 150
    assert shades["light"] > 600


def test_a_page_prints_without_its_menu_and_forms(browser: Any, example: Served):
    for address in ("/statements", f"/article?key={article(example)}"):
        browser.get(example.home + address)
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        assert not one(browser, "header").is_displayed()
        assert not one(browser, "form").is_displayed()
        printed = browser.execute_cdp_cmd("Page.printToPDF", {})
        assert base64.b64decode(printed["data"]).startswith(b"%PDF")
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


# ---------------------------------------------------------------- search and filter


def test_search_and_filter(browser: Any, example: Served):
    browser.get(f"{example.home}/statements")
    total = example.json("statements")["total"]
    assert f"{total:,} rows" in one(browser, "[role=status]").text
    one(browser, "input[name=q]").send_keys("settlements")
    one(browser, ".filters .line button").click()
    asked(browser, "/statements", q=["settlements"])  # what is empty is not in the address
    rows = every(browser, "table.rows tbody tr")
    assert 0 < len(rows) < total
    assert all("settlement" in row.text.lower() or "…" in row.text for row in rows)
    one(browser, ".filters summary").click()
    one(browser, "input[name=speaker]").send_keys("Menachem Begin")
    one(browser, "select[name=kind] option[value=indirect]").click()
    one(browser, ".fields button").click()
    asked(browser, "/statements", q=["settlements"], speaker=["Menachem Begin"], kind=["indirect"])
    fewer = every(browser, "table.rows tbody tr")
    assert 0 < len(fewer) < len(rows)
    assert all("Menachem Begin" in row.text for row in fewer)
    assert one(browser, "input[name=speaker]").get_attribute("value") == "Menachem Begin"
    one(browser, ".fields a").click()
    asked(browser, "/statements")
    assert console(browser) == []


# ---------------------------------------------------------------- the reader


def test_a_mark_explains_itself(browser: Any, example: Served):
    browser.get(f"{example.home}/article?key={article(example)}")
    tag = one(browser, ".tag.positions")
    id_ = tag.get_attribute("id")
    tag.click()
    card = one(browser, f"#card-{id_}")
    assert card.get_attribute("open") is not None
    for told in ("Stance", "How sure", "Found by", "in the text"):
        assert told in card.text
    marked = "".join(piece.text for piece in every(browser, ".m.on"))
    words = example.json("record", id=id_)["record"]["text"]
    assert words.split()[0] in marked
    assert filters(browser)["record"] == [id_], "the address leads to the mark"
    browser.refresh()
    assert one(browser, ".card.on").get_attribute("data-id") == id_
    assert console(browser) == []


def test_marks_that_overlap_are_chosen_in_turn(browser: Any, example: Served):
    browser.get(f"{example.home}/article?key={article(example)}")
    piece = next(p for p in every(browser, ".m") if " " in p.get_attribute("data-r") and len(p.text) > 5)
    ids = piece.get_attribute("data-r").split(" ")
    chosen = []
    for _ in ids:
        browser.execute_script("arguments[0].click()", piece)
        chosen.append(one(browser, ".card.on").get_attribute("data-id"))
    assert sorted(chosen) == sorted(ids)
    assert len(every(browser, ".card.on")) == 1


def test_only_the_kinds_that_are_asked_for_are_marked(browser: Any, example: Served):
    browser.get(f"{example.home}/article?key={article(example)}")
    assert every(browser, ".tag.events")
    for box in every(browser, "input[name=show]:not([value=statements])"):
        box.click()
    one(browser, ".kinds button").click()
    asked(browser, "/article", key=[article(example)], show=["statements"])
    assert every(browser, ".tag.statements")
    assert not every(browser, ".tag.events, .card.events")


def test_the_reader_works_without_scripts(browser: Any, example: Served):
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(f"{example.home}/article?key={article(example)}")
        tag = one(browser, ".tag.events")
        id_ = tag.get_attribute("id")
        tag.click()
        until(lambda: every(browser, ".card.on"))
        assert one(browser, ".card.on").get_attribute("data-id") == id_
        assert "Found by" in one(browser, ".card.on").text
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_on_a_phone_the_card_lies_over_the_foot_of_the_page(browser: Any, example: Served):
    seen_as(browser, "light", PHONE)
    browser.get(f"{example.home}/article?key={article(example)}")
    tag = every(browser, ".tag")[3]
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'}); arguments[0].click()", tag)
    card = one(browser, ".card.on")
    box = browser.execute_script("const b = arguments[0].getBoundingClientRect(); return [b.top, b.bottom]", card)
    assert box[0] > 300
    assert abs(box[1] - 900) < 2
    one(browser, ".card.on [data-close]").click()
    assert not every(browser, ".card.on")


# ---------------------------------------------------------------- by keyboard alone


def test_by_keyboard_alone_from_the_menu_to_the_words(browser: Any, example: Served):
    from selenium.webdriver.common.keys import Keys

    browser.get(f"{example.home}/")
    keys(browser, Keys.TAB)
    assert active(browser).text == "Skip to the page"
    keys(browser, Keys.ENTER)
    assert active(browser).get_attribute("id") == "main"
    for _ in range(60):
        keys(browser, Keys.TAB)
        if active(browser).get_attribute("href") == f"{example.home}/statements":
            break
    keys(browser, Keys.ENTER)
    asked(browser, "/statements")
    keys(browser, "/")
    assert active(browser).get_attribute("name") == "q"
    keys(browser, "treaty", Keys.ENTER)
    asked(browser, "/statements", q=["treaty"])
    keys(browser, "n", "n", "p")
    assert len(every(browser, "tr.at")) == 1
    keys(browser, Keys.ENTER)
    until(lambda: urlsplit(browser.current_url).path == "/article" and every(browser, ".card.on"))
    until(lambda: browser.execute_script("return document.readyState") == "complete")
    first = one(browser, ".card.on").get_attribute("data-id")
    assert first == filters(browser)["record"][0]
    keys(browser, "n")
    second = one(browser, ".card.on").get_attribute("data-id")
    assert second != first
    assert active(browser).get_attribute("id") == second
    keys(browser, "p")
    assert one(browser, ".card.on").get_attribute("data-id") == first
    keys(browser, Keys.ESCAPE)
    assert not every(browser, ".card.on")
    keys(browser, "?")
    assert one(browser, "#help").is_displayed()
    keys(browser, Keys.ESCAPE)
    assert not one(browser, "#help").is_displayed()
    assert console(browser) == []


def test_what_has_the_focus_can_be_seen(browser: Any, example: Served):
    from selenium.webdriver.common.keys import Keys

    browser.get(f"{example.home}/statements")
    for _ in range(25):
        keys(browser, Keys.TAB)
        style = browser.execute_script(
            "const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth]"
        )
        assert style[0] != "none", active(browser).get_attribute("outerHTML")[:200]


# ---------------------------------------------------------------- hostile text


def test_hostile_text_does_nothing(browser: Any, hostile: Served):
    for address in [*hostile.addresses(), "/parties?all=yes", "/sources"]:
        browser.get(hostile.home + address)
        assert browser.execute_script("return window.owned") is None, address
        assert not every(browser, "#broken, a[href^=javascript], [onerror], [onload], [onclick]")
        assert {script.get_attribute("src").partition("/static/")[0] for script in every(browser, "script")} == {
            hostile.home
        }
        assert console(browser) == [], address
