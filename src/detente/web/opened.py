"""A record as the pages see it: its tables read once, its findings asked once, one database cursor a thread.

What was worked out belongs to one `Opened`. When the record changes, the `Library` opens it anew and puts the new one
in the place of the old; a page that is being made goes on with the one that it began with.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import duckdb

from detente.analyze import analyses
from detente.findings.rows import Row, fetch, several
from detente.records import Finding
from detente.review.held import raw_of
from detente.web.leading import Leads, begun
from detente.web.prepare import FOUND, KINDS, fill, members, prepare
from detente.web.reviewing import Reviewing
from detente.web.seen import Seen

if TYPE_CHECKING:
    from detente.run import Run

MEMORY = "1GB"  # what the database may hold before it writes to a temporary folder
KEPT = 48_000_000  # bytes of pages that are kept made
UNSCORED = {"shifts": {"score": 0.0}, "gaps": {"score": 0.0}}  # the page's own filter leaves the weak ones out


class Opened:
    """One state of a record, ready to be asked by several threads at once.

    `decisions` is how many decisions were made before it was opened: it knows those and no others. `before` is the
    state in whose place it comes.
    """

    def __init__(
        self, run: Run, review: Reviewing | None = None, before: Opened | None = None, decisions: int | None = None
    ) -> None:
        self.run = run
        self.review = review or Reviewing(deciding=False)
        self.edition = run.folder.name
        self._db = run.db
        self._db.execute(f"SET memory_limit = '{MEMORY}'")
        aside = tempfile.mkdtemp(prefix="detente-")  # nobody else's, and gone with this
        weakref.finalize(self, shutil.rmtree, aside, ignore_errors=True)
        self._db.execute("SET temp_directory = $place", {"place": aside})
        held = self.review.lies_in(run.folder.parent if run.folder.is_dir() else None)
        self.decisions = held if decisions is None else decisions
        prepare(self._db)
        self._local = threading.local()
        self._asking = threading.RLock()
        self._locks: dict[str, threading.RLock] = {}
        self._shelved: dict[str, Finding] = {}
        self._worked: dict[str, Any] = {}
        self.pages = Kept(KEPT)
        self.leads: Leads = begun(before.leads if before else None, self.cursor)
        self.seen: dict[tuple[int, str | None], Seen] = {}

    # ------------------------------------------------------------ asking the database

    @property
    def db(self) -> duckdb.DuckDBPyConnection:
        """The cursor of this thread."""
        if not hasattr(self._local, "db"):
            self._local.db = self._db.cursor()
        return self._local.db  # type: ignore[no-any-return]

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own, for a result that is read bit by bit, perhaps by several threads in turn."""
        return self._db.cursor()

    def fetch(self, query: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        """The rows of a query; values go in as parameters only."""
        return fetch(self.db, query, parameters)

    def value(self, query: str, parameters: Mapping[str, object] | None = None) -> Any:
        """The first value of the first row."""
        found = self.db.execute(query, dict(parameters or {})).fetchone()
        return found[0] if found else None

    def once(self, name: str, work: Callable[[], Any]) -> Any:
        """What some work gives, done once for this state of the record."""
        with self._locks.setdefault(name, threading.RLock()):
            if name not in self._worked:
                self._worked[name] = work()
            return self._worked[name]

    # ------------------------------------------------------------ decisions

    def placed(self) -> dict[Any, list[str]]:
        """Of each decision, and of each kind and id that decisions name, the records that they are on here."""
        found: dict[Any, list[str]] = self.once("placed", self._placed)
        return found

    def _placed(self) -> dict[Any, list[str]]:
        found: dict[Any, list[str]] = {}
        names = {one.id: (one.table, one.record) for one in self.review.journal.decisions}
        for row in self.decided():
            for key in (row["decision"], names.get(row["decision"])):
                held = found.setdefault(key, [])
                if row["record"] not in held:
                    held.append(row["record"])
        return found

    def decided(self) -> list[Row]:
        """What this state knows to have been decided of its records."""
        return self.fetch("SELECT * FROM decided") if self._has("decided") else []

    def loose(self) -> list[Row]:
        """The decisions that this state could not place, each with the reason."""
        return self.fetch("SELECT * FROM loose") if self._has("loose") else []

    def gone(self) -> dict[str, list[tuple[str, Row]]]:
        """By article the records that are coded and that no table shows, for they were rejected or merged."""
        found: dict[str, list[tuple[str, Row]]] = self.once("gone", self._gone)
        return found

    def _gone(self) -> dict[str, list[tuple[str, Row]]]:
        found: dict[str, list[tuple[str, Row]]] = {}
        for kind in KINDS:
            if self._has("covered") and self.raw(kind) != kind:
                query = f"""SELECT * FROM raw_{kind} WHERE id IN (SELECT id FROM covered WHERE "table" = '{kind}')
                AND id NOT IN (SELECT id FROM {kind})"""  # noqa: S608  (names of ours)
                for row in self.fetch(query):
                    found.setdefault(str(row["article"]), []).append((kind, {**row, "nr": None}))
        return found

    def raw(self, kind: str) -> str:
        """The table of what the rules coded of a kind, before any decision."""
        found: str = self.once(f"raw {kind}", lambda: raw_of(self.db, kind))
        return found

    def _has(self, table: str) -> bool:
        return bool(self.value("SELECT count(*) FROM duckdb_tables() WHERE table_name = $name", {"name": table}))

    # ------------------------------------------------------------ findings

    def finding(self, name: str) -> Finding:
        """A finding without its rows, which lie in the table `page_NAME` from now on: see `rows`."""
        with self._asking:
            if name not in self._shelved:
                self.lay(analyses()[name](self.db, **UNSCORED.get(name, {})))
            return self._shelved[name]

    def lay(self, found: Finding) -> None:
        """Lay out a finding that was worked out elsewhere, once."""
        with self._asking:
            if found.name not in self._shelved:
                self._shelve(found)
                self._shelved[found.name] = replace(found, rows=())

    def rows(
        self, name: str, where: str = "true", parameters: Mapping[str, object] | None = None, limit: int = 10**9
    ) -> list[Row]:
        """The rows of a finding in their order, the first of those that a condition on `t` lets through."""
        self.finding(name)
        query = f"SELECT t.data FROM page_{name} t WHERE {where} ORDER BY t.nr LIMIT {limit}"  # noqa: S608  (SQL of ours)
        return [json.loads(data) for (data,) in self.db.execute(query, dict(parameters or {})).fetchall()]

    def _shelve(self, found: Finding) -> None:
        """Lay the rows of a finding into a table that can be filtered and paged."""
        name, label = found.name, FOUND + found.name
        columns: dict[str, str] = {}
        for row in found.rows:
            for column, kind in _scalars(row).items():
                columns[column] = kind if columns.get(column, kind) == kind else "VARCHAR"
        for column in ("score", "confidence", "sources", "sort_key"):
            columns.setdefault(column, "DOUBLE")
        for column in found.columns:
            columns.setdefault(column, "VARCHAR")
        names = sorted(columns)
        told = "".join(f', "{column}" {columns[column]}' for column in names)
        self.db.execute(f"CREATE TABLE page_{name} (nr BIGINT, data VARCHAR, hay VARCHAR{told})")
        fill(
            self.db,
            f"page_{name}",
            [
                (
                    nr,
                    json.dumps(row, ensure_ascii=False, default=str),
                    _hay(row),
                    *(_as(columns[c], row.get(c)) for c in names),
                )
                for nr, row in enumerate(found.rows)
            ],
        )
        fill(self.db, "rests", [(label, nr, str(id_)) for nr, row in enumerate(found.rows) for id_ in row["records"]])
        fill(self.db, "cast_of", [(label, nr, *who) for nr, row in enumerate(found.rows) for who in _cast(row)])
        issues = [(label, nr, str(issue)) for nr, row in enumerate(found.rows) for issue in _issues(row)]
        fill(self.db, "about", issues)
        # of a finding that does not name its issue: those of the records that it rests on
        self.db.execute(
            """INSERT INTO about SELECT DISTINCT $name, r.nr, a.issue FROM rests r JOIN place_of p ON p.id = r.id
            JOIN about a ON a.kind = p.kind AND a.nr = p.nr WHERE r.finding = $name
            AND NOT EXISTS (SELECT 1 FROM about b WHERE b.kind = $name AND b.nr = r.nr AND b.issue = a.issue)""",
            {"name": label},
        )

    def warm(self, stop: threading.Event) -> None:
        """Ask all questions, so that no reader has to wait for them, until told to stop."""
        for name in analyses():
            if not stop.is_set():
                self.finding(name)


class Kept:
    """What was made last, up to a number of bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: tuple[object, ...]) -> bytes | None:
        """What is kept under a key."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: tuple[object, ...], made: bytes) -> None:
        """Keep something, and let go of what was not asked for the longest time. What is too large is not kept."""
        if len(made) > self._limit // 8:
            return
        with self._lock:
            self._size += len(made) - len(self._held.pop(key, b""))
            self._held[key] = made
            while self._size > self._limit:
                self._size -= len(self._held.popitem(last=False)[1])


# ---------------------------------------------------------------- what a row of a finding says of itself

DOERS = ("actor", "party", "side", "speaker", "who", "tellers", "parties", "first", "second")
DONE_TO = ("recipient", "target", "beneficiary", "on")
PAIR = ("first", "second")  # of a dyad; elsewhere these are days


def _scalars(row: Row) -> dict[str, str]:
    """The columns of a row that can be filtered or sorted by, with their types."""
    found = {}
    for key, value in row.items():
        if isinstance(value, bool | str):
            found[key] = "VARCHAR"
        elif isinstance(value, int | float):
            found[key] = "DOUBLE"
    return {key: kind for key, kind in found.items() if key not in ("nr", "data", "hay")}


def _as(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "DOUBLE":
        return float(value)
    return str(value)


def _hay(row: Row) -> str:
    """All words of a row in small letters, for the search."""
    words: list[str] = []
    for key, value in row.items():
        if key != "records":
            words.extend(_texts(value))
    return " ".join(words).lower()


def _texts(value: Any) -> Sequence[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in _texts(one)]
    return []


def _cast(row: Row) -> list[tuple[str, str, str]]:
    """Role, name and party of all who stand in a row."""
    found: dict[tuple[str, str, str], None] = {}
    for role, fields in (("by", DOERS), ("to", DONE_TO)):
        for field in fields:
            if field in PAIR and "dyad" not in row:
                continue
            for name, party in members(row.get(field) if isinstance(row.get(field), str) else None):
                found[role, name, name if field in ("party", "side", *PAIR) else party] = None
    return list(found)


def _issues(row: Row) -> list[str]:
    named = [row.get("issue"), row.get("proposal"), row.get("topic")]
    return list(dict.fromkeys(one for name in named for one in several(name)))
