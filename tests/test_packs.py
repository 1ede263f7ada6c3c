"""A large record is asked by way of its packs and says what its shards say, whatever becomes of the packs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detente import backup, checking, listings, packs, run, storage, store
from detente.checking import mending
from detente.doc import Doc
from detente.records import Opinion

EDITION = "0123456789ab"
QUESTIONS = (
    "SELECT * EXCLUDE path FROM articles",
    "SELECT * FROM opinions",
    "SELECT count(*) FROM events",
    "SELECT source, sum(length(text)) FROM articles GROUP BY ALL ORDER BY ALL",
)


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of seven articles in seven shards, one of which could not be coded and one a copy; two shards a pack."""

    def annotate(articles: list[run.Article], model: str) -> Iterator[Doc]:  # noqa: ARG001
        return (Doc(article, [], []) for article in articles)

    def extract(doc: Doc) -> Iterator[tuple[str, Opinion]]:
        if doc.article.id == "6":
            raise ValueError("too odd")
        yield "opinions", Opinion(article=doc.article.id, start=0, end=4)

    monkeypatch.setattr("detente.annotate.annotate", annotate)
    monkeypatch.setattr("detente.extract.extract", extract)
    for module in (run, mending):
        monkeypatch.setattr(module, "edition", lambda model: EDITION)  # noqa: ARG005
    monkeypatch.setattr(run, "SHARD_ARTICLES", 1)
    monkeypatch.setattr(packs, "SHARDS", 2)
    place = tmp_path / "it's [one]" / "r"  # what SQL or a pattern would misread
    place.parent.mkdir()
    run.build([talks(tmp_path, 7)], record=place)
    return place


def talks(folder: Path, number: int) -> Path:
    file = folder / "talks.jsonl"
    rows = (
        {
            "id": str(n),
            "text": f"Text {n % 5 if n < 6 else n} of the talks.",
            "source": "Courier",
            "url": f"https://c.test/{n}",
        }
        for n in range(number)
    )
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def made(record: Path) -> list[Path]:
    return sorted((record / EDITION / packs.FOLDER).glob("*-*/"))


def shards(record: Path) -> list[Path]:
    return sorted((record / EDITION / "shards").iterdir())


def answers(record: Path) -> list[list[Any]]:
    db = run.reopen(record).db
    return [db.execute(question).fetchall() for question in QUESTIONS]


def test_what_is_packed_is_asked_like_what_is_not(record: Path) -> None:
    packed, single = packs.cover(shards(record))
    assert packed == made(record)
    assert len(packed) == len(shards(record)) // 2 == 3
    assert single == shards(record)[6:]
    told = answers(record)
    assert len(told[1]) == 5
    shutil.rmtree(record / EDITION / packs.FOLDER)
    (record / EDITION / packs.FOLDER).touch()  # so that none can be made
    assert packs.cover(shards(record)) == ([], shards(record))
    assert answers(record) == told
    assert not list((record / EDITION).glob("building-*"))


def test_a_pack_stands_for_its_own_shards_and_no_others(record: Path) -> None:
    some = [shard for shard in shards(record) if shard != shards(record)[2]]
    packed, single = packs.cover(some)
    assert packed == [made(record)[0], made(record)[2]]
    assert single == [shards(record)[3], shards(record)[6]]
    shards(record)[3].rename(record / EDITION / "shards" / "000003-00000000")
    assert packs.cover(shards(record))[0] == packed


def test_a_pack_that_is_missing_is_made_again(record: Path) -> None:
    before = {file: file.read_bytes() for pack in made(record) for file in pack.iterdir()}
    for pack in made(record):
        shutil.rmtree(pack)
    told = answers(record)
    assert {file: file.read_bytes() for pack in made(record) for file in pack.iterdir()} == before
    assert answers(record) == told


def test_a_damaged_pack_is_found_and_done_away_with(record: Path) -> None:
    told = answers(record)
    (made(record)[1] / "opinions.parquet").write_bytes(b"PAR1")
    (problem,) = checking.check(record).problems
    assert (problem.kind, record / problem.place) == ("damage", made(record)[1])
    assert [line.partition(": ")[2] for line in mending.mend(record)] == ["removed"]
    assert checking.check(record).sound
    assert len(made(record)) == 2
    assert answers(record) == told
    assert len(made(record)) == 3


def test_a_shard_that_is_set_aside_takes_its_pack_along(record: Path) -> None:
    told = answers(record)
    pack, shard = made(record)[0], shards(record)[1]
    (shard / "events.parquet").write_bytes(b"")
    list(mending.mend(record))
    assert not pack.exists()
    assert shards(record)[1] == shard  # coded again under its old name
    assert answers(record) == told


def test_what_is_worked_out_is_neither_saved_nor_fetched(record: Path, tmp_path: Path) -> None:
    answers(record)
    assert list((record / EDITION / packs.FOLDER).glob("listing-*"))
    backup.back_up(record, tmp_path / "b.tar")
    backup.restore(tmp_path / "b.tar", tmp_path / "restored")
    storage.mirror(f"file://{record}", tmp_path / "fetched")
    for copy in (tmp_path / "restored", tmp_path / "fetched"):
        assert not (copy / EDITION / packs.FOLDER).exists()
        assert answers(copy) == answers(record)


def test_a_listing_is_kept_until_there_are_other_shards(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run.reopen(record)
    (kept,) = (record / EDITION / packs.FOLDER).glob("listing-*")

    def not_again(*_: object) -> None:
        raise AssertionError("put together again")

    with monkeypatch.context() as patch:
        patch.setattr(store, "done", not_again)
        second = run.reopen(record)
        for run_ in (first, second):
            assert (run_.articles, run_.copies, len(run_.unread)) == (6, 1, 1)
        assert second.unread == first.unread
        assert second.db.execute("FROM listing").fetchall() == first.db.execute("FROM listing").fetchall()
        with pytest.raises(AssertionError):
            run.reopen(record, all_copies=True)
    run.build([talks(tmp_path, 8)], record=record)
    assert run.reopen(record).articles == 7
    (later,) = (record / EDITION / packs.FOLDER).glob("listing-*")
    assert later != kept
    later.write_bytes(b"nothing of the kind")
    assert run.reopen(record).articles == 7


def test_a_small_record_keeps_none(tmp_path: Path) -> None:
    assert listings.name_of(tmp_path, False) is None
    assert listings.name_of(tmp_path / "none", False) is None
