"""What is left open: which questions are asked, and who is said to gain or lose by what?

Example: detente questions talks/*.txt --kind gain
"""

from __future__ import annotations

import re
from typing import Literal

import duckdb

from detente.findings.gains import Claim, claims
from detente.findings.matters import is_body, named_in
from detente.findings.rows import Row, chosen, content_key, fetch, iso
from detente.quoting import clean
from detente.records import Finding

COLUMNS = ("kind", "text", "asked_by", "party", "only", "by", "source", "day")
SHORTEST, LONGEST = 3, 40  # words of a question that says by itself what is asked
LEAST = 0.3
ASKS = re.compile(r"\?[”’\"')]*$")
SPEAKING_ONLY = re.compile(r"^(?:right|okay|really|what|why|how|who|yes|no|you know|isn.t it|is that it)\W*$", re.I)

ASKED = """
SELECT id, article, text, sentence, sentence_start, start, source, title, day, sort_key, confidence, voice,
       NULL AS speaker, NULL AS speaker_code
FROM opinions WHERE kind = 'question' AND confidence >= $c
UNION ALL
SELECT id, article, text, sentence, sentence_start, start, source, title, day, sort_key, confidence, voice,
       speaker, speaker_code
FROM statements WHERE speaker IS NOT NULL AND kind = 'direct' AND confidence >= $c
"""
SAID = """
SELECT id, article, text, sentence, sentence_start, start, source, title, day, sort_key, confidence, voice, speaker
FROM statements WHERE speaker IS NOT NULL AND confidence >= $c
UNION ALL
SELECT id, article, text, sentence, sentence_start, start, source, title, day, sort_key, confidence, voice,
       NULL AS speaker
FROM opinions WHERE kind = 'view' AND confidence >= $c
"""


def find(
    db: duckdb.DuckDBPyConnection,
    *,
    kind: Literal["question", "gain", "loss"] | None = None,
    party_is: str | None = None,
    confidence: float = 0.0,
) -> Finding:
    """List questions, of authors and of speakers, and claims of who gains or loses, each with whose it is.

    `kind`: question, gain or loss. A question is one that names a party or an issue on record; whether somebody
    answers it elsewhere is not known. `asked_by` is null where it is the author of the article. A text is listed once.
    """
    c = {"c": confidence}
    rows = [*_questions(db, c), *_claims(db, c)]
    kept = [
        row
        for row in rows
        if kind in (None, row["kind"]) and (party_is is None or chosen("; ".join(row["about"]), party_is))
    ]
    order = {"question": 0, "gain": 1, "loss": 2}
    kept.sort(key=lambda row: (order[row["kind"]], -row["score"], -row["sort_key"], row["article"], row["start"]))
    title = "Questions left open, and who is said to gain or lose"
    return Finding(name="questions", title=title, columns=COLUMNS, rows=tuple(kept))


def _questions(db: duckdb.DuckDBPyConnection, c: dict[str, float]) -> list[Row]:
    issues = _issues(db)
    found: dict[str, Row] = {}
    for row in fetch(db, ASKED, c):
        text = clean(str(row["text"]))
        if not ASKS.search(text) or not SHORTEST <= len(text.split()) <= LONGEST or SPEAKING_ONLY.match(text):
            continue
        parties = sorted(name for name in named_in(text) if is_body(name))
        about = len(parties) + len(set(content_key(text).split()) & issues)
        if about:
            found.setdefault(text.casefold(), _row(row, "question", text, parties, about=about))
    return list(found.values())


def _claims(db: duckdb.DuckDBPyConnection, c: dict[str, float]) -> list[Row]:
    """A claim told in several records of one place is listed once, by the surest."""
    found: dict[tuple[str, int], Row] = {}
    for row in fetch(db, SAID, c):
        text = str(row["text"])
        for claim in claims(text):
            place = (str(row["article"]), int(row["start"]) + claim.start)
            made = _row(row, "gain" if claim.gains else "loss", clean(text), [claim.who], claim)
            if place not in found or _better(made, found[place]):
                found[place] = made
    once: dict[tuple[str, str], Row] = {}
    for row in found.values():
        once.setdefault((row["text"].casefold(), row["party"]), row)
    return list(once.values())


def _better(one: Row, other: Row) -> bool:
    """The surer record; of equals the one that says more shortly what is claimed."""
    return (one["confidence"], -len(one["text"])) > (other["confidence"], -len(other["text"]))


def _row(row: Row, kind: str, text: str, parties: list[str], claim: Claim | None = None, about: int = 1) -> Row:
    weight = min(about, 4) / 4 if claim is None else 1.0 if claim.by or claim.only else 0.7
    return {
        "kind": kind,
        "text": text,
        "asked_by": row["speaker"],
        "party": claim.who if claim else None,
        "only": ("yes" if claim.only else "no") if claim else None,
        "by": claim.by if claim else None,
        "about": parties,
        "source": row["source"],
        "title": row["title"],
        "day": iso(row["day"]),
        "confidence": row["confidence"],
        "score": round(weight * float(row["confidence"]), 3),
        "sort_key": float(row["sort_key"] or 0.0),
        "article": row["article"],
        "start": row["start"],
        "records": [str(row["id"])],
    }


def _issues(db: duckdb.DuckDBPyConnection) -> set[str]:
    """The words that name what is at issue in the record."""
    rows = fetch(db, "SELECT DISTINCT issue FROM positions")
    return {word for row in rows for word in content_key(str(row["issue"] or "")).split() if len(word) > 3}
