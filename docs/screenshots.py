"""Make the pictures of docs/images: the brief of the example corpus and its pages, in a browser without a window.

python docs/screenshots.py                      # all
python docs/screenshots.py brief article-dark   # these

Needs chromium and its driver, and what developers install (selenium). The example is coded anew, in a folder that is
thrown away.
"""

from __future__ import annotations

import argparse
import base64
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

import detente

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "examples" / "camp-david"
IMAGES = HERE / "images"
MOST_MARKED = "SELECT article FROM statements GROUP BY article ORDER BY count(*) DESC, article LIMIT 1"
SHOWN = "SELECT id FROM positions WHERE article = ? ORDER BY confidence DESC, start, id LIMIT 1"
KEY = "SELECT key FROM articles WHERE id = ?"
STATUS = "return performance.getEntriesByType('navigation')[0].responseStatus"
STARTED = 120  # seconds in which the pages must be there


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: the address of its page, how it is looked at, and how much of it is shown (pixels)."""

    name: str
    address: str
    scheme: str = "light"
    width: int = 1280
    height: int = 900


def shots(article: str, record: str) -> list[Shot]:
    """All pictures of the pages; `article` is the key of the one whose reader is shown, with the card of a `record`."""
    reader = f"/article?{urlencode({'key': article, 'record': record})}#{record}"
    proposal = f"/proposal?{urlencode({'name': 'peace agreement'})}"
    return [
        Shot("overview", "/overview"),
        Shot("proposals", "/proposals"),
        Shot("proposal", proposal),
        Shot("positions", "/positions"),
        Shot("timeline", "/timeline"),
        Shot("shifts", "/shifts"),
        Shot("article", reader),
        Shot("article-dark", reader, scheme="dark"),
        Shot("article-phone", reader, width=390, height=844),
        Shot("review", "/review"),
        Shot("outlook", "/outlook"),
    ]


def main() -> int:
    """Make the pictures that are asked for, all where none is named; 1 where a page does not open."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("names", nargs="*", help="only these")
    asked.add_argument("--output", type=Path, default=IMAGES, help="the folder of the pictures")
    asked.add_argument("--record", type=Path, help="a record of the example that is there already")
    given = asked.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        record = given.record or Path(folder) / "record"
        page = Path(folder) / "brief.html"
        source = [str(record)] if given.record else [str(EXAMPLE), "--record", str(record)]
        told = [sys.executable, "-m", "detente", "brief", *source, "-o", str(page), "-q"]
        subprocess.run(told, check=True)  # noqa: S603  (this program, with paths from here)
        db = detente.read(str(record)).db
        ((article,),) = db.execute(MOST_MARKED).fetchall()
        ((key,),) = db.execute(KEY, [article]).fetchall()
        ((shown,),) = db.execute(SHOWN, [article]).fetchall()
        wanted = [Shot("brief", page.as_uri(), height=1100), Shot("brief-dark", page.as_uri(), "dark", height=1100)]
        with served(record) as home, browser() as driver:
            wanted += [Shot(s.name, home + s.address, s.scheme, s.width, s.height) for s in shots(key, shown)]
            failed = [shot.name for shot in wanted if not given.names or shot.name in given.names
                      if not taken(driver, shot, given.output / f"{shot.name}.png")]  # fmt: skip
    for name in failed:
        print(f"no page for {name}", file=sys.stderr)
    return int(bool(failed))


def taken(driver: Any, shot: Shot, path: Path) -> bool:
    """Whether a page opened and its picture was written."""
    look = {"width": shot.width, "height": shot.height, "deviceScaleFactor": 1, "mobile": shot.width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", look)
    media = {"media": "", "features": [{"name": "prefers-color-scheme", "value": shot.scheme}]}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    driver.get(shot.address)
    if driver.execute_script(STATUS) >= 400:
        return False
    time.sleep(0.5)  # charts and marks are drawn
    made = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    path.write_bytes(base64.b64decode(made["data"]))
    print(path)
    return True


@contextmanager
def served(record: Path) -> Iterator[str]:
    """The address of the pages of a record, as long as they are needed."""
    command = [sys.executable, "-m", "detente", "serve", str(record), "--port", "0"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)  # noqa: S603  (this program)
    try:
        yield _address(server)
    finally:
        server.kill()  # it only reads
        server.wait()


def _address(server: subprocess.Popen[str]) -> str:
    """Where the server says that its pages are. Raises RuntimeError where it does not start."""
    said = []
    last = time.monotonic() + STARTED
    while server.stderr and time.monotonic() < last and (line := server.stderr.readline()):
        said.append(line)
        _, found, rest = line.partition("the pages are at ")
        if found:
            return rest.split("/ ", 1)[0].rstrip("/\n")
    raise RuntimeError("".join(said) or "the server does not start")


@contextmanager
def browser() -> Iterator[Any]:
    """A browser without a window. Raises RuntimeError where there is none."""
    from selenium import webdriver

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if chromium is None or driver is None:
        raise RuntimeError("chromium and chromedriver are needed (Debian: apt install chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"):
        options.add_argument(flag)
    opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    opened.set_page_load_timeout(60)
    try:
        yield opened
    finally:
        opened.quit()


if __name__ == "__main__":
    sys.exit(main())
