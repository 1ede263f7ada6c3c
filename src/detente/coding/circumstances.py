"""When an act took place, in what context, and which words tell it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise

from detente.coding.acts import contexts, word_class
from detente.coding.nesting import ENDING, TRANSPARENT, Act
from detente.dating import UNDATED, Dated, of_article, told_time
from detente.doc import SUBJECTS, Doc, Token, When
from detente.modality import before_the_story
from detente.records import Modality
from detente.syntax import NOMINAL, clause_of, noun_phrase

CONTEXTS_SHOWN = 2
NO_DATE = frozenset({"duration", "recurrence"})
YEAR = 365


# ---------------------------------------------------------------- when


def dated(doc: Doc, word: Token, modality: Modality) -> Dated:
    """First day, last day, the words that say so, and their days from the article's date; its date where none do.

    Only what happened, and not in a tense before the story's own time, is given the article's date.
    """
    when = _when(doc, word, modality)
    if when is not None:
        return told_time(when)
    today = doc.article.date
    if today is None or modality != "happened" or before_the_story(word) or _undated_time(doc, word):
        return UNDATED
    return of_article(today)


def _undated_time(doc: Doc, word: Token) -> bool:
    """Whether words for some time stand by the act that could not be made a day: `in the 1970s`, `formerly`."""
    first, last = doc.sentences[word.sentence]
    chain = _clause_chain(word)
    # what went on for years is of no one day; other lengths do not speak against the article's
    others = [
        when for when in doc.whens if when.ahead or (when.kind in (*NO_DATE, "deadline") and (when.length or 0) < YEAR)
    ]
    known = {i for when in others for i in range(when.first, when.last)}
    for token in doc.tokens[first:last]:
        if token.i in known:
            continue
        lone = token.dep == "advmod" and token.lower in word_class("long ago")
        if not lone and (
            token.entity != "B-DATE"
            or (token.head.pos in NOMINAL and token.head.entity[2:] != "DATE" and token.dep in ("amod", "nummod"))
        ):
            continue
        if not lone and _duration(doc, token):
            continue
        top = token
        while top.i not in chain and top.head is not top and top.dep not in ("relcl", "advcl", "ccomp", "acl"):
            top = top.head
        if top.i in chain and _hangs_on(token, top, chain[top.i]):
            return True
    return False


def _duration(doc: Doc, first: Token) -> bool:
    """Whether words of time that begin here only say how long: `for three weeks`, `the first in twelve years`."""
    end = first.i
    while end + 1 < len(doc.tokens) and doc.tokens[end + 1].entity == "I-DATE":
        end += 1
    return doc.tokens[end].lemma in ("year", "month", "week", "day", "decade") and doc.tokens[end].tag == "NNS"


def _when(doc: Doc, word: Token, modality: Modality) -> When | None:
    """The time that hangs on the act's word, or on what governs it within the clause."""
    first, last = doc.sentences[word.sentence]
    best: tuple[tuple[int, bool, int], When] | None = None
    chain = _clause_chain(word)
    for when in doc.whens:
        if not first <= when.first < last or when.kind in NO_DATE:
            continue
        if when.kind == "deadline" and modality == "happened":
            continue  # `told the rebels to leave by Friday` was not told until then
        top = doc.tokens[when.last - 1]
        steps = 0
        while top.i not in chain and top.head is not top and steps < 6:
            if top.dep in ("relcl", "advcl", "ccomp", "conj") and top.pos == "VERB":
                break
            if top.dep == "acl" and top.head is not word:
                break  # `withdraw from territories occupied in 1967`
            top = top.head
            steps += 1
        if top.i in chain and _hangs_on(doc.tokens[when.last - 1], top, chain[top.i]) and not _ahead(when, modality):
            # `on Monday, hours after X`: of its own times the one that is known
            rank = chain[top.i], chain[top.i] == 0 and when.start is None, steps
            if best is None or rank < best[0]:
                best = rank, when
    return best[1] if best else None


def _clause_chain(word: Token) -> dict[int, int]:
    chain = {word.i: 0}
    current = word
    while current.head is not current and current.dep not in ("ccomp", "conj", "advcl", "relcl", "parataxis"):
        current = current.head
        chain[current.i] = len(chain)
    return chain


def _hangs_on(token: Token, top: Token, distance: int) -> bool:
    """Whether a time hangs on an act's word or, above it, on the verb itself: not `his first in twelve years`."""
    below = token
    while below is not top and below.head is not top:
        below = below.head
    return distance == 0 or below is top or below.dep in ("prep", "npadvmod", "advmod", "tmod", "pobj", "dep")


def _ahead(when: When, modality: Modality) -> bool:
    return modality == "happened" and when.ahead


# ---------------------------------------------------------------- in what context


def context_of(doc: Doc, number: int) -> str | None:
    """The PLOVER contexts that the words of a sentence speak for, at most two, the commonest first."""
    known = contexts()
    words = [t.lemma.lower() for t in doc.words(number)]
    counted: Counter[str] = Counter()
    for told in (*words, *map(" ".join, pairwise(words))):
        for name in known.get(told, ()):
            counted[name] += 1
    order = _order_of_contexts()
    ranked = sorted(counted, key=lambda name: (-counted[name], order.index(name)))
    return "; ".join(ranked[:CONTEXTS_SHOWN]) or None


@cache
def _order_of_contexts() -> list[str]:
    return list(dict.fromkeys(name for names in contexts().values() for name in names))


# ---------------------------------------------------------------- in which words


def words_of(act: Act) -> list[Token]:
    """The tokens that tell the act: its clause from the subject on, or the phrase round its noun."""
    word = act.word
    if act.nominal:
        doubled = [t for c in word.children if c.dep == "conj" and c.pos == "NOUN" for t in c.subtree()]
        doubled = doubled if act.type == "ASSAULT" else []
        return (
            noun_phrase(word)
            + doubled
            + [t for c in word.children if c.dep == "acl" and c.tag == "VBN" for t in c.subtree()]
        )
    if word.pos == "ADJ" and word.dep == "acomp":
        return clause_of(word.head)
    if act.duty:
        return _from_subject(word, word.subtree())
    words = _from_subject(word, _without_purpose(act, clause_of(word)))
    top = word
    while top.dep == "xcomp" and top.head.lemma in TRANSPARENT | ENDING:
        top = top.head
        words = _from_subject(top, clause_of(top))
    words += [
        t
        for c in word.children
        if c.dep == "advcl" and act.frame and "for" in act.frame.words
        for t in c.subtree()
        if any(m.dep == "mark" and m.lower == "for" for m in c.children)
    ]
    if word.dep == "conj" and word.i - word.head.i <= 3 and word.head.pos == "VERB":
        shared = next((c for c in word.head.children if c.dep in SUBJECTS), None)
        if shared is not None and not any(c.dep in SUBJECTS for c in word.children):
            words = [*shared.subtree(), word.head, *words]
    if word.dep in ("relcl", "acl") and (word.head in act.agents or word.head in act.objects):
        words = words + noun_phrase(word.head)
    return words


def _without_purpose(act: Act, words: list[Token]) -> list[Token]:
    """The clause without an infinitive of purpose that the frame does not ask for."""
    if not act.consumed or (act.frame and any(n.word == "do" for n in act.frame.needs)):
        return words
    purposes = [c for c in act.word.children if c.dep == "xcomp" and c.tag == "VB" and c.i > act.consumed[0].i]
    outside = {t.i for purpose in purposes for t in purpose.subtree()}
    return [t for t in words if t.i not in outside]


def _from_subject(verb: Token, words: list[Token]) -> list[Token]:
    """The clause without what stands before its subject: its conjunctions, and adverbs of the whole sentence."""
    subject = next((c for c in verb.children if c.dep in SUBJECTS and c.i < verb.i), None)
    if subject is not None:
        first = min(t.i for t in subject.subtree())
    else:
        outside = ("mark", "cc", "punct", "prep", "npadvmod")
        first = min([verb.i, *(c.i for c in verb.children if c.dep not in outside)])
    return [t for t in words if t.i >= first]
