"""What every analysis promises, for each one found."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from camp_david import ARTICLES, RECORDS
from detente import analyze
from detente.analyze import analyses
from detente.records import Finding
from record_db import record_db

NAMES = sorted(analyses())
IDS = "SELECT id FROM {}"


@pytest.fixture(scope="module")
def db():
    return record_db(ARTICLES, RECORDS)


@pytest.mark.parametrize("name", NAMES)
def test_a_finding_shows_its_columns_and_rests_on_records(db, name):
    finding = analyses()[name](db)
    kinds = ("statements", "events", "positions", "inducements", "commitments", "opinions")
    known = {row[0] for kind in kinds for row in db.execute(IDS.format(kind)).fetchall()}
    assert isinstance(finding, Finding)
    assert finding.name == name
    assert finding.rows, "the hand-made record has something for each question"
    for row in finding.rows:
        assert set(finding.columns) <= set(row)
        assert row["records"]
        assert set(row["records"]) <= known


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_record_gives_an_empty_finding(name):
    assert analyses()[name](record_db([], [])).rows == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_same_record_gives_the_same_finding(db, name):
    other = record_db(ARTICLES, RECORDS)
    assert analyses()[name](db) == analyses()[name](other)


@pytest.mark.parametrize("name", NAMES)
def test_no_confidence_leaves_nothing(db, name):
    assert analyses()[name](db, confidence=0.95).rows == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_module_is_a_question_with_an_example(name):
    (folder,) = analyze.__path__
    told = ast.get_docstring(ast.parse((Path(folder) / f"{name}.py").read_text(encoding="utf-8")))
    assert told.splitlines()[0].endswith("?")
    assert f"Example: detente {name} " in told
    assert inspect.getdoc(analyses()[name])


def test_what_a_source_says_cannot_reach_the_query(db):
    assert analyses()["inducements"](db, kind="x' OR '1'='1").rows == ()
