"""Reads where a clause stands: which word takes a stance, on what, and what negation and mood make of it.

The words are in `data/stances.csv`: `stance` is what the word says, `negated` what it says when firmly denied (`will
not accept`), `unsaid` when it is merely absent (`has not accepted`). `data/governors.csv` says what a verb above does:
refuses (`refused to rule out`), withholds (`denied that it agreed`), softens (`ready to accept`), voids (`was urged to
accept` is nobody's acceptance).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from detente.codebook import parts, table
from detente.doc import SUBJECTS, Doc, Token
from detente.records import Stance
from detente.syntax import CONDITIONS, agent_of, auxiliaries, child_of, conditional, objects_of, passive, question, subject_of

Force = Literal["affirmed", "refused", "unsaid"]
NEGATIONS = frozenset({"not", "n't", "never", "nor", "neither", "hardly", "no", "n’t"})
MODAL = frozenset({"will", "would", "can", "could", "shall", "do", "'ll", "wo", "ca"})
OBLIGED = frozenset({"must", "should", "ought", "shall", "need"})
FORMS = {
    **dict.fromkeys(("is", "are", "was", "were", "am", "been", "being", "'s", "’s", "'re", "'m"), "be"),
    **dict.fromkeys(("has", "had", "having", "'ve"), "have"),
    **dict.fromkeys(("does", "did", "done"), "do"),
}
LEAVE = frozenset({"xcomp", "ccomp", "pcomp", "acl", "oprd"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A word that takes a stance, as the table gives it."""

    word: str
    needs: frozenset[str]
    stance: str
    negated: str
    unsaid: str
    reads: tuple[str, ...]
    mode: str


@cache
def entries(pos: str) -> dict[str, tuple[Entry, ...]]:
    """The table's verbs (`v`), nouns (`n`) or adjectives (`a`) by word; those that need a particle come first."""
    found: dict[str, list[Entry]] = {}
    for row in table("stances"):
        if row["pos"] == pos:
            entry = Entry(
                row["word"],
                frozenset(row["with"].split("/")) - {""},
                row["stance"],
                row["negated"],
                row["unsaid"],
                tuple(parts(row["reads"])),
                row["mode"],
            )
            found.setdefault(entry.word, []).append(entry)
    return {word: tuple(sorted(rows, key=lambda e: not e.needs)) for word, rows in found.items()}


@cache
def governing() -> dict[str, str]:
    """What a verb, adjective or noun does to the stance below it."""
    return {row["word"]: row["effect"] for row in table("governors")}


@cache
def light_verbs() -> dict[str, tuple[tuple[frozenset[str], str], ...]]:
    """Verbs that carry a stance noun (`express support`) or take it back (`drop a demand`)."""
    found: dict[str, list[tuple[frozenset[str], str]]] = {}
    for row in table("light_verbs"):
        found.setdefault(row["word"], []).append((frozenset(row["with"].split("/")) - {""}, row["turns"]))
    return {word: tuple(sorted(rows, key=lambda r: not r[0])) for word, rows in found.items()}


def base(token: Token) -> str:
    """The lemma of a word; for a form of `be`, `have` or `do` that the parser left as it stands, that verb."""
    return FORMS.get(token.lemma, token.lemma)


@cache
def word_class(name: str) -> frozenset[str]:
    """The words of a class in `data/word_classes.csv`."""
    return next(frozenset(parts(row["words"])) for row in table("word_classes") if row["class"] == name)


def entry_of(token: Token, pos: str, form: str | None = None) -> Entry | None:
    """The entry of a word where it has the particle or preposition that the entry needs."""
    rows = entries(pos).get(form or base(token))
    if rows is None:
        return None
    near = {c.lower for c in token.children if c.dep in ("prt", "advmod", "prep", "nmod", "amod", "compound", "dative")}
    return next((row for row in rows if not row.needs or row.needs & near), None)


# ---------------------------------------------------------------- polarity and mood


def governors(token: Token) -> Iterator[Token]:
    """The words above an infinitive, gerund or that-clause that govern it, nearest first."""
    current = token
    while current.head is not current:
        if current.dep == "conj" and child_of(current, *SUBJECTS) is None:
            current = current.head
            continue
        if current.dep not in LEAVE:
            return
        head = current.head
        if head.dep == "prep" or (current.dep == "pcomp" and head.pos == "ADP"):
            head = head.head
        yield head
        current = head if head.pos in ("VERB", "AUX") else _copula(head)


def _copula(token: Token) -> Token:
    return token.head if token.dep in ("acomp", "attr", "dobj") else token


def negations(token: Token) -> int:
    """How many negations hang on a word: `not`, `never`, `no longer`, `no` before a noun, `nobody` as its subject."""
    count = 0
    for child in token.children:
        count += (
            child.dep == "neg"
            or (child.lower in NEGATIONS and child.dep in ("advmod", "det", "preconj", "cc"))
            or (child.lower == "longer" and any(c.lower == "no" for c in child.children))
            or (child.dep in SUBJECTS and (child.lower in ("nobody", "none", "neither", "nothing") or _no(child)))
        )
    if token.dep in ("acomp", "attr") or (token.pos == "NOUN" and token.dep == "dobj"):
        count += sum(c.dep == "neg" or c.lower in ("never", "hardly") for c in token.head.children)
        count += any(c.lower == "longer" and any(g.lower == "no" for g in c.children) for c in token.head.children)
    return count


def _no(token: Token) -> bool:
    return any(c.lower in ("no", "neither") and c.dep in ("det", "neg") for c in token.children)


def force(token: Token) -> Force | None:
    """Whether the stance of a word is taken, refused or merely absent; None where somebody else's verb voids it."""
    count, firm = negations(token), False
    verb = _copula(token) if token.pos not in ("VERB",) else token
    if count:
        helpers = [FORMS.get(h, h) for h in auxiliaries(verb)]
        firm = any(h in MODAL for h in helpers) or any(c.lower in ("never", "longer") for c in verb.children)
        firm = (firm and not (_past(verb) and "do" in helpers)) or (base(verb) in ("be", "remain") and not _past(verb))
    if token.dep == "pcomp" and token.head.lower == "without":
        count += 1
    below = verb
    if _bare(token) and not any(_effect(w) for w in list(governors(token))[:1]):
        return None
    for word in governors(token):
        effect = _effect(word)
        if effect == "voids" and base(word) == "have" and any(c.lower == "yet" for c in word.children):
            effect = "withholds"
        if effect == "doubts" or (effect == "voids" and not _finite(below)):
            return None
        below = word if word.pos in ("VERB", "AUX") else _copula(word)
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
    return governing().get(base(word)) or governing().get(word.lower)


def _bare(token: Token) -> bool:
    """Whether a verb is an infinitive or gerund, which asserts only what the word above it lets through."""
    if token.pos != "VERB" or token.tag not in ("VB", "VBG"):
        return False
    to = any(c.dep == "aux" and c.lower == "to" for c in token.children)
    helped = any(c.dep == "aux" and c.lower != "to" for c in token.children)
    if token.dep == "conj":
        return _bare(token.head) and token.tag == token.head.tag and not helped
    return to or (token.dep in ("pcomp", "xcomp") and not helped) or (token.dep == "ccomp" and token.tag == "VB" and not helped)


def _finite(verb: Token) -> bool:
    """Whether a clause reports rather than asks: `told him that they agreed`, against `told them to agree`."""
    return verb.tag in ("VBD", "VBZ", "VBP") or any(c.dep == "aux" and c.lower != "to" for c in verb.children)


def _past(verb: Token) -> bool:
    return verb.tag in ("VBD", "VBN") or any(c.dep in ("aux", "auxpass") and c.tag == "VBD" for c in verb.children)


def softened(token: Token) -> bool:
    """Whether a stance is only possible: `could accept`, `ready to accept`, `considering accepting`."""
    if set(auxiliaries(token)) & {"may", "might", "could", "would", "can"} and not negations(token):
        return True
    return any((governing().get(base(w)) or governing().get(w.lower)) == "softens" for w in governors(token))


def unreal(token: Token) -> bool:
    """Whether the clause asserts nothing: a question, a condition, or an obligation put on its subject."""
    verb = _copula(token) if token.pos != "VERB" else token
    chain = [verb, *(w for w in governors(verb) if w.pos == "VERB")]
    return asked(verb) or any(conditional(v) or set(auxiliaries(v)) & OBLIGED or _whether(v) for v in chain)


def asked(token: Token) -> bool:
    """Whether the word stands in a direct question."""
    if question(token):
        return True
    return any(c.text == "?" for word in (token, *token.ancestors()) for c in word.children if c.i > token.i)


def _whether(verb: Token) -> bool:
    return any(c.dep in ("mark", "advmod") and c.lower in ("whether", "if") for c in verb.children)


def _wondered(verb: Token) -> bool:
    """Whether a clause is an indirect question: `asked whether it would`, `asked what they wanted`."""
    return _whether(verb) or any(c.tag in ("WRB", "WP") for c in verb.children)


def stance_of(entry: Entry, token: Token, said: Force, terms: Terms) -> Stance | None:
    """The stance that a word takes here, given whether it is affirmed and the terms that it depends on."""
    found = {"affirmed": entry.stance, "refused": entry.negated, "unsaid": entry.unsaid}[said]
    mark = terms.mark
    if found == "reject" and mark in ("unless", "until", "before", "without", "except"):
        found = "conditional"
    elif said == "affirmed":
        soft = softened(token)
        if found == "accept" and soft:
            found = "open"
        elif found == "reject" and soft and not set(auxiliaries(token)) & {"would"}:
            return None
        if terms.text and mark != "in principle" and found in ("accept", "open", "propose") and mark != "once":
            found = "conditional" if found != "propose" or mark in ("if", "only", "provided") else found
    return cast(Stance, found) if found else None


# ---------------------------------------------------------------- on what, and on what terms


def matters(entry: Entry, token: Token) -> Iterator[list[Token]]:
    """The words that say what a stance is about, those coordinated with them included: one group a reading, best first."""
    for read in entry.reads:
        found = _read(read, token)
        if not found and read == "obj" and token.dep == "conj" and token.head.dep == "relcl":
            # `which Kyiv accepted and Moscow rejected`: the second verb shares the object of the first
            found = _read("obj", token.head)
        if found:
            yield [each for word in found for each in _spread(antecedent(word))]
        if found and read == "for" and entry.mode in ("ask", "asks"):
            return  # `asked for weapons to defend itself` asks for weapons


def _read(read: str, token: Token) -> list[Token]:
    if read == "obj":
        return _object(token)
    if read in ("inf", "ing", "that"):
        wanted = {"inf": ("xcomp", "ccomp", "acl", "advcl"), "ing": ("xcomp",), "that": ("ccomp", "acl")}[read]
        below = [c for c in token.children if c.dep in wanted and c.pos in ("VERB", "AUX") and c.i > token.i]
        found = [c for c in below if _form(read, c) and not _wondered(c)]
        return found[:1]
    if read == "compound":
        return [c for c in token.children if c.dep in ("compound", "nmod") and c.pos in ("NOUN",)]
    if read == "subj":
        return [c for c in _copula(token).children if c.dep in SUBJECTS]
    found = objects_of(token, read)
    found += [o for c in token.children if c.dep in ("prt", "advmod", "prep") for o in objects_of(c, read)]
    if not found and any(c.lower == read and c.dep in ("prep", "prt") and _stranded(c) for c in token.children):
        found = [token.head] if token.dep in ("relcl", "acl") else []
    if not found and read == "to":
        found = [c for c in token.children if c.dep in ("acl", "xcomp") and c.tag == "VB" and _form("inf", c)]
    if not found and token.dep in ("dobj", "pobj") and token.pos == "NOUN":
        verb = token.head
        found = [
            o for c in verb.children if c.dep == "prep" and c.lower == read and c.i == token.i + 1 for o in c.children
        ]
    return [f for f in found if f.dep in ("pobj", "pcomp", "acl", "xcomp") or f is token.head]


def _stranded(preposition: Token) -> bool:
    return all(c.i < preposition.i for c in preposition.children)


def _form(read: str, verb: Token) -> bool:
    to = any(c.dep == "aux" and c.lower == "to" for c in verb.children)
    if read == "inf":
        return to
    if read == "ing":
        return verb.tag == "VBG"
    return not to and verb.tag != "VBG"


def _object(verb: Token) -> list[Token]:
    own = [c for c in verb.children if c.dep in ("dobj", "oprd")]
    if own and verb.dep != "amod":
        return own
    if verb.dep == "amod" and verb.tag == "VBN":
        return [verb.head]
    if passive(verb):
        subject = [c for c in verb.children if c.dep in ("nsubjpass", "csubjpass")]
        if not subject and verb.dep == "conj":
            subject = [c for c in verb.head.children if c.dep == "nsubjpass"]
        return subject or ([verb.head] if verb.dep in ("acl", "relcl") else [])
    if verb.dep == "relcl" and any(c.dep in SUBJECTS and c.tag not in ("WDT", "WP") for c in verb.children):
        return [verb.head]
    return []


def antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for."""
    if token.tag not in ("WDT", "WP") and token.lower not in ("which", "that"):
        return token
    for above in token.ancestors():
        if above.dep == "relcl":
            return above.head
    return token


def _spread(token: Token) -> list[Token]:
    found = [token]
    for item in found:
        found.extend(c for c in item.children if c.dep == "conj" and (c.pos == "VERB") == (item.pos == "VERB"))
    return found


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
    verb = _copula(token) if token.pos != "VERB" else token
    for word in (verb, *governors(verb)):
        for child in word.children:
            mark = _mark(child)
            if mark is not None:
                return _worded(doc, child.subtree(), mark)
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
    if child.dep == "advcl":
        for mark in child.children:
            opens = mark.dep == "mark" or mark.lower in ("until", "unless")
            if opens and mark.lower in CONDITIONS | {"before"} and mark.i < child.i:
                return mark.lower
            if mark.lower == "long" and any(c.lower == "as" for c in mark.children):
                return "as long as"
    if child.dep == "prep":
        objects = [c for c in child.children if c.dep in ("pobj", "pcomp")]
        if child.lower == "in" and objects and objects[0].lemma in ("exchange", "return", "principle"):
            return f"in {objects[0].lemma}"
        if child.lower == "on" and objects and objects[0].lemma == "condition":
            return "on condition"
        if child.lower in ("before", "until", "without") and objects:
            return child.lower
        if child.lower == "after" and any(c.lower == "only" for c in child.children):
            return "only"
    return None


# ---------------------------------------------------------------- whose


def holder_of(token: Token) -> Token | None:
    """The word for who takes the stance of a verb: its subject, its by-agent, or the name in `US-backed`."""
    if token.dep == "amod" and token.tag in ("VBN", "VBD"):
        before = [c for c in token.children if c.i < token.i and c.pos in ("PROPN", "NOUN")]
        return next((c for c in before if c.pos == "PROPN"), before[0] if before else None)
    found = agent_of(token)
    if found is None and not passive(token):
        # `Kosovo is ready to accept`: the subject stands with the copula of the adjective
        found = next((s for w in governors(token) if (s := subject_of(_copula(w))) is not None), None)
    return found
