"""Who did what to whom, where, and did it happen?"""

from __future__ import annotations

from detente.web.charted import charted
from detente.web.filters import Actor, At, Choice, Holds, Issue, usual
from detente.web.ledger import ORDERS, SAID, Ledger

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
        *SAID,
    ),
    filters=usual(
        Actor("actor", "Who", "by"),
        Actor("to", "Towards whom", "to"),
        Issue("issue", "Issue"),
        Choice("type", "Type", "type"),
        Choice("mode", "Mode", "mode"),
        Choice("modality", "Modality", "modality"),
        Holds("place", "Place", "place"),
        At("at", "Latitude, longitude"),
        source="source",
    ),
    orders=ORDERS,
    finding=False,
)
show = charted(LEDGER, "map")
