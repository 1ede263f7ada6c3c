"""The parts of a brief as types: what is written of a record, before it is a page, a paper or a text. No logic here."""

from __future__ import annotations

from dataclasses import dataclass

from detente.records import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a brief and the records it rests on; `short` is how it stands where its place says the rest."""

    text: str
    cites: tuple[str, ...]
    short: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Sentences that belong together, under a heading of their own or none. `note` says what they do not show."""

    sentences: tuple[Sentence, ...]
    heading: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A place in a table: sentences with their numbers, or `plain` words that another cell of the row vouches for.

    `tone`: for, between, against, silent where nothing is said, or none.
    """

    sentences: tuple[Sentence, ...] = ()
    plain: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of a brief: a row is its label and its cells. The first of `columns` stands over the labels."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A chart as SVG, what it shows in words, perhaps in a table too, and the records behind its marks."""

    caption: str
    svg: str
    alternative: str
    cites: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a brief. `note` says what the section left out, and how to see it."""

    name: str
    heading: str
    blocks: tuple[Paragraph | Table | Figure, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The sentence of a source behind a number of a brief, in pieces: their words, and whether they are rested on."""

    number: int
    records: tuple[str, ...]
    article: str
    start: int
    end: int
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An article that a brief cites, and the citations drawn from it."""

    article: str
    title: str | None
    source: str | None
    date: str | None
    url: str | None
    length: int
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A cited explainer; of each record `numbers` gives the citation, `spans` the place, `quotes` the words."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    numbers: dict[str, int]
    spans: dict[str, Span]
    quotes: dict[str, str]
