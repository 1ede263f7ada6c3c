"""Reads where a clause stands: which word takes a stance, on what, and what negation and mood make of it.

The words are in `data/stances.csv`: `stance` is what the word says, `negated` what it says when firmly denied (`will
not accept`), `unsaid` when it is merely absent (`has not accepted`). `reads` says where the matter stands: the object
(`obj`), after a preposition, in an infinitive (`inf`), gerund (`ing`) or that-clause, before the noun (`compound`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from detente.codebook import parts, table
from detente.doc import SUBJECTS, Token
from detente.modality import auxiliaries
from detente.records import Stance
from detente.stances.polarity import Force, copula, governors, softened, whether, wondered
from detente.stances.terms import Terms, timed
from detente.syntax import agent_of, objects_of, passive, subject_of

FOR = frozenset({"if", "only", "provided", "providing", "unless", "in exchange", "in return", "on condition"})


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
def light_verbs() -> dict[str, tuple[tuple[frozenset[str], str], ...]]:
    """Verbs that carry a stance noun (`express support`) or take it back (`drop a demand`)."""
    found: dict[str, list[tuple[frozenset[str], str]]] = {}
    for row in table("light_verbs"):
        found.setdefault(row["word"], []).append((frozenset(row["with"].split("/")) - {""}, row["turns"]))
    return {word: tuple(sorted(rows, key=lambda r: not r[0])) for word, rows in found.items()}


def entry_of(token: Token, pos: str, form: str | None = None) -> Entry | None:
    """The entry of a word where it has the particle or preposition that the entry needs."""
    rows = entries(pos).get(form or token.lemma)
    if rows is None:
        return None
    bound = [c for c in token.children if c.dep == "prep" and not timed(c) and not (pos == "v" and c.i < token.i)]
    if any(c.dep == "dobj" for c in token.children):
        rows = tuple(r for r in rows if not r.needs or "obj" in r.reads or not any(c.lower in r.needs for c in bound))
    near = {c.lower for c in bound} | {
        c.lower
        for c in token.children
        if c.dep in ("prt", "advmod", "nmod", "amod", "compound", "dative", "oprd", "acomp", "intj")
    }
    near |= {"for" for c in token.children if c.tag == "VB" and c.i > token.i for g in c.children if _for(g)}
    return next((row for row in rows if not row.needs or row.needs & near), None)


def _for(token: Token) -> bool:
    return token.lower == "for" and token.dep == "mark"  # `called for NATO to intervene`


def refuses(verb: Token) -> bool:
    """Whether a verb refuses something, or leaves it open, by itself: `reject`, `rule out`."""
    entry = entry_of(verb, "v")
    return entry is not None and entry.stance in ("reject", "open", "demand", "no-commitment")


def stance_of(entry: Entry, token: Token, said: Force, terms: Terms) -> Stance | None:
    """The stance that a word takes here, given whether it is affirmed and the terms that it depends on."""
    found = {"affirmed": entry.stance, "refused": entry.negated, "unsaid": entry.unsaid}[said]
    mark = terms.mark
    if found == "reject" and mark in ("unless", "until", "before", "without", "except", "as long as"):
        found = "conditional"
    elif found == "open" and any(w.lemma in ("refuse", "decline") for w in governors(token)):
        found = "no-commitment"  # `refused to rule it out`
    elif said == "affirmed":
        soft = softened(token)
        if found == "accept" and soft:
            found = "open"
        elif found == "reject" and soft and not set(auxiliaries(token)) & {"would"}:
            return None
        if terms.text and mark != "in principle" and found in ("accept", "open", "propose") and mark != "once":
            found = "conditional" if found != "propose" or mark in FOR else found
    return cast(Stance, found) if found else None


# ---------------------------------------------------------------- on what


def matters(entry: Entry, token: Token) -> Iterator[list[Token]]:
    """The words that say what a stance is about, with those coordinated with them: one group a reading, best first."""
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
    if read == "whether":
        asked = [c for c in token.children if c.dep == "ccomp" and whether(c)]
        return [c for c in asked if "have" not in auxiliaries(c)]  # `whether it had sabotaged the test` asks for facts
    if read in ("inf", "ing", "that"):
        wanted = {"inf": ("xcomp", "ccomp", "acl", "advcl"), "ing": ("xcomp",), "that": ("ccomp", "acl")}[read]
        below = [c for c in token.children if c.dep in wanted and c.pos in ("VERB", "AUX") and c.i > token.i]
        found = [c for c in below if _form(read, c) and not wondered(c)]
        if token.pos == "NOUN" and read == "that":
            found = [c for c in found if any(m.tag == "IN" and m.lower == "that" for m in c.children)]
        return found[:1]
    if read == "compound":
        return [c for c in token.children if c.dep in ("compound", "nmod") and c.pos in ("NOUN",)]
    if read == "subj":
        return [c for c in copula(token).children if c.dep in SUBJECTS]
    found = objects_of(token, read)
    found += [o for c in token.children if c.dep in ("prt", "advmod", "prep") for o in objects_of(c, read)]
    if not found and any(c.lower == read and c.dep in ("prep", "prt") and _stranded(c) for c in token.children):
        found = [token.head] if token.dep in ("relcl", "acl") else []
    if not found and read == "to":
        found = [c for c in token.children if c.dep in ("acl", "xcomp") and c.tag == "VB" and _form("inf", c)]
    if not found and token.dep in ("dobj", "pobj") and token.pos == "NOUN":
        verb = token.head
        found = [
            o
            for c in verb.children
            if c.dep in ("prep", "dative") and c.lower == read and c.i == token.i + 1
            for o in c.children
        ]
    if read == "to":
        found = [_doing(f) for f in found]
    return [f for f in found if f.dep in ("pobj", "pcomp", "acl", "xcomp") or f is token.head]


def _doing(noun: Token) -> Token:
    """What people are to do, where the parser hangs it on them: `objects to the opposition entering the government`."""
    act = next((c for c in noun.children if c.dep == "acl" and c.tag == "VBG" and c.i > noun.i), None)
    bare = act is not None and not any(c.text == "," for c in noun.children if noun.i < c.i < act.i)
    return act if act is not None and bare and any(c.dep in ("dobj", "prep") for c in act.children) else noun


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
    called = [c for c in verb.children if c.dep == "ccomp" and any(g.lower == "what" for g in c.children)]
    called = [g for c in called for g in c.children if g.dep == "oprd"]
    if called:
        return called  # `rejected what they called an ultimatum`
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
        found.extend(c for c in item.children if c.dep == "conj" and _alike(c, item))
    return found


def _alike(one: Token, other: Token) -> bool:
    if one.pos == "VERB" or other.pos == "VERB":
        own = any(c.dep in SUBJECTS for c in one.children)
        return one.pos == other.pos and (one.tag == other.tag or own)
    return True


# ---------------------------------------------------------------- whose


def holder_of(token: Token) -> Token | None:
    """The word for who takes the stance of a verb: its subject, its by-agent, or the name in `US-backed`."""
    if token.dep == "amod" and token.tag in ("VBN", "VBD"):
        before = [c for c in token.children if c.i < token.i and c.pos in ("PROPN", "NOUN")]
        return next((c for c in before if c.pos == "PROPN"), before[0] if before else None)
    found = agent_of(token)
    if found is None and not passive(token):
        # `Kosovo is ready to accept`: the subject stands with the copula of the adjective
        found = next((s for w in governors(token) if (s := subject_of(copula(w))) is not None), None)
    return found
