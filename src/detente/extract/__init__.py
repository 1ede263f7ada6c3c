"""From a `Doc` to records: one file a record kind, each with `extract(doc)`. A module's name is its record kind."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import import_module

from detente.doc import Doc
from detente.records import Dropped, Record, Statement
from detente.speech import selves

Extractor = Callable[[Doc], Iterator[Record | Dropped]]


@lru_cache(maxsize=1)
def extractors() -> dict[str, Extractor]:
    """Every extractor by name, statements first: the others read `doc.statements` to tell what is attributed."""
    names = sorted((m.name for m in pkgutil.iter_modules(__path__)), key=lambda name: (name != "statements", name))
    return {name: import_module(f"{__name__}.{name}").extract for name in names}


def extract(doc: Doc) -> Iterator[tuple[str, Record | Dropped]]:
    """Yield each record of an article with the name of the extractor that made it."""
    for name, extractor in extractors().items():
        records = list(extractor(doc))
        if name == "statements":
            doc.statements = [r for r in records if isinstance(r, Statement)]
            selves.annotate(doc)  # it takes the statements to know who `I` and `you` are
        for record in records:
            yield name, record
