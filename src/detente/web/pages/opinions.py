"""What do the authors themselves think and ask?"""

from __future__ import annotations

from detente.web.filters import Choice, Issue, usual
from detente.web.ledger import Ledger

TITLE = "Opinions"
PLACE = (30, "The record", 3)

LEDGER = Ledger(
    name="opinions",
    title=TITLE,
    question="What do the authors themselves think and ask?",
    columns=("kind", "text", "source", "day", "title", "confidence"),
    filters=usual(Choice("kind", "Kind", "kind"), Issue("issue", "Issue"), source="source"),
    orders={
        "ranked": ("most to the point first", "t.score DESC"),
        "newest": ("newest first", 't."day" DESC NULLS LAST'),
        "oldest": ("oldest first", 't."day" NULLS LAST'),
    },
)
show = LEDGER.show
