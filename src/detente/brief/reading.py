"""Reads a finished brief again against its record, as one who did not write it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.brief.checked import doubts, unsupported
from detente.brief.desk import Desk, UnsupportedError
from detente.brief_parts import Paragraph, Section, Sentence, Table
from detente.export.json import sentences_in


def verified(desk: Desk, parts: Sequence[Section]) -> int:
    """Read every sentence, heading and cell again against records fetched anew, and say how many were read.

    Raises UnsupportedError, naming each that does not follow, so that no brief is written.
    """
    texts = {str(row["id"]): str(row["text"]) for row in desk.articles}
    rows = desk.afresh({cite for part in parts for sentence in sentences_in(part) for cite in sentence.cites})
    wrong: list[str] = []
    read = 0
    for part, text, cites, ours in _shown(parts):
        read += 1
        cited = [rows[cite] for cite in cites]
        if ours is None and "“" in text:
            # a heading may quote the author's sentence that leads to those cited
            cited += [{"text": texts[str(row["article"])]} for row in cited[:1]]
        found = unsupported(text, cited) if ours is False else doubts(text, cited)
        if ours is None:
            # a heading names whose words follow, and lays nothing to anybody
            found = [doubt for doubt in found if not doubt.startswith("told by")]
        if not cites:
            found.insert(0, "no record")
        if part not in ("open", "views") and any(row.get("record") == "opinions" for row in cited):
            found.append("the author's opinion outside its section")
        wrong += [f"{part}: {text} ({one})" for one in found]
    if wrong:
        raise UnsupportedError("; ".join(wrong))
    return read


Shown = tuple[str, str, tuple[str, ...], bool | None]


def _shown(parts: Sequence[Section]) -> Iterator[Shown]:
    """What a reader sees of each section: text, the records it must follow from, and what it is.

    It is a sentence (True), a heading (None) or the words of a table's row (False).
    """
    for part in parts:
        for block in part.blocks:
            match block:
                case Paragraph():
                    yield from _said(part.name, block.sentences)
                    if block.heading:
                        yield part.name, block.heading, _cited(block.sentences), None
                case Table():
                    for label, cells in block.rows:
                        told = [sentence for cell in cells for sentence in cell.sentences]
                        yield from _said(part.name, told)
                        plain = [cell.plain for cell in cells if cell.plain and cell.tone != "silent"]
                        yield part.name, "; ".join(["", label, *plain]), _cited(told), False
                case _:
                    pass


def _said(part: str, sentences: Sequence[Sentence]) -> Iterator[Shown]:
    for sentence in sentences:
        yield part, sentence.text, sentence.cites, True
        if sentence.short:
            yield part, sentence.short, sentence.cites, True


def _cited(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cite for sentence in sentences for cite in sentence.cites))
