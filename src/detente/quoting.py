"""Which words of a source stand between quotation marks: a whole sentence where it is short, never half a thought."""

from __future__ import annotations

import re

from detente.findings.rows import Row
from detente.wording import quoted

# what a page's own markup leaves in its text
MARKUP = re.compile(r"^(?:\s*(?:[*•>·–-]|#{1,6}|\d{1,2}\.)\s+)+")
LINK = re.compile(r"!?\[([^\]\[]*)\]\((?:[^()\s]|\([^()]*\))*\)")
EMPHASIS = re.compile(r"(\*\*|__|\*)(\S(?:[^*_\n]*\S)?)\1")
RESIDUE = re.compile(r"\\([\[\]*_#()])")
BOUNDARY = re.compile(
    r"[,;:—–]\s|\s(?=(?:and|but|or|which|who|because|although|though|while|as|after|before|if|unless) )"
)
SHORTEST = 0.45


def clean(words: str) -> str:
    """Words on one line without signs of markup: list marks, headings, links, emphasis, escapes.

    >>> clean("* ### Did [Ruland](https://example.org/a) **really** agree?"), clean("the \\\\[Ruland\\\\] deal")
    ('Did Ruland really agree?', 'the [Ruland] deal')
    """
    words = MARKUP.sub("", words.strip())
    words = EMPHASIS.sub(r"\2", LINK.sub(r"\1", RESIDUE.sub(r"\1", words)))
    return " ".join(words.split())


def balanced(words: str) -> str:
    """Words without a quotation mark or a bracket that is opened or closed only once.

    >>> balanced("He said “we will build"), balanced("which has not happened.)")
    ('He said we will build', 'which has not happened.')
    """
    if words.count("“") != words.count("”"):
        words = re.sub(r"[“”]", "", words)
    if words.count('"') % 2:
        words = words.replace('"', "")
    if words.count("‘") > words.count("’"):
        words = words.replace("‘", "")
    if words.count("(") != words.count(")"):
        words = re.sub(r"[()]", "", words)
    return words


def passage(row: Row, limit: int) -> str:
    """The words of a row in quotation marks: its sentence where that is short, else its own words, cut at a clause."""
    sentence, own = clean(str(row.get("sentence") or "")), clean(str(row["text"]))
    complete = re.match(r"[A-Z“\"]", own) and len(own.split()) > 4 and len(own) <= limit
    if sentence and len(sentence) <= limit and own and own[:20] in sentence and not complete:
        return quoted(balanced(sentence.rstrip(".")), limit)
    return quoted(balanced(shortened(own, limit).rstrip(".")), limit + 4)


def shortened(words: str, limit: int) -> str:
    """Words of at most some length, cut where a clause ends and marked so."""
    words = clean(words)
    if len(words) <= limit:
        return words
    ends = [match.start() for match in BOUNDARY.finditer(words[:limit]) if match.start() > SHORTEST * limit]
    cut = words[: ends[-1]] if ends else words[:limit].rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:—–-") + " …"
