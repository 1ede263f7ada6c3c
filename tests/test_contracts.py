"""What every reader, extractor, analysis and exporter promises, checked for each found: a new file is tested too."""

from __future__ import annotations

import ast
import inspect
import pickle
import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest

from camp_david import ARTICLES, RECORDS
from detente import analyze, annotate, export, extract, readers, records, store
from detente.analyze import analyses
from detente.annotate import lay_over
from detente.doc import Doc
from detente.extract import extractors
from detente.readers._source import Source
from detente.records import Article, Dropped, Finding, Note, Record, Span, Statement, Unread
from detente.speech import selves
from detente.views import connect
from record_db import record_db

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(GOLDEN.glob("*/*.case"))
EXPORTERS = sorted(file.stem for file in Path(export.__path__[0]).glob("[a-z]*.py"))
ALLOWED = {
    "voice": records.VOICES, "modality": records.MODALITIES, "stance": records.STANCES,
    "speech_act": (*records.SPEECH_ACTS, None),
}  # fmt: skip


def source_of(folder: ModuleType, name: str) -> ast.Module:
    return ast.parse((Path(folder.__path__[0]) / f"{name}.py").read_text(encoding="utf-8"))


def says_what_it_is(module: ast.Module, ends: str = ".") -> None:
    said = ast.get_docstring(module) or ""
    assert said.split("\n\n")[0].rstrip().endswith(tuple(ends)), "the docstring's first paragraph is a sentence"


# ---------------------------------------------------------------- readers


@pytest.mark.parametrize("name", sorted(readers.readers()))
def test_a_reader(name: str) -> None:
    module = readers.readers()[name]
    says_what_it_is(source_of(readers, name))
    assert isinstance(module.SUFFIXES, tuple)
    assert all(re.fullmatch(r"\.[a-z]+", suffix) for suffix in module.SUFFIXES)
    assert list(inspect.signature(module.read).parameters) == ["source"]
    assert module.read.__doc__
    for suffix in module.SUFFIXES:
        for data in (b"", b"\0" * 40, b"\xff\xfe\x00", b"{", b"text\n1\n", b"PAR1PAR1", b"<p>"):
            items = list(readers.read_source(Source("x", f"x{suffix}", data=data)))
            assert items
            assert all(isinstance(item, Article | Unread | Note) for item in items)


def test_no_two_readers_read_the_same_suffix() -> None:
    all_of_them = [suffix for module in readers.readers().values() for suffix in module.SUFFIXES]
    assert len(all_of_them) == len(set(all_of_them))


# ---------------------------------------------------------------- extractors


@cache
def conftest() -> Any:
    spec = spec_from_file_location("golden_conftest", GOLDEN / "conftest.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def doc_of(case: Path) -> Doc:
    read_case = conftest().Case.read(case)
    doc = lay_over(Doc.thaw(read_case.article, read_case.parse))
    doc.statements = [r for r in extractors()["statements"](doc) if isinstance(r, Statement)]
    selves.annotate(doc)
    return doc


@pytest.fixture(scope="module")
def docs() -> list[Doc]:
    """The texts of the golden cases, and one without a word."""
    return [*(doc_of(case) for case in CASES), Doc(Article(id="empty", text=" "), [], [])]


@pytest.mark.parametrize("name", sorted(extractors()))
def test_an_extractor(name: str, docs: list[Doc]) -> None:
    says_what_it_is(source_of(extract, name))
    assert list(inspect.signature(extractors()[name]).parameters) == ["doc"]
    for doc in docs:
        found = list(extractors()[name](doc))
        assert found == list(extractors()[name](doc)), "the same article gives the same records"
        assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301
        for record in found:
            sound(record, doc)
            if isinstance(record, Dropped):
                assert record.extractor == name


def sound(record: Span, doc: Doc) -> None:
    assert record.article == doc.article.id
    assert 0 <= record.start < record.end <= len(doc.text)
    assert doc.text[record.start : record.end].strip()
    if isinstance(record, Dropped):
        assert record.reason
        return
    assert isinstance(record, Record)
    assert 0 <= record.confidence <= 1
    assert record.rule
    for field in fields(record):
        value = getattr(record, field.name)
        assert value != "" or field.name in ("rule",), f"{field.name} is empty, not None"
        if field.name in ALLOWED:
            assert value in ALLOWED[field.name]
        if field.name in ("date_start", "date_end", "deadline"):
            assert value is None or re.fullmatch(r"\d{4}-\d\d-\d\d", value)
    if isinstance(record, Statement):
        assert record.spans
        assert record.start == record.spans[0][0]
        assert record.end == record.spans[-1][1]
        for start, end in record.spans:
            assert record.start <= start < end <= record.end
        for part in ("speaker", "cue"):
            start, end = getattr(record, f"{part}_start"), getattr(record, f"{part}_end")
            assert (start is None) == (end is None)
            assert start is None or 0 <= start < end <= len(doc.text)


def test_each_extractor_has_its_golden_cases() -> None:
    assert set(extractors()) <= {case.parent.name for case in CASES}


def test_every_layer_of_annotation_says_what_it_is() -> None:
    for file in sorted(Path(annotate.__path__[0]).glob("[a-z]*.py")):
        says_what_it_is(source_of(annotate, file.stem))


# ---------------------------------------------------------------- analyses


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = record_db(ARTICLES, RECORDS)
    yield connection
    connection.close()


@pytest.mark.parametrize("name", sorted(analyses()))
def test_an_analysis(name: str, db: duckdb.DuckDBPyConnection) -> None:
    tree = source_of(analyze, name)
    says_what_it_is(tree, ends="?")
    assert f"Example: detente {name.replace('_', '-')} " in (ast.get_docstring(tree) or "")
    find = analyses()[name]
    assert find.__doc__
    first, *options = inspect.signature(find).parameters.values()
    assert first.name == "db"
    for option in options:
        assert option.kind is inspect.Parameter.KEYWORD_ONLY
        assert option.default is not inspect.Parameter.empty
    finding = find(db)
    assert isinstance(finding, Finding)
    assert finding.name == name
    assert finding == find(db)
    known = {row[0] for table in store.TABLES for row in db.execute(f"SELECT id FROM {table}").fetchall()}  # noqa: S608
    for row in finding.rows:
        assert set(finding.columns) <= set(row)
        assert row["records"]
        assert set(row["records"]) <= known
    assert find(connect({})).rows == ()


def test_analyses_and_record_kinds_cover_the_tables(db: duckdb.DuckDBPyConnection) -> None:
    for table in store.TABLES:
        assert "id" in {column[0] for column in db.execute(f"DESCRIBE {table}").fetchall()}


# ---------------------------------------------------------------- exporters


@pytest.mark.parametrize("name", EXPORTERS)
def test_an_exporter(name: str) -> None:
    says_what_it_is(source_of(export, name))
    write = import_module(f"detente.export.{name}").write
    assert write.__doc__
    hostile = "=cmd|' /C calc'!A0 <script>alert(1)</script> \x1b[2J"
    row = {"who": hostile, "when": None, "score": -1.5, "all": ["a", "b"], "records": ["P-aaaaaaaa"]}
    finding = Finding(name="x", title="X", columns=("who", "when", "score", "all"), rows=(row,), note="A note.")
    for given in (finding, Finding(name="x", title="X", columns=("who",), rows=())):
        made = write(given)
        assert isinstance(made, str)
        assert made == write(given)
    if name in ("html", "markdown"):
        assert "<script>alert" not in write(finding)
    if name == "table":
        assert "\x1b[2J" not in write(finding)
