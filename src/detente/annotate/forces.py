"""Whose a body or force is by the words beside its noun: a leader, a place, a news agency, the UN, several states."""

from __future__ import annotations

from detente.actors import gazetteer
from detente.actors.agents import lexicon
from detente.annotate.owners import Noun
from detente.annotate.persons import person_mention
from detente.annotate.qualifying import HYPHENS
from detente.annotate.scene import Scene
from detente.doc import SUBJECTS, Token

FOLLOWERS = lexicon("followers")
OF_PARTIES = frozenset({"OPP", "PTY", "ELI"})
OBSERVERS = frozenset({"observer", "monitor", "peacekeeper"})
OF_A_REGION = lexicon("of several states")
PARLIAMENTS = frozenset({"parliament", "house", "chamber", "senate", "assembly", "congress", "legislature"})


def of_united_nations(scene: Scene, noun: Noun, edge: int) -> bool:
    """Whether soldiers who only watch are those of the United Nations, of whom the text speaks."""
    if noun.head.lemma not in OBSERVERS:
        return False
    modifiers = {t.lower for t in scene.doc.tokens[edge : noun.head.i]}
    named = any(n.entry is not None and n.entry.country == "UNO" for n in scene.names)
    return named and (
        bool(modifiers & {"military", "unarmed", "truce", "ceasefire"}) or noun.head.lemma == "peacekeeper"
    )


def state_there(scene: Scene, head: Token) -> str | None:
    """The state of the place last named: `In Cairo, ... the government there`."""
    after = scene.doc.tokens[head.i + 1] if head.i + 1 < len(scene.doc.tokens) else head
    if after.lower != "there":
        return None
    for name in reversed(scene.names):
        if name.first < head.i and name.kind in ("capital", "place", "state") and name.entry is not None:
            return gazetteer.state_of(name.entry.country)
    return None


def state_beside(scene: Scene, head: Token) -> str | None:
    """The state of who leads a body (`the junta led by General X`), governs over it, or of an agency that quotes it."""
    for verb in head.children:
        if verb.lower in ("led", "headed") and verb.i > head.i:
            for name in (scene.name_at.get(t.i) for t in verb.subtree()):
                if name is not None and name.kind == "person" and name.entry is not None:
                    known = gazetteer.known(name.entry.name, scene.date)
                    return gazetteer.state_of(known.country) if known is not None else None
    if head.dep != "dobj":
        return None
    quoted, ruled = head.head.lemma in ("quote", "cite"), head.lemma in PARLIAMENTS
    for child in head.head.children if quoted or ruled else ():
        mention = scene.mention_at.get(child.i) if child.dep in SUBJECTS else None
        if mention is not None and len(mention.codes) == 1:
            country, _, sector = mention.codes[0].partition(" ")
            if sector == ("JRN" if quoted else "GOV"):
                return gazetteer.state_of(country)
    return None


def of_several_states(modifiers: list[Token]) -> bool:
    """Whether soldiers are those of a region or of several states: `West African troops`, `a five-nation force`."""
    return any(t.lower in OF_A_REGION or (t.lower == "nation" and t.i > modifiers[0].i) for t in modifiers)


def code_of_followers(scene: Scene, head: Token) -> str:
    """The code of those who back someone: `supporters of X`, `X supporters`; people, where nobody known is named."""
    if head.lemma.lower() not in FOLLOWERS:
        return ""
    before = scene.name_at.get(head.i - 1)
    code = person_mention(scene, before).codes[0] if before is not None and before.kind == "person" else ""
    for child in head.children:
        if child.lower == "of" and child.i == head.i + 1:
            names = [scene.name_at[t.i] for t in child.children if t.i in scene.name_at]
            code = person_mention(scene, names[0]).codes[0] if names and names[0].kind == "person" else ""
    if head.dep in ("dobj", "dative") and not any(c.dep == "prep" for c in head.rights):
        doers = [scene.mention_at.get(c.i) for c in head.head.children if c.dep in SUBJECTS]
        known = scene.actors.get(doers[0].actors[0]) if doers and doers[0] is not None else None
        code = known.code if known is not None and known.kind == "person" else ""
    country, _, sector = code.partition(" ")
    return gazetteer.code(country if sector else "", "OPP" if sector in OF_PARTIES else "CVL")


def country_at_issue(scene: Scene, edge: int, end: int) -> str:
    """The country of the leader or group for or against whom a modifier says that those are: `pro-Gbagbo youths`."""
    tokens = scene.doc.tokens
    for at in range(edge + 2, end):
        name = scene.name_at.get(at)
        if name is None or name.kind not in ("person", "group") or tokens[name.first - 1].text not in HYPHENS:
            continue
        if tokens[name.first - 2].lower in ("pro", "anti"):
            code = person_mention(scene, name).codes[0] if name.kind == "person" else name.entry and name.entry.code
            country = (code or "").partition(" ")[0]
            return country if gazetteer.state_of(country) else ""
    return ""
