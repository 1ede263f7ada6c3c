"""TimelineJS, GeoJSON and the workbook hold what their specifications ask for, and nothing in them acts."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any

import duckdb
import openpyxl
import pytest

from detente.analyze import analyses
from detente.export.record import Holding
from detente.export.record.xlsx import CUT, LONGEST, cell
from exported import FORMULA, SCRIPT, UNSEEN, database, holding, written


@pytest.fixture(scope="module")
def db() -> duckdb.DuckDBPyConnection:
    return database()


@pytest.fixture(scope="module")
def held(db: duckdb.DuckDBPyConnection) -> Holding:
    return holding(db)


# ---------------------------------------------------------------- TimelineJS (timeline.knightlab.com/docs/json-format)

SLIDE = {"start_date", "end_date", "text", "media", "group", "display_date", "background", "autolink", "unique_id"}


@pytest.fixture(scope="module")
def timeline(held: Holding) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written("timelinejs", held))
    return found


def test_a_timeline_has_slides_with_days_and_texts(timeline: dict[str, Any]) -> None:
    assert set(timeline) <= {"events", "title", "eras", "scale"}
    assert timeline["scale"] == "human"
    assert len(timeline["events"]) > 10
    for slide in timeline["events"]:
        assert set(slide) <= SLIDE
        start = slide["start_date"]
        date(start["year"], start["month"], start["day"])
        assert set(slide["text"]) == {"headline", "text"}
        assert slide["autolink"] is False
        assert slide["group"] in ("Words", "Deeds")
    names = [slide["unique_id"] for slide in timeline["events"]]
    assert len(set(names)) == len(names)
    assert "start_date" not in timeline["title"]


class Page(HTMLParser):
    """The tags, addresses and words of some HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert {name for name, _ in attrs} <= {"href", "rel"}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_slide_is_html_of_ours_round_words_that_are_only_shown(timeline: dict[str, Any]) -> None:
    links = []
    for slide in timeline["events"]:
        headline, text = (Page(slide["text"][part]) for part in ("headline", "text"))
        assert not headline.tags
        assert set(text.tags) <= {"blockquote", "p", "a"}
        assert not set(UNSEEN) & set(headline.words + text.words)
        links += text.links
    assert "https://example.org/a?b=1&c=%7B2%7D" in links
    assert all(re.match(r"https?://", link) for link in links)
    wild = next(slide for slide in timeline["events"] if "accepts" in slide["text"]["headline"] and SCRIPT[:8] in
                Page(slide["text"]["headline"]).words)  # fmt: skip
    assert "a truce Ruland now" in Page(wild["text"]["text"]).words


def test_what_has_no_day_is_counted_and_not_shown(db: duckdb.DuckDBPyConnection) -> None:
    held = holding(db)
    shown = json.loads(written("timelinejs", held))["events"]
    assert held.left_out == {"without a day": 1}
    assert len(shown) + 1 == len(held.ask("timeline").rows)


def test_a_headline_says_who_did_or_holds_what(timeline: dict[str, Any]) -> None:
    told = {slide["unique_id"][0] + ": " + Page(slide["text"]["headline"]).words for slide in timeline["events"]}
    assert "E: Egypt accused Israel" in told
    assert "P: Anwar Sadat accepts separate peace" in told
    assert "I: Offer by the United States to Egypt: 200 tractors" in told
    assert any(line.startswith("C: Promise by Israel to Egypt: hand over the airfields") for line in told)


# ---------------------------------------------------------------- GeoJSON (RFC 7946)


def test_a_map_holds_features_as_the_rfc_asks(held: Holding) -> None:
    found = json.loads(written("geojson", held))
    assert found["type"] == "FeatureCollection"
    assert set(found) == {"type", "features"}  # 7.1: no geometry of its own, 4: no crs
    for feature in found["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        assert isinstance(feature["id"], str)
        assert isinstance(feature["properties"], dict)
        if feature["geometry"] is not None:
            assert set(feature["geometry"]) == {"type", "coordinates"}
            assert feature["geometry"]["type"] == "Point"
            lon, lat = feature["geometry"]["coordinates"]
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90


def test_a_place_without_coordinates_has_no_geometry_and_an_event_without_a_place_is_counted(
    db: duckdb.DuckDBPyConnection,
) -> None:
    held = holding(db)
    features = json.loads(written("geojson", held))["features"]
    by_place = {feature["properties"]["place"]: feature for feature in features}
    assert by_place["the sea"]["geometry"] is None
    assert by_place["the sea"]["properties"]["dead"] == 3
    assert by_place["Hebron"]["properties"]["mode"] == "seize"
    (away,) = [feature for feature in features if feature["geometry"]]
    assert away["geometry"]["coordinates"] == [179.9, -41.123457]  # longitude first (3.1.1)
    assert away["properties"]["injured"] is None
    assert away["properties"]["url"] is None
    assert held.left_out == {"without a place": held.count("events") - len(features)}


# ---------------------------------------------------------------- the workbook (ECMA-376)


@pytest.fixture(scope="module")
def packed(held: Holding) -> bytes:
    return written("xlsx", held)


@pytest.fixture(scope="module")
def book(packed: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(packed))


def test_a_workbook_has_a_sheet_for_each_ledger(book: openpyxl.Workbook, held: Holding) -> None:
    _, *ledgers, words, sources = book.sheetnames
    assert (words, sources) == ("words", "sources")
    assert set(ledgers) == set(analyses())
    for name in ledgers:
        finding = held.ask(name)
        heading, *lines = book[name].iter_rows(values_only=True)
        assert heading[: len(finding.columns)] == finding.columns
        assert len(lines) == len(finding.rows)
        assert book[name].freeze_panes == "A2"
    assert len(list(book["sources"].iter_rows())) == 1 + len(held.articles)


def test_every_line_leads_to_words_in_the_workbook(book: openpyxl.Workbook) -> None:
    heading, *lines = book["words"].iter_rows(values_only=True)
    known = {line[heading.index("id")] for line in lines}
    for name in analyses():
        heading, *lines = book[name].iter_rows(values_only=True)
        if "records" in heading:
            cited = {one for line in lines for one in str(line[heading.index("records")]).split("; ")}
            assert cited <= known


def test_no_cell_is_a_formula_and_none_becomes_one(packed: bytes, book: openpyxl.Workbook) -> None:
    archive = zipfile.ZipFile(io.BytesIO(packed))
    for name in archive.namelist():
        assert not re.search(r"external|hyperlink|vba|macro|connection", name, re.I)
        content = archive.read(name).decode()
        assert not re.search(r"<f[ >]|<hyperlink|<!DOCTYPE", content)
    cells = [one for sheet in book for row in sheet.iter_rows() for one in row if isinstance(one.value, str)]
    assert all(one.data_type == "s" for one in cells)
    risky = [one for one in cells if one.value.startswith(("=", "+", "-", "@"))]
    assert {"=1+1", FORMULA, "-2+3", "@SUM(A1)"} <= {one.value for one in risky}
    assert all(one.quotePrefix for one in risky)
    assert not any(set(UNSEEN) & set(one.value) for one in cells)


def test_days_are_days_and_what_is_unknown_is_empty(book: openpyxl.Workbook) -> None:
    heading, *lines = book["commitments"].iter_rows()
    line = next(line for line in lines if line[heading.index(heading[0])].value == "Israel")
    told = {top.value: one for top, one in zip(heading, line, strict=True)}
    assert told["deadline"].value == datetime(1978, 10, 1)
    assert told["deadline"].number_format == "yyyy-mm-dd"
    assert told["condition"].value is None


def test_a_cell_that_a_workbook_cannot_hold_is_cut_or_told_apart() -> None:
    sheet = openpyxl.Workbook(write_only=True).create_sheet("x")

    def held(value: object) -> object:
        made = cell(sheet, value)
        return getattr(made, "value", made)

    assert str(held("a" * 40_000)).endswith(CUT)
    assert len(str(held("a" * 40_000))) == LONGEST
    assert held("_x0041_ and _y") == "_x005F_x0041_ and _y"
    assert cell(sheet, "#N/A").data_type == "s"
    assert getattr(cell(sheet, "1899-12-31"), "data_type", "s") == "s"  # Excel's calendar begins later
    assert cell(sheet, None) is None
    assert (held(0), held(True)) == (0, "True")


def test_a_workbook_bears_no_time(packed: bytes) -> None:
    archive = zipfile.ZipFile(io.BytesIO(packed))
    assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2
