"""How values look on a page: one template environment, in which everything is escaped and nothing is invisible."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from detente.codebook import table
from detente.findings.rows import several
from detente.quoting import balanced, clean
from detente.web.asking import address
from detente.web.explain import SIGNS, sureness
from detente.web.forms import label, written
from detente.web.reading import around
from detente.wording import deed_phrase, flat, issue_phrase, long_day, quoted, safe_url, stance_words, with_the

if TYPE_CHECKING:
    from jinja2 import Environment

HIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180b-\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
JOINERS = re.compile(r"(?<![^\x00-\u02ff])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u02ff])")
STYLED = re.compile(r"""\sstyle=(?:"[^"]*"|'[^']*')""")
LONG = 4000  # characters of a value that is no text of an article


@cache
def environment() -> Environment:
    """The templates of the pages."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("detente.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=inert,
        auto_reload=False,
    )
    made.filters.update(
        long_day=long_day, safe_url=safe_url, sureness=sureness, several=several, stance=stance, around=around,
        clean=clean, with_the=with_the, issue_phrase=issue_phrase, cut=cut, day=day, deed=deed, means=means, words=flat,
        drawing=drawing, said=said, moment=moment, written=written, label=label,
    )  # fmt: skip
    made.globals.update(address=address)
    return made


def inert(value: Any) -> Any:
    """What a template puts out: nothing for None, and in a text no sign that hides or turns others."""
    if value is None:
        return ""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return visible(value)


def visible(text: str) -> str:
    """A text whose control, direction and zero-width characters are shown by their numbers.

    >>> visible("a\\u202eb"), visible("c\\u200bd")
    ('a[U+202E]b', 'c[U+200B]d')
    """
    if text.isascii() and text.isprintable():
        return text
    text = HIDDEN.sub(_told, text)
    return JOINERS.sub(_told, text)


def _told(match: re.Match[str]) -> str:
    return f"[U+{ord(match.group(0)):04X}]"


def drawing(svg: str) -> Markup:
    """A chart of ours as part of the page, without the styles within it that the page's policy would refuse."""
    return Markup(STYLED.sub("", visible(svg)))  # noqa: S704  (drawn by us; what it says of sources is escaped where it is drawn)


def cut(text: object, limit: int = LONG) -> str:
    """A text on one line, a long one cut at a word.

    >>> cut("one two three", 9)
    'one two …'
    """
    words = " ".join(str(text or "").split())
    if len(words) <= limit:
        return words
    return (words[:limit].rsplit(" ", 1)[0] if " " in words[:limit] else words[:limit]) + " …"


def said(text: object, limit: int = LONG) -> str:
    """Words of a source between quotation marks, those within them turned to single ones.

    >>> said("the call as “meaningful and frank,”")
    '“the call as ‘meaningful and frank,’”'
    """
    return quoted(balanced(clean(str(text or ""))), limit)


def day(value: object) -> str:
    """A day in short: `17 Sep 1978`."""
    told = long_day(str(value)[:10])
    number, month, year = told.split(" ")
    return f"{number} {month[:3]} {year}"


def moment(value: object) -> str:
    """A time of a decision in short: `17 Sep 1978, 14:05 UTC`."""
    told = str(value)
    return f"{day(told)}, {told[11:16]} UTC" if len(told) > 15 else day(told)


def stance(name: object) -> dict[str, str]:
    """How a stance looks: its word, tone and sign."""
    known = stance_words(str(name))
    return {"word": known["cell"], "tone": known["tone"], "sign": SIGNS[known["tone"]]}


def deed(type_: object, mode: object = None) -> str:
    """A type of event in words, without its recipient."""
    return deed_phrase(str(type_), None if mode is None else str(mode), None)


def means(type_: object) -> str:
    """What a type of event stands for."""
    return next((row["means"] for row in table("ontology") if row["type"] == type_), "")
