"""A brief as a PDF on A4: numbers lead to the sources, sources to the web; a brief of one page fits on one.

Laid out by ReportLab in the letters of Roboto, which the installation brings, so that it looks the same everywhere and
needs no font of the machine. The same brief gives the same file, byte for byte.
"""

from __future__ import annotations

import io
import math
from functools import cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

from detente.brief.paper.picture import png
from detente.brief_parts import Brief, Cell, Figure, Paragraph, Section, Sentence, Source, Table
from detente.wording import long_day, safe_url, stopped

INK, SOFT, LINE, LINK = "#1b1f24", "#5c6570", "#d8d9d4", "#1f5a96"
TONES = {"for": ("+", "#1d6f42"), "between": ("~", "#8a5a00"), "against": ("–", "#a8292f")}

MARGIN = 50.0


def write(brief: Brief, *, one_page: bool = False) -> bytes:
    """The bytes of the document; for `one_page` all but the sources is set on the first, smaller if it must be."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import KeepInFrame, PageBreak, SimpleDocTemplate

    _letters()
    story = [_text(brief.title, "title"), _text(brief.subtitle, "soft")]
    for part in brief.sections:
        story += _section(brief, part)
    if one_page:
        width, height = A4[0] - 2 * MARGIN - 12, A4[1] - 2 * MARGIN - 12
        story = [KeepInFrame(width, height, story, mode="shrink"), PageBreak()] if brief.sources else story
    if brief.sources:
        story.append(_text("Sources", "heading"))
    for source in brief.sources:
        story += _source(source)
    made = io.BytesIO()
    document = SimpleDocTemplate(
        made, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
        title=_printable(brief.title), author="detente", lang="en", invariant=1,
    )  # fmt: skip
    document.build(story, onFirstPage=_foot, onLaterPages=_foot)
    return made.getvalue()


def _foot(canvas: Any, document: Any) -> None:
    canvas.saveState()
    canvas.setFont("Roboto", 8)
    canvas.setFillColor(SOFT)
    canvas.drawRightString(document.pagesize[0] - MARGIN, 26, str(document.page))
    canvas.restoreState()


# ---------------------------------------------------------------- letters


@cache
def _letters() -> frozenset[int]:
    """Make the letters known, and say which characters they have."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    place = files("font_roboto") / "files"
    names = {"Roboto": "Regular", "Roboto-Bold": "Bold", "Roboto-Italic": "Italic", "Roboto-BoldItalic": "BoldItalic"}
    fonts = [TTFont(name, str(place / f"Roboto-{cut}.ttf")) for name, cut in names.items()]
    for font in fonts:
        pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily("Roboto", *names)
    return frozenset(fonts[0].face.charToGlyph)


@cache
def _style(name: str) -> Any:
    from reportlab.lib.styles import ParagraphStyle

    plain = ParagraphStyle("plain", fontName="Roboto", fontSize=9.5, leading=13, textColor=INK, spaceAfter=4,
                           linkUnderline=0, splitLongWords=1)  # fmt: skip
    return {
        "plain": plain,
        "lead": ParagraphStyle("lead", plain, fontSize=11, leading=15, spaceAfter=6),
        "title": ParagraphStyle("title", plain, fontName="Roboto-Bold", fontSize=17, leading=21, spaceAfter=6),
        "soft": ParagraphStyle("soft", plain, fontSize=8.5, leading=11.5, textColor=SOFT),
        "heading": ParagraphStyle("heading", plain, fontName="Roboto-Bold", fontSize=11.5, leading=15, spaceBefore=10,
                                  keepWithNext=1),
        "small heading": ParagraphStyle("small heading", plain, fontName="Roboto-Bold", spaceBefore=4, spaceAfter=1,
                                        keepWithNext=1),
        "cell": ParagraphStyle("cell", plain, fontSize=8.5, leading=11, spaceAfter=0),
        "item": ParagraphStyle("item", plain, leftIndent=9, bulletIndent=0, spaceAfter=2),
        "source": ParagraphStyle("source", plain, fontSize=8.5, leading=11.5, leftIndent=22, firstLineIndent=-22),
    }[name]  # fmt: skip


def _printable(words: str) -> str:
    """Words in the letters there are; what they lack, and what controls, is shown as a box."""
    known = _letters()
    return "".join(c if ord(c) in known else " " if c.isspace() else "□" if ord("□") in known else "?" for c in words)


def _plain(words: str) -> str:
    return escape(_printable(words))


# ---------------------------------------------------------------- parts


def _text(words: str, style: str) -> Any:
    return _set(_plain(words), style)


def _set(marked: str, style: str, bullet: str | None = None) -> Any:
    from reportlab.platypus import Paragraph as Set

    return Set(marked, _style(style), bulletText=bullet)


def _section(brief: Brief, part: Section) -> list[Any]:
    made = [_text(part.heading, "heading")] if part.heading else []
    for block in part.blocks:
        match block:
            case Paragraph():
                made += _paragraph(brief, block, lead=part.name == "headline")
            case Table():
                made.append(_table(brief, block))
            case Figure():
                made += _figure(brief, block)
    return [*made, _text(part.note.replace("`", ""), "soft")] if part.note else made


def _paragraph(brief: Brief, block: Paragraph, lead: bool) -> list[Any]:
    told = [_sentence(brief, sentence) for sentence in block.sentences]
    if not lead and not block.heading and len(told) > 1:
        return [_set(one, "item", "•") for one in told]
    if lead and told:
        told[0] = f"<b>{told[0]}</b>"
    note = f' <font color="{SOFT}">{_plain(block.note)}</font>' if block.note else ""
    made = [_set(" ".join(told) + note, "lead" if lead else "plain")]
    return [_text(block.heading, "small heading"), *made] if block.heading else made


def _sentence(brief: Brief, sentence: Sentence, stop: bool = True) -> str:
    shown = sentence.short or sentence.text
    numbers = sorted({brief.numbers[cite] for cite in sentence.cites})
    links = "".join(f'<a href="#s{number}" color="{LINK}">[{number}]</a>' for number in numbers)
    return f'{_plain(shown)} <font size="7">{links}</font>{stopped(shown) if stop else ""}'


def _table(brief: Brief, block: Table) -> Any:
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import Table as Grid

    rows = [[_set(f"<b>{_plain(column)}</b>", "cell") for column in block.columns]]
    for label, cells in block.rows:
        rows.append([_set(f"<b>{_plain(label)}</b>", "cell"), *(_set(_cell(brief, cell), "cell") for cell in cells)])
    weights = [_breadth([label for label, _ in block.rows])]
    weights += [_breadth([_words(row[nr]) for _, row in block.rows]) for nr in range(len(block.columns) - 1)]
    whole = A4[0] - 2 * MARGIN - 12
    widths = [whole * weight / sum(weights) for weight in weights]
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
        ("LINEBELOW", (0, 1), (-1, -1), 0.3, LINE), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]  # fmt: skip
    return Grid(rows, colWidths=widths, repeatRows=1, style=style, splitInRow=1, spaceAfter=5)


def _words(cell: Cell) -> str:
    return "; ".join(one.short or one.text for one in cell.sentences) or cell.plain


def _breadth(cells: list[str]) -> float:
    """How broad a column should be: the root of its longest cell, so that no column takes all."""
    return max(6.0, min(14.0, 1.6 * math.sqrt(max((len(cell) for cell in cells), default=1))))


def _cell(brief: Brief, cell: Cell) -> str:
    if not cell.sentences:
        return (
            f'<i><font color="{SOFT}">{_plain(cell.plain)}</font></i>' if cell.tone == "silent" else _plain(cell.plain)
        )
    sign, colour = TONES.get(cell.tone, ("", INK))
    mark = f'<font color="{colour}"><b>{sign}</b></font> ' if sign else ""
    return mark + "; ".join(_sentence(brief, sentence, stop=False) for sentence in cell.sentences)


def _figure(brief: Brief, block: Figure) -> list[Any]:
    from reportlab.platypus import Image

    picture = Image(io.BytesIO(png(block.svg)))
    scale = min(400 / picture.imageWidth, 330 / picture.imageHeight)
    picture.drawWidth, picture.drawHeight = picture.imageWidth * scale, picture.imageHeight * scale
    made = [picture, _text(f"{block.caption}. {block.alternative}", "soft")]
    return [*made, _table(brief, block.table)] if block.table is not None else made


def _source(source: Source) -> list[Any]:
    about = [source.source, long_day(source.date) if source.date else "undated", f"{source.length:,} characters"]
    told = _plain(", ".join(part for part in about if part))
    if source.url and safe_url(source.url):
        address = escape(source.url, {'"': "&quot;"})
        told += f', <a href="{address}" color="{LINK}">{_plain(source.url)}</a>'
    made = [_text(source.title or "Untitled", "small heading"), _set(told, "soft")]
    for citation in source.citations:
        words = "".join(f"<b>{_plain(text)}</b>" if rested else _plain(text) for text, rested in citation.pieces)
        made.append(_set(f'<a name="s{citation.number}"/>[{citation.number}] {words}', "source"))
    return made
