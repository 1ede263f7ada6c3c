"""Finds the acts that a sentence names, by the codebook of acts: which word, which type, who does it to whom.

An `Act` holds tokens, not actors: who the tokens stand for is asked by `participants`, and by `pairs` not at all.
"""

from __future__ import annotations

from detente.coding.acts import Frame, frames, word_class
from detente.coding.arguments import (
    TIMES,
    beside,
    doers,
    last_particle,
    objects,
    only_times,
)
from detente.coding.naming import Names, lemma_of
from detente.coding.nesting import (
    Act,
    absorbed,
    awaited,
    charges,
    echoes,
    not_ruled_out,
    obliged,
    place_under,
    sayer,
    take_over,
    under_noun,
)
from detente.coding.nominal import Nouns, gerund
from detente.coding.receiving import recipients_of
from detente.coding.threats import threat_in
from detente.doc import SUBJECTS, Doc, Token
from detente.modality import modality_of
from detente.records import Modality
from detente.syntax import conjuncts, objects_of, passive, patient_of, subject_of

GOVERNING = ("on", "upon", "for", "at", "to")  # of a verb with an object of its own these are no particles
RELATIVES = ("WDT", "WP", "EX")
MISREAD = {"staged": "stage", "staging": "stage"}  # to the lemmatizer, a stag
TELLING = frozenset({"REQUEST", "ACCUSE", "SUPPORT"})  # what they are about is told beside them


class Coder:
    """Finds the acts of one document."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.names = Names(doc)
        self.nouns = Nouns(doc, self.names)

    def acts(self, number: int, *, weak: bool = False) -> list[Act]:
        """The acts of a sentence in the order of its words; with `weak` also those of weak frames."""
        words = self.doc.words(number)
        verbal = [act for token in words if (act := threat_in(token) or self.verbal(token, weak=weak)) is not None]
        consumed = {noun.i for act in verbal if act.type not in TELLING for noun in act.consumed}
        nominal = [
            act
            for token in words
            if (token.pos in ("NOUN", "PROPN") or gerund(token))
            and token.i not in consumed
            and (act := self.nouns.act(token)) is not None
        ]
        found = {act.word.i: act for act in (*nominal, *verbal)}
        for act in [act for act in found.values() if echoes(act, found)]:
            del found[act.word.i]
        for act in sorted(found.values(), key=lambda a: a.word.i):
            place_under(act, found)
        kept = [
            act
            for act in found.values()
            if act.type != "none" and not absorbed(act) and not (act.word.dep == "xcomp" and obliged(act.word.head))
        ]
        for act in kept:
            take_over(act)
            under_noun(act)
            awaited(act, found)
            not_ruled_out(act)
        kept.extend(self.duties(words, found))
        kept.extend(charges(kept, found))
        return sorted(kept, key=lambda a: (a.word.i, a.duty))

    def duties(self, words: list[Token], found: dict[int, Act]) -> list[Act]:
        """Requests made by saying that another must do something; whoever says it in the sentence is the agent."""
        duties: list[Act] = []
        for verb in words:
            if verb.pos not in ("VERB", "AUX") or not obliged(verb):
                continue
            if verb.i in found and found[verb.i].type in ("REQUEST", "THREATEN"):
                continue
            if verb.i not in found and (passive(verb) or verb.lemma in ("have", "be", "become", "remain", "know")):
                continue  # a state of affairs, which nobody is asked to bring about
            bound = patient_of(verb) if passive(verb) else subject_of(verb)
            first = next((duty for duty in duties if duty.word in verb.ancestors() and verb.dep == "conj"), None)
            if first is not None and bound is not None:
                first.recipients += [bound] if bound not in first.recipients else []
            elif bound is not None:
                duties.append(
                    Act(
                        word=verb,
                        type="REQUEST",
                        mode=None,
                        agents=sayer(verb),
                        recipients=[bound],
                        modality="happened",
                        rule="duty laid on another",
                        confidence=0.6,
                        duty=True,
                    )
                )
        return duties

    # ------------------------------------------------------------ verbs

    def verbal(self, token: Token, *, weak: bool) -> Act | None:
        """The act that a verb or predicative adjective names, or None."""
        if token.pos in ("VERB", "AUX") or token.tag.startswith("VB"):
            if token.dep in ("amod", "compound", "aux", "auxpass", "punct") or _misread(token):
                return None
            lemma = MISREAD.get(token.lower, token.lemma.lower())
            frame = self._be_frame(token, weak=weak) or self._frame(token, lemma, weak=weak)
        elif token.pos == "ADJ" and token.dep in ("acomp", "ROOT", "conj", "ccomp", "oprd"):
            frame = self._be_frame(token, weak=weak)
        else:
            return None
        return self._act(token, frame) if frame is not None else None

    def _be_frame(self, token: Token, *, weak: bool) -> Frame | None:
        listed = frames().get(f"be {token.lower}")
        if not listed or not (
            token.dep in ("acomp", "conj", "oprd")
            or any(c.lemma == "be" and c.dep in ("auxpass", "aux", "cop") for c in token.children)
        ):
            return None
        return next((f for f in listed if (weak or not f.weak) and self._needs_met(token, f)), None)

    def _frame(self, verb: Token, lemma: str, *, weak: bool) -> Frame | None:
        listed = frames().get(lemma)
        if not listed:
            return None
        things = objects(verb)
        parted = {
            c.lower
            for c in verb.children
            if c.i > verb.i and (c.dep == "prt" or (c.i == verb.i + 1 and c.lower in ("back", "off", "away")))
        }
        for frame in listed:
            if frame.object == "*" and verb.lemma in ("want", "need", "expect") and things and verb.dep == "relcl":
                continue  # `the talks, which they want to resume`
            if (frame.weak and not weak) or not parted <= set(frame.words[1:]):
                continue
            last = last_particle(verb, frame.words[1:])
            if last is None or (last.lower in GOVERNING and last.dep == "prep" and _has_object(verb, last)):
                continue
            if last.dep == "prep" and only_times(last):
                continue
            found = self._governed(last) or things if last is not verb else things
            if not self._object_fits(frame, found, verb):
                continue
            if frame.needs and not frame.optional and not self._needs_met(verb, frame):
                continue
            return frame
        return None

    def _governed(self, last: Token) -> list[Token]:
        if last.dep == "mark":
            return [c for c in last.head.children if c.dep in SUBJECTS]
        if last.dep not in ("prep", "agent", "dative"):
            return []
        return [c for c in last.children if c.dep == "pobj" and c.entity[2:] not in TIMES and c.tag not in RELATIVES]

    def _object_fits(self, frame: Frame, things: list[Token], verb: Token) -> bool:
        if frame.nouns or frame.kinds:
            listed = [word for thing in things for word in conjuncts(thing)]
            return any(self.names.fits(word, frame.nouns, frame.kinds) for word in listed)
        if frame.object == "-":
            return not things and not passive(verb)
        if frame.object == "*":
            # `rejected what they called ultimatums`
            return bool(things) or any(
                c.dep == "ccomp" and c.children and c.children[0].lower == "what" for c in verb.children
            )
        return True

    def _needs_met(self, word: Token, frame: Frame) -> bool:
        absent = [need for need in frame.needs if need.absent]
        present = [need for need in frame.needs if not need.absent]
        if any(self.names.stands_beside(word, need) for need in absent):
            return False
        return not present or any(self.names.stands_beside(word, need) for need in present)

    def _act(self, verb: Token, frame: Frame) -> Act:
        last = last_particle(verb, frame.words[1:]) or verb
        things = (self._governed(last) or objects(verb)) if last is not verb else objects(verb)
        agents = doers(verb)
        act = Act(
            word=verb,
            type=frame.type,
            mode=frame.mode,
            agents=agents,
            recipients=[],
            modality=_modality(verb),
            rule=f"{'passive ' if passive(verb) else ''}{' '.join(frame.words)}",
            confidence=min(0.9, 0.5 + 0.05 * frame.weight) - 0.2 * frame.weak,
            weak=frame.weak,
            frame=frame,
            objects=things,
        )
        governed = [
            g
            for c in beside(verb)
            for need in frame.needs
            if need.governs and need.word == c.lower
            for g in c.children
            if g.dep == "pobj" and self.names.fits(g, need.governs, frozenset())
        ]
        act.consumed.extend(governed)
        # `designated the group as terrorists`
        act.objects = [*things, *(g for g in governed if g.head.lower != "as")]
        if frame.nouns:
            act.consumed += [w for t in things for w in conjuncts(t) if self.names.fits(w, frame.nouns, frozenset())]
            inner = [
                i for w in act.consumed if lemma_of(w) in word_class("container") for i in objects_of(w, "of", "in")
            ]
            act.consumed.extend(inner)
        if any(need.word == "subject" and need.governs for need in frame.needs):
            self._of_what_befalls(act)
        if frame.type == "MOBILIZE" and len({w.i for a in agents for w in conjuncts(a)}) > 1 and self._exercise(act):
            act.type = "COOPERATE"  # two forces that exercise together
        if frame.type == "noun":
            self._light(act)
        elif frame.type == "commit":
            act.type = "AGREE"
        act.recipients = act.recipients or recipients_of(act, frame.recipient, self.names)
        if frame.modality in ("hypothetical", "planned", "called-for", "denied") and act.modality == "happened":
            act.modality = frame.modality  # type: ignore[assignment]
        if (
            act.type == "AGREE"
            and act.modality == "happened"
            and frame.modality is None
            and verb.tag == "VBG"
            and verb.dep == "amod"
        ):
            act.modality = "hypothetical"
        return act

    def _of_what_befalls(self, act: Act) -> None:
        """Talks that collapse and truces that hold are those of their parties."""
        silent = (
            word_class("talks") | word_class("ceasefire") | word_class("hostilities") | {"gun", "weapon", "artillery"}
        )
        named = [a for a in act.agents if self.names.of(a) & silent]
        for noun in named:
            entry = self.nouns.entry(noun, strict=False)
            act.consumed.append(noun)
            act.agents = self.nouns.hanging(noun, ("between", "of", "by", "poss"), entry) if entry else []
            act.joint = not act.agents

    def _exercise(self, act: Act) -> bool:
        return any(not self.names.of(noun).isdisjoint(word_class("exercise")) for noun in act.consumed)

    def _light(self, act: Act) -> None:
        """A light verb means what its object names: `launched an attack`, `issued an apology`."""
        for noun in act.consumed:
            entry = self.nouns.entry(noun) or self.nouns.entry(noun, strict=False)
            if entry is None or entry.type == "none":
                continue
            act.type, act.mode = entry.type, entry.mode
            act.rule = f"{act.rule} {entry.noun}"
            own = self.nouns.hanging(noun, (*entry.recipient, *(act.frame.recipient if act.frame else ())), entry)
            act.recipients = own
            if act.frame is not None and "subject" in act.frame.recipient:
                act.recipients, act.agents = act.agents, self.nouns.hanging(noun, ("by", "from"), entry)
            return
        act.type = "none"


def _has_object(verb: Token, particle: Token) -> bool:
    """Whether an object stands before what then is no particle: `called the strikes on X a crime`."""
    return any(c.dep in ("dobj", "oprd") or (c.dep == "ccomp" and c.i < particle.i) for c in verb.children)


def _misread(token: Token) -> bool:
    """Whether a participle before a noun was taken for a verb: `an amnesty to imprisoned guerrillas`."""
    helpers = [c.lower for c in token.children if c.dep in ("aux", "auxpass")]
    return token.tag == "VBN" and helpers == ["to"]


def _modality(verb: Token) -> Modality:
    """The modality of a verb, of a predicative adjective that of its copula: `could be reluctant`."""
    found = modality_of(verb)
    copular = verb.pos == "ADJ" and verb.dep == "acomp" and verb.head.pos in ("AUX", "VERB")
    return modality_of(verb.head) if copular and found == "happened" else found
