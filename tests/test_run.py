"""A run codes what is new, keeps what is done, and comes to the same however it got there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detente import edition, run
from detente.doc import Doc
from detente.executors.processes import pool
from detente.records import Record
from detente.weights import MODEL
from detente.work import RAISE

TEXTS = {
    "rejects": (
        "2024-03-04",
        "Norland’s prime minister, Ada Holm, rejected the ceasefire on Monday. “We will not sign under fire,” she "
        "said. Sudria shelled the port of Portsea overnight, officials said.",
    ),
    "accepts": (
        "2024-03-11",
        "France and Germany urged Turkey to accept the ceasefire. President Emmanuel Macron said Paris would send 200 "
        "trucks of aid if the guns fell silent. Turkey agreed to talks in Geneva next week.",
    ),
    "threat": (
        "2024-03-18",
        "The United States threatened new sanctions against Russia unless it withdraws its troops. Russia promised to "
        "answer within 30 days. Was the offer ever real?",
    ),
}


@pytest.fixture(autouse=True)
def errors_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RAISE, "1")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    place = tmp_path / "talks.jsonl"
    lines = [json.dumps({"id": name, "date": date, "text": text}) for name, (date, text) in TEXTS.items()]
    place.write_text("\n".join(lines) + "\n")
    return place


def contents(done: run.Run) -> dict[str, list[Any]]:
    return {table: done.db.execute(f"SELECT * FROM {table}").fetchall() for table in ("articles", *run.store.TABLES)}  # noqa: S608


def child(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    head = "import os, signal, sys\nfrom detente import run, store\n"
    return subprocess.run([sys.executable, "-c", head + code], cwd=folder, capture_output=True, text=True, check=False)


# ---------------------------------------------------------------- with the language model


@pytest.mark.model
def test_texts_become_records_that_stand_on_their_words(texts: Path, tmp_path: Path) -> None:
    done = run.build([texts], record=tmp_path / "record")
    assert (done.articles, done.new, done.unread) == (3, 3, ())
    held = dict(done.db.execute("SELECT id, text FROM articles").fetchall())
    for table in run.store.TABLES:
        rows = done.db.execute(f'SELECT article, "start", "end", text, sentence, id FROM {table}').fetchall()  # noqa: S608
        assert len({row[-1] for row in rows}) == len(rows)
        for article, start, end, words, sentence, _ in rows:
            assert held[article][start:end] == words
            assert words
            assert words in sentence
    speakers = {row[0] for row in done.db.execute("SELECT speaker FROM statements").fetchall()}
    assert "Emmanuel Macron" in speakers
    assert done.db.execute("SELECT count(*) FROM events").fetchone() > (0,)


@pytest.mark.model
def test_a_rerun_changes_nothing_and_loads_no_model(texts: Path, tmp_path: Path) -> None:
    first = contents(run.build([texts], record=tmp_path / "record"))
    before = sorted((p, p.stat().st_mtime_ns) for p in (tmp_path / "record").rglob("*"))
    again = child(
        f"done = run.build([{str(texts)!r}], record='record')\nprint(done.new, 'spacy' in sys.modules)", tmp_path
    )
    assert again.stdout.split() == ["0", "False"], again.stderr
    assert sorted((p, p.stat().st_mtime_ns) for p in (tmp_path / "record").rglob("*")) == before
    assert contents(run.build([texts], record=tmp_path / "record")) == first


@pytest.mark.model
def test_one_article_more_costs_one_article(texts: Path, tmp_path: Path) -> None:
    lines = texts.read_text().splitlines(keepends=True)
    texts.write_text("".join(lines[1:]))
    assert run.build([texts], record=tmp_path / "record").new == 2
    texts.write_text("".join(lines))
    grown = run.build([texts], record=tmp_path / "record")
    assert (grown.articles, grown.new) == (3, 1)
    assert contents(grown) == contents(run.build([texts], record=tmp_path / "fresh"))


@pytest.mark.model
def test_several_processes_come_to_the_same_as_one(
    texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "SHARD_ARTICLES", 1)
    one = run.build([texts], record=tmp_path / "one")
    two = run.build([texts], record=tmp_path / "two", workers=2)
    assert contents(one) == contents(two)
    assert len(list((tmp_path / "two").glob("*/shards/*"))) == 3


@pytest.mark.model
@pytest.mark.parametrize(
    "fall",
    [
        # after the first shard
        "run.build([texts], record='record', report=lambda n: os.kill(os.getpid(), signal.SIGKILL))",
        # in the middle of the second
        "import pyarrow.parquet as pq\nwrite, count = pq.write_table, []\n"
        "def write_or_fall(*args, **options):\n"
        "    count.append(1)\n"
        "    if len(count) == 12: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    write(*args, **options)\n"
        "pq.write_table = write_or_fall\nrun.build([texts], record='record')",
    ],
)
def test_a_run_that_was_killed_is_taken_up_where_it_fell(
    texts: Path, tmp_path: Path, fall: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "SHARD_ARTICLES", 1)
    start = f"run.SHARD_ARTICLES = 1\ntexts = {str(texts)!r}\n"
    fallen = child(start + fall, tmp_path)
    assert fallen.returncode == -9, fallen.stderr
    assert len(list((tmp_path / "record").glob("*/shards/*/done"))) == 1
    taken_up = run.build([texts], record=tmp_path / "record")
    assert taken_up.new == 2
    assert contents(taken_up) == contents(run.build([texts], record=tmp_path / "undisturbed"))
    assert not list((tmp_path / "record").rglob("building-*"))


# ---------------------------------------------------------------- without it


def test_a_worker_that_is_killed_is_said() -> None:
    with pytest.raises(ChildProcessError, match="take fewer --workers"):
        list(pool(os._exit, [9], workers=2))


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Articles are annotated as nothing and coded as one record; the ids of those coded are gathered."""
    coded: list[str] = []

    def annotate(articles: list[run.Article], model: str) -> Iterator[Doc]:  # noqa: ARG001
        for article in articles:
            coded.append(article.id)
            if "fails" in article.text:
                raise RuntimeError("no such luck")
            yield Doc(article, [], [])

    def extract(doc: Doc) -> Iterator[tuple[str, Record]]:
        yield "opinions", run.store.TABLES["opinions"](article=doc.article.id, start=0, end=3)  # type: ignore[misc]

    monkeypatch.setattr("detente.annotate.annotate", annotate)
    monkeypatch.setattr("detente.extract.extract", extract)
    return coded


def folder_of(place: Path, *rows: dict[str, object]) -> Path:
    place.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return place


def test_the_same_text_is_coded_once_as_its_earliest_copy(tmp_path: Path, bare: list[str]) -> None:
    same = "One wire report."
    rows: list[dict[str, object]] = [
        {"id": "late", "date": "2024-03-06", "source": "B", "text": same},
        {"id": "early", "date": "2024-03-05", "source": "A", "text": same},
        {"id": "later", "date": "2024-03-07", "source": "C", "text": same},
        {"id": "undated", "text": same},
    ]
    done = run.build([folder_of(tmp_path / "a.jsonl", *rows)], record=tmp_path / "r")
    assert done.db.execute("SELECT article, article_date FROM opinions").fetchall() == [("early", "2024-03-05")]
    assert done.db.execute("SELECT id, copy_of FROM articles").fetchall() == [
        ("late", "early"), ("early", None), ("later", "early"), ("undated", "early"),
    ]  # fmt: skip
    assert done.copies == 3
    assert bare == ["late", "early"]
    # alone, what was a copy is coded for itself
    alone = run.build([folder_of(tmp_path / "b.jsonl", rows[2])], record=tmp_path / "r")
    assert alone.db.execute("SELECT article FROM opinions").fetchall() == [("later",)]
    again = run.build([tmp_path / "a.jsonl"], record=tmp_path / "r")
    assert again.new == 0
    assert contents(again) == contents(done)


def test_an_article_that_cannot_be_coded_does_not_stop_the_others(
    tmp_path: Path, bare: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = folder_of(tmp_path / "a.jsonl", {"id": "x", "text": "This fails."}, {"id": "y", "text": "This does not."})
    with pytest.raises(RuntimeError, match="no such luck"):
        run.build([place], record=tmp_path / "r")
    monkeypatch.delenv(RAISE)
    done = run.build([place], record=tmp_path / "r")
    assert [(one.path, one.reason) for one in done.unread] == [
        (f"{place}:1", "could not be coded: RuntimeError: no such luck")
    ]
    assert done.db.execute("SELECT article FROM opinions").fetchall() == [("y",)]
    bare.clear()
    assert run.build([place], record=tmp_path / "r").unread == done.unread
    assert bare == []


def test_a_record_folder_can_be_opened_by_itself(tmp_path: Path, bare: list[str]) -> None:
    place = folder_of(tmp_path / "a.jsonl", *({"id": str(n), "text": f"Text {n}."} for n in range(120)))
    done = run.build([place], record=tmp_path / "r")
    assert (done.articles, done.new, len(bare)) == (120, 120, 120)
    assert len(list((tmp_path / "r").glob("*/shards/*"))) == 3
    assert contents(run.build([tmp_path / "r"])) == contents(done)


@pytest.mark.usefixtures("bare")
def test_a_changed_rule_makes_a_new_edition_and_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = folder_of(tmp_path / "a.jsonl", {"id": "x", "text": "Text."})
    run.build([place], record=tmp_path / "r")
    monkeypatch.setattr(run, "edition", lambda model: "changed")  # noqa: ARG005
    assert run.build([place], record=tmp_path / "r").new == 1
    assert len(list((tmp_path / "r").glob("*/shards/*/done"))) == 2


def test_the_edition_hangs_on_what_codes_and_on_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "detente"
    shutil.copytree(edition.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(edition, "PACKAGE", copy)

    def now() -> str:
        edition.edition.cache_clear()
        return edition.edition(MODEL)

    def touched(name: str) -> bool:
        before = now()
        with (copy / name).open("a") as stream:
            stream.write("\n# changed\n")
        return now() != before

    assert now() == now()
    changes = {name: touched(name) for name in ("syntax.py", "doc.py", "codebook.py", "store.py", "extract/__init__.py",
                                                "annotate/language.py", "data/countries.csv",
                                                "data/coder/labels.json")}  # fmt: skip
    assert all(changes.values()), changes
    others = {
        name: touched(name)
        for name in ("run.py", "views.py", "cli/__init__.py", "readers/text.py", "analyze/shifts.py", "api.py")
    }
    assert not any(others.values()), others
    edition.edition.cache_clear()


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModuleNotFoundError, match="pip install no-such-model"):
        run.build([folder_of(tmp_path / "a.jsonl", {"text": "Text."})], record=tmp_path / "r", model="no_such_model")
