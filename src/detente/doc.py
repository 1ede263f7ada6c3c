"""An annotated article: what the models and the look-ups found, in plain objects that the rules read.

The models write a `Doc` once (`annotate`); the rules (`syntax`, `extract`) only read it. A `Doc` needs no model to be
made, so a test can build one from frozen tokens (`Doc.thaw`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from detente.records import Article, Statement

P = ParamSpec("P")
T = TypeVar("T")
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})


class Token:
    """One word: its place in the text, its grammar, and its neighbours in the tree (the root is its own head)."""

    __slots__ = (
        "children",
        "dep",
        "end",
        "entity",
        "head",
        "i",
        "lemma",
        "lower",
        "pos",
        "sentence",
        "start",
        "tag",
        "text",
    )

    def __init__(self, i: int, text: str, start: int, lemma: str, tag: str, pos: str, dep: str, entity: str) -> None:
        self.i = i
        self.text = text
        self.lower = text.lower().replace("’", "'")
        self.start = start
        self.end = start + len(text)
        self.lemma = lemma
        self.tag = tag
        self.pos = pos
        self.dep = dep
        self.entity = entity
        self.sentence = 0
        self.head: Token = self
        self.children: list[Token] = []

    def __repr__(self) -> str:
        return f"{self.i}:{self.text}/{self.tag}/{self.dep}"

    @property
    def lefts(self) -> list[Token]:
        """The children before it."""
        return [child for child in self.children if child.i < self.i]

    @property
    def rights(self) -> list[Token]:
        """The children after it."""
        return [child for child in self.children if child.i > self.i]

    def subtree(self) -> list[Token]:
        """The token and all that depends on it, in the order of the text."""
        found, stack = [], [self]
        while stack:
            token = stack.pop()
            found.append(token)
            stack.extend(token.children)
        found.sort(key=_place)
        return found

    def ancestors(self) -> Iterator[Token]:
        """Its head, the head of that, and so on to the root of the sentence."""
        token = self
        while token.head is not token:
            token = token.head
            yield token


def _place(token: Token) -> int:
    return token.i


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for one or several actors: tokens `first` to `last` (exclusive), grammatical head `head`.

    `actors` holds canonical names, or the words as they stand for an actor that the codebook does not know. `form`:
    name, title, metonym, demonym, pronoun, description. `why` says which rule linked it.
    """

    first: int
    last: int
    head: int
    actors: tuple[str, ...]
    codes: tuple[str, ...]
    form: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class When:
    """Words for a time: ISO days from `start` to `end` where they can be known, and `days` from the article's date.

    `kind`: a `date`, a `deadline` (by, until), a stretch `since` a day, or how long (`duration`, with its `length` in
    days) and how often (`recurrence`), which are no days of the calendar. `unit` is the finest that the words name.
    `ahead`: whether it lies ahead of the article. `why` says which rule read it.
    """

    first: int
    last: int
    start: str | None
    end: str | None
    days: int | None
    words: str
    kind: Literal["date", "deadline", "since", "duration", "recurrence"] = "date"
    unit: str | None = None
    length: int | None = None
    ahead: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Words for a place, and the country (ISO 3166 alpha-3) it lies in where known.

    `kind` is country, capital, city, region, site or sea, and with the coordinates None where the gazetteer does not
    have it. `why` says what decided between the `candidates`: the places that the name can mean.
    """

    first: int
    last: int
    name: str
    country: str | None
    kind: str | None = None
    lat: float | None = None
    lon: float | None = None
    candidates: int = 0
    why: str = ""


class Doc:
    """An article with its tokens, sentences and what `annotate` laid over them.

    `sentences[k]` is the pair of token indices (first, last exclusive) of sentence k. `quotations` are pairs of
    offsets of what stands between quotation marks, marks excluded. `author` is the person or body in whose voice the
    whole document speaks (an official statement), or None for reporting. `statements` is laid here by the caller
    before the other extractors run, so that they can tell what is attributed to whom. `readings` is what the trained
    reader says of its clauses, None until it is asked (`detente.stances.reader`).
    """

    __slots__ = (
        "_actor_at",
        "_mentions",
        "_parsed",
        "_said_at",
        "_starts",
        "_statements",
        "_worked_out",
        "article",
        "author",
        "author_codes",
        "places",
        "quotations",
        "readings",
        "sentences",
        "tokens",
        "whens",
    )  # fmt: skip

    def __init__(self, article: Article, tokens: list[Token], sentences: list[tuple[int, int]]) -> None:
        self.article = article
        self.tokens = tokens
        self.sentences = sentences
        for number, (first, last) in enumerate(sentences):
            for token in tokens[first:last]:
                token.sentence = number
        self._starts = [token.start for token in tokens]
        self._worked_out: dict[tuple[Any, ...], Any] = {}
        self._parsed: dict[tuple[Any, ...], Any] = {}
        self.mentions = []
        self.whens: list[When] = []
        self.places: list[Place] = []
        self.quotations: list[tuple[int, int]] = []
        self.author: str | None = None
        self.author_codes: str | None = None
        self.readings: list[Any] | None = None
        self._statements: list[Statement] = []
        self._said_at: dict[int, Statement] = {}

    @property
    def text(self) -> str:
        """The text of the article, in which all offsets count."""
        return self.article.text

    @property
    def mentions(self) -> list[Mention]:
        """The words that stand for actors, in their order."""
        return self._mentions

    @mentions.setter
    def mentions(self, found: list[Mention]) -> None:
        self._mentions = found
        self._actor_at: dict[int, Mention] | None = None
        self._worked_out.clear()

    @property
    def statements(self) -> list[Statement]:
        """What is said in the article and by whom; empty until the statements extractor's result is laid here."""
        return self._statements

    @statements.setter
    def statements(self, found: list[Statement]) -> None:
        self._statements = found
        self._worked_out.clear()
        self._said_at = {}
        pieces = [(start, end, statement) for statement in found for start, end in statement.spans]
        for start, end, statement in sorted(pieces, key=lambda p: p[0] - p[1]):  # the innermost last, over those around
            self._said_at.update((token.i, statement) for token in self.between(start, end))

    def words(self, number: int) -> list[Token]:
        """The tokens of a sentence."""
        first, last = self.sentences[number]
        return self.tokens[first:last]

    def token_at(self, offset: int) -> int:
        """The index of the token that holds an offset, or of the next one before it."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def between(self, start: int, end: int) -> list[Token]:
        """The tokens that begin in a stretch of text."""
        first = bisect_right(self._starts, start - 1)
        return self.tokens[first : bisect_right(self._starts, end - 1)]

    def bounds(self, number: int) -> tuple[int, int]:
        """The offsets of a sentence."""
        first, last = self.sentences[number]
        return self.tokens[first].start, self.tokens[last - 1].end

    def mention_of(self, token: Token) -> Mention | None:
        """The mention whose head is this token, or the shortest one around it."""
        if self._actor_at is None:
            found: dict[int, Mention] = {}
            for mention in sorted(self.mentions, key=lambda m: m.first - m.last):
                for i in range(mention.first, mention.last):
                    found[i] = mention
            for mention in self.mentions:
                found[mention.head] = mention
            self._actor_at = found
        return self._actor_at.get(token.i)

    def quoted(self, offset: int) -> bool:
        """Whether an offset stands inside quotation marks."""
        before = bisect_right(self.quotations, offset, key=lambda quotation: quotation[0])
        return before > 0 and offset < self.quotations[before - 1][1]

    def statement_of(self, token: Token) -> Statement | None:
        """The innermost statement that holds a word."""
        return self._said_at.get(token.i)

    def freeze(self) -> list[str]:
        """The tokens as lines `word lemma tag pos dep head entity`, a blank line after each sentence."""
        lines: list[str] = []
        for first, last in self.sentences:
            lines.extend(
                " ".join((t.text, t.lemma, t.tag, t.pos, t.dep, str(t.head.i), t.entity or "-"))
                for t in self.tokens[first:last]
            )
            lines.append("")
        return lines

    @classmethod
    def thaw(cls, article: Article, lines: Iterable[str]) -> Doc:
        """Build a Doc from frozen lines; words are found again in the article's text, in order.

        Raises ValueError, naming the line, where a word does not stand in the text or a line has not seven columns.
        """
        tokens: list[Token] = []
        heads: list[int] = []
        sentences: list[tuple[int, int]] = []
        first = place = 0
        for number, line in enumerate(lines, 1):
            if not line.strip():
                if len(tokens) > first:
                    sentences.append((first, len(tokens)))
                    first = len(tokens)
                continue
            columns = line.split(" ")
            if len(columns) != 7:
                raise ValueError(f"parse line {number}: 7 columns expected: {line!r}")
            word, lemma, tag, pos, dep, head, entity = columns
            start = article.text.find(word, place)
            if start < 0:
                raise ValueError(f"parse line {number}: {word!r} does not stand in the text")
            tokens.append(Token(len(tokens), word, start, lemma, tag, pos, dep, "" if entity == "-" else entity))
            heads.append(int(head))
            place = start + len(word)
        if len(tokens) > first:
            sentences.append((first, len(tokens)))
        link(tokens, heads)
        return cls(article, tokens, sentences)


def once(work: Callable[Concatenate[Doc, P], T]) -> Callable[Concatenate[Doc, P], T]:
    """Let a function of a document be worked out once for the same further arguments.

    What it says may rest on the parse, the mentions and the statements: where these are laid anew it is asked anew.
    """
    return _kept(work, lambda doc: doc._worked_out)


def once_parsed(work: Callable[Concatenate[Doc, P], T]) -> Callable[Concatenate[Doc, P], T]:
    """As `once`, of a function that rests on the parse alone, which nothing changes."""
    return _kept(work, lambda doc: doc._parsed)


def _kept(
    work: Callable[Concatenate[Doc, P], T], place: Callable[[Doc], dict[tuple[Any, ...], Any]]
) -> Callable[Concatenate[Doc, P], T]:
    @wraps(work)
    def kept(doc: Doc, /, *given: P.args, **named: P.kwargs) -> T:
        known = place(doc)
        key = (work, given, *named.items())
        if key not in known:
            known[key] = work(doc, *given, **named)
        return known[key]  # type: ignore[no-any-return]

    return kept


def link(tokens: Sequence[Token], heads: Sequence[int]) -> None:
    """Tie each token to its head (an index into `tokens`) and each head to its children."""
    for token, head in zip(tokens, heads, strict=True):
        if head != token.i:
            token.head = tokens[head]
            token.head.children.append(token)
