"""A record served on a free port of this machine, and a browser to look at it where there is one."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import uvicorn

from camp_david import ARTICLES, RECORDS
from detente import run
from detente.records import Article, Event, Inducement, Position, Span, Statement
from detente.web.app import make_app
from detente.web.library import Library
from detente.web.opened import Opened
from detente.web.pages import pages
from record_db import at, record_db

EXAMPLE = Path(__file__).parents[2] / "examples" / "camp-david"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMEDRIVER = shutil.which("chromedriver")

EVIL = "<script>window.owned=1</script><img src=x onerror='window.owned=2'>"
HOSTILE = Article(
    id='evil"><b id=broken>&id=x/../?#',
    date="1978-10-01",
    title=EVIL + "A" * 2_000_000,
    source='=HYPERLINK("http://example.org","x")',
    url="javascript:window.owned=3",
    text=(
        f"{EVIL} said that it =cmd|' /C calc'!A0 refused the plan. "
        "Israel\u202eEVIL\u202c warned E\u200bgypt that {{ 7 * 7 }} would follow. "
        'Egypt "onclick=window.owned=4 offered 5 tractors to Israel.'
    ),
)
HOSTILE_RECORDS: tuple[Span, ...] = (
    at(HOSTILE, "it =cmd|' /C calc'!A0 refused the plan", Statement, speaker=EVIL, cue="<b>said</b>", confidence=0.8,
       rule="<i>rule</i>"),
    at(HOSTILE, "refused the plan", Position, actor=EVIL, issue="=1+1</td><script>window.owned=5</script>",
       stance="propose", condition="@SUM(A1)", confidence=0.8),
    at(HOSTILE, "Israel\u202eEVIL\u202c warned E\u200bgypt that {{ 7 * 7 }} would follow", Event,
       actor="Israel\u202eEVIL\u202c", recipient="E\u200bgypt", type="THREATEN", quad=3, score=-5.1, confidence=0.8,
       place="'\"><svg onload=window.owned=6>"),
    at(HOSTILE, "Egypt \"onclick=window.owned=4 offered 5 tractors to Israel", Inducement,
       actor="Egypt \"onclick=window.owned=4", target="Israel", kind="offer", what="-5 tractors", confidence=0.8),
)  # fmt: skip


def as_run(articles: tuple[Article, ...], records: tuple[Span, ...]) -> run.Run:
    """Hand-made records as if they had been coded."""
    db = record_db(articles, records)
    return run.Run(
        db=db, folder=Path("handmade"), articles=len(articles), new=0, copies=0, unread=(), notes=(), seconds=0.0
    )


@dataclass
class Served:
    """Pages that are served: their address, and the record behind them."""

    port: int
    library: Library

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def opened(self) -> Opened:
        return self.library.now

    def ask(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body; no redirect is followed."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def json(self, page: str, /, **values: str) -> dict[str, Any]:
        status, _, body = self.ask(f"/{page}.json?{urlencode(values)}")
        assert status == 200, body
        return json.loads(body)  # type: ignore[no-any-return]

    def html(self, page: str, /, **values: str) -> str:
        status, _, body = self.ask(f"/{page}?{urlencode(values)}")
        assert status == 200, body
        return body.decode()

    def addresses(self) -> list[str]:
        """One address for each page."""
        db = self.opened.db
        most = "SELECT key FROM place_of GROUP BY key ORDER BY count(*) DESC, key LIMIT 1"
        ((key,),) = db.execute(most).fetchall()
        ((id_,),) = db.execute("SELECT id FROM place_of WHERE key = ? ORDER BY start, id LIMIT 1", [key]).fetchall()
        ((party,),) = db.execute(
            "SELECT party FROM cast_of GROUP BY party ORDER BY count(*) DESC, party LIMIT 1"
        ).fetchall()
        ((issue,),) = db.execute(
            "SELECT issue FROM about GROUP BY issue ORDER BY count(*) DESC, issue LIMIT 1"
        ).fetchall()
        needed = {
            "article": {"key": key, "record": id_}, "add": {"key": key}, "record": {"id": id_},
            "party": {"name": party}, "proposal": {"name": issue},
        }  # fmt: skip
        return [f"/{name}?{urlencode(needed[name])}" if name in needed else f"/{name}" for name in pages()]


def serving(library: Library, token: str | None = None) -> Iterator[Served]:
    config = uvicorn.Config(
        make_app(library, token), port=0, log_level="error", lifespan="off", ws="none", access_log=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < until, "the server did not start"
        time.sleep(0.01)
    yield Served(server.servers[0].sockets[0].getsockname()[1], library)
    server.should_exit = True
    thread.join(20)


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """The hand-made record."""
    yield from serving(Library(lambda: as_run(ARTICLES, RECORDS)))


@pytest.fixture(scope="session")
def empty() -> Iterator[Served]:
    """A record of one article of which nothing is recorded."""
    yield from serving(Library(lambda: as_run((Article(id="e", text="Nothing here."),), ())))


@pytest.fixture(scope="session")
def hostile() -> Iterator[Served]:
    """The hand-made record, and an article that would do harm."""
    yield from serving(Library(lambda: as_run((*ARTICLES, HOSTILE), (*RECORDS, *HOSTILE_RECORDS))))


@pytest.fixture(scope="session")
def guarded() -> Iterator[Served]:
    """Pages behind a token."""
    yield from serving(Library(lambda: as_run(ARTICLES, RECORDS)), "a-token-of-some-length")


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record folder of the example corpus, coded as a user would."""
    folder = tmp_path_factory.mktemp("record")
    run.build([EXAMPLE], record=folder)
    return folder


@pytest.fixture(scope="session")
def example(record: Path) -> Iterator[Served]:
    """The example corpus."""
    yield from serving(Library(lambda: run.reopen(record)))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless browser, its console kept. Skips where Debian's chromium or its driver is not installed."""
    if find_spec("selenium") is None:
        pytest.skip("selenium is not installed (pip install '.[dev]')")
    if CHROMIUM is None or CHROMEDRIVER is None:
        pytest.skip("no chromium or no chromedriver here (apt-get install chromium chromium-driver)")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for switch in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=1280,900",
    ):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(CHROMEDRIVER))
    yield driver
    driver.quit()


@pytest.fixture
def browser(chromium: Any) -> Any:
    """The browser with an empty console, a wide window, in the light."""
    seen_as(chromium, "light", 1280)
    chromium.get("about:blank")  # the page of the test before may still be asking a server that is gone
    chromium.get_log("browser")
    return chromium


def seen_as(driver: Any, scheme: str, width: int) -> None:
    """Sets the window and the colours that the reader prefers."""
    look = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", look)
    media = {"media": "", "features": [{"name": "prefers-color-scheme", "value": scheme}]}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)


def console(driver: Any) -> list[str]:
    """What the console holds that is wrong."""
    return [entry["message"] for entry in driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
