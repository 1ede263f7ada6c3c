"""TimelineJS: a slide for each dated entry of the timeline, words and deeds in two rows.

The format is that of https://timeline.knightlab.com/docs/json-format.html. TimelineJS puts headline and text into the
page as HTML, so both are escaped here, and it looks for links in them unless told not to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import escape

from detente.codebook import table
from detente.export.record._holding import Holding
from detente.export.record._inert import array, plain
from detente.export.record._told import told
from detente.findings.rows import Row
from detente.wording import count, long_day, period

ASKS = ("timeline",)
QUOTES = True
GROUPS = {"word": "Words", "deed": "Deeds"}


def write(held: Holding) -> Iterator[str]:
    """The pieces of the file. Entries of which no day is known are left out and counted."""
    rows = held.ask("timeline").rows
    dated = [row for row in rows if row["day"]]
    if len(dated) < len(rows):
        held.left_out["without a day"] += len(rows) - len(dated)
    head: dict[str, Any] = {"scale": "human"}
    if dated:
        head["title"] = {"text": _title(held, dated), "autolink": False}
    yield from array(head, "events", (_slide(held, row) for row in dated))


def _title(held: Holding, dated: list[Row]) -> dict[str, str]:
    days = sorted(str(row["day"]) for row in dated)
    return {
        "headline": f"Words and deeds, {period(days[0], days[-1])}",
        "text": f"<p>{count(len(dated), 'entry')} from {count(len(held.articles), 'article')}, coded by machine.</p>",
    }


def _slide(held: Holding, row: Row) -> dict[str, Any]:
    year, month, day = (int(part) for part in str(row["day"]).split("-"))
    return {
        "start_date": {"year": year, "month": month, "day": day},
        "text": {"headline": str(escape(told(*_as_record(row)))), "text": _text(held, row)},
        "group": GROUPS[row["plane"]],
        "display_date": long_day(str(row["day"])),
        "unique_id": row["records"][0],
        "autolink": False,
    }


def _as_record(row: Row) -> tuple[str, Row]:
    """An entry of the timeline as the record that it was."""
    what = row["what"]
    if what in ("offer", "threat"):
        return "inducements", {**row, "kind": what, "target": row["recipient"], "what": row["about"]}
    if what == "promise":
        return "commitments", {**row, "beneficiary": row["recipient"], "what": row["about"]}
    if what in {entry["type"] for entry in table("ontology")}:
        return "events", {**row, "type": what}
    return "positions", {**row, "stance": what, "issue": row["about"]}


def _text(held: Holding, row: Row) -> str:
    article = held.by_id[row["article"]]
    by = f"<p>According to {escape(plain(row['according_to']))}.</p>" if row["according_to"] else ""
    return f"<blockquote>{escape(plain(row['text']))}</blockquote>{by}<p>{_source(article)}{_more(row)}</p>"


def _source(article: Row) -> str:
    shown = escape(", ".join(plain(article[name]) for name in ("title", "source") if article[name]) or "Untitled")
    if not article["url"]:
        return str(shown)
    return f'<a href="{escape(article["url"])}" rel="noopener noreferrer">{shown}</a>'


def _more(row: Row) -> str:
    return f"; told by {count(row['sources'], 'source')}" if row["sources"] > 1 else ""
