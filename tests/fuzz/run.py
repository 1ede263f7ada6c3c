"""Fuzzes the parsers, each for some seconds, and says how many inputs each was given and which broke it.

    python tests/fuzz/run.py --seconds 60 [TARGET ...]
    python tests/fuzz/run.py --seconds 900 --until 3600 --workers 2

With atheris (a part of `.[dev]` where it has a wheel) inputs are led by what code they reach; without it they are the
seeds, changed at random. What breaks a target lies under tests/fuzz/found/TARGET: mend the parser and leave the file
there, for `test_found.py` gives every such file to its target from then on.

With `--until` each target is fuzzed again and again until `fuzzed.tsv` says that it was for so many seconds of
computing since it last broke. It can be stopped and goes on from there; what reached new code is kept in out/fuzz.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
FOUND = HERE / "found"
LOG = HERE / "fuzzed.tsv"
KEPT = HERE.parents[1] / "out" / "fuzz"
COUNTING = Lock()
LONGEST = 4_096  # bytes of an input
HUNG = 20  # seconds of computing of one input
STUCK = 600  # seconds of computing beyond those of a turn: of one input that never comes back to Python
NEVER = 10**6  # seconds by the clock, which go on while a machine or a process is put to sleep
MEMORY = 3_000  # megabytes


def main() -> None:
    """Fuzz each target in a process of its own. Ends with 1 where any broke."""
    parser = argparse.ArgumentParser(description="Fuzz the parsers.")
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=float, default=60.0, help="for each target, or for each of its turns")
    parser.add_argument(
        "--until", type=float, help="seconds of computing for each target in all, counted in fuzzed.tsv"
    )
    parser.add_argument("--workers", type=int, default=1, help="targets at once")
    parser.add_argument("--within", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.within:
        fuzz(asked.targets[0], asked.seconds)
        return
    from targets import chosen

    names = list(chosen(asked.targets))
    with ThreadPoolExecutor(asked.workers) as pool:
        if asked.until is None:
            turns = list(pool.map(partial(turn, seconds=asked.seconds), names))
        else:
            turns = [one for some in pool.map(partial(until, asked.until, asked.seconds), names) for one in some]
    sys.exit(not all(turns))


def until(total: float, seconds: float, name: str) -> list[bool]:
    """Fuzz a target turn by turn until it was for so many seconds in all; whether it held in each."""
    turns: list[bool] = []
    while all(turns) and (done := fuzzed().get(name, (0, 0))[0]) < total:
        turns.append(turn(name, min(seconds, total - done + 1), counted=True))
    return turns


def turn(name: str, seconds: float, *, counted: bool = False) -> bool:
    """Fuzz a target in a process of its own and say how it went; whether it held."""
    before = held(name)
    command = [sys.executable, __file__, "--within", "--seconds", str(seconds), name]
    started = time.monotonic()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        log = told.read().decode("utf-8", "replace")
    taken = time.monotonic() - started
    runs = re.findall(r"(?:Done|INPUTS) (\d+)|^#(\d+)\s", log, re.M)
    number = int(max((one or other for one, other in runs), key=int, default="0"))
    new = sorted(held(name) - before)
    holds = not process.returncode and not new
    print(f"{name:16} {taken:7,.0f} s {number:12,} inputs  {'held' if holds else 'broke'}", flush=True)
    if not holds:
        print(*(f"    {FOUND / name / file}" for file in new), log[-3_000:], sep="\n", flush=True)
    if counted:
        count(
            name,
            min(seconds, usage.ru_utime + usage.ru_stime) if holds else 0,
            number if holds else 0,
            afresh=not holds,
        )
    return holds


def fuzzed() -> dict[str, tuple[int, int]]:
    """Of each target the seconds of computing and the inputs since it last broke."""
    rows = [line.split("\t") for line in LOG.read_text().splitlines()[1:]] if LOG.exists() else []
    return {name: (int(seconds), int(inputs)) for name, seconds, inputs in rows}


def count(name: str, seconds: float, inputs: int, *, afresh: bool) -> None:
    """Add a turn to the log; one that broke the target begins its count anew."""
    with COUNTING:
        known = fuzzed()
        before = (0, 0) if afresh else known.get(name, (0, 0))
        known[name] = (before[0] + round(seconds), before[1] + inputs)
        rows = [f"{one}\t{spent}\t{number}\n" for one, (spent, number) in sorted(known.items())]
        LOG.write_text("target\tseconds\tinputs\n" + "".join(rows))


def held(name: str) -> set[str]:
    """The names of the inputs that are kept of a target."""
    return {file.name for file in (FOUND / name).glob("*")}


def fuzz(name: str, seconds: float) -> None:
    """Fuzz one target in this process, which the first broken promise ends."""
    from targets import TARGETS

    from detente.readers import not_prose

    signal.signal(signal.SIGPROF, hung)
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + STUCK, resource.RLIM_INFINITY))
    target, seeds = TARGETS[name]
    for seed in seeds:
        target(seed)  # what is loaded when it is first needed is no part of any input's time
    not_prose(
        "Der Gesandte sagte, dass die Gespräche in der nächsten Woche weitergehen und die Waffen schweigen werden."
    )
    if find_spec("atheris") is None:
        at_random(name, target, seeds, seconds)
    else:
        led(name, target, seeds, seconds)


def led(name: str, target: Callable[[bytes], None], seeds: Sequence[bytes], seconds: float) -> None:
    """By atheris: what is ours is instrumented, so that an input which reaches new code is changed further."""
    import atheris

    def timed(data: bytes) -> None:
        with in_time():
            target(data)

    for module in [module for key, module in sys.modules.items() if key.startswith("detente.")]:
        for kept in vars(module).values():
            if getattr(kept, "__module__", None) == module.__name__ and hasattr(kept, "__code__"):
                atheris.instrument_func(kept)
    corpus = KEPT / name
    for folder in (FOUND / name, corpus):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [f"-max_total_time={seconds:.0f}", f"-max_len={max(LONGEST, *map(len, seeds))}", f"-timeout={NEVER}"]
    options += [
        f"-artifact_prefix={FOUND / name}/",
        f"-rss_limit_mb={MEMORY}",
        f"-report_slow_units={NEVER}",
        f"-seed={fuzzed().get(name, (0, 0))[0] + 1}",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], timed)
    atheris.Fuzz()


def at_random(name: str, target: Callable[[bytes], None], seeds: Sequence[bytes], seconds: float) -> None:
    """Without atheris: the seeds, changed at random, the same for the same target."""
    until = time.monotonic() + seconds
    for number, data in enumerate(changed(seeds, name)):
        if time.monotonic() > until:
            print(f"INPUTS {number}")
            return
        try:
            with in_time():
                target(data)
        except (Exception, HungError):
            kept = FOUND / name / f"crash-{sha256(data).hexdigest()[:40]}"
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(data)
            raise


class HungError(BaseException):
    """An input took too long. No error that a target may take for one of a library."""


@contextmanager
def in_time() -> Iterator[None]:
    """Ends with `HungError` what computes for too long."""
    signal.setitimer(signal.ITIMER_PROF, HUNG)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def hung(*_: object) -> None:
    raise HungError(f"still computing after {HUNG} s")


def changed(seeds: Sequence[bytes], by: str) -> Iterator[bytes]:
    """The seeds, and then without end one of them with some bytes set, cut out, doubled, or taken from another."""
    yield from seeds
    chance = random.Random(by)  # noqa: S311
    while True:
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.choice((1, 1, 2, 4, 8))):
            place = chance.randrange(len(data) + 1)
            to = min(len(data), place + chance.choice((1, 1, 2, 8, 64)))
            kind = chance.randrange(5)
            if kind == 0:
                data[place:to] = chance.randbytes(to - place)
            elif kind == 1:
                del data[place:to]
            elif kind == 2:
                data[place:place] = data[place:to] * chance.choice((1, 2, 50))
            elif kind == 3:
                data[place:to] = chance.choice((b"\0", b"\xff", b"\n", b'"', b"<", b"9" * 30, b"\xed\xa0\x80", b"&#0;"))
            else:
                other = chance.choice(seeds)
                start = chance.randrange(len(other) + 1)
                data[place:place] = other[start : start + chance.choice((1, 8, 64))]
        yield bytes(data[: max(LONGEST, *map(len, seeds))])


if __name__ == "__main__":
    main()
