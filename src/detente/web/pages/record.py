"""One record: all that is known of it, its sentence, and what rests on it."""

from __future__ import annotations

from collections.abc import Iterator

from detente.analyze import analyses
from detente.web.asking import NotThereError, Query, address
from detente.web.explain import explained
from detente.web.ledger import as_csv
from detente.web.opened import Opened
from detente.web.page import Page
from detente.web.pages import pages
from detente.web.prepare import FOUND
from detente.web.refs import refs_of

TITLE = "A record"
PLACE = None
HIDDEN = frozenset({"nr", "hay", "article_nr", "sort_key"})


def show(opened: Opened, query: Query) -> Page:
    """The page of a record by its `id`. Raises NotThereError."""
    id_ = query.needed("id")
    held = refs_of(opened, [id_])
    if id_ not in held:
        raise NotThereError(f"No record {id_} is here; a changed rule may have changed its id.")
    ref = held[id_]
    row = opened.fetch(f"SELECT * FROM held_{ref['kind']} WHERE nr = $nr", {"nr": ref["nr"]})[0]  # noqa: S608
    issues = [
        str(one["issue"])
        for one in opened.fetch(
            "SELECT issue FROM about WHERE kind = $kind AND nr = $nr ORDER BY issue",
            {"kind": ref["kind"], "nr": ref["nr"]},
        )
    ]
    for name in analyses():
        opened.finding(name)
    resting = opened.fetch(
        "SELECT finding, count(*) AS number FROM rests WHERE id = $id GROUP BY finding ORDER BY finding", {"id": id_}
    )
    rests = [
        (name, pages()[name].TITLE, one["number"])
        for one in resting
        for name in [str(one["finding"]).removeprefix(FOUND)]
    ]
    fields = {key: value for key, value in row.items() if key not in HIDDEN}
    card = explained(ref["kind"], row, issues)
    context = {"card": card, "row": row, "ref": ref, "fields": fields, "rests": rests}
    data = {"kind": ref["kind"], "record": fields, "issues": issues, "findings": [name for name, _, _ in rests],
            "read": ref["url"], "article": address("article", "json", key=ref["key"])}  # fmt: skip

    def table() -> Iterator[str]:
        yield as_csv([fields], tuple(key for key in fields if key != "id"))

    return Page(title=f"{card['label']} {id_}", template="record.html", context=context, data=data, table=table)
