"""Work in several processes of this machine."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from detente.executors import AHEAD, Done, Job


def pool(work: Callable[[Job], Done], todo: Iterable[Job], workers: int) -> Iterator[Done]:
    """Do the work in some processes, in order, with no more than a few jobs for each taken from `todo` ahead.

    Raises ChildProcessError where a process was killed from outside.
    """
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    processes = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_follow_parent)
    running: deque[Future[Done]] = deque()
    try:
        for job in todo:
            running.append(processes.submit(work, job))
            while running and (len(running) >= AHEAD * workers or running[0].done()):
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
    except BrokenProcessPool:
        raise ChildProcessError(
            "a process was killed, most likely for want of memory: take fewer --workers (a rerun goes on from here)"
        ) from None
    finally:
        processes.shutdown(cancel_futures=True)


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
