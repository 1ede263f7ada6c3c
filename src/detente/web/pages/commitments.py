"""Who promised what, by when, and was it kept?"""

from __future__ import annotations

from detente.web.filters import Actor, Choice, Issue, usual
from detente.web.ledger import Ledger, ranked

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
        "carried_out",
        "repeated",
        "first",
        "last",
        "sources",
        "reports",
        "text",
        "confidence",
    ),
    filters=usual(
        Actor("actor", "Who", "by"),
        Actor("to", "Towards whom", "to"),
        Issue("issue", "Issue"),
        Choice("state", "State", "state"),
        day="last",
    ),
    orders={**ranked("last"), "deadline": ("by deadline", 't."deadline" NULLS LAST')},
)
show = LEDGER.show
