"""The words that a name of an issue keeps: how long, where, of what; and all of them where the table knows no name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from detente.doc import Doc, Token
from detente.syntax import dependents

LIMIT = 6  # words in a name
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
LARGER = {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "sixty": 60, "ninety": 90}
GENERIC = frozenset({"force", "troop", "soldier", "army", "unit", "personnel", "all", "remain", "military", "armed"})
EMPTY = frozenset({"such", "single", "same", "own", "full", "whole", "latest", "ongoing", "urgent", "immediate",
                   "first",
                   "possible", "new", "entire", "other", "so", "called", "grave"})  # fmt: skip
PREFIXES = frozenset({"de", "re", "non", "anti", "counter", "pre", "post", "un", "dis"})
LINKED = frozenset({"link", "relate", "connect", "tie", "associate"})
RELATIVE = frozenset({"side", "part", "portion", "share", "half", "remainder", "rest", "number", "section"})
LOOSE = frozenset({"relcl", "advcl", "parataxis", "conj", "cc", "punct", "appos", "det", "neg", "aux", "mark"})
TIMES = frozenset({"DATE", "TIME"})
PREPOSITIONS = frozenset({"of", "from", "in", "on", "for", "to", "with", "by", "over", "into", "between", "against",
                          "at"})  # fmt: skip
_DURATION = re.compile(
    rf"\b(?:(\d+|an?|{'|'.join(NUMBERS[1:])}|{'|'.join(LARGER)})[-\s]+)?(hour|day|week|month|year)s?([-\s]?long)?\b",
    re.IGNORECASE,
)


def duration_of(doc: Doc, token: Token) -> str | None:
    """`30-day` in `a 30-day truce`, `a month-long truce`, `a truce of thirty days`."""
    near = [c for c in token.children if c.dep in ("compound", "amod", "nummod", "nmod", "npadvmod", "poss", "advmod")]
    near += [c for c in dependents(token) if c.dep == "prep" and c.lower in ("of", "for", "lasting")]
    for child in near:
        tokens = child.subtree()
        match = _DURATION.search(doc.text, tokens[0].start, tokens[-1].end)
        if match and (match[1] or match[3]):
            return _length(match[1], match[2].lower())
        match = re.fullmatch(r"(hour|day|week|month|year)long", child.lower)
        if match:
            return _length("one", match[1])
    return None


def _length(count: str | None, unit: str) -> str:
    word = (count or "one").lower()
    if word in ("a", "an"):
        word = "one"
    number = int(word) if word.isdigit() else LARGER.get(word) or NUMBERS.index(word)
    if unit == "week":
        number, unit = number * 7, "day"
    elif unit == "month" and number == 1:
        number, unit = 30, "day"
    if unit in ("month", "year") and number < len(NUMBERS):
        return f"{NUMBERS[number]}-{unit}"
    return f"{number}-{unit}"


def place_of(token: Token, prepositions: tuple[str, ...]) -> str | None:
    """The place that a phrase names: `in Tigray`, `at the Vatican`; for a ceasefire also the name before it."""
    for child in dependents(token):
        if child.dep == "prep" and child.lower in prepositions:
            for place in child.children:
                if place.dep == "pobj" and place.pos == "PROPN" and place.entity[2:] not in TIMES:
                    article = "the " if any(c.lower == "the" for c in place.children) else ""
                    return f"{child.lower} {article}{' '.join(_proper(place))}"
    for child in token.children:
        is_place = child.entity[2:] in ("GPE", "LOC") and child.pos == "PROPN"
        if child.dep == "compound" and is_place and prepositions[0] == "in" and "over" in prepositions:
            return f"in {' '.join(_proper(child))}"
    return None


def _proper(token: Token) -> list[str]:
    """The words of a proper name, with its compounds, without a trailing `region` or the like."""
    found = [t for t in token.subtree() if t.pos == "PROPN" and (t is token or t.dep in ("compound", "nmod"))]
    return [t.text for t in sorted(found, key=lambda t: t.i)]


def own_names(doc: Doc, token: Token) -> list[str]:
    """The names that tell one plan from another: `Annan` in `the Annan plan`, `Arab` in `the Arab initiative`."""
    found: list[str] = []
    for child in token.children:
        if child.i > token.i or child.dep not in ("compound", "nmod", "amod", "poss"):
            continue
        if child.pos == "PROPN" or child.entity[2:] in ("NORP", "GPE", "ORG"):
            mention = doc.mention_of(child)
            if mention is not None and len(mention.actors) == 1 and mention.form != "pronoun":
                found.append(mention.actors[0])
            else:
                found += [t.text for t in child.subtree() if t.pos in ("PROPN", "ADJ", "CCONJ") and t.i < token.i]
    return found[: LIMIT - 1]


def complement(doc: Doc, token: Token, preposition: str, needs: Iterable[Iterable[str]]) -> str | None:
    """What follows `of` or `from` in the name of an act; for a verb its object, or the subject that itself acts."""
    heads = [
        c
        for p in dependents(token)
        if p.dep == "prep" and p.lower == preposition
        for c in p.children
        if c.dep == "pobj"
    ]
    if not heads and preposition == "of" and token.pos == "VERB":
        heads = [c for c in token.children if c.dep in ("dobj", "nsubjpass")] or [
            c for c in token.children if c.dep == "nsubj" and c.pos == "NOUN"
        ]
    heads = [_whole(head) for head in heads]
    if not heads or heads[0].pos not in ("NOUN", "PROPN") or any(heads[0].lemma.lower() in need for need in needs):
        return None
    mention = doc.mention_of(heads[0])
    named = mention is not None and mention.form in ("name", "metonym", "title") and heads[0].pos == "PROPN"
    if mention is not None and named and mention.head == heads[0].i and len(mention.actors) == 1:
        return mention.actors[0]
    words = [t for t in _phrase(heads[0]) if t.pos != "PRON"]
    if not words or all(t.lemma in GENERIC for t in words):
        return None
    return " ".join(_cased(t) for t in words[: LIMIT - 2])


def _whole(head: Token) -> Token:
    """What a part is part of: the region in `the portion of the region`."""
    if head.lemma not in RELATIVE - {"side"}:
        return head
    wholes = (c for p in head.children if p.dep == "prep" and p.lower == "of" for c in p.children if c.dep == "pobj")
    return next(wholes, head)


def _cased(token: Token) -> str:
    """A word as a name keeps it: small, but for names and what is written large in the middle of a sentence."""
    large = token.pos == "PROPN" or token.entity[2:] == "NORP" or (token.pos == "ADJ" and token.dep != "ROOT")
    return token.text if large and (token.pos == "PROPN" or token.entity or token.text[:1].isupper()) else token.lower


def _phrase(head: Token) -> list[Token]:
    """A noun with its essential modifiers, in order: no determiners, possessive pronouns, clauses or bare marks."""
    found, stack = [head], list(head.children)
    while stack:
        token = stack.pop()
        keep = token.i < head.i and token.dep in (
            "compound",
            "amod",
            "nmod",
            "nummod",
            "poss",
            "conj",
            "cc",
            "punct",
            "case",
        )
        if (
            keep
            and not ((token.dep == "nummod" and not _tied(token)) or token.lower in EMPTY)
            and token.tag != "PRP$"
            and (token.pos != "PUNCT" or token.text == "-")
            and token.text not in ("'s", "’s", "'", "’")
        ):
            found.append(token)
            stack.extend(token.children)
    return sorted({*found, *_prefixed(found)}, key=lambda t: t.i)


def _tied(number: Token) -> bool:
    """Whether a hyphen ties a number to its unit: `a 10-year clause`."""
    return any(c.text == "-" and c.i == number.i + 1 and c.start == number.end for c in number.head.children)


def _prefixed(words: list[Token]) -> list[Token]:
    """The prefix that a hyphen parts from its word: `de` and the mark of `de-escalation`."""
    around = {t.i: t for word in words for t in (*word.children, *word.head.children)}
    pairs = ((around.get(word.i - 2), around.get(word.i - 1), word) for word in words)
    return [
        part
        for prefix, mark, word in pairs
        if prefix is not None and mark is not None and mark.text == "-" and prefix.lower in PREFIXES
        if word.start == mark.start + 1 == prefix.end + 1
        for part in (prefix, mark)
    ]


def own_words(head: Token, *, deep: bool) -> list[str]:
    """The words that name an issue unknown to the table: its noun, its modifiers, one phrase with `of` or the like."""
    if head.pos not in ("NOUN", "PROPN"):
        return []
    words = _join(_phrase(head))
    deep = deep or head.lemma in RELATIVE  # `its side of the frontier`
    for child in head.children:
        if (
            deep
            and child.dep == "prep"
            and child.lower in ("of", "on", "over", "in", "into", "from", "to", "with", "for", "between", "against")
        ):
            inner = next((c for c in child.children if c.dep == "pobj" and c.pos in ("NOUN", "PROPN")), None)
            if inner is not None and inner.entity[2:] not in TIMES:
                return [*words, child.lower, *own_words(inner, deep=False)]
        if child.dep == "acl" and child.tag == "VBN" and child.lemma in LINKED:
            inner = next((g for c in child.children if c.dep == "prep" for g in c.children if g.dep == "pobj"), None)
            if inner is not None and inner.pos in ("NOUN", "PROPN"):
                return [*words, child.lower, *(c.lower for c in child.children if c.dep == "prep")][
                    : len(words) + 2
                ] + own_words(inner, deep=False)
    return words


def told_words(noun: Token) -> list[str]:
    """A noun's own words, with the phrase that says of what or on what it is rather than where."""
    words = own_words(noun, deep=True)
    short = own_words(noun, deep=False)
    if words[len(short) : len(short) + 1] == ["in"]:
        for child in noun.children:
            if child.dep == "prep" and child.lower in ("of", "on", "for", "with", "to", "over", "between"):
                inner = next((c for c in child.children if c.dep == "pobj" and c.pos in ("NOUN", "PROPN")), None)
                if inner is not None and inner.entity[2:] not in TIMES:
                    words = [*short, child.lower, *own_words(inner, deep=False)]
                    break
    while words and (words[0] in ("and", "or") or not words[0][0].isalnum()):
        words = words[1:]
    return words


def head_word(name: str) -> str:
    """The word that a name turns on: `release` in `early release of prisoners`."""
    words = name.split()
    end = next((i for i, word in enumerate(words) if i and word in PREPOSITIONS), len(words))
    return words[end - 1].rstrip("s")


def _join(tokens: Iterable[Token]) -> list[str]:
    """The words of some tokens, lower case but for names; what a hyphen ties is one word."""
    words: list[str] = []
    glue = False
    for token in tokens:
        if token.text == "-":
            glue = bool(words)
            continue
        if not any(c.isalnum() for c in token.text):
            continue
        word = _cased(token)
        if glue:
            words[-1] += f"-{word}"
        else:
            words.append(word)
        glue = False
    return words
