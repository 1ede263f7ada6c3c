"""A record with a hostile article in it, and what each form makes of it."""

from __future__ import annotations

from functools import cache, partial
from importlib import import_module
from typing import Any

import duckdb

from camp_david import ARTICLES, RECORDS
from detente.analyze import analyses
from detente.export.record import Holding, form
from detente.records import Article, Commitment, Event, Finding, Inducement, Opinion, Position, Span, Statement
from record_db import at, record_db

SCRIPT = "</script><script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(2)>"
FORMULA = '=HYPERLINK("http://evil.example","x")'
TURNED = "\u202eRuland\u200b\x07"
LATEX = r"\input{/etc/passwd} } 50% of $x_1^2 & #1 ~"
HOSTILE = Article(
    id=f"bad {SCRIPT}",
    date="1978-09-21",
    title=f"{LATEX} {SCRIPT} {TURNED}",
    source=f"{FORMULA} {IMAGE}",
    url="javascript:alert(3)",
    text=(
        f"Ruland {SCRIPT} accepts {IMAGE} a truce {TURNED} now. {FORMULA} says the king. =1+1 is what Ruland offers. "
        "Ruland bombed Syldavia at sea. Ruland met Borduria near Zileheroum. Ruland promised more \U0001f54a to come."
    ),
)
COPY = Article(
    id="copy", date="1978-09-22", title="-2+3", source="@SUM(A1)", url="https://example.org/a?b=1&c=%7B2%7D",
    text="Borduria refused a truce. Undated it is.",
)  # fmt: skip
UNDATED = Article(id="undated", text="Somebody threatened Ruland with war. Is it over?")
WILD: tuple[Span, ...] = (
    at(HOSTILE, f"Ruland {SCRIPT} accepts {IMAGE} a truce {TURNED} now", Position, actor=f"Ruland {SCRIPT}",
       issue=f"truce {IMAGE}", stance="accept", condition=FORMULA),
    at(HOSTILE, FORMULA, Statement, speaker="the king", cue="says", kind="direct"),
    at(HOSTILE, "=1+1", Inducement, actor=f"{IMAGE}", what="=1+1"),
    at(HOSTILE, "Ruland bombed Syldavia at sea", Event, actor="Ruland", recipient="Syldavia", type="ASSAULT", quad=4,
       score=-9.0, place="the sea", place_kind="sea", dead=3),
    at(HOSTILE, "Ruland met Borduria near Zileheroum", Event, actor="Ruland", recipient="Borduria", type="CONSULT",
       mode="visit", quad=1, score=2.0, place=f"Zileheroum {IMAGE}", place_kind="city", place_lat=-41.123456789,
       place_lon=179.9, place_country="SYL"),
    at(HOSTILE, "Ruland promised more", Commitment, actor="Ruland; Borduria", what="more"),
    at(COPY, "Borduria refused a truce", Position, actor="Borduria", issue="truce", stance="reject"),
    at(UNDATED, "Somebody threatened Ruland with war", Inducement, kind="threat", target="Ruland", what="war"),
    at(UNDATED, "Is it over?", Opinion, kind="question", voice="author"),
)  # fmt: skip
# characters that turn or hide what stands beside them, and controls that are no line end
UNSEEN = "\u202e\u200b\x07"


def database() -> duckdb.DuckDBPyConnection:
    """A record of the Camp David articles, a hostile one, its copy, one with odd fields and one without a date."""
    twin = Article(id="twin", text=HOSTILE.text, date="1978-09-23", title="The same", source="Another")
    return record_db([*ARTICLES, HOSTILE, COPY, UNDATED, twin], [*RECORDS, *WILD])


def holding(db: duckdb.DuckDBPyConnection, **options: Any) -> Holding:
    """The record as it is handed to a form."""

    return Holding(db, partial(_answer, db, options.get("confidence", 0.0)), tuple(analyses()), **options)


@cache
def _answer(db: duckdb.DuckDBPyConnection, confidence: float, name: str) -> Finding:
    found: Finding = import_module(f"detente.analyze.{name}").find(db, confidence=confidence)
    return found


def written(name: str, held: Holding) -> bytes:
    """The bytes of a form."""
    pieces = form(name).write(held)
    return b"".join(piece if isinstance(piece, bytes) else piece.encode() for piece in pieces)
