"""What happened and what was said, day by day?"""

from __future__ import annotations

from detente.web.charted import charted
from detente.web.filters import Actor, Choice, Issue, usual
from detente.web.ledger import Ledger

TITLE = "Timeline"
PLACE = (10, "At a glance", 2)

LEDGER = Ledger(
    name="timeline",
    title=TITLE,
    question="What happened and what was said, day by day?",
    columns=(
        "day",
        "when",
        "plane",
        "actor",
        "what",
        "mode",
        "about",
        "recipient",
        "text",
        "place",
        "according_to",
        "sources",
        "reports",
        "confidence",
    ),
    filters=usual(
        Actor("actor", "Who", "any"),
        Choice("plane", "Words or deeds", "plane"),
        Choice("what", "What", "what"),
        Issue("issue", "Issue"),
    ),
    orders={
        "newest": ("newest first", "t.day DESC NULLS LAST, t.sort_key DESC"),
        "oldest": ("oldest first", "t.sort_key"),
        "told": ("most told first", "t.sources DESC"),
        "surest": ("surest first", "t.confidence DESC"),
    },
)
show = charted(LEDGER, "timeline")
