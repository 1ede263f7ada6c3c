"""What holds for every form in which a whole record is written; and the command that writes them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from detente import cli, run
from detente.export.record import form, forms
from detente.export.record._inert import RISKY, dumped, plain
from exported import SCRIPT, UNSEEN, database, holding, written
from record_db import record_db

TEXTS = tuple(name for name in forms() if name != "xlsx")
JSON = tuple(name for name in TEXTS if name != "bibtex")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    made = database()
    made.execute("UPDATE home SET path = $path", {"path": str(tmp_path_factory.mktemp("record") / "0123456789ab")})
    return made


def test_a_form_is_found_by_the_name_of_its_file() -> None:
    assert forms() == (
        "annotations", "bibtex", "claimreview", "croissant", "csl", "geojson", "prov", "timelinejs", "xlsx",
    )  # fmt: skip
    with pytest.raises(ValueError, match=r"no such format: _inert \(there are annotations"):
        form("_inert")


@pytest.mark.parametrize("name", forms())
def test_the_same_record_gives_the_same_bytes(name: str, db: duckdb.DuckDBPyConnection) -> None:
    again = database()
    again.execute("UPDATE home SET path = $path", {"path": "/elsewhere/0123456789ab"})
    first = written(name, holding(db))
    assert first
    assert written(name, holding(again)) == first


@pytest.mark.parametrize("name", forms())
def test_an_empty_record_can_be_written(name: str) -> None:
    empty = record_db([], [])
    empty.execute("UPDATE home SET path = '/x/0123456789ab'")
    made = written(name, holding(empty))
    if name in JSON:
        json.loads(made)


@pytest.mark.parametrize("name", TEXTS)
def test_nothing_in_a_file_can_end_a_script_or_hide(name: str, db: duckdb.DuckDBPyConnection) -> None:
    text = written(name, holding(db)).decode()
    assert "javascript:" not in text
    assert not set(UNSEEN) & set(text)
    if name in JSON:
        assert SCRIPT not in text
        assert not RISKY.search(text)


@pytest.mark.parametrize("name", [name for name in forms() if not form(name).quotes])
def test_without_words_there_are_none(name: str, db: duckdb.DuckDBPyConnection) -> None:
    text = written(name, holding(db, words=False)).decode()
    for words in ("bombed Syldavia at sea", "would not sign a separate peace", "200 tractors", "by 1 October"):
        assert words not in text
    if name in ("annotations", "geojson", "prov"):
        assert "bombed Syldavia at sea" in written(name, holding(db)).decode()


@pytest.mark.parametrize("name", ["annotations", "geojson", "timelinejs"])
def test_what_is_not_sure_enough_is_left_out(name: str, db: duckdb.DuckDBPyConnection) -> None:
    assert len(written(name, holding(db, confidence=0.7))) < len(written(name, holding(db)))


def test_json_reads_back_as_it_was() -> None:
    odd = {"a": f"{SCRIPT}{UNSEEN}\u2028\U000e0041 “é” \U0001f54a\n\t\\", "b": [None, 1.5, True]}
    assert json.loads(dumped(odd)) == odd
    assert not RISKY.search(dumped(odd))
    assert plain(f"a{UNSEEN}\n b \U0001f468\u200d\U0001f469") == "a b \U0001f468\u200d\U0001f469"


# ---------------------------------------------------------------- the command


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("talks")
    (folder / "one.txt").write_text(
        "---\ndate: 2024-03-05\nsource: Courier\nurl: https://example.org/1\n---\n\n"
        "Russia attacked Kyiv with drones on Monday. President Vladimir Putin rejected a ceasefire.\n"
    )
    run.build([folder], record=folder / "record")
    return folder / "record"


@pytest.fixture
def detente(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["detente", *map(str, arguments)])
        try:
            cli.main()
            code = 0
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        said = capfd.readouterr()
        return code, said.out, said.err

    return call


@pytest.mark.model
@pytest.mark.parametrize("name", forms())
def test_the_command_writes_each_form(
    name: str, record: Path, tmp_path: Path, detente: Callable[..., tuple[int, str, str]]
) -> None:
    code, _, said = detente("export", name, record, "-o", tmp_path / "written")
    assert code == 0, said
    assert (tmp_path / "written").stat().st_size > 40


@pytest.mark.model
def test_the_command_says_what_is_left_out_and_what_is_missing(
    record: Path, tmp_path: Path, detente: Callable[..., tuple[int, str, str]]
) -> None:
    _, out, said = detente("export", "geojson", record)
    assert json.loads(out)["features"][0]["properties"]["place"] == "Kyiv"
    assert "left out: 1 without a place" in said
    about = tmp_path / "about.yaml"
    about.write_text("license: CC-BY-4.0\ndatePublished: 2024-03-06\ncreator: {type: Person, name: Ada}\n")
    _, out, said = detente("export", "croissant", record, "--about", about)
    told = json.loads(out)
    assert (told["license"], told["datePublished"], told["url"]) == ("CC-BY-4.0", "2024-03-06", None)
    assert told["creator"] == {"@type": "sc:Person", "name": "Ada"}
    assert "only the publisher knows them: url (--about)" in said


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("nothing",), "no such format: nothing"),
        (("xlsx", "--no-words"), "xlsx is made of the words of the articles"),
        (("timelinejs", "--no-words"), "timelinejs is made of the words"),
        (("geojson", "--about", "a.yaml"), "only croissant tells of the publisher"),
        (("croissant", "--about", "gone.yaml"), "no such file: gone.yaml"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(
    arguments: tuple[str, ...], reason: str, detente: Callable[..., tuple[int, str, str]]
) -> None:
    name, *rest = arguments
    code, _, said = detente("export", name, "talks", *rest)
    assert code == 2
    assert reason in " ".join(said.replace("│", " ").split())


@pytest.mark.parametrize(("text", "reason"), [("- a\n- b\n", "no names with values"), ("a: [", "no YAML")])
def test_what_a_publisher_says_has_to_be_readable(
    text: str, reason: str, tmp_path: Path, detente: Callable[..., tuple[int, str, str]]
) -> None:
    (tmp_path / "about.yaml").write_text(text)
    code, _, said = detente("export", "croissant", "talks", "--about", tmp_path / "about.yaml")
    assert code == 2
    assert reason in said
