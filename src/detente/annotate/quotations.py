"""Finds what stands between quotation marks, however the marks are written and where one of them is missing.

Marks are read paragraph by paragraph, so that a lost mark spoils one paragraph at most. In a quotation over several
paragraphs each paragraph opens with a mark and only the last one closes: each then counts as a quotation of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from detente.doc import Doc

_PARAGRAPH = re.compile(r"[^\n]+")
_MARK = re.compile(r"''|``|[\"“”„‟«»‘’‚'＂]")
_SHORTENED = re.compile(r"\d\ds?\b|(?:em|til|tis|twas|cause|bout|n)\b", re.IGNORECASE)

CLOSED_BY: dict[str, tuple[str, ...]] = {
    '"': ('"', "”", "“"),
    "＂": ("＂",),
    "“": ("”", '"', "“"),
    "‟": ("”", '"'),
    "”": ("”", "“"),
    "„": ("“", '"', "”"),
    "«": ("»",),
    "»": ("«",),
    "''": ("''",),
    "``": ("''",),
    "‘": ("’",),
    "’": ("’",),
    "‚": ("‘", "’"),
    "'": ("'",),
}
SINGLE = ("‘", "’", "‚", "'")
OPENS_ONLY = ("“", "„", "‟", "«", "‘", "‚", "``")
DOUBLE = ('"', "''")


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark in a paragraph and what its neighbours allow it to be."""

    sign: str
    start: int
    end: int
    may_open: bool
    may_close: bool


def annotate(doc: Doc) -> None:
    """Lay the quotations over the Doc: offsets of the words between the outermost marks, marks excluded."""
    doc.quotations = list(quotations(doc.text))


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each quotation in a text, marks and white space at the edges excluded."""
    for paragraph in _PARAGRAPH.finditer(text):
        marks = list(_marks(text, paragraph.start(), paragraph.end()))
        for start, end in _pairs(text, marks, paragraph.end()):
            inside = text[start:end]
            if inside.strip():
                yield start + len(inside) - len(inside.lstrip()), start + len(inside.rstrip())


def _marks(text: str, start: int, end: int) -> Iterator[Mark]:
    """The marks of a paragraph that can open or close a quotation: apostrophes and inches are none."""
    for match in _MARK.finditer(text, start, end):
        sign, a, b = match.group(), match.start(), match.end()
        before = text[a - 1] if a > start else " "
        after = text[b] if b < end else " "
        free_before = before.isspace() or before in "([{—–-―/\"“”„«‘'…:"
        free_after = not after.isalnum()
        may_open = (
            free_before and after not in ".,;:!?)]" and (not after.isspace() or sign in OPENS_ONLY or sign in DOUBLE)
        )
        may_close = free_after and (not before.isspace() or not may_open or sign in (*DOUBLE, "”", "»"))
        if sign in SINGLE:
            may_open = free_before and after.isalnum() and not _SHORTENED.match(text, b)
            may_close = free_after and not before.isspace()
            if sign == "’":
                may_open = False
            if sign in ("‘", "‚"):
                may_close = may_close and not may_open
        elif sign in OPENS_ONLY and not before.isspace() and before.isalnum() and after.isalnum():
            may_open = True  # a space was lost before the mark
        elif sign == "”" and not before.isspace():
            may_close = True  # whatever follows: a space was lost after it
        elif sign == '"' and after.isalnum() and before in ".,!?":
            may_close = True
        if may_open or may_close:
            yield Mark(sign, a, b, may_open, may_close)


def _pairs(text: str, marks: list[Mark], end: int) -> list[tuple[int, int]]:
    """Pair the marks of a paragraph: nested first; where that leaves one open, each opening mark begins anew."""
    nested = _walk(text, marks, end, nest=True)
    if nested is not None:
        return nested
    return _walk(text, marks, end, nest=False) or []


def _walk(text: str, marks: list[Mark], end: int, *, nest: bool) -> list[tuple[int, int]] | None:
    found: list[tuple[int, int]] = []
    opened: Mark | None = None
    closer: Mark | None = None
    depth = deepest = 0
    for number, mark in enumerate(marks):
        if opened is None:
            closer = _single_closer(text, marks, number) if mark.sign in SINGLE else None
            if mark.may_open and (mark.sign not in SINGLE or closer is not None):
                opened, depth = mark, 1
        elif opened.sign in SINGLE:
            if mark is closer:
                found.append((opened.end, mark.start))
                opened = None
        elif mark.sign in CLOSED_BY[opened.sign] and mark.may_close and not (mark.may_open and _fresh(text, mark)):
            depth -= 1
            if depth == 0:
                found.append((opened.end, mark.start))
                opened = None
        elif mark.sign == opened.sign and mark.may_open:
            if nest:
                depth += 1
                deepest = depth
            else:
                found.append((opened.end, _sentence_end(text, opened.end, mark.start)))
                opened = mark
    if opened is not None:
        if nest and deepest:
            return None
        found.append((opened.end, end))
    return found


def _fresh(text: str, mark: Mark) -> bool:
    """Whether a mark that could do both rather opens: white space before it, none after it."""
    return mark.start > 0 and text[mark.start - 1].isspace() and mark.end < len(text) and not text[mark.end].isspace()


def _single_closer(text: str, marks: list[Mark], opener: int) -> Mark | None:
    """The mark that closes a single quotation: not a possessive (`the leaders' plan`) where a better one follows."""
    possessive: Mark | None = None
    signs = CLOSED_BY[marks[opener].sign]
    for mark in marks[opener + 1 :]:
        if mark.sign == marks[opener].sign and mark.may_open and not mark.may_close:
            break
        if mark.sign not in signs or not mark.may_close:
            continue
        follows = text[mark.end : mark.end + 2]
        if text[mark.start - 1] in "sS" and len(follows) == 2 and follows[0] == " " and follows[1].islower():
            possessive = possessive or mark
            continue
        return mark
    return possessive


def _sentence_end(text: str, start: int, end: int) -> int:
    """Where a quotation whose closing mark was lost most likely ended: at the first stop, else before the next mark."""
    stop = re.compile(r"[.!?](?=\s)").search(text, start, end)
    return stop.end() if stop else end
