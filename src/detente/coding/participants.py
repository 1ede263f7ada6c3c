"""Whom the words of an act stand for: actors named outright, through their owners, adjectives and members."""

from __future__ import annotations

from collections.abc import Collection

from detente.actors.agents import common_nouns
from detente.actors.gazetteer import codes_of, known, state_of
from detente.coding.acts import act_nouns, word_class
from detente.coding.aimed import bare
from detente.coding.arguments import owners
from detente.doc import Doc, Token
from detente.parties import Party, parties, party
from detente.syntax import NOMINAL, conjuncts, objects_of

RABBLE = frozenset({"CVL", "UAF", "PRM", "CRM", "LAB", "SOC", "OPP"})
SERVING = frozenset({"MIL", "COP", "JUD", "SPY", "GOV"})
LASTING = frozenset(
    {"ruling", "governing", "leading", "visiting", "teaching", "mining", "training", "shipping", "building", "banking",
     "trading", "striking", "protesting", "warring", "opposing"}
)  # fmt: skip
PRIVATE = frozenset({"BUS", "CVL", "AGR", "LAB", "REF"})


def actors_of(
    doc: Doc, tokens: list[Token], *, patient: bool = False, doers: Collection[Party] = ()
) -> tuple[Party, ...]:
    """The actors that some nouns stand for, through their owners and adjectives where they name none themselves.

    A place that something is done to stands for its state, unless that state is among the `doers`.
    """
    found: dict[str, Party] = {}
    for token in tokens:
        for word in _coordinated(token):
            state = _state_of_place(doc, word) if patient else None
            if state is not None and not any(one.name == state.name or _riots_at(one, state) for one in doers):
                found.setdefault(state.name, state)
                continue
            for one in _actors_of(doc, word, patient=patient):
                found.setdefault(one.name, one)
    return tuple(found.values())


def as_states(found: tuple[Party, ...], day: str | None, sectors: Collection[str] = PRIVATE) -> tuple[Party, ...]:
    """The states behind goods, firms and people: sanctions on `Iran's metals industry` hit Iran."""
    listed: dict[str, Party] = {}
    for one in found:
        country, _, sector = (one.code or "").partition(" ")
        state = state_of(country) if sector in sectors and known(one.name) is None else None
        behind = party(state, codes_of(state), day) if state else one
        listed.setdefault(behind.name, behind)
    return tuple(listed.values())


def unnamed(doc: Doc, tokens: list[Token]) -> tuple[Party, ...]:
    """People who are told of in common words alone, as they stand: `a dozen suspects`, `a colonel`."""
    found = []
    for token in tokens:
        nouns = common_nouns()
        agent = nouns.get((token.lemma.lower(),))
        if token.pos != "NOUN" or agent is None or agent.kind not in ("member", "people") or bare(token):
            continue
        words = [c for c in token.children if c.dep in ("amod", "compound") and c.i < token.i] + [token]
        found.append(party(" ".join(w.text for w in words), agent.sector, doc.article.date))
    return uncounted(tuple(found), doc.article.date)


def of_their_state(found: tuple[Party, ...], beside: Collection[Party]) -> tuple[Party, ...]:
    """The state of its unnamed soldiers, policemen and courts, unless they and their state face each other."""
    listed: dict[str, Party] = {}
    for one in found:
        country, _, sector = (one.code or "").partition(" ")
        state = state_of(country) if sector in SERVING and _unnamed(one) else None
        apart = state is None or any(other.name == state for other in beside)
        behind = one if state is None or apart else Party(state, one.code, state)
        listed.setdefault(behind.name, behind)
    return tuple(listed.values())


def _unnamed(one: Party) -> bool:
    """Whether an actor is some people in common words: `two policemen`, `Soldiers`."""
    opening = " " not in one.name and one.name.lower().removesuffix("s") in word_class("people")
    return one.name[:1].islower() or (opening and known(one.name) is None)


def uncounted(found: tuple[Party, ...], day: str | None) -> tuple[Party, ...]:
    """People without their number, `two peacekeepers` as peacekeepers; buildings and mere people are left out."""
    plain = [one if known(one.name) else party(_plain(one), one.code, day) for one in found]
    vague = word_class("building") | {"people", "person", "men", "women", "others"}
    return tuple(one for one in plain if one.name.lower() not in vague and not _thing(one))


def _thing(one: Party) -> bool:
    """Whether arms are named and nobody's: `enemy tanks`."""
    last = one.name.split()[-1].lower()
    return one.name[:1].islower() and {last, last.removesuffix("s")} & word_class("arms") != frozenset()


def _plain(one: Party) -> str:
    """The name of people without their number and the place where they were."""
    words = one.name.split()
    while len(words) > 1 and (words[0].lower() in word_class("count") or words[0][0].isdigit() or _passing(words[0])):
        words = words[1:]
    if len(words) > 1 and words[-1] in ("prisoner", "hostage", "captive"):
        words = words[:-1]  # `took 30 soldiers prisoner`
    common = one.name[:1].islower() or len(words) < len(one.name.split()) or (one.code or "").endswith("CVL")
    place = next((k for k, word in enumerate(words) if k and word in ("in", "from", "at")), len(words))
    return " ".join(words[:place] if common else words)


def _passing(word: str) -> bool:
    """Whether a word tells what people just do, not who they are: `weeping settlers`, but `ruling party`."""
    return word == "estimated" or (word.islower() and word.endswith("ing") and word not in LASTING)


def _coordinated(token: Token) -> list[Token]:
    """The words joined with this one; `Presidents A of X and B of Y` too, where the parse joins B to X."""
    found = conjuncts(token)
    if token.entity[2:] == "GPE":
        # a headline's comma: `Russia, Turkey sign deal`
        found += [
            c for c in token.children if c.dep in ("appos", "nmod") and c.entity[2:] == "GPE" and c.i - token.i == 2
        ]
    # `the writer X and eight others`: the parse joins them to the name
    found += [c for name in token.children if name.dep == "appos" for c in conjuncts(name)[1:] if c.pos in NOMINAL]
    if token.entity[2:] == "PERSON":
        for place in objects_of(token, "of"):
            found.extend(c for c in conjuncts(place) if c.entity[2:] == "PERSON")
    return found


def _actors_of(doc: Doc, token: Token, *, patient: bool, depth: int = 0) -> tuple[Party, ...]:
    own = _as_a_body(doc, token) or parties(doc, token)
    if own or depth > 2 or token.pos == "PRON":
        return own
    lemma = token.lemma.lower()
    if lemma in word_class("container"):
        for inner in objects_of(token, "of"):
            found = _actors_of(doc, inner, patient=patient, depth=depth + 1)
            if found:
                return found
    listed = owners(token)
    if not patient and (lemma in word_class("territory") or not speaks_for(token)):
        listed = [o for o in listed if o.head.lower not in ("of", "in")]
    if lemma in act_nouns() and not patient:
        listed = [o for o in listed if o.dep == "poss" or (o.entity and o.head.lower != "of")]
    gathered: dict[str, Party] = {}
    for owner in listed:
        if owner.dep in ("compound", "nmod") and not speaks_for(token) and not _adjectival(owner):
            continue
        for word in conjuncts(owner):
            for one in _actors_of(doc, word, patient=patient, depth=depth + 1):
                gathered.setdefault(one.name, one)
    if not gathered and patient and speaks_for(token):
        for word in objects_of(token, "in", "from", "at"):
            for one in parties(doc, word):
                gathered.setdefault(one.name, one)
    return tuple(gathered.values())


def _riots_at(one: Party, state: Party) -> bool:
    """Whether people who are no army act in a place of their own country, which is not done to its state."""
    country, _, sector = (one.code or "").partition(" ")
    return sector in RABBLE and country == (state.code or "").partition(" ")[0]


def _state_of_place(doc: Doc, token: Token) -> Party | None:
    """The state in which a place lies that is no actor itself."""
    mention = doc.mention_of(token)
    if mention is not None and any(mention.codes):
        return None
    for place in doc.places:
        if place.first <= token.i < place.last and place.country:
            state = state_of(place.country)
            return party(state, codes_of(state), doc.article.date) if state else None
    return None


def _as_a_body(doc: Doc, token: Token) -> tuple[Party, ...]:
    """`the parties to the conflict in X`, who have no other name, as they stand."""
    if (
        token.lemma != "party"
        or token.tag != "NNS"
        or doc.mention_of(token) is not None
        or len(doc.tokens) < token.i + 4
    ):
        return ()
    to, end = doc.tokens[token.i + 1], token
    if to.lower == "to" and to.dep == "prep":
        for inner in to.subtree():
            if inner.i in (end.i + 1, token.i + 1) and inner.i < token.i + 12 and inner.dep not in ("punct", "appos"):
                end = inner
        if end is token or end.pos in ("ADP", "DET"):
            end = doc.tokens[token.i + 3]
    name = " ".join(doc.text[token.start : end.end].split())
    return (party(name, None, doc.article.date),)


def _adjectival(owner: Token) -> bool:
    """Whether a name before a noun says whose it is (`U.S. proposal`) and not where (`Nairobi process`)."""
    return owner.entity[2:] != "GPE" or owner.tag == "JJ" or owner.text.replace(".", "").isupper()


def speaks_for(token: Token) -> bool:
    """Whether a thing of this kind stands for the state or group that owns it: its people, forces, cities, envoys."""
    lemma = token.lemma.lower()
    return any(lemma in word_class(name) for name in ("people", "troops", "territory", "envoy", "diplomats", "arms"))
