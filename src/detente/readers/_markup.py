"""The text of a piece of HTML, as feeds and mails hold it: paragraphs apart, without scripts, styles and forms."""

from __future__ import annotations

import re

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr",
    "ul",
})  # fmt: skip
SILENT = ("script", "style", "template", "noscript", "iframe", "object", "svg", "math", "form", "button", "head")
_ENTITY_OR_TAG = re.compile(r"<[A-Za-z!/?]|&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]{2,31});")


def text_of(markup: str) -> str:
    """The text of some HTML, or of what is plain text already."""
    from lxml import etree, html

    if not _ENTITY_OR_TAG.search(markup):
        return _tidy(markup)
    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, ValueError, AssertionError):
        # lxml refuses NUL and other characters that XML has not, text that is nothing but a comment, two bodies or none
        cleaned = re.sub(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|<\?.*?>|<!--.*?-->", "", markup, flags=re.DOTALL)
        try:
            root = html.document_fromstring(f"<div>{cleaned}</div>")
        except (etree.ParserError, ValueError):
            return ""
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, *SILENT, with_tail=False)
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in BLOCKS:
            parts.append("\n\n")
        elif element.tag == "br" and event == "start":
            parts.append("\n")
        words = element.text if event == "start" else element.tail if element is not root else None
        if words:
            # a line break in the markup is a space on the page
            parts.append(words if element.tag == "pre" and event == "start" else re.sub(r"\s+", " ", words))
    return _tidy("".join(parts))


def _tidy(text: str) -> str:
    """Text with no more than one blank line in a row, and no space at the ends of lines."""
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in re.split(r"\r\n|\r|\n", text))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
