"""Reads a user's own tables of actors, places and issues from YAML or CSV.

Both forms hold the same entries; `docs/teaching.md` shows them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from detente.codebook import built_in
from detente.codebook.checks import twice, with_codes, wrong
from detente.codebook.entries import CELLS, FREE, Entry, Problem, entry_of, meant

SUFFIXES = (".yaml", ".yml", ".csv")


def read(files: Iterable[Path]) -> tuple[list[Entry], list[Problem]]:
    """The entries of some files that are right, and what is wrong with the others.

    Raises FileNotFoundError for a file that is not there, ValueError for one of another type.
    """
    problems: list[Problem] = []
    entries: list[Entry] = []
    for file in files:
        entries.extend(_entries(file, problems))
    states = [entry for entry in entries if entry.kind == "state"]
    codes = {row["code"] for row in built_in("countries")} | {entry.cells.get("code", "") for entry in states}
    names = {row["name"]: row["code"] for row in built_in("countries")}
    names |= {entry.name: entry.cells.get("code", "") for entry in states}
    issues = {row["issue"] for row in built_in("issues")} | {one.name for one in entries if one.kind == "issue"}
    right: list[Entry] = []
    for entry in entries:
        read_as = with_codes(entry, names)
        found = [Problem(entry.path, entry.line, text) for text in wrong(read_as, codes, issues)]
        problems.extend(found)
        if not found:
            right.append(read_as)
    problems.extend(twice(right))
    problems.sort(key=lambda one: (one.path, one.line))
    return right, problems


def _entries(file: Path, problems: list[Problem]) -> Iterator[Entry]:
    if file.suffix.lower() not in SUFFIXES:
        raise ValueError(f"{file}: a table is a file {', '.join(SUFFIXES)}")
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(Problem(str(file), raw.count(b"\n", 0, error.start) + 1, "not UTF-8: save it as UTF-8"))
        return
    if file.suffix.lower() == ".csv":
        read_as = _from_csv
    else:
        from detente.codebook._yaml import entries as read_as
    before = len(problems)
    empty = True
    for entry in read_as(text, str(file), problems):
        empty = False
        yield entry
    if empty and len(problems) == before:
        problems.append(Problem(str(file), 1, "no entries"))


# ---------------------------------------------------------------- CSV


def _from_csv(text: str, path: str, problems: list[Problem]) -> Iterator[Entry]:
    rows = csv.reader(io.StringIO(text), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    known = {cell for cells in CELLS.values() for cell in cells} | {"kind", *FREE}
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        strange = [name for name in header if name and name not in known]
        problems.extend(Problem(path, 1, f"no column {name!r}{meant(name, sorted(known))}") for name in strange)
        if "kind" not in header or "name" not in header:
            problems.append(Problem(path, 1, "the first line must name the columns, kind and name among them"))
            return
        for row in rows:
            cells = {name: cell.strip() for name, cell in zip(header, row, strict=False) if name and cell.strip()}
            kind = cells.pop("kind", "")
            if len(row) > len(header):
                problems.append(Problem(path, rows.line_num, "more cells than columns: put quotes round commas"))
            elif cells or kind:
                for name in strange:
                    cells.pop(name, None)
                yield from entry_of(kind, cells, path, rows.line_num, problems)
    except csv.Error as error:
        problems.append(Problem(path, rows.line_num, f"not CSV: {error}"))
