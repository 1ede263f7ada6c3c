"""Charts in the pages: which page has them, where their marks lead, and that nothing is drawn twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from camp_david import ARTICLES, RECORDS
from conftest import Served, as_run, serving
from detente import charts
from detente.drawing import specification
from detente.records import Event
from detente.web.charted import drawn, setting
from detente.web.library import Library
from record_db import at

CHARTED = {"timeline": "Words above the line", "dyads": "Conflict", "parties": "Who speaks to whom", "proposals": "on"}


def marks(page: str) -> list[str]:
    """Where the marks of the charts of a page lead."""
    return [
        unescape(to)
        for svg in re.findall(r"<svg .*?</svg>", page, re.S)
        for to in re.findall(r'<a href="([^"]*)"', svg)
    ]


@pytest.mark.parametrize("name", sorted(CHARTED))
def test_a_table_has_its_chart_where_no_filter_is_set(name: str, served: Served):
    page = served.html(name)
    assert "<figure>" in page
    assert "The chart in words" in page, "what it shows is told in words too"
    filtered = served.html(name, **({"q": "settlements"} if name != "dyads" else {"party": "Israel"}))
    assert "<figure>" not in filtered, "a chart of the whole record says nothing of a part of it"


@pytest.mark.parametrize("page", ["/", "/timeline", "/dyads", "/parties", "/proposals", "/party?name=Israel"])
def test_each_mark_leads_to_the_words_of_its_record_or_to_rows(page: str, served: Served):
    found = marks(served.ask(page)[2].decode())
    assert found, "some mark leads on"
    for to in found:
        told = urlsplit(to)
        name, values = told.path.strip("/"), dict(parse_qsl(told.query))
        if name in ("statements", "events"):
            assert served.json(name, **values)["total"] > 0, to
        else:
            shown = served.html(name, **values)
            assert not told.fragment or f'id="{told.fragment}"' in shown, to


def test_a_tie_leads_to_what_passes_along_it(served: Served):
    made = charts.chart(served.opened.db, "network", setting=setting(served.opened))
    assert made is not None and made.table is not None
    for who, (whom, words, acts) in made.table.rows:
        for kind, cell in (("words", words), ("acts", acts)):
            assert (cell.url is None) == (cell.plain == "0")  # type: ignore[attr-defined]
            if cell.plain != "0":
                page, _, query = cell.url.strip("/").partition("?")  # type: ignore[attr-defined]
                rows = served.json(page, **dict(parse_qsl(query)))["rows"]
                own = [row for row in rows if row["voice"] != "author"]
                assert len(own) == int(cell.plain), (who, whom.plain, kind)


@pytest.fixture(scope="module")
def mapped() -> Iterator[Served]:
    """A record with events at three places, two of them close together."""
    words = ARTICLES[0].text.split(".")[0]
    places = (("Hebron", 31.5, 35.1), ("Halhul", 31.6, 35.1), ("Cairo", 30.1, 31.2))
    more = tuple(
        at(ARTICLES[0], words, Event, actor="Israel", recipient=name, type="COERCE", quad=4, score=-4.0,
           confidence=0.9, place=name, place_lat=lat, place_lon=lon, place_kind="city")
        for name, lat, lon in places
    )  # fmt: skip
    yield from serving(Library(lambda: as_run(ARTICLES, (*RECORDS, *more))))


def test_a_mark_of_the_map_leads_to_the_events_of_its_places(mapped: Served):
    found = [dict(parse_qsl(urlsplit(to).query)) for to in marks(mapped.html("overview")) if "at=" in to]
    assert sorted(one["at"] for one in found) == ["30.1,31.2", "31.6,35.1 31.5,35.1"], "close places share a mark"
    for one in found:
        rows = mapped.json("events", **one)["rows"]
        assert {f"{row['place_lat']:.1f},{row['place_lon']:.1f}" for row in rows} == set(one["at"].split())
    assert mapped.json("events", at="31.5,35.1 30.1,31.2")["total"] == 2, "any of several places"
    for wrong in ("Hebron", "99999,0", "31.5", "1,2,3"):
        assert mapped.ask(f"/events?at={wrong}")[0] == 400


def test_a_chart_is_drawn_once_for_a_state_and_once_for_a_specification(
    served: Served, monkeypatch: pytest.MonkeyPatch
):
    first = drawn(served.opened, "timeline")

    def never(*_: object, **__: object) -> None:
        raise AssertionError("drawn again")

    monkeypatch.setattr(charts.charts()["timeline"], "ask", never)
    assert drawn(served.opened, "timeline") == first
    spec = {"mark": "point", "data": {"values": [{"x": 1}]}, "encoding": {"x": {"field": "x", "type": "quantitative"}}}
    once = specification.drawn(specification.specified(spec, 50))
    before = specification._drawn.cache_info().hits
    assert specification.drawn(specification.specified(spec, 50)) == once
    assert specification._drawn.cache_info().hits == before + 1
