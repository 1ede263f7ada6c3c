"""Who stands where on each issue, last and before?"""

from __future__ import annotations

from detente.web.filters import Actor, Choice, Day, Issue, Least, Source, Words
from detente.web.ledger import Ledger

TITLE = "Positions"
PLACE = (20, "Where they stand", 3)

LEDGER = Ledger(
    name="positions",
    title=TITLE,
    question="Who stands where on each issue, last and before?",
    columns=("issue", "party", "stance", "condition", "who", "first", "last", "sources", "reports", "history", "text"),
    filters=(
        Words("q", "Words"),
        Actor("party", "Party", "by"),
        Issue("issue", "Issue"),
        Choice("stance", "Stance", "stance"),
        Day("since", "Since", "last"),
        Day("until", "Until", "last"),
        Source("source", "Source"),
        Least("sure", "Sure at least", "confidence"),
    ),
    orders={
        "ranked": ("most told first", "t.nr"),
        "newest": ("newest first", 't."last" DESC NULLS LAST'),
        "oldest": ("oldest first", 't."last" NULLS LAST'),
        "surest": ("surest first", "t.confidence DESC"),
    },
)
show = LEDGER.show
