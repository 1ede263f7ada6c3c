"""Polarity and mood: whether what a word says is affirmed, refused, merely absent, only possible, or not asserted.

`data/governors.csv` says what a word above does to the one below it: refuses (`refused to rule out`), withholds
(`denied that it agreed`), softens (`ready to accept`), keeps (`vowed to sign`), voids (`was urged to accept` is
nobody's acceptance), doubts (`is expected to accept`). An infinitive under any other word asserts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal

from detente.codebook import classes, table
from detente.doc import SUBJECTS, Token
from detente.modality import auxiliaries, conditional, question, shares_negation
from detente.syntax import child_of

Force = Literal["affirmed", "refused", "unsaid"]
NO_WAY = frozenset({"account", "circumstance", "circumstances", "condition", "case", "event", "way", "time", "means",
                    "mean", "sense", "terms"})  # fmt: skip
NEGATIONS = frozenset({"not", "n't", "never", "nor", "neither", "hardly", "no", "n’t"})
MODAL = frozenset({"will", "would", "can", "could", "shall", "do", "'ll", "wo", "ca"})
TIMED = frozenset({"when", "after", "before", "once", "until"})
OBLIGED = frozenset({"must", "should", "ought", "shall", "need"})
LEAVE = frozenset({"xcomp", "ccomp", "pcomp", "acl", "oprd"})


@cache
def governing() -> dict[str, str]:
    """What a verb, adjective or noun does to the stance below it."""
    return {row["word"]: row["effect"] for row in table("governors")}


@cache
def word_class(name: str) -> frozenset[str]:
    """The words of a class in `data/word_classes.csv`."""
    return classes("word_classes")[name]


def governors(token: Token) -> Iterator[Token]:
    """The words above an infinitive, gerund or that-clause that govern it, nearest first."""
    current = token
    while current.head is not current:
        if current.dep == "conj" and child_of(current, *SUBJECTS) is None:
            current = current.head
            continue
        if current.dep not in LEAVE or (current.dep == "pcomp" and child_of(current, *SUBJECTS) is not None):
            return
        head = current.head
        if head.dep == "prep" or (current.dep == "pcomp" and head.pos == "ADP"):
            head = head.head
        yield head
        current = head if head.pos in ("VERB", "AUX") else copula(head)


def copula(token: Token) -> Token:
    """The verb that a predicate adjective or noun stands with, or the word itself."""
    return token.head if token.dep in ("acomp", "attr", "dobj") else token


def negations(token: Token) -> int:
    """How many negations hang on a word: `not`, `never`, `no longer`, `no` before a noun, `nobody` as its subject."""
    count = 0
    for child in token.children:
        count += (
            child.dep == "neg"
            or (
                child.lower in NEGATIONS and child.dep in ("advmod", "det", "preconj", "cc") and not _of_the_next(child)
            )
            or (child.lower == "longer" and any(c.lower == "no" for c in child.children))
            or (child.dep == "prep" and any(_no(c) and c.lemma in NO_WAY for c in child.children))
            or (child.dep in SUBJECTS and (child.lower in ("nobody", "none", "neither", "nothing") or _no(child)))
        )
    if token.dep == "conj" and token.pos == "VERB":
        count += any(_of_the_next(c) and c.i < token.i for c in token.head.children)
    if token.dep in ("acomp", "attr") or (token.pos == "NOUN" and token.dep == "dobj"):
        count += sum(c.dep == "neg" or c.lower in ("never", "hardly") for c in token.head.children)
        count += any(c.lower == "longer" and any(g.lower == "no" for g in c.children) for c in token.head.children)
    if token.dep == "conj" and child_of(token, *SUBJECTS) is None and shares_negation(token):
        count += sum(c.dep == "neg" for c in token.head.children)
    return count


def _of_the_next(word: Token) -> bool:
    """Whether a `nor` negates what it joins and not what it joins it to: `neither signed it nor read it`."""
    return word.lower == "nor" and word.dep == "cc" and word.i > word.head.i


def _no(token: Token) -> bool:
    return any(c.lower in ("no", "neither") and c.dep in ("det", "neg", "preconj", "cc") for c in token.children)


def force(token: Token) -> Force | None:
    """Whether the stance of a word is taken, refused or merely absent; None where somebody else's verb voids it."""
    count, firm = negations(token), False
    verb = copula(token) if token.pos not in ("VERB",) else token
    if count:
        helpers = auxiliaries(verb)
        firm = any(h in MODAL for h in helpers) or any(c.lower == "longer" for c in verb.children)
        firm = firm or (not _past(verb) and any(c.lower == "never" for c in verb.children))
        firm = (firm and not (_past(verb) and "do" in helpers)) or (verb.lemma in ("be", "remain") and not _past(verb))
    if token.dep == "pcomp" and token.head.lower == "without":
        count += 1
    below = verb
    if _bare(token) and not any(_effect(w) for w in list(governors(token))[:1]):
        return None
    for word in governors(token):
        effect = _effect(word)
        if effect == "voids" and word.lemma == "have" and any(c.lower == "yet" for c in word.children):
            effect = "withholds"
        if word.lemma == "set" and child_of(word, "dobj") is not None:
            return None  # `the deadline they had set themselves for concluding it`
        if effect == "doubts" or (effect == "voids" and not _finite(below)):
            return None
        below = word if word.pos in ("VERB", "AUX") else copula(word)
        if effect in ("refuses", "withholds"):
            count += 1 + negations(word)
            firm = firm or effect == "refuses"
        elif effect == "softens" or word.pos in ("ADJ",):
            count += negations(word)
            firm = firm or bool(negations(word))
        elif word.pos == "VERB" and token.dep == "xcomp":
            count += negations(word)
    if count % 2 == 0:
        return "affirmed"
    return "refused" if firm else "unsaid"


def _effect(word: Token) -> str | None:
    return governing().get(word.lemma) or governing().get(word.lower)


def _bare(token: Token) -> bool:
    """Whether a verb is an infinitive or gerund, which asserts only what the word above it lets through."""
    if token.pos != "VERB" or token.tag not in ("VB", "VBG"):
        return False
    if token.tag == "VBG" and child_of(token, *SUBJECTS) is not None:
        return False  # `with both sides promising`
    to = any(c.dep == "aux" and c.lower == "to" for c in token.children)
    helped = any(c.dep == "aux" and c.lower != "to" for c in token.children)
    if to and token.dep == "conj" and child_of(token, *SUBJECTS) is not None:
        return True  # `the way is to get the Russians to agree, but the Russians to agree to a deal`
    if token.dep == "conj":
        return _bare(token.head) and token.tag == token.head.tag and not helped
    return (
        to
        or (token.dep in ("pcomp", "xcomp") and not helped)
        or (token.dep == "ccomp" and token.tag == "VB" and not helped)
    )


def _finite(verb: Token) -> bool:
    """Whether a clause reports rather than asks: `told him that they agreed`, against `told them to agree`."""
    subject = child_of(verb, *SUBJECTS)
    if verb.tag == "VBP" and subject is not None and subject.tag in ("NN", "NNP"):
        return False  # `that the North agree`: a subjunctive
    return verb.tag in ("VBD", "VBZ", "VBP") or any(c.dep == "aux" and c.lower != "to" for c in verb.children)


def _past(verb: Token) -> bool:
    return verb.tag in ("VBD", "VBN") or any(c.dep in ("aux", "auxpass") and c.tag == "VBD" for c in verb.children)


def softened(token: Token) -> bool:
    """Whether a stance is only possible: `could accept`, `ready to accept`, `considering accepting`."""
    helpers = set(auxiliaries(token))
    if token.dep == "ccomp" and token.head.tag == "VBD":
        helpers.discard("would")  # `said that it would accept` reports `will`
    if helpers & {"may", "might", "could", "would", "can"} and not negations(token):
        return True
    return any((governing().get(w.lemma) or governing().get(w.lower)) == "softens" for w in governors(token))


def unreal(token: Token) -> bool:
    """Whether the clause asserts nothing: a question, a condition, or an obligation put on its subject."""
    verb = copula(token) if token.pos != "VERB" else token
    chain = [verb, *(w for w in governors(verb) if w.pos == "VERB")]
    if asked(verb) or tells_which(verb) or imagined(verb):
        return True
    return conditional(*chain) or any(set(auxiliaries(v)) & OBLIGED or whether(v) or yet_to_come(v) for v in chain)


def imagined(verb: Token) -> bool:
    """Whether a clause imagines what will have been done by then: `he will have offered much for nothing`."""
    helpers = set(auxiliaries(verb))
    return verb.tag == "VBN" and "have" in helpers and bool(helpers & {"will", "'ll"})


def tells_which(verb: Token) -> bool:
    """Whether a clause only says which people or things are meant, whoever they are: `Russians who agree to serve`."""
    if verb.dep == "relcl" and negations(verb) and any(c.lower == "any" for c in verb.head.children):
        return True  # `any deal that is not approved by Congress`
    who = child_of(verb, "nsubj")
    if verb.dep != "relcl" or verb.tag not in ("VBP", "VB") or who is None or who.lower not in ("who", "that"):
        return False
    people = verb.head
    if people.tag not in ("NNS", "NNPS") or any(c.dep in ("det", "poss", "nummod") for c in people.children):
        return False
    return who.i == people.i + 1


def yet_to_come(verb: Token) -> bool:
    """Whether a clause of time tells of what has not happened: `after the president submits the deal`."""
    opened = any(c.dep in ("mark", "advmod") and c.lower in TIMED and c.i < verb.i for c in verb.children)
    return opened and verb.dep == "advcl" and verb.tag in ("VBZ", "VBP") and not auxiliaries(verb)


def asked(token: Token) -> bool:
    """Whether the word stands in a direct question."""
    if question(token):
        return True
    return any(c.text == "?" for word in (token, *token.ancestors()) for c in word.children if c.i > token.i)


def whether(verb: Token) -> bool:
    """Whether the clause is opened by `whether` or `if`."""
    return any(c.dep in ("mark", "advmod") and c.lower in ("whether", "if") for c in verb.children)


def wondered(verb: Token) -> bool:
    """Whether a clause is an indirect question: `asked whether it would`, `asked what they wanted`."""
    return whether(verb) or any(c.tag in ("WRB", "WP") for c in verb.children)
