"""Who stands where on each issue, last and before?"""

from __future__ import annotations

from detente.web.charted import charted
from detente.web.filters import Actor, Choice, Issue, usual
from detente.web.ledger import Ledger, ranked

TITLE = "Positions"
PLACE = (20, "Where they stand", 3)

LEDGER = Ledger(
    name="positions",
    title=TITLE,
    question="Who stands where on each issue, last and before?",
    columns=("issue", "party", "stance", "condition", "who", "first", "last", "sources", "reports", "history", "text"),
    filters=usual(
        Actor("party", "Party", "by"),
        Issue("issue", "Issue"),
        Choice("stance", "Stance", "stance"),
        day="last",
    ),
    orders=ranked("last"),
)
show = charted(LEDGER, "positions")
