"""The charts of the pages: their marks lead to the reader, and each is drawn once for a state of the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from detente.brief_parts import Figure
from detente.charts import Chart, Setting, chart, credit, read_on
from detente.web.asking import Query, address
from detente.web.ledger import Ledger
from detente.web.opened import Opened
from detente.web.page import Page
from detente.web.refs import refs_of


def setting(opened: Opened) -> Setting:
    """What the charts of pages stand in: each mark leads to the words of its record, or to a page of its records."""

    def addresses(records: Iterable[str]) -> Mapping[str, str]:
        return {name: str(one["url"]) for name, one in refs_of(opened, sorted(set(records))).items()}

    told = opened.once("credit of charts", lambda: credit(opened.db, read_on(opened.db)))
    return Setting(addresses=addresses, pages=address, credit=told, finding=opened.rows)


def figure(made: Chart | None) -> Figure | None:
    """A chart as a part of a page."""
    return made.figure if made else None


def drawn(opened: Opened, *names: str) -> list[Figure]:
    """These charts of the whole record, as far as it can carry them."""
    found = []
    for name in names:
        made = opened.once(f"chart {name}", lambda name=name: chart(opened.db, name, setting=setting(opened)))  # type: ignore[misc]
        if made is not None:
            found.append(made.figure)
    return found


def charted(ledger: Ledger, *names: str) -> Callable[[Opened, Query], Page]:
    """The page of a ledger with charts of the whole record above its first rows, where no filter is set."""

    def show(opened: Opened, query: Query) -> Page:
        page = ledger.show(opened, query)
        if not query.values:
            page.context["figures"] = drawn(opened, *names)
        return page

    return show
