"""The bibliography: BibTeX and CSL-JSON tell the same of the same sources, and nothing in a title is a command."""

from __future__ import annotations

import json
import re
from typing import Any

import duckdb
import pytest
from pybtex.database import BibliographyData, parse_string

from detente.export.record._sources import works
from detente.records import Article
from exported import COPY, FORMULA, database, holding, written
from record_db import record_db

# the variables of CSL 1.0.2 that are used here, with what their values are in csl-data.json
CSL = {"id": str, "type": str, "title": str, "container-title": str, "issued": dict, "URL": str, "note": str}


@pytest.fixture(scope="module")
def db() -> duckdb.DuckDBPyConnection:
    return database()


@pytest.fixture(scope="module")
def bibtex(db: duckdb.DuckDBPyConnection) -> str:
    return written("bibtex", holding(db)).decode()


@pytest.fixture(scope="module")
def entries(bibtex: str) -> BibliographyData:
    return parse_string(bibtex, "bibtex")


@pytest.fixture(scope="module")
def items(db: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(written("csl", holding(db)))
    return found


def test_every_article_is_an_entry_and_an_item_under_one_key(
    entries: BibliographyData, items: list[dict[str, Any]], db: duckdb.DuckDBPyConnection
) -> None:
    keys = [work.key for work in works(holding(db))]
    assert list(entries.entries) == [item["id"] for item in items] == keys
    assert len(set(keys)) == len(keys) == 8
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in keys)
    assert "nile-courier-1978-07-sadat-rules" in keys
    assert "undated" in keys


def test_an_entry_tells_what_is_known_and_no_more(entries: BibliographyData) -> None:
    known = entries.entries["nile-courier-1978-07-sadat-rules"]
    assert known.type == "misc"
    assert dict(known.fields) == {
        "title": "{Sadat rules out a separate peace}", "howpublished": "Nile Courier", "year": "1978",
        "month": "July", "day": "10", "url": "https://example.org/a1", "note": "detente a1",
    }  # fmt: skip
    assert set(entries.entries["undated"].fields) == {"note"}


def test_nothing_in_a_title_is_a_command(bibtex: str, entries: BibliographyData) -> None:
    (wild,) = (entry for entry in entries.entries.values() if "passwd" in entry.fields.get("title", ""))
    shown = re.sub(r"\\(?:text\w+\{\}|[$&#_%])", "", wild.fields["title"])
    assert not re.search(r"[\\$&#_%^~]", shown)
    assert wild.fields["title"].count("{") == wild.fields["title"].count("}")
    assert "url" not in wild.fields
    assert r"\input" not in bibtex
    assert bibtex.count("{") == bibtex.count("}")


def test_an_item_has_only_what_the_schema_knows(items: list[dict[str, Any]]) -> None:
    for item in items:
        assert {"id", "type"} <= set(item) <= set(CSL)
        assert item["type"] == "article-newspaper"
        for name, value in item.items():
            assert isinstance(value, CSL[name])
        if "issued" in item:
            ((year, month, day),) = item["issued"]["date-parts"]
            assert (1000 <= year <= 9999, 1 <= month <= 12, 1 <= day <= 31) == (True, True, True)
    (wild,) = (item for item in items if FORMULA in item.get("container-title", ""))
    assert wild["issued"] == {"date-parts": [[1978, 9, 21]]}
    assert "URL" not in wild
    assert {item.get("URL") for item in items} >= {COPY.url, None}


def test_a_copy_says_of_what() -> None:
    copied = record_db([Article(id="a", text="One.", title="T"), Article(id="b", text="One.", title="T", url="x")], [])
    copied.execute("UPDATE listing SET copy_of = 'a' WHERE id = 'b'")
    first, second = works(holding(copied))
    assert (first.key, first.note) == ("undated-t", "detente a")
    assert (second.key, second.note) == ("undated-t-2", "detente b; the same text as undated-t")
