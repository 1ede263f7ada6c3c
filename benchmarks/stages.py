"""The CPU time of each stage of coding, and of stock spaCy, on the same texts in one process and one thread.

Parts of the corpus go through spaCy and through `detente` in turn, so that what else the machine does falls on both.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from detente import encoder, lines
from detente.annotate import actors, language, places, quotations, times, unplaced, whence
from detente.annotate.namesakes import names_in
from detente.extract import extractors
from detente.records import Article, Dropped, Span, Statement
from detente.speech import selves
from detente.weights import MODEL

STOCK, TRAINED = "stock spaCy", "trained models"
PART = 15  # articles that go through the one and then through the other
WARM = 30  # articles that are coded before the clock starts, for which tables and models are loaded


class Clock:
    """Adds up the CPU seconds of named stages; what a stage within another takes counts for the inner one alone."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self._inner = 0.0

    def __call__(self, stage: str, work: Callable[..., Any], *given: Any) -> Any:
        """Do a piece of work, and add its time to a stage."""
        outer, self._inner = self._inner, 0.0
        begin = time.process_time()
        done = work(*given)
        taken = time.process_time() - begin
        self.spent.update({stage: taken - self._inner})
        self._inner = outer + taken
        return done


def articles_of(corpus: Path) -> list[Article]:
    """The articles of a JSON Lines file."""
    rows = map(json.loads, corpus.read_text(encoding="utf-8").splitlines())
    return [Article(id=row["id"], text=row["text"], date=row.get("date")) for row in rows]


def warm(number: int) -> int:
    """How many of some articles are coded before the clock starts."""
    return min(WARM, number // 4)


def measured(corpus: Path) -> list[Counter[str]]:
    """The CPU seconds of each stage and of stock spaCy, for each part of a corpus but the first articles of it."""
    articles = articles_of(corpus)
    stock = import_module(MODEL).load()
    run = Clock()
    _time_the_encoders(run)
    for article in articles[: warm(len(articles))]:
        _code(run, article)
        stock(article.text)
    parts = []
    for part in _parts(articles[warm(len(articles)) :]):
        run.spent.clear()
        run(STOCK, _through, stock, [article.text for article in part])
        for article in part:
            _code(run, article)
        parts.append(Counter(run.spent))
    return parts


def _parts(articles: Sequence[Article]) -> Iterator[Sequence[Article]]:
    for first in range(0, len(articles), PART):
        yield articles[first : first + PART]


def _through(stock: Any, texts: Iterable[str]) -> None:
    for _ in stock.pipe(texts):
        pass


def _code(run: Clock, article: Article) -> None:
    """Code an article as `detente code` does, in the order of `annotate.lay_over` and `extract`, stage by stage."""
    (doc,) = run("parse", list, language.parse([article]))
    run("quotations", quotations.annotate, doc)
    run("times", times.annotate, doc)
    names = run("names", names_in, doc)
    run("actors", actors.annotate, doc, names)
    run("places", places.annotate, doc, names)
    run("actors", whence.annotate, doc)
    run("actors", unplaced.annotate, doc)
    records: list[Span] = []
    for name, extractor in extractors().items():
        found = run(name, _all, extractor, doc)
        if name == "statements":
            doc.statements = [record for record in found if isinstance(record, Statement)]
            run(name, selves.annotate, doc)
        records.extend(record for record in found if not isinstance(record, Dropped))
    run("writing", lines.line, article, records)


def _all(extractor: Callable[..., Iterable[Span]], doc: Any) -> list[Span]:
    return list(extractor(doc))


def _time_the_encoders(run: Clock) -> None:
    """Count what the trained models take on its own, whichever stage asks them."""
    asked = encoder.Encoder.__call__

    def timed(self: encoder.Encoder, *given: Any) -> Any:
        return run(TRAINED, asked, self, *given)

    encoder.Encoder.__call__ = timed  # type: ignore[assignment, method-assign]
