"""The command that lists what was taken for a copy of another article, and why."""

from __future__ import annotations

from detente.cli.asking import Coverage, Shown, spread
from detente.records import Finding

COLUMNS = ("article", "date", "source", "copy_of", "original_date", "original_source", "why")
QUERY = """
SELECT c.id AS article, c.date, c.source, c.copy_of, o.date AS original_date, o.source AS original_source,
       c.copy_why AS why
FROM articles c LEFT JOIN articles o ON o.id = c.copy_of WHERE c.copy_of IS NOT NULL ORDER BY c.nr"""


@spread
def copies(shown: Shown, asked: Coverage) -> None:
    """Which articles were taken for copies of others, and why? A copy is kept as a source, and not coded again.

    With --all-copies near copies are coded like any other article; the same text is coded once all the same.

    Example: detente copies talks/
    """
    from detente.findings.rows import fetch

    run = asked.build()
    rows = tuple(fetch(run.db, QUERY))
    near = sum(row["why"] != "same text" for row in rows)
    note = f"{len(rows)} of {run.articles} articles are copies, {near} of them near copies." if rows else None
    shown.put(Finding(name="copies", title="Copies", columns=COLUMNS, rows=rows, note=note))
