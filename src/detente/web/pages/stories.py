"""Which event and which statement is told by how many independent sources, and in what do they disagree?"""

from __future__ import annotations

from detente.web.filters import Actor, Choice, usual
from detente.web.ledger import Ledger

TITLE = "Told by many"
PLACE = (40, "What to check", 4)

LEDGER = Ledger(
    name="stories",
    title=TITLE,
    question="Which event and which statement is told by how many independent sources, and in what do they disagree?",
    columns=(
        "day",
        "kind",
        "actor",
        "what",
        "recipient",
        "text",
        "place",
        "sources",
        "copies",
        "disagree",
        "rules",
        "confidence",
    ),
    filters=usual(
        Actor("actor", "Who", "any"),
        Choice("kind", "Events or statements", "kind"),
        Choice("what", "What", "what"),
    ),
    orders={
        "told": ("most told first", "t.nr"),
        "newest": ("newest first", "t.day DESC NULLS LAST, t.sort_key DESC"),
        "oldest": ("oldest first", "t.sort_key"),
    },
)
show = LEDGER.show
