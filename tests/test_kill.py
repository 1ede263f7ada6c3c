"""A run that is killed anywhere leaves a sound record, and taken up again it comes to the same, byte for byte.

The tests kill a run of a coder that knows no model at chosen steps: each opening, moving, removing and settling of a
file is one. The same for the real thing, at random times and as often as one likes:

    python tests/test_kill.py ARTICLES.jsonl --kills 100 --workers 2
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detente import checking, durable, run
from detente.checking import mending
from detente.doc import Doc
from detente.records import Opinion

STEPS = frozenset({"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate"})
PRELOADED = ["pyarrow.parquet", "duckdb", "detente.run", "detente.checking.mending", "detente.annotate"]


# ---------------------------------------------------------------- a run that counts its steps, and falls at one


def coder(folder: str, fall: int | None, steps: Any) -> None:
    """Code some articles in shards of two, with a table of one's own; kill this process at step `fall`."""
    _without_model()
    _count_steps(Path(folder, "record"), fall, steps)
    os.chdir(folder)  # an article's path is a part of its record
    run.build(["talks.jsonl"], record=Path(folder, "record"), codebook=["mine.csv"])


def mender(folder: str, fall: int | None, steps: Any) -> None:
    """Mend the record; kill this process at step `fall`."""
    _without_model()
    _count_steps(Path(folder, "record"), fall, steps)
    list(mending.mend(Path(folder, "record")))


def _without_model() -> None:
    import detente.annotate
    import detente.extract

    def annotate(articles: list[run.Article], model: str) -> Iterator[Doc]:  # noqa: ARG001
        return (Doc(article, [], []) for article in articles)

    def extract(doc: Doc) -> Iterator[tuple[str, Opinion]]:
        yield "opinions", Opinion(article=doc.article.id, start=0, end=7)

    detente.annotate.annotate = annotate
    detente.extract.extract = extract  # type: ignore[assignment]
    run.edition = mending.edition = lambda model: "0123456789ab"  # noqa: ARG005
    run.SHARD_ARTICLES = 2


def _count_steps(record: Path, fall: int | None, steps: Any) -> None:
    def step() -> None:
        steps.value += 1
        if steps.value == fall:
            os.kill(os.getpid(), signal.SIGKILL)

    def heard(event: str, args: tuple[Any, ...]) -> None:
        if event in STEPS and str(args[0]).startswith(str(record)):
            step()

    sync = os.fsync

    def fsync(handle: int) -> None:
        step()
        sync(handle)

    durable.os.fsync = fsync  # type: ignore[attr-defined]
    sys.addaudithook(heard)


@pytest.fixture(scope="module")
def start() -> Any:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)

    def started(work: Any, folder: Path, fall: int | None = None) -> tuple[int | None, int]:
        """The exit code of the process and the steps that it took."""
        steps = context.Value("i", 0)
        process = context.Process(target=work, args=(str(folder), fall, steps))
        process.start()
        process.join()
        return process.exitcode, steps.value

    return started


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    return prepared(tmp_path / "one")


def prepared(folder: Path) -> Path:
    folder.mkdir()
    lines = [
        json.dumps({"id": f"a{n}", "text": f"Article {n} tells of talks.", "date": "2024-03-05"}) for n in range(5)
    ]
    (folder / "talks.jsonl").write_text("\n".join(lines) + "\n")
    (folder / "mine.csv").write_text("kind,name,country\nperson,Ada Holm,SWE\n")
    return folder


def bytes_of(record: Path) -> dict[str, bytes]:
    """Every file of a record. The lock is none of it: of who is killed last it stays, and stops nobody."""
    files = [path for path in sorted(record.rglob("*")) if path.is_file() and path != record / "lock"]
    return {path.relative_to(record).as_posix(): path.read_bytes() for path in files}


def chosen(steps: int, number: int) -> list[int]:
    """Some steps in a fixed random order, the first and the last among them."""
    return [1, steps, *random.Random(7).sample(range(2, steps), number)]  # noqa: S311


def test_a_run_killed_at_any_step_is_taken_up_to_the_same_bytes(start: Any, tmp_path: Path, talks: Path) -> None:
    code, steps = start(coder, talks)
    assert code == 0
    assert steps > 80
    undisturbed = bytes_of(talks / "record")
    assert len([name for name in undisturbed if name.endswith("/done")]) == 3
    assert not [name for name in undisturbed if "building" in name]
    assert not (talks / "record" / "lock").exists()
    for fall in chosen(steps, 12):
        folder = prepared(tmp_path / f"fall-{fall}")
        assert start(coder, folder, fall) == (-signal.SIGKILL, fall)
        if (folder / "record").exists() and any((folder / "record").iterdir()):
            kinds = _kinds(folder / "record")
            assert "damage" not in kinds, f"killed at step {fall}"
        assert start(coder, folder)[0] == 0
        assert bytes_of(folder / "record") == undisturbed, f"killed at step {fall}"


def test_a_run_killed_again_and_again_comes_to_the_same_bytes(start: Any, tmp_path: Path, talks: Path) -> None:
    _, steps = start(coder, talks)
    folder = prepared(tmp_path / "often")
    falls = 0
    for fall in range(steps // 3, steps, 9):
        falls += start(coder, folder, fall)[0] == -signal.SIGKILL
    assert falls >= 3
    assert start(coder, folder)[0] == 0
    assert bytes_of(folder / "record") == bytes_of(talks / "record")


def test_mending_killed_at_any_step_is_taken_up_and_loses_nothing(start: Any, tmp_path: Path, talks: Path) -> None:
    start(coder, talks)
    sound = bytes_of(talks / "record")

    def damaged(folder: Path) -> Path:
        prepared(folder)
        start(coder, folder)
        second = sorted((folder / "record").glob("*/shards/*"))[1]
        (second / "opinions.parquet").write_bytes(b"PAR1 and nothing more")
        return folder

    code, steps = start(mender, damaged(tmp_path / "whole"))
    assert code == 0
    for fall in chosen(steps, 5):
        folder = damaged(tmp_path / f"mend-{fall}")
        assert start(mender, folder, fall)[0] == -signal.SIGKILL
        assert start(mender, folder)[0] == 0
        held = {name: data for name, data in bytes_of(folder / "record").items() if not name.startswith("damaged/")}
        assert held == sound, f"killed at step {fall}"


def _kinds(record: Path) -> set[str]:
    try:
        return {problem.kind for problem in checking.check(record).problems}
    except ValueError:  # nothing in it yet but a lock
        return set()


def test_workers_end_with_the_run_that_started_them(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys, time\nfrom detente.executors.processes import pool\n"
        "def told(n):\n    print(os.getpid(), flush=True)\n    time.sleep(60)\n"
        "if __name__ == '__main__':\n    list(pool(told, [1, 2], workers=2))\n"
    )
    (tmp_path / "parent.py").write_text(code)
    parent = subprocess.Popen([sys.executable, "parent.py"], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    workers = [int(parent.stdout.readline()) for _ in range(2)]
    parent.kill()
    parent.wait()
    until = time.monotonic() + 10
    while any(_alive(pid) for pid in workers) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [pid for pid in workers if _alive(pid)]
    parent.stdout.close()


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


# ---------------------------------------------------------------- the real thing, as a script


CODE = (
    "import sys\nfrom detente import run\n"
    "if __name__ == '__main__':\n"
    "    run.SHARD_ARTICLES = int(sys.argv[4])\n"
    "    run.build([sys.argv[1]], record=sys.argv[2], workers=int(sys.argv[3]))\n"
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill a coding run at random times, and compare the records.")
    parser.add_argument("articles", type=Path)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--shard", type=int, default=3, help="articles of a shard")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    by_chance = random.Random(asked.seed)  # noqa: S311
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "code.py").write_text(CODE)

        def begin(record: str) -> subprocess.Popen[bytes]:
            words = [str(asked.articles.absolute()), record, str(asked.workers), str(asked.shard)]
            return subprocess.Popen([sys.executable, "code.py", *words], cwd=folder)

        started = time.monotonic()
        if begin("undisturbed").wait():
            sys.exit("the undisturbed run failed")
        long = time.monotonic() - started
        undisturbed = bytes_of(folder / "undisturbed")
        kills = records = 0
        while kills < asked.kills:
            records += 1
            record = f"killed-{records}"
            while True:
                process = begin(record)
                try:
                    code = process.wait(by_chance.uniform(0, long * 0.8) if kills < asked.kills else None)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    kills += 1
                    if "damage" in _kinds_if_any(folder / record):
                        sys.exit(f"kill {kills}: {checking.check(folder / record).problems}")
                    continue
                if code:
                    sys.exit(f"after kill {kills} the run failed with {code}")
                break
            if bytes_of(folder / record) != undisturbed:
                sys.exit(f"record {records} is not the undisturbed one")
            print(f"{kills} kills, {records} records, each the undisturbed one byte for byte", flush=True)


def _kinds_if_any(record: Path) -> set[str]:
    return _kinds(record) if record.exists() else set()


if __name__ == "__main__":
    main()
