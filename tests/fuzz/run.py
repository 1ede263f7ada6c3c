"""Fuzzes the parsers, each for some seconds, and says how many inputs each was given and which broke it.

    python tests/fuzz/run.py --seconds 60 [TARGET ...]

With atheris (a part of `.[dev]` where it has a wheel) inputs are led by what code they reach; without it they are the
seeds, changed at random. What breaks a target lies under tests/fuzz/found/TARGET: mend the parser and leave the file
there, for `test_found.py` gives every such file to its target from then on.
"""

from __future__ import annotations

import argparse
import faulthandler
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
FOUND = HERE / "found"
LONGEST = 4_096  # bytes of an input
HUNG = 20  # seconds of one input
MEMORY = 3_000  # megabytes


def main() -> None:
    """Fuzz each target in a process of its own. Ends with 1 where any broke."""
    parser = argparse.ArgumentParser(description="Fuzz the parsers.")
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=float, default=60.0, help="for each target")
    parser.add_argument("--within", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.within:
        fuzz(asked.targets[0], asked.seconds)
        return
    from targets import chosen

    broken = []
    for name in chosen(asked.targets):
        before = held(name)
        command = [sys.executable, __file__, "--within", "--seconds", str(asked.seconds), name]
        started = time.monotonic()
        done = subprocess.run(command, capture_output=True, check=False)
        log = (done.stdout + done.stderr).decode("utf-8", "replace")
        runs = re.findall(r"(?:Done|INPUTS) (\d+)|^#(\d+)\s", log, re.M)
        number = int(max((one or other for one, other in runs), key=int, default="0"))
        new = sorted(held(name) - before)
        said = "broke" if done.returncode or new else "held"
        print(f"{name:16} {time.monotonic() - started:7,.0f} s {number:12,} inputs  {said}", flush=True)
        if said == "broke":
            broken.append(name)
            print(*(f"    {FOUND / name / file}" for file in new), log[-3_000:], sep="\n", flush=True)
    sys.exit(bool(broken))


def held(name: str) -> set[str]:
    """The names of the inputs that are kept of a target."""
    return {file.name for file in (FOUND / name).glob("*")}


def fuzz(name: str, seconds: float) -> None:
    """Fuzz one target in this process, which the first broken promise ends."""
    from targets import TARGETS

    from detente.readers import not_prose

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

    for module in [module for key, module in sys.modules.items() if key.startswith("detente.")]:
        for kept in vars(module).values():
            if getattr(kept, "__module__", None) == module.__name__ and hasattr(kept, "__code__"):
                atheris.instrument_func(kept)
    (FOUND / name).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds):
            (Path(corpus) / str(number)).write_bytes(seed)
        options = [f"-max_total_time={seconds:.0f}", f"-max_len={max(LONGEST, *map(len, seeds))}", f"-timeout={HUNG}"]
        options += [
            f"-artifact_prefix={FOUND / name}/",
            f"-rss_limit_mb={MEMORY}",
            f"-report_slow_units={HUNG}",
            "-seed=1",
        ]
        atheris.Setup([sys.argv[0], *options, corpus], target)
        atheris.Fuzz()


def at_random(name: str, target: Callable[[bytes], None], seeds: Sequence[bytes], seconds: float) -> None:
    """Without atheris: the seeds, changed at random, the same for the same target."""
    until = time.monotonic() + seconds
    for number, data in enumerate(changed(seeds, name)):
        if time.monotonic() > until:
            print(f"INPUTS {number}")
            return
        faulthandler.dump_traceback_later(HUNG, exit=True)
        try:
            target(data)
        except Exception:
            kept = FOUND / name / f"crash-{sha256(data).hexdigest()[:40]}"
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(data)
            raise
        finally:
            faulthandler.cancel_dump_traceback_later()


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
