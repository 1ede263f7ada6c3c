"""How do two parties treat each other, week by week?"""

from __future__ import annotations

from detente.web.charted import charted
from detente.web.filters import Actor, Day
from detente.web.ledger import Ledger

TITLE = "Pairs"
PLACE = (10, "At a glance", 4)

LEDGER = Ledger(
    name="dyads",
    title=TITLE,
    question="How do two parties treat each other, week by week?",
    columns=("dyad", "week", "events", "sum", "mean", "q1", "q2", "q3", "q4"),
    filters=(
        Actor("party", "Party", "by"),
        Actor("other", "and", "by"),
        Day("since", "Since", "week"),
        Day("until", "Until", "week"),
    ),
    orders={
        "ranked": ("most events first", "t.nr"),
        "newest": ("newest first", 't."week" DESC'),
        "worst": ("most conflict first", 't."mean"'),
        "best": ("most cooperation first", 't."mean" DESC'),
    },
)
show = charted(LEDGER, "dyads")
