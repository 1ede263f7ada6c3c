"""Who is answered, and with which headers; hostile text does nothing."""

from __future__ import annotations

import csv
import io
import re

import pytest
from typer.testing import CliRunner

from conftest import EVIL, HOSTILE, Served
from detente.cli import app
from detente.web.guard import is_loopback
from detente.web.look import visible

TOKEN = "a-token-of-some-length"  # noqa: S105  (of the fixture)


def test_every_answer_has_the_headers(served: Served):
    for path in ("/", "/statements.csv", "/nothing", "/static/style.css", "/statements?page=0"):
        _, headers, _ = served.ask(path)
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_no_page_holds_a_script_or_a_style_of_its_own(hostile: Served):
    for address in hostile.addresses():
        page = hostile.ask(address)[2].decode()
        for script in re.findall(r"<script[^>]*>[^<]*", page):
            assert re.fullmatch(r'<script src="/static/\w+\.js" defer>\s*', script)
        assert "<style" not in page
        assert not re.search(r"<[^>]+\s(?:on\w+|style)=", page)
        assert not re.search(r'(?:src|href)="(?!/|#|https://example\.org/)', page)


def test_another_name_for_this_machine_is_refused(served: Served):
    assert served.ask("/", {"Host": "evil.example"})[0] == 421
    assert served.ask("/", {"Host": "127.0.0.1.evil.example:80"})[0] == 421
    assert served.ask("/", {"Host": "localhost:1"})[0] == 200
    assert served.ask("/", {"Host": "[::1]:8642"})[0] == 200


def test_a_token_is_needed_and_then_lies_in_a_cookie(guarded: Served):
    assert guarded.ask("/")[0] == 401
    assert guarded.ask("/static/style.css")[0] == 401
    assert guarded.ask("/?token=wrong")[0] == 401
    assert guarded.ask("/", {"Cookie": "detente_token=wrong"})[0] == 401
    status, headers, _ = guarded.ask(f"/statements?q=a&token={TOKEN}")
    assert status == 303
    assert headers["location"] == "/statements?q=a"
    assert "HttpOnly" in headers["set-cookie"]
    cookie = headers["set-cookie"].partition(";")[0]
    assert guarded.ask("/", {"Cookie": cookie, "Host": "desk.example"})[0] == 200
    assert guarded.ask("/", {"Authorization": f"Bearer {TOKEN}"})[0] == 200
    status, headers, _ = guarded.ask(f"//evil.example/?token={TOKEN}")
    assert not headers["location"].startswith("//")


def test_no_page_can_be_changed_by_asking(served: Served):
    from http.client import HTTPConnection

    for method in ("POST", "PUT", "DELETE"):
        connection = HTTPConnection("127.0.0.1", served.port)
        connection.request(method, "/statements")
        assert connection.getresponse().status == 405
        connection.close()


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104
        ("::", False),
        ("10.0.0.1", False),
        ("x", False),
    ],
)
def test_loopback(host: str, alone: bool):
    assert is_loopback(host) == alone


def test_serve_says_what_is_wrong(tmp_path):
    short = CliRunner().invoke(app, ["serve", str(tmp_path), "--token", "short"])
    assert short.exit_code == 2
    assert "--token" in short.output


# ---------------------------------------------------------------- hostile text


def test_hostile_text_is_text(hostile: Served):
    key = hostile.opened.value("SELECT key FROM articles WHERE id = $id", {"id": HOSTILE.id})
    page = hostile.html("article", key=key)
    assert EVIL not in page
    assert "&lt;script&gt;window.owned=1" in page
    assert "javascript:" not in page
    assert "{{ 7 * 7 }}" in page
    assert "\u202e" not in page
    assert "\u200b" not in page
    assert "[U+202E]" in page
    assert len(page) < 100_000, "a title of 2 MB is cut"
    for name in ("overview", "sources", "statements", "events", "parties", "proposals", "timeline"):
        page = hostile.html(name)
        assert len(page) < 300_000
        assert "\u202e" not in page


def test_a_hostile_name_has_its_page(hostile: Served):
    for row in hostile.json("parties", all="yes")["rows"]:
        assert "<script>window" not in hostile.html("party", name=row["party"])


def test_no_cell_of_a_csv_is_a_formula(hostile: Served):
    for address in hostile.addresses():
        name, _, query = address.partition("?")
        body = hostile.ask(f"{name}.csv?{query}")[2].decode()
        for row in csv.reader(io.StringIO(body)):
            for cell in row:
                assert not cell.lstrip(" ").startswith(("=", "+", "@", "\t", "\r")), cell
                assert not cell.startswith("-") or re.fullmatch(r"-[\d.]+(e-?\d+)?", cell), cell


def test_signs_that_hide_are_made_visible_and_others_left_alone():
    assert visible("a\u200eb\x07c\ufeff") == "a[U+200E]b[U+0007]c[U+FEFF]"
    for harmless in ("Київ, “мир” – 和平", "می\u200cخواهم", "two\nlines\tand"):
        assert visible(harmless) == harmless
