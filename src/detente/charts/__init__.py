"""Charts of a record: one file a chart, with `ask(db, setting, ...)` and `draw(rows, ...)`; its name is the chart's.

No chart relies on colour alone, and each is told in words and as a table as well. A chart that the record cannot carry
is None, and its file's `MISSING` says what it needs.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import duckdb

from detente.charts._chart import REACH, Chart, Setting, reach
from detente.drawing.lettering import shown
from detente.findings.rows import fetch
from detente.wording import count, listing, long_day, period, safe_url

OUTLETS = 4  # sources that are named under a chart
KINDS = ("statements", "events", "positions", "inducements", "commitments")


@lru_cache(maxsize=1)
def charts() -> dict[str, ModuleType]:
    """Every chart by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return {name: import_module(f"{__name__}.{name}") for name in names}


def chart(
    db: duckdb.DuckDBPyConnection,
    name: str,
    *,
    proposal: str | None = None,
    day: str | None = None,
    setting: Setting | None = None,
) -> Chart | None:
    """A chart of a record, of one proposal or on one day where it is asked for; None where the record cannot carry it.

    Raises ValueError, naming those there are, for a chart that there is not, for a proposal that is not on record, and
    for what is no day.
    """
    if name not in charts():
        raise ValueError(f"no chart {name!r} (there are {', '.join(charts())})")
    if day is not None:
        try:
            date.fromisoformat(day)
        except ValueError:
            raise ValueError(f"not a day: {day!r} (write it as 2025-05-20)") from None
    found: Chart | None = charts()[name].ask(db, setting or alone(db), proposal=proposal, day=day)
    return found


def missing(db: duckdb.DuckDBPyConnection, name: str) -> str:
    """What a record lacks for a chart, as a sentence."""
    held = fetch(db, f"SELECT (SELECT count(*) FROM articles) AS articles, {NUMBERS}")[0]  # noqa: S608  (names of ours)
    if not held["articles"]:
        return f"{name}: the record holds no article."
    told = listing([count(held[kind], kind.removesuffix("s")) for kind in KINDS])
    return f"{name}: {charts()[name].MISSING}; the record holds {told}."


NUMBERS = ", ".join(f"(SELECT count(*) FROM {kind}) AS {kind}" for kind in KINDS)  # noqa: S608  (names of ours)


# ---------------------------------------------------------------- a chart that stands alone


def alone(db: duckdb.DuckDBPyConnection, accessed: str | None = None) -> Setting:
    """What a chart outside of brief and pages stands in: its marks lead to the articles on the web, where they have an
    address there."""

    def addresses(records: Iterable[str]) -> Mapping[str, str]:
        wanted = sorted(set(records))
        if not wanted:
            return {}
        each = [f"SELECT t.id, a.url FROM {kind} t JOIN articles a ON a.id = t.article" for kind in KINDS]  # noqa: S608
        query = f"SELECT id, url FROM ({' UNION ALL '.join(each)}) WHERE id IN (SELECT unnest($ids)) ORDER BY id"  # noqa: S608
        return {str(row["id"]): row["url"] for row in fetch(db, query, {"ids": wanted}) if safe_url(row["url"])}

    return Setting(addresses=addresses, credit=credit(db, accessed or read_on(db)))


def credit(db: duckdb.DuckDBPyConnection, accessed: str | None = None) -> str:
    """The line under a chart: how many articles of which sources, of which days, and when they were read."""
    rows = fetch(db, "SELECT source, date FROM articles WHERE copy_of IS NULL")
    days = sorted(str(row["date"])[:10] for row in rows if row["date"])
    told: dict[str, int] = {}
    for row in rows:
        if row["source"]:
            told[shown(row["source"], 40)] = told.get(shown(row["source"], 40), 0) + 1
    outlets = sorted(told, key=lambda name: (-told[name], name))
    text = f"Source: {count(len(rows), 'article')}" if len(outlets) < 2 else f"Sources: {count(len(rows), 'article')}"
    if outlets:
        more = [count(len(outlets) - OUTLETS, "other")] if len(outlets) > OUTLETS else []
        text += f" of {listing([*outlets[:OUTLETS], *more])}"
    if days:
        text += f", {period(days[0], days[-1])}"
    text += f". Accessed {long_day(accessed)}" if accessed else ""
    return f"{text}. Coded by detente."


def read_on(db: duckdb.DuckDBPyConnection) -> str | None:
    """The day on which the youngest of the articles was read: that of the file that holds it."""
    days = []
    for row in fetch(db, "SELECT DISTINCT shard FROM listing"):
        held = Path(str(row["shard"])) / "articles.parquet"
        if held.exists():
            days.append(datetime.fromtimestamp(held.stat().st_mtime, tz=UTC).date().isoformat())
    return max(days, default=None)


__all__ = ["REACH", "Chart", "Setting", "alone", "chart", "charts", "credit", "missing", "reach", "read_on"]
