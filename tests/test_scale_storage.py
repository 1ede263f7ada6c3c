"""Inputs, backups and records on object storage, here in memory."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from detente import run, storage
from detente.cli import app
from detente.doc import Doc
from detente.readers import read
from detente.records import Article, Opinion


@pytest.fixture
def memory() -> Iterator[Any]:
    fsspec = pytest.importorskip("fsspec")
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


def lines(*names: str) -> bytes:
    return "".join(json.dumps({"id": n, "text": f"Talks of {n}.", "date": "2024-03-05"}) + "\n" for n in names).encode()


@pytest.fixture
def _coder(monkeypatch: pytest.MonkeyPatch) -> None:
    def annotate(articles: list[Article], model: str) -> Iterator[Doc]:  # noqa: ARG001
        return (Doc(article, [], []) for article in articles)

    def extract(doc: Doc) -> Iterator[tuple[str, Opinion]]:
        yield "opinions", Opinion(article=doc.article.id, start=0, end=3)

    monkeypatch.setattr("detente.annotate.annotate", annotate)
    monkeypatch.setattr("detente.extract.extract", extract)


def test_files_and_folders_are_read_by_address(memory: Any) -> None:
    memory.pipe("/talks/b/more.jsonl.gz", gzip.compress(lines("c")))
    memory.pipe("/talks/a.jsonl", lines("a", "b"))
    memory.pipe("/talks/.hidden/x.jsonl", lines("x"))
    found = [item for item in read(["memory://talks"]) if isinstance(item, Article)]
    assert [(item.id, item.path) for item in found] == [
        ("a", "memory://talks/a.jsonl:1"),
        ("b", "memory://talks/a.jsonl:2"),
        ("c", "memory://talks/b/more.jsonl.gz:1"),
    ]
    (alone, _) = (item for item in read(["memory://talks/a.jsonl"]) if isinstance(item, Article))
    assert alone == found[0]
    with pytest.raises(FileNotFoundError, match="memory://talks/none"):
        read(["memory://talks/none"])


@pytest.mark.parametrize("place", ["a.jsonl", "/a/b.txt", "C:/a", "a://", "-"])
def test_what_is_no_address(place: str) -> None:
    assert not storage.is_address(place)


def test_the_web_is_not_read_as_an_input() -> None:
    with pytest.raises(ValueError, match="detente watch"):
        read(["https://news.example/feed.jsonl"])


def test_what_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "find_spec", lambda name: None)  # noqa: ARG005
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'detente\[storage\]'"):
        read(["s3://bucket/a.jsonl"])


@pytest.mark.usefixtures("_coder")
def test_a_record_is_brought_level_with_one_on_storage(memory: Any, tmp_path: Path) -> None:
    memory.pipe("/in/a.jsonl", lines("a"))
    with pytest.raises(ValueError, match="--record"):
        run.build(["memory://in/a.jsonl"])
    done = run.build(["memory://in/a.jsonl"], record=tmp_path / "here")
    assert done.db.execute("SELECT article FROM opinions").fetchall() == [("a",)]
    memory.put(f"{tmp_path / 'here'}/", "/record/", recursive=True)
    far = run.build(["memory://record"], record=tmp_path / "there")
    assert far.db.execute("SELECT article FROM opinions").fetchall() == [("a",)]
    assert storage.mirror("memory://record", tmp_path / "there") == 1  # record.json, which may change
    memory.pipe("/in/b.jsonl", lines("b"))
    run.build(["memory://in/b.jsonl"], record=tmp_path / "here", onto=True)
    memory.put(f"{tmp_path / 'here'}/", "/record/", recursive=True)
    far = run.build(["memory://record"], record=tmp_path / "there")
    assert far.db.execute("SELECT article FROM opinions ORDER BY 1").fetchall() == [("a",), ("b",)]


@pytest.mark.usefixtures("_coder")
def test_backups_go_to_storage_and_come_back(memory: Any, tmp_path: Path) -> None:
    memory.pipe("/in/a.jsonl", lines("a"))
    run.build(["memory://in/a.jsonl"], record=tmp_path / "here")
    saved = CliRunner().invoke(app, ["backup", str(tmp_path / "here"), "memory://saved/talks.tar"])
    assert saved.exit_code == 0, saved.output
    back = CliRunner().invoke(app, ["restore", "memory://saved/talks.tar", str(tmp_path / "back")])
    assert back.exit_code == 0, back.output
    assert run.build([tmp_path / "back"]).articles == 1
