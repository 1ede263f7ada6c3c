"""Who did what to whom, where, and did it happen?"""

from __future__ import annotations

from detente.web.filters import Actor, Choice, Day, Holds, Issue, Least, Source, Words
from detente.web.ledger import ORDERS, Ledger

TITLE = "Events"
PLACE = (30, "The record", 2)

LEDGER = Ledger(
    name="events",
    title=TITLE,
    question="Who did what to whom, where, and did it happen?",
    columns=(
        "id",
        "day",
        "actor",
        "recipient",
        "type",
        "mode",
        "modality",
        "text",
        "place",
        "dead",
        "injured",
        "quad",
        "score",
        "voice",
        "according_to",
        "source",
        "title",
        "article",
        "start",
        "end",
        "rule",
        "confidence",
    ),
    filters=(
        Words("q", "Words"),
        Actor("actor", "Who", "by"),
        Actor("to", "Towards whom", "to"),
        Issue("issue", "Issue"),
        Day("since", "Since", "day"),
        Day("until", "Until", "day"),
        Choice("type", "Type", "type"),
        Choice("mode", "Mode", "mode"),
        Choice("modality", "Modality", "modality"),
        Holds("place", "Place", "place"),
        Source("source", "Source", "source"),
        Least("sure", "Sure at least", "confidence"),
    ),
    orders=ORDERS,
    finding=False,
)
show = LEDGER.show
