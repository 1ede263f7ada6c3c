"""The families of a record's articles: what is a copy or a version of what, and what counts as one source.

The tables `families` (each article, the first of its family, what it is a copy of and what supersedes it) and `kin`
(which two articles are of one family, by which rule, and how much they share) are laid into the database when they are
first asked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from detente.findings.rows import fetch
from detente.sameness.families import Told, copies, kin, superseded
from detente.sameness.families import families as grouped
from detente.sameness.joining import Groups

ARTICLES = "SELECT nr, id, date, title, source, url, copy_of, text FROM articles ORDER BY nr"


@dataclass(frozen=True, slots=True)
class Family:
    """For each article the first of its family and its outlet, and what it is superseded by."""

    of: dict[str, str]
    outlets: dict[str, str]
    later: dict[str, str]
    members: dict[str, list[str]]

    def independent(self, articles: Iterable[str]) -> int:
        """How many sources tell it on their own: articles of one family, or of one outlet, are one."""
        known = sorted(set(articles))
        if len(known) < 2:
            return len(known)
        groups = Groups(range(len(known)))
        seen: dict[str, int] = {}
        for i, article in enumerate(known):
            for mark in (f"family {self.of.get(article, article)}", self.outlets.get(article) or f"article {article}"):
                groups.join(i, seen.setdefault(mark, i))
        return len({groups.first(i) for i in range(len(known))})

    def copies(self, articles: Iterable[str]) -> int:
        """How many further articles are of the families of these: copies and versions that tell it too."""
        known = set(articles)
        whole = {member for article in known for member in self.members.get(self.of.get(article, article), [])}
        return len(whole - known)


def families(db: duckdb.DuckDBPyConnection) -> Family:
    """The families of a record; the database keeps them as `families` and `kin`."""
    if not db.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'families'").fetchall():
        _lay(db)
    rows = fetch(db, "SELECT article, family, superseded_by, source FROM families ORDER BY nr")
    members: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        members[row["family"]].append(row["article"])
    return Family(
        {row["article"]: row["family"] for row in rows},
        {row["article"]: f"outlet {row['source']}" for row in rows if row["source"]},
        {row["article"]: row["superseded_by"] for row in rows if row["superseded_by"]},
        dict(members),
    )


def _name(id_: str, ids: set[str]) -> str | None:
    """What the input called an article, where it called two by one name and so the second got `-2`; else None."""
    found = re.fullmatch(r"(.+)-\d+", id_)
    if found and found[1] in ids:
        return found[1]
    return id_ if f"{id_}-2" in ids else None


def _lay(db: duckdb.DuckDBPyConnection) -> None:
    import pyarrow as pa

    rows = fetch(db, ARTICLES)
    ids = {row["id"] for row in rows}
    articles = [
        Told(row["nr"], str(row["text"]), row["date"], row["title"], row["source"], row["url"], _name(row["id"], ids))
        for row in rows
    ]
    pairs = list(kin(articles))
    first = grouped(articles, pairs)
    later, original = superseded(articles, first), copies(pairs)
    names = {row["nr"]: row["id"] for row in rows}
    laid = {
        "families": pa.table(
            {
                "nr": [row["nr"] for row in rows],
                "article": [row["id"] for row in rows],
                "source": [row["source"] for row in rows],
                "family": [names[first[row["nr"]]] for row in rows],
                "copy_of": pa.array([names.get(original.get(row["nr"], -1)) for row in rows], pa.string()),
                "superseded_by": pa.array([names.get(later.get(row["nr"], -1)) for row in rows], pa.string()),
            },
            schema=pa.schema(
                [("nr", pa.int64())]
                + [(name, pa.string()) for name in ("article", "source", "family", "copy_of", "superseded_by")]
            ),
        ),
        "kin": pa.table(
            {
                "one": [names[pair.one] for pair in pairs],
                "other": [names[pair.other] for pair in pairs],
                "rule": [pair.rule for pair in pairs],
                "shared": [pair.shared for pair in pairs],
            },
            schema=pa.schema(
                [("one", pa.string()), ("other", pa.string()), ("rule", pa.string()), ("shared", pa.float64())]
            ),
        ),
    }
    for name, table in laid.items():
        db.register("incoming", table)
        db.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")  # noqa: S608  (one of the two names above)
        db.unregister("incoming")
