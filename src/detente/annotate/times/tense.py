"""Whether the clause that a time stands in looks ahead or back."""

from __future__ import annotations

from collections.abc import Sequence

from detente.annotate.times.words import words
from detente.doc import SUBJECTS, Doc, Token
from detente.modality import ASKING_VERBS, PLANNING_VERBS, auxiliaries, governor
from detente.syntax import passive

AHEAD = frozenset({"will", "shall", "would", "should", "must", "may", "might", "could", "can", "ought", "'ll", "wo"})
BACK_WORDS = frozenset({"after", "following", "since", "despite", "amid"})
AHEAD_WORDS = frozenset({"before", "until", "till", "pending", "eve"})
CONDITIONS = frozenset({"if", "when", "once", "until", "unless", "before", "till"})
SCHEDULED = frozenset({"schedule", "plan", "expect", "slate", "set", "tip", "book"})
EASY = frozenset({"on", "in", "at", "late", "early", "earlier", "later"})


def looks_ahead(doc: Doc, tokens: Sequence[Token]) -> bool:
    """Whether a time is told of what is to come: by the verb above it, or by the noun or preposition between."""
    top = top_of(tokens)
    if _just_told(doc, tokens):
        return False
    below, nominal = top, False
    for node in top.ancestors():
        if node.pos in ("VERB", "AUX"):
            return _of_verb(node, tokens[0], nominal=nominal)
        if node.lower == "ahead" or (node.lower == "for" and not nominal):
            return True
        if nominal and node.pos in ("ADP", "SCONJ", "ADV", "VERB") and node.lower in BACK_WORDS:
            return False
        if node.lower in AHEAD_WORDS and (nominal or node.lower == "eve"):
            return True
        if node.pos == "ADJ" and node.lower in words("expected"):
            return True
        if node.pos in ("NOUN", "PROPN"):
            if node.lemma.lower() in words("deed"):
                return False
            if node.lemma == "deadline" or any(c.lower in words("expected") for c in node.children if c.dep == "amod"):
                return True
            nominal = True
        below = node
    return below.pos == "ADJ" and below.lower in words("expected")


def top_of(tokens: Sequence[Token]) -> Token:
    """The word of a phrase on which the others hang."""
    inside = {token.i for token in tokens}
    top = tokens[-1]
    while top.head is not top and top.head.i in inside:
        top = top.head
    return top


def _just_told(doc: Doc, tokens: Sequence[Token]) -> bool:
    """Whether the time stands right after a verb in the past: `said on Wednesday that they would`."""
    i = tokens[0].i - 1
    while i > 0 and doc.tokens[i].lower in EASY:
        i -= 1
    verb = doc.tokens[max(i, 0)]
    told = verb.tag == "VBD" and verb.pos == "VERB" and verb.sentence == tokens[0].sentence
    return told and verb.lemma not in words("intends") and not passive(verb) and not _of_verb(verb, tokens[0])


def _of_verb(verb: Token, time: Token, *, nominal: bool = False, below: bool = True) -> bool:
    """The look of a verb; `below`: of an infinitive under it where that is nearer to the time."""
    inner = _infinitive_between(verb, time) if below else None
    if inner is not None:
        return _of_verb(inner, time)
    helpers = auxiliaries(verb)
    if any(h in AHEAD for h in helpers):
        return _modal_ahead(verb, helpers)
    if nominal and verb.lemma in words("awaits"):
        return True  # `invited to talks on Saturday`
    if verb.lemma in words("intends") and _occasion_between(verb, time):
        return True  # `promised elections in February`
    if verb.tag == "VB" and not helpers and any(c.dep in SUBJECTS for c in verb.children):
        return _present_ahead(verb)  # `Gunmen kill nine`, its tag mistaken
    if verb.tag == "VB" or "to" in helpers:
        return _infinitive_ahead(verb, time, helpers)
    if verb.lemma in SCHEDULED and verb.tag in (
        "VBN",
        "VBZ",
        "VBP",
    ):
        return True
    past = any(c.lower in ("was", "were", "had", "been") for c in verb.children if c.dep in ("aux", "auxpass"))
    if verb.tag == "VBG":
        if "be" in helpers:
            return not past and "have" not in helpers
        if verb.dep == "acl" and verb.lemma in ("begin", "start", "open", "take"):
            return True
        return _of_head(verb, time)
    if verb.tag in ("VBZ", "VBP") or (verb.tag == "VBN" and "be" in helpers and not past and "have" not in helpers):
        return _present_ahead(verb)
    return False


def _occasion_between(verb: Token, time: Token) -> bool:
    """Whether what is announced, promised or called for is an election or the like, and the time stands with it."""
    return any(t.i > verb.i and t.i < time.i and t.lemma in words("occasion") for t in verb.subtree())


def _of_head(verb: Token, time: Token) -> bool:
    """Of a participle: the look of the verb above it."""
    above = next((t for t in verb.ancestors() if t.pos in ("VERB", "AUX")), None)
    return above is not None and _of_verb(above, time)


def _infinitive_between(verb: Token, time: Token) -> Token | None:
    """An infinitive between a verb and the time that hangs on it: `told to leave Baghdad on Tuesday`."""
    return next(
        (c for c in verb.children if c.dep in ("xcomp", "advcl", "ccomp") and c.tag == "VB" and verb.i < c.i < time.i
         and verb.lemma in words("intends") | ASKING_VERBS | PLANNING_VERBS | {"be", "have", "go"}),
        None,
    )  # fmt: skip


def _modal_ahead(verb: Token, helpers: list[str]) -> bool:
    if "have" in helpers and verb.tag == "VBN":
        return "will" in helpers or "shall" in helpers  # `will have left by Friday`
    negated = any(c.dep == "neg" for c in verb.children)
    return not (negated and "could" in helpers)


def _infinitive_ahead(verb: Token, time: Token, helpers: list[str]) -> bool:
    if "have" in helpers and verb.tag == "VBN":
        return False  # `were to have met`
    if "do" in helpers:
        return not any(c.lower == "did" for c in verb.children) and _present_ahead(verb)
    governing = governor(verb)
    if governing is None or governing.pos not in ("VERB", "AUX"):
        return True
    # `agreed to meet on Friday` looks ahead from any past; `were going to meet on Friday` only looks back
    planned = governing.lemma in words("intends") | PLANNING_VERBS | ASKING_VERBS | {"be", "have"}
    return planned or _of_verb(governing, time, below=False)


def _present_ahead(verb: Token) -> bool:
    """The present of meetings and journeys, of `is`, and of conditions looks ahead; that of deeds in headlines back."""
    if any(c.lower in CONDITIONS and c.dep in ("mark", "advmod") for c in verb.children):
        return True
    return verb.lemma in words("schedule") or verb.lemma in ("be", "have", "want", "aim", "seek", "must")


def deadline_ahead(doc: Doc, tokens: Sequence[Token], mark: str) -> bool:
    """Whether a deadline lies ahead: always, but for what was over by then (`By 20 June all had left`)."""
    if looks_ahead(doc, tokens):
        return True
    verb = next((t for t in top_of(tokens).ancestors() if t.pos in ("VERB", "AUX")), None)
    if verb is None or verb.tag in ("VBZ", "VBP") or auxiliaries(verb)[:1] == ["be"]:
        return True
    had = any(c.lower == "had" and c.dep == "aux" for c in verb.children)
    if mark in ("until", "till", "til", "through", "up to", "up until"):
        return not had and verb.lemma not in words("lasting")
    return not had and verb.lemma in words("intends") | ASKING_VERBS | PLANNING_VERBS
