"""Who stands on the other side where a clause leaves it out: whom the sentences before name as met or opposed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from detente.about import About, parted
from detente.actors.gazetteer import codes_of, known, state_of
from detente.coding.nesting import Act
from detente.doc import Doc, Token
from detente.parties import Party, parties, party

FACING = ("CONSULT", "AGREE", "ASSAULT", "COOPERATE")  # those named in one are spoken of together afterwards
HOSTILE = frozenset({"ASSAULT", "ACCUSE", "THREATEN", "SANCTION", "COERCE", "RETREAT", "MOBILIZE", "REJECT"})
PEOPLE = ("CVL", "REF", "MED", "JRN", "REL", "BUS")
FAR = 4  # sentences
NEAR = 3
CHARGES = frozenset({"accusation", "allegation", "charge", "claim", "criticism", "condemnation"})
TELLING = frozenset({"ACCUSE", "SUPPORT", "REJECT", "REQUEST"})
BLAMING = frozenset({"ACCUSE", "SANCTION", "THREATEN"})


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did: its type and mode, by which words it was told, where, and whether by a verb."""

    doers: tuple[Party, ...]
    type: str
    mode: str | None
    words: frozenset[str]
    sentence: int
    finite: bool


class Counterparts:
    """What earlier clauses tell of who is meant: who last met, accused, asked or opposed whom."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.met: tuple[Party, ...] = ()
        self.accused: tuple[tuple[Party, ...], tuple[Party, ...]] = ((), ())
        self.asked: tuple[tuple[Party, ...], tuple[Party, ...], int] | None = None
        self.done: list[Deed] = []
        self.faced: list[tuple[tuple[Party, ...], tuple[Party, ...], int]] = []
        self.attacked: list[tuple[tuple[Party, ...], tuple[Party, ...], int]] = []
        self.blamed: tuple[tuple[Party, ...], int] = ((), 0)
        self.involved: list[tuple[int, int, tuple[Party, ...]]] = []
        self.received: dict[int, tuple[str, tuple[Party, ...]]] = {}

    def note(self, act: Act, actors: tuple[Party, ...], recipients: tuple[Party, ...]) -> None:
        """Remember who met, whom `all`, `both` and an unresolved `their` mean later, and who asked whom."""
        if act.type in FACING and act.modality == "happened" and len(actors) + len(recipients) > 1:
            self.met = (*actors, *recipients)
        if act.type == "ACCUSE" and recipients:
            self.accused = (actors, recipients)
        elif act.type == "REQUEST" and recipients:
            self.asked = (actors, recipients, act.word.sentence)
        if actors and act.modality in ("happened", "planned"):
            # of `condemned the strikes` the strikes are not his
            own = () if act.type in TELLING else act.consumed
            words = {t.lemma.lower() for t in (act.word, *own)}
            self.done.append(Deed(actors, act.type, act.mode, frozenset(words), act.word.sentence, not act.nominal))
        self.involved += [(act.word.i, place, those) for place, those in enumerate((recipients, actors)) if those]
        if recipients or (act.type == "CONSULT" and len(actors) > 1):
            self.received[act.word.i] = act.type, (*recipients, *(actors if act.type == "CONSULT" else ()))
        if actors and recipients and act.type in HOSTILE:
            self.faced.append((actors, recipients, act.word.sentence))
        if actors and recipients and act.type == "ASSAULT":
            self.attacked.append((actors, recipients, act.word.sentence))
        if actors and recipients and act.type in BLAMING:
            self.blamed = recipients, act.word.sentence

    def asked_by(self, actors: tuple[Party, ...], word: Token) -> tuple[Party, ...]:
        """Whom the same actors asked just before: `X urged both to talk. He called for a pause.`"""
        if self.asked is None or not actors:
            return ()
        askers, asked, sentence = self.asked
        return asked if askers == actors and word.sentence - sentence <= 1 else ()

    def accusers(self, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
        """Who accused those who now reject `the accusation`."""
        accusers, accused = self.accused
        charged = any(thing.lemma.lower() in CHARGES for thing in act.objects)
        return accusers if charged and sides_of(accused) & sides_of(actors) else ()

    def people_before(self, token: Token, actors: tuple[Party, ...]) -> tuple[Party, ...]:
        """The people last spoken of as those to whom something was done or who did it, for `them` and `the men`."""
        near = [one for one in self.involved if one[0] < token.i and token.sentence - self._sentence(one[0]) <= 2]
        for _, _, all_of_them in sorted(near, key=lambda one: (one[1], -one[0])):
            people = tuple(one for one in all_of_them if one.side not in {a.side for a in actors})
            if people and all(_person(one) if token.lower in ("him", "her") else _people(one) for one in people):
                return people
        return ()

    def _sentence(self, word: int) -> int:
        return self.doc.tokens[word].sentence

    def state_meant(self, token: Token, actors: tuple[Party, ...]) -> tuple[Party, ...]:
        """The state that `the country` means, no actor's: the one that the text is most about, or the nearest."""
        own = {country_of(one) for one in actors}
        main = self._about.most
        country = main if main not in own and self._spoken_of(main, token) else self._nearest(token, own)
        state = state_of(country) if country else None
        return (party(state, codes_of(state), self.doc.article.date),) if state else ()

    def blamed_before(self, word: Token, actors: tuple[Party, ...]) -> tuple[Party, ...]:
        """Whom others have just accused or punished."""
        blamed, sentence = self.blamed
        near = word.sentence - sentence < NEAR and all(sector_of(one) in ("GOV", "MIL") for one in blamed)
        return blamed if near and not {one.side for one in blamed} & {one.side for one in actors} else ()

    def state_nearest(self, token: Token, actors: tuple[Party, ...]) -> tuple[Party, ...]:
        """The one other state of the nearest sentence that speaks of any; else the one that the text is about."""
        own = {country_of(one) for one in actors}
        state = state_of(self._nearest(token, own))
        return (party(state, codes_of(state), self.doc.article.date),) if state else self.state_meant(token, actors)

    def is_main(self, found: Collection[Party]) -> bool:
        """Whether some actors are of the country that the text is most about."""
        return bool(found) and all(country_of(one) == self._about.most for one in found)

    @cached_property
    def _about(self) -> About:
        return About(self.doc)

    def _spoken_of(self, country: str, token: Token) -> bool:
        end = self.doc.sentences[token.sentence][1]
        return any(code[:3] == country for m in self.doc.mentions if m.head < end for code in m.codes)

    def _nearest(self, token: Token, own: set[str]) -> str:
        """The one other state of the nearest sentence that speaks of any."""
        for number in range(token.sentence, max(-1, token.sentence - NEAR), -1):
            first, last = self.doc.sentences[number]
            heads = [m for m in self.doc.mentions if first <= m.head < min(last, token.i)]
            told = {code.partition(" ")[0] for m in heads for code in m.codes}
            told = {country for country in told - own if state_of(country)}
            if told:
                return told.pop() if len(told) == 1 else ""
        return ""

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


def _person(one: Party) -> bool:
    entry = known(one.name)
    words = one.name.split()
    return entry.kind == "person" if entry else len(words) > 1 and all(word[0].isupper() for word in words)


def _people(one: Party) -> bool:
    return sector_of(one) not in ("GOV", "IGO", "") or one.name[:1].islower()


def sides_of(found: Collection[Party]) -> set[str]:
    """The sides of some actors; of people and groups also the state that they are of."""
    return {one.side for one in found} | {state for one in found if (state := state_of(country_of(one)))}


def country_of(one: Party) -> str:
    """The country in the code of an actor."""
    return parted(one.code or "")[0]


def sector_of(one: Party) -> str:
    """The sector in the code of an actor."""
    return parted(one.code or "")[1]
