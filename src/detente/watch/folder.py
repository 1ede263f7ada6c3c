"""A folder that is watched: files that are new or have changed are coded into the record, the others not read again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from time import sleep

from detente.readers import files_in
from detente.run import Report, Run
from detente.watch.coder import Coder
from detente.watch.state import State

SETTLED = 2.0  # seconds for which a file has to be left alone: what is still being written would be read by half


def code(
    folder: Path, coder: Coder, state: State, now: Callable[[], float], report: Report | None = None
) -> Run | None:
    """Code the files that the present edition has not seen as they stand; None where there are none.

    Waits for files that were written just now. Raises ValueError where the record lies in the folder.
    """
    refuse_within(folder, coder.record)
    present = coder.edition()
    known = {row["path"]: row["stamp"] for row in state.rows("SELECT * FROM file WHERE edition = ?", present)}
    stamps = _settled({str(file): stamp(file) for file in files_in(folder)}, known, now)
    if not stamps:
        return None
    done = coder.code(list(stamps), report)
    state.together(
        [("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", (path, present, mark)) for path, mark in stamps.items()]
    )
    return done


def _settled(found: dict[str, str], known: dict[str, str], now: Callable[[], float]) -> dict[str, str]:
    """The files that are new or changed, without those that change while they are looked at."""
    new = {path: mark for path, mark in found.items() if mark and known.get(path) != mark}
    young = [path for path, mark in new.items() if abs(now() - int(mark.partition(" ")[0]) / 1e9) < SETTLED]
    if young:
        sleep(SETTLED)
    return {path: mark for path, mark in new.items() if path not in young or stamp(Path(path)) == mark}


def stamp(file: Path) -> str:
    """When a file was last written and how long it is; "" where it is gone."""
    try:
        about = file.stat()
    except OSError:
        return ""
    return f"{about.st_mtime_ns} {about.st_size}"


def refuse_within(folder: Path, record: Path) -> None:
    """Raise ValueError where a record lies openly in the folder that is watched: it would be read as articles."""
    inside = os.path.relpath(record.resolve(), folder.resolve())
    if not inside.startswith("..") and not any(part.startswith(".") and part != "." for part in Path(inside).parts):
        raise ValueError(f"{record} lies in {folder}, which is watched: name another folder for the record")
