"""Charts: what they show beside colour, what they say in words, and that they are the same again."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

import detente
from camp_david import ARTICLES, RECORDS
from detente import charts, drawing
from detente.analyze import timeline as timeline_of
from detente.charts import Setting, inducements, network, positions, proposal, timeline
from detente.charts._chart import after, start_of, unit_of
from detente.charts._steps import Held, replacement, steps
from detente.cli import app
from detente.drawing.lettering import wide
from detente.findings.where import Spot
from detente.records import Article, Event, Inducement, Position, Statement
from detente.web.asking import address
from record_db import at, record_db

HOSTILE = "Ruland <script>alert('1')</script> \\ \u202e${x}"
SIDES = ("Ruland", "Borduria", HOSTILE, "Syldavia")
ROUND = (
    ("proposed a truce", "propose"), ("backed the truce", "open"), ("refused the truce", "reject"),
    ("accepted the truce", "accept"),
)  # fmt: skip


def talks(months: int = 4, parties: int = 4):
    """A record in which four parties do and say something about a truce each month."""
    articles, records = [], []
    for number in range(1, months + 1):
        said = [f"{side} {words}." for side, (words, _) in zip(SIDES, ROUND, strict=True)]
        text = " ".join(
            [
                *said,
                "Ruland bombed Borduria. Ruland met Borduria.",
                "Ruland told Borduria of gas.",
                f"So went month {number}.",
            ]
        )
        article = Article(id=f"x{number}", date=f"1990-0{number}-10", text=text, source="Klow News",
                          url=f"https://example.org/{number}")  # fmt: skip
        articles.append(article)
        for side, (words, stance) in list(zip(SIDES, ROUND, strict=True))[:parties]:
            kind = Position
            records.append(at(article, words, kind, actor=side, side=side, issue="truce", stance=stance,
                              date_start=article.date, date_end=article.date))  # fmt: skip
        for words, type_, quad, score in (("bombed Borduria", "ASSAULT", 4, -9.3), ("met Borduria", "CONSULT", 1, 2.1)):
            records.append(at(article, words, Event, actor="Ruland", recipient="Borduria", type=type_, quad=quad,
                              score=score, confidence=0.9))  # fmt: skip
        records.append(at(article, "told Borduria of gas", Statement, speaker="Ruland", addressee="Borduria"))
        records.append(at(article, "bombed", Inducement, actor=HOSTILE, target="Borduria", kind="threat", what="war",
                          state=("made", "imposed")[number % 2]))  # fmt: skip
    return record_db(articles, records)


@pytest.fixture(scope="module")
def db():
    return talks()


@pytest.fixture(scope="module")
def made(db) -> dict[str, Any]:
    return {name: charts.chart(db, name) for name in charts.charts()}


DRAWN = ("dyads", "inducements", "network", "positions", "proposal", "proposals", "timeline")


def test_every_chart_is_drawn_of_a_record_that_carries_it(made):
    assert {name for name, chart in made.items() if chart is not None} == set(DRAWN)


def layers(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [layer.get("encoding", {}) for layer in spec["layer"]]


@pytest.mark.parametrize("name", DRAWN)
def test_no_field_is_told_by_colour_alone(made, name):
    """What a colour tells, another channel of some layer tells too: its place, shape, opacity, dash or text."""
    found = layers(made[name].spec)
    coloured = {
        one[channel]["field"]
        for one in found
        for channel in ("color", "fill", "stroke")
        if "field" in one.get(channel, {})
    }
    others = {
        one[channel]["field"]
        for one in found
        for channel in ("shape", "opacity", "fillOpacity", "strokeDash", "text", "x", "y")
        if "field" in one.get(channel, {})
    }
    by_place = {"dyads": {"tone"}, "inducements": {"kind"}}  # below and above a line, left and right of one
    assert coloured - by_place.get(name, set()) <= others


def test_tones_of_pairs_and_inducements_stand_on_sides_of_their_own(made):
    for bar in bars(made["dyads"], "tone"):
        assert (bar["to"] < bar["base"]) == (bar["tone"] == "conflict")
    for bar in bars(made["inducements"], "kind"):
        assert (bar["to"] < 0) == (bar["kind"] == "threat")


def bars(chart, field: str) -> list[dict[str, Any]]:
    return [row for layer in chart.spec["layer"] for row in layer["data"]["values"] if field in row and "to" in row]


@pytest.mark.parametrize("name", DRAWN)
def test_a_drawing_is_whole_scales_and_takes_the_colour_of_the_page(made, name):
    svg = made[name].svg
    ElementTree.fromstring(svg)  # noqa: S314  (drawn by us)
    assert re.match(rf'<svg [^>]*viewBox="[^"]+" width="100%" role="(?:img|group)" aria-labelledby="{name}-title"', svg)
    assert "currentColor" in svg and drawing.INK not in svg and drawing.RECORD not in svg
    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)', svg)) >= 9


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_told_in_words_numbers_and_with_its_sources(made, name):
    chart = made[name]
    assert re.search(r"\d|one|two|four", chart.told)
    assert chart.table is not None and chart.table.rows
    assert "four articles of Klow News, 10 January to 10 April 1990. Accessed" in chart.credit
    assert f'<desc id="{name}-desc">' in chart.svg and "Klow News" in chart.svg
    told = json.loads(chart.as_json())
    assert told["table"]["rows"] and told["sources"] == chart.credit
    assert drawing.RECORD not in chart.as_json()


@pytest.mark.parametrize("name", DRAWN)
def test_hostile_names_are_words_and_nothing_else(made, name):
    for text in (made[name].svg, made[name].as_svg(dark=True)):
        assert "<script" not in text and "\u202e" not in text


def test_the_same_record_gives_the_same_bytes(made):
    again = talks()
    for name in DRAWN:
        other = charts.chart(again, name)
        assert other is not None and other.as_svg() == made[name].as_svg() and other.as_json() == made[name].as_json()


def test_two_drawings_of_a_page_share_no_id(made):
    ids = [one for name in DRAWN for one in re.findall(r'\bid="([^"]+)"', made[name].svg)]
    assert len(ids) == len(set(ids))


def test_marks_lead_to_their_records_where_an_address_is_known(db, made):
    assert 'href="https://example.org/' in made["proposal"].svg
    nowhere = charts.chart(db, "proposal", setting=Setting())
    assert nowhere is not None and "<a " not in nowhere.svg and 'role="img"' in nowhere.svg


def test_marks_of_many_records_lead_to_the_page_of_them(db, made):
    pages = charts.Setting(pages=address)
    network = charts.chart(db, "network", setting=pages)
    hrefs = {unescape(href) for href in re.findall(r'<a href="([^"]*)"', network.svg)}
    assert "/party?name=Ruland" in hrefs
    assert "/events?actor=Ruland&to=Borduria&modality=happened" in hrefs, "more acts than words pass along the tie"
    rows = dict(network.table.rows)
    assert [cell.url for cell in rows["Ruland"]][1:] == [
        "/statements?speaker=Ruland&to=Borduria", "/events?actor=Ruland&to=Borduria&modality=happened"
    ]  # fmt: skip
    assert "<a " not in made["network"].svg, "a chart that stands in no pages leads to none"


def spot(name: str, lat: float, lon: float, conflict: int = 0, cooperation: int = 0) -> Spot:
    return Spot(lat, lon, "city", "SYR", Counter({name: 1}), conflict, cooperation)


def test_places_that_lie_close_share_a_mark_that_leads_to_all_of_them():
    places = [spot("Aleppo", 36.2, 37.2, 9, 3), spot("Azaz", 36.3, 37.2, 2), spot("Damascus", 33.5, 36.3, 0, 4)]
    made = charts.charts()["map"].draw(places, 0, charts.Setting(pages=address))
    told = {
        unescape(href): unescape(words)
        for href, words in re.findall(r'<a href="([^"]*)" aria-label="([^"]*)"', made.svg)
    }
    assert told == {
        "/events?at=36.2%2C37.2+36.3%2C37.2&modality=happened":
            "Aleppo and one place near it: eleven events of conflict and three events of cooperation",
        "/events?at=33.5%2C36.3&modality=happened": "Damascus: four events of cooperation",
    }  # fmt: skip
    assert "share a mark" in made.told
    alone = charts.charts()["map"].draw(places, 0, charts.Setting())
    assert "<a " not in alone.svg
    assert "Azaz" not in re.sub(r"<title.*?</title>|<desc.*?</desc>", "", alone.svg)


def test_numbers_stand_clear_of_the_signs_of_a_proposal():
    slot, sign = (480 - proposal.LABELS) / proposal.SLOTS, 6
    assert sign < proposal.BESIDE
    assert proposal.BESIDE + wide("12", proposal.COUNTED) <= slot - sign, "two digits fit between two signs"


def test_a_dark_sheet_is_dark_and_a_picture_a_png(made):
    chart = made["timeline"]
    assert f'fill="{drawing.DARK}"' in chart.as_svg(dark=True) and "currentColor" not in chart.as_svg()
    assert chart.as_png().startswith(b"\x89PNG")


def test_words_and_deeds_cite_the_numbers_of_a_brief():
    rows = timeline_of.find(record_db(ARTICLES, RECORDS)).rows
    marked = next(row for row in rows if row["plane"] == "deed")
    chart = timeline.draw(rows, Setting(numbers={marked["records"][0]: 7}))
    assert "by week" in chart.caption and "two deeds" in chart.told and "[7]" in chart.told
    assert chart.cites == (marked["records"][0],) and ">7</text>" in chart.svg


def test_the_life_of_a_proposal_tells_each_step_and_when_a_party_was_last_seen(made):
    told = made["proposal"].told
    assert "16 steps by four parties" in told
    assert "Borduria: open four times; last seen 10 April 1990, open." in told
    kinds = {
        row["kind"] for layer in made["proposal"].spec["layer"] for row in layer["data"]["values"] if "kind" in row
    }
    assert {"proposed", "open", "refused", "accepted"} <= kinds


def test_a_proposal_nobody_speaks_of_any_more_lapses():
    db = talks(2)
    later = Article(id="z", date="1990-12-01", text="Nothing more was heard.")
    held = Held.of(db)
    found = steps(held, "truce")
    end = proposal._end(held, "truce", found, later.date)
    assert end is not None and end.kind == "lapsed" and end.day == "1990-05-11"
    assert proposal._end(held, "truce", found, "1990-03-01") is None


def test_a_proposal_is_replaced_where_a_sentence_says_so():
    article = Article(
        id="x", date="1990-01-10", text="Ruland proposed a truce. Ruland proposed a treaty instead of a truce."
    )
    records = [
        at(article, "proposed a truce", Position, actor="Ruland", side="Ruland", issue="truce", stance="propose"),
        at(article, "proposed a treaty", Position, actor="Ruland", side="Ruland", issue="treaty", stance="propose"),
    ]
    held = Held.of(record_db([article], records))
    found = replacement(held, "truce")
    assert found is not None and found.kind == "replaced"
    assert replacement(held, "treaty") is None


def test_positions_keep_silence_apart_from_a_stance_that_still_stands(db):
    found = [step for step in steps(Held.of(db), "truce") if step.party != "Borduria" or step.day > "1990-01-31"]
    chart = positions.draw("truce", found, Setting())
    cells = [row for layer in chart.spec["layer"] for row in layer["data"]["values"]]
    assert {cell["tone"] for cell in cells} == {"for", "between", "against", "silent"}


def test_offers_and_threats_keep_states_apart(made):
    states = {bar["state"] for bar in bars(made["inducements"], "kind")}
    assert states <= set(inducements.LOOKS) and states


def test_a_network_shows_the_main_parties_and_says_who_is_left_out():
    ties = {(f"Party {nr}", f"Party {other}"): {"words": nr + other} for nr in range(50) for other in range(nr)}
    chart = network.draw(ties, Setting())
    assert chart is not None and chart == network.draw(dict(reversed(ties.items())), Setting())
    assert "40 parties" in chart.told and "Ten parties" in chart.told
    names = [row["name"] for layer in chart.spec["layer"] for row in layer["data"]["values"] if "name" in row]
    assert len(names) == 40


def test_an_empty_record_says_what_is_missing():
    db = record_db([], [])
    for name in charts.charts():
        assert charts.chart(db, name) is None
        assert charts.missing(db, name) == f"{name}: the record holds no article."


def test_without_days_nothing_is_drawn_over_time():
    article = Article(id="x", text="Ruland bombed Borduria.")
    db = record_db(
        [article], [at(article, "bombed Borduria", Event, actor="Ruland", recipient="Borduria", type="ASSAULT")]
    )
    assert charts.chart(db, "timeline") is None
    assert "three days or more; the record holds no statements, one event" in charts.missing(db, "timeline")


def test_wrong_names_are_told(db):
    with pytest.raises(ValueError, match="there are dyads"):
        charts.chart(db, "pie")
    with pytest.raises(ValueError, match="no proposal or issue on record"):
        charts.chart(db, "proposal", proposal="a moon base")
    with pytest.raises(ValueError, match="not a day"):
        charts.chart(db, "proposals", day="soon")
    found = CliRunner().invoke(app, ["charts", "nowhere", "--chart", "pie"])
    assert found.exit_code == 2


# ---------------------------------------------------------------- by command, and in a notebook


@pytest.fixture(scope="module")
def kept(db, tmp_path_factory) -> Path:
    """The record folder of the talks."""
    folder = tmp_path_factory.mktemp("charts") / "record"
    ((shard,),) = db.execute("SELECT DISTINCT shard FROM listing").fetchall()
    shutil.copytree(shard, folder / "edition" / "shards" / Path(shard).name)
    return folder


def drawn_by_command(*told: str) -> Any:
    return CliRunner().invoke(app, ["charts", *told])


@pytest.mark.parametrize(("form", "begins"), [("svg", b"<svg "), ("png", b"\x89PNG"), ("json", b'{\n "chart"')])
def test_the_command_writes_each_chart_that_the_record_carries_and_names_the_others(kept, made, tmp_path, form, begins):
    found = drawn_by_command(str(kept), "-o", str(tmp_path), "--format", form, "--accessed", "1990-05-01")
    assert found.exit_code == 0, found.output
    assert {file.stem for file in tmp_path.iterdir()} == set(DRAWN)
    assert all(file.read_bytes().startswith(begins) for file in tmp_path.iterdir())
    assert "map: a map needs events at two places or more" in found.output
    for name in DRAWN:
        assert made[name].caption in found.output, "each file is named with what it shows"
    if form == "json":
        told = json.loads((tmp_path / "timeline.json").read_text(encoding="utf-8"))
        assert told["in_words"] == made["timeline"].told
        assert "Accessed 1 May 1990" in told["sources"]


def test_the_command_takes_one_chart_one_proposal_one_ground_and_a_period(kept, tmp_path):
    told = [str(kept), "-o", str(tmp_path), "--chart", "proposal", "--proposal", "truce", "--accessed", "1990-05-01"]
    assert drawn_by_command(*told, "--quiet").output == ""
    (file,) = tmp_path.iterdir()
    light = file.read_bytes()
    drawn_by_command(*told)
    assert file.read_bytes() == light, "the same again"
    drawn_by_command(*told, "--dark")
    assert file.read_bytes() != light
    late = drawn_by_command(*told, "--since", "1990-04-01")
    assert late.exit_code == 1, "one day of the truce is no life"
    assert "needs one with dated steps on two days or more" in late.output


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (("--format", "gif"), "svg, png, json, not as gif"),
        (("--day", "soon"), "not a day: 'soon'"),
        (("--accessed", "soon"), "not a day: 'soon'"),
        (("--proposal", "a moon base"), "no proposal or issue on record"),
    ],
)
def test_the_command_says_what_it_cannot_draw(kept, tmp_path, wrong, says):
    found = drawn_by_command(str(kept), "-o", str(tmp_path), *wrong)
    assert found.exit_code not in (0, None)
    assert says in " ".join(found.output.replace("│", " ").split()) or says in str(found.exception)


def test_coverage_draws_the_charts_of_the_command(kept):
    talks = detente.read(kept)
    same = charts.chart(talks.db, "positions", proposal="truce")
    assert talks.chart("positions", proposal="truce") == same
    assert talks.chart("positions")._repr_svg_() == same.as_svg(), "a notebook shows it"
    assert talks.chart("map") is None
    with pytest.raises(ValueError, match="there are dyads"):
        talks.chart("pie")


def test_stretches_of_time():
    assert unit_of(["1990-01-01", "1990-03-01"], 20) == "week"
    assert [start_of("1990-05-17", unit) for unit in ("week", "month", "quarter", "year")] == [
        "1990-05-14", "1990-05-01", "1990-04-01", "1990-01-01",
    ]  # fmt: skip
    assert after("1990-12-01", "month") == "1991-01-01" and after("1990-10-01", "quarter") == "1991-01-01"
