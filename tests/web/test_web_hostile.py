"""Hostile articles and reviewers in a real browser: pages, forms and dialogs of review, after decisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from test_browser import every, keys, one, until
from test_web_review import Desk, settled

from camp_david import ARTICLES, RECORDS
from conftest import EVIL, HOSTILE, HOSTILE_RECORDS, Served, as_run, console, serving
from detente.review import journal
from detente.views import lay
from detente.web.library import Library
from detente.web.pages import pages

NAME = "Eve<img src=x onerror=window.owned=7>\u202e"


@pytest.fixture
def under_attack(tmp_path: Path) -> Iterator[Served]:
    """The hand-made record with an article that would do harm, in a folder, so that it can be decided on."""
    (tmp_path / "edition").mkdir()

    def opening() -> Any:
        run = as_run((*ARTICLES, HOSTILE), (*RECORDS, *HOSTILE_RECORDS))
        lay(run.db, journal.read(tmp_path).decisions)
        return replace(run, folder=tmp_path / "edition")

    library = Library(opening)
    yield from serving(library)
    library.close()


def inert(driver: Any, served: Served, where: str) -> None:
    """Nothing of a text has run, become an element with a handler, or asked another host."""
    assert driver.execute_script("return window.owned") is None, where
    assert not every(driver, "#broken, a[href^=javascript], [onerror], [onload], [onclick], svg[onload]"), where
    assert {script.get_attribute("src").partition("/static/")[0] for script in every(driver, "script")} == {served.home}
    text = driver.execute_script("return document.documentElement.textContent")
    assert not set("\u202e\u202c\u200b") & set(text), f"{where}: a sign that hides or turns others"
    assert "49 would follow" not in text, f"{where}: a template was run"


# asked in one step: a page that follows is put in place anew between two
SHOWN = "return [...document.querySelectorAll(arguments[0])].some(one => one.getClientRects().length > 0)"


def test_hostile_text_is_inert_in_every_form_of_review(browser: Any, under_attack: Served):
    served = under_attack
    eve, ada = Desk(served, NAME), Desk(served, "Ada")
    key = served.opened.value("SELECT key FROM articles WHERE id = $id", {"id": HOSTILE.id})
    ids = [
        row["id"] for row in served.opened.fetch("SELECT id FROM place_of WHERE key = $key ORDER BY id", {"key": key})
    ]
    position = next(id_ for id_ in ids if id_.startswith("P-"))
    eve.do(f"correct {position}", **{"f.actor": EVIL, "f.condition": "=1+1\u202e"}, note=EVIL)
    ada.do(f"reject {position}", note='"><script>window.owned=8</script>')
    for id_ in ids:
        eve.do(f"note {id_}", note=f"{EVIL} {{{{ 7 * 7 }}}} would follow")
    settled(served)  # a page that follows while it is looked at is put in place anew
    start = HOSTILE.text.index("warned")
    browser.get(f"{served.home}/add?key={key}")
    browser.add_cookie({"name": "detente_by", "value": "Ada"})
    tables = [f"/{name}" for name in pages() if name not in ("add", "article", "party", "proposal", "record")]
    paths = [*tables, f"/add?key={key}", f"/add?key={key}&from={start}&to={start + 30}", f"/article?key={key}",
             *(f"/record?id={id_}" for id_ in ids)]  # fmt: skip
    for path in paths:
        browser.get(served.home + path)
        assert one(browser, "h1").text
        inert(browser, served, path)
        assert console(browser) == [], path
    for id_ in ids:
        browser.get(f"{served.home}/article?key={key}&record={id_}#{id_}")
        for key_pressed, form in (("e", "correct"), ("t", "note"), ("m", "merge")):
            keys(browser, key_pressed)
            until(lambda form=form: browser.execute_script(SHOWN, f"#deciding form[data-form={form}]"))
            inert(browser, served, f"{form} {id_}")
            one(browser, "#deciding [data-shut]").click()
        assert console(browser) == []
    browser.delete_all_cookies()
