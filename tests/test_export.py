"""Findings and briefs in each format; what comes from sources is data and never obeyed."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from camp_david import ARTICLES, RECORDS
from detente import brief
from detente.analyze import analyses
from detente.export import csv as as_csv
from detente.export import html as as_html
from detente.export import json as as_json
from detente.export import markdown as as_markdown
from detente.export import table as as_table
from detente.records import Article, Event, Finding, Opinion, Position
from record_db import at, record_db

EVIL = "<script>alert(1)</script>"
ODD = Finding(
    name="odd",
    title="Odd <b>things</b>",
    columns=("what", "number"),
    rows=(
        {"what": '=HYPERLINK("http://example.org")', "number": -3, "records": ["E-1"]},
        {"what": f"{EVIL} | a [link](x)\nand more", "number": None, "records": ["E-2"]},
        {"what": " +1+1", "number": 0.5, "records": ["E-3"]},
    ),
    note="A note.",
)


@pytest.fixture(scope="module")
def db():
    return record_db(ARTICLES, RECORDS)


@pytest.mark.parametrize("name", sorted(analyses()))
@pytest.mark.parametrize("form", [as_csv, as_html, as_json, as_markdown, as_table])
def test_every_finding_can_be_written_in_every_form(db, name, form):
    assert form.write(analyses()[name](db)).strip()


def test_csv_holds_no_formula():
    rows = list(csv.reader(io.StringIO(as_csv.write(ODD))))
    assert rows[0] == ["what", "number", "records"]
    assert rows[1][:2] == ['\'=HYPERLINK("http://example.org")', "-3"]
    assert rows[3][0].startswith("'")


def test_json_gives_the_rows_as_they_are():
    told = json.loads(as_json.write(ODD))
    assert told["rows"][0]["what"] == ODD.rows[0]["what"]
    assert told["note"] == "A note."


def test_markdown_escapes_what_sources_say():
    page = as_markdown.write(ODD)
    assert "<script>" not in page
    assert r"\|" in page
    assert r"\[link\](x)" in page
    assert len([line for line in page.splitlines() if line.startswith("|")]) == 5


def test_a_finding_as_html_is_escaped():
    page = as_html.write(ODD)
    assert EVIL not in page
    assert "Odd &lt;b&gt;things" in page


@pytest.mark.parametrize("width", range(30, 180, 7))
@pytest.mark.parametrize("columns", [1, 4, 8])
def test_the_terminal_table_cuts_no_id_and_keeps_to_its_width(width: int, columns: int) -> None:
    names = tuple(f"c{number}" for number in range(columns))
    ids = ("C-ahi7ykcububb", "C-thgnjjn35sdl")
    rows = tuple({**dict.fromkeys(names, "some words"), "what": "a thing " * 12, "record": one} for one in ids)
    told = as_table.write(Finding(name="x", title="X", columns=(*names, "what", "record"), rows=rows), width)
    assert all(one in told for one in ids)
    assert max(map(len, told.splitlines())) <= width


def test_the_terminal_table_obeys_no_control_character():
    rows = ({"what": "red \x1b[31m [bold]text[/bold]", "number": 1, "records": []},)
    shown = as_table.write(Finding(name="x", title="X", columns=("what", "number"), rows=rows))
    assert "\x1b" not in shown
    assert "[bold]text[/bold]" in shown


def test_the_terminal_table_says_how_many_rows_it_left_out():
    assert "2 more rows." in as_table.write(ODD, limit=1)
    assert "nothing found" in as_table.write(Finding(name="x", title="X", columns=("a",), rows=()))


def hostile_brief():
    text = f"Ruland accepts {EVIL} a truce. Ruland bombed Borduria. Is it [over](http://evil.example)?"
    article = Article(
        id="x", text=text, title=f"{EVIL} title", source="<img src=x onerror=y>", url="javascript:alert(1)"
    )
    second = Article(id="y", text="Ruland refuses a truce.", date="1990-01-02", url="https://example.org/<b>")
    accepts = f"Ruland accepts {EVIL} a truce"
    return record_db(
        [article, second],
        [
            at(article, accepts, Position, actor="Ruland", issue=f"truce {EVIL}", stance="accept"),
            at(article, "Ruland bombed Borduria", Event, actor="Ruland", recipient="Borduria", type="ASSAULT"),
            at(article, "Is it [over](http://evil.example)?", Opinion, kind="question"),
            at(second, "Ruland refuses a truce", Position, actor="Ruland", issue="truce", stance="reject"),
        ],
    )


def test_a_brief_as_html_obeys_nothing_in_its_sources():
    page = brief.write(hostile_brief(), fmt="html")
    assert EVIL not in page
    assert "<img" not in page
    assert "javascript:" not in page
    assert 'href="https://example.org/<b>"' not in page


def test_a_brief_as_markdown_links_nothing_from_its_sources():
    page = brief.write(hostile_brief(), fmt="md")
    assert "<script>" not in page
    assert "](http://evil" not in page.replace(r"\](http://evil", "")
    assert "javascript:" not in page


class Outline(HTMLParser):
    """What a page asks of others, its ids and links, its headings, and whether its tags close."""

    VOID = frozenset({"meta", "br", "img", "link", "input", "hr"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.requests: list[str] = []
        self.headings: list[int] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if tag not in self.VOID:
            self.open.append(tag)
        if "id" in known:
            self.ids.append(known["id"])
        if tag == "a":
            self.links.append(known.get("href", ""))
        if tag in ("script", "link", "iframe", "img", "object"):
            self.requests.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_of_a_brief_stands_alone_and_its_numbers_lead_somewhere(db):
    page = brief.write(db, fmt="html")
    outline = Outline(page)
    assert outline.open == []
    assert outline.requests == []
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)
    assert len(outline.ids) == len(set(outline.ids))
    inside = [link[1:] for link in outline.links if link.startswith("#")]
    assert inside
    assert set(inside) <= set(outline.ids)


def test_the_page_can_be_heard_as_well_as_seen(db):
    page = brief.write(db, fmt="html")
    headings = Outline(page).headings
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(headings))
    assert page.count("<caption>") == page.count("<table")
    pictures = re.findall(r"<svg\b[^>]*>", page)
    assert len(pictures) == page.count("<figcaption>") > 0
    assert all(re.search(r'role="(img|group|graphics-document)" aria-label(ledby)?="', picture) for picture in pictures)
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    assert '<html lang="en">' in page


def test_a_finding_too_wide_for_the_page_is_told_row_by_row():
    row = {
        "day": "1990-01-05",
        "who": "Ruland",
        "when": "",
        "word_text": "open to a truce " * 8,
        "deed_text": "shelled",
    }
    finding = Finding(name="x", title="X", columns=("day", "who", "when", "word_text", "deed_text"), rows=(row,))
    told = as_table.write(finding, width=40)
    assert "day  |  who" in told
    assert "when" not in told
    assert max(len(line) for line in told.splitlines()) <= 40
    assert "deed text" in as_table.write(finding, width=120).splitlines()[2]
