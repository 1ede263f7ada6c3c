"""Stretches of tokens: the whole of a phrase, a content without what only frames it, the quotations beside a place.

Ranges are pairs of tokens, the last one exclusive; quotations are pairs of offsets.
"""

from __future__ import annotations

from bisect import bisect_right

from detente.doc import SUBJECTS, Doc, Token

Range = tuple[int, int]

CLOSING = ("”", "’", '"', "''", "»")


def whole(token: Token) -> Range:
    """The first and last (exclusive) token under a word."""
    low = high = token.i
    stack = list(token.children)
    while stack:
        word = stack.pop()
        low, high = min(low, word.i), max(high, word.i)
        stack.extend(word.children)
    return low, high + 1


def phrase(speaker: Token, verb: Token) -> Range:
    """The speaker's noun phrase, without what the parser hung on it from beyond the verb."""
    a, b = whole(speaker)
    a = min(t.i for t in speaker.subtree() if t is speaker or t.pos != "PUNCT")  # `"Nobody sleeps," Halyna, 61, said`
    return (a, min(b, verb.i)) if speaker.i < verb.i else (max(a, verb.i + 1), b)


def trim(doc: Doc, piece: Range) -> Range:
    """A piece without the `that`, commas and stops at its edges; brackets and quotation marks are kept."""
    a, b = piece
    tokens = doc.tokens
    a = _past_caption(doc, a, b)
    while a < b and (tokens[a].text in (",", ":", ";", "—", "–", "-", ".", "*", "•") or _opens(doc, a, b)):
        a += 1
    while a < b and tokens[a].text in CLOSING and not doc.quoted(tokens[a].end):
        a += 1
    b = _contrast(doc, a, b)
    while a < b and tokens[b - 1].text in (",", ":", ";", "—", "–", "-", ".", "...", "…"):
        b -= 1
    if b - a == 1 and not tokens[a].text[0].isalnum():
        b = a
    return a, b


def _past_caption(doc: Doc, a: int, b: int) -> int:
    """The quotation that opens a content behind a remark in brackets: `(photo by the army) "We won," she said`."""
    if a >= b or doc.tokens[a].text != "(":
        return a
    closing = next((t.i for t in doc.tokens[a:b] if t.text == ")"), b)
    return closing + 1 if closing + 1 < b and doc.quoted(doc.tokens[closing + 1].end) else a


def _contrast(doc: Doc, a: int, b: int) -> int:
    """The end of a content before `, while someone else ...`: the contrast is drawn by the writer."""
    for token in doc.tokens[a + 2 : b]:
        if token.lower in ("while", "whereas") and doc.tokens[token.i - 1].text == "," and not doc.quoted(token.start):
            clause = token.head
            if clause.i > token.i and any(c.dep in SUBJECTS for c in clause.children) and whole(clause)[1] >= b - 1:
                return token.i
    return b


def _opens(doc: Doc, a: int, b: int) -> bool:
    """Whether a `that` at the head of a content only opens the clause, whatever the parser took it for."""
    token = doc.tokens[a]
    if token.pos == "ADV" and a + 2 < b and doc.tokens[a + 1].lower == "that":
        return True  # `said only that ...`
    if token.lower != "that":
        return False
    return token.dep == "mark" or (a + 1 < b and doc.tokens[a + 1].pos not in ("VERB", "AUX", "PUNCT", "PART"))


def region_before(doc: Doc, offset: int) -> Range | None:
    """The quotation that ends right before an offset, as offsets."""
    place = bisect_right(doc.quotations, (offset, -1)) - 1
    if place < 0:
        return None
    start, end = doc.quotations[place]
    between = doc.text[end:offset]
    return (start, end) if end <= offset and not between.strip(" \t,”\"'’»“–—-\u00a0") and "\n" not in between else None


def region_after(doc: Doc, offset: int) -> Range | None:
    """The quotation that starts right after an offset, as offsets."""
    place = bisect_right(doc.quotations, (offset, -1))
    if place >= len(doc.quotations):
        return None
    start, end = doc.quotations[place]
    between = doc.text[offset:start]
    if between.strip(" \t\n,:“\"'‘«„”–—-\u00a0`"):
        return None
    return (start, end) if "\n" not in between or ":" in between else None
