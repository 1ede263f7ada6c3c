"""What a server does wrong ends in a reason and in time; what is not public is never asked."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator

import pytest
import unruly

from detente.watch.fetch import AGENT, Fetcher
from detente.watch.guard import is_public


@pytest.fixture
def server() -> Iterator[unruly.Server]:
    with unruly.serving() as server:
        yield server


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    one = Fetcher(allow_private=True, seconds=1.0, max_bytes=1_000_000)
    yield one
    one.close()


def test_a_page_comes_with_what_it_says_of_itself(server: unruly.Server, fetcher: Fetcher) -> None:
    server.answers["/a"] = unruly.page(b"<p>Hello</p>", "text/html; charset=utf-8", ETag='"1"', Last_Modified="Mon")
    got = fetcher.get(f"{server.home}/a")
    assert (got.status, got.data, got.kind, got.etag, got.modified) == (200, b"<p>Hello</p>", "text/html", '"1"', "Mon")
    assert server.asked[0][1]["user-agent"] == AGENT
    assert "cookie" not in server.asked[0][1]


def test_what_is_unchanged_is_not_sent_again(server: unruly.Server, fetcher: Fetcher) -> None:
    server.answers["/a"] = unruly.conditional(b"x", "text/html", '"1"')
    first = fetcher.get(f"{server.home}/a")
    again = fetcher.get(f"{server.home}/a", etag=first.etag)
    assert (first.unchanged, again.unchanged, again.error) == (False, True, None)


def test_cookies_are_not_kept(server: unruly.Server, fetcher: Fetcher) -> None:
    server.answers["/a"] = unruly.page(b"x", Set_Cookie="a=b")
    fetcher.get(f"{server.home}/a")
    fetcher.get(f"{server.home}/a")
    assert "cookie" not in server.asked[1][1]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (unruly.endless, "longer than 1,000,000 bytes"),
        (unruly.endless_unsaid, "longer than 1,000,000 bytes"),
        (unruly.bomb, "longer than 1,000,000 bytes"),
        (unruly.dripping, "out of time"),
        (unruly.dripping_headers, "out of time"),
        (unruly.silent, "out of time"),
        (unruly.hanging_up, "peer closed connection"),
        (unruly.nonsense, "illegal"),
        (unruly.many_headers, ""),
        (unruly.page(b"not gzip", Content_Encoding="gzip"), "incorrect header check"),
        (unruly.page(b"x", Content_Encoding="br"), "packed in a way"),
        (unruly.status(500), "answered 500"),
        (unruly.status(404), "answered 404"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_what_goes_wrong_is_said_and_takes_no_longer_than_allowed(
    server: unruly.Server, fetcher: Fetcher, answer: unruly.Answer, reason: str
) -> None:
    server.answers["/a"] = answer
    begun = time.monotonic()
    tracemalloc.start()
    got = fetcher.get(f"{server.home}/a")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert got.error
    assert reason in got.error
    assert got.data == b""
    assert time.monotonic() - begun < 3
    assert peak < 20_000_000
    server.answers["/b"] = unruly.page(b"fine")
    assert fetcher.get(f"{server.home}/b").data == b"fine"


def test_redirects_are_followed_so_far_and_no_farther(server: unruly.Server, fetcher: Fetcher) -> None:
    server.answers |= {f"/{n}": unruly.to(f"/{n + 1}", 301) for n in range(5)} | {"/5": unruly.page(b"there")}
    got = fetcher.get(f"{server.home}/0")
    assert (got.data, got.url, got.moved) == (b"there", f"{server.home}/5", f"{server.home}/5")
    server.answers["/round"] = unruly.to("/round")
    assert fetcher.get(f"{server.home}/round").error == "more than 5 redirects"


def test_a_passing_redirect_does_not_move_a_feed(server: unruly.Server, fetcher: Fetcher) -> None:
    server.answers |= {"/a": unruly.to("/b", 302), "/b": unruly.to("/c", 301), "/c": unruly.page(b"x")}
    assert fetcher.get(f"{server.home}/a").moved is None


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("file:///etc/passwd", "not an address of the web (file)"),
        ("ftp://example.org/", "not an address of the web (ftp)"),
        ("http://a:b@example.org/", "a password"),
        ("http://example.org/" + "a" * 3000, "longer than"),
    ],
)
def test_some_addresses_are_never_asked_also_after_a_redirect(
    server: unruly.Server, fetcher: Fetcher, place: str, reason: str
) -> None:
    server.answers["/a"] = unruly.to(place)
    for url in (place, f"{server.home}/a"):
        got = fetcher.get(url)
        assert got.error
        assert reason in got.error
        assert not got.again


@pytest.mark.parametrize("url", ["http:///nothing", "http://ex\x00ample/", "http://example.org:99999999/", "", "news"])
def test_what_is_no_address_is_said(fetcher: Fetcher, url: str) -> None:
    assert fetcher.get(url).error


PRIVATE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0",  # noqa: S104
    "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200",
    "192.0.0.192", "168.63.129.16", "224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1",
    "fd00:ec2::254", "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1",
    "ff02::1", "198.18.0.1", "192.0.2.1", "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_public(address: str) -> None:
    assert not is_public(address)
    asked: list[str] = []

    def resolver(host: str, _: int) -> list[str]:
        asked.append(host)
        return [address]

    one = Fetcher(resolver=resolver, seconds=1.0)
    got = one.get("http://news.example/feed")
    one.close()
    assert asked == ["news.example"]
    assert got.error == f"news.example is not at a public address ({address})"


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_what_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "127.1", "0"])
def test_no_way_to_write_it_leads_to_this_machine(server: unruly.Server, host: str) -> None:
    server.answers["/a"] = unruly.page(b"secret")
    one = Fetcher(seconds=2.0)
    got = one.get(f"http://{host}:{server.server_address[1]}/a")
    one.close()
    assert got.error
    assert got.data == b""
    assert server.asked == []


def test_a_name_with_a_private_address_among_public_ones_is_refused() -> None:
    one = Fetcher(resolver=lambda *_: ["93.184.216.34", "127.0.0.1"], seconds=1.0)
    assert "not at a public address" in (one.get("http://news.example/").error or "")
    one.close()


def test_the_connection_goes_to_the_address_that_was_checked(
    server: unruly.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that means another machine when it is looked up a second time (DNS rebinding) gains nothing by it."""
    from detente.watch import guard

    # stands for a public address in this test, as nothing but this machine can be asked in it
    monkeypatch.setattr(guard, "is_public", lambda address: address == "127.0.0.1")
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    looked_up: list[str] = []

    def resolver(host: str, _: int) -> list[str]:
        looked_up.append(host)
        return next(answers)

    server.answers["/a"] = unruly.page(b"fine", Connection="close")
    one = Fetcher(resolver=resolver, seconds=1.0)
    url = f"http://rebound.example:{server.server_address[1]}/a"
    assert one.get(url).data == b"fine"
    assert looked_up == ["rebound.example"]
    assert server.asked[0][1]["host"].startswith("rebound.example")
    second = one.get(url)
    one.close()
    assert second.error == "rebound.example is not at a public address (10.0.0.1)"
    assert len(server.asked) == 1


def test_a_redirect_to_a_private_address_is_refused(server: unruly.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.watch import guard

    monkeypatch.setattr(guard, "is_public", lambda address: address == "127.0.0.1")
    server.answers["/a"] = unruly.to("http://169.254.169.254/latest/meta-data/")
    one = Fetcher(resolver=lambda host, _: ["127.0.0.1" if host == "news.example" else host], seconds=1.0)
    got = one.get(f"http://news.example:{server.server_address[1]}/a")
    one.close()
    assert got.error == "169.254.169.254 is not at a public address (169.254.169.254)"


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [("120", 120, 120), ("99999999", 604_800, 604_800), ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0), ("soon", None, None),
     ("Fri, 31 Dec 2100 23:59:59 GMT", 604_800, 604_800), ("-5", None, None)],
)  # fmt: skip
def test_how_long_a_server_asks_us_to_wait(
    server: unruly.Server, fetcher: Fetcher, value: str, low: float | None, high: float | None
) -> None:
    server.answers["/a"] = unruly.status(503, Retry_After=value)
    got = fetcher.get(f"{server.home}/a")
    assert got.again
    assert got.wait == low == high
