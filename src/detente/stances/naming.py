"""Names what a clause is about, whatever its verb: the issue of the stance that a reader found in it.

The rules know which verbs take a stance on what. Here the stance is known already; what is wanted is its matter. It
stands below the words that say how somebody stands to it (`would settle for joint patrols`, `There will be no talks`),
or is the deed itself (`Our soldiers shall leave`); where a clause only takes up what was named before it (`they could
have it`), it is that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from detente.codebook import table
from detente.doc import SUBJECTS, Doc, Token
from detente.stances.deeds import COMING, act_of, deed_nouns, done_to, fuller_name, phrased, taken_by
from detente.stances.issue_words import LIMIT, TIMES, head_word, own_words, told_words
from detente.stances.issues import Issue, family, issue_of
from detente.stances.polarity import governing, word_class
from detente.syntax import passive

CLAUSES = ("xcomp", "ccomp", "csubj")
NOUNS = ("NOUN", "PROPN")
ASIDE = frozenset({"advcl", "parataxis", "relcl"})
TAKEN_UP = frozenset({"it", "this", "that", "them", "these", "those", "one", "so", "they", "either", "neither", "both"})
NO_MATTER = frozenset({"by", "as", "after", "before", "during", "since", "until", "till", "amid", "despite", "because",
                       "without", "like", "unless", "under", "through", "within"})  # fmt: skip
COSTS = frozenset({"unless", "until", "if", "till"})
TERMS = COSTS | {"while", "before", "once", "when"}
LOOSELY = frozenset({"status quo", "Security Council resolution", "peace agreement", "agreement", "proposal",
                     "framework agreement"})  # fmt: skip


class _Scope(NamedTuple):
    """The words that may name the issue, and the first of them; None where nothing before them is looked at."""

    words: frozenset[int]
    start: Token | None = None


class _Found(NamedTuple):
    """An issue, and how sure it is to be one: 3 a deed or what the table knows, 2 an arrangement, 1 any thing."""

    issue: Issue
    worth: int


def issue_in(doc: Doc, head: Token, tokens: Sequence[Token]) -> Issue | None:
    """The issue of a clause: of its head word, of the rest of its words, or what was named before it."""
    own = _named(doc, head, _Scope(frozenset(token.i for token in tokens), tokens[0]))
    if own is None or own.worth < 2:
        around = _any_of(doc, tokens)
        before = None if own is not None else _taken_up(doc, tokens[0])
        ranked = [f for f in (around, own, before) if f is not None and f.worth > (2 if f is around else 1)]
        own = next(iter(ranked), None) or own or around or before or _said_after(doc, tokens)
    return own.issue if own is not None else None


def _best(found: Iterable[_Found | None]) -> _Found | None:
    """The first that is sure enough, else the surest."""
    best = None
    for one in found:
        if one is not None and (best is None or one.worth > best.worth):
            best = one
        if best is not None and best.worth > 1:
            break
    return best


# ---------------------------------------------------------------- what a word and those below it name


def _named(doc: Doc, word: Token, scope: _Scope) -> _Found | None:
    if word.i not in scope.words:
        return None
    if word.pos in ("VERB", "AUX"):
        return _of_verb(doc, word, scope)
    if word.pos in NOUNS:
        return _of_noun(doc, word, scope)
    return _best(_all_below(doc, word, scope))


def _all_below(doc: Doc, word: Token, scope: _Scope) -> Iterator[_Found | None]:
    taken_up = False
    for below in _below(word):
        if below.lower in TAKEN_UP and below.pos in ("PRON", "DET"):
            taken_up = taken_up or below.dep in ("dobj", "nsubjpass", "pobj")
        else:
            found = _named(doc, below, scope)
            doer = below.dep in SUBJECTS and not passive(word) and below.pos in NOUNS
            yield _Found(found.issue, 1) if found is not None and doer and _does(word) else found
    yield from (_named(doc, c, scope) for c in word.children if c.dep == "conj" and c.pos == "VERB")
    if taken_up and scope.start is not None:
        yield _taken_up(doc, scope.start)


def _does(verb: Token) -> bool:
    """Whether a verb's subject does something to something else, so that it is not itself the matter."""
    return any(c.dep in ("dobj", "prep", "xcomp", "ccomp") for c in verb.children) and verb.lemma != "be"


def _of_verb(doc: Doc, verb: Token, scope: _Scope) -> _Found | None:
    asked = _asked_by_threat(doc, verb, scope)
    if asked is not None:
        return asked
    means = _means(doc, verb, scope)
    if means is not None:
        return means
    deed = _deed(doc, verb, scope) if verb.pos == "VERB" else None
    own = verb.lemma not in _attitudes() or verb.lemma in word_class("doing") or phrased(verb)
    if deed is not None and deed.worth > 1 and own:
        return deed
    return _best((*_all_below(doc, verb, scope), deed))


def _means(doc: Doc, verb: Token, scope: _Scope) -> _Found | None:
    """What is said to serve an end or not: the matter is sanctions in `sanctions do not contribute to ending it`."""
    if verb.lemma not in word_class("effects"):
        return None
    subject = next((c for c in verb.children if c.dep == "nsubj" and c.pos == "NOUN" and c.i in scope.words), None)
    return _of_noun(doc, subject, scope) if subject is not None else None


def _asked_by_threat(doc: Doc, verb: Token, scope: _Scope) -> _Found | None:
    """What a threat is to bring about: `will boycott the vote unless the prisoners are freed`."""
    if verb.lemma not in word_class("threats"):
        return None
    for child in verb.children:
        marks = {c.lower for c in child.children if c.dep in ("mark", "advmod")}
        if child.dep == "advcl" and child.i > verb.i and marks & COSTS:
            return _named(doc, child, scope)
    return None


def _of_noun(doc: Doc, noun: Token, scope: _Scope) -> _Found | None:
    """What a noun names: of a call or a plan what it is for, else the thing itself."""
    lemma = noun.lemma.lower()
    spoken = lemma in word_class("spoken words")
    inner = None
    if spoken or lemma in word_class("measures"):
        inner = _best(_named(doc, below, scope) for below in _inner(noun))
        if inner is not None and (inner.worth > 1 or not spoken):
            return inner
    if lemma in word_class("captives"):
        return _Found(Issue(" ".join(["release of", *own_words(noun, deep=False)])), 2)
    words = told_words(noun)
    known = _known(doc, noun, words)
    if known is not None:
        return known
    if _nothing(doc, noun) or not words:
        return inner
    issue = Issue(" ".join(words[: LIMIT + 2]))
    return _Found(issue, 2 if len(words) > 1 else 1)


def _inner(noun: Token) -> Iterator[Token]:
    """What a call, a plan or an amount is about or of."""
    for child in noun.children:
        if child.dep == "prep" and child.lower not in NO_MATTER:
            yield from (c for c in child.children if c.dep in ("pobj", "pcomp"))
        elif child.dep in ("acl", "ccomp", "xcomp", "relcl") and child.tag != "VBN":
            yield child
    yield from (c for c in noun.children if c.dep in ("compound", "nmod") and c.pos == "NOUN")


def _known(doc: Doc, noun: Token, words: list[str]) -> _Found | None:
    """What the table knows, under the fuller name that its own words give it where they begin alike."""
    known = issue_of(doc, noun)
    if known is None or known.name in word_class("vacuous"):
        return None
    fuller = " ".join(words[: LIMIT + 2])
    if known.name == "negotiations":
        return _Found(Issue(fuller or "talks", known.name, known.instrument, known=True), 3)
    if known.name in LOOSELY and len(words) == 1 and noun.lower not in known.name:
        longer = fuller_name(doc, noun)
        name = " ".join(longer) if longer else noun.lower
        return _Found(Issue(name, known.name, known.instrument, known=True), 3 if longer else 1)
    alike = head_word(fuller) == head_word(known.name) or known.name in LOOSELY
    same = family(fuller) == family(known.name) != "ceasefire"
    if len(words) > 1 and ((alike and len(fuller) > len(known.name)) or same):
        return _Found(Issue(fuller, known.name, known.instrument, known=True), 3)
    return _Found(known, 3)


def _nothing(doc: Doc, noun: Token) -> bool:
    """Whether a noun names no issue: a person, a party, a time, or a word as empty as `way`."""
    if noun.entity[2:] in ("PERSON", *TIMES) or noun.lemma.lower() in word_class("empty nouns"):
        return True
    if noun.pos == "PROPN":
        return noun.lower not in word_class("text") | word_class("arrangement")
    mention = doc.mention_of(noun)
    return mention is not None and mention.head == noun.i


def _below(word: Token) -> Iterator[Token]:
    """What a word of stance may be about, the likeliest first."""
    children = [c for c in word.children if c.dep not in ASIDE]
    yield from (c for c in children if c.dep in CLAUSES or c in _given_time(word))
    if passive(word):
        yield from (c for c in children if c.dep in SUBJECTS)
    yield from (c for c in children if c.dep in ("dobj", "oprd", "dative") and c.pos != "ADP")
    for child in children:
        if child.dep in ("prep", "agent", "dative") and child.lower not in NO_MATTER:
            below = (c for c in child.children if c.dep in ("pobj", "pcomp"))
            yield from (c for c in below if child.lower != "in" or c.lemma not in word_class("in return"))
    yield from (c for c in children if c.dep in ("attr", "acomp"))
    if not passive(word):
        yield from (c for c in children if c.dep in SUBJECTS)


def _given_time(verb: Token) -> list[Token]:
    """What is to be done in a time that is set: `gave them three days to leave`."""
    spans = word_class("measures") | {"deadline"}
    times = [c for c in verb.children if c.dep in ("dobj", "dative") and c.lemma in spans]
    return [c for c in verb.children if times and c.dep == "advcl" and c.tag == "VB" and c.i > times[0].i]


# ---------------------------------------------------------------- deeds


def _deed(doc: Doc, verb: Token, scope: _Scope) -> _Found | None:
    """What a deed is called, with what it is done to: `release of Sheikh Yassin`, `withdrawal from Badme`."""
    target = done_to(verb)
    if target is not None and target.lemma in word_class("spoken words") | word_class("measures"):
        under = (c for c in _inner(target) if c.head is not target)  # after its preposition
        inner = _best(_named(doc, c, scope) for c in under)
        if inner is not None or target.lemma in word_class("measures"):
            return inner
    if target is not None and verb.lemma in word_class("holding words") and not phrased(verb):
        inner = _of_noun(doc, target, scope)
        if inner is not None and inner.worth > 1:
            return inner
    moved = _gone(verb) or _staying(verb)
    if moved is not None:
        return moved
    known = issue_of(doc, verb)
    if known is not None and known.name in word_class("vacuous"):
        known = None
    if target is not None and target.lemma in word_class("answers"):
        return None  # `declined to provide comment`
    own = _nominal(doc, verb, target, known)
    if own is not None:
        return own
    if known is not None:
        return _Found(known, 3)
    act = act_of(doc, verb, plain=True, strict=False) if verb.lemma not in _attitudes() else None
    if act is None:
        return None
    weak = len(act.name.split()) < 2 or act.name.split()[0].endswith("ing")
    return _Found(act, 1 if weak else 2)


def _nominal(doc: Doc, verb: Token, target: Token | None, known: Issue | None) -> _Found | None:
    """The noun of a deed with what it takes: `return to Geneva`; what is done to a truce is told by its one name."""
    truce = issue_of(doc, target) if target is not None else None
    for noun, preposition in deed_nouns().get(phrased(verb) or verb.lemma, ()):
        words = taken_by(verb, noun, preposition, target)
        if words and truce is not None and truce.instrument == "ceasefire":
            words = truce.name.split()
        if words:
            name = " ".join([noun, preposition, *words][: LIMIT + 2])
            if known is None:
                return _Found(Issue(name), 3)
            return _Found(Issue(name, known.name, known.instrument, known=True), 3)
        if known is None and noun in COMING:
            return _Found(Issue(noun, known=True), 2)
    return None


def _gone(verb: Token) -> _Found | None:
    """Whose going is at issue: of captives their release, of one person a departure, where no place is named."""
    if verb.lemma not in ("leave", "go") or any(c.dep in ("dobj", "prep", "xcomp") for c in verb.children):
        return None
    who = next((c for c in verb.children if c.dep == "nsubj"), None)
    if who is None:
        return None
    if who.lemma in word_class("captives"):
        return _Found(Issue(" ".join(["release of", *own_words(who, deep=False)])), 3)
    if who.entity[2:] == "PERSON" and who.pos == "PROPN":
        return _Found(Issue(" ".join(["departure of", *own_words(who, deep=False)])), 3)
    return _Found(Issue("departure"), 1) if who.lower in ("he", "she") else None


def _staying(verb: Token) -> _Found | None:
    """The withdrawal at issue where somebody's troops are to stay: `Our soldiers shall remain where they are`."""
    if verb.lemma not in ("stay", "remain", "keep", "leave"):
        return None
    kinds = SUBJECTS if verb.lemma in ("stay", "remain") else ("dobj",)
    troops = next((c for c in verb.children if c.dep in kinds and c.lemma in word_class("troops")), None)
    if troops is None or (verb.lemma == "leave" and not any(c.dep in ("acomp", "oprd") for c in verb.children)):
        return None
    return _Found(Issue(" ".join(["withdrawal of", *own_words(troops, deep=False)]), "withdrawal", known=True), 3)


# ---------------------------------------------------------------- where the head names nothing


def _any_of(doc: Doc, tokens: Sequence[Token]) -> _Found | None:
    """The surest issue that any word of a clause names, the first of equals; what it depends on comes last."""
    scope = _Scope(frozenset(t.i for t in tokens))
    terms = {t.i for c in tokens if c.dep == "advcl" and _marked(c) for t in c.subtree()}
    for stretch in ([t for t in tokens if t.i not in terms], tokens):
        found = [f for t in stretch if (f := _of_word(doc, t, scope)) is not None]
        if found:
            return max(found, key=lambda f: f.worth)
    return None


def _of_word(doc: Doc, word: Token, scope: _Scope) -> _Found | None:
    if word.pos == "VERB":
        return _deed(doc, word, scope) if word.lemma not in _attitudes() or phrased(word) else None
    own = word.pos in NOUNS and word.dep not in ("compound", "nmod", "poss")
    return _of_noun(doc, word, scope) if own else None


def _marked(verb: Token) -> bool:
    """Whether a clause opens as a condition does: `if`, `until`, `while`."""
    return any(c.dep in ("mark", "advmod") and c.lower in TERMS for c in verb.children)


def _taken_up(doc: Doc, first: Token) -> _Found | None:
    """What was named last before a clause: in its sentence or the two before it."""
    number = first.sentence
    own = [t for t in doc.words(number) if t.i < first.i]
    found = []
    for stretch in (own, *(doc.words(n) for n in range(number - 1, max(-1, number - 3), -1))):
        scope = _Scope(frozenset(t.i for t in stretch))
        tops = [t for t in stretch if t.head is t or t.head.i not in scope.words]
        found += [_named(doc, top, scope) for top in tops if top.pos != "PUNCT"]
    return _best(found)


def _said_after(doc: Doc, tokens: Sequence[Token]) -> _Found | None:
    """What the rest of a clause's sentence names, or the sentence after it."""
    end, number = tokens[-1].i, tokens[-1].sentence
    rest = [t for n in (number, number + 1) if n < len(doc.sentences) for t in doc.words(n) if t.i > end]
    return _any_of(doc, rest)


# ---------------------------------------------------------------- words


@cache
def _attitudes() -> frozenset[str]:
    """Verbs that say how somebody stands to a matter."""
    stances = {row["word"] for row in table("stances") if row["pos"] == "v"}
    return frozenset(
        stances
        | set(governing())
        | word_class("mindful")
        | word_class("vague")
        | word_class("saying")
        | word_class("taking a stand")
    )
