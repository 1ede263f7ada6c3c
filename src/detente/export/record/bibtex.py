"""BibTeX of the sources: an entry of the type `misc` for each article, for which no field is required.

The fields are those of BibTeX (Patashnik, "BibTeXing", 1988) with `day` and `url`, which biblatex and most styles know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.export.record._holding import Holding
from detente.export.record._sources import Work, works

ASKS = ()
QUOTES = False
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# BibTeX counts braces also after a backslash, so that there are none but in pairs
LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%", '"': r"\textquotedbl{}",
}  # fmt: skip
SPECIAL = re.compile("|".join(map(re.escape, LATEX)))
ADDRESS = {"\\": "%5C", "{": "%7B", "}": "%7D", "^": "%5E"}


def write(held: Holding) -> Iterator[str]:
    """The pieces of the file, one an entry."""
    for work in works(held):
        yield _entry(work)


def _entry(work: Work) -> str:
    year, month, day = (work.day or "--").split("-")
    fields = {
        "title": f"{{{latex(work.title)}}}" if work.title else "",  # braces within keep its capitals
        "howpublished": latex(work.source or ""),
        "year": year,
        "month": MONTHS[int(month) - 1] if month else "",
        "day": day and str(int(day)),
        "url": re.sub(r"[\\{}^]", lambda match: ADDRESS[match[0]], work.url or ""),
        "note": latex(work.note),
    }
    told = [f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n" for name, value in fields.items() if value]
    return f"@misc{{{work.key},\n{''.join(told)}}}\n\n"


def latex(text: str) -> str:
    r"""Text as LaTeX, in which nothing is a command.

    >>> latex(r"50% of \input{x}")
    '50\\% of \\textbackslash{}input\\textbraceleft{}x\\textbraceright{}'
    """
    return SPECIAL.sub(lambda match: LATEX[match[0]], text)
