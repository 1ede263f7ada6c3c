"""The command line that every measurement here shares, and the floors that no figure may fall below (floors.json).

    python eval/NAME.py              # measure, print, fail (exit 1) where a figure is below its floor
    python eval/NAME.py --errors     # also print what was wrong, of the open half only
    python eval/NAME.py --update     # raise the floors to what was measured; never lowers one

A measurement is a function from whether to print errors to its figures by name.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
SLACK = 0.005  # a floor is a figure rounded to two places
Item = dict[str, Any]
Figures = dict[str, float]


def read(name: str) -> list[Item]:
    """The rows of a JSON Lines file beside this one."""
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def run(name: str, about: str | None, labels: tuple[str, ...], measure: Callable[[bool], Figures]) -> int:
    """Measure, compare with the floors of this name, and say what fell. `labels` are the files that it measures on."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print what was wrong, of the open half")
    parser.add_argument("--update", action="store_true", help="raise the floors to what was measured")
    options = parser.parse_args()
    digest = hashlib.sha256(b"".join((HERE / file).read_bytes() for file in labels)).hexdigest()
    every = json.loads(FLOORS.read_text(encoding="utf-8"))
    kept = every.get(name, {"labels": digest, "floors": {}})
    figures = measure(options.errors)
    fallen = False
    for figure, value in figures.items():
        floor = kept["floors"].get(figure, 0.0)
        below = value + SLACK < floor
        fallen |= below
        print(f"{figure:40s} {value:.3f}  floor {floor:.3f}{'  BELOW' if below else ''}")
    if kept["labels"] != digest:
        print("The labels are not those that the floors were measured on: look at the figures, then --update.")
        fallen = not options.update
    if options.update and not fallen:
        floors = {figure: max(value, kept["floors"].get(figure, 0.0)) for figure, value in figures.items()}
        every[name] = {"labels": digest, "floors": floors}
        FLOORS.write_text(json.dumps(every, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return int(fallen)
