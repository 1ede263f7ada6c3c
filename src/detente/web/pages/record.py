"""One record: all that is known of it, its sentence, what rests on it, and what was decided of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from detente.findings.rows import Row
from detente.web.asking import Query, address
from detente.web.explain import explained, headline
from detente.web.forms import fields_of_form
from detente.web.found import found, issues_of
from detente.web.ledger import as_csv, suggested
from detente.web.opened import Opened
from detente.web.page import Page
from detente.web.pages import pages
from detente.web.prepare import FOUND
from detente.web.seen import DONE

TITLE = "A record"
PLACE = None
HIDDEN = frozenset({"nr", "hay", "article_nr", "sort_key"})


def show(opened: Opened, query: Query) -> Page:
    """The page of a record by its `id`; with `part=deciding` only what can be decided of it. Raises NotThereError."""
    id_ = query.needed("id")
    seen = opened.review.seen(opened, query.by, query.blind)
    kind, row, ref = found(opened, seen, id_)
    issues = issues_of(opened, kind, row)
    alone = query.text("part") == "deciding"
    rests = [] if alone else _resting(opened, id_)
    fields = {key: value for key, value in row.items() if key not in HIDDEN}
    card = explained(kind, row, issues)
    history = [{**asdict(one), "undone": seen.undone.get(one.id), "done": DONE[one.action]}
               for one in reversed(seen.history.get(id_, ()))]  # fmt: skip
    context = {"card": card, "row": row, "ref": ref, "fields": fields, "rests": rests, "history": history,
               **deciding(opened, kind, row)}  # fmt: skip
    data = {"kind": kind, "record": fields, "issues": issues, "findings": [name for name, _, _ in rests],
            "decisions": history, "read": ref["url"],
            "article": address("article", "json", key=ref["key"])}  # fmt: skip

    def table() -> Iterator[str]:
        yield as_csv([fields], tuple(key for key in fields if key != "id"))

    template = "deciding_part.html" if alone else "record.html"
    return Page(title=f"{card['label']} {id_}", template=template, context=context, data=data, table=table)


def deciding(opened: Opened, kind: str, row: Row) -> dict[str, Any]:
    """What the forms need in which a record is decided on: fields, others to merge it into, names to choose from."""
    return {"form": fields_of_form(kind, row), "others": _others(opened, kind, row), "suggested": suggested(opened)}


def _others(opened: Opened, kind: str, row: Row) -> list[tuple[str, str]]:
    """The records of its kind in its article, those nearest first, each in a few words."""
    near = opened.fetch(
        f"""SELECT * FROM held_{kind} t WHERE article = $article AND id <> $id
        ORDER BY abs(t.start - $start), t.id LIMIT 30""",  # noqa: S608  (a name of ours)
        {"article": row["article"], "id": row["id"], "start": row["start"]},
    )
    return [(str(one["id"]), "".join(text for text, _ in headline(kind, one)) + f": {one['text']}") for one in near]


def _resting(opened: Opened, id_: str) -> list[tuple[str, str, int]]:
    """The findings that rest on a record: name, title and number of rows."""
    opened.everything()
    resting = opened.fetch(
        "SELECT finding, count(*) AS number FROM rests WHERE id = $id GROUP BY finding ORDER BY finding", {"id": id_}
    )
    names = [(str(one["finding"]).removeprefix(FOUND), int(one["number"])) for one in resting]
    return [(name, str(pages()[name].TITLE), number) for name, number in names]
