"""Noun phrases that may be actors, and whom they belong to: `US and Ukrainian officials`, `the army of Sudan`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from detente.actors import gazetteer, offices
from detente.actors.agents import Agent, common_nouns, is_sector, lexicon, machine
from detente.actors.offices import Title
from detente.actors.succession import country_then
from detente.annotate.names import Name
from detente.annotate.qualifying import HYPHENS, POSSESSIVES, linked, narrows, not_theirs, runs, studied, unit_of
from detente.annotate.scene import Scene
from detente.codebook import table
from detente.codebook.spelling import words_of
from detente.doc import SUBJECTS, Token

NOMINAL = frozenset({"NOUN", "PROPN"})
OF = frozenset({"of", "in", "from", "for"})
ARGUMENTS = SUBJECTS | {"dobj", "pobj"}
DIPLOMATS = lexicon("a diplomat")
PHRASE_REACH = 6  # steps up the tree


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase that may be an actor: its head word, the first token of its noun, and what the codebook has."""

    head: Token
    first: int
    agent: Agent | None
    title: Title | None


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a noun phrase belongs to; `kind` is state, organisation, group, person, place or people."""

    name: str
    country: str
    kind: str


def noun_at(tokens: list[Token], token: Token) -> Noun | None:
    """The common noun for an actor, or the bare title, whose last word this is."""
    substantive = token.tag == "JJ" and token.dep in ARGUMENTS and any(c.dep in ("det", "poss") for c in token.lefts)
    weapon = machine(token.text) if token.pos in NOMINAL or token.dep in ARGUMENTS else None
    if token.pos not in NOMINAL and not substantive and weapon is None:
        return None
    unit = unit_of(token) or weapon
    if unit is not None:
        return Noun(token, token.i, unit, None)
    endings = _endings()
    if token.lower not in endings and token.lemma.lower() not in endings:
        return None
    agents, titles = common_nouns(), offices.titles()
    for length in (4, 3, 2, 1):
        first = token.i - length + 1
        if first < 0 or tokens[first].sentence != token.sentence:
            continue
        words = tuple(w for t in tokens[first : token.i] for w in words_of(t.text))
        for last in dict.fromkeys((token.lower, token.lemma.lower())):
            key = (*words, *words_of(last))
            hyphens = sum(t.text in HYPHENS for t in tokens[first + 1 : token.i])  # `vice-president`
            if len(key) < length - hyphens or tokens[first].text in HYPHENS:
                continue
            agent, title = agents.get(key), titles.get(key)
            if title is not None and not (title.office or agent):
                title = None
            if (
                length == 1
                and token.lemma == "party"
                and token.i + 1 < len(tokens)
                and tokens[token.i + 1].lower == "to"
            ):
                # whatever the parser ties `to` to
                agent = agents[("party", "to", "the", "conflict")]
            if agent is not None or title is not None:
                return Noun(token, first, agent, title)
    return None


@cache
def _endings() -> frozenset[str]:
    """The last words of all common nouns for actors and all titles."""
    listed = [*common_nouns(), *offices.titles()]
    written = [row["title"].split()[-1].lower() for row in table("titles")]
    return frozenset([words[-1] for words in listed] + written)


def left_edge(scene: Scene, noun: Noun) -> int:
    """The first token of the phrase that ends in a noun."""
    tokens = scene.doc.tokens
    start = scene.doc.sentences[noun.head.sentence][0]
    at = noun.first
    while at > start:
        token = tokens[at - 1]
        name = scene.name_at.get(at - 1)
        if name is not None and (at == noun.first or tokens[at].dep != "det"):
            belongs = name.kind in ("adjective", "people") or _leads_to(tokens[name.last - 1], noun.head)
            if not belongs:
                break
            at = name.first
        elif token.dep == "det" or token.tag in ("DT", "PRP$"):
            if _leads_to(token, noun.head) or noun.first <= token.head.i < noun.head.i:  # `the council of ministers`
                at -= 1
                if token.tag != "PRP$" and token.head is noun.head:
                    break
            else:
                break
        elif token.lower in POSSESSIVES and token.tag == "POS":
            at -= 1
        elif tokens[at].text in HYPHENS and token.end == tokens[at].start and at < noun.first:
            at -= 1  # `longest-serving`
        elif token.lower == "least":
            break  # `at least 60 people`
        elif token.lower == "dead" and (tokens[at].pos == "NUM" or tokens[at].lower in ("some", "about", "at")):
            break  # `shot dead two drivers`
        elif token.text in HYPHENS and token.end != tokens[at].start:
            break  # a dash: `TEHRAN - European powers`
        elif (
            token.text in HYPHENS
            or token.pos in ("ADJ", "NUM")
            or token.tag in ("VBN", "VBG", "NN", "NNS", "NNP", "JJ")
        ):
            if not _leads_to(token, noun.head):
                break
            at -= 1
        elif (
            (token.lower in ("and", "or", "&") or token.text == ",")
            and scene.name_at.get(at - 2) is not None
            and (scene.name_at.get(at) is not None)
            and _coordinated(scene, at)
        ):
            at -= 1
        else:
            break
    while at < noun.first and (tokens[at].pos == "PUNCT" or tokens[at].tag == "CC"):
        at += 1
    return at


def _coordinated(scene: Scene, at: int) -> bool:
    """Whether names on both sides of a link qualify one noun: `US and Ukrainian officials`."""
    left, right = scene.name_at[at - 2], scene.name_at[at]
    kinds = {"adjective", "state", "people", "organisation", "group", "place"}
    if left.kind not in kinds or right.kind not in kinds:
        return False
    return (
        left.kind == "adjective"
        or (right.kind == "adjective" and left.kind in ("state", "organisation"))
        or (left.last < at and scene.doc.tokens[left.last - 1].tag == "POS")
    )


def _leads_to(token: Token, head: Token) -> bool:
    """Whether a word depends on another through the phrase."""
    for _ in range(PHRASE_REACH):
        if token is head:
            return True
        if token.head is token:
            return False
        token = token.head
    return False


def owners_of(scene: Scene, noun: Noun, edge: int) -> tuple[list[Owner], int]:
    """Whom the phrase belongs to, and the end of the phrase: modifiers before the noun, else `of X` after it."""
    tokens = scene.doc.tokens
    found: list[Owner] = []
    at = edge
    idle = not_theirs(tokens, scene.name_at, edge, noun.first)
    while at < noun.first:
        name = scene.name_at.get(at)
        if name is None:
            mention = scene.mention_at.get(at)
            ends = mention is not None and mention.last - 1 == at
            known = (
                ends
                and mention is not None
                and (
                    mention.form == "title" or (mention.form == "description" and mention.why != "words as they stand")
                )
            )
            if mention is not None and (tokens[at].tag == "PRP$" or known):
                found.extend(_side(scene, actor) for actor in mention.actors)
            at += 1
            continue
        if name.first in idle or studied(tokens, name, noun.head):
            at = name.last
            continue
        if not linked(tokens, name) or runs(tokens, name, noun.agent):
            owner = _owner(scene, name)
            if owner is not None and narrows(tokens, name, found[-1].kind if found else ""):
                found[-1] = owner
            elif owner is not None:
                found.append(owner)
        at = name.last
    found = found or _within(scene, noun)
    last = noun.head.i + 1
    if found and not (all(o.kind == "state" for o in found) and _serves(scene, last)):
        return found, last
    for child in noun.head.children:
        if child.dep != "prep" or child.lower not in OF or child.i != last:
            continue
        if found and child.lower not in ("of", "for"):
            continue
        if child.lower == "in" and noun.head.lemma == "opposition":
            continue  # `talks with the opposition in Oslo`
        if child.lower == "in" and noun.head.lemma in DIPLOMATS:
            continue  # of whichever state
        for target in child.children:
            if target.dep != "pobj":
                continue
            named = [t for t in (target, *joined(target)) if t.i in scene.name_at]
            named = named or [t for t in target.children if t.dep == "compound" and t.i in scene.name_at]
            owners = [o for o in (_owner(scene, scene.name_at[t.i]) for t in named) if o is not None]
            owners = [o for o in owners if o.kind != "person" or child.lower == "of"]
            if owners and (child.lower != "in" or all(_is_land(scene, o, noun.agent) for o in owners)):
                return owners, max(scene.name_at[named[-1].i].last, target.i + 1)
    return (found, last) if found else _of_group_after(scene, noun, last)


def _is_land(scene: Scene, owner: Owner, agent: Agent | None) -> bool:
    """Whether an owner is a country, a part of one, or to a body of state one that few recognise."""
    of_state = owner.kind == "group" and agent is not None and agent.kind == "state"
    entry = gazetteer.known(owner.name, scene.date) if of_state else None
    return owner.kind in ("state", "place", "people") or (entry is not None and entry.sector == "PRE")


def _within(scene: Scene, noun: Noun) -> list[Owner]:
    """The body whose name is part of a title or noun of the codebook: `the UN envoy`, `a Pentagon spokesman`."""
    name = scene.name_at.get(noun.first) if noun.first < noun.head.i else None
    if name is None or name.kind not in ("organisation", "seat") or name.last > noun.head.i:
        return []
    owner = _owner(scene, name)
    return [owner] if owner is not None else []


def _of_group_after(scene: Scene, noun: Noun, last: int) -> tuple[list[Owner], int]:
    """The group named after a noun joined to another, to which the parser ties it: `soldiers and rebels of the FRP`."""
    tokens = scene.doc.tokens
    if noun.agent is None or noun.agent.kind != "group" or last + 2 >= len(tokens) or tokens[last].lower not in OF:
        return [], last
    name = scene.name_at.get(last + 1 + (tokens[last + 1].lower == "the"))
    owner = _owner(scene, name) if name is not None and name.kind == "group" and noun.head.dep == "conj" else None
    return ([owner], name.last) if owner is not None and name is not None else ([], last)


def _serves(scene: Scene, last: int) -> bool:
    """Whether someone serves a body of many states, whatever the nation: `the American head of UNICEF`."""
    tokens = scene.doc.tokens
    if last + 1 >= len(tokens) or tokens[last].lower not in ("of", "for") or tokens[last - 1].tag in ("NNS", "NNPS"):
        return False
    name = scene.name_at.get(last + 1 + (tokens[last + 1].lower == "the"))
    return name is not None and name.entry is not None and name.entry.country in ("UNO", "IGO", "EUR", "NGO")


def _side(scene: Scene, actor: str) -> Owner:
    """The party of an actor as an owner: `his forces` are those of his side."""
    side = gazetteer.side_of(actor, scene.date)
    entry = gazetteer.known(side, scene.date)
    if entry is not None:
        return Owner(side, entry.country, entry.kind)
    known = scene.actors.get(actor)
    country, _, sector = known.code.partition(" ") if known and not is_sector(known.code) else ("", "", "")
    state = gazetteer.state_of(country) if sector in gazetteer.SPEAKS_FOR_STATE else None
    if state is not None:
        return Owner(state, country, "state")  # of one whom only the text knows: `X, Ruritania's minister`
    return Owner(side, country, known.kind if known else "person")


def joined(token: Token) -> list[Token]:
    """The tokens coordinated with one, however deep the chain."""
    found: list[Token] = []
    queue = [token]
    while queue:
        conj = [c for c in queue.pop().children if c.dep == "conj"]
        found.extend(conj)
        queue.extend(conj)
    return found


def _owner(scene: Scene, name: Name) -> Owner | None:
    entry = name.entry
    if name.kind == "person":
        if entry is None and name.short and not scene.full.get(words_of(name.text)[-1]) and not name.bearers:
            return None
        full = entry.name if entry else next(iter(scene.full.get(words_of(name.text)[-1], ())), name.text)
        mention = scene.mention_at.get(name.last - 1)
        if mention is not None and len(mention.actors) == 1:
            full = mention.actors[0]
        side = gazetteer.side_of(full, scene.date)
        known = gazetteer.known(full, scene.date)
        return Owner(side, known.country if known else "", "state" if side in gazetteer.states() else "person")
    if entry is None:
        return Owner(name.text, "", name.kind)
    if entry.kind in ("state", "adjective", "people", "capital", "seat"):
        if entry.kind == "seat" and entry.name not in gazetteer.states():
            return Owner(entry.name, entry.country, "organisation")
        then = country_then(entry.country, scene.date) if entry.kind == "capital" else entry.country
        return Owner(gazetteer.state_of(then) or "" if then != entry.country else entry.name, then, "state")
    return Owner(entry.name, entry.country, entry.kind)


def definite(tokens: list[Token], edge: int) -> bool:
    """Whether a phrase begins with a definite determiner."""
    return tokens[edge].lower in ("the", "these", "those", "both")
