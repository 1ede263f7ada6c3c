"""Whoever does the work, what comes out is the same, no more is read ahead than is needed, and a death is made good."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from detente import executors, run
from detente.executors import executor
from detente.executors.processes import AGAIN
from detente.work import Shard, code_shard

NUMBERS = list(range(40))


def doubled(number: int) -> int:
    return 2 * number


def failing(number: int) -> int:
    if number == 3:
        raise ValueError("three is not coded")
    return number


def falling_once(number: int, folder: Path) -> int:
    """Kill the process that does this the first time that it comes to number 5, and the first time to 23."""
    mark = folder / f"fell-{number}"
    if number in (5, 23) and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def coding_after_a_fall(job: Shard, shards: Path, **told: Any) -> Path:
    """Code a shard; the first time that the second is to be coded kill the process instead."""
    mark = shards.parents[2] / "fell"
    if job[0] == 1 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return code_shard(job, shards, **told)


def falling(number: int, folder: Path) -> int:
    """Kill the process that does this whenever it comes to number 5."""
    if number == 5:
        (folder / f"fell-{os.getpid()}").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def bytes_of(record: Path) -> dict[str, bytes]:
    return {str(file.relative_to(record)): file.read_bytes() for file in record.rglob("*") if file.is_file()}


class Counted:
    """Numbers that are counted as they are taken."""

    def __init__(self) -> None:
        self.taken = 0

    def __iter__(self) -> Iterator[int]:
        for number in NUMBERS:
            self.taken += 1
            yield number


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Ray with two workers on this machine, that know the functions of this file."""
    ray = pytest.importorskip("ray")
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    here = str(Path(__file__).parent)
    ray.init(
        address="local",
        num_cpus=2,
        include_dashboard=False,
        log_to_driver=False,
        logging_level="ERROR",
        runtime_env={"env_vars": {"PYTHONPATH": here}},
    )
    yield ray
    ray.shutdown()


@pytest.fixture(params=["local", "ray"])
def doing(request: pytest.FixtureRequest) -> executors.Executor:
    if request.param == "ray":
        request.getfixturevalue("cluster")
    return executor(2, request.param)


def test_the_order_is_that_of_the_jobs(doing: executors.Executor) -> None:
    assert list(doing(doubled, NUMBERS)) == [2 * number for number in NUMBERS]


def test_no_more_is_taken_than_keeps_the_workers_busy(doing: executors.Executor) -> None:
    numbers = Counted()
    done = doing(doubled, numbers)
    for given, _ in enumerate(done, 1):
        assert numbers.taken <= given + executors.AHEAD * 2
    assert numbers.taken == len(NUMBERS)


def test_an_error_in_a_job_ends_the_run(doing: executors.Executor) -> None:
    with pytest.raises(ValueError, match="three is not coded"):
        list(doing(failing, NUMBERS))


def test_a_worker_that_dies_is_made_good(doing: executors.Executor, tmp_path: Path) -> None:
    found = list(doing(partial(falling_once, folder=tmp_path), NUMBERS))
    assert {file.name for file in tmp_path.iterdir()} == {"fell-5", "fell-23"}
    assert found == NUMBERS


def test_a_job_that_kills_every_worker_ends_the_run(tmp_path: Path) -> None:
    found = []
    with pytest.raises(ChildProcessError, match="killed again and again"):
        found.extend(executor(2)(partial(falling, folder=tmp_path), NUMBERS))
    assert found == NUMBERS[: len(found)]
    assert len(list(tmp_path.iterdir())) <= AGAIN + 1 + executors.AHEAD * 2


def test_an_engine_that_there_is_not_is_named() -> None:
    with pytest.raises(ValueError, match=r"no such engine: spark \(there are local, ray\)"):
        executor(2, "spark")


def test_ray_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.executors.cluster.find_spec", lambda name: None)  # noqa: ARG005
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'detente\[ray\]'"):
        executor(2, "ray")


@pytest.mark.model
@pytest.mark.parametrize("engine", executors.ENGINES)
def test_a_record_is_the_same_byte_for_byte_though_a_worker_was_killed(
    engine: executors.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    if engine == "ray":
        request.getfixturevalue("cluster")
    monkeypatch.setattr(run, "SHARD_ARTICLES", 1)
    place = tmp_path / "talks.jsonl"
    texts = ["France urged Turkey to accept the ceasefire.", "Russia threatened sanctions.", "Was it ever real?"]
    place.write_text("".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts)))
    run.build([place], record=tmp_path / "one")
    monkeypatch.setattr(run, "code_shard", coding_after_a_fall)
    done = run.build([place], record=tmp_path / "many", workers=2, engine=engine)
    assert (tmp_path / "fell").exists()
    assert done.new == 3
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "many")
