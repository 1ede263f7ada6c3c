"""What is left open: what the authors ask, and who is said to gain or to lose by what is to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.analyze import questions as asked
from detente.brief.author import questions
from detente.brief.desk import Desk, UnsupportedError, more
from detente.brief.plain import dangling
from detente.brief_parts import Paragraph, Section, Sentence

CLAIMS = 2
NAMED = 0.6  # of a claim's score: it says by what, or that nobody else does


def left_open(desk: Desk) -> Section | None:
    """The questions of the authors, and below them the claims of gain that somebody in the coverage makes."""
    found, gains = questions(desk), _gains(desk)
    if found is None or gains is None:
        only = (gains,) if gains else ()
        return found or (Section(name="open", heading="Open", blocks=only) if only else None)
    # the remark on the questions stands below them, not below what others claim
    put = tuple(replace(block, note=found.note) if isinstance(block, Paragraph) else block for block in found.blocks)
    return Section(name="open", heading=found.heading, blocks=(*put, gains))


def _gains(desk: Desk) -> Paragraph | None:
    """Claims of the youngest coverage, the surest first, each with whose it is; an author's stands with the views."""
    rows = [
        row for row in asked.find(desk.db, confidence=desk.floor).rows if row["kind"] != "question" and row["asked_by"]
    ]
    rows = [row for row in rows if (desk.few or row["score"] >= NAMED) and not desk.old(row["records"])]
    said = list(_told(desk, rows))
    if not said:
        return None
    note = more(len(said), len(rows), "questions")
    return Paragraph(sentences=tuple(said), heading="What is said to help or to harm whom", note=note)


def _told(desk: Desk, rows: list[dict[str, object]]) -> Iterator[Sentence]:
    left = desk.cap(CLAIMS)
    for row in rows:
        words = desk.quote(row["records"][0])  # type: ignore[index]
        if left and not dangling(words):
            try:
                yield desk.told(str(row["asked_by"]), words, row["records"], desk.dated(row["records"]))  # type: ignore[arg-type]
            except UnsupportedError:
                continue
            left -= 1
