"""Who promised what, by when, and was it kept?"""

from __future__ import annotations

from detente.web.filters import Actor, Choice, Day, Issue, Least, Source, Words
from detente.web.ledger import Ledger

TITLE = "Promises"
PLACE = (20, "Where they stand", 6)

LEDGER = Ledger(
    name="commitments",
    title=TITLE,
    question="Who promised what, by when, and was it kept?",
    columns=(
        "actor",
        "what",
        "beneficiary",
        "deadline",
        "deadline_words",
        "condition",
        "state",
        "repeated",
        "first",
        "last",
        "sources",
        "reports",
        "text",
        "confidence",
    ),
    filters=(
        Words("q", "Words"),
        Actor("actor", "Who", "by"),
        Actor("to", "Towards whom", "to"),
        Issue("issue", "Issue"),
        Choice("state", "State", "state"),
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
        "deadline": ("by deadline", 't."deadline" NULLS LAST'),
    },
)
show = LEDGER.show
