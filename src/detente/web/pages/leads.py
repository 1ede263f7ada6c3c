"""Where may something have moved, clashed or not been done? Pairs of passages for a person to read."""

from __future__ import annotations

from collections.abc import Iterator

from detente.findings.leads import COLUMNS, LINE
from detente.web.asking import Query
from detente.web.filters import Actor, Choice, Day, Least, Words
from detente.web.ledger import Ledger, as_csv, scored
from detente.web.opened import Opened
from detente.web.page import Page
from detente.web.sending import Done, Sent

TITLE = "Leads"
PLACE = (40, "What to check", 5)
RIGHT = (
    "These are leads and no findings: a model reads two sentences and nothing else. On invented dossiers one in six of "
    "them was right, of the surest two in five, and a quarter of what there was to find was among them. What holds up "
    "by rule stands under shifts, accounts and gaps."
)

LEDGER = Ledger(
    name="leads",
    title=TITLE,
    question="Where may something have moved, clashed or not been done?",
    columns=(*COLUMNS, "first_url", "then_url"),
    filters=(
        Words("q", "Words"),
        Actor("party", "Party", "by"),
        Choice("kind", "Kind", "kind"),
        Day("since", "Since", "then_day"),
        Day("until", "Until", "then_day"),
        Least("score", "Score at least", "score", LINE),
    ),
    orders=scored("then_day"),
)


def show(opened: Opened, query: Query) -> Page:
    """The leads once they are worked out; before that, how far that is, and the button that begins it."""
    leads = opened.leads
    if leads.found is None:
        context = {"state": leads.state, "progress": leads.progress, "right": RIGHT, "passages": _passages(opened)}
        data = {"state": leads.state, "done": leads.progress.done, "of": leads.progress.of, "rows": [], "total": 0,
                "note": RIGHT}  # fmt: skip
        return Page(TITLE, "leads.html", context, data, _nothing, lasting=False)
    opened.lay(leads.found)
    return LEDGER.show(opened, query)


def act(opened: Opened, sent: Sent) -> Done:
    """Begin to work out the leads."""
    del sent
    opened.leads.begin()
    return Done("/leads")


def _passages(opened: Opened) -> int:
    return int(opened.value("SELECT count(*) FROM passages") or 0)


def _nothing() -> Iterator[str]:
    yield as_csv((), LEDGER.columns)
