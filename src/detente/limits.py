"""A limit on the computing that one article may cost, so that none can hold up a run.

Counted is the processor's time of this process, not the time of a clock: a machine that sleeps, is busy with something
else or sets its clock changes nothing. The limit lies some thirty times above what an article costs, so that on no
machine it decides about an ordinary one.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 30.0  # for an article however short
CHARACTERS = 500  # for each so many more a second is given; usual are some 15,000 a second


class OverLimit(BaseException):
    """An article costs more than any should. No Exception, so that no rule that catches errors takes it for one."""


def seconds_for(text: str) -> float:
    """The seconds of computing that a text may cost.

    >>> seconds_for("A short dispatch."), seconds_for("x" * 500_000)
    (30.034, 1030.0)
    """
    return SECONDS + len(text) / CHARACTERS


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise OverLimit where what is done within costs more seconds of computing.

    Without effect where the system has no such timer, or outside of a process's main thread.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    over = False

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        if not over:
            raise OverLimit

    before = signal.signal(signal.SIGVTALRM, stop)
    # again each second, for code that catches everything
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1.0)
    try:
        yield
    finally:
        over = True
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.0)
        signal.signal(signal.SIGVTALRM, before)
