"""Reads plain text and Markdown, with front matter or header lines where there are any."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from detente.readers._dates import iso_day
from detente.readers._furniture import take_off, unwrap
from detente.readers._rows import article_of, name_for
from detente.readers._source import RefusedError, Source
from detente.records import Article, Note, Unread

SCALARS = (str, int, float, date)
SUFFIXES = (".txt", ".md", ".markdown", ".text")

_FRONT = re.compile(r"---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_HEADER = re.compile(r"(title|headline|date|published|source|publisher|outlet|url|link|id)[ \t]*:[ \t]+(\S.*)", re.I)
_MARKUP = (
    (re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\n]{0,2000}\)"), ""),
    (re.compile(r"\[([^\[\]\n]{1,500})\]\([^()\n]{0,2000}\)"), r"\1"),
    (re.compile(r"<(https?://[^<>\s]{1,2000})>"), r"\1"),
    (re.compile(r"^[ \t]*(?:>[ \t]?)+", re.M), ""),
    (re.compile(r"^[ \t]*(?:[-*+]|\d{1,2}[.)])[ \t]+(?=\S)", re.M), ""),
    (re.compile(r"^#{1,6}[ \t]{1,9}(.{1,300}?)[ \t]{0,9}#{0,6}$", re.M), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
)


def read(source: Source) -> Iterator[Article | Unread | Note]:
    """The one article of a file, its furniture and markup taken off. Raises RefusedError where there is none."""
    text, guessed = source.text()
    if guessed:
        yield Note(path=source.label, line=None, text=f"not UTF-8: read as {guessed}")
    if re.match(r"\s*<(?:!doctype html|html)\b", text, re.I):
        raise RefusedError("a web page under the name of a text: call it .html")
    known: dict[str, Any] = {}
    if front := _FRONT.match(text):
        text = text[front.end() :]
        known, why = front_matter(front[1])
        if why:
            yield Note(path=source.label, line=None, text=why)
    else:
        known, text = header(text)
    markdown = source.name.lower().endswith((".md", ".markdown"))
    if markdown and (heading := re.match(r"\s*#[ \t]{1,9}(.{1,300}?)[ \t]{0,9}#{0,6}(?:\n|$)", text)):
        known.setdefault("title", heading[1])
        text = text[heading.end() :]
    if markdown:
        text = without_markup(text)
    title = next((str(known[name]) for name in ("title", "headline") if known.get(name)), None)
    plain = take_off(unwrap(text), title)
    if not plain.text:
        raise RefusedError("no text beside title and furniture")
    known = {"title": plain.title, "date": plain.date} | known | {"text": plain.text}
    known.setdefault("id", name_for(source.name, plain.text))
    yield from article_of(known, source.label, source.name, None)


def front_matter(block: str) -> tuple[dict[str, Any], str | None]:
    """The fields of a YAML block, and what is wrong with it if something is."""
    import yaml

    try:
        fields = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return {}, f"front matter is not YAML: {' '.join(str(error).split())[:100]}"
    if not isinstance(fields, dict):
        return {}, "front matter is not a list of `name: value`"
    # no lists: a few lines of YAML can name one that does not fit into any memory
    plain = {str(name).lower(): value for name, value in fields.items() if isinstance(value, SCALARS)}
    # what the front matter calls text is not the article
    return {name: value for name, value in plain.items() if name not in ("text", "body", "content", "article")}, None


def header(text: str) -> tuple[dict[str, Any], str]:
    """The lines `Title: ...`, `Date: ...` at the top of a text, and the rest of it.

    A lone `Title:` may be how an article begins; two such lines, or one that holds a date or an address, are a header.
    """
    known: dict[str, Any] = {}
    lines = text.lstrip("\n").split("\n")
    taken = 0
    while taken < len(lines) and (found := _HEADER.fullmatch(lines[taken].strip())):
        known[found[1].lower()] = found[2]
        taken += 1
    sure = len(known) > 1 or any(iso_day(value) or str(value).startswith("http") for value in known.values())
    return (known, "\n".join(lines[taken:])) if sure else ({}, text)


def without_markup(text: str) -> str:
    """Markdown as plain text: links as their words, no emphasis, no marks of headings, lists and quotations."""
    for pattern, put in _MARKUP:
        text = pattern.sub(put, text)
    return text
