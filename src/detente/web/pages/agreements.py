"""What was agreed, signed, approved or brought into force, by whom?"""

from __future__ import annotations

from detente.web.filters import Actor, Choice, Issue, usual
from detente.web.ledger import Ledger

TITLE = "Agreements"
PLACE = (20, "Where they stand", 4)

LEDGER = Ledger(
    name="agreements",
    title=TITLE,
    question="What was agreed, signed, approved or brought into force, by whom?",
    columns=("agreement", "act", "parties", "day", "text", "sources", "reports", "confidence"),
    filters=usual(
        Actor("party", "Party", "by"),
        Issue("issue", "Issue"),
        Choice("act", "Act", "act"),
    ),
    orders={
        "oldest": ("oldest first", "t.nr"),
        "newest": ("newest first", 't."day" DESC NULLS LAST'),
        "told": ("most told first", "t.sources DESC"),
    },
)
show = LEDGER.show
