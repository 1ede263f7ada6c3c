"""From an `Article` to a `Doc`: the language model first, then look-ups that read only what it found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.annotate import actors, language, places, quotations, times, unplaced, whence
from detente.annotate.namesakes import names_in
from detente.doc import Doc
from detente.records import Article
from detente.weights import MODEL


def annotate(articles: Iterable[Article], model: str = MODEL) -> Iterator[Doc]:
    """Yield a complete `Doc` for each article, in order."""
    return map(lay_over, language.parse(articles, model))


def lay_over(doc: Doc) -> Doc:
    """Lay quotations, times, places and actors over a parsed Doc. Needs no model."""
    quotations.annotate(doc)
    times.annotate(doc)
    names = names_in(doc)
    actors.annotate(doc, names)
    places.annotate(doc, names)
    whence.annotate(doc)
    unplaced.annotate(doc)
    return doc
