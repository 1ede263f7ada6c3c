"""A backup holds all of a record, is made while others read and write, and comes back as it was or not at all."""

from __future__ import annotations

import io
import tarfile
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente import backup, checking, deeds, keeping, locking, store
from detente.cli import app
from detente.records import Article, Deed

EDITION = "0123456789ab"


def add(record: Path, number: int) -> None:
    article = Article(id=str(number), text=f"Text {number}.")
    store.write_shard(record / EDITION / "shards", number, [(store.listed(article), article)], {}, {})


@pytest.fixture
def record(tmp_path: Path) -> Path:
    place = tmp_path / "r"
    for number in range(3):
        add(place, number)
    keeping.write(place, [EDITION])
    deeds.add(place, [Deed(origin="acled", origin_id="1")])
    (place / EDITION / "codebook").mkdir()
    (place / EDITION / "codebook" / "000-mine.csv").write_text("kind,name\n")
    (place / "my notes.txt").write_text("mine")
    return place


def bytes_of(record: Path) -> dict[str, bytes]:
    return {p.relative_to(record).as_posix(): p.read_bytes() for p in sorted(record.rglob("*")) if p.is_file()}


def test_a_record_comes_back_as_it_was(record: Path, tmp_path: Path) -> None:
    saved = backup.back_up(record, tmp_path / "b.tar")
    assert saved.files == len(bytes_of(record))
    assert backup.restore(tmp_path / "b.tar", tmp_path / "again") == saved
    assert bytes_of(tmp_path / "again") == bytes_of(record)
    assert checking.check(tmp_path / "again").sound


def test_the_same_record_gives_the_same_backup(record: Path, tmp_path: Path) -> None:
    backup.back_up(record, tmp_path / "a.tar")
    backup.back_up(record, tmp_path / "b.tar")
    backup.restore(tmp_path / "b.tar", tmp_path / "again")
    backup.back_up(tmp_path / "again", tmp_path / "c.tar")
    assert (tmp_path / "a.tar").read_bytes() == (tmp_path / "b.tar").read_bytes() == (tmp_path / "c.tar").read_bytes()


def test_what_is_half_made_and_the_lock_are_left_out(record: Path, tmp_path: Path) -> None:
    whole = bytes_of(record)
    (record / EDITION / "building-000003-x-1").mkdir()
    (record / EDITION / "building-000003-x-1" / "articles.parquet").write_bytes(b"half")
    (record / EDITION / "shards" / "000009-aaaaaaaa").mkdir()
    (record / EDITION / "shards" / "000009-aaaaaaaa" / "articles.parquet").write_bytes(b"half")
    with locking.taken(record):
        backup.back_up(record, tmp_path / "b.tar")
    backup.restore(tmp_path / "b.tar", tmp_path / "again")
    assert bytes_of(tmp_path / "again") == whole


def test_a_backup_made_while_another_writes_is_sound(record: Path, tmp_path: Path) -> None:
    over = threading.Event()

    def write() -> None:
        number = 3
        while not over.is_set() and number < 200:
            add(record, number)
            number += 1

    writing = threading.Thread(target=write)
    writing.start()
    for number in range(3):
        backup.back_up(record, tmp_path / f"{number}.tar")
    over.set()
    writing.join()
    held = []
    for number in range(3):
        backup.restore(tmp_path / f"{number}.tar", tmp_path / f"again-{number}")
        found = checking.check(tmp_path / f"again-{number}")
        assert found.sound
        held.append(found.articles)
    assert 3 <= held[0] <= held[1] <= held[2]


def test_a_damaged_record_does_not_take_the_place_of_a_good_backup(record: Path, tmp_path: Path) -> None:
    backup.back_up(record, tmp_path / "b.tar")
    good = (tmp_path / "b.tar").read_bytes()
    shard = next((record / EDITION / "shards").iterdir())
    (shard / "events.parquet").write_bytes(b"broken")
    with pytest.raises(ValueError, match=r"events\.parquet is not as it was written\. Nothing was saved"):
        backup.back_up(record, tmp_path / "b.tar")
    assert (tmp_path / "b.tar").read_bytes() == good
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar", "r"]


def test_a_backup_with_any_byte_changed_is_refused(record: Path, tmp_path: Path) -> None:
    backup.back_up(record, tmp_path / "b.tar")
    good = (tmp_path / "b.tar").read_bytes()
    with tarfile.open(tmp_path / "b.tar") as archive:
        places = [info.offset_data + info.size // 2 for info in archive if info.size]
    for place in places[::5] + places[-1:]:
        (tmp_path / "bad.tar").write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        with pytest.raises(ValueError, match=r"bad\.tar"):
            backup.restore(tmp_path / "bad.tar", tmp_path / "again")
        assert not (tmp_path / "again").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar", "bad.tar", "r"]


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9])
def test_a_part_of_a_backup_is_refused(record: Path, tmp_path: Path, part: float) -> None:
    backup.back_up(record, tmp_path / "b.tar")
    good = (tmp_path / "b.tar").read_bytes().rstrip(b"\0")
    (tmp_path / "bad.tar").write_bytes(good[: int(len(good) * part)])
    with pytest.raises(ValueError, match="no backup, or only a part of one"):
        backup.restore(tmp_path / "bad.tar", tmp_path / "again")
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "a/../../outside", "a\\..\\outside", "c:outside", "."])
def test_an_archive_cannot_write_outside_of_the_record(tmp_path: Path, name: str) -> None:
    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        archive.addfile(tarfile.TarInfo(name), io.BytesIO(b""))
    with pytest.raises(ValueError, match="is nothing that a backup holds"):
        backup.restore(tmp_path / "evil.tar", tmp_path / "in" / "again")
    assert not list(tmp_path.rglob("outside"))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused(tmp_path: Path, kind: bytes) -> None:
    info = tarfile.TarInfo("record.json")
    info.type, info.linkname = kind, "/etc/passwd"
    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        archive.addfile(info)
    with pytest.raises(ValueError, match="backup"):
        backup.restore(tmp_path / "evil.tar", tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_record_that_is_there_is_not_written_over(record: Path, tmp_path: Path) -> None:
    backup.back_up(record, tmp_path / "b.tar")
    before = bytes_of(record)
    with pytest.raises(FileExistsError, match="restored into a new folder"):
        backup.restore(tmp_path / "b.tar", record)
    assert bytes_of(record) == before


def test_a_record_of_a_later_form_is_neither_saved_nor_restored(record: Path, tmp_path: Path) -> None:
    (record / keeping.FILE).write_text('{"program": "detente", "form": 9, "version": "9.9"}')
    with pytest.raises(ValueError, match=r"written by detente 9\.9"):
        backup.back_up(record, tmp_path / "b.tar")


def test_the_commands_save_and_bring_back(record: Path, tmp_path: Path) -> None:
    saved = CliRunner().invoke(app, ["backup", str(record), str(tmp_path / "b.tar")])
    assert saved.exit_code == 0, saved.output
    assert "read back" in saved.output
    back = CliRunner().invoke(app, ["restore", str(tmp_path / "b.tar"), str(tmp_path / "again")])
    assert back.exit_code == 0, back.output
    assert back.output.rstrip().endswith("sound")
