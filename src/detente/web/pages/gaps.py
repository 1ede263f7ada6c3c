"""Where do words and deeds part?"""

from __future__ import annotations

from detente.analyze.gaps import LINE
from detente.web.filters import Actor, Choice, Issue, Least, usual
from detente.web.ledger import Ledger, scored

TITLE = "Gaps"
PLACE = (40, "What to check", 2)

LEDGER = Ledger(
    name="gaps",
    title=TITLE,
    question="Where do words and deeds part?",
    columns=(
        "score",
        "kind",
        "party",
        "issue",
        "word",
        "word_day",
        "word_text",
        "deed",
        "on",
        "deed_day",
        "deed_text",
        "closeness",
        "sources",
        "confidence",
    ),
    filters=usual(
        Actor("party", "Party", "by"),
        Actor("to", "Towards whom", "to"),
        Issue("issue", "Issue"),
        Choice("kind", "Kind", "kind"),
        day="deed_day",
        least=Least("score", "Score at least", "score", LINE),
    ),
    orders=scored("deed_day"),
)
show = LEDGER.show
