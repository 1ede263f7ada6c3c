"""Text to tokens, sentences, grammar and names, by spaCy. The only file that loads the language model."""

from __future__ import annotations

import atexit
import gc
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from detente.annotate.convolution import quicken
from detente.annotate.embedding import keep_vectors
from detente.annotate.recognizer import Name, Recognizer
from detente.doc import Doc, Token, link
from detente.records import Article
from detente.weights import MODEL

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc as Parsed

BLOCK_LIMIT = 10_000  # characters; the parser's memory grows with the length of what it is given at once
LONGEST = 600  # words of a sentence; what follows is another, for the cost of a sentence grows with its square
BATCH = 64  # blocks
COLUMNS = ("IS_SPACE", "SENT_START", "TAG", "DEP", "IDX", "LENGTH")  # what is read off each word
COLLECT_AFTER = 50_000  # new objects: at 10,000 an eighteenth of a run goes to looking for garbage, at 700 more

CLITICS = {
    "'ve": "have",
    "'re": "be",
    "'m": "be",
    "'ll": "will",
    "'d": "would",
    "n't": "not",
    "ca": "can",
    "wo": "will",
}

_BREAK = re.compile(r"(?<![^\S\n])[^\S\n]*\n\s*")  # looked for at the head of a run of blanks only: they may be many
# `BAMAKO, March 2 - `, `BAMAKO (AP) - `: read as one with the sentence, the place would be taken for its subject
_CAPITALS = r"[^\W\d_a-z](?:[^\W\d_a-z]|[.'’/-]){2,}"
_CITY = r"[^\W\d_a-z](?:[^\W\d_a-z]|['’-]){2,}"
_DATELINE = re.compile(
    rf"{_CAPITALS}(?:[ ,/]+[A-Z][\w.'’-]*){{0,6}}?[ ,]*"
    r"(?:(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})(?:,? \d{4})?[ ,]*(?:\([A-Z][^()\n]{1,30}\))?"
    r"|\([A-Z][^()\n]{1,30}\))\s*(?:--?|–|—)\s"
    # `ADDIS ABABA - The`, `KOKOPO, Papua New Guinea — Papua`
    rf"|{_CITY}(?:[ /]+{_CITY}){{0,3}}(?:, [A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){{0,3}})? ?(?:--?|–|—) (?=[\"“‘'A-Z\d])"
)


@lru_cache(maxsize=2)
def load(model: str = MODEL) -> Language:
    """Load a spaCy English pipeline without the parts that `Doc` does not need.

    BLIS is turned off: on short texts plain NumPy is a third faster and changes no annotation. NumPy itself is held to
    one thread: the matrices are small, and threads that wait for one another double the time. What is loaded stays, so
    that it is not looked through for garbage with every few articles.
    Raises ImportError where the model is not installed.
    """
    from thinc.api import NumpyOps
    from threadpoolctl import threadpool_limits

    gc.set_threshold(COLLECT_AFTER)
    threadpool_limits(limits=1, user_api="blas")
    nlp: Language = import_module(model).load()
    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        network = getattr(pipe, "model", None)
        if network is not None and hasattr(network, "walk"):
            for node in network.walk():
                node.ops = ops
            keep_vectors(network)
            quicken(network)
    _look_up_at_once(nlp)
    gc.freeze()
    atexit.register(gc.unfreeze)  # else what hangs on the frozen is never taken down, and libraries complain of leaks
    return nlp


def _look_up_at_once(nlp: Language) -> None:
    """Make sets of the lists of words in which the lemmatizer looks up a form: of nouns there are tens of thousands."""
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    index = lemmatizer.lookups.get_table("lemma_index")
    for kind, words in list(index.items()):
        index[kind] = frozenset(words)


class _Words:
    """Part of speech and lemma of a word, worked out once for each (form, tag) and kept.

    spaCy's lemmatizer and attribute ruler are rules over form and tag, run token by token; kept answers cost nothing.
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._ruler: Any = nlp.get_pipe("attribute_ruler")
        self._lemmatizer: Any = nlp.get_pipe("lemmatizer")
        self._known: dict[tuple[str, str], tuple[str, str]] = {}

    def __call__(self, words: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """Part of speech and lemma of each of some words, given with their tags."""
        if len(self._known) > 200_000:
            self._known.clear()
        new = [word for word in dict.fromkeys(words) if word not in self._known]
        self._known.update(zip(new, self._asked(new), strict=True))
        return [self._known[word] for word in words]

    def _asked(self, words: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """What spaCy says of words that stand apart: some rules are for a word before or after another."""
        from spacy.tokens import Doc as Parsed

        apart = [one for form, tag in words for one in ((form.replace("’", "'"), tag), (".", "."))]
        forms, tags = [form for form, _ in apart], [tag for _, tag in apart]
        found = self._ruler(Parsed(self._nlp.vocab, words=forms, tags=tags))
        for form, word in zip(forms[::2], list(found)[::2], strict=True):
            if not form.strip():
                yield "SPACE", form
                continue
            lemma = CLITICS.get(form.lower()) or word.lemma_ or self._lemmatizer.rule_lemmatize(word)[0]
            yield word.pos_, lemma if word.pos_ == "PROPN" else lemma.lower()


def blocks(text: str) -> list[tuple[int, str]]:
    """Cut a text at its line breaks, and where a line is too long after a sentence: (offset, block)."""
    found = []
    place = 0
    for match in [*_BREAK.finditer(text), None]:
        end = match.start() if match else len(text)
        dateline = _DATELINE.match(text, place, end)
        if dateline:
            found.append((place, text[place : dateline.end()].rstrip()))
            place = dateline.end()
        while end - place > BLOCK_LIMIT:
            half, full = place + BLOCK_LIMIT // 2, place + BLOCK_LIMIT
            cut = max(text.rfind(". ", half, full) + 1, text.rfind("? ", half, full) + 1)
            cut = cut or max(text.rfind(" ", half, full), 0) or full
            found.append((place, text[place:cut]))
            place = cut
        if text[place:end].strip():
            found.append((place, text[place:end]))
        place = match.end() if match else end
    return found


def parse(articles: Iterable[Article], model: str = MODEL) -> Iterator[Doc]:
    """Yield a `Doc` for each article, in order. Memory is bounded by one article.

    The parts of the pipeline are asked one after another: `nlp.pipe` prepares for each article what it does once for
    all, which takes a tenth of the time.
    """
    nlp = load(model)
    words = _word_book(model)
    recognizer = _recognizer(model)
    left_out = {"attribute_ruler", "lemmatizer", *(["ner"] if recognizer else [])}
    pipes: list[Any] = [pipe for name, pipe in nlp.pipeline if name not in left_out]
    for article in articles:
        cut = blocks(article.text)
        parsed = [nlp.make_doc(block) for _, block in cut]
        for pipe in pipes:
            parsed = list(pipe.pipe(parsed, batch_size=BATCH)) if hasattr(pipe, "pipe") else list(map(pipe, parsed))
        names = recognizer(parsed) if recognizer and parsed else map(_names_in, parsed)
        yield _join(article, [(one, offset) for one, (offset, _) in zip(parsed, cut, strict=True)], names, words)


@lru_cache(maxsize=2)
def _recognizer(model: str) -> Recognizer | None:
    return Recognizer.of(load(model))


@lru_cache(maxsize=2)
def _word_book(model: str) -> _Words:
    return _Words(load(model))


def _names_in(block: Parsed) -> list[Name]:
    return [(name.start, name.end, name.label_) for name in block.ents]


def _join(article: Article, parsed: Sequence[tuple[Parsed, int]], names: Iterable[list[Name]], words: _Words) -> Doc:
    """One Doc of all the blocks of an article. White space is no token here."""
    tokens: list[Token] = []
    heads: list[int] = []
    sentences: list[tuple[int, int]] = []
    columns = [_columns(article.text, *part) for part in parsed]
    told = iter(words([word for block in columns for word in zip(block.forms, block.tags, strict=True)]))
    for block, found in zip(columns, names, strict=True):
        entities = {i: f"I-{label}" for first, last, label in found for i in range(first, last)}
        entities |= {first: f"B-{label}" for first, _, label in found}
        place: dict[int, int] = {}
        opening = len(tokens)
        for i, (form, tag, dep) in enumerate(zip(block.forms, block.tags, block.deps, strict=True)):
            pos, lemma = next(told)
            if block.opens[i] == 1 and len(tokens) > opening:
                sentences.append((opening, len(tokens)))
                opening = len(tokens)
            if block.blanks[i]:
                continue
            place[i] = len(tokens)
            if pos in ("VERB", "AUX"):
                part = "AUX" if dep in ("aux", "auxpass") or lemma == "be" else "VERB"
            else:
                part = "SCONJ" if dep == "mark" else pos
            # beside quotation marks the parser takes `n’t` for one of them
            role = "neg" if lemma == "not" and dep == "punct" else dep
            tokens.append(Token(len(tokens), form, block.starts[i], lemma, tag, part, role, entities.get(i, "")))
        if len(tokens) > opening:
            sentences.append((opening, len(tokens)))
        for i, own in place.items():
            head = block.above[i]
            while head not in place and block.above[head] != head:
                head = block.above[head]
            heads.append(place.get(head, own))
    sentences = _shortened(sentences, tokens, heads)
    link(tokens, heads)
    return Doc(article, tokens, sentences)


class _Columns(NamedTuple):
    """What is read off the words of a block: whether blank and whether one opens a sentence, offsets in the article."""

    forms: list[str]
    tags: list[str]
    deps: list[str]
    blanks: list[int]
    opens: list[int]
    starts: list[int]
    above: list[int]


def _columns(text: str, block: Parsed, offset: int) -> _Columns:
    blanks, opens, tags, deps, starts, sizes = block.to_array([*COLUMNS]).T.tolist()
    above = [i + far for i, far in enumerate(block.to_array("HEAD").astype("int64").tolist())]
    starts = [offset + start for start in starts]
    forms = [text[start : start + size] for start, size in zip(starts, sizes, strict=True)]
    named = {code: block.vocab.strings[code] for code in {*tags, *deps}}
    return _Columns(forms, [named[tag] for tag in tags], [named[dep] for dep in deps], blanks, opens, starts, above)


def _shortened(sentences: list[tuple[int, int]], tokens: Sequence[Token], heads: list[int]) -> list[tuple[int, int]]:
    """The sentences, none longer than any that people write; a word whose head is in another piece is a root."""
    found: list[tuple[int, int]] = []
    for opening, end in sentences:
        pieces = [(first, min(first + LONGEST, end)) for first in range(opening, end, LONGEST)]
        found += pieces
        for first, last in pieces if len(pieces) > 1 else ():
            for i in range(first, last):
                if not first <= heads[i] < last:
                    heads[i], tokens[i].dep = i, "ROOT"
    return found
