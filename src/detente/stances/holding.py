"""Who can hold a stance, also where the codebook knows nothing of them: by how the article itself brings them in.

A person speaks for those whose delegate, leader or spokesman the article calls him; a name whose government, army or
president it tells of is a state; unionists, rebels and the Socialists take sides by what they are called; and strikers,
growers and villagers do where the article has them strike, demand or negotiate. Names stay as the text has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.actors.gazetteer import known
from detente.actors.heads import noun_for
from detente.actors.offices import titles
from detente.doc import SUBJECTS, Doc, Mention, Token, once
from detente.parties import STATE_SERVICE, Party, parties, party, phrase_words, speaker_at
from detente.stances.polarity import word_class
from detente.syntax import dependents
from detente.told_states import is_told_state, told_states

DISPUTING = frozenset({"REB", "PRM", "UAF", "OPP", "PTY", "LEG"})  # sectors that take sides of their own in a dispute
BODIES = frozenset({"people", "group"})
OWNING = frozenset({"poss", "compound", "amod", "nmod"})
NAMED = frozenset({"name", "title"})
SERVING = frozenset({"of", "for", "in", "at", "from", "with"})
POINTING = frozenset({"the", "both", "neither", "either", "all", "these", "those", "each", "most", "some"})


def takes_part(party: Party) -> bool:
    """Whether an actor can hold a position in a dispute: not the press, scholars, firms or people at large.

    A person without a code is nobody that the codebook or the text places in an office.
    """
    if party.contends:
        return True
    if party.code and not party.code.startswith("NGO"):
        return not outside(party)
    return known(party.name) is not None or bool({word.lower() for word in party.name.split()} & word_class("body"))


def outside(party: Party) -> bool:
    """Whether an actor is of a sector that stands outside most disputes: the press, scholars, workers, firms."""
    return bool(set((party.code or "").split()[-1:]) & word_class("outside"))


@once
def brought_in(doc: Doc, party: Party) -> Party:
    """An actor that the codebook gives no part in a dispute, with the part that the article gives it."""
    if party.code and unplaced(party) and (state := _state_served(doc, party.name)) is not None:
        return replace(party, side=state, contends=True)
    if takes_part(party) or (party.code or "").startswith("NGO"):
        return party
    if outside(party) and _contends(doc, party.name):
        return replace(party, contends=True)
    principal = _principal(doc, party.name)
    if principal is not None and outside(principal) == outside(party):  # an expert of a state is no party
        return replace(party, code=principal.code, side=principal.side, contends=True)
    if outside(party):
        return party
    return replace(party, contends=is_told_state(doc, party.name) or _in_office(doc, party.name))


def speakers_at(doc: Doc, token: Token) -> tuple[Party, ...]:
    """Who speaks where a word stands, with the part that the article gives them."""
    found = tuple(brought_in(doc, party) for party in speaker_at(doc, token))
    statement = doc.statement_of(token)
    if len(found) == 1 and statement is not None and statement.speaker_start is not None and _unheard_of(found[0]):
        head = _head_of(doc, statement.speaker_start, statement.speaker_end or statement.speaker_start + 1)
        body = _served_by(doc, head) if head is not None else None
        if body is not None:
            named = found[0].name[:1].isupper()  # whom the article names holds it himself, else his state or body does
            return (replace(found[0], code=body.code, side=body.side, contends=True) if named else body,)
    return found


def _unheard_of(party: Party) -> bool:
    """Whether nothing is known of somebody but the words that stand there."""
    return not party.code and known(party.name) is None and party.side == party.name


def unplaced(party: Party) -> bool:
    """Whether somebody speaks for a state that is not told: `an official`, of whom only the sector is known."""
    return (party.code or "GOV") in STATE_SERVICE and party.side == party.name and known(party.name) is None


def _head_of(doc: Doc, start: int, end: int) -> Token | None:
    """The word of a phrase that all its others hang on."""
    words = doc.tokens[doc.token_at(start) : doc.token_at(end - 1) + 1]
    inside = {word.i for word in words}
    return next((word for word in words if word.head.i not in inside or word.head is word), None)


def served_by(doc: Doc, noun: Token) -> tuple[Party, ...] | None:
    """Those for whom people in a post act: `delegates of the Front and the government put their names to it`."""
    if noun.pos != "NOUN" or noun.lemma not in word_class("spokespeople") or doc.mention_of(noun) is not None:
        return None
    own = (w for w in dependents(noun) if w.dep == "prep" and w.lower in ("of", "for", "from"))
    found = [p for w in own for c in w.children if c.dep == "pobj" for p in parties(doc, c)]
    return tuple(brought_in(doc, p) for p in found if p.code or p.contends) or None


def _served_by(doc: Doc, noun: Token) -> Party | None:
    """The state or body that one in a post serves: `the head of Iran's Atomic Energy Organisation`."""
    if noun.pos != "NOUN" or not (_is_post(noun) or noun.lemma in word_class("spokespeople")):
        return None
    near = [c for c in noun.children if c.dep in OWNING]
    for word in dependents(noun):
        if word.dep == "prep" and word.lower in SERVING:
            near += [c for c in word.children if c.dep == "pobj"]
    for one in near:
        found = [p for p in parties(doc, one) if p.code and takes_part(p) and not _is_person(p)]
        if len(found) == 1:
            return found[0]
    return None


def described(doc: Doc, token: Token) -> tuple[Party, ...]:
    """Those whom only a common noun or the name of a people or faction tells: `unionists`, `the Socialists`."""
    if doc.mention_of(token) is not None or token.text.isupper():
        return ()
    plural = token.tag in ("NNS", "NNPS")
    if not plural and not any(c.lower in POINTING or c.dep == "poss" for c in token.children):
        return ()
    agent = noun_for(token.lower)
    people = token.entity[2:] == "NORP" and token.pos in ("PROPN", "NOUN")
    if people or (agent is not None and agent.sector in DISPUTING and agent.kind in BODIES):
        name = phrase_words(token)
        return (Party(name, agent.sector if agent is not None else None, name, contends=True),)
    return ()


# ---------------------------------------------------------------- for whom somebody speaks


def _mentions(doc: Doc, name: str) -> Iterator[Mention]:
    return (m for m in doc.mentions if m.actors == (name,) and m.form in NAMED)


def _principal(doc: Doc, name: str) -> Party | None:
    """The one body or state whose person somebody is: `Renamo's X`, `X, for the government`, `their delegate, X`."""
    for mention in _mentions(doc, name):
        for word in _owners(doc, mention):
            found = [p for p in _named_by(doc, word, name) if not _is_person(p)]
            found = [p for p in found if takes_part(p) or (outside(p) and _contends(doc, p.name))]
            if len(found) == 1 and found[0].name != name:
                return found[0]
    return None


def _named_by(doc: Doc, word: Token, name: str) -> list[Party]:
    """The parties that a word beside a person's name stands for, also where it is short for one named before.

    Where the phrase round it is a mention of the person, the word itself is looked up: `the Front's delegate, X`.
    """
    found = [one for one in parties(doc, word) if one.name != name]
    if found or word.pos != "PROPN":
        return found
    day, whole = doc.article.date, known(phrase_words(word), doc.article.date)
    if whole is not None:
        return [party(whole.name, whole.code or None, day)]
    before = [m for m in doc.mentions if m.head < word.i and m.form == "name" and len(m.actors) == len(m.codes) == 1]
    short = [m for m in before if m.actors[0].endswith(f" {word.text}")]
    return [party(short[-1].actors[0], short[-1].codes[0] or None, day)] if short else []


def _state_served(doc: Doc, name: str) -> str | None:
    """The state without a place in the codebook that a minister or general serves: the one that the article tells of.

    Of several it is the one from which the report comes, else the last named before him in his sentence.
    """
    states = told_states(doc)
    mention = next((m for m in doc.mentions if m.actors == (name,)), None)
    if not states or mention is None:
        return None
    if len(states) == 1:
        return next(iter(states))
    first, _ = doc.sentences[doc.tokens[mention.head].sentence]
    before = [t.text for t in doc.tokens[first : mention.first] if t.text in states]
    opening = [t.text for t in doc.words(0) if t.text in states] if len(doc.sentences) > 1 else []
    return next(iter([*before[-1:], *opening[:1]]), None)


def _is_person(party: Party) -> bool:
    entry = known(party.name)
    return party.office is not None or (entry is not None and entry.kind == "person") or party.side != party.name


def _owners(doc: Doc, mention: Mention) -> Iterator[Token]:
    """The words before and behind a person's name, or a post beside it, that say whose he is."""
    head = doc.tokens[mention.head]
    posts = [c for c in head.children if c.dep in ("appos", "compound", "nmod")]
    posts += [head.head] if head.dep == "appos" else []
    for noun in (head, *filter(_is_post, posts)):
        yield from (c for c in noun.children if c.dep in OWNING and c not in posts)
        for word in dependents(noun):
            if word.dep == "prep" and word.lower in ("for", "of"):
                yield from (c for c in word.children if c.dep == "pobj")


def _is_post(noun: Token) -> bool:
    agent = noun_for(noun.lower)
    return (noun.lower,) in titles() or (agent is not None and agent.kind == "member")


def _in_office(doc: Doc, name: str) -> bool:
    """Whether an article gives somebody a post in a body that may be a party: `council chairman X`."""
    for mention in _mentions(doc, name):
        beside = {t.lower for t in doc.tokens[mention.first : mention.last] if t.text not in name}
        if mention.form == "title" and beside & word_class("body") and any((word,) in titles() for word in beside):
            return True
    return False


def owner_of(token: Token) -> Token:
    """Whose a body is that somebody calls his own, which is all that it is called: `his country`, `her federation`."""
    own = next((c for c in token.children if c.tag == "PRP$"), None)
    plain = own is not None and not any(c.dep in ("amod", "compound", "appos", "prep") for c in token.children)
    return own if own is not None and plain and token.lemma in word_class("one's own") else token


# ---------------------------------------------------------------- what a name is, and who contends


def _contends(doc: Doc, name: str) -> bool:
    """Whether an article has somebody do what a party to a dispute does, or be bargained with."""
    for mention in doc.mentions:
        if name.casefold() not in {actor.casefold() for actor in mention.actors}:
            continue
        head = doc.tokens[mention.head]
        if head.dep in SUBJECTS and _with_particle(head.head) in word_class("disputing"):
            return True
        if any(c.lower in word_class("disputing") for c in head.children if c.dep in ("amod", "compound")):
            return True
        if head.dep == "pobj" and head.head.lower == "with" and head.head.head.lemma in word_class("bargaining"):
            return True
    return False


def _with_particle(verb: Token) -> str:
    """A verb with its particle, which the parser may take for an adverb: `walk out`."""
    return " ".join([verb.lemma, *(c.lower for c in verb.children if c.lower in ("out", "down"))])
