"""ninjs 1 to 3, the JSON in which news agencies pass on what they write (https://iptc.org/standards/ninjs/)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from detente.readers._markup import text_of
from detente.readers._rows import article_of
from detente.records import Article, Note, Unread

# an agency takes these back: `canceled` is how the standard spells it
TAKEN_BACK = {"canceled": "canceled by its publisher", "withheld": "withheld by its publisher"}
BODIES = ("body_text", "body_xhtml", "body_html")
ROLES = ("main", "body", "text")


def is_item(row: Mapping[str, Any]) -> bool:
    """Whether an object is an item of ninjs: one that says so, or that has its fields for a body and a headline."""
    standard = row.get("standard")
    if isinstance(standard, Mapping) and str(standard.get("name")).lower() == "ninjs":
        return True
    listed = isinstance(row.get("bodies"), list) or isinstance(row.get("headlines"), list)
    return "uri" in row and "text" not in row and (listed or any(name in row for name in BODIES))


def articles_of(row: Mapping[str, Any], label: str, name: str, line: int) -> Iterator[Article | Unread | Note]:
    """The article of an item. A picture, a video or a sound has none, nor has what was taken back."""
    status = str(row.get("pubstatus") or "").lower()
    if status in TAKEN_BACK:
        yield Unread(path=label, line=line, reason=TAKEN_BACK[status])
        return
    text = _body(row)
    kind = str(row.get("type") or "text")
    if not text:
        yield Unread(path=label, line=line, reason=f"a ninjs item without text ({kind[:40]})")
        return
    uri = row.get("uri")
    # what the text calls today is the day of this version
    days = (row.get(field) for field in ("versioncreated", "versionCreated", "contentcreated", "contentCreated",
                                         "firstcreated", "firstCreated"))  # fmt: skip
    known = {
        "id": uri,
        "text": text,
        "title": row.get("headline") or row.get("title") or _chosen(row.get("headlines")),
        "date": next((day for day in days if day), None),
        "source": _source(row),
        "url": row.get("url") or (uri if str(uri).startswith(("http://", "https://")) else None),
    }
    yield from article_of(known, label, name, line)


def _body(row: Mapping[str, Any]) -> str:
    plain = row.get("body_text")
    if isinstance(plain, str) and plain.strip():
        return plain.strip()
    markup = next((row[name] for name in BODIES[1:] if isinstance(row.get(name), str)), None)
    if markup is None:
        markup = _chosen(row.get("bodies"), "body_")
    return text_of(markup) if markup else ""


def _chosen(parts: Any, prefix: str = "") -> str | None:
    """Of several headlines or bodies the main one, plain text before markup, else the longest."""
    if not isinstance(parts, Sequence) or isinstance(parts, str):
        return None
    said = [part for part in parts if isinstance(part, Mapping) and isinstance(part.get("value"), str)]
    if not said:
        return None
    best = max(
        said,
        key=lambda part: (
            str(part.get("role") or "").lower().removeprefix(prefix) in ROLES,
            str(part.get("contenttype") or part.get("contentType")) == "text/plain",
            len(part["value"]),
        ),
    )
    return str(best["value"])


def _source(row: Mapping[str, Any]) -> str | None:
    sources = row.get("infosources") or row.get("infosource") or row.get("infoSources")
    named = [one.get("name") for one in sources if isinstance(one, Mapping)] if isinstance(sources, list) else []
    others = (row.get(field) for field in ("copyrightholder", "copyrightHolder", "provider", "source"))
    return next((name for name in (*named, *others) if isinstance(name, str) and name.strip()), None)
