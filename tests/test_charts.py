"""Charts as inline SVG."""

from __future__ import annotations

import re

import pytest

from camp_david import ARTICLES, RECORDS
from detente import charts, drawing
from detente.analyze import dyads, timeline
from detente.records import Article, Event
from record_db import at, record_db


@pytest.fixture(scope="module")
def found():
    db = record_db(ARTICLES, RECORDS)
    return timeline.find(db).rows, dyads.find(db).rows


def weeks():
    articles, records = [], []
    for number in range(1, 5):
        article = Article(
            id=f"x{number}", date=f"1990-0{number}-10", text="Ruland bombed Borduria. Ruland met Borduria."
        )
        articles.append(article)
        for words, type_, quad, score in (("bombed Borduria", "ASSAULT", 4, -9.3), ("met Borduria", "CONSULT", 1, 2.1)):
            records.append(
                at(article, words, Event, actor="Ruland", recipient="Borduria", type=type_, quad=quad, score=score)
            )
    return record_db(articles, records)


def test_words_and_deeds_are_drawn_and_told(found):
    rows, _ = found
    marked = next(row for row in rows if row["plane"] == "deed")
    figure = charts.words_and_deeds(rows, {marked["records"][0]: 7})
    assert "by week" in figure.caption
    assert "two deeds" in figure.alternative
    assert "[7]" in figure.alternative
    assert figure.cites == (marked["records"][0],)
    assert ">7</text>" in figure.svg


def test_a_drawing_scales_and_takes_the_colour_of_the_page(found):
    figure = charts.words_and_deeds(found[0], {})
    assert re.match(r'<svg [^>]*viewBox="[^"]+" width="100%" role="img" aria-label="', figure.svg)
    assert "currentColor" in figure.svg
    assert drawing.INK not in figure.svg
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)', figure.svg)]
    assert min(sizes) >= drawing.LETTERS


def test_weeks_are_drawn_with_more_than_colour():
    db = weeks()
    rows = dyads.find(db).rows
    figure = charts.by_week(rows, {rows[0]["records"][0]: 3})
    assert "Borduria – Ruland: eight events in four weeks" in figure.alternative
    assert ">3</text>" in figure.svg


def test_two_drawings_of_a_page_share_no_id():
    db = weeks()
    drawn = charts.figures(timeline.find(db).rows, dyads.find(db).rows, {})
    ids = [found for figure in drawn for found in re.findall(r'\bid="([^"]+)"', figure.svg)]
    assert len(drawn) == 2
    assert len(ids) == len(set(ids))


def test_without_days_nothing_is_drawn():
    article = Article(id="x", text="Ruland bombed Borduria.")
    db = record_db(
        [article], [at(article, "bombed Borduria", Event, actor="Ruland", recipient="Borduria", type="ASSAULT")]
    )
    assert charts.figures(timeline.find(db).rows, dyads.find(db).rows, {}) == ()
