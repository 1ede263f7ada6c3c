"""Names of acts and arrangements that the table of issues does not know, from their own words: `trial in Istanbul`.

What may be at issue between parties is an act or an arrangement: to jail rebels, an inquiry, arms exports. Words said
(`the accusation`), persons and bare `it` are none. A verb lends its noun where it has one (`data/nominals.csv`:
`extension of the truce`), else its gerund (`jailing rebels`).
"""

from __future__ import annotations

from functools import cache

from detente.codebook import parts, table
from detente.coding.acts import act_nouns
from detente.doc import Doc, Token
from detente.stances.issue_words import LIMIT, TIMES, own_words
from detente.stances.issues import Issue, content_of, issue_of
from detente.stances.polarity import negations, word_class
from detente.syntax import passive, subject_of

DEVERBAL = ("tion", "sion", "ment", "ance", "ence", "ship", "sal", "val", "ism", "ure", "out", "down", "ling", "ting")
VOWELS = "aeiou"
STRESSED_LAST = frozenset(
    {"commit", "permit", "admit", "submit", "refer", "defer", "control", "compel", "expel", "begin", "forget", "rebel",
     "deter", "prefer", "confer", "incur", "regret", "occur", "transfer", "patrol"}
)  # fmt: skip
AGREED = frozenset({"memorandum", "pause", "ceasefire", "interim", "framework", "treaty"})
DEED = "deed: "
OUT = frozenset({"out", "off"})
COMING = frozenset({"resignation", "withdrawal", "surrender", "disarmament", "return"})
LIGHT = frozenset({"take", "make", "have", "put", "get", "give", "do", "set"})
DEEP = frozenset({"to", "from", "on", "with", "in", "for", "against", "at", "into", "over", "of"})


def act_of(doc: Doc, token: Token, *, plain: bool = False, strict: bool = True) -> Issue | None:
    """The issue that a word heads: the table's, or an act or arrangement named from its own words.

    An act that is denied is named so (`no return to war`), unless its plain name is asked for. Where not `strict`, any
    thing that is neither words nor people is at issue: what somebody refuses or accepts need not be an act.
    """
    known = issue_of(doc, token)
    if known is not None and not (token.pos == "NOUN" and known.name in word_class("vacuous")):
        return known
    words: list[str] = []
    if token.pos in ("VERB", "AUX"):
        words = _deed(doc, token)
        if words and not plain and denied(token):
            words = ["no", *words]
    elif token.pos == "PRON":
        above = _taken_up(doc, token)
        return act_of(doc, above) if above is not None else None
    else:
        below = [c for c in content_of(token) if c.pos != "PRON"]  # `a plan for it` would lead back to the plan
        inner = next((a for c in below if (a := act_of(doc, c)) is not None), None)
        if inner is not None:
            return inner
        if any(t.lemma in ("comment", "interview") for t in token.subtree()):
            return None
        if arrangement(token) or (not strict and _thing(doc, token)):
            words = own_words(token, deep=True)
    if len(words) == 1 and words[0].rstrip("s") in word_class("vacuous"):
        if _others(token):
            return None
        words = fuller_name(doc, token) if token.pos == "NOUN" else []
        if not words:
            return _instrument(doc, token) if token.lemma in word_class("instrument words") else None
    return Issue(" ".join(words[: LIMIT + 2])) if words else None


def _others(noun: Token) -> bool:
    """Whether it is none that was named before: `any solution`, `signed agreements calling for purchases`."""
    if any(c.lower in ("any", "some", "another", "every", "each") for c in noun.children):
        return True
    return noun.pos == "NOUN" and noun.tag == "NNS" and not any(c.dep in ("det", "poss") for c in noun.children)


def fuller_name(doc: Doc, noun: Token) -> list[str]:
    """What a bare `the deal` is called where the article names it in full: before, then after."""
    same = [t for t in doc.tokens if t.lemma == noun.lemma and t.pos == "NOUN" and t is not noun]
    for other in (*reversed([t for t in same if t.i < noun.i]), *(t for t in same if t.i > noun.i)):
        words = own_words(other, deep=True)
        if len(words) > 1:
            return words
    return []


def arrangement(noun: Token) -> bool:
    """Whether a noun names an act or an arrangement between parties: `inquiry`, `arms exports`, `annexation`."""
    if noun.pos != "NOUN" or noun.entity[2:] in ("PERSON", *TIMES):
        return False
    lemma = noun.lemma.lower()
    if lemma in word_class("mere words"):
        return False
    return lemma in word_class("arrangement") or lemma in act_nouns() or (len(lemma) > 5 and lemma.endswith(DEVERBAL))


def _thing(doc: Doc, noun: Token) -> bool:
    people = doc.mention_of(noun)
    if noun.pos != "NOUN" or noun.entity[2:] in ("PERSON", *TIMES) or (people is not None and people.head == noun.i):
        return False
    return noun.lemma.lower() not in word_class("mere words") and len(noun.lemma) > 2


def denied(verb: Token) -> bool:
    """Whether an act itself is negated: `not to walk away`, `that no settlement be built`."""
    return negations(verb) % 2 == 1


def _deed(doc: Doc, verb: Token) -> list[str]:
    """An act as a noun, with what it is done to: `extension of truce`, `return to war`."""
    if verb.pos != "VERB" or verb.lemma in word_class("mindful") or _left_so(verb):
        return []
    particles = [c.lower for c in verb.children if c.dep == "prt"]
    if verb.lemma in ("stay", "remain", "fall"):
        return _state(verb)
    target = _target(verb)
    below = next((c for c in verb.children if c.dep in ("xcomp", "ccomp") and c.pos == "VERB"), None)
    words: list[str] = []
    if below is not None and verb.lemma in word_class("helping"):
        words = _deed(doc, below) or _done_by(below)
    elif target is not None and (together := phrased(verb)) is not None:
        words = [*deed_nouns()[together][0], *own_words(target, deep=True)]
    elif target is not None and _means_its_object(verb, target):
        words = own_words(target, deep=True)
    else:
        listed = _nominals().get(" ".join([verb.lemma, *particles[:1]]))
        noun = listed or " ".join([gerund(verb.lemma), *particles])
        if listed is not None and noun.split()[-1] in ("of", "in", "for", "on", "from", "to") and target is None:
            noun = " ".join(noun.split()[:-1])
        words = noun.split()
        empty = verb.lemma in LIGHT and not particles and (target is None or not arrangement(target))
        if empty:
            return []
        if target is not None:
            words += own_words(target, deep=False)
        else:
            words += _pronoun(doc, verb, words) or _phrase_after(verb)
        if len(words) == 1 and (words[0].endswith("ing") or verb.lemma in word_class("vague")):
            return []
    return words


def _done_by(verb: Token) -> list[str]:
    """What one lets others do: `return of refugees` in `let refugees return`."""
    noun = _nominals().get(verb.lemma)
    doer = next((c for c in verb.children if c.dep == "nsubj" and c.pos == "NOUN"), None)
    return [*noun.split()[:1], "of", *own_words(doer, deep=False)] if noun and doer is not None else []


def _means_its_object(verb: Token, target: Token) -> bool:
    """Whether the thing at issue is the object: `sign the charter`, `hold a vote`."""
    lends = verb.lemma in word_class("lending") and arrangement(target)
    return lends or (target.pos == "NOUN" and verb.lemma in word_class("receiving"))


def _pronoun(doc: Doc, verb: Token, words: list[str]) -> list[str]:
    """What `them` stands for in `to remove them`."""
    own = next((c for c in verb.children if c.dep in ("dobj", "nsubjpass") and c.pos == "PRON"), None)
    meant = _taken_up(doc, own) if own is not None else None
    named = own_words(meant, deep=False) if meant is not None else []
    linked = words[-1] in ("of", "in", "for", "on", "from", "to") or words[-1].endswith("ing") or len(words) > 1
    return named if linked or not named else ["of", *named]


def _state(verb: Token) -> list[str]:
    """A state that is to last: `silent guns` in `that the guns would stay silent`."""
    subject = next((c for c in verb.children if c.dep == "nsubj" and c.pos == "NOUN"), None)
    quality = next((c for c in verb.children if c.dep == "acomp"), None)
    if subject is None:
        return []
    return [quality.lower, *own_words(subject, deep=False)] if quality is not None else own_words(subject, deep=False)


def _left_so(verb: Token) -> bool:
    """Whether nothing is done: `leave the question open`, `keep it secret`."""
    return verb.lemma in ("leave", "keep") and any(c.dep in ("oprd", "acomp", "ccomp") for c in verb.children)


def _target(verb: Token) -> Token | None:
    kinds = ("dobj", "nsubjpass") if passive(verb) else ("dobj",)
    if _small_clause(verb):
        kinds = ("nsubj",)  # `wants sanctions lifted`
    own = next((c for c in verb.children if c.dep in kinds and c.pos in ("NOUN", "PROPN")), None)
    if own is None and verb.dep == "xcomp" and passive(verb):
        raised = subject_of(verb)  # `the tension needs to be eased`
        own = raised if raised is not None and raised.pos == "NOUN" else None
    if own is None and verb.dep == "conj" and passive(verb):
        own = next((c for c in verb.head.children if c.dep == "nsubjpass" and c.pos in ("NOUN", "PROPN")), None)
    return own


def _small_clause(verb: Token) -> bool:
    return verb.tag == "VBN" and verb.dep == "ccomp" and not any(c.dep in ("aux", "auxpass") for c in verb.children)


def _phrase_after(verb: Token) -> list[str]:
    for child in verb.children:
        if child.dep == "prep" and child.lower in DEEP and child.i > verb.i:
            inner = next((c for c in child.children if c.dep == "pobj" and c.pos in ("NOUN", "PROPN")), None)
            if inner is not None and inner.entity[2:] not in TIMES:
                return [child.lower, *own_words(inner, deep=False)]
    return []


def _taken_up(doc: Doc, token: Token) -> Token | None:
    """What `it` or `them` takes up after a verb of stance: the act or arrangement named last, here or just before."""
    if token.lower not in ("it", "them", "anything") or token.dep not in ("dobj", "pobj", "nsubjpass"):
        return None
    first = doc.sentences[max(0, token.sentence - 1)][0]
    several = token.lower == "them"
    for earlier in reversed(doc.tokens[first : token.i - 1]):
        if earlier in token.ancestors():
            continue  # `commitment to it`
        if arrangement(earlier) and (earlier.tag == "NNS") == several and earlier.dep not in ("compound", "nmod"):
            return earlier
    return None


def _instrument(doc: Doc, noun: Token) -> Issue | None:
    """What a bare `the deal` can only mean: the agreement that the article names last before it, or first after it."""
    for token in (*reversed(doc.tokens[: noun.i]), *doc.tokens[noun.i + 1 :]):
        if token.pos == "NOUN" and token.lemma not in word_class("vacuous"):
            issue = issue_of(doc, token)
            if issue is not None and issue.instrument in AGREED:
                return issue
    return None


@cache
def _nominals() -> dict[str, str]:
    return {row["verb"]: row["noun"] for row in table("nominals")}


def gerund(lemma: str) -> str:
    """The `-ing` form of a verb."""
    if lemma.endswith("ie"):
        return f"{lemma[:-2]}ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "ye", "oe")):
        return f"{lemma[:-1]}ing"
    last = lemma[-3:]
    closed = len(last) == 3 and last[0] not in VOWELS and last[1] in VOWELS and last[2] not in f"{VOWELS}wxy"
    if closed and (sum(c in VOWELS for c in lemma) == 1 or lemma in STRESSED_LAST):
        return f"{lemma}{lemma[-1]}ing"
    return f"{lemma}ing"


# ---------------------------------------------------------------- whatever the verb


@cache
def deed_nouns() -> dict[str, tuple[tuple[str, str], ...]]:
    """By verb, the nouns that name its deed, each with its preposition: `free`: `release`, `of`."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in table("word_classes"):
        if row["class"].startswith(DEED):
            noun, _, preposition = row["class"].removeprefix(DEED).rpartition(" ")
            for verb in parts(row["words"]):
                found.setdefault(verb, []).append((noun, preposition))
    return {verb: tuple(nouns) for verb, nouns in found.items()}


def phrased(verb: Token) -> str | None:
    """A verb with its particle where the two are one deed: `pull out`, `let go`."""
    for child in verb.children:
        word = child.lemma if child.dep in ("xcomp", "ccomp") else child.lower
        joined = child.dep in ("prt", "advmod", "acomp", "prep", "xcomp", "ccomp")
        if joined and f"{verb.lemma} {word}" in deed_nouns():
            return f"{verb.lemma} {word}"
    return None


def done_to(verb: Token) -> Token | None:
    """What a deed is done to: its object, or the subject of its passive, but for one whose modifier it is."""
    own = _target(verb)
    if own is None and phrased(verb):  # `let in the lorries`, where the particle is read as a preposition
        kin = [c for p in verb.children if p.dep == "prep" and p.i == verb.i + 1 for c in p.children]
        own = next((c for c in kin if c.dep == "pobj" and c.pos in ("NOUN", "PROPN")), None)
    return None if own is None or own in verb.ancestors() else own


def taken_by(verb: Token, noun: str, preposition: str, target: Token | None) -> list[str]:
    """What follows the noun of a deed: `return to Geneva`, `surrender of weapons`; who comes or goes, too."""
    if preposition in ("from", "to", "with", "in", "on"):
        after = _after(verb, preposition) or (target if preposition != "to" else None)
        named = after is not None and after.entity[2:] not in TIMES
        return own_words(after, deep=False) if after is not None and named else []
    if target is None and noun in COMING and not any(c.dep == "dobj" for c in verb.children):
        subject = subject_of(verb)
        goes = subject is not None and subject.pos in ("NOUN", "PROPN") and _after(verb, "from") is None
        target = subject if goes else None
    return own_words(target, deep=True)[:LIMIT] if target is not None else []


def _after(verb: Token, preposition: str) -> Token | None:
    for child in verb.children:
        if child.dep == "prep" and (child.lower == preposition or (preposition == "from" and child.lower in OUT)):
            inner = [child, *(c for c in child.children if c.dep == "prep")]
            return next((c for p in inner for c in p.children if c.dep == "pobj" and c.pos in ("NOUN", "PROPN")), None)
    return None
