"""Whose position moved, on what, from what to what, in whose words?"""

from __future__ import annotations

from detente.analyze.shifts import LINE
from detente.web.filters import Actor, Choice, Day, Issue, Least, Source, Words
from detente.web.ledger import Ledger

TITLE = "Shifts"
PLACE = (40, "What to check", 1)

LEDGER = Ledger(
    name="shifts",
    title=TITLE,
    question="Whose position moved, on what, from what to what, in whose words?",
    columns=(
        "score",
        "actor",
        "issue",
        "from",
        "from_day",
        "from_text",
        "to",
        "to_day",
        "to_text",
        "direction",
        "back_day",
        "back_text",
        "sources",
        "confidence",
    ),
    filters=(
        Words("q", "Words"),
        Actor("actor", "Who", "by"),
        Issue("issue", "Issue"),
        Day("since", "Since", "to_day"),
        Day("until", "Until", "to_day"),
        Choice("direction", "Direction", "direction"),
        Source("source", "Source"),
        Least("score", "Score at least", "score", LINE),
    ),
    orders={
        "ranked": ("highest score first", "t.score DESC"),
        "newest": ("newest first", 't."to_day" DESC NULLS LAST'),
        "oldest": ("oldest first", 't."to_day" NULLS LAST'),
    },
)
show = LEDGER.show
