"""The database of a run: views over the shards of the store, cut down to its articles and to a period.

It is a build product. Beside its own fields every record there has `id`, `article` (the id that the input gives it),
`text` (its words), `sentence`, `sentence_start`, `sentence_end`, and of its article `article_date`, `source` and
`title`; `day` is the day it happened or was said, else that of the article, null where the text only gives a stretch of
more than a week; `sort_key` orders also what has no day (days since 1970, else days counted from the article). The
table `deeds` holds what a user imported: it rests on no article, and of a row that came twice it has the latest.

What people decided is laid over it: a table shows rejected records no more, corrected ones as they were corrected, and
added ones. Then `raw_TABLE` shows what the rules coded; `decided` and `loose` tell of the decisions.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from detente import deeds as imported
from detente import packs
from detente.days import is_day
from detente.listings import table_of
from detente.review import laying
from detente.review.decisions import Decision
from detente.review.held import NAMED
from detente.store import TABLES, columns, schema

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from detente.store import Listed


MEMORY = "2GB"  # what the database of a record may hold in memory
# `last month` and `in 2014` name no day: what they date is ordered by their middle and counts for no day
WIDTH = """date_diff('day', try_cast(s."date_start" AS DATE), try_cast(s."date_end" AS DATE))"""
DAY = f"""CASE WHEN {WIDTH} > 7 THEN NULL ELSE coalesce(s."date_start", l.date) END"""
MIDDLE = f"""date_diff('day', DATE '1970-01-01', try_cast(s."date_start" AS DATE)) + {WIDTH} / 2"""


def connect(
    articles: Mapping[Listed, Path] | pa.Table,
    since: str | None = None,
    until: str | None = None,
    deeds: Sequence[Path] = (),
    home: Path | None = None,
    decisions: Sequence[Decision] = (),
) -> duckdb.DuckDBPyConnection:
    """Open a database in memory over articles and the shards that hold them. Copies of a text are in `articles` alone.

    These may also be given as the table that `listings.table_of` makes of them.

    `since` and `until` are ISO days that cut the records down to those whose day is known to lie between, and the
    articles to those of such a day or that hold such a record, with their copies. `deeds` are
    the files of imported events, `home` is the folder where what is worked out from the record is kept, `decisions`
    are what people decided. Raises ValueError where a day is none.
    """
    import duckdb

    for day in (since, until):
        if day is not None and not is_day(day):
            raise ValueError(f"not a day: {day!r} (write it as 2025-05-20)")
    db = _bounded(duckdb.connect(":memory:"))
    db.register("incoming", table_of(articles) if isinstance(articles, Mapping) else articles)
    db.execute("CREATE TABLE listing AS SELECT * FROM incoming")
    db.unregister("incoming")
    db.execute("CREATE TABLE home AS SELECT $path::VARCHAR AS path", {"path": str(home.absolute()) if home else None})
    db.execute(
        "CREATE TABLE period AS SELECT $since::DATE AS since, $until::DATE AS until", {"since": since, "until": until}
    )
    _over(db, deeds, decisions)
    return db


def again(
    before: duckdb.DuckDBPyConnection, deeds: Sequence[Path] = (), decisions: Sequence[Decision] = ()
) -> duckdb.DuckDBPyConnection:
    """Open a database over the articles of an open one, in which other decisions count; `connect` tells of the rest."""
    import duckdb

    db = _bounded(duckdb.connect(":memory:"))
    for name in ("listing", "home", "period"):
        db.register("incoming", before.sql(f"SELECT * FROM {name}").to_arrow_table())  # noqa: S608
        db.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")  # noqa: S608  (one of the three names above)
        db.unregister("incoming")
    _over(db, deeds, decisions)
    return db


@contextmanager
def settled(db: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to an open database for which the views are tables: the shards are read once, however much is asked.

    For others the views stay views. The tables hold what is on record now; what is decided later is not in them. What
    was dropped and the passages, of which few questions are asked, stay views here too.
    """
    own = db.cursor()
    (within,) = own.execute("SELECT current_database()").fetchall()[0]
    try:
        for name in ("articles", *(table for table in TABLES if table not in ("dropped", "passages"))):
            own.execute(f'CREATE TEMP TABLE {name} AS SELECT * FROM "{within}".main.{name}')  # noqa: S608
        yield own
    finally:
        own.close()


def _bounded(db: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A database that holds so much in memory and no more, and the rest in a folder of its own that goes with it."""
    aside = mkdtemp(prefix="detente-")  # nobody else's
    weakref.finalize(db, rmtree, aside, ignore_errors=True)
    db.execute(f"SET memory_limit = '{MEMORY}'")
    db.execute("SET temp_directory = $place", {"place": aside})
    return db


def _over(db: duckdb.DuckDBPyConnection, deeds: Sequence[Path], decisions: Sequence[Decision]) -> None:
    """Make the views over the shards that are listed, and lay decisions over them."""
    whole = _is_whole(db)
    if not whole:
        db.execute("CREATE TABLE told (nr BIGINT)")
    for statement in views(_folders(db), whole=whole):
        db.execute(statement)
    db.execute(view_of_deeds(deeds))
    laying.empty(db)
    if decisions:
        lay(db, decisions)
    else:
        _cut_articles(db)


def _is_whole(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether a record is not cut down to a period."""
    return bool(db.execute("SELECT 1 FROM period WHERE since IS NULL AND until IS NULL").fetchall())


def _cut_articles(db: duckdb.DuckDBPyConnection) -> None:
    """Put the articles of the period into their table."""
    if _is_whole(db):
        return
    rows = " UNION ALL ".join(f"SELECT article_nr AS nr FROM {table}" for table in TABLES if table != "dropped")  # noqa: S608
    own = db.cursor()  # the caller's may hold a result that is not read to its end
    own.execute(f"""CREATE OR REPLACE TABLE told AS WITH first AS (
        SELECT nr FROM ({rows}) UNION SELECT l.nr FROM listing l, period p
        WHERE (p.since IS NULL OR try_cast(l.date AS DATE) >= p.since)
          AND (p.until IS NULL OR try_cast(l.date AS DATE) <= p.until))
        SELECT nr FROM first
        UNION SELECT c.nr FROM listing c JOIN listing l ON c.copy_of = l.id SEMI JOIN first f ON f.nr = l.nr
        UNION SELECT l.nr FROM listing c JOIN listing l ON c.copy_of = l.id SEMI JOIN first f ON f.nr = c.nr""")  # noqa: S608
    own.close()


def _folders(db: duckdb.DuckDBPyConnection) -> list[Path]:
    return [Path(shard) for (shard,) in db.execute("SELECT DISTINCT shard FROM listing ORDER BY shard").fetchall()]


def lay(db: duckdb.DuckDBPyConnection, decisions: Sequence[Decision]) -> None:
    """Lay decisions, and no others than these, over an open database."""
    folders = _folders(db)
    touched = laying.lay(db, decisions, shards_of)
    (renamed, apart) = db.execute("SELECT count(*) > 0, count(apart) > 0 FROM renamed").fetchall()[0]
    for table in TABLES:
        if table in touched:
            db.execute(view(table, folders, name=f"raw_{table}"))
            db.execute(view(table, folders, *covered(table, folders, renamed, apart)))
        elif db.execute("SELECT 1 FROM duckdb_views() WHERE view_name = $name", {"name": f"raw_{table}"}).fetchall():
            db.execute(view(table, folders))
            db.execute(f"DROP VIEW raw_{table}")
    _cut_articles(db)


def views(folders: Sequence[Path], *, whole: bool = True) -> Iterator[str]:
    """The SQL that makes the tables. Nothing of a text goes into it, only the paths of the shards.

    Where the record is not looked at `whole`, the articles are those of the table `told`.
    """
    yield f"""CREATE VIEW articles AS
        SELECT l.id, l.date, l.title, l.source, l.url, l.path, l.copy_of, s.text, l.nr, l.key,
               CASE WHEN l.copy_of IS NOT NULL THEN coalesce(l.why, 'same text') END AS copy_why
        FROM {shards_of("articles", folders)} s JOIN listing l ON {held("articles")}
        {"" if whole else "SEMI JOIN told t ON t.nr = l.nr"}
        ORDER BY l.nr"""  # noqa: S608  (paths and names of columns only)
    for table in TABLES:
        yield view(table, folders)


def view(
    table: str, folders: Sequence[Path], source: str | None = None, more: str = "", *, name: str | None = None
) -> str:
    """The SQL that makes the table of a kind, perhaps of another `name`, over another `source`, with `more` columns."""
    own = ", ".join(f's."{column}"' for column in columns(table) if column not in ("key", "id"))
    dated = table != "dropped"
    day = DAY if dated else "l.date"
    days = 's."days"' if dated else "NULL"
    middle = MIDDLE if dated else "NULL"
    order = f"coalesce(date_diff('day', DATE '1970-01-01', try_cast({day} AS DATE)), {middle}, {days}, 0)::DOUBLE"
    return f"""CREATE OR REPLACE VIEW {name or table} AS
        SELECT s.id, l.id AS article, {own}, l.date AS article_date, l.source, l.title, {day} AS day,
               {order} AS sort_key, l.nr AS article_nr{more}
        FROM {source or shards_of(table, folders)} s JOIN listing l ON {held(table)} AND l.copy_of IS NULL, period p
        WHERE (p.since IS NULL OR try_cast({day} AS DATE) >= p.since)
          AND (p.until IS NULL OR try_cast({day} AS DATE) <= p.until)
        ORDER BY sort_key, l.nr, s."start", s."end", s.id"""  # noqa: S608  (paths and names of columns only)


def covered(table: str, folders: Sequence[Path], renamed: bool, apart: bool) -> tuple[str, str]:
    """A FROM clause over the rows of a kind as decisions leave them, and what it adds to their columns.

    `renamed`: some names of issues are shown as others. `apart`: some are not to be shown as others, which is what the
    column `issue_apart` of positions says.
    """
    left = f"""SELECT r.* FROM {shards_of(table, folders)} r WHERE NOT EXISTS (
        SELECT 1 FROM covered c WHERE c."table" = '{table}' AND c.key = r.key AND c.id = r.id)"""  # noqa: S608
    laid = f"SELECT * FROM laid_{table}"  # noqa: S608  (a name of ours)
    source = f"({left} UNION ALL BY NAME {laid})"
    field = dict(NAMED).get(table)
    if not renamed or field is None:
        return source, ""
    shown = f"r.* REPLACE (coalesce(n.shown, r.{field}) AS {field}), n.apart IS NOT NULL AS issue_apart"
    source = f"(SELECT {shown} FROM {source} r LEFT JOIN renamed n ON n.told = r.{field})"  # noqa: S608
    return source, ", s.issue_apart" if apart and table == "positions" else ""


def view_of_deeds(files: Sequence[Path]) -> str:
    """The SQL that makes the table of imported events, of rows with one name that of the youngest file."""
    names = [field.name for field in imported.schema() if field.name not in ("id", "says")]
    if files:
        paths = ", ".join(f"'{literal(file.absolute())}'" for file in files)
        source = f"read_parquet([{paths}], filename = true)"
    else:
        source = empty(imported.schema())
    own = ", ".join(f's."{name}"' for name in names)
    wide = """date_diff('day', try_cast(s."date_start" AS DATE), try_cast(s."date_end" AS DATE)) > 7"""
    return f"""CREATE VIEW deeds AS
        SELECT s.id, {own}, CASE WHEN {wide} THEN NULL ELSE s."date_start" END AS day
        FROM (SELECT *, row_number() OVER (PARTITION BY id ORDER BY filename DESC) AS age FROM {source}) s, period p
        WHERE age = 1
          AND (p.since IS NULL OR day >= p.since::VARCHAR) AND (p.until IS NULL OR day <= p.until::VARCHAR)
        ORDER BY s."date_start", s.origin, s.id"""  # noqa: S608  (paths and names of columns only)


def shards_of(table: str, folders: Sequence[Path]) -> str:
    """A FROM clause over the files of a table, or over an empty table of the same columns where there is none."""
    if not folders:
        return empty(schema(table))
    packed, single = packs.cover(folders)
    parts = []
    if single:
        paths = ", ".join(f"'{literal(folder)}/{table}.parquet'" for folder in single)
        parts.append(f"SELECT * FROM read_parquet([{paths}], filename = true)")  # noqa: S608  (paths only)
    if packed:
        paths = ", ".join(f"'{literal(pack)}/{table}.parquet'" for pack in packed)
        home = f"{folders[0].parent}{os.sep}".replace("'", "''")
        named = f"'{home}' || shard || '/{table}.parquet' AS filename"
        parts.append(f"SELECT * EXCLUDE (shard), {named} FROM read_parquet([{paths}])")  # noqa: S608  (likewise)
    return f"({' UNION ALL BY NAME '.join(parts)})"


def empty(shape: pa.Schema) -> str:
    """A FROM clause over a table of these columns without a row."""
    names = ", ".join(f'NULL::{sql_type(field.type)} AS "{field.name}"' for field in shape)
    return f"(SELECT {names}, NULL::VARCHAR AS filename WHERE false)"


def held(table: str) -> str:
    """The condition that a row is of a listed article and of the shard that it is listed under, not of a twin of it."""
    return f"s.key = l.key AND s.filename = l.shard || '/{table}.parquet'"


@lru_cache(maxsize=100_000)
def literal(path: Path) -> str:
    """A path as DuckDB reads it inside quotes: its own quotes doubled, and what it would take for a pattern escaped."""
    return "".join({"'": "''", "[": "[[]", "*": "[*]", "?": "[?]"}.get(char, char) for char in str(path))


def sql_type(arrow: pa.DataType) -> str:
    """The name that SQL has for an Arrow type."""
    import pyarrow as pa

    if pa.types.is_list(arrow):
        return f"{sql_type(arrow.value_type)}[]"
    return {
        pa.string(): "VARCHAR",
        pa.int64(): "BIGINT",
        pa.float64(): "DOUBLE",
        pa.bool_(): "BOOLEAN",
        pa.binary(): "BLOB",
    }[arrow]
