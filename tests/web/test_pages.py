"""Every page and its twins; filters, parts of long tables, links, wrong addresses, and many readers at once."""

from __future__ import annotations

import csv
import io
import json
import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from camp_david import ARTICLES, RECORDS
from conftest import Served, as_run
from detente.analyze import analyses
from detente.web.kept import Kept
from detente.web.ledger import Ledger
from detente.web.library import Library
from detente.web.pages import menu, pages

LEDGERS = sorted(name for name, module in pages().items() if isinstance(getattr(module, "LEDGER", None), Ledger))


def test_every_analysis_has_a_page_and_every_page_says_what_it_is():
    assert set(analyses()) <= set(pages())
    for module in pages().values():
        assert (module.__doc__ or "").splitlines()[0].rstrip().endswith((".", "?"))
    in_menu = [name for _, found in menu() for name, _ in found]
    assert sorted(in_menu) == sorted(name for name, module in pages().items() if module.PLACE)


@pytest.mark.parametrize("where", ["served", "empty", "hostile"])
def test_every_page_opens_and_has_its_twins(where: str, request: pytest.FixtureRequest):
    served: Served = request.getfixturevalue(where)
    addresses = [f"/{name}" for name in LEDGERS] if where == "empty" else served.addresses()
    for address in [*addresses, "/", "/overview", "/parties", "/sources"]:
        status, headers, body = served.ask(address)
        assert status == 200, (address, body[:400])
        assert headers["content-type"].startswith("text/html")
        assert b"<h1" in body
        name, _, query = address.partition("?")
        for form, media in (("json", "application/json"), ("csv", "text/csv")):
            status, headers, body = served.ask(f"{'/overview' if name == '/' else name}.{form}?{query}")
            assert status == 200, (address, form, body[:400])
            assert headers["content-type"].startswith(media)
            if form == "json":
                assert json.loads(body)["title"]
            else:
                assert next(csv.reader(io.StringIO(body.decode())))


@pytest.mark.parametrize("name", LEDGERS)
def test_the_parts_of_a_table_are_the_table(name: str, served: Served):
    whole = served.json(name, size="500")
    parts = [served.json(name, size="3", page=str(n + 1)) for n in range(-(-whole["total"] // 3))]
    assert [row for part in parts for row in part["rows"]] == whole["rows"]
    assert len(whole["rows"]) == whole["total"]
    _, _, body = served.ask(f"/{name}.csv")
    assert len(list(csv.reader(io.StringIO(body.decode())))) == whole["total"] + 1


@pytest.mark.parametrize("name", sorted(analyses()))
def test_a_page_of_a_finding_shows_what_the_analysis_found(name: str, served: Served):
    shown = served.json(name, size="500")
    found = analyses()[name](as_run(ARTICLES, RECORDS).db)
    assert sorted(row["records"] for row in shown["rows"]) == sorted(row["records"] for row in found.rows)


def test_statements_are_filtered_by_speaker_issue_date_source_kind_and_words(served: Served):
    def found(**filters: str) -> list[str]:
        return [row["text"] for row in served.json("statements", size="500", **filters)["rows"]]

    everything = found()
    assert len(found(speaker="Jimmy Carter")) == 2
    assert found(speaker="carter") == found(speaker="Jimmy Carter"), "part of a name that nobody bears"
    assert found(speaker="Israel") == found(speaker="Menachem Begin"), "a party is whoever speaks for it"
    assert all("freeze" in text for text in found(issue="freeze of settlements"))
    assert found(issue="freeze of settlements")
    assert len(found(since="1978-09-18")) + len(found(until="1978-09-17")) == len(everything)
    assert found(source="Jaffa Post")
    assert found(source="No such") == []
    assert all("“" in text for text in found(kind="mixed"))
    assert len(found(q="triumph patience")) == 1
    assert found(q="triumph cucumber") == []
    assert found(speaker="Jimmy Carter", kind="mixed") == ["the talks as “a triumph of patience”"]


def test_events_are_filtered_by_who_and_whom(served: Served):
    rows = served.json("events", actor="Israel", to="Egypt")["rows"]
    assert [row["type"] for row in rows] == ["MOBILIZE"]
    assert served.json("events", type="ACCUSE")["total"] == 1
    assert served.json("events", place="hebron")["total"] == 1


def test_weak_comparisons_are_shown_where_they_are_asked_for(served: Served):
    assert served.json("shifts", score="0")["total"] >= served.json("shifts")["total"]
    assert served.json("shifts", score="1")["total"] == 0


def test_a_filter_stands_in_the_form_and_in_the_links(served: Served):
    page = served.html("statements", speaker="Jimmy Carter", size="1")
    assert 'value="Jimmy Carter"' in page
    assert "/statements?speaker=Jimmy+Carter&amp;size=1&amp;page=2" in page
    assert "/statements.csv?speaker=Jimmy+Carter&amp;size=1" in page


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nothing", 404),
        ("/statements.xml", 404),
        ("/statements?since=yesterday", 400),
        ("/statements?page=0", 400),
        ("/statements?page=x", 400),
        ("/statements?sure=2", 400),
        ("/statements?order=1;DROP", 400),
        ("/sources?until=never", 400),
        ("/parties?order=x", 400),
        ("/article", 400),
        ("/article?key=none", 404),
        ("/record?id=P-none", 404),
        ("/party?name=Nobody+at+all", 404),
        ("/proposal?name=nothing", 404),
        (f"/statements?q={'x' * 400}", 400),
        ("/static/../app.py", 404),
        ("/static/%2e%2e/app.py", 404),
    ],
)
def test_a_wrong_address_is_told_in_words(address: str, status: int, served: Served):
    told, _, body = served.ask(address)
    assert told == status
    assert b"Traceback" not in body


def test_a_query_cannot_speak_sql(served: Served):
    for value in ("' OR 1=1 --", "%", "$1", "x'; DROP TABLE statements; --"):
        for name in ("q", "speaker", "issue", "source", "kind", "record"):
            assert served.json("statements", **{name: value})["total"] == 0
    assert served.json("statements")["total"] == 4


def test_every_link_leads_somewhere(served: Served):
    seen: dict[str, str] = {"/": "the start"}
    waiting = ["/"]
    while waiting:
        address = waiting.pop()
        status, headers, body = served.ask(address)
        assert status == 200, (address, "linked from", seen[address])
        if not headers["content-type"].startswith("text/html"):
            continue
        for link in re.findall(r'(?:href|src)="([^"]*)"', body.decode()):
            to = urlsplit(urljoin(address, unescape(link)))
            if to.scheme:
                assert to.netloc == "example.org", "an article's own address"
                continue
            path = to.path + (f"?{to.query}" if to.query else "")
            if path not in seen:
                seen[path] = address
                waiting.append(path)
    assert {urlsplit(path).path.strip("/") for path in seen} >= set(pages()) - {"overview", "add"}
    assert len(seen) > 100


def test_every_record_can_be_reached_and_is_marked_in_its_article(served: Served):
    for row in served.opened.fetch("SELECT id, key FROM place_of"):
        page = served.html("article", key=row["key"], record=row["id"])
        assert f'id="{row["id"]}"' in page
        assert re.search(rf'<details class="card \w+ on" id="card-{row["id"]}"[^>]* open>', page)
        assert row["id"] in served.html("record", id=row["id"])


def test_a_card_says_who_what_why_how_sure_and_by_which_rule(served: Served):
    row = served.opened.fetch("SELECT id, key FROM place_of JOIN events USING (id) WHERE type = 'COERCE'")[0]
    page = served.html("article", key=row["key"], record=row["id"], show="events")
    card = page.split(f'id="card-{row["id"]}"')[1].split("</details>")[0]
    for told in ("Israel", "seized", "Jordan", "20 September 1978", "Hebron", "COERCE", "How sure", ".80", "Found by"):
        assert told in card
    assert 'class="tag statements' not in page, "only events are asked for"


def test_copies_of_a_text_share_their_records():
    from dataclasses import replace

    from conftest import serving

    copy = replace(ARTICLES[0], id="copy", date="1978-07-12")
    run = as_run((*ARTICLES, copy), RECORDS)
    run.db.execute("UPDATE listing SET copy_of = 'a1' WHERE id = 'copy'")
    for served in serving(Library(lambda: run)):
        (row,) = [row for row in served.json("sources")["rows"] if row["id"] == "copy"]
        assert row["copy_of"] == "a1"
        assert 'class="tag positions' in served.html("article", key=row["key"])


def test_two_hundred_at_once_lose_none(served: Served):
    addresses = (served.addresses() * 20)[:200]
    with ThreadPoolExecutor(50) as many:
        answers = list(many.map(served.ask, addresses))
    assert [status for status, _, _ in answers] == [200] * 200
    first = dict(zip(addresses, (body for _, _, body in answers), strict=True))
    assert all(first[address] == body for address, (_, _, body) in zip(addresses, answers, strict=True))


def test_the_same_record_gives_the_same_pages_byte_for_byte(served: Served):
    again = Library(lambda: as_run(ARTICLES, RECORDS)).now
    from detente.web.asking import Query

    for name in LEDGERS:
        one = pages()[name].show(again, Query(name))
        assert json.loads(json.dumps(one.data["rows"], default=str)) == served.json(name)["rows"]


def test_a_record_that_changed_is_shown_anew():
    states = [as_run(ARTICLES, RECORDS), as_run(ARTICLES[:1], RECORDS[:1])]
    library = Library(states.pop)
    before = library.now
    assert before.value("SELECT count(*) FROM positions") == 1
    library.refresh()
    assert library.now.value("SELECT count(*) FROM positions") > 1
    assert before.value("SELECT count(*) FROM positions") == 1, "a page in the making keeps its record"


def test_what_is_kept_stays_within_its_bounds():
    kept = Kept(80)
    for number in range(40):
        kept.put((number,), b"x" * 10)
    assert sum(kept.get((number,)) is not None for number in range(40)) == 8
    kept.put(("large",), b"x" * 50)
    assert kept.get(("large",)) is None
