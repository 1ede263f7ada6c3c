"""What is left open, and who is said to gain or lose by what?"""

from __future__ import annotations

from detente.web.filters import Choice, usual
from detente.web.ledger import Ledger

TITLE = "Questions"
PLACE = (30, "The record", 4)

LEDGER = Ledger(
    name="questions",
    title=TITLE,
    question="What is left open, and who is said to gain or lose by what?",
    columns=("kind", "text", "asked_by", "party", "only", "by", "source", "day"),
    filters=usual(
        Choice("kind", "Kind", "kind"),
        source="source",
    ),
    orders={
        "ranked": ("as they stand", "t.nr"),
        "newest": ("newest first", 't."day" DESC NULLS LAST'),
        "oldest": ("oldest first", 't."day" NULLS LAST'),
    },
)
show = LEDGER.show
