"""Findings and briefs as Markdown; what comes from sources is escaped, so that it cannot become a link or a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.brief_parts import Brief, Cell, Citation, Figure, Paragraph, Section, Sentence, Source, Table
from detente.records import Finding
from detente.wording import flat, long_day, safe_url, stopped

# a bracket needs no escape where nothing that would make a link of it follows
SPECIAL = re.compile(r"([\\`*_<>#|~]|\[(?=[^\]]*\]\s*[\[(:]|[^\]]*$)|\](?=\s*[\[(:]))")


def write(what: Finding | Brief) -> str:
    """A finding as a table, or a brief as a page whose numbers lead to its sources."""
    lines = _brief(what) if isinstance(what, Brief) else _finding(what)
    return "\n".join(lines).rstrip() + "\n"


def plain(text: str) -> str:
    """Text on one line, its Markdown characters escaped."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _finding(finding: Finding) -> Iterator[str]:
    yield f"## {plain(finding.title)}"
    yield ""
    yield f"| {' | '.join(column.replace('_', ' ') for column in finding.columns)} |"
    yield f"|{'---|' * len(finding.columns)}"
    for row in finding.rows:
        yield f"| {' | '.join(plain(flat(row.get(column))) for column in finding.columns)} |"
    if finding.note:
        yield from ("", plain(finding.note))


def _brief(brief: Brief) -> Iterator[str]:
    yield f"# {plain(brief.title)}"
    yield ""
    yield f"*{plain(brief.subtitle)}*"
    for section in brief.sections:
        yield ""
        if section.heading:
            yield f"## {plain(section.heading)}"
            yield ""
        yield from _section(brief, section)
    if brief.sources:
        yield from ("", "## Sources")
    for source in brief.sources:
        yield ""
        yield from _source(source)


def _section(brief: Brief, section: Section) -> Iterator[str]:
    for number, block in enumerate(section.blocks):
        if number:
            yield ""
        match block:
            case Paragraph():
                yield _paragraph(brief, block, lead=section.name == "headline")
            case Table():
                yield from _table(brief, block)
            case Figure():
                yield f"**{plain(block.caption)}.** {plain(block.alternative)}"
                if block.table is not None:
                    yield ""
                    yield from _table(brief, block.table)
    if section.note:
        if section.blocks:
            yield ""
        yield f"*{_noted(section.note)}*"


def _noted(note: str) -> str:
    """A note of ours, in which what stands between backticks is a command."""
    pieces = note.split("`")
    return "".join(f"`{piece}`" if number % 2 else plain_ends(piece) for number, piece in enumerate(pieces))


def plain_ends(text: str) -> str:
    """Escaped text that keeps the spaces at its ends."""
    return SPECIAL.sub(r"\\\1", text)


def _paragraph(brief: Brief, paragraph: Paragraph, lead: bool) -> str:
    told = [_stopped(_sentence(brief, sentence), sentence) for sentence in paragraph.sentences]
    if lead:
        told[0] = re.sub(r"^(.*?)( \[\[.*)$", r"**\1**\2", told[0])
    text = " ".join(told)
    if paragraph.heading:
        text = f"**{plain(paragraph.heading)}{stopped(paragraph.heading)}** {text}"
    return f"{text} *{plain(paragraph.note)}*" if paragraph.note else text


def _sentence(brief: Brief, sentence: Sentence) -> str:
    return f"{plain(sentence.short or sentence.text)} {_numbers(brief, sentence)}"


def _stopped(shown: str, sentence: Sentence) -> str:
    """A shown sentence with a stop where its own words bring none."""
    return f"{shown}{stopped(sentence.short or sentence.text)}"


def _numbers(brief: Brief, sentence: Sentence) -> str:
    numbers = sorted({brief.numbers[cite] for cite in sentence.cites})
    return "".join(f"[[{number}]](#s{number})" for number in numbers)


def _table(brief: Brief, table: Table) -> Iterator[str]:
    yield f"| {' | '.join(plain(column) for column in table.columns)} |"
    yield f"|{'---|' * len(table.columns)}"
    for label, cells in table.rows:
        yield f"| {' | '.join([plain(label), *(_cell(brief, cell) for cell in cells)])} |"


def _cell(brief: Brief, cell: Cell) -> str:
    return "; ".join(_sentence(brief, sentence) for sentence in cell.sentences) or plain(cell.plain)


def _source(source: Source) -> Iterator[str]:
    about = [f"**{plain(source.title)}**" if source.title else "**Untitled**", source.source and plain(source.source)]
    about.append(long_day(source.date) if source.date else "undated")
    about.append(f"{source.length:,} characters")
    yield ", ".join(part for part in about if part) + (f", <{source.url}>" if safe_url(source.url) else "")
    yield ""
    for citation in source.citations:
        yield f'- <a id="s{citation.number}"></a>[{citation.number}] {_quotation(citation)}'


def _quotation(citation: Citation) -> str:
    parts = []
    for text, rested in citation.pieces:
        words = plain(text)
        before, after = " " if text[:1].isspace() else "", " " if text[-1:].isspace() and words else ""
        parts.append(f"{before}**{words}**{after}" if rested and words else f"{before}{words}{after}")
    return "".join(parts).strip()
