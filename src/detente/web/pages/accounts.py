"""What do the parties tell differently?"""

from __future__ import annotations

from detente.web.filters import Actor, Choice, Issue, usual
from detente.web.ledger import Ledger, ranked

TITLE = "Accounts"
PLACE = (40, "What to check", 3)

LEDGER = Ledger(
    name="accounts",
    title=TITLE,
    question="What do the parties tell differently?",
    columns=("of", "kind", "tellers", "accounts", "day", "sources", "confidence"),
    filters=usual(
        Actor("teller", "Teller", "by"),
        Issue("issue", "Issue"),
        Choice("kind", "Kind", "kind"),
    ),
    orders=ranked("day"),
)
show = LEDGER.show
