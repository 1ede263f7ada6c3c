"""What the authors ask and think, kept apart from what is reported."""

from __future__ import annotations

import re

from detente.brief.desk import Desk, more
from detente.brief.plain import LEAST, dangling
from detente.brief.standing import place_of
from detente.brief_parts import Paragraph, Section
from detente.findings.rows import Row
from detente.quoting import clean, shortened
from detente.wording import quoted

OPINIONS, LONG_VIEW = 3, 240


def questions(desk: Desk) -> Section | None:
    """What the authors ask and nothing in the record answers."""
    return _opinions(desk, "question", "open", "Open", "Asked by the author; the record holds no answer.")


def views(desk: Desk) -> Section | None:
    """What the authors think, kept apart from what is reported."""
    return _opinions(desk, "view", "views", "The author’s view, not attributed to anyone", None)


def _opinions(desk: Desk, kind: str, name: str, heading: str, remark: str | None) -> Section | None:
    if not desk.few:
        return None  # three of hundreds of views are nobody's view; `detente opinions` lists them
    rows = [row for row in desk.rows("opinions") if row["kind"] == kind]
    rows = [row for row in rows if not dangling(clean(str(row["text"]))) and not _quoted_before(desk, row)]
    if not rows:
        return None
    shown = sorted(_one_each(rows, desk.cap(OPINIONS)), key=lambda r: (-r["sort_key"], r["article"], r["start"]))
    sentences = []
    for row in shown:
        known = desk.outlets.get(str(row["article"]))
        outlet = f" ({known.name})" if known and len(desk.articles) > 1 else ""
        text = f"{quoted(shortened(_own(desk, row), LONG_VIEW), LONG_VIEW + 4)}{outlet}"
        sentences.append(desk.say(f"The author: {text}", row["records"], short=text))
    note = " ".join(filter(None, (remark, more(len(shown), len(rows), f"opinions --kind {kind}"))))
    return Section(name=name, heading=heading, blocks=(Paragraph(sentences=tuple(sentences)),), note=note or None)


def _own(desk: Desk, row: Row) -> str:
    """A view without what the same sentence reports after it: `a memorandum is no deal, and the Kremlin refuses …`."""
    words = str(row["text"])
    desk.learn(row["records"])
    query = (
        "SELECT min(start) FROM positions WHERE article = $article AND sentence_start = $start AND voice <> 'author'"
    )
    own = desk.records[row["records"][0]]
    asked = {"article": row["article"], "start": own["sentence_start"]}
    (reported,) = desk.db.execute(query, asked).fetchone() or (None,)
    before = words[: max(0, int(reported) - int(own["start"]))] if reported is not None else ""
    joint = JOINT.search(before)
    return f"{before[: joint.start()]} …" if joint and len(before[: joint.start()].split()) > LEAST else words


JOINT = re.compile(r",? (?:and|but|while|as) (?:the )?$")


def _quoted_before(desk: Desk, row: Row) -> bool:
    desk.learn(row["records"])
    return any(place_of(desk.records[cite]) in desk.shown for cite in row["records"])


def _one_each(rows: list[Row], limit: int) -> list[Row]:
    """The first rows, one an article as long as there are others."""
    by_article: dict[str, Row] = {}
    for row in rows:
        by_article.setdefault(row["article"], row)
    first = list(by_article.values())
    return (first + [row for row in rows if row not in first])[:limit]
