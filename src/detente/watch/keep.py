"""Keeps what was fetched as files of JSON Lines under the record, and codes what is not coded yet.

What was fetched is the source of the record and stays: a new edition of the rules codes it anew from there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from detente import durable, keeping
from detente.run import Report, Run
from detente.watch.coder import Coder
from detente.watch.state import PLACE, Row, State

SOURCES = f"{PLACE}/sources"


def write(folder: Path, articles: Sequence[Row]) -> str:
    """Write fetched articles as one file, whole or not at all; its name, by its day and content, comes back."""
    data = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in articles).encode()
    day = datetime.now(tz=UTC).strftime("%Y-%m-%d")
    name = f"{day}-{sha256(data).hexdigest()[:12]}.jsonl"
    place = folder / SOURCES / name
    place.parent.mkdir(parents=True, exist_ok=True)
    with durable.writing(place) as file:
        file.write(data)
    return name


def take_up(folder: Path, state: State) -> None:
    """Take note of files that were written by a watch that was killed before it could say so."""
    known = {row["name"] for row in state.rows("SELECT name FROM batch")}
    keeping.sweep(folder / SOURCES)
    for file in sorted((folder / SOURCES).glob("*.jsonl")):
        if file.name in known:
            continue
        with file.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        state.together([*(taken(row) for row in rows), ("INSERT INTO batch VALUES (?)", (file.name,))])


def taken(row: Row) -> tuple[str, Sequence[object]]:
    """The statement that notes an article as taken in the version that its page was asked for in."""
    query = "UPDATE page SET taken = ?, digest = ?, failures = 0, error = NULL, text = NULL WHERE url = ?"
    return query, (row["mark"], version(row), row["page"])


def version(article: Row) -> str:
    """What tells the text of a page from the one that it had before."""
    return sha256(str(article["text"]).encode()).hexdigest()


def code(coder: Coder, state: State, report: Report | None = None) -> Run | None:
    """Code the files that the present edition has not coded; None where there are none."""
    present = coder.edition()
    waiting = [
        str(row["name"])
        for row in state.rows(
            "SELECT name FROM batch WHERE name NOT IN (SELECT batch FROM coded WHERE edition = ?) ORDER BY name",
            present,
        )
    ]
    places = [coder.record / SOURCES / name for name in waiting if (coder.record / SOURCES / name).exists()]
    if not places:
        return None
    done = coder.code(places, report)
    state.together([("INSERT OR IGNORE INTO coded VALUES (?, ?)", (present, name)) for name in waiting])
    return done
