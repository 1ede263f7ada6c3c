"""States that no table lists: what an article itself shows to be one, by its government, its capital or its soldiers.

New states, breakaway ones and those of a story bear names that neither the codebook nor the language model knows. The
article tells: `Ruritania's army`, `the government of Ruritania`, `STRELSAU, Ruritania -`, `Ruritanian forces`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.actors import gazetteer
from detente.actors.agents import common_nouns
from detente.actors.heads import noun_for
from detente.actors.offices import titles
from detente.codebook.spelling import words_of
from detente.doc import Doc, Token, once_parsed
from detente.syntax import child_of

OWNING = frozenset({"poss", "compound", "nmod"})
OF_A_STATE = frozenset({"capital", "ambassador", "embassy", "frontier", "soil", "sovereignty", "independence"})
SOLDIERS = frozenset({"troop", "force", "soldier", "army", "border", "authority", "capital", "prison", "side", "hand"})
COUNTRY = frozenset({"country", "state", "republic", "kingdom", "nation", "emirate", "sultanate", "federation"})
TAKING_A_STAND = frozenset({"agree", "consent", "accept", "reject", "refuse", "sign", "ratify", "offer", "propose",
                            "demand", "promise", "pledge", "undertake", "decline", "rule", "vow", "suspend",
                            "recognise", "recognize", "have"})  # fmt: skip
DATELINE = 12  # words at the most
LEAST = 4  # letters of a name that an adjective is made of
_AT = re.compile(
    r"[^\W\d_a-z][^a-z\n,]{2,40}, ([A-Z][a-z]+(?: [A-Z][a-z]+)?)(?:, [A-Z][a-z]+\.? \d{1,2})?\s*(?:--?|–|—)\s"
)
_PEOPLE = re.compile(r"(?:n|an|ian|ean|ese|i|ish|ic)s?")


@once_parsed
def told_states(doc: Doc) -> frozenset[str]:
    """The names that the article shows to be those of states, as they stand."""
    names = [token for token in doc.tokens if _may_name(token)]
    peoples = _peoples(doc)
    found = {name for name, noun in _owners(doc, names) if _is_organ(noun) or noun.lemma in OF_A_STATE}
    dateline = _AT.match(doc.text)
    if dateline is not None and _unlisted(dateline.group(1)):
        found.add(dateline.group(1))
    found |= {token.text for token in names if _has_people(token.text, peoples)}
    found |= {name_at(doc, token) for token in names if _called_one(token) or _whose(token)}
    found |= {name_at(doc, token) for token in map(_speaking_through, doc.tokens) if token is not None}
    lead = _leading(doc)
    if lead is not None:
        found.add(name_at(doc, lead))
    while more := {other for other in _beside(doc, found) if other not in found}:
        found |= more
    return frozenset(found)


def is_told_state(doc: Doc, name: str) -> bool:
    """Whether a name is one whose government, army, parliament or head an article tells of: `Ruritania's cabinet`."""
    return name in told_states(doc)


def _owners(doc: Doc, names: list[Token]) -> Iterator[tuple[str, Token]]:
    """Those of some names that something is said to be of, and what it is."""
    for token in names:
        if token.dep == "poss" or (token.dep in OWNING and token.head.text.islower()):  # not `the Foreign Ministry`
            yield name_at(doc, token), token.head
        elif token.dep == "pobj" and token.head.lower == "of":
            yield name_at(doc, token), token.head.head


def name_at(doc: Doc, token: Token) -> str:
    """The name that a token ends: of several words where the model takes them for one."""
    first = token.i
    while doc.tokens[first].entity.startswith("I-") and first and doc.tokens[first - 1].entity[2:] == token.entity[2:]:
        first -= 1
    words = doc.tokens[first : token.i + 1]
    return " ".join(word.text for word in words) if all(word.text[:1].isupper() for word in words) else token.text


def _may_name(token: Token) -> bool:
    capital = token.text[:1].isupper() and token.text.isalpha() and not token.text.isupper()
    return capital and token.tag in ("NNP", "NNPS") and not _of_person(token) and _unlisted(token.text)


def _of_person(token: Token) -> bool:
    """Whether a word is part of a person's name of several words, or stands behind a title."""
    if token.entity[2:] != "PERSON":
        return False
    near = [token.head, *token.children]
    return any(one.dep == "compound" or token.dep == "compound" for one in near if one is not token)


def _unlisted(name: str) -> bool:
    """Whether no table knows a name, nor is it a title or a common noun."""
    words = words_of(name)
    if not words or words in titles() or words in common_nouns() or words[-1:] in common_nouns():
        return False
    return not any(key == words for key, _ in gazetteer.index().get(words[0], ()))


def _is_organ(noun: Token) -> bool:
    if noun.pos not in ("NOUN", "PROPN"):
        return False
    agent, title = noun_for(noun.lower), titles().get((noun.lower,))
    heads = title is not None and title.office in ("head of state", "head of government", "foreign minister")
    return heads or (agent is not None and agent.kind == "state" and agent.sector in ("GOV", "MIL", "LEG"))


def _peoples(doc: Doc) -> frozenset[str]:
    """The words in capitals by which forces or authorities are called: `Ruritanian forces`."""
    return frozenset(
        token.text
        for token in doc.tokens
        if token.dep in ("amod", "compound", "nmod")
        and token.text[:1].isupper()
        and (token.head.lemma in SOLDIERS or _is_organ(token.head))
    )


def _has_people(name: str, peoples: frozenset[str]) -> bool:
    """Whether one of these words is an adjective made of a name: `Ruritanian` of Ruritania."""
    stem = name.rstrip("aeiouy")
    return len(stem) >= LEAST and any(
        word != name and word.startswith(stem) and _PEOPLE.fullmatch(word[len(stem) :].lstrip("aeiou")) is not None
        for word in peoples
    )


def _called_one(token: Token) -> bool:
    """Whether a name is said to be a country's: `Ruritania, a kingdom of two million`."""
    return any(child.dep == "appos" and child.lemma in COUNTRY and child.i > token.i for child in token.children)


def _whose(token: Token) -> bool:
    """Whether a clause on a name tells of its organs: `Ruritania, whose army`."""
    words = (g for c in token.children if c.dep == "relcl" for s in c.children for g in s.children)
    return any(word.lower == "whose" and _is_organ(word.head) for word in words)


def _leading(doc: Doc) -> Token | None:
    """What a report behind a dateline opens with, where it takes a stand: `HENTZAU - Ruritania agreed to disarm`."""
    if len(doc.sentences) < 2 or doc.words(0)[-1].text.strip("-–—") != "" or len(doc.words(0)) > DATELINE:
        return None
    token = doc.words(1)[0]
    verb = token.head
    stands = verb.lemma in TAKING_A_STAND or any(c.lower in ("will", "would") for c in verb.children if c.dep == "aux")
    named = token.dep == "nsubj" and _may_name(token) and token.entity[2:] != "ORG"
    return token if named and verb.pos == "VERB" and stands else None


def _speaking_through(token: Token) -> Token | None:
    """Whose organ a sentence calls `its`: `Ruritania will not disarm, its ambassador said`."""
    if token.lower != "its" or token.dep != "poss" or not (_is_organ(token.head) or token.head.lemma in OF_A_STATE):
        return None
    speaker = token.head if token.head.dep != "pobj" else token.head.head.head
    below = next((c for c in speaker.head.children if c.dep == "ccomp" and c.i < token.i), None)
    subject = child_of(below, "nsubj") if below is not None and speaker.dep == "nsubj" else None
    return subject if subject is not None and _may_name(subject) else None


def _beside(doc: Doc, states: set[str]) -> Iterator[str]:
    """The names that are coordinated with those of states: `Ruritania and Borduria`."""
    for token in doc.tokens:
        if token.dep == "conj" and token.head.tag in ("NNP", "NNPS"):
            for one, other in ((token, token.head), (token.head, token)):
                if one.text in states and _may_name(other):
                    yield name_at(doc, other)
