"""Carrots and sticks: the words of bargaining, whom an inducement is to move, whether it is held out or held back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from detente.codebook import table
from detente.doc import Doc, Token
from detente.parties import Party, out_of_office, parties, same_side
from detente.stances.clauses import phrase, text_of
from detente.stances.polarity import force, governors, imagined, negations, word_class
from detente.stances.terms import Terms
from detente.syntax import conjuncts, objects_of

TOWARDS = frozenset({"on", "against", "to", "with", "upon", "at"})


@dataclass(frozen=True, slots=True)
class Role:
    """What a word of `data/inducements.csv` does: gives, threatens, holds back, is a carrot or a stick."""

    role: str
    needs: frozenset[str]
    kind: str
    state: str


@cache
def role_words() -> dict[str, tuple[Role, ...]]:
    """The roles that each word of the table plays."""
    found: dict[str, list[Role]] = {}
    for row in table("inducements"):
        word = Role(row["class"], frozenset(row["with"].split("/")) - {""}, row["kind"], row["state"])
        found.setdefault(row["word"], []).append(word)
    return {word: tuple(rows) for word, rows in found.items()}


def plays(token: Token, role: str) -> bool:
    """Whether a word plays a role: `carrot`, `stick`, `giver`."""
    return any(w.role == role for w in role_words().get(token.lemma, ()))


def holds(word: Token, role: str) -> bool:
    """Whether a carrot or a stick is among the words of a phrase."""
    words = phrase(word) + [t for w in listed(word) for t in (w, *w.children)]
    return any(plays(t, role) for t in words)


def is_itself(word: Token, role: str, act: str) -> bool:
    """Whether the thing itself, not a word beside it, is a sanction or a benefit."""
    if act in ("imposer", "lifter"):
        return word.lemma in ("sanction", "sanctions", "embargo", "tariff", "blockade", "restriction", "ban", "siege")
    return word.lemma in ("aid", "assistance", "funding", "shipment", "delivery", "support", "supply") or (
        role == "stick" and any(w.role == role for w in role_words().get(word.lemma, ()))
    )


def harmful(what: Token) -> bool:
    """Whether an act does harm: it is one itself (`retaliate`), or it brings one (`face consequences`, `use force`)."""
    if what.pos != "VERB" or plays(what, "stick"):
        return plays(what, "stick")
    brings = what.lemma in word_class("bringing")
    return brings and any(plays(o, "stick") for c in what.children for o in (c, *c.children) if o.pos == "NOUN")


def forbears(act: Token) -> bool:
    """Whether what is promised harms nobody: `not to attack`, or an end to harm or arming, `suspend nuclear tests`."""
    if negations(act) % 2:
        return harmful(act)
    thing = next((c for c in act.children if c.dep in ("dobj", "nsubjpass")), None)
    if thing is None or act.lemma not in word_class("desisting"):
        return False
    return any(t.lemma in word_class("penalty") | word_class("arming") for t in conjuncts(thing))


def listed(thing: Token) -> list[Token]:
    """The things themselves where a general word stands before their list: `carrots — loans, trade`."""
    several = conjuncts(thing)
    return several[1:] if thing.lemma in word_class("generic") and len(several) > 1 else several


def state_of(verb: Token) -> str | None:
    """Held out or held back; None where the verb says that nothing was offered or threatened."""
    for above in _above(verb):
        for word in role_words().get(above.lemma, ()):
            near = {c.lower for c in above.children if c.dep in ("prt", "advmod", "acomp")}
            if word.role == "holder" and (not word.needs or word.needs & near):
                return "withheld"
    if force(verb) == "unsaid" and any(c.lower in ("yet", "far") for c in verb.children):
        return "withheld"
    return "made" if force(verb) == "affirmed" and not _conditional_only(verb) and not imagined(verb) else None


def _above(verb: Token) -> Iterator[Token]:
    yield from governors(verb)
    if verb.dep == "pcomp":
        # `held back on the sticks, like threatening ...`
        above = verb.head.head
        yield above
        if above.pos == "NOUN" and above.dep == "pobj":
            yield above.head.head


def _conditional_only(verb: Token) -> bool:
    return any(c.dep == "mark" and c.lower in ("if", "unless", "whether") for c in verb.children)


def given_to(doc: Doc, verb: Token, thing: Token) -> tuple[Party, ...]:
    """To whom a verb of giving gives: the dative, or who stands after `to` or `for`."""
    own = [c for c in verb.children if c.dep == "dative" and c.pos != "ADP"]
    own += objects_of(verb, "to") + objects_of(thing, "to", "for")
    return tuple(p for o in own for p in parties(doc, o))


def targets_of(doc: Doc, verb: Token, what: Token, actors: tuple[Party, ...], terms: Terms) -> tuple[Party, ...]:
    """Whom it is to move: who is named in what is held out, then in the condition, then alone in the sentence."""
    first, last = doc.sentences[verb.sentence]
    towards = [
        t for w in phrase(what) if w.dep == "prep" and w.lower in TOWARDS for o in w.children for t in conjuncts(o)
    ]
    direct = [t for c in what.children if c.dep in ("dobj", "dative") for t in conjuncts(c)]
    inside = [t for t in phrase(what) if t.dep not in ("compound", "amod", "nmod") or not plays(t.head, "stick")]
    for words, limit in ((towards, 2), (direct, 2), (terms.tokens, 1), (inside, 2), (doc.tokens[first:last], 0)):
        found: dict[str, Party] = {}
        for token in words:
            mention = doc.mention_of(token)
            if mention is not None and mention.head == token.i:
                for p in parties(doc, token):
                    outside = bool(set((p.code or "").split()[-1:]) & word_class("outside"))
                    outside = outside or out_of_office(p, doc.article.date)
                    if p.code and not outside and not any(same_side(p, a) for a in actors):
                        found.setdefault(p.side, p)
        if len(found) == 1 or (found and limit):
            return tuple(found.values())[: limit or 1]
    return ()


def negotiators(doc: Doc, verb: Token, actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """The two parties named together last: those whom a mediator leaves to themselves."""
    first = doc.sentences[max(0, verb.sentence - 3)][0]
    for token in reversed(doc.tokens[first : verb.i]):
        if token.dep != "conj" and any(c.dep == "conj" for c in token.children):
            found = {p.side: p for p in parties(doc, token) if p.code and not any(same_side(p, a) for a in actors)}
            if len(found) == 2:
                return tuple(found.values())
    return ()


def condition_before(doc: Doc, verb: Token, subject: Token | None) -> Terms:
    """A condition that stands before its clause and that the parser has not tied to it."""
    first = doc.sentences[verb.sentence][0]
    start = next((t for t in reversed(doc.tokens[first : verb.i]) if t.lower in ("if", "unless")), None)
    if start is None or subject is None or subject.i < start.i:
        return Terms()
    until = next((t for t in reversed(doc.tokens[start.i : subject.i]) if t.text == ","), None)
    aside = doc.tokens[start.i + 1].lower in ("not", "only", "any", "anything")  # `its deeds, if not its words, show`
    if until is None or aside:
        return Terms()
    tokens = tuple(doc.tokens[start.i : until.i])
    return Terms(text_of(doc, tokens), start.lower, tokens)
