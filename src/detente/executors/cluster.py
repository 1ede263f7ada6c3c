"""Work on many machines, by Ray. Ray is an extra: `pip install detente[ray]`.

Shards are tasks of one processor each. A task whose worker dies is done again; what a shard holds is a function of its
articles, and it is moved into its place whole, so that it does not matter how often it was begun or where.

The workers write into the record, so its folder must be one that all machines see under the same path.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from typing import Any

from detente.executors import AHEAD, Done, Job

AGAIN = 5  # times that a task is begun anew where its worker died
NICENESS = "RAY_worker_niceness"  # Ray's own default is 15: on a machine with other work its workers then hardly run
ADDRESS = "RAY_ADDRESS"  # in the environment: a cluster that runs already


def require() -> None:
    """Raise ModuleNotFoundError, with what to do, where Ray is not installed."""
    if find_spec("ray") is None:
        raise ModuleNotFoundError("--engine ray needs Ray, which is not installed: pip install 'detente[ray]'")


def on_cluster(work: Callable[[Job], Done], todo: Iterable[Job], workers: int | None = None) -> Iterator[Done]:
    """Do the work as tasks of Ray, in order, with no more than a few jobs for each worker taken from `todo` ahead.

    Joins the cluster that RAY_ADDRESS names, else starts one on this machine with `workers` processors and ends it
    afterwards. Raises ChildProcessError where the workers of a job died again and again.
    """
    ray = _started(workers)
    begun_here = ray is not None
    ray = ray or _ray()
    try:
        many = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        told = ray.put(work)
        task = ray.remote(num_cpus=1, max_retries=AGAIN)(_do)
        running: deque[Any] = deque()
        try:
            for job in todo:
                running.append(task.remote(told, job))
                if len(running) >= AHEAD * many:
                    yield ray.get(running.popleft())
            while running:
                yield ray.get(running.popleft())
        except ray.exceptions.RayTaskError as error:
            raise error.cause from None
        except ray.exceptions.RayError as error:
            said = str(error).splitlines()[0]
            raise ChildProcessError(f"Ray lost a worker for good ({said}): a rerun goes on from here") from None
    finally:
        if begun_here:
            ray.shutdown()


def _do(work: Callable[[Job], Done], job: Job) -> Done:
    return work(job)


def _ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
    import ray

    return ray


def _started(workers: int | None) -> Any | None:
    """Ray, connected or begun here; None where the caller had it running already."""
    ray = _ray()
    if ray.is_initialized():
        return None
    quiet = {"log_to_driver": False, "logging_level": "ERROR"}
    if os.environ.get(ADDRESS):
        ray.init(address=os.environ[ADDRESS], **quiet)
    else:
        os.environ.setdefault(NICENESS, "0")
        ray.init(address="local", num_cpus=workers, include_dashboard=False, **quiet)
    return ray
