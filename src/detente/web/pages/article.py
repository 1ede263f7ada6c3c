"""The reader: an article with its statements, events and positions marked in the text, each mark explaining itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.findings.rows import Row
from detente.web.asking import NotThereError, Query, WrongQueryError, address
from detente.web.explain import LABELS, explained
from detente.web.ledger import as_csv
from detente.web.opened import Opened
from detente.web.page import Page
from detente.web.prepare import KINDS
from detente.web.reading import Mark, marks_of, pieces, shown

TITLE = "An article"
PLACE = None
COLUMNS = ("kind", "id", "start", "end", "text", "what", "day", "rule", "confidence")


def show(opened: Opened, query: Query) -> Page:
    """The article of a `key`, or of an `id` of the input; `record` is the one to open, `show` the kinds to mark.

    `from` and `to` mark a stretch of the text; with `rejected=hide` what was rejected is left out. Raises
    NotThereError.
    """
    article = _article(opened, query)
    # the same text is coded once: such a copy shows the records of the article that it is a copy of, at their places
    same = article["copy_why"] == "same text"
    coded = str(article["copy_of"] if same else article["id"])
    seen = opened.review.seen(opened, query.by, query.blind)
    rows = {kind: seen.of_article(opened, coded, kind, _records(opened, kind, coded)) for kind in KINDS}
    gone = {str(row["id"]) for found in rows.values() for row in found if seen.gone(str(row["id"]))}
    if query.text("rejected") == "hide":
        rows = {kind: [row for row in found if row["id"] not in gone] for kind, found in rows.items()}
    present = [kind for kind in KINDS if rows[kind]]
    chosen = shown(present, query.text("show"))
    issues = _issues(opened, coded)
    cards = sorted(
        (explained(kind, row, issues.get((kind, row["nr"]), ())) for kind in present for row in rows[kind]),
        key=lambda card: (card["start"], -card["end"], KINDS.index(card["kind"]), card["id"]),
    )
    marks = [mark for kind in chosen for row in rows[kind] for mark in marks_of(kind, row)]
    aim = _aimed(query, len(str(article["text"])))
    text = pieces(str(article["text"]), [*marks, *aim])
    held = {card["id"]: card for card in cards}
    selected = query.text("record") if query.text("record") in held else None
    if selected is not None and held[selected]["kind"] not in chosen:
        selected = None
    context = {
        "article": article,
        "pieces": text,
        "cards": [card for card in cards if card["kind"] in chosen],
        "held": held,
        "present": [(kind, LABELS[kind], len(rows[kind])) for kind in present],
        "chosen": chosen,
        "gone": gone,
        "coded": coded,
        "aim": aim[0].start if aim else None,
        "selected": selected,
        "around": _neighbours(opened, int(article["nr"])),
        "labels": LABELS,
    }
    data: dict[str, Any] = {
        "article": {k: v for k, v in article.items() if k != "nr"},
        **{
            kind: [{k: v for k, v in row.items() if k not in ("nr", "hay", "article_nr")} for row in rows[kind]]
            for kind in KINDS
        },
    }
    title = str(article["title"] or article["id"])
    return Page(title=title, template="article.html", context=context, data=data, table=lambda: _table(rows, held))


def _article(opened: Opened, query: Query) -> Row:
    by = "key" if query.text("key") else "id"
    found = opened.fetch(f"SELECT * FROM articles WHERE {by} = $value LIMIT 1", {"value": query.needed(by)})  # noqa: S608
    if not found:
        raise NotThereError("No such article is on record.")
    return found[0]


def _aimed(query: Query, length: int) -> list[Mark]:
    """The stretch of the text that an address points at. Raises WrongQueryError for one that is none."""
    if query.text("from") is None or query.text("to") is None:
        return []
    start, end = query.count("from", least=0), query.count("to")
    if not start < end <= length:
        raise WrongQueryError(f"from {start} to {end}: no stretch of this article, which has {length:,} characters")
    return [Mark("words", "aim", start, end, "aim")]


def _records(opened: Opened, kind: str, article: str) -> list[Row]:
    return opened.fetch(
        f"""SELECT * FROM held_{kind} t WHERE article = $article ORDER BY t.start, t."end" DESC, id""",  # noqa: S608
        {"article": article},
    )


def _issues(opened: Opened, article: str) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {}
    for row in opened.fetch(
        """SELECT a.kind, a.nr, a.issue FROM about a JOIN place_of p ON p.kind = a.kind AND p.nr = a.nr
        WHERE p.article = $article ORDER BY a.issue""",
        {"article": article},
    ):
        found.setdefault((row["kind"], row["nr"]), []).append(row["issue"])
    return found


def _neighbours(opened: Opened, number: int) -> dict[str, Row | None]:
    """The articles before and after this one by their days."""
    rows = opened.fetch(
        """SELECT * FROM (SELECT nr, lag(key) OVER o AS previous, lead(key) OVER o AS next,
        left(lag(title) OVER o, 90) AS previous_title, left(lead(title) OVER o, 90) AS next_title
        FROM articles WINDOW o AS (ORDER BY date NULLS LAST, nr)) WHERE nr = $nr""",
        {"nr": number},
    )
    row = rows[0]
    return {
        way: {"url": address("article", key=row[way]), "title": row[f"{way}_title"]} if row[way] else None
        for way in ("previous", "next")
    }


def _table(rows: dict[str, list[Row]], held: dict[str, dict[str, Any]]) -> Iterator[str]:
    told = [
        {**row, "kind": kind, "what": "".join(text for text, _ in held[str(row["id"])]["headline"])}
        for kind, found in rows.items()
        for row in found
    ]
    yield as_csv(told, COLUMNS)
