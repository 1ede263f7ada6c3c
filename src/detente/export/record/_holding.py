"""What is written out: the rows of a record, with the articles that they stand in, and the answers of analyses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.digests import digest
from detente.findings.rows import Row, fetch
from detente.wording import safe_url

if TYPE_CHECKING:
    import duckdb

    from detente.records import Finding

KINDS = ("statements", "events", "positions", "inducements", "commitments", "opinions")
# what of a record is taken from the words of its article
TAKEN = ("text", "sentence", "cue", "what", "topic", "condition", "when", "deadline_words")
AT_ONCE = 5_000


@dataclass(frozen=True)
class Holding:
    """A record to be written out.

    `ask` answers an analysis by its name, and `ledgers` are the names there are. Only what is recorded with at least
    `confidence` is written, and without `words` nothing that is taken from the text of an article but names. `about` is
    what its publisher says of it. `left_out` counts, by the reason, what a form had no room for, and `notes` are what
    else there is to say of it: both are full once the form is written.
    """

    db: duckdb.DuckDBPyConnection
    ask: Callable[[str], Finding]
    ledgers: tuple[str, ...] = ()
    confidence: float = 0.0
    words: bool = True
    about: Mapping[str, Any] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def rows(self, kind: str) -> Iterator[Row]:
        """The records of a kind in the order of their days, each with the address of its article as `url`."""
        # a cursor of its own, for whoever writes the rows may ask the record of something else meanwhile
        result = self.db.cursor().execute(
            f"""SELECT r.*, a.url, a.key FROM {kind} r JOIN articles a ON a.id = r.article
            WHERE r.confidence >= $confidence
            ORDER BY r.sort_key, r.article_nr, r."start", r."end", r.id""",  # noqa: S608 - a name from KINDS
            {"confidence": self.confidence},
        )
        names = [column[0] for column in result.description or ()]
        while found := result.fetchmany(AT_ONCE):
            for values in found:
                yield self._fit(dict(zip(names, values, strict=True)))

    def cited(self, ids: Iterable[str]) -> dict[str, tuple[str, Row]]:
        """The records with these ids, however sure they are, each after its kind."""
        found: dict[str, tuple[str, Row]] = {}
        wanted = sorted(set(ids))
        for kind in (*KINDS, "passages"):
            query = f"""SELECT r.*, a.url, a.key FROM {kind} r JOIN articles a ON a.id = r.article
            WHERE r.id IN (SELECT unnest($ids)) ORDER BY r.id"""  # noqa: S608 - a name from KINDS
            for row in fetch(self.db, query, {"ids": wanted}):
                found.setdefault(row["id"], (kind, self._fit(row)))
        return found

    def _fit(self, row: Row) -> Row:
        """A row as it may be written: without what is no address of the web, or words where none are asked for."""
        blank = set() if self.words else set(TAKEN) & set(row)
        return row | dict.fromkeys(blank) | {"url": row["url"] if safe_url(row["url"]) else None}

    def count(self, kind: str) -> int:
        """How many records of a kind there are to write."""
        query = f"SELECT count(*) FROM {kind} WHERE confidence >= $confidence"  # noqa: S608 - a name from KINDS
        (number,) = self.db.execute(query, {"confidence": self.confidence}).fetchall()[0]
        return int(number)

    @cached_property
    def articles(self) -> tuple[Row, ...]:
        """The articles without their text, in the order in which they were read, copies too."""
        query = "SELECT id, date, title, source, url, path, copy_of, copy_why, key, nr FROM articles ORDER BY nr"
        return tuple(self._fit(row) for row in fetch(self.db, query))

    @cached_property
    def texts(self) -> dict[str, str]:
        """The texts of the articles by their ids."""
        return {str(row["id"]): str(row["text"]) for row in fetch(self.db, "SELECT id, text FROM articles")}

    @cached_property
    def by_id(self) -> dict[str, Row]:
        """The articles by their ids."""
        return {str(row["id"]): row for row in self.articles}

    @cached_property
    def name(self) -> str:
        """Sixteen hexadecimal digits that stand for these articles and no others."""
        return digest(*(str(row["key"]) for row in self.articles))

    @cached_property
    def home(self) -> Path | None:
        """The folder of the edition that is open; None for a record that lies in no folder."""
        found = self.db.execute("SELECT path FROM home").fetchone()
        return Path(found[0]) if found and found[0] else None
