"""Findings as JSON, and of a brief its sentences with the spans that each rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from detente.brief_parts import Brief, Figure, Paragraph, Section, Sentence, Table
from detente.records import Finding


def write(what: Finding | Brief) -> str:
    """The whole finding, all its rows and fields; or the title, the subtitle and the sentences of a brief."""
    held = _brief(what) if isinstance(what, Brief) else _finding(what)
    return json.dumps(held, ensure_ascii=False, indent=1, default=str) + "\n"


def sentences_in(section: Section) -> Iterator[Sentence]:
    """Every sentence of a section, in the order of the page."""
    for block in section.blocks:
        match block:
            case Paragraph():
                yield from block.sentences
            case Table():
                for _, cells in block.rows:
                    for cell in cells:
                        yield from cell.sentences
            case Figure():
                pass


def _brief(brief: Brief) -> dict[str, Any]:
    sentences = []
    for section in brief.sections:
        for sentence in sentences_in(section):
            spans = [_span(brief, cite) for cite in sentence.cites]
            sentences.append({"text": sentence.text, "section": section.heading or "Headline", "spans": spans})
    return {"title": brief.title, "subtitle": brief.subtitle, "sentences": sentences}


def _span(brief: Brief, cite: str) -> dict[str, Any]:
    span = brief.spans[cite]
    place = {"article": span.article, "start": span.start, "end": span.end}
    return {**place, "record": cite, "number": brief.numbers[cite], "quote": brief.quotes[cite]}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "name": finding.name,
        "title": finding.title,
        "columns": list(finding.columns),
        "rows": list(finding.rows),
        "note": finding.note,
    }
