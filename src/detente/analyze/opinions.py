"""What do the authors themselves think and ask, attributed to nobody else?

Example: detente opinions talks/*.txt --kind question
"""

from __future__ import annotations

import re
from typing import Literal

import duckdb

from detente.findings.matters import is_body, named_in
from detente.findings.rows import Row, content_key, fetch, iso
from detente.findings.signs import sign
from detente.quoting import clean
from detente.records import Finding

COLUMNS = ("kind", "text", "source", "day")
LONGEST, SHORTEST, FEW = 240, 12, 5
COMMON = frozenset({"end", "use", "role", "process", "support", "security", "control", "state", "american", "military"})
JUDGES = sign("judging", "")
HEADING = re.compile(r"^(?:\*|#|[-•>]\s|\d+\.\s|Q:|Advertisement\b|Read more\b|Related\b)", re.I)
SELF = re.compile(
    r"\b(?:let me|subscribe|newsletter|this article|click|sign up|read more|in this (?:piece|column))\b", re.I
)


def find(
    db: duckdb.DuckDBPyConnection, *, kind: Literal["view", "question"] | None = None, confidence: float = 0.0
) -> Finding:
    """List views and questions of the authors, those first that speak most of the parties and matters on record.

    A question is one that ends as one; headings and remarks on the page itself are none. A text is listed once.
    """
    query = """
    SELECT * FROM opinions WHERE confidence >= $c AND ($kind IS NULL OR kind = $kind)
    ORDER BY sort_key DESC, article, start, id
    """
    subjects = _subjects(db)
    found: dict[str, Row] = {}
    for row in fetch(db, query, {"c": confidence, "kind": kind}):
        text = clean(str(row["text"]))
        question = row["kind"] == "question"
        if HEADING.match(str(row["sentence"]).strip()) or SELF.search(text) or (question and not _asks(text)):
            continue
        words = set(content_key(text).split())
        parties, issues = (words & subjects[0]) | {n for n in named_in(text) if is_body(n)}, words & subjects[1]
        about = len(parties) + len(issues) + (2 if parties and issues else 0)
        judged = question or JUDGES.search(text) is not None
        # a short sentence about the matter says more than a long one that only names it
        length = 1.0 if SHORTEST <= len(text) <= LONGEST else 0.4
        found.setdefault(
            text.casefold(),
            {
                "kind": row["kind"],
                "text": text,
                "source": row["source"],
                "title": row["title"],
                "day": iso(row["day"]),
                "about": about,
                "judged": judged,
                "confidence": row["confidence"],
                "score": round(min(about, 6) * length * (1.0 if judged else 0.3) * float(row["confidence"]), 3),
                "sort_key": float(row["sort_key"] or 0.0),
                "article": row["article"],
                "start": row["start"],
                "records": [row["id"]],
            },
        )
    rows = sorted(found.values(), key=lambda r: (r["kind"], -r["score"], -r["sort_key"], r["article"], r["start"]))
    return Finding(name="opinions", title="What the authors think and ask", columns=COLUMNS, rows=tuple(rows))


def _asks(text: str) -> bool:
    return re.search(r"\?[”’\"')]*$", text) is not None


def _subjects(db: duckdb.DuckDBPyConnection) -> tuple[set[str], set[str]]:
    """The words that name the parties and those that name the issues, of those that are on record more than once."""
    ((number,),) = db.execute("SELECT count(*) FROM articles").fetchall()
    few = int(number) <= FEW
    least = 1 if few else 3
    parties = fetch(db, "SELECT coalesce(side, actor) AS name, count(*) AS n FROM positions GROUP BY ALL")
    issues = fetch(db, "SELECT issue AS name, count(*) AS n FROM positions GROUP BY ALL")
    named = [
        {word for row in rows if row["n"] >= least for word in content_key(str(row["name"] or "")).split()}
        for rows in (parties, issues)
    ]
    return named[0], named[1] - named[0] - COMMON
