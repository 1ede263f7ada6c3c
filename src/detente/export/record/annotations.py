"""W3C Web Annotations (JSON-LD): every record as a note on the words that it rests on.

The model is https://www.w3.org/TR/annotation-model/. A TextPositionSelector counts characters of the text that the
record keeps, which is named by its digest; a page on the web is another rendering of it, in which only the quotation
can be looked for, and so it is a second target.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from detente.export.record._holding import KINDS, Holding
from detente.export.record._inert import array, dumped
from detente.export.record._names import SOFTWARE, iri, text_iri
from detente.export.record._told import told
from detente.findings.rows import Row
from detente.store import PLACED, columns

ASKS = ()
QUOTES = False
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32  # characters before and after the words, by which they are found again

Node = dict[str, Any]


def write(held: Holding) -> Iterator[str]:
    """The pieces of one AnnotationCollection with its only page in it."""
    name = iri("annotations", held.name)
    total = sum(held.count(kind) for kind in KINDS)
    page = f"{name}:1"
    head: Node = {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": f"Records of {len(held.articles)} articles, coded by machine",
        "generator": {"type": "Software", "name": SOFTWARE},
        "total": total,
    }
    if not total:
        yield dumped(head) + "\n"
        return
    head["last"] = page
    head["first"] = {"id": page, "type": "AnnotationPage", "partOf": name, "startIndex": 0}
    yield from array(head, "items", _annotations(held), deep=2)


def _annotations(held: Holding) -> Iterator[Node]:
    names = {article: text_iri(text) for article, text in held.texts.items()}
    for kind in KINDS:
        for row in held.rows(kind):
            yield {
                "id": iri(row["id"]),
                "type": "Annotation",
                "motivation": "describing",
                "body": _bodies(kind, row),
                "target": _targets(row, held.texts[row["article"]], names[row["article"]], held.words),
            }


def _bodies(kind: str, row: Row) -> list[Node]:
    """What is said of the words: in words, as tags, and whole, for a program."""
    tags = [kind.removesuffix("s"), *(row[name] for name in ("type", "stance", "kind", "modality") if row.get(name))]
    fields = {name: row[name] for name in columns(kind) if name not in PLACED and name != "key"}
    return [
        {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en",
         "value": told(kind, row)},
        *({"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in dict.fromkeys(tags)),
        {"type": "TextualBody", "purpose": "classifying", "format": "application/json",
         "value": json.dumps({"id": row["id"], **fields}, ensure_ascii=False)},
    ]  # fmt: skip


def _targets(row: Row, text: str, name: str, words: bool) -> list[Node]:
    start, end = row["start"], row["end"]
    place = {"type": "TextPositionSelector", "start": start, "end": end}
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - AROUND) : start],
        "suffix": text[end : end + AROUND],
    }
    kept = {"id": name, "type": "Text", "format": "text/plain"}
    targets: list[Node] = [
        {"type": "SpecificResource", "source": kept, "selector": [quote, place] if words else [place]}
    ]
    if words and row["url"]:
        targets.append({"type": "SpecificResource", "source": row["url"], "selector": [quote]})
    return targets
