"""A brief or a finding as one HTML file that opens offline: its own style, no request to anywhere, text escaped."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from detente.brief_parts import Brief, Cell, Figure, Paragraph, Sentence, Table
from detente.records import Finding
from detente.wording import flat, long_day, safe_url

if TYPE_CHECKING:
    from jinja2 import Environment

CODE = re.compile(r"`([^`]+)`")
SIGNS = {"for": "✓", "between": "~", "against": "✗"}


def write(what: Finding | Brief) -> str:
    """The page of a brief, or a finding as a page with one table."""
    if isinstance(what, Brief):
        return _environment().get_template("brief.html").render(brief=what)
    return _environment().get_template("finding.html").render(finding=what)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("detente.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        long_day=long_day, words=flat, kind=_kind, numbers=_numbers, coded=_coded, safe_url=safe_url, sign=_sign
    )
    return environment


def _kind(block: Paragraph | Table | Figure) -> str:
    return type(block).__name__


def _numbers(sentence: Sentence, brief: Brief) -> list[int]:
    return sorted({brief.numbers[cite] for cite in sentence.cites})


def _coded(text: str) -> Markup:
    """Escaped text with what stands between backticks as code."""
    return Markup(CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped just before


def _sign(cell: Cell) -> str:
    return SIGNS.get(cell.tone, "")
