"""Reads the training set and the plain form in which its rows are written.

A row is written on one line:
`TYPE.mode|modality|context,context|REGION YEAR form|Sentence with [S:source] and [T:target].`
`python training/rows.py FILE... > rows.jsonl` turns such lines into the rows of the set.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROWS = HERE / "rows.jsonl"
_MARK = re.compile(r"\[([ST]):([^\[\]]+)\]")

Row = dict[str, Any]


def rows(path: Path = ROWS) -> list[Row]:
    """The rows of the set; README.md says what their fields mean."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def parsed(line: str) -> Row:
    """A row from its written form, without an id. Raises ValueError where the form is broken."""
    label, modality, context, where, marked = line.strip().split("|", 4)
    kind, _, mode = label.partition(".")
    region, year, form = where.split()
    text, spans, last = "", {}, 0
    for mark in _MARK.finditer(marked):
        text += marked[last : mark.start()]
        spans[mark[1]] = (len(text), len(text) + len(mark[2]))
        text += mark[2]
        last = mark.end()
    text += marked[last:]
    if set(spans) != {"S", "T"}:
        raise ValueError(f"not one source and one target: {marked}")
    return {
        "text": text,
        "source": spans["S"],
        "target": spans["T"],
        "type": kind,
        "mode": mode or None,
        "modality": None if modality == "-" else modality,
        "context": [one.strip() for one in context.split(",") if one.strip(" -")],
        "region": region,
        "year": int(year),
        "form": form,
    }


def _lines(files: list[str]) -> Iterator[tuple[str, str]]:
    for file in files:
        for line in Path(file).read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                yield file, line


if __name__ == "__main__":
    for number, (_, written) in enumerate(_lines(sys.argv[1:]), 1):
        print(json.dumps({"id": f"row-{number:05d}"} | parsed(written), ensure_ascii=False))
