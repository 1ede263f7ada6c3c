"""Work in several processes of this machine."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Generic

from detente.executors import AHEAD, Done, Job

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

AGAIN = 3  # times in a row that the processes are begun anew before the first job that waits is done


def pool(work: Callable[[Job], Done], todo: Iterable[Job], workers: int) -> Iterator[Done]:
    """Do the work in some processes, in order, with no more than a few jobs for each taken from `todo` ahead.

    Where one is killed from outside, what was not finished is done again by new ones. Raises ChildProcessError where
    they are killed again and again over one job.
    """
    crew = Crew(work, workers)
    try:
        for job in todo:
            crew.take(job)
            while crew.running and (len(crew.running) >= AHEAD * workers or crew.is_first_done()):
                yield crew.first()
        while crew.running:
            yield crew.first()
    finally:
        crew.leave()


class Crew(Generic[Job, Done]):
    """Processes that do jobs and are begun anew where one of them is killed; `running` are the jobs, in order."""

    def __init__(self, work: Callable[[Job], Done], workers: int) -> None:
        self._work, self._workers = work, workers
        self._processes = _begun(workers)
        self._killed = 0
        self.running: deque[tuple[Job, Future[Done]]] = deque()

    def take(self, job: Job) -> None:
        """Begin a job as soon as a process is free."""
        from concurrent.futures.process import BrokenProcessPool

        try:
            future = self._processes.submit(self._work, job)
        except BrokenProcessPool:
            self._begin_anew()
            future = self._processes.submit(self._work, job)
        self.running.append((job, future))

    def is_first_done(self) -> bool:
        """Whether the first of the jobs need not be waited for."""
        return self.running[0][1].done()

    def first(self) -> Done:
        """What the first of the jobs comes to."""
        from concurrent.futures.process import BrokenProcessPool

        while True:
            try:
                done = self.running[0][1].result()
            except BrokenProcessPool:
                self._begin_anew()
            else:
                self.running.popleft()
                self._killed = 0
                return done

    def leave(self) -> None:
        """End the processes; what is not begun is left undone."""
        self._processes.shutdown(cancel_futures=True)

    def _begin_anew(self) -> None:
        """Begin other processes, and in them all jobs that were not finished."""
        self._killed += 1
        if self._killed > AGAIN:
            raise ChildProcessError(
                "processes are killed again and again, most likely for want of memory: take fewer --workers (a rerun "
                "goes on from here)"
            ) from None
        self._processes.shutdown()
        self._processes = _begun(self._workers)
        self.running = deque(
            (job, self._processes.submit(self._work, job) if _is_lost(future) else future)
            for job, future in self.running
        )


def _is_lost(future: Future[Any]) -> bool:
    """Whether a job was not finished because a process was killed: its own or another's."""
    from concurrent.futures.process import BrokenProcessPool

    return isinstance(future.exception(), BrokenProcessPool)


def _begun(workers: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_follow_parent)


def _follow_parent() -> None:
    """Leave interrupts to the parent, and end with it: where it is killed nobody else would end this process."""
    import signal
    from multiprocessing import parent_process
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=follow, name="detente-parent", daemon=True).start()
