"""Who stands on the other side where a clause leaves it out: whom the sentences before name as met or opposed."""

from __future__ import annotations

from detente.coding.acts import act_nouns, word_class
from detente.coding.nesting import Act
from detente.doc import Doc, Token
from detente.parties import Party, parties

FACING = ("CONSULT", "AGREE", "ASSAULT", "COOPERATE")  # those named in one are spoken of together afterwards
HOSTILE = frozenset({"ASSAULT", "ACCUSE", "THREATEN", "SANCTION", "COERCE", "RETREAT", "MOBILIZE", "REJECT"})
PEOPLE = ("CVL", "REF", "MED", "JRN", "REL", "BUS")
ASKED = frozenset({"ultimatum", "demand", "proposal", "offer", "request", "appeal", "call", "invitation", "suggestion"})
FAR = 4  # sentences
AGAINST = ("THREATEN", "SANCTION")  # what is done against somebody, though the clause may not say whom


class Counterparts:
    """What earlier clauses tell of who is meant: who last met, accused, asked or opposed whom."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.met: tuple[Party, ...] = ()
        self.accused: tuple[tuple[Party, ...], tuple[Party, ...]] = ((), ())
        self.asked: tuple[tuple[Party, ...], tuple[Party, ...], int] | None = None
        self.done: list[tuple[tuple[Party, ...], str, set[str], int]] = []
        self.faced: list[tuple[tuple[Party, ...], tuple[Party, ...], int]] = []

    def note(self, act: Act, actors: tuple[Party, ...], recipients: tuple[Party, ...]) -> None:
        """Remember who met, whom `all`, `both` and an unresolved `their` mean later, and who asked whom."""
        if act.type in FACING and act.modality == "happened" and len(actors) + len(recipients) > 1:
            self.met = (*actors, *recipients)
        if act.type == "ACCUSE" and recipients:
            self.accused = (actors, recipients)
        elif act.type == "REQUEST" and recipients:
            self.asked = (actors, recipients, act.word.sentence)
        if actors and act.modality in ("happened", "planned"):
            words = {t.lemma.lower() for t in (act.word, *act.consumed)}
            self.done.append((actors, act.type, words, act.word.sentence))
        if actors and recipients and act.type in HOSTILE:
            self.faced.append((actors, recipients, act.word.sentence))

    def asked_by(self, actors: tuple[Party, ...], word: Token) -> tuple[Party, ...]:
        """Whom the same actors asked just before: `X urged both to talk. He called for a pause.`"""
        if self.asked is None or not actors:
            return ()
        askers, asked, sentence = self.asked
        return asked if askers == actors and word.sentence - sentence <= 1 else ()

    def accusers(self, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
        """Who accused those who now reject `the accusation`."""
        accusers, accused = self.accused
        charged = any(thing.lemma.lower() in ("accusation", "allegation", "charge", "claim") for thing in act.objects)
        sides = {one.side for one in accused}
        return accusers if charged and any(one.side in sides for one in actors) else ()

    def opponent(self, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
        """Whom the same side faced just before, for a threat or penalty that does not say against whom it is."""
        if act.type not in AGAINST or act.nominal or not actors:
            return ()
        sides = {one.side for one in actors}
        for these, those, sentence in reversed(self.faced):
            if act.word.sentence - sentence > 1:
                break
            if {one.side for one in these} & sides:
                return those if len(those) == 1 else ()
            if {one.side for one in those} & sides:
                return these if len(these) == 1 else ()
        return ()

    def author_of(self, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
        """Who did what is condemned or refused as something told before: `Russia condemned the sanctions`."""
        if act.type not in ("ACCUSE", "REJECT", "SUPPORT") or len(act.objects) != 1:
            return ()
        thing = act.objects[0]
        told = any(c.lower in ("the", "this", "that", "these", "those") for c in thing.children)
        if not told or any(c.dep in ("prep", "relcl", "acl", "amod", "poss") for c in thing.children):
            return ()
        lemma = thing.lemma.lower()
        kinds = {entry.type for entry in act_nouns().get(lemma, ())}
        sides = {one.side for one in actors}
        for doers, kind, words, sentence in reversed(self.done):
            if act.word.sentence - sentence > FAR:
                break
            asked = act.type == "REJECT" and lemma in ASKED and kind in ("REQUEST", "AGREE", "THREATEN")
            same = act.type != "SUPPORT" and (asked or lemma in words or (kind in kinds and kind == "ASSAULT"))
            if (same or lemma in word_class("deed")) and not {one.side for one in doers} & sides:
                return doers
        return ()

    def mediated(self, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
        """Between whom `the talks` are that somebody mediates."""
        told = act.word.dep == "acl" or any(c.lower == "the" for t in act.objects for c in t.children)
        if act.mode != "third-party" or not told:
            return ()
        sides = {one.side for one in actors}
        return tuple(one for one in self.met if one.side not in sides)

    def bound(self) -> tuple[Party, ...]:
        """Those whose truce or talks are spoken of without a name: the armed or governing parties who last faced."""
        parties_to_it = tuple(one for one in self.met if one.code and one.code.split()[-1] not in PEOPLE)
        return parties_to_it if len(parties_to_it) > 1 else ()

    def protagonist(self, word: Token) -> tuple[Party, ...]:
        """The actor who was last the subject of a clause, at most two sentences back."""
        first = self.doc.sentences[max(0, word.sentence - 2)][0]
        for token in reversed(self.doc.tokens[first : word.i]):
            if token.dep in ("nsubj", "nsubjpass") and token.pos == "PROPN":
                found = parties(self.doc, token)
                if found and found[0].code:
                    return found[:1]
        return ()
