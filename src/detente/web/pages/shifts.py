"""Whose position moved, on what, from what to what, in whose words?"""

from __future__ import annotations

from detente.analyze.shifts import LINE
from detente.web.filters import Actor, Choice, Issue, Least, usual
from detente.web.ledger import Ledger, scored

TITLE = "Shifts"
PLACE = (40, "What to check", 1)

LEDGER = Ledger(
    name="shifts",
    title=TITLE,
    question="Whose position moved, on what, from what to what, in whose words?",
    columns=(
        "score",
        "actor",
        "issue",
        "from",
        "from_day",
        "from_text",
        "to",
        "to_day",
        "to_text",
        "direction",
        "back_day",
        "back_text",
        "sources",
        "confidence",
    ),
    filters=usual(
        Actor("actor", "Who", "by"),
        Issue("issue", "Issue"),
        Choice("direction", "Direction", "direction"),
        day="to_day",
        least=Least("score", "Score at least", "score", LINE),
    ),
    orders=scored("to_day"),
)
show = LEDGER.show
