"""Who offers or threatens what to whom, on what condition?"""

from __future__ import annotations

from detente.web.filters import Actor, Choice, Day, Issue, Least, Source, Words
from detente.web.ledger import Ledger

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
    filters=(
        Words("q", "Words"),
        Actor("actor", "Who", "by"),
        Actor("to", "Towards whom", "to"),
        Issue("issue", "Issue"),
        Choice("kind", "Kind", "kind"),
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
