"""A brief as a Word document: headings, tables and charts that can be edited, each number a link to its source.

The same brief gives the same file, byte for byte: the parts of the package carry a fixed day.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from detente.brief.paper.picture import png
from detente.brief_parts import Brief, Cell, Figure, Paragraph, Section, Sentence, Source, Table
from detente.wording import long_day, safe_url, stopped

if TYPE_CHECKING:
    from docx.document import Document

DAY = (2000, 1, 1, 0, 0, 0)
SIGNS = {"for": "+ ", "between": "~ ", "against": "– "}
UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(brief: Brief) -> bytes:
    """The bytes of the document."""
    from docx import Document
    from docx.shared import Cm, Pt

    document = Document()
    for section in document.sections:
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    document.styles["Normal"].font.name = "Georgia"
    document.styles["Normal"].font.size = Pt(10.5)
    document.core_properties.title = _safe(brief.title)
    document.core_properties.author = "detente"
    document.core_properties.created = document.core_properties.modified = datetime(*DAY, tzinfo=UTC)
    document.add_heading(_safe(brief.title), 0)
    document.add_paragraph().add_run(_safe(brief.subtitle)).italic = True
    for part in brief.sections:
        _section(document, brief, part)
    if brief.sources:
        document.add_heading("Sources", 1)
    for source in brief.sources:
        _source(document, source)
    made = io.BytesIO()
    document.save(made)
    return _settled(made.getvalue())


def _section(document: Document, brief: Brief, part: Section) -> None:
    if part.heading:
        document.add_heading(_safe(part.heading), 1)
    for block in part.blocks:
        match block:
            case Paragraph():
                _paragraph(document, brief, block, lead=part.name == "headline")
            case Table():
                _table(document, brief, block)
            case Figure():
                _figure(document, brief, block)
    if part.note:
        document.add_paragraph().add_run(_safe(part.note.replace("`", ""))).italic = True


def _paragraph(document: Document, brief: Brief, block: Paragraph, lead: bool) -> None:
    if block.heading:
        document.add_heading(_safe(block.heading), 2)
    listed = not lead and not block.heading and len(block.sentences) > 1
    made = None if listed else document.add_paragraph()
    for number, sentence in enumerate(block.sentences):
        place = made if made is not None else document.add_paragraph(style="List Bullet")
        run = place.add_run(f"{_safe(sentence.short or sentence.text)} ")
        run.bold = lead and number == 0
        _numbers(place, brief, sentence)
        place.add_run(f"{stopped(sentence.short or sentence.text)} ")
    if block.note:
        (made or document.add_paragraph()).add_run(_safe(block.note)).italic = True


def _table(document: Document, brief: Brief, block: Table) -> None:
    document.add_paragraph(_safe(block.caption), style="Caption")
    grid = document.add_table(rows=1, cols=len(block.columns))
    grid.style = "Light Grid Accent 1"
    for cell, column in zip(grid.rows[0].cells, block.columns, strict=True):
        cell.text = _safe(column)
    for label, cells in block.rows:
        row = grid.add_row().cells
        row[0].text = _safe(label)
        for place, told in zip(row[1:], cells, strict=True):
            _cell(place.paragraphs[0], brief, told)
    document.add_paragraph()


def _cell(place: Any, brief: Brief, cell: Cell) -> None:
    if not cell.sentences:
        place.add_run(_safe(cell.plain)).italic = cell.tone == "silent"
        return
    place.add_run(SIGNS.get(cell.tone, ""))
    for number, sentence in enumerate(cell.sentences):
        place.add_run(f"{'; ' if number else ''}{_safe(sentence.short or sentence.text)} ")
        _numbers(place, brief, sentence)


def _figure(document: Document, brief: Brief, block: Figure) -> None:
    from docx.shared import Cm

    document.add_picture(io.BytesIO(png(block.svg)), width=Cm(15))
    document.add_paragraph(_safe(f"{block.caption}. {block.alternative}"), style="Caption")
    if block.table is not None:
        _table(document, brief, block.table)


def _source(document: Document, source: Source) -> None:
    document.add_heading(_safe(source.title or "Untitled"), 2)
    about = [source.source, long_day(source.date) if source.date else "undated", f"{source.length:,} characters"]
    place = document.add_paragraph(_safe(", ".join(part for part in about if part)))
    if source.url and safe_url(source.url):
        place.add_run(", ")
        _link(place, source.url, address=source.url)
    for citation in source.citations:
        line = document.add_paragraph()
        _mark(line, f"s{citation.number}", citation.number)
        line.add_run(f"[{citation.number}] ")
        for words, rested in citation.pieces:
            line.add_run(_safe(words)).bold = rested


# ---------------------------------------------------------------- links and marks


def _numbers(place: Any, brief: Brief, sentence: Sentence) -> None:
    for number in sorted({brief.numbers[cite] for cite in sentence.cites}):
        _link(place, f"[{number}]", anchor=f"s{number}")


def _link(place: Any, words: str, *, anchor: str | None = None, address: str | None = None) -> None:
    """A link to a mark in the document, or to an address of the web."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    if anchor:
        link.set(qn("w:anchor"), anchor)
    else:
        link.set(qn("r:id"), place.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = place.add_run(_safe(words))
    run.style = None
    run.font.underline = not anchor
    link.append(run._r)
    place._p.append(link)


def _mark(place: Any, name: str, number: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        if tag.endswith("Start"):
            mark.set(qn("w:name"), name)
        place._p.append(mark)


# ---------------------------------------------------------------- bytes


def _safe(words: str) -> str:
    """Text without the characters that XML cannot hold."""
    return UNPRINTABLE.sub("\ufffd", words)


def _settled(made: bytes) -> bytes:
    """The package with one fixed day on all its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, DAY)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return out.getvalue()
