"""A folder is looked through for what is new; the command says what is wrong with what it is given."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from detente import run
from detente.cli import app
from detente.watch import folder, lists
from detente.watch.coder import Coder
from detente.watch.state import State


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The files that were given to be coded, call by call."""
    calls: list[list[str]] = []
    monkeypatch.setattr(run, "build", lambda inputs, **_: calls.append([Path(one).name for one in inputs]))
    return calls


def look(place: Path, record: Path) -> None:
    with State(record) as state:
        folder.code(place, Coder(record), state, time.time)


def old(file: Path, text: str, age: float = 60.0) -> None:
    file.write_text(text)
    os.utime(file, (time.time() - age, time.time() - age))


def test_only_what_is_new_or_changed_is_coded(tmp_path: Path, built: list[list[str]]) -> None:
    place = tmp_path / "talks"
    place.mkdir()
    old(place / "a.txt", "One.")
    old(place / "b.txt", "Two.")
    for _ in range(2):
        look(place, tmp_path / "rec")
    old(place / "b.txt", "Two and a half.", age=30)
    old(place / "c.txt", "Three.")
    look(place, tmp_path / "rec")
    assert built == [["a.txt", "b.txt"], ["b.txt", "c.txt"]]


def test_a_file_that_is_still_being_written_waits(
    tmp_path: Path, built: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "talks"
    place.mkdir()
    (place / "a.txt").write_text("Half.")
    monkeypatch.setattr(folder, "sleep", lambda _: (place / "a.txt").write_text("Half, and more."))
    look(place, tmp_path / "rec")
    assert built == []
    monkeypatch.setattr(folder, "sleep", lambda _: None)
    look(place, tmp_path / "rec")
    assert built == [["a.txt"]]


def test_a_record_in_the_folder_that_is_watched_is_refused(tmp_path: Path, built: list[list[str]]) -> None:
    with pytest.raises(ValueError, match="lies in"):
        folder.refuse_within(tmp_path, tmp_path / "rec")
    old(tmp_path / "a.txt", "One.")
    look(tmp_path, tmp_path / ".rec")
    assert built == [["a.txt"]]


def test_lists_of_feeds(tmp_path: Path) -> None:
    inner = '<outline text="x"><outline xmlUrl="https://a.example/f"/></outline><outline text="y"/>'
    opml = f"<opml><body>{inner}</body></opml>"
    (tmp_path / "a.opml").write_text(opml)
    (tmp_path / "a.txt").write_text(
        "# mine\nhttps://a.example/f # the first\n\nhttps://a.example/f\nhttp://b.example/\n"
    )
    assert lists.feeds_in(tmp_path / "a.opml") == ["https://a.example/f"]
    assert lists.feeds_in(tmp_path / "a.txt") == ["https://a.example/f", "http://b.example/"]
    (tmp_path / "b.txt").write_text("file:///etc/passwd\nhttps://a.example/f\n")
    with pytest.raises(ValueError, match="not an address of the web"):
        lists.feeds_in(tmp_path / "b.txt")
    (tmp_path / "c.txt").write_text("# nothing\n")
    with pytest.raises(ValueError, match="no address"):
        lists.feeds_in(tmp_path / "c.txt")


@pytest.mark.parametrize(
    "options",
    [["--every", "5s"], ["--every", "soon"], ["--since", "May"], ["--brief", "a.xls"], ["--contact", "a\nb: c"]],
)
def test_wrong_options_are_said(tmp_path: Path, options: list[str]) -> None:
    place: Any = tmp_path / "feeds.txt"
    place.write_text("https://a.example/f\n")
    done = CliRunner().invoke(app, ["watch", str(place), str(tmp_path / "rec"), *options])
    assert done.exit_code == 2
    assert not (tmp_path / "rec").exists()
