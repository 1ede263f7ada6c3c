"""One writes, many read; who writes is named, and a lock that nobody holds any more stops nobody."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from errno import EDQUOT, ENOSPC, EROFS
from pathlib import Path

import pytest

from detente import __version__, durable, keeping, limits, locking, run, store, weights, work
from detente.doc import Doc
from detente.records import Article, Opinion

HOLD = (
    "import sys, time\nfrom pathlib import Path\nfrom detente import locking\n"
    "lock = locking.taken(Path(sys.argv[1]))\nprint('held', flush=True)\ntime.sleep(60)\n"
)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles are coded as one record each, without a model."""

    def annotate(articles: list[run.Article], model: str) -> Iterator[Doc]:  # noqa: ARG001
        return (Doc(article, [], []) for article in articles)

    def extract(doc: Doc) -> Iterator[tuple[str, Opinion]]:
        yield "opinions", Opinion(article=doc.article.id, start=0, end=3)

    monkeypatch.setattr("detente.annotate.annotate", annotate)
    monkeypatch.setattr("detente.extract.extract", extract)
    monkeypatch.setattr(run, "edition", lambda model: "0123456789ab")  # noqa: ARG005
    monkeypatch.setattr(run, "SHARD_ARTICLES", 1)
    monkeypatch.setattr(locking, "PATIENCE", 0.0)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "BEAT", 0.05)
    monkeypatch.setattr(locking, "WATCH", 0.4)


def talks(folder: Path, number: int = 3) -> Path:
    place = folder / "talks.jsonl"
    place.write_text("".join(json.dumps({"id": str(n), "text": f"Text {n}."}) + "\n" for n in range(number)))
    return place


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path / "r")], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


# ---------------------------------------------------------------- who holds it


def test_a_held_lock_names_who_holds_it_and_since_when(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    who, alive = locking.holder(tmp_path / "r") or pytest.fail("nobody holds it")
    assert alive
    assert (who.host, who.pid) == (socket.gethostname(), holder.pid)
    with pytest.raises(locking.HeldError) as caught:
        locking.taken(tmp_path / "r", patience=0)
    assert caught.value.strerror == f"is written to by process {holder.pid} on {who.host}, since {who.since}"
    assert caught.value.filename == str(tmp_path / "r")


def test_the_lock_of_a_killed_process_is_free_and_says_whose_it_was(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    who, alive = locking.holder(tmp_path / "r") or pytest.fail("nobody is named")
    assert (who.pid, alive) == (holder.pid, False)
    with locking.taken(tmp_path / "r", patience=0) as lock:
        assert lock.before == who
    assert not (tmp_path / "r" / "lock").exists()


def test_a_lock_that_is_let_go_of_in_time_is_waited_for(tmp_path: Path) -> None:
    first = locking.taken(tmp_path)
    threading.Timer(0.2, first.release).start()
    with locking.taken(tmp_path, patience=30) as second:
        assert second.before is None


def test_a_lock_is_held_by_one_of_many_threads_at_a_time(tmp_path: Path) -> None:
    inside: list[int] = []
    most = []

    def work(number: int) -> None:
        with locking.taken(tmp_path, patience=60):
            inside.append(number)
            most.append(len(inside))
            time.sleep(0.01)
            inside.remove(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 6


@pytest.mark.usefixtures("quick")
def test_another_machine_that_touches_its_lock_is_alive_and_one_that_does_not_is_gone(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    file.write_text(json.dumps({"host": "elsewhere", "pid": 1, "since": "2031-01-01T00:00:00+00:00"}))
    over = threading.Event()

    def beat() -> None:
        while not over.wait(0.05):
            os.utime(file)

    beating = threading.Thread(target=beat)
    beating.start()
    with pytest.raises(locking.HeldError, match="process 1 on elsewhere"):
        locking.taken(tmp_path, patience=0)
    over.set()
    beating.join()
    with locking.taken(tmp_path, patience=0) as lock:
        assert lock.before is not None
        assert lock.before.host == "elsewhere"


@pytest.mark.usefixtures("quick")
def test_a_clock_that_is_set_back_makes_no_lock_stale_and_none_eternal(tmp_path: Path) -> None:
    with locking.taken(tmp_path):
        os.utime(tmp_path / "lock", (1, 1))
        assert (locking.holder(tmp_path) or (None, False))[1]
    (tmp_path / "lock").write_text(json.dumps({"host": "elsewhere", "pid": 1, "since": "2031-01-01T00:00:00+00:00"}))
    os.utime(tmp_path / "lock", (4_000_000_000, 4_000_000_000))
    locking.taken(tmp_path, patience=0).release()


# ---------------------------------------------------------------- one writer, many readers


@pytest.mark.usefixtures("bare")
def test_who_has_something_to_code_is_told_who_writes_and_who_reads_is_not_stopped(tmp_path: Path) -> None:
    place = talks(tmp_path)
    assert run.build([place], record=tmp_path / "r").new == 3
    with locking.taken(tmp_path / "r"):
        assert run.build([place], record=tmp_path / "r").articles == 3
        assert run.build([tmp_path / "r"]).articles == 3
        talks(tmp_path, 4)
        with pytest.raises(locking.HeldError, match=f"process {os.getpid()} on"):
            run.build([place], record=tmp_path / "r")
    assert run.build([place], record=tmp_path / "r").new == 1


@pytest.mark.usefixtures("bare")
def test_what_another_coded_before_the_lock_was_taken_is_not_coded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = talks(tmp_path)
    taken = locking.taken

    def late(record: Path) -> locking.Lock:
        monkeypatch.setattr(locking, "taken", taken)
        assert run.build([place], record=record).new == 3
        return taken(record)

    monkeypatch.setattr(locking, "taken", late)
    assert run.build([place], record=tmp_path / "r").new == 0
    assert len(list((tmp_path / "r").glob("*/shards/*"))) == 3


@pytest.mark.usefixtures("bare")
def test_a_run_lets_go_of_its_lock_also_when_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(work, "code", fall)
    with pytest.raises(MemoryError):
        run.build([talks(tmp_path)], record=tmp_path / "r")
    assert locking.holder(tmp_path / "r") is None


# ---------------------------------------------------------------- disks, folders, clocks


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("number", [ENOSPC, EDQUOT])
@pytest.mark.parametrize("at", [1, 5, 11, 12, 13, 14, 20])
def test_a_full_disk_stops_the_run_and_costs_nothing_that_was_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, at: int
) -> None:
    place = talks(tmp_path)
    sync, calls = os.fsync, []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) >= at:
            raise OSError(number, os.strerror(number))
        sync(handle)

    with monkeypatch.context() as patched:
        patched.setattr(durable.os, "fsync", full)
        with pytest.raises(OSError, match="what was done before stays, and a rerun goes on") as caught:
            run.build([place], record=tmp_path / "r")
    assert caught.value.errno == number
    assert not list((tmp_path / "r").rglob("building-*"))
    assert locking.holder(tmp_path / "r") is None
    assert run.build([place], record=tmp_path / "r").articles == 3


@pytest.mark.usefixtures("bare")
def test_a_file_that_really_cannot_be_written_whole_leaves_no_half(tmp_path: Path) -> None:
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom detente import store\n"
        "from detente.records import Article\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))\n"
        "article = Article(id='a', text=' '.join(str(n * n) for n in range(5000)))\n"
        "try:\n    store.write_shard(Path('e/shards'), 0, [(store.listed(article), article)], {}, {})\n"
        "except OSError as error:\n    print(error.errno, list(Path('e').iterdir()))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout == "27 []\n", done.stderr


@pytest.mark.usefixtures("bare")
def test_a_folder_that_cannot_be_written_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = talks(tmp_path)
    run.build([place], record=tmp_path / "r")
    open_ = os.open

    def locked(path: Path, flags: int, *rest: int) -> int:
        if flags & os.O_CREAT:
            raise OSError(EROFS, os.strerror(EROFS), str(path))
        return open_(path, flags, *rest)

    monkeypatch.setattr(locking.os, "open", locked)
    assert run.build([place], record=tmp_path / "r").articles == 3
    talks(tmp_path, 4)
    with pytest.raises(OSError, match="nothing can be written there \\(--record names another folder\\)"):
        run.build([place], record=tmp_path / "r")


@pytest.mark.usefixtures("bare")
def test_which_edition_is_the_youngest_does_not_hang_on_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = talks(tmp_path)
    for name in ("old", "new"):
        monkeypatch.setattr(run, "edition", lambda model, name=name: name)  # noqa: ARG005
        run.build([place], record=tmp_path / "r")
    os.utime(tmp_path / "r" / "new" / "shards", (1, 1))
    monkeypatch.setattr(run, "edition", lambda model: "third")  # noqa: ARG005
    opened = run.reopen(tmp_path / "r")
    assert opened.folder.name == "new"
    assert [note.text for note in opened.notes] == ["coded by an earlier edition of the rules"]
    assert keeping.editions(tmp_path / "r") == ["old", "new"]


# ---------------------------------------------------------------- two versions on one record


@pytest.mark.usefixtures("bare")
def test_a_record_of_a_later_form_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    place = talks(tmp_path)
    run.build([place], record=tmp_path / "r")
    file = tmp_path / "r" / keeping.FILE
    file.write_text(json.dumps({"program": "detente", "form": 2, "version": "9.9", "shape": "another"}))
    before = sorted((p, p.stat().st_mtime_ns) for p in (tmp_path / "r").rglob("*"))
    talks(tmp_path, 4)
    for inputs, options in (([place], {"record": tmp_path / "r"}), ([tmp_path / "r"], {})):
        with pytest.raises(ValueError, match=f"written by detente 9.9 in form 2, and this is detente {__version__}"):
            run.build(inputs, **options)  # type: ignore[arg-type]
    assert sorted((p, p.stat().st_mtime_ns) for p in (tmp_path / "r").rglob("*")) == before


@pytest.mark.usefixtures("bare")
def test_a_record_from_before_there_was_a_form_is_read_and_gets_it_when_it_is_added_to(tmp_path: Path) -> None:
    place = talks(tmp_path)
    run.build([place], record=tmp_path / "r")
    (tmp_path / "r" / keeping.FILE).unlink()
    for shard in (tmp_path / "r").glob("*/shards/*"):
        (shard / store.SUMS).unlink()
    assert run.build([tmp_path / "r"]).articles == 3
    assert not (tmp_path / "r" / keeping.FILE).exists()
    talks(tmp_path, 4)
    assert run.build([place], record=tmp_path / "r").new == 1
    assert keeping.about(tmp_path / "r") == {
        "program": "detente", "form": 1, "version": __version__, "editions": ["0123456789ab"],
    }  # fmt: skip


@pytest.mark.usefixtures("bare")
def test_tables_that_another_version_lacks_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run.build([talks(tmp_path)], record=tmp_path / "r")
    for shard in (tmp_path / "r").glob("*/shards/*"):
        (shard / "events.parquet").unlink()
    monkeypatch.setattr(run, "edition", lambda model: "later")  # noqa: ARG005
    with pytest.raises(ValueError, match="another version of detente, whose tables lack events"):
        run.build([tmp_path / "r"])


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"program": "detente", "form": 1}', '{"program": "other", "form": 1}']
)
def test_a_damaged_form_is_said_with_what_mends_it(tmp_path: Path, text: str) -> None:
    (tmp_path / keeping.FILE).write_text(text)
    with pytest.raises(ValueError, match=r"record\.json is damaged: `detente check --mend`"):
        keeping.heed(tmp_path)


# ---------------------------------------------------------------- what one article may cost, and whose weights they are


@pytest.mark.usefixtures("bare")
def test_an_article_that_costs_too_much_is_refused_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(doc: Doc) -> Iterator[tuple[str, Opinion]]:
        while doc.article.id == "1":
            with suppress(Exception):
                sum(range(1000))
        yield "opinions", Opinion(article=doc.article.id, start=0, end=3)

    monkeypatch.setattr("detente.extract.extract", endless)
    monkeypatch.setattr(limits, "SECONDS", 0.2)
    done = run.build([talks(tmp_path)], record=tmp_path / "r")
    assert [one.reason for one in done.unread] == ["could not be coded: takes more than 0 s of computing"]
    assert done.db.execute("SELECT article FROM opinions ORDER BY 1").fetchall() == [("0",), ("2",)]


def test_a_limit_leaves_what_is_within_it_alone() -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    with limits.limited(60):
        total = sum(range(100_000))
    assert total == 4999950000
    assert signal.getsignal(signal.SIGVTALRM) == before
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_weights_that_were_changed_are_refused(tmp_path: Path) -> None:
    data = Path(weights.__file__).parent / "data"
    for model in sorted(place.parent for place in data.glob("*/model.onnx")):
        held = weights.checked(model)
        folder = tmp_path / model.name
        folder.mkdir()
        (folder / weights.LABELS).write_bytes((model / weights.LABELS).read_bytes())
        (folder / weights.WEIGHTS).write_bytes(held[:-1] + bytes([held[-1] ^ 1]))
        with pytest.raises(weights.DamagedModelError, match="is damaged or was exchanged"):
            weights.checked(folder)


@pytest.mark.usefixtures("bare")
def test_a_damaged_model_ends_the_run_and_is_no_fault_of_the_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def extract(doc: Doc) -> Iterator[tuple[str, Opinion]]:
        raise weights.DamagedModelError("the trained model is damaged")
        yield "opinions", Opinion(article=doc.article.id, start=0, end=3)

    monkeypatch.setattr("detente.extract.extract", extract)
    with pytest.raises(weights.DamagedModelError):
        run.build([talks(tmp_path)], record=tmp_path / "r")
    assert not list((tmp_path / "r").glob("*/shards/*"))


def test_a_gap_that_a_killed_worker_left_is_filled(tmp_path: Path) -> None:
    article = Article(id="a", text="Text.")
    for number in (0, 2):
        store.write_shard(tmp_path / "shards", number, [(store.listed(article), article)], {}, {})
    numbers = store.free_numbers(tmp_path / "shards")
    assert [next(numbers) for _ in range(3)] == [1, 3, 4]
