"""What the words around a noun make of its sector: men of a village, officers of the police, gunmen of a cartel."""

from __future__ import annotations

from detente.actors.agents import common_nouns, lexicon
from detente.actors.belonging import CLAN, belonging
from detente.actors.context import NO_SETTING
from detente.actors.heads import described, singulars
from detente.actors.heads import head_of as words_head
from detente.actors.offices import is_rank
from detente.actors.phrase import names_among, words_in
from detente.actors.stretch import segment_of, stretch_of
from detente.annotate.deeds import attacks
from detente.annotate.owned import of_its_leader
from detente.annotate.owners import Noun, Owner
from detente.annotate.scene import Scene
from detente.codebook.spelling import words_of
from detente.doc import Token

OF_POLICE = frozenset({"police", "policeman", "policemen", "policewoman", "constable", "gendarmerie"})
OF_ARMY = frozenset(
    {"army", "soldier", "troops", "troop", "military", "navy", "general", "colonel", "force", "regiment"}
)
ARMED_BODIES = frozenset({"CRM", "REB", "PRM", "COP"})
BELONGING = lexicon("kin") | lexicon("follows a leader") | lexicon("sent by others") | CLAN
LATELY = 1  # sentences


def told_sector(scene: Scene, noun: Noun, edge: int, owners: list[Owner], sector: str) -> str:
    """The sector of a noun, or the one that the words around it give in its place."""
    sector = _by_whom_they_belong_to(scene, noun, edge) or of_its_leader(scene, noun, owners, sector)
    if attacks(noun.head, sector):
        return "CRM"
    if sector == "UNK":
        return _of_men(scene, noun, edge) or sector
    modifiers = {t.lower for t in scene.doc.tokens[edge : noun.first]}
    if sector == "CRM" and "pro" in modifiers:
        return "PRM"  # `pro-government gangs`
    if sector == "UAF" or (sector == "MIL" and noun.title is not None and is_rank(noun.title.title)):
        return _of_a_body(noun.head) or sector
    return "COP" if sector == "MIL" and officers_of_police(scene, noun, edge) else sector


def _by_whom_they_belong_to(scene: Scene, noun: Noun, edge: int) -> str:
    """The sector of kin, followers and delegates by whose they are: `the president's brother`."""
    tokens, head = scene.doc.tokens, noun.head
    if not any(form[0] in BELONGING for form in singulars((head.lower,))):
        return ""
    behind = next((c for c in head.rights if c.lower == "of" and c.i == head.i + 1), None)
    end = max(t.i for t in behind.subtree()) if behind is not None else head.i
    words = words_in(scene.doc.text[tokens[edge].start : tokens[end].end])
    first, last = segment_of(words)
    at = stretch_of(words, first, last, names_among(words, scene.date), NO_SETTING, scene.date)
    return next(iter(belonging(at, words_head(words, first, last))), "")


def officers_of_police(scene: Scene, noun: Noun, edge: int) -> bool:
    """Whether officers are those of the police, of whom the text spoke last: `police said two officers were hurt`."""
    if noun.head.lemma != "officer" or noun.first != noun.head.i:
        return False
    tokens = scene.doc.tokens
    if any(t.lower in OF_ARMY or t.pos == "PROPN" for t in tokens[edge : noun.first]):
        return False
    first = scene.doc.sentences[max(0, noun.head.sentence - LATELY)][0]
    for token in reversed(tokens[first:edge]):
        if token.lower in OF_POLICE or token.lemma in OF_POLICE:
            return True
        if token.lemma.lower() in OF_ARMY or token.lower in OF_ARMY:
            return False
    return False


def _of_men(scene: Scene, noun: Noun, edge: int) -> str:
    """The sector of those who are only men: civilians where the phrase says which."""
    head = noun.head
    of = head.tag == "NNS" and any(c.lower == "of" for c in head.rights)
    before = [t.lower for t in scene.doc.tokens[edge : noun.first] if t.pos not in ("PUNCT", "DET")]
    return "CVL" if head.lemma == "man" and (of or described(before)) else ""


def _of_a_body(head: Token) -> str:
    """The sector of the body to which armed men or an officer belong: `gunmen of a drug cartel`."""
    for child in head.children:
        if child.dep != "prep" or child.lower not in ("of", "from") or child.i != head.i + 1:
            continue
        for target in child.children:
            for length in (1, 0):
                words = [t.text for t in target.lefts if t.dep == "compound"][-length:] if length else []
                key = (*(w for word in words for w in words_of(word)), *words_of(target.lemma))
                agent = common_nouns().get(key)
                if target.dep == "pobj" and agent is not None and agent.sector in ARMED_BODIES:
                    return agent.sector
    return ""
