"""Bad input: a clear message for each, and the rest goes on."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest

from detente.readers import read
from detente.records import Article, Note, Unread

GOOD = (
    "The envoy of Norland said that the talks with Sudria would go on in Portsea, and that the truce had held so far."
)
FRENCH = (
    "Le ministre a déclaré que les pourparlers avec les représentants de la Sudrie se poursuivraient la semaine "
    "prochaine malgré les combats dans le nord du pays, selon un communiqué publié mardi soir."
)


def outcome(place: Path) -> tuple[list[Article], list[Unread], list[Note]]:
    items = list(read([place]))
    return (
        [item for item in items if isinstance(item, Article)],
        [item for item in items if isinstance(item, Unread)],
        [item for item in items if isinstance(item, Note)],
    )


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "empty file"),
        ("blank.txt", b" \n\n ", "empty file"),
        ("empty.jsonl", b"", "empty file"),
        ("empty.csv", b"", "empty file"),
        ("empty.parquet", b"", "empty file"),
        ("picture.txt", bytes(range(256)) * 8, "not text"),
        ("picture.jsonl", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not text"),
        ("wrong.parquet", GOOD.encode(), "not a Parquet file"),
        ("report.pdf", b"%PDF-1.7", "a kind of file that is not read (.pdf)"),
        ("noname", GOOD.encode(), "no suffix"),
        ("page.txt", b"<!DOCTYPE html><html><body><p>Hello.</p></body></html>", "call it .html"),
        ("nothing.html", b"<html><body></body></html>", "no article text"),
        ("french.txt", FRENCH.encode(), "not English (fr)"),
        ("long.txt", b"word " * 900_000, "cut it into articles"),
        ("blob.txt", b"Image: " + b"QUJD" * 3000, "not prose: 5,000 characters without a space"),
        ("textless.csv", b"id,date\n1,2024-03-05\n", "no text: expected a field `text`"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_and_the_rest_goes_on(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "zz_good.txt").write_text(GOOD)
    articles, unread, _ = outcome(tmp_path)
    assert [article.text for article in articles] == [GOOD]
    assert len(unread) == 1
    assert reason in unread[0].reason
    assert unread[0].path == str(tmp_path / name)


def test_a_json_line_cut_in_half_is_named_by_its_line(tmp_path: Path) -> None:
    place = tmp_path / "a.jsonl"
    good = json.dumps({"id": "x", "text": GOOD})
    other = good.replace('"x"', '"z"')
    place.write_text("\n".join([good, good[:40], "[1, 2]", "", '{"id": "y"}', other]))
    articles, unread, _ = outcome(place)
    assert [article.id for article in articles] == ["x", "z"]
    assert [(one.line, one.reason.split(":")[0]) for one in unread] == [
        (2, "not JSON"), (3, "not a JSON object but list"), (5, "no text"),
    ]  # fmt: skip


def test_fifty_megabytes_of_one_line_do_not_fill_the_memory(tmp_path: Path) -> None:
    good = json.dumps({"id": "x", "text": GOOD}).encode()
    for name in ("a.jsonl", "b.txt", "c.csv"):
        with (tmp_path / name).open("wb") as stream:
            if name == "a.jsonl":
                stream.write(good + b"\n")
            for _ in range(50):
                stream.write(b"word and " * 116_508)
            if name == "a.jsonl":
                stream.write(b"\n" + good.replace(b'"x"', b'"y"'))
    tracemalloc.start()
    articles, unread, _ = outcome(tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [article.id for article in articles] == ["x", "y"]
    assert [(Path(one.path).name, one.line) for one in unread] == [("a.jsonl", 2), ("b.txt", None), ("c.csv", 1)]
    assert all("longer than" in one.reason for one in unread)
    assert peak < 60_000_000


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
@pytest.mark.parametrize("suffix", [".txt", ".jsonl", ".csv"])
def test_encodings(tmp_path: Path, encoding: str, suffix: str) -> None:
    text = GOOD.replace("envoy", "attaché")
    body = {".txt": text, ".jsonl": json.dumps({"text": text}, ensure_ascii=False), ".csv": f'text\n"{text}"'}[suffix]
    marks = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}
    place = tmp_path / f"a{suffix}"
    place.write_bytes((marks.get(encoding, "") + body).encode(encoding))
    articles, unread, notes = outcome(place)
    assert unread == []
    assert [article.text for article in articles] == [text]
    guessed = [note.text for note in notes if "UTF-8" in note.text]
    assert guessed == (["not UTF-8: read as cp1252"] if encoding in ("latin-1", "cp1252") else [])


def test_a_missing_or_odd_date_is_said(tmp_path: Path) -> None:
    place = tmp_path / "a.jsonl"
    place.write_text(f"{json.dumps({'text': GOOD})}\n{json.dumps({'text': GOOD + ' Yes.', 'date': 'the other day'})}\n")
    articles, _, notes = outcome(place)
    assert [article.date for article in articles] == [None, None]
    assert [(note.line, note.text.split(":")[0]) for note in notes] == [
        (1, "no date"), (2, "date not understood"), (2, "no date"),
    ]  # fmt: skip


def test_broken_html_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    place = tmp_path / "a.html"
    place.write_text(f"<html><body><article><h1>Talks go on<p>{GOOD} {GOOD}</p><p>{GOOD}<div></span></article")
    articles, _, _ = outcome(place)
    assert GOOD in articles[0].text


def test_front_matter_that_is_not_yaml_is_said(tmp_path: Path) -> None:
    place = tmp_path / "a.md"
    place.write_text(f"---\ntitle: [unclosed\n---\n\n{GOOD}\n")
    articles, _, notes = outcome(place)
    assert articles[0].text == GOOD
    assert any("front matter" in note.text for note in notes)


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    _, unread, _ = outcome(tmp_path)
    assert unread[0].reason == "no such file or directory"


def test_what_is_not_there_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no such file or folder"):
        read([tmp_path / "missing"])
