"""The terms that a clause stands under: `if`, `until`, `only after`, `in exchange for`, `provided that`."""

from __future__ import annotations

from dataclasses import dataclass

from detente.doc import SUBJECTS, Doc, Token
from detente.modality import CONDITIONS, auxiliaries, inverted
from detente.stances.polarity import copula, governors, negations

ALLOWING = frozenset({"allow", "permit", "can", "be"})  # `as soon as conditions allow` sets none
TOLD = frozenset({"say", "tell", "add", "announce", "declare"})
WILLED = frozenset({"will", "would", "'ll", "can", "could", "shall"})


@dataclass(frozen=True, slots=True)
class Terms:
    """What a clause depends on: the words of the condition, the word that opens it, and its tokens."""

    text: str | None = None
    mark: str | None = None
    tokens: tuple[Token, ...] = ()


def terms_of(doc: Doc, token: Token) -> Terms:
    """The condition that a clause stands under.

    `if/unless/until/once ...`, `only after ...`, `in exchange for ...`, `on condition that ...`, `in principle`.
    """
    verb = copula(token) if token.pos != "VERB" else token
    below = [c for c in token.children if c.dep in ("xcomp", "acl", "prep")]
    below += [g for c in below for g in c.children if g.dep == "pcomp"]
    told = [c for c in verb.children if c.dep in ("ccomp", "parataxis") and c.i > verb.i and c.lemma in TOLD]
    for word in (verb, *governors(verb), *(b for b in below if b.pos == "VERB"), *told):
        for child in word.children:
            if word in told and not (child.dep == "advcl" and verb.i < child.i < word.i):
                continue  # `would disarm if they were paid, the spokesman said`, where the condition hangs on `said`
            mark = _mark(child)
            if mark in ("before", "without") and not _bound(word, mark, child):
                continue  # `rejected it before leaving` says when, `promised aid without naming sums` how
            if mark is not None:
                return _worded(doc, child.subtree(), mark)
    head = verb.head
    if verb.dep == "ccomp" and head.i > verb.i and inverted(head):
        # `would quit should the raids go on`, where the parser takes the condition for the main clause
        return _worded(
            doc, [t for t in head.subtree() if verb.i < t.i and t not in verb.subtree() and t.text != "."], "if"
        )
    return _provided(doc, verb)


def _bound(word: Token, mark: str, phrase: Token) -> bool:
    """Whether `before` or `without` makes terms for a verb: it is denied, refused, or yet to come."""
    if negations(word) or word.lemma == "refuse":
        return True
    manner = mark == "without" and any(c.dep == "pcomp" for c in phrase.children)
    return bool(set(auxiliaries(word)) & WILLED) and not manner


def _provided(doc: Doc, verb: Token) -> Terms:
    """A condition after `provided`, which the parser often takes for a participle: `provided it lifts its veto`."""
    last = doc.sentences[verb.sentence][1]
    for token in doc.tokens[verb.i + 1 : last]:
        if token.lower in ("provided", "providing") and token.dep in ("acl", "advcl", "prep", "mark", "conj"):
            before = doc.tokens[token.i - 1]
            if before.pos in ("AUX", "PRON") or before.dep in SUBJECTS:
                return Terms()
            after = doc.tokens[token.i + 1] if token.i + 1 < last else token
            if after.lower == "that" or after.pos in ("PROPN", "PRON") or after.tag in ("DT", "NNS"):
                tokens = doc.tokens[token.i : last - (doc.tokens[last - 1].pos == "PUNCT")]
                if any(t.tag in ("VBD", "VBZ", "VBP", "VB") for t in tokens):
                    return _worded(doc, tokens, "provided")
    return Terms()


def _worded(doc: Doc, tokens: list[Token], mark: str) -> Terms:
    before = doc.tokens[tokens[0].i - 1] if tokens[0].i else None
    if before is not None and before.lower in ("only", "unless", "except") and before.sentence == tokens[0].sentence:
        tokens = [before, *tokens]
    last = tokens[-1]
    while (
        last.i + 2 < len(doc.tokens) and doc.tokens[last.i + 1].start == last.end and doc.tokens[last.i + 1].text == "-"
    ):
        last = doc.tokens[last.i + 2]  # `if re-elected`, which the parser cuts in three
    text = " ".join(doc.text[tokens[0].start : last.end].split()).strip(' ,.;:—–"”“')
    return Terms(text, mark, (*tokens, last))


def _mark(child: Token) -> str | None:
    """The word that makes a dependent clause or phrase a condition, or None."""
    if child.dep == "advmod" and child.lower == "long" and any(c.dep == "advcl" for c in child.children):
        return "as long as"
    if (
        child.dep == "advmod"
        and child.lower == "soon"
        and any(c.dep == "advcl" and c.lemma not in ALLOWING for c in child.children)
    ):
        return "as soon as"
    if child.dep == "advcl":
        if any(c.lower == "even" for m in child.children for c in (m, *m.children) if m.i < child.i):
            return None  # `even if` sets no condition
        if inverted(child):
            return "if"
        for mark in child.children:
            opens = mark.dep == "mark" or mark.lower in ("until", "unless")
            if opens and mark.lower in CONDITIONS | {"before"} and mark.i < child.i:
                return mark.lower
            around = (*mark.children, *child.children, *child.head.children)
            if mark.lower in ("when", "after") and any(
                c.lower == "only" and c.i in (mark.i - 1, child.head.i - 1) for c in around
            ):
                return "only"
            if mark.lower == "long" and any(c.lower == "as" for c in mark.children):
                return "as long as"
            if mark.lower == "soon" and child.lemma not in ALLOWING and any(c.lower == "as" for c in mark.children):
                return "as soon as"
    if child.dep == "prep" and any(
        c.lower == "even" for c in (*child.children, *child.head.children) if c.i == child.i - 1
    ):
        return None
    if child.dep == "prep":
        objects = [c for c in child.children if c.dep in ("pobj", "pcomp")]
        if child.lower == "in" and objects and objects[0].lemma in ("exchange", "return", "principle"):
            return f"in {objects[0].lemma}"
        if child.lower == "on" and objects and objects[0].lemma == "condition":
            return "on condition"
        if child.lower in ("before", "until", "without") and objects and not timed(child):
            return child.lower
        if child.lower == "as" and objects and objects[0].lemma == "part" and _only(child):
            return "only"
        if child.lower == "after" and any(c.lower == "only" for c in child.children):
            return "only"
        if child.lower == "after" and objects and not timed(child) and _supposed(child.head):
            return "after"
    return None


def _only(preposition: Token) -> bool:
    near = (preposition, preposition.head)
    return any(c.lower in ("only", "except") and c.i < preposition.i for w in near for c in w.children)


def _supposed(verb: Token) -> bool:
    """Whether a verb says what somebody would do, in nobody's reported words: `would cede it after the vote`."""
    return verb.dep in ("ROOT", "conj") and "would" in auxiliaries(verb)


def timed(preposition: Token) -> bool:
    """Whether a preposition only says when: `signed it on Monday`."""
    return any(c.dep == "pobj" and c.entity[2:] in ("DATE", "TIME") for c in preposition.children)
