"""Where: which place a name means, where it lies, and where an act took place.

The cases stand in places.jsonl: for each place its country (`-` for none), latitude and longitude to half a degree, and
kind; `event` is the place of the acts, null where they have none. `pytest --freeze` adds missing parses.
"""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path
from typing import Any

import pytest

from detente import maps
from detente.annotate import atlas, lay_over
from detente.annotate.atlas import spots
from detente.codebook import DATA
from detente.doc import Doc
from detente.extract import events
from detente.findings import where
from detente.maps.outlines import Frame, borders, lands
from detente.records import Article, Event

CASES = Path(__file__).with_name("places.jsonl")
# small islands, which the outlines leave away, and a town on the other side of the sea
OUTLYING = ["Melilla", "Lampedusa", "Baengnyeong", "Yeonpyeong", "Mururoa", "Kinmen", "Matsu", "Pratas"]
KINDS = {"country", "capital", "city", "region", "site", "sea"}


def cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def doc_of(case: dict[str, Any]) -> Doc:
    article = Article(id="case", text=case["text"], date=case["day"])
    return lay_over(Doc.thaw(article, case["parse"]))


@pytest.fixture(scope="session", autouse=True)
def _frozen(pytestconfig: pytest.Config) -> None:
    known = cases()
    if pytestconfig.getoption("--freeze") and any("parse" not in case for case in known):
        from detente.annotate.language import parse

        bare = [case for case in known if "parse" not in case]
        read = parse(Article(id=str(k), text=case["text"], date=case["day"]) for k, case in enumerate(bare))
        for case, doc in zip(bare, read, strict=True):
            case["parse"] = doc.freeze()
        CASES.write_text("".join(json.dumps(c, ensure_ascii=False) + "\n" for c in known), encoding="utf-8")


@pytest.mark.parametrize("number", range(len(cases())), ids=[case["why"].replace(" ", "_") for case in cases()])
def test_case(number: int) -> None:
    case = cases()[number]
    doc = doc_of(case)
    found = {place.name: place for place in doc.places}
    for name, told in case["places"].items():
        country, *rest = told.split()
        place = found[name]
        if not rest:
            assert place.lat is None, place
            continue
        assert place.country == (None if country == "-" else country), place
        assert place.lat is not None and place.lon is not None, place
        assert abs(place.lat - float(rest[0])) < 0.5 and abs(place.lon - float(rest[1])) < 0.5, place
        assert place.why and place.candidates > 0
        if len(rest) > 2:
            assert place.kind == rest[2], place
    if "event" in case:
        acts = [e for e in events.extract(doc) if isinstance(e, Event)]
        assert {e.place for e in acts} - {None} == ({case["event"]} - {None}), acts


def test_a_condemnation_is_not_placed_where_the_act_was() -> None:
    case = next(case for case in cases() if "word of blame" in case["why"])
    placed = {e.type: e.place for e in events.extract(doc_of(case)) if isinstance(e, Event)}
    assert placed == {"ACCUSE": None, "ASSAULT": "Kunduz"}


def test_an_event_carries_what_the_gazetteer_knows_and_why() -> None:
    case = next(case for case in cases() if "country beside the name" in case["why"])
    (event,) = [e for e in events.extract(doc_of(case)) if isinstance(e, Event)]
    assert (event.place, event.place_country, event.place_kind) == ("Tripoli", "LBN", "city")
    assert event.place_lat == 34.43 and event.place_lon == 35.84
    assert event.place_why == "in; beside it: LBN"


# ---------------------------------------------------------------- the tables


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ["atlas", "sites"])
def test_table_is_sound(name: str) -> None:
    codes = {row["code"] for row in rows("countries")} | {row["country"] for row in rows("atlas")}
    for row in rows(name):
        assert -90 <= float(row["lat"]) <= 90 and -180 <= float(row["lon"]) <= 180, row
        assert row["kind"] in KINDS and row["name"], row
        assert row["country"] in codes or (row["country"] == "" and name == "sites"), row


def test_atlas_is_plain() -> None:
    text = (DATA / "atlas.csv").read_text(encoding="ascii")
    assert '"' not in text and all(line.count(",") == 7 for line in text.splitlines())


def test_no_place_stands_twice_among_the_sites() -> None:
    known = [(row["country"], row["name"].lower()) for row in rows("sites")]
    assert len(known) == len(set(known))


def test_hand_written_sites_lie_in_their_countries() -> None:
    """Within half a degree of a country's outline: the sites were written from memory."""
    shapes: dict[str, list[list[tuple[float, float]]]] = {}
    frame = Frame(-180, -90, 180, 90, 3600, 1800, 0.2)  # ten units a degree
    for code, ring in lands(frame):
        shapes.setdefault(code, []).append(ring)
    off = []
    for row in rows("sites"):
        if row["country"] in shapes and row["kind"] != "sea":
            at = frame.flat((float(row["lon"]), float(row["lat"])))
            if not any(_inside(ring, at) or _near(ring, at, 6) for ring in shapes[row["country"]]):
                off.append(row["name"])
    assert off == OUTLYING


def _inside(ring: list[tuple[float, float]], at: tuple[float, float]) -> bool:
    found = False
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (a[1] > at[1]) != (b[1] > at[1]) and at[0] < (b[0] - a[0]) * (at[1] - a[1]) / (b[1] - a[1]) + a[0]:
            found = not found
    return found


def _near(ring: list[tuple[float, float]], at: tuple[float, float], least: float) -> bool:
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        long = (bx - ax) ** 2 + (by - ay) ** 2
        share = max(0.0, min(1.0, ((at[0] - ax) * (bx - ax) + (at[1] - ay) * (by - ay)) / long)) if long else 0.0
        if (ax + share * (bx - ax) - at[0]) ** 2 + (ay + share * (by - ay) - at[1]) ** 2 < least**2:
            return True
    return False


def test_the_gazetteer_is_read_quickly() -> None:
    atlas._atlas.cache_clear()
    atlas._sites.cache_clear()  # type: ignore[attr-defined]
    begun = time.process_time()
    spots("Kyiv")
    assert time.process_time() - begun < 0.25  # 0.04 s; a slow machine has room


def test_spellings_mean_one_place() -> None:
    for one, other in [
        ("Kyiv", "Kiev"), ("Kharkiv", "Kharkov"), ("Odesa", "Odessa"), ("Bakhmut", "Artemivsk"), ("Aleppo", "Halab"),
        ("Sanaa", "Sana’a"), ("Khan Younis", "Khan Yunis"), ("Yangon", "Rangoon"), ("Mazar-i-Sharif", "Mazar-e Sharif"),
        ("Kobani", "Ayn al-Arab"), ("El Fasher", "Al-Fashir"), ("Bab al-Mandab", "Bab el-Mandeb"), ("Mumbai", "Bombay"),
        ("Deir ez-Zor", "Deir al-Zour"), ("Spratlys", "Spratly Islands"), ("Bürgenstock", "Burgenstock"),
    ]:  # fmt: skip
        towns = [s for s in spots(one) if s.kind != "region"] or list(spots(one))
        assert (towns[0].lat, towns[0].lon) in {(s.lat, s.lon) for s in spots(other)}, (one, other)


# ---------------------------------------------------------------- the map


def spot(name: str, lat: float, lon: float, conflict: int, cooperation: int, kind: str = "city") -> where.Spot:
    made = where.Spot(lat, lon, kind, "UKR", conflict=conflict, cooperation=cooperation)
    made.names[name] += 1
    return made


def test_map_needs_two_places() -> None:
    assert maps.drawing_of([spot("Kyiv", 50.5, 30.5, 2, 1)], 0) is None


def test_map_shows_both_tones_in_shape_and_colour() -> None:
    figure = maps.drawing_of([spot("Kyiv", 50.5, 30.5, 2, 1), spot("A<b>", 46.5, 30.7, 0, 3)], 5)
    assert figure is not None
    assert "<circle" in figure.svg and figure.svg.count(">Kyiv<") == 1
    assert "<b>" not in figure.svg and "A&lt;b&gt;" in figure.svg
    assert "Five events without a place are left out" in figure.note
    assert figure.table is not None and figure.table.rows[0][0] == "Kyiv, Ukraine"


def test_map_of_far_places_is_drawn_twice() -> None:
    near = [spot(f"Town {k}", 48 + k / 3, 35 + k, 4, 0) for k in range(4)]
    figure = maps.drawing_of([*near, spot("Anchorage", 61.2, -149.9, 0, 1)], 0)
    assert figure is not None and figure.svg.count("<clipPath") == 2 and "Anchorage" in figure.svg


def test_map_is_small_and_the_same_again() -> None:
    listed = [spot(f"Town {k}", -40 + 8 * k, -150 + 29 * k, 1, 1) for k in range(11)]
    one, other = maps.drawing_of(listed, 0), maps.drawing_of(listed, 0)
    assert one is not None and one == other and len(one.svg) < 250_000


def test_borders_of_a_frame_stay_in_it() -> None:
    frame = Frame.around([(30.0, 46.0), (40.0, 52.0)], 480, (230, 400), 5)
    assert 0.99 * 230 <= frame.height <= 400.1
    for _, ring in lands(frame):
        assert all(-0.1 <= x <= 480.1 and -0.1 <= y <= frame.height + 0.1 for x, y in ring)
    assert any(len(line) > 5 for line in borders(frame))


def test_crimea_and_its_coast_have_no_border_with_ukraine() -> None:
    """The outlines follow ISO 3166, as the codebook does."""
    frame = Frame(30, 44, 38, 49, 800, 500)
    assert any(code == "UKR" and _inside(ring, frame.flat((34.2, 45.2))) for code, ring in lands(frame))


def test_events_are_counted_once_and_without_a_place_too() -> None:
    row = {
        "day": "2024-01-01", "actor": "Russia", "actor_code": "RUS GOV", "recipient": None, "recipient_code": None,
        "type": "ASSAULT", "mode": None, "place": "Kyiv", "place_lat": 50.45, "place_lon": 30.52, "place_kind": "city",
        "place_country": "UKR", "score": -9.0,
    }  # fmt: skip
    other = row | {"place": "Kiev", "type": "CONSULT", "score": 1.0}
    missing = row | {"place_lat": None, "place_lon": None}
    found, without = where.spots([row, row, other, missing, row | {"day": "2030-01-01"}], "2023-12-01", "2024-02-01")
    assert without == 1 and len(found) == 1
    assert (found[0].conflict, found[0].cooperation, found[0].name) == (1, 1, "Kiev")
