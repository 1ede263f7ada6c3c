"""Ways to do the same work on many jobs: in this process, in several, or on a cluster.

An executor is a `map` that yields what each job comes to, in the order of the jobs, and takes no more of them ahead
than it needs to keep its workers busy. So what is read is bounded, and a record is the same whichever did the work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Literal, Protocol, TypeVar

Job = TypeVar("Job")
Done = TypeVar("Done")
Engine = Literal["local", "ray"]

ENGINES: tuple[Engine, ...] = ("local", "ray")
AHEAD = 3  # jobs taken for each worker: one that it does, and some to go on with while the first is waited for


class Executor(Protocol):
    """A `map`: does the work for each job, in order."""

    def __call__(self, work: Callable[[Job], Done], todo: Iterable[Job], /) -> Iterator[Done]:
        """Yield what each job comes to."""


def executor(workers: int = 1, engine: str = "local") -> Executor:
    """The `map` to use: the builtin for one worker of this machine, a pool of processes for more, or Ray's workers.

    One worker is one process here; of Ray it stands for as many as the cluster has processors. Raises ValueError for an
    engine that there is not, ModuleNotFoundError where it is not installed.
    """
    if engine == "ray":
        from detente.executors.cluster import on_cluster, require

        require()
        return partial(on_cluster, workers=workers if workers > 1 else None)
    if engine != "local":
        raise ValueError(f"no such engine: {engine} (there are {', '.join(ENGINES)})")
    if workers < 2:
        return map
    from detente.executors.processes import pool

    return partial(pool, workers=workers)
