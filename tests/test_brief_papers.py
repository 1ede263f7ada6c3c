"""The brief as a Word document and as a PDF: the same words, links that lead to them, the same bytes each time."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from camp_david import ARTICLES, RECORDS
from detente import brief
from detente.brief.paper import docx, pdf
from detente.brief_parts import Brief, Citation, Paragraph, Section, Sentence, Source
from detente.records import Article, Event, Span
from record_db import at, record_db

HOSTILE = "<script>alert(1)</script> & <a href='javascript:x'>Ю</a> \x07\u202e\u200b =1+1 飛"


@pytest.fixture(scope="module")
def whole():
    return brief.compose(record_db(ARTICLES, RECORDS), strict=True)


@pytest.fixture(scope="module")
def hostile():
    sentence = Sentence(text=HOSTILE, cites=("S-1",))
    citation = Citation(number=1, records=("S-1",), article="x", start=0, end=9, pieces=((HOSTILE, True),))
    source = Source(article="x", title=HOSTILE * 40, source=HOSTILE, date=None, url="javascript:alert(1)", length=9,
                    citations=(citation,))  # fmt: skip
    section = Section(name="headline", heading=HOSTILE, blocks=(Paragraph(sentences=(sentence,)),), note=HOSTILE)
    return Brief(title=HOSTILE, subtitle=HOSTILE, sections=(section,), sources=(source,), numbers={"S-1": 1},
                 spans={"S-1": Span(article="x", start=0, end=9)}, quotes={"S-1": HOSTILE})  # fmt: skip


def words_of_docx(made):
    from docx import Document

    document = Document(io.BytesIO(made))
    cells = [cell.text for grid in document.tables for row in grid.rows for cell in row.cells]
    return " ".join([*(one.text for one in document.paragraphs), *cells])


def words_of_pdf(made):
    pypdf = pytest.importorskip("pypdf")
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(made)).pages]


def test_a_word_document_holds_every_sentence_and_a_mark_for_each_number(whole):
    made = docx.write(whole)
    words = words_of_docx(made)
    for section in whole.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                assert all((one.short or one.text) in words for one in block.sentences)
    xml = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()
    for number in set(whole.numbers.values()):
        assert f'w:name="s{number}"' in xml
        assert f'w:anchor="s{number}"' in xml


def test_a_pdf_holds_its_words_and_links(whole):
    made = pdf.write(whole)
    text = " ".join(words_of_pdf(made))
    assert "Sources" in text
    for section in whole.sections:
        assert section.heading in text
    assert b"https://example.org/a1" in made or "https://example.org/a1" in text


def test_the_same_brief_gives_the_same_bytes(whole):
    assert docx.write(whole) == docx.write(whole)
    assert pdf.write(whole) == pdf.write(whole)


def test_a_short_brief_stands_on_one_page_and_its_sources_overleaf():
    page = brief.compose(record_db(ARTICLES, RECORDS), strict=True, length="page")
    first, *rest = words_of_pdf(pdf.write(page, one_page=True))
    assert "Sources" not in first
    assert rest[0].removeprefix("2 ").startswith("Sources")
    assert page.sections[-1].heading in first


def test_hostile_text_is_only_text(hostile):
    made = docx.write(hostile)
    assert "<script>alert(1)</script>" in words_of_docx(made)
    archive = zipfile.ZipFile(io.BytesIO(made))
    assert b"<script>" not in archive.read("word/document.xml")
    assert b"javascript" not in archive.read("word/_rels/document.xml.rels")
    printed = pdf.write(hostile)
    assert "<script>" in " ".join(words_of_pdf(printed))
    assert b"/URI (javascript" not in printed


def test_files_are_written_with_their_twin(tmp_path):
    article = Article(id="x", date="1990-01-01", text="Ruland shelled Borduria.")
    shelling = at(article, "Ruland shelled Borduria", Event, actor="Ruland", recipient="Borduria", type="ASSAULT",
                  mode="heavy-weapons", quad=4, score=-9.3)  # fmt: skip
    db = record_db([article], [shelling])
    for form, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        path = tmp_path / f"talks.{form}"
        told = brief.write(db, path)
        assert told.startswith("# ")
        assert path.read_bytes().startswith(start)
        held = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        assert held["as_of"] == "1990-01-01"
        assert held["articles"] == ["x"]
