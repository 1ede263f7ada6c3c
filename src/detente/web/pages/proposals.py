"""What is on the table, and who proposed, backed, accepted, refused it?"""

from __future__ import annotations

from detente.web.filters import Actor, Choice, Day, Issue, Least, Source, Words
from detente.web.ledger import Ledger

TITLE = "Proposals"
PLACE = (20, "Where they stand", 2)

LEDGER = Ledger(
    name="proposals",
    title=TITLE,
    question="What is on the table, and who proposed, backed, accepted, refused it?",
    columns=(
        "proposal",
        "party",
        "state",
        "stance",
        "condition",
        "who",
        "first",
        "last",
        "sources",
        "reports",
        "according_to",
        "text",
    ),
    filters=(
        Words("q", "Words"),
        Actor("party", "Party", "by"),
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
    },
)
show = LEDGER.show
