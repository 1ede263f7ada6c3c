"""Where do words and deeds part?"""

from __future__ import annotations

from detente.analyze.gaps import LINE
from detente.web.filters import Actor, Choice, Day, Issue, Least, Source, Words
from detente.web.ledger import Ledger

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
    filters=(
        Words("q", "Words"),
        Actor("party", "Party", "by"),
        Actor("to", "Towards whom", "to"),
        Issue("issue", "Issue"),
        Day("since", "Since", "deed_day"),
        Day("until", "Until", "deed_day"),
        Choice("kind", "Kind", "kind"),
        Source("source", "Source"),
        Least("score", "Score at least", "score", LINE),
    ),
    orders={
        "ranked": ("highest score first", "t.score DESC"),
        "newest": ("newest first", 't."deed_day" DESC NULLS LAST'),
        "oldest": ("oldest first", 't."deed_day" NULLS LAST'),
    },
)
show = LEDGER.show
