"""A round asks only what is due and for what has changed, keeps to robots.txt, and loses nothing when it is killed."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import unruly

from detente.readers import read
from detente.records import Article
from detente.watch import keep
from detente.watch.fetch import Fetcher
from detente.watch.poll import TRIES, Round, Watch, backoff
from detente.watch.state import BusyError, State

TEXT = (
    "The foreign minister of Norland said on Monday that the two delegations would meet again in Portsea.\n\n"
    "“We are ready to sign,” she told reporters after the talks, but gave no date for the next round.\n\n"
    "Officials from Sudria refused the plan and said that shelling in the border towns had to stop first."
)
HOUR = 3600.0


class Desk:
    """A watch on a server of this machine, with a clock of its own."""

    def __init__(self, folder: Path, server: unruly.Server, since: str | None = None) -> None:
        self.folder, self.server, self.time, self.since = folder, server, 1_700_000_000.0, since

    def round(self, *paths: str) -> Round:
        with State(self.folder) as state:
            fetcher = partial(Fetcher, allow_private=True, seconds=2.0)
            watch = Watch(self.folder, state, fetcher, now=lambda: self.time, every=HOUR, pause=0.0, since=self.since)
            watch.follow([self.server.home + path for path in paths])
            done = watch.round()
        self.server_asked = [path for path, _ in self.server.asked]
        self.server.asked.clear()
        return done

    def kept(self) -> list[dict[str, Any]]:
        files = sorted((self.folder / keep.SOURCES).glob("*.jsonl"), key=lambda file: file.stat().st_mtime_ns)
        return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def server() -> Iterator[unruly.Server]:
    with unruly.serving() as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path, server: unruly.Server) -> Desk:
    return Desk(tmp_path / "rec", server)


def html(text: str, title: str = "Talks go on") -> bytes:
    body = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    head = f"<html><head><title>{title}</title></head>"
    return f"{head}<body><article><h1>{title}</h1>{body}</article></body></html>".encode()


def rss(*items: tuple[str, str], body: str = "Short.", extra: str = "") -> bytes:
    told = "".join(
        f"<item><title>{title}</title><link>{link}</link><pubDate>Tue, 05 Mar 2024 23:30:00 -0800</pubDate>"
        f"<description>{body}</description>{extra}</item>"
        for title, link in items
    )
    return f'<rss version="2.0"><channel><title>Courier</title>{told}</channel></rss>'.encode()


def feed(data: bytes, etag: str = '"1"') -> unruly.Answer:
    return unruly.conditional(data, "application/rss+xml", etag)


def test_a_feed_brings_its_pages_once(desk: Desk, server: unruly.Server) -> None:
    server.answers |= {"/feed": feed(rss(("Talks", "/1?utm_source=rss#top"))), "/1": unruly.page(html(TEXT))}
    assert desk.round("/feed").articles == 1
    (row,) = desk.kept()
    assert (row["text"].split(), row["date"], row["source"], row["title"]) == (
        TEXT.split(), "2024-03-05", row["source"], "Talks go on",
    )  # fmt: skip
    assert row["url"] == f"{server.home}/1"
    assert desk.server_asked == ["/robots.txt", "/feed", "/1"]
    assert desk.round("/feed").asked == 0  # not due
    desk.time += HOUR + 1
    done = desk.round("/feed")
    assert (done.asked, done.unchanged, done.articles, desk.server_asked) == (1, 1, 0, ["/feed"])
    (article,) = [item for item in read([desk.folder / keep.SOURCES]) if isinstance(item, Article)]
    assert article.id == row["id"]


def test_a_changed_entry_is_fetched_again_and_both_versions_stay(desk: Desk, server: unruly.Server) -> None:
    server.answers |= {"/feed": feed(rss(("Talks", "/1"))), "/1": unruly.page(html(TEXT))}
    desk.round("/feed")
    server.answers |= {
        "/feed": feed(rss(("Talks, updated", "/1")), '"2"'),
        "/1": unruly.page(html(TEXT + "\n\nIt ended.")),
    }
    desk.time += HOUR + 1
    assert desk.round("/feed").articles == 1
    first, second = desk.kept()
    assert first["url"] == second["url"]
    assert first["id"] != second["id"]
    server.answers["/feed"] = feed(rss(("Talks, same text", "/1")), '"3"')
    desk.time += HOUR + 1
    assert desk.round("/feed").articles == 0  # another title in the feed, but the page is the same


def test_a_feed_with_whole_texts_needs_no_page(desk: Desk, server: unruly.Server) -> None:
    body = "".join(f"<p>{part}</p>" for part in TEXT.split("\n\n"))
    item = {
        "id": "1",
        "url": f"{server.home}/1",
        "title": "Talks",
        "content_html": body,
        "date_published": "2024-03-05",
    }
    data = {"version": "https://jsonfeed.org/version/1.1", "title": "Courier", "items": [item]}
    server.answers["/feed"] = unruly.page(json.dumps(data).encode(), "application/feed+json")
    assert desk.round("/feed").articles == 1
    assert desk.server_asked == ["/robots.txt", "/feed"]
    assert [(row["text"], row["source"], row["date"]) for row in desk.kept()] == [(TEXT, "Courier", "2024-03-05")]


def test_sitemaps_packed_and_within_an_index(desk: Desk, server: unruly.Server) -> None:
    index = f"<sitemapindex><sitemap><loc>{server.home}/map.xml.gz</loc></sitemap></sitemapindex>"
    pages = "".join(f"<url><loc>{server.home}/{n}</loc><lastmod>2024-03-0{n}</lastmod></url>" for n in (1, 2))
    server.answers |= {
        "/sitemap.xml": unruly.page(index.encode(), "text/xml"),
        "/map.xml.gz": unruly.page(gzip.compress(f"<urlset>{pages}</urlset>".encode()), "application/gzip"),
        "/1": unruly.page(html(TEXT)), "/2": unruly.page(html(TEXT + "\n\nIt ended.")),
    }  # fmt: skip
    desk.since = "2024-03-02"
    assert desk.round("/sitemap.xml").articles == 1
    assert desk.server_asked == ["/robots.txt", "/sitemap.xml", "/map.xml.gz", "/2"]


def test_a_page_alone_is_kept_in_each_version(desk: Desk, server: unruly.Server) -> None:
    server.answers["/page"] = unruly.page(html(TEXT))
    assert desk.round("/page").articles == 1
    desk.time += HOUR + 1
    assert desk.round("/page").articles == 0
    server.answers["/page"] = unruly.page(html(TEXT + "\n\nIt ended."))
    desk.time += HOUR + 1
    assert desk.round("/page").articles == 1
    assert len(desk.kept()) == 2


def test_robots_txt_is_kept_to(desk: Desk, server: unruly.Server) -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: detente\nDisallow: /no\nDisallow: /*/hidden$\n"
    server.answers |= {
        "/robots.txt": unruly.page(rules, "text/plain"),
        "/feed": feed(rss(("A", "/no/1"), ("B", "/x/hidden"), ("C", "/yes"))),
        "/yes": unruly.page(html(TEXT)), "/no/1": unruly.page(html(TEXT)), "/x/hidden": unruly.page(html(TEXT)),
    }  # fmt: skip
    done = desk.round("/feed")
    assert desk.server_asked == ["/robots.txt", "/feed", "/yes"]
    assert {one.reason for one in done.unread} == {"robots.txt asks not to"}
    # of what may not be fetched there is what the feed itself says
    assert sorted(row["text"] for row in desk.kept())[:2] == ["Short.", "Short."]


@pytest.mark.parametrize(
    "answer", [unruly.status(500), unruly.silent, unruly.nonsense], ids=["500", "silent", "nonsense"]
)
def test_where_robots_txt_cannot_be_had_nothing_is_asked(
    desk: Desk, server: unruly.Server, answer: unruly.Answer
) -> None:
    server.answers |= {"/robots.txt": answer, "/feed": feed(rss(("A", "/1")))}
    assert desk.round("/feed").failed == 1
    assert desk.server_asked == ["/robots.txt"]
    server.answers["/robots.txt"] = unruly.status(404)
    desk.time += 3 * HOUR
    assert desk.round("/feed").failed == 0


def test_a_redirect_to_where_robots_txt_forbids_is_not_read(desk: Desk, server: unruly.Server) -> None:
    with unruly.serving() as other:
        other.answers |= {
            "/robots.txt": unruly.page(b"User-agent: *\nDisallow: /", "text/plain"),
            "/1": unruly.page(html(TEXT)),
        }
        server.answers |= {"/feed": feed(rss(("A", "/1"))), "/1": unruly.to(f"{other.home}/1")}
        done = desk.round("/feed")
    assert [one.reason for one in done.unread] == ["robots.txt asks not to"]


def test_a_failing_feed_is_asked_less_and_less_and_the_others_go_on(desk: Desk, server: unruly.Server) -> None:
    server.answers |= {"/bad": unruly.status(500), "/feed": feed(rss(("Talks", "/1"))), "/1": unruly.page(html(TEXT))}
    assert (desk.round("/bad", "/feed").failed, len(desk.kept())) == (1, 1)
    asked = 0
    for _ in range(24):
        desk.time += HOUR + 1
        desk.round("/bad", "/feed")
        asked += desk.server_asked.count("/bad")
    assert 3 <= asked <= 5
    assert backoff(HOUR, 50) == 86_400
    server.answers["/bad"] = feed(rss(("More", "/2")))
    server.answers["/2"] = unruly.page(html(TEXT + "\n\nIt ended."))
    desk.time += 86_401
    assert desk.round("/bad", "/feed").articles == 1


def test_a_server_that_asks_us_to_wait_is_left_alone(desk: Desk, server: unruly.Server) -> None:
    links = [(f"T{n}", f"/{n}") for n in range(5)]
    server.answers |= {
        "/feed": feed(rss(*links, body="")),
        **{f"/{n}": unruly.status(429, Retry_After="7200") for n in range(5)},
    }
    desk.round("/feed")
    assert len([path for path in desk.server_asked if path != "/feed"]) == 2  # robots.txt, and one page
    desk.time += 7100
    desk.round("/feed")
    assert desk.server_asked == ["/feed"]
    desk.time += 200
    desk.round("/feed")
    assert len(desk.server_asked) == 1


def test_a_page_that_never_comes_is_given_up(desk: Desk, server: unruly.Server) -> None:
    server.answers |= {"/feed": feed(rss(("Talks", "/1"), body=TEXT)), "/1": unruly.status(500)}
    for _ in range(TRIES + 3):
        desk.round("/feed")
        desk.time += 86_401
    (row,) = desk.kept()
    assert row["text"].split() == TEXT.split()


def test_a_feed_that_is_gone_is_not_asked_again(desk: Desk, server: unruly.Server) -> None:
    server.answers["/feed"] = unruly.status(410)
    desk.round("/feed")
    desk.time += 10 * 86_400
    assert desk.round("/feed").asked == 0


def test_a_feed_that_moved_for_good_is_asked_at_its_new_place(desk: Desk, server: unruly.Server) -> None:
    server.answers |= {
        "/old": unruly.to("/new", 301),
        "/new": feed(rss(("Talks", "/1"))),
        "/1": unruly.page(html(TEXT)),
    }
    desk.round("/old")
    desk.time += HOUR + 1
    desk.round("/old")
    assert desk.server_asked == ["/new"]


@pytest.mark.parametrize(
    "data", [b"", b"<rss", b"<rss><channel></channel>", b"{}", b"[1", b"\x1f\x8bnot gzip", b"<urlset><url>",
             bytes(range(256)), b"<html></html>", b"<rss>" * 50_000,
             b'{"version": "https://jsonfeed.org/version/1", "items": [1, null, {}]}'],
    ids=lambda data: repr(data[:16]),
)  # fmt: skip
def test_no_feed_breaks_a_round(desk: Desk, server: unruly.Server, data: bytes) -> None:
    server.answers |= {"/bad": unruly.page(data), "/feed": feed(rss(("Talks", "/1"))), "/1": unruly.page(html(TEXT))}
    assert desk.round("/bad", "/feed").articles == 1


def test_hostile_links_are_passed_over(desk: Desk, server: unruly.Server) -> None:
    links = [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://a:b@127.0.0.1/",
        "http://",
        "//",
        "mailto:a@b",
        "\x01",
        "/1",
    ]
    server.answers |= {
        "/feed": feed(rss(*(("T", link) for link in links if link.isprintable()))),
        "/1": unruly.page(html(TEXT)),
    }
    desk.round("/feed")
    assert set(desk.server_asked) <= {"/robots.txt", "/feed", "/1", "/"}
    assert len(desk.kept()) == 1


def test_a_clock_that_was_wrong_puts_nothing_off_for_ever(desk: Desk, server: unruly.Server) -> None:
    server.answers |= {"/feed": feed(rss(("Talks", "/1"))), "/1": unruly.page(html(TEXT))}
    desk.time += 400 * 86_400
    desk.round("/feed")
    desk.time -= 400 * 86_400
    assert desk.round("/feed").asked == 1


def test_what_is_no_longer_listed_is_no_longer_asked(desk: Desk, server: unruly.Server) -> None:
    server.answers |= {"/feed": feed(rss()), "/other": feed(rss())}
    desk.round("/feed", "/other")
    desk.time += HOUR + 1
    desk.round("/other")
    assert desk.server_asked == ["/other"]


def test_one_watch_on_a_folder(tmp_path: Path) -> None:
    with State(tmp_path), pytest.raises(BusyError, match=rf"another watch is at work on it \(process {os.getpid()}\)"):
        State(tmp_path)
    State(tmp_path).close()


def test_what_was_written_before_a_kill_is_not_fetched_again(
    desk: Desk, server: unruly.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers |= {"/feed": feed(rss(("Talks", "/1"))), "/1": unruly.page(html(TEXT))}
    written = keep.write

    def dies(folder: Path, rows: Any) -> str:
        written(folder, rows)
        raise KeyboardInterrupt

    monkeypatch.setattr(keep, "write", dies)
    with pytest.raises(KeyboardInterrupt):
        desk.round("/feed")
    monkeypatch.setattr(keep, "write", written)
    server.asked.clear()
    desk.time += HOUR + 1
    assert desk.round("/feed").articles == 0
    assert desk.server_asked == ["/feed"]
    assert len(desk.kept()) == 1


WATCHER = """
import sys
from functools import partial
from pathlib import Path
from detente.watch.fetch import Fetcher
from detente.watch import poll
from detente.watch.state import State
poll.FLUSH = 3
with State(Path(sys.argv[1])) as state:
    fetcher = partial(Fetcher, allow_private=True, seconds=5.0)
    watch = poll.Watch(Path(sys.argv[1]), state, fetcher, now=lambda: 1_700_000_000.0, every=3600.0, pause=0.0)
    watch.follow([sys.argv[2]])
    watch.round()
"""


def test_killed_at_any_moment_it_goes_on_from_there(tmp_path: Path, server: unruly.Server) -> None:
    pages = {f"/{n}": html(f"{TEXT}\n\nThis was round {n} of the talks.") for n in range(12)}

    def slowly(data: bytes) -> Callable[[unruly.Handler], None]:
        def answer(handler: unruly.Handler) -> None:
            time.sleep(0.05)
            handler.send(200, data, Content_Type="text/html")

        return answer

    server.answers |= {"/feed": feed(rss(*((f"T{path}", path) for path in pages)))}
    server.answers |= {path: slowly(data) for path, data in pages.items()}
    folder = tmp_path / "rec"
    command = [sys.executable, "-c", WATCHER, str(folder), f"{server.home}/feed"]
    for _ in range(3):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        before = server.count("/feed") + sum(server.count(path) for path in pages)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and process.poll() is None:
            if server.count("/feed") + sum(server.count(path) for path in pages) >= before + 5:
                break
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run(command, check=True)
    desk = Desk(folder, server)
    texts = [row["text"] for row in desk.kept()]
    assert len(set(texts)) == len(texts) == 12
    assert not list((folder / keep.SOURCES).glob("*.part"))
    assert max(server.count(path) for path in pages) <= 4
