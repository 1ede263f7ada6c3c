"""The form in which a record is added that the rules missed, over words of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.findings.rows import Row
from detente.review.decisions import KINDS
from detente.review.fields import defaults, hints
from detente.web.asking import NotThereError, Query, WrongQueryError, address
from detente.web.explain import LABELS
from detente.web.forms import fields_of_form
from detente.web.ledger import as_csv, suggested
from detente.web.opened import Opened
from detente.web.page import Page

TITLE = "Add a record"
PLACE = None
NEAR = 200  # characters of the article shown around the words


def show(opened: Opened, query: Query) -> Page:
    """The form for an article (`key`), the words (`words`, perhaps at `from` to `to`) and the kind of record (`kind`).

    Without words or kind it asks for these first; with `part=form` it is the form alone. Raises NotThereError, and
    WrongQueryError for words that the article does not hold.
    """
    article = _article(opened, query)
    kind = query.text("kind") or "statements"
    if kind not in KINDS:
        raise WrongQueryError(f"kind: none of {', '.join(KINDS)}: {kind}")
    text = str(article["text"])
    place = _placed(text, query)
    row: Row = {name: value for name, value in defaults(kind).items() if name in hints(kind)}
    form = [one for one in fields_of_form(kind, row) if one["name"] not in ("start", "end", "spans", "confidence")]
    around = None
    if place is not None:
        start, end = place
        low, high = max(0, start - NEAR), min(len(text), end + NEAR)
        around = {"before": text[low:start], "words": text[start:end], "after": text[end:high]}
    context = {"article": article, "kind": kind, "kinds": LABELS, "place": place, "around": around, "form": form,
               "suggested": suggested(opened), "back": address("article", key=article["key"])}  # fmt: skip
    data = {"article": article["id"], "kind": kind, "place": place, "fields": [one["name"] for one in form]}
    template = "add_part.html" if query.text("part") == "form" else "add.html"
    return Page(TITLE, template, context, data, lambda: _table(form))


def _article(opened: Opened, query: Query) -> Row:
    found = opened.fetch("SELECT * FROM articles WHERE key = $key LIMIT 1", {"key": query.needed("key")})
    if not found:
        raise NotThereError("No such article is on record.")
    if found[0]["copy_of"]:
        held = opened.fetch("SELECT * FROM articles WHERE id = $id AND copy_of IS NULL", {"id": found[0]["copy_of"]})
        return held[0] if held else found[0]
    return found[0]


def _placed(text: str, query: Query) -> tuple[int, int] | None:
    """Where the words stand: at the place that is given if they do, else where they stand that is nearest to it."""
    words = query.text("words")
    near = query.count("from", 0, least=0)
    if words is None:
        if query.text("to") is None:
            return None
        end = query.count("to")
        if not near < end <= len(text):
            raise WrongQueryError(f"from {near} to {end}: no stretch of this article")
        return near, end
    # a page shows a break of the line as a space, or not at all
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    places = [(found.start(), found.end()) for found in re.finditer(pattern, text)]
    if not places:
        raise WrongQueryError("words: the article does not hold these words as they stand here")
    return min(places, key=lambda place: (abs(place[0] - near), place))


def _table(form: list[Row]) -> Iterator[str]:
    yield as_csv(form, ("name", "label", "value"))
