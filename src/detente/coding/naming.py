"""By what words of the codebook a noun can be met: its lemma, its compounds, and what kind of actor it names."""

from __future__ import annotations

from detente.actors.gazetteer import known
from detente.coding.acts import Need, word_class
from detente.coding.arguments import beside, complement_fits, complements, doers, only_times, prepositions_at
from detente.doc import SUBJECTS, Doc, Token
from detente.syntax import conjuncts, objects_of

NUMBERS = frozenset({"dozen", "score", "ten", "hundred", "thousand", "million"})
KINDS_OF_ENTRY = {"state": "state", "person": "person", "organisation": "org", "group": "org"}
PERSONAL = frozenset({"he", "she", "him", "her", "they", "them", "me", "us", "we", "i", "you", "whom", "who"})
KINDS_OF_ENTITY = {
    "PERSON": ("person", "actor"),
    "GPE": ("state", "place", "actor"),
    "NORP": ("state", "actor", "person"),
    "ORG": ("org", "actor"),
    "LOC": ("place",),
    "FAC": ("place",),
}


class Names:
    """By what words a noun can be met in the codebook, worked out once for each noun of a document."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._known: dict[int, frozenset[str]] = {}

    def of(self, noun: Token) -> frozenset[str]:
        """The noun's lemma, the compounds that end in it, and the same of what a container word holds."""
        words = self._known.get(noun.i)
        if words is None:
            words = self._known[noun.i] = frozenset(self._words(noun))
        return words

    def _words(self, noun: Token) -> set[str]:
        lemma = lemma_of(noun)
        found = {lemma}
        first = self._doc.sentences[noun.sentence][0]
        for k in range(1, 4):
            if noun.i - k < first or not noun.text[:1].isalpha():
                break
            before = self._doc.tokens[noun.i - k]
            if before.pos in ("DET", "VERB", "AUX") and before.dep != "compound" and before.tag not in ("VBG", "VBN"):
                break
            words = self._doc.text[before.start : noun.start].lower().replace("’", "'")
            found.add(words + lemma)
        for inner in objects_of(noun, "of", "to", "in", "for"):
            if lemma in word_class("container") and inner.i > noun.i:
                found |= self.of(inner)
            elif any(c.lower == "of" and inner.head is c for c in noun.children):
                found.add(f"{lemma} of {lemma_of(inner)}")
        return found

    def kinds(self, token: Token) -> set[str]:
        """Whether it is a person, state, org, place, or any actor."""
        found: set[str] = set()
        if token.lower in PERSONAL:
            found |= {"person", "actor"}
        found |= set(KINDS_OF_ENTITY.get(token.entity[2:], ()))
        mention = self._doc.mention_of(token)
        if mention is not None and mention.actors:
            found.add("actor")
            entry = known(mention.actors[0])
            if entry is not None:
                found.add(KINDS_OF_ENTRY.get(entry.kind, "actor"))
        if token.pos == "NOUN" and lemma_of(token) in word_class("people"):
            counted = [inner for inner in objects_of(token, "of") if lemma_of(token) in NUMBERS]
            # hundreds of missiles are no people
            found |= set().union(*(self.kinds(inner) for inner in counted)) if counted else {"person"}
        return found

    def fits(self, token: Token, nouns: frozenset[str], kinds: frozenset[str]) -> bool:
        """Whether a noun is one of some words or of one of some kinds."""
        return bool(nouns and not nouns.isdisjoint(self.of(token))) or bool(
            kinds and not kinds.isdisjoint(self.kinds(token))
        )

    def stands_beside(self, word: Token, need: Need) -> bool:
        """Whether what a frame or act noun asks for stands beside a word."""
        if need.word in ("do", "doing", "that", "subjunctive"):
            return any(complement_fits(c, need.word) for c in complements(word))
        if need.word == "subject":
            return any(self.fits(w, need.governs, need.kinds) for t in doers(word) for w in conjuncts(t))
        if need.word == "":
            return any("actor" in self.kinds(c) for c in word.children if c.dep in ("poss", "amod", "compound", "nmod"))
        for child in [*beside(word), *(prepositions_at(word) if word.pos == "NOUN" else ())]:
            if need.word not in (child.lower, child.dep, child.lemma.lower() if child.pos != "ADP" else ""):
                continue
            if child.dep in SUBJECTS or (child.dep == "prep" and only_times(child) and not need.governs):
                continue
            if not need.governs and not need.kinds:
                return True
            governed = (
                [c for c in child.children if c.dep in ("pobj", "pcomp", "amod")]
                if child.pos in ("ADP", "SCONJ", "PART")
                else [child]
            )
            if any(self.fits(w, need.governs, need.kinds) for g in governed for w in conjuncts(g)):
                return True
        return False


def lemma_of(token: Token) -> str:
    """The lemma in lower case; of a capitalised plural, which the tagger takes for a name, the singular."""
    lemma = token.lemma.lower()
    if token.pos == "PROPN" and lemma.endswith("s") and not lemma.endswith("ss") and len(lemma) > 3:
        return lemma[:-1]  # headline capitals hide a plural
    return lemma
