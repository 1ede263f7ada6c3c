"""What is on the table, and who proposed, backed, accepted, refused it?"""

from __future__ import annotations

from detente.web.charted import charted
from detente.web.filters import Actor, Choice, Issue, usual
from detente.web.ledger import Ledger, ranked

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
    filters=usual(
        Actor("party", "Party", "by"),
        Issue("issue", "Issue"),
        Choice("state", "State", "state"),
        day="last",
    ),
    orders=ranked("last"),
)
show = charted(LEDGER, "proposals")
