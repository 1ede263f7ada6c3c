"""What do the parties tell differently?"""

from __future__ import annotations

from detente.web.filters import Actor, Choice, Day, Issue, Least, Source, Words
from detente.web.ledger import Ledger

TITLE = "Accounts"
PLACE = (40, "What to check", 3)

LEDGER = Ledger(
    name="accounts",
    title=TITLE,
    question="What do the parties tell differently?",
    columns=("of", "kind", "tellers", "accounts", "day", "sources", "confidence"),
    filters=(
        Words("q", "Words"),
        Actor("teller", "Teller", "by"),
        Issue("issue", "Issue"),
        Day("since", "Since", "day"),
        Day("until", "Until", "day"),
        Choice("kind", "Kind", "kind"),
        Source("source", "Source"),
        Least("sure", "Sure at least", "confidence"),
    ),
    orders={
        "ranked": ("most told first", "t.nr"),
        "newest": ("newest first", 't."day" DESC NULLS LAST'),
        "oldest": ("oldest first", 't."day" NULLS LAST'),
        "surest": ("surest first", "t.confidence DESC"),
    },
)
show = LEDGER.show
