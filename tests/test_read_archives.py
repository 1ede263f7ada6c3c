"""Archives are read as folders are, and what is hostile in them is named while the rest goes on."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import stat
import tarfile
import time
import tracemalloc
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.readers import _unpack, read, read_source
from detente.readers._source import Source
from detente.records import Article, Note, Unread

GOOD = (
    "The envoy of Norland said that the talks with Sudria would go on in Portsea, and that the truce had held so far."
)
ZEROS = gzip.compress(b"\0" * 1_000_000)  # parts that follow one another unpack as one


def outcome(name: str, data: bytes) -> tuple[list[str], list[str]]:
    """The texts that were read, and the reasons for what was not."""
    items = list(read_source(Source(name, name, data=data)))
    assert all(isinstance(item, Article | Unread | Note) for item in items)
    texts = [item.text for item in items if isinstance(item, Article)]
    return texts, [item.reason for item in items if isinstance(item, Unread)]


def zipped(*files: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return stream.getvalue()


def tarred(*files: tuple[str, bytes], mode: str = "w", kind: bytes = tarfile.REGTYPE) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size, info.type = (len(data), kind)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def zst(data: bytes) -> bytes:
    return bytes(pa.compress(data, codec="zstd", asbytes=True))


LINE = json.dumps({"text": GOOD}).encode()
PACKED = {
    "a.txt.gz": gzip.compress(GOOD.encode()), "a.txt.xz": lzma.compress(GOOD.encode()), "a.txt.zst": zst(GOOD.encode()),
    "a.gz": gzip.compress(LINE), "a.csv.gz": gzip.compress(b'text\n"' + GOOD.encode() + b'"\n'),
    "parts.jsonl.gz": gzip.compress(LINE[:20]) + gzip.compress(LINE[20:]),
    "a.zip": zipped(("talks/a.txt", GOOD.encode()), ("__MACOSX/._a.txt", b"\0"), ("talks/.DS_Store", b"\0")),
    "a.tar": tarred(("talks/a.txt", GOOD.encode())), "a.tar.gz": gzip.compress(tarred(("a.jsonl", LINE))),
    "a.tgz": tarred(("a.txt", GOOD.encode()), mode="w:gz"), "a.txz": tarred(("a.txt", GOOD.encode()), mode="w:xz"),
    "a.tzst": zst(tarred(("a.txt", GOOD.encode()))), "in.zip": zipped(("a.jsonl.gz", gzip.compress(LINE))),
}  # fmt: skip


@pytest.mark.parametrize("name", PACKED)
def test_what_is_packed_is_read_as_if_it_were_not(name: str) -> None:
    assert outcome(name, PACKED[name]) == ([GOOD], [])


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_what_is_cut_short_is_said(name: str, share: float) -> None:
    data = PACKED[name]
    texts, reasons = outcome(name, data[: int(share * len(data))])
    assert reasons or texts == [GOOD]  # a tar may lack nothing but the blanks at its end


def test_the_same_file_packed_has_the_same_id(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    (tmp_path / "one" / "a.txt").write_text(GOOD)
    (tmp_path / "two" / "a.txt.gz").write_bytes(gzip.compress(GOOD.encode()))
    ids = {item.id for place in ("one", "two") for item in read([tmp_path / place]) if isinstance(item, Article)}
    assert len(ids) == 1


@pytest.mark.parametrize(
    "name", ["../a.txt", "x/../../a.txt", "/etc/a.txt", "C:\\a.txt", "..\\a.txt", "x/..", "a\x07.txt"]
)
def test_names_that_lead_out_are_refused_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for kind, data in (("x.zip", zipped((name, GOOD.encode()), ("b.txt", GOOD.encode()))),
                       ("x.tar", tarred((name, GOOD.encode()), ("b.txt", GOOD.encode())))):  # fmt: skip
        assert outcome(kind, data) == ([GOOD], ["its name leads out of the archive"])
    assert list(tmp_path.rglob("*")) == []


def test_links_and_devices_are_refused() -> None:
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
        data = tarred(("a.txt", b""), kind=kind)
        assert outcome("x.tar", data) == ([], ["a link, a device or a file with holes"])
    link = zipfile.ZipInfo("a.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert outcome("x.zip", stream.getvalue())[1] == ["a link, not a file"]


@pytest.mark.parametrize(
    "name", ["a.txt", "a.jsonl", "a.csv", "a.html", "a.mbox", "a.warc", "a.rss", "a.tar", "a.parquet"]
)
def test_a_bomb_costs_neither_memory_nor_time(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(_unpack, "FREE", 4_000_000)
    heads = {"a.mbox": b"From a\n\n", "a.warc": b"WARC/1.0\r\n", "a.rss": b"<rss><channel>", "a.csv": b"text\n"}
    bombs = gzip.compress(heads.get(name, b"")) + ZEROS * 100
    begun = time.process_time()
    tracemalloc.start()
    for label, data in ((f"{name}.gz", bombs), ("x.zip", zipped((name, b"\0" * 30_000_000), ("z.txt", GOOD.encode())))):
        texts, reasons = outcome(label, data)
        assert texts == ([GOOD] if label == "x.zip" else [])
        assert reasons
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 120_000_000
    assert time.process_time() - begun < 20


def test_what_comes_out_may_not_be_out_of_proportion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_unpack, "FREE", 1_000_000)
    rows = b"".join(b'{"text": "%d"}\n' % n for n in range(100))
    _, reasons = outcome("a.jsonl.gz", gzip.compress(rows + b"\n" * 50_000_000))
    assert reasons == ["unpacks to more than 250 times its size: not read on"]


def test_all_that_is_in_one_file_has_a_limit_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_unpack, "TOTAL", 100_000)
    monkeypatch.setattr(_unpack.Budget.__init__, "__defaults__", (100_000,))
    files = [(f"{n:02d}.txt", GOOD.encode() * 200) for n in range(20)]
    texts, reasons = outcome("x.zip", zipped(*files))
    assert 1 <= len(texts) < 10
    assert "more than 100,000 bytes when unpacked: the rest is not read" in reasons


def test_packed_too_deep() -> None:
    data = GOOD.encode()
    for _ in range(5):
        data = gzip.compress(data)
    assert outcome("a.txt" + ".gz" * 5, data) == ([], ["packed more than 3 times over"])
    nested = zipped(("a.txt", GOOD.encode()))
    for _ in range(5):
        nested = zipped(("in.zip", nested))
    assert outcome("x.zip", nested) == ([], ["packed more than 3 times over"])


def test_a_header_that_claims_gigabytes_is_not_read_into_memory() -> None:
    info = tarfile.TarInfo("pax")
    info.type, info.size = tarfile.XHDTYPE, 1 << 33
    assert "not a tar archive" in outcome("x.tar", info.tobuf(tarfile.GNU_FORMAT) + b"\0" * 10_240)[1][0]


def test_other_kinds_of_file_under_these_names() -> None:
    for suffix in (".zip", ".tar", ".gz", ".tgz", ".zst", ".xz", ".warc", ".mbox"):
        texts, reasons = outcome(f"a{suffix}", GOOD.encode() * 20)
        assert texts == []
        assert len(reasons) == 1
    assert "office document" in outcome("a.zip", zipped(("[Content_Types].xml", b"<x/>")))[1][0]


def test_a_password_is_said() -> None:
    data = bytearray(zipped(("a.txt", GOOD.encode()), ("b.txt", GOOD.encode())))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + offset] |= 1
    assert outcome("x.zip", bytes(data)) == ([GOOD], ["under a password"])


def test_millions_of_wrong_lines_are_not_all_listed() -> None:
    _, reasons = outcome("a.jsonl.gz", gzip.compress(b"{}\n" * 60_000))
    assert len(reasons) == 10_001
    assert "the rest is not tried" in reasons[-1]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(PACKED)), st.integers(0, 10_000), st.integers(0, 255))
def test_no_damaged_byte_makes_reading_raise(name: str, place: int, byte: int) -> None:
    data = bytearray(PACKED[name])
    data[place % len(data)] = byte
    texts, reasons = outcome(name, bytes(data))
    assert texts or reasons
