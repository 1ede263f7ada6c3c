"""`detente check` finds whatever is wrong with a record, and `--mend` loses nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from detente import checking, deeds, keeping, locking, run, store
from detente.checking import mending
from detente.cli import app
from detente.doc import Doc
from detente.records import Deed, Opinion

EDITION = "0123456789ab"
FIRST = f"{EDITION}/shards"


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of four articles in two shards, with two opinions each, and an imported event."""

    def annotate(articles: list[run.Article], model: str) -> Iterator[Doc]:  # noqa: ARG001
        return (Doc(article, [], []) for article in articles)

    def extract(doc: Doc) -> Iterator[tuple[str, Opinion]]:
        yield "opinions", Opinion(article=doc.article.id, start=0, end=4)
        yield "opinions", Opinion(article=doc.article.id, start=5, end=6)

    monkeypatch.setattr("detente.annotate.annotate", annotate)
    monkeypatch.setattr("detente.extract.extract", extract)
    for module in (run, mending):
        monkeypatch.setattr(module, "edition", lambda model: EDITION)  # noqa: ARG005
    monkeypatch.setattr(run, "SHARD_ARTICLES", 2)
    talks = tmp_path / "talks.jsonl"
    talks.write_text("".join(json.dumps({"id": str(n), "text": f"Text {n}."}) + "\n" for n in range(4)))
    run.build([talks], record=tmp_path / "r")
    deeds.add(tmp_path / "r", [Deed(origin="acled", origin_id="1")])
    return tmp_path / "r"


def shards(record: Path) -> list[Path]:
    return sorted((record / FIRST).iterdir())


def bytes_of(record: Path) -> dict[str, bytes]:
    """Every file of a record but those that were set aside."""
    files = (path for path in sorted(record.rglob("*")) if path.is_file())
    names = {path.relative_to(record).as_posix(): path.read_bytes() for path in files}
    return {name: content for name, content in names.items() if not name.startswith("damaged/")}


def said(record: Path) -> list[tuple[str, str, str]]:
    return [(one.kind, one.place, one.what) for one in checking.check(record).problems]


def changed(file: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    """Change a table, and the sums with it, so that only its content can tell."""
    pq.write_table(change(pq.read_table(file)), file)
    (file.parent / store.SUMS).write_bytes(store.sums_of(file.parent, {"done": (file.parent / "done").read_bytes()}))


def column(table: pa.Table, name: str, values: list[object]) -> pa.Table:
    place = table.column_names.index(name)
    return table.set_column(place, table.schema.field(place), pa.array(values, table.schema.field(place).type))


def test_a_sound_record_is_counted_and_nothing_is_said_of_it(record: Path) -> None:
    before = bytes_of(record)
    found = checking.check(record)
    assert (found.editions, found.shards, found.articles, found.records, found.deeds) == (1, 2, 4, 8, 1)
    assert found.problems == []
    assert found.sound
    assert list(mending.mend(record)) == []
    assert bytes_of(record) == before


CHANGES: dict[str, tuple[Callable[[pa.Table], pa.Table], str]] = {
    "the end of a span": (lambda t: column(t, "end", [5, 6, 4, 6]), "does not stand on its words"),
    "a span outside of its article": (lambda t: column(t, "end", [4, 99, 4, 6]), "does not stand on its words"),
    "the words": (lambda t: column(t, "text", ["Test", "0", "Text", "1"]), "does not stand on its words"),
    "the sentence": (lambda t: column(t, "sentence_start", [1, 5, 0, 5]), "does not stand in its sentence"),
    "an id": (lambda t: column(t, "id", ["O-a", "O-a", "O-b", "O-c"]), "ids: O-a names 2 records"),
    "the article": (lambda t: column(t, "key", ["none", *t["key"].to_pylist()[1:]]), "is of an article that is not"),
    "a column": (lambda t: t.drop_columns(["sentence"]), "opinions.parquet: lacks sentence"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_record_that_is_wrong_is_found_and_mended(record: Path, change: str) -> None:
    sound = bytes_of(record)
    work, told = CHANGES[change]
    changed(shards(record)[0] / "opinions.parquet", work)
    ((kind, place, what),) = said(record)
    assert (kind, place) == ("damage", shards(record)[0].relative_to(record).as_posix())
    assert told in what
    list(mending.mend(record))
    assert bytes_of(record) == sound


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a cut file": (lambda s: os.truncate(s / "events.parquet", 100), "events.parquet: cannot be read"),
    "an empty file": (lambda s: os.truncate(s / "opinions.parquet", 0), "opinions.parquet: cannot be read"),
    "a missing file": (lambda s: (s / "positions.parquet").unlink(), "positions.parquet"),
    "no marks": (lambda s: (s / "done").unlink(), "done: cannot be read"),
    "half a mark": (lambda s: os.truncate(s / "done", 30), "done: not what a shard ends with"),
    "one mark less": (
        lambda s: (s / "done").write_text((s / "done").read_text().split("\n", 1)[1]), "2 of them, and 1 marks"
    ),
    "a bit of the sums": (
        lambda s: (s / "sums").write_bytes(b"0" + (s / "sums").read_bytes()[1:]), "not as it was written"
    ),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_found_and_its_articles_are_coded_again(record: Path, damage: str) -> None:
    sound = bytes_of(record)
    work, told = DAMAGE[damage]
    work(shards(record)[1])
    assert any(told in what for _, _, what in said(record))
    assert not checking.check(record).sound
    list(mending.mend(record))
    assert bytes_of(record) == sound
    assert checking.check(record).sound


def test_a_flipped_bit_in_any_file_of_a_shard_is_found(record: Path) -> None:
    for file in sorted(shards(record)[0].iterdir()):
        content = file.read_bytes()
        middle = len(content) // 2
        file.write_bytes(content[:middle] + bytes([content[middle] ^ 4]) + content[middle + 1 :])
        assert not checking.check(record).sound, file.name
        file.write_bytes(content)
    assert checking.check(record).sound


def test_texts_that_are_damaged_are_not_coded_but_kept_and_said(record: Path) -> None:
    articles = shards(record)[0] / "articles.parquet"
    changed(articles, lambda t: column(t, "text", ["Text 0!", "Text 1."]))
    assert any("0 is not the text of its key" in what for _, _, what in said(record))
    told = list(mending.mend(record))
    assert any("1 of its articles are damaged" in line for line in told)
    assert any("1 articles coded again" in line for line in told)
    (aside,) = (record / "damaged" / FIRST).iterdir()
    assert pc.equal(pq.read_table(aside / "articles.parquet")["text"][0], "Text 0!").as_py()
    assert run.build([record]).articles == 3


def test_articles_that_are_lost_come_back_from_where_they_came(record: Path, tmp_path: Path) -> None:
    (shards(record)[0] / "articles.parquet").write_bytes(b"")
    list(mending.mend(record))
    assert run.build([record]).articles == 2
    again = run.build([tmp_path / "talks.jsonl"], record=record)
    assert (again.articles, again.new) == (4, 2)


def test_leftovers_are_named_and_removed_but_not_while_somebody_writes(record: Path) -> None:
    left = [record / EDITION / "building-000007-aaaaaaaa-1", record / "deeds" / "building-000001-x-1"]
    left[0].mkdir()
    left[1].write_bytes(b"half")
    found = {place for kind, place, _ in said(record) if kind == "leftover"}
    assert found == {path.relative_to(record).as_posix() for path in left}
    with locking.taken(record):
        assert [kind for kind, _, _ in said(record)] == ["note"]
        with pytest.raises(locking.HeldError):
            list(mending.mend(record))
    assert all(path.exists() for path in left)
    list(mending.mend(record))
    assert not any(path.exists() for path in left)


def test_what_is_worked_out_and_what_was_imported_is_looked_at_too(record: Path) -> None:
    (record / EDITION / "judged-0123456789ab.parquet").write_bytes(b"no")
    (deeds.files(record)[0]).write_bytes(b"no")
    assert {what for kind, _, what in said(record) if kind == "damage"} == {"cannot be read"}
    list(mending.mend(record))
    assert checking.check(record).sound
    assert len(list((record / "damaged").rglob("*.parquet"))) == 2


def test_a_damaged_form_and_missing_sums_are_mended(record: Path) -> None:
    sound = bytes_of(record)
    (record / keeping.FILE).write_text("{")
    (shards(record)[0] / store.SUMS).unlink()
    assert [kind for kind, _, _ in said(record)] == ["damage", "note"]
    list(mending.mend(record))
    assert bytes_of(record) == sound


def test_what_detente_does_not_know_is_left_alone(record: Path) -> None:
    (record / "my notes.txt").write_text("mine")
    assert said(record) == [("note", "my notes.txt", "not known to this version: left alone")]
    list(mending.mend(record))
    assert (record / "my notes.txt").read_text() == "mine"


def test_the_command_says_what_it_finds_and_ends_accordingly(record: Path) -> None:
    sound = CliRunner().invoke(app, ["check", str(record)])
    assert sound.exit_code == 0
    assert "1 edition, 2 shards, 4 articles, 8 records, 1 imported event: sound" in sound.output
    os.truncate(shards(record)[0] / "events.parquet", 50)
    broken = CliRunner().invoke(app, ["check", str(record), "--format", "json"])
    assert broken.exit_code == 1
    assert "--mend does what is named under mend" in broken.output
    mended = CliRunner().invoke(app, ["check", str(record), "--mend"])
    assert mended.exit_code == 0
    assert "2 articles coded again" in mended.output
    assert "sound" in mended.output


def test_a_folder_that_is_no_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is no record"):
        checking.check(tmp_path)
    with pytest.raises(FileNotFoundError):
        checking.check(tmp_path / "none")
