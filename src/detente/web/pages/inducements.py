"""Who offers or threatens what to whom, on what condition?"""

from __future__ import annotations

from detente.web.charted import charted
from detente.web.filters import Actor, Choice, Issue, usual
from detente.web.ledger import Ledger, ranked

TITLE = "Offers and threats"
PLACE = (20, "Where they stand", 5)

LEDGER = Ledger(
    name="inducements",
    title=TITLE,
    question="Who offers or threatens what to whom, on what condition?",
    columns=(
        "kind",
        "actor",
        "target",
        "what",
        "condition",
        "state",
        "first",
        "last",
        "sources",
        "reports",
        "according_to",
        "text",
        "confidence",
    ),
    filters=usual(
        Actor("actor", "Who", "by"),
        Actor("to", "Towards whom", "to"),
        Issue("issue", "Issue"),
        Choice("kind", "Kind", "kind"),
        Choice("state", "State", "state"),
        day="last",
    ),
    orders=ranked("last"),
)
show = charted(LEDGER, "inducements")
