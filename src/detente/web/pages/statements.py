"""Who said what to whom, and in which words?"""

from __future__ import annotations

from detente.web.filters import Actor, Choice, Issue, usual
from detente.web.ledger import ORDERS, SAID, Ledger

TITLE = "Statements"
PLACE = (30, "The record", 1)

LEDGER = Ledger(
    name="statements",
    title=TITLE,
    question="Who said what to whom, and in which words?",
    columns=(
        "id",
        "day",
        "speaker",
        "addressee",
        "cue",
        "text",
        "kind",
        "speech_act",
        *SAID,
    ),
    filters=usual(
        Actor("speaker", "Speaker", "by"),
        Actor("to", "To whom", "to"),
        Issue("issue", "Issue"),
        Choice("kind", "Kind", "kind"),
        Choice("act", "Speech act", "speech_act"),
        source="source",
    ),
    orders=ORDERS,
    finding=False,
)
show = LEDGER.show
