"""Finds the acts that a sentence names, by the codebook of acts: which word, which type, who does it to whom.

An `Act` holds tokens, not actors: who the tokens stand for is asked by `extract.events` and `pairs`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.acts import ActNoun, Frame, Need, act_nouns, frames, ontology, word_class
from detente.doc import SUBJECTS, Doc, Token
from detente.gazetteer import known
from detente.records import Modality
from detente.syntax import (
    NOMINAL,
    agent_of,
    auxiliaries,
    child_of,
    conjuncts,
    modality_of,
    negated,
    objects_of,
    passive,
    patient_of,
    subject_of,
)

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
BACKED = frozenset(
    {"backed", "proposed", "led", "brokered", "drafted", "sponsored", "mediated", "initiated", "supported"}
)
GOVERNING = ("on", "upon", "for", "at", "to")  # of a verb with an object of its own these are no particles
TRANSPARENT = frozenset({"begin", "start", "continue", "resume", "keep", "finish", "help", "manage", "proceed", "go"})
ABSORBING = frozenset({"AGREE", "REJECT", "THREATEN", "CONSULT", "commit"})
UTTERED = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT"})
TIMES = ("DATE", "TIME")
RELATIVES = ("WDT", "WP", "EX")
TELLING = frozenset({"REQUEST", "ACCUSE", "SUPPORT"})  # what they are about is told beside them
PLACING = ("on", "against", "with", "to", "at", "toward", "towards", "from", "for", "of")


@dataclass(slots=True)
class Act:
    """An act named by a word, with the tokens of its parties and the way in which the text gives it.

    `consumed` are act nouns that this act already says; `under` is the act whose complement this one is.
    """

    word: Token
    type: str
    mode: str | None
    agents: list[Token]
    recipients: list[Token]
    modality: Modality
    rule: str
    confidence: float
    weak: bool = False
    frame: Frame | None = None
    consumed: list[Token] = field(default_factory=list)
    objects: list[Token] = field(default_factory=list)
    under: Act | None = None
    duty: bool = False

    @property
    def nominal(self) -> bool:
        """Whether a noun names it."""
        return self.frame is None and not self.duty


# ---------------------------------------------------------------- what a noun is called


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
        lemma = _lemma(noun)
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
                found.add(f"{lemma} of {_lemma(inner)}")
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
        if token.pos == "NOUN" and _lemma(token) in word_class("people"):
            found.add("person")
        return found

    def fits(self, token: Token, nouns: frozenset[str], kinds: frozenset[str]) -> bool:
        """Whether a noun is one of some words or of one of some kinds."""
        return bool(nouns and not nouns.isdisjoint(self.of(token))) or bool(
            kinds and not kinds.isdisjoint(self.kinds(token))
        )


def _lemma(token: Token) -> str:
    lemma = token.lemma.lower()
    if token.pos == "PROPN" and lemma.endswith("s") and not lemma.endswith("ss") and len(lemma) > 3:
        return lemma[:-1]  # headline capitals hide a plural
    return lemma


# ---------------------------------------------------------------- verbs


def objects(verb: Token) -> list[Token]:
    """The head words of what the verb is done to: direct objects, passive subjects, the noun of an object relative."""
    if passive(verb):
        if verb.dep == "amod":
            return [verb.head]
        subject = subject_of(verb)
        own = [c for c in verb.children if c.dep == "dobj"]
        return ([subject] if subject is not None else []) + own
    own = [c for c in verb.children if c.dep in ("dobj", "dative", "oprd", "attr") and c.pos in (*NOMINAL, "ADJ")]
    own.sort(key=lambda t: ("dobj", "oprd", "attr", "dative").index(t.dep))
    # `found him guilty`: the small clause's subject is the verb's object
    small = [c for c in verb.children if c.dep == "ccomp" and c.pos == "ADJ"]
    # `helped them leave`, `urged both to sign`: so is that of an infinitive
    small += [c for c in verb.children if c.dep == "ccomp" and c.tag == "VB" and c.i > verb.i and not _modal(c)]
    own += [s for c in small for s in c.children if s.dep == "nsubj" and s.pos in NOMINAL]
    own = [c for c in own if c.lower not in ("that", "which", "who", "whom", "what")]
    if own and own[0].dep == "dobj":
        return own
    if _object_relative(verb):
        return [verb.head, *own]
    if not own and verb.dep == "conj" and verb.head.pos == "VERB" and verb.head.i < verb.i:
        return []
    shared = next((c for c in verb.children if c.dep == "conj" and c.pos == "VERB"), None)
    if not own and shared is not None and not _has_complement(verb):
        # `rejected and condemned the plan`: the object hangs on the last of the verbs
        return [c for c in shared.children if c.dep == "dobj" and shared.i - verb.i <= 3]
    return own


def _modal(verb: Token) -> bool:
    return any(c.dep == "aux" and c.tag == "MD" for c in verb.children)


def _object_relative(verb: Token) -> bool:
    if verb.dep != "relcl" or passive(verb):
        return False
    own = next((c for c in verb.children if c.dep in SUBJECTS), None)
    return own is not None and own.lower not in ("who", "that", "which")


def _has_complement(verb: Token) -> bool:
    return any(c.dep in ("xcomp", "ccomp", "prep", "prt") and c.i > verb.i for c in verb.children)


def complements(verb: Token) -> list[Token]:
    """The heads of clauses that a verb governs as infinitive, gerund or `that` clause, also through a preposition."""
    found = []
    for child in verb.children:
        if child.dep in ("xcomp", "ccomp") and child.i > verb.i:
            found.append(child)
        elif child.dep == "prep":
            found.extend(c for c in child.children if c.dep == "pcomp")
        elif child.dep in ("dobj", "oprd") and child.i > verb.i:
            found.extend(c for c in child.children if c.dep in ("acl", "relcl") and _bare(c))
        elif child.dep == "advcl" and child.i > verb.i and _infinitive(child):
            found.append(child)
    return found


def _infinitive(verb: Token) -> bool:
    return verb.tag == "VB" and any(c.dep == "aux" and c.lower == "to" for c in verb.children)


def _bare(verb: Token) -> bool:
    return _infinitive(verb)


class Coder:
    """Finds the acts of one document."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.names = Names(doc)

    def acts(self, number: int, *, weak: bool = False) -> list[Act]:
        """The acts of a sentence in the order of its words; with `weak` also those of weak frames."""
        words = self.doc.words(number)
        verbal = [act for token in words if (act := self.verbal(token, weak=weak)) is not None]
        consumed = {noun.i for act in verbal if act.type not in TELLING for noun in act.consumed}
        nominal = [
            act
            for token in words
            if token.pos in ("NOUN", "PROPN") and token.i not in consumed and (act := self.nominal(token)) is not None
        ]
        found = {act.word.i: act for act in (*nominal, *verbal)}
        for act in [act for act in found.values() if _echo(act, found)]:
            del found[act.word.i]
        for act in sorted(found.values(), key=lambda a: a.word.i):
            _place_under(act, found)
        kept = [
            act
            for act in found.values()
            if act.type != "none" and not _absorbed(act) and not (act.word.dep == "xcomp" and obliged(act.word.head))
        ]
        for act in kept:
            _take_over(act)
        kept.extend(self.duties(words, found))
        return sorted(kept, key=lambda a: (a.word.i, a.duty))

    def duties(self, words: list[Token], found: dict[int, Act]) -> list[Act]:
        """Requests made by saying that another must do something; whoever says it in the sentence is the agent."""
        duties: list[Act] = []
        for verb in words:
            if verb.pos not in ("VERB", "AUX") or not obliged(verb):
                continue
            if verb.i in found and found[verb.i].type in ("REQUEST", "THREATEN"):
                continue
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
                        agents=_sayer(verb),
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
            if token.dep in ("amod", "compound", "aux", "auxpass", "punct"):
                return None
            frame = self._be_frame(token, weak=weak) or self._frame(token, token.lemma.lower(), weak=weak)
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
            if (frame.weak and not weak) or not parted <= set(frame.words[1:]):
                continue
            last = _particles(verb, frame.words[1:])
            if last is None or (last.lower in GOVERNING and last.dep == "prep" and child_of(verb, "dobj") is not None):
                continue
            if last.dep == "prep" and _only_times(last):
                continue
            found = self._governed(last) or things if last is not verb else things
            if not self._object_fits(frame, found, verb):
                continue
            if frame.needs and not frame.optional and not self._needs_met(verb, frame):
                continue
            return frame
        return None

    def _governed(self, last: Token) -> list[Token]:
        if last.dep not in ("prep", "agent", "dative"):
            return []
        return [c for c in last.children if c.dep == "pobj" and c.entity[2:] not in TIMES and c.tag not in RELATIVES]

    def _object_fits(self, frame: Frame, things: list[Token], verb: Token) -> bool:
        if frame.nouns or frame.kinds:
            listed = [word for thing in things for word in conjuncts(thing)]
            return any(self.names.fits(word, frame.nouns, frame.kinds) for word in listed)
        if frame.object == "-":
            return not things and not passive(verb)
        return bool(things) if frame.object == "*" else True

    def _needs_met(self, word: Token, frame: Frame) -> bool:
        absent = [need for need in frame.needs if need.absent]
        present = [need for need in frame.needs if not need.absent]
        if any(self.stands_beside(word, need) for need in absent):
            return False
        return not present or any(self.stands_beside(word, need) for need in present)

    def stands_beside(self, word: Token, need: Need) -> bool:
        """Whether what a frame or act noun asks for stands beside a word."""
        if need.word in ("do", "doing", "that", "subjunctive"):
            return any(_complement_fits(c, need.word) for c in complements(word))
        if need.word == "subject":
            return any(self.names.fits(w, need.governs, need.kinds) for t in _doers(word) for w in conjuncts(t))
        if need.word == "":
            return any(
                "actor" in self.names.kinds(c) for c in word.children if c.dep in ("poss", "amod", "compound", "nmod")
            )
        for child in _beside(word):
            if need.word not in (child.lower, child.dep, child.lemma.lower() if child.pos != "ADP" else ""):
                continue
            if child.dep in SUBJECTS:
                continue
            if not need.governs and not need.kinds:
                return True
            governed = (
                [c for c in child.children if c.dep in ("pobj", "pcomp", "amod")]
                if child.pos in ("ADP", "SCONJ", "PART")
                else [child]
            )
            if any(self.names.fits(w, need.governs, need.kinds) for g in governed for w in conjuncts(g)):
                return True
        return False

    def _act(self, verb: Token, frame: Frame) -> Act:
        last = _particles(verb, frame.words[1:]) or verb
        things = (self._governed(last) or objects(verb)) if last is not verb else objects(verb)
        agents = _doers(verb)
        act = Act(
            word=verb,
            type=frame.type,
            mode=frame.mode,
            agents=agents,
            recipients=[],
            modality=modality_of(verb),
            rule=f"{'passive ' if passive(verb) else ''}{' '.join(frame.words)}",
            confidence=min(0.9, 0.5 + 0.05 * frame.weight) - 0.2 * frame.weak,
            weak=frame.weak,
            frame=frame,
            objects=things,
        )
        if frame.nouns:
            act.consumed = [w for t in things for w in conjuncts(t) if self.names.fits(w, frame.nouns, frozenset())]
            inner = [i for w in act.consumed if _lemma(w) in word_class("container") for i in objects_of(w, "of", "in")]
            act.consumed.extend(inner)
        if frame.type == "MOBILIZE" and len({w.i for a in agents for w in conjuncts(a)}) > 1 and self._exercise(act):
            act.type = "COOPERATE"  # two forces that exercise together
        if frame.type == "noun":
            self._light(act)
        elif frame.type == "commit":
            act.type = "AGREE"
        act.recipients = act.recipients or self._recipients(act, frame.recipient)
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

    def _exercise(self, act: Act) -> bool:
        return any(not self.names.of(noun).isdisjoint(word_class("exercise")) for noun in act.consumed)

    def _light(self, act: Act) -> None:
        """A light verb means what its object names: `launched an attack`, `issued an apology`."""
        for noun in act.consumed:
            entry = self.entry(noun) or self.entry(noun, strict=False)
            if entry is None or entry.type == "none":
                continue
            act.type, act.mode = entry.type, entry.mode
            act.rule = f"{act.rule} {entry.noun}"
            own = self._hanging(noun, (*entry.recipient, *(act.frame.recipient if act.frame else ())), entry)
            act.recipients = own
            if act.frame is not None and "subject" in act.frame.recipient:
                act.recipients, act.agents = act.agents, self._hanging(noun, ("by", "from"), entry)
            return
        act.type = "none"

    def _recipients(self, act: Act, order: tuple[str, ...]) -> list[Token]:
        verb = act.word
        if "subject" in order:
            found, act.agents = act.agents, _by(verb)
            return found
        for way in order or ("object", *PLACING):
            if way == "object":
                found = [
                    t
                    for t in act.objects
                    if t not in act.consumed
                    or not act.frame
                    or act.frame.kinds
                    or not act.frame.nouns
                    or _lemma(t) in word_class("people")
                ]
                found = found or (act.objects if act.type in ("ASSAULT", "COERCE") else [])
            elif way == "dative":
                found = [c for c in verb.children if c.dep == "dative" and c.pos in NOMINAL]
                found += [g for c in verb.children if c.dep == "dative" for g in c.children if g.dep == "pobj"]
            elif way == "owner":
                found = [o for t in act.objects for o in owners(t)]
            else:
                found = objects_of(verb, way)
                found += [g for t in act.objects if t.i != verb.i for g in objects_of(t, way) if g.pos in NOMINAL]
            found = [
                t
                for t in found
                if t.pos in (*NOMINAL, "ADJ")
                and t not in act.agents
                and t.entity[2:] not in TIMES
                and t.tag not in RELATIVES
            ]
            if found:
                return found
        return []

    # ------------------------------------------------------------ nouns

    def entry(self, noun: Token, *, strict: bool = True) -> ActNoun | None:
        """The line of the codebook that a noun answers to. Not `strict`: what must stand beside it is not asked."""
        known = act_nouns()
        names = sorted((n for n in self.names.of(noun) if n in known), key=lambda n: (-len(n), n))
        for name in names:
            for entry in known[name]:
                met = not entry.needs or any(self.stands_beside(noun, need) for need in entry.needs)
                if met or (not strict and any(need.word in PLACING for need in entry.needs)):
                    return entry
        return None

    def nominal(self, noun: Token) -> Act | None:
        """The act that a noun names by itself, with the parties that hang on it, or None."""
        if noun.dep in ("compound", "nmod", "npadvmod", "amod") and noun.head.pos in NOMINAL:
            return None
        entry = self.entry(noun)
        if entry is None or entry.type == "none":
            return None
        agents = self._hanging(noun, entry.actor, entry)
        recipients = [t for t in self._hanging(noun, entry.recipient, entry) if t not in agents]
        doers, sufferers = self._adjoined(noun, entry)
        agents = agents or doers
        recipients = recipients or [t for t in sufferers if t not in agents]
        rule = f"noun {entry.noun}"
        confidence = 0.6
        if not agents:
            participle = next((c for c in noun.children if c.dep in ("acl", "relcl") and passive(c)), None)
            agents = _by(participle) if participle is not None else []
        if not agents and recipients and entry.type == "CONSULT":
            subject = _clause_subject(noun)
            if subject is not None and subject not in recipients:
                agents, rule, confidence = [subject], f"{rule}, subject of the clause", 0.5
        modality = modality_of(noun)
        if entry.type in UTTERED and modality in ("denied", "hypothetical") and not negated(noun):
            modality = "happened"  # `refused the request`: the request was made
        return Act(
            word=noun,
            type=entry.type,
            mode=entry.mode,
            agents=agents,
            recipients=recipients,
            modality=modality,
            rule=rule,
            confidence=confidence,
        )

    def _hanging(self, noun: Token, ways: tuple[str, ...], entry: ActNoun) -> list[Token]:
        """The first parties that hang on a noun in one of some ways: `poss`, or a preposition."""
        for way in ways:
            if way == "poss":
                found = [c for c in noun.children if c.dep == "poss"]
            elif way == "object":
                found = []
            else:
                found = [g for g in _objects_deep(noun, way) if g.pos in NOMINAL and g.entity[2:] not in TIMES]
            if way == "of" and entry.type == "ASSAULT":
                found = [t for t in found if self.names.of(t).isdisjoint(word_class("attack"))]
            if way == "of" and entry.type in ("RETREAT", "MOBILIZE") and "of" in entry.actor:
                found = [o for t in found for o in (owners(t) or [t])]
            if found:
                return found
        return []

    def _adjoined(self, noun: Token, entry: ActNoun) -> tuple[list[Token], list[Token]]:
        """Actors and recipients among the adjectives and compounds: `Russian attack`, `Iran sanctions`."""
        doers, sufferers = [], []
        pair = [c for c in noun.children if c.dep in ("compound", "nmod") and "actor" in self.names.kinds(c)]
        hyphened = any(c.text in ("-", "–", "/") and c.i < noun.i for p in (*pair, noun) for c in p.children)
        for child in noun.children:
            if child.i > noun.i or child.dep not in ("amod", "compound", "nmod"):
                continue
            if "actor" not in self.names.kinds(child):
                continue
            is_place = child.dep != "amod" and child.entity[2:] == "GPE" and not child.text.replace(".", "").isupper()
            if is_place and not hyphened and child.tag != "JJ":
                if entry.type in ("SANCTION", "AID", "ASSAULT", "COERCE"):
                    sufferers.append(child)
                continue
            doers.append(child)
            doers.extend(
                c
                for c in child.children
                if c.dep in ("compound", "nmod", "conj") and hyphened and "actor" in self.names.kinds(c)
            )
        return doers, sufferers


# ---------------------------------------------------------------- small grammar


def _beside(word: Token) -> list[Token]:
    """What stands beside a word: its children, and what hangs on its object."""
    found = list(word.children)
    for child in word.children:
        if child.dep in ("dobj", "nsubjpass", "prt", "acomp"):
            found.extend(c for c in child.children if c.dep in ("prep", "acl", "amod"))
        elif child.dep == "prep":
            found.extend(c for c in child.children if c.dep == "prep")
    return found


def _complement_fits(clause: Token, shape: str) -> bool:
    infinitive = any(c.dep == "aux" and c.lower == "to" for c in clause.children)
    if shape == "doing":
        return clause.tag == "VBG"
    if shape == "do":
        return (
            infinitive
            or (clause.tag == "VBG" and clause.dep in ("xcomp", "pcomp"))
            or (clause.tag == "VB" and clause.dep == "xcomp")
        )
    if shape == "subjunctive":
        duty = any(h in ("should", "must") for h in auxiliaries(clause))
        return clause.dep == "ccomp" and not infinitive and (duty or (clause.tag == "VB" and not _helped(clause)))
    return clause.dep == "ccomp" and not infinitive


def _only_times(preposition: Token) -> bool:
    """Whether a preposition governs nothing but a time: `called him on Friday` is not `called on him`."""
    governed = [c for c in preposition.children if c.dep == "pobj"]
    return bool(governed) and all(c.entity[2:] in TIMES for c in governed)


def _helped(clause: Token) -> bool:
    return any(c.dep == "aux" for c in clause.children)


def _particles(verb: Token, words: tuple[str, ...]) -> Token | None:
    """The token of the last particle of a frame, the verb itself where it has none, None where one is missing."""
    current = verb
    for word in words:
        options = [
            c for holder in dict.fromkeys((verb.i, current.i)) for c in (verb if holder == verb.i else current).children
        ]
        found = next((c for c in options if c.lower == word and c.i > verb.i and c.i - verb.i < 8), None)
        if found is None:
            return None
        current = found
    return current


def _doers(verb: Token) -> list[Token]:
    if verb.pos == "ADJ":
        holder = verb.head if verb.dep in ("acomp", "oprd") else verb
        subject = subject_of(holder)
        return [subject] if subject is not None else []
    if f"be {verb.lower}" in frames() and verb.tag == "VBN":
        own = child_of(verb, "nsubjpass", "nsubj")
        if own is not None and not _by(verb):
            return [own]
    agent = agent_of(verb)
    if agent is not None and verb.dep == "conj" and passive(verb.head) and not passive(verb) and verb.tag == "VBN":
        return []
    return [agent] if agent is not None else []


def _objects_deep(noun: Token, way: str) -> list[Token]:
    """What hangs on a noun by a preposition, also where the parse hung it on a phrase with `of` in between."""
    own = objects_of(noun, way)
    if own or way not in ("on", "against", "with", "to", "by"):
        return own
    return [g for inner in objects_of(noun, "of") if inner.i > noun.i for g in objects_of(inner, way)]


def _by(verb: Token) -> list[Token]:
    return [
        g
        for c in verb.children
        if c.dep == "agent" or (c.dep == "prep" and c.lower == "by")
        for g in c.children
        if g.dep == "pobj"
    ]


def owners(noun: Token) -> list[Token]:
    """Whose a thing is: its possessive, its adjective of nation, who backs it, what follows `of` or `by`."""
    found = [c for c in noun.children if c.dep == "poss"]
    if not found:
        found = [
            c
            for c in noun.children
            if c.dep in ("amod", "compound", "nmod") and c.entity[2:] in ("NORP", "GPE", "ORG", "PERSON")
        ]
    if not found:
        for child in noun.children:
            if child.lower in BACKED or child.lower.rpartition("-")[2] in BACKED:
                found.extend(c for c in child.children if c.pos in ("PROPN", "NOUN") and c.i < child.i)
    if not found:
        found = [g for g in objects_of(noun, "by", "from", "of") if g.pos in NOMINAL]
    if not found:
        found = [g for c in noun.children if c.dep == "acl" and passive(c) for g in _by(c)]
    return found


def _clause_subject(noun: Token) -> Token | None:
    """The subject of the clause that a noun stands in as an adjunct: `after talks with Y, X left` gives X."""
    if noun.dep == "pobj":
        holder = noun.head.head
        if holder.pos in ("VERB", "AUX"):
            return subject_of(holder)
    elif noun.dep == "dobj" and noun.head.pos == "VERB":
        return agent_of(noun.head)
    return None


# ---------------------------------------------------------------- one act in another's complement


def _place_under(act: Act, found: dict[int, Act]) -> None:
    """Find the act in whose complement this one stands, through verbs that only say that it begins or goes on."""
    current = act.word
    while current.head is not current:
        head = current.head
        if current.dep == "conj" and head.pos == current.pos:
            current = head
            continue
        if head.i in found and found[head.i] is not act and not found[head.i].nominal:
            if _in_complement(act.word, current, found[head.i]):
                act.under = found[head.i]
            return
        passing = (
            head.lemma in TRANSPARENT
            or head.dep in ("prep", "agent", "prt")
            or (current.dep in ("acl", "pcomp", "pobj") and head.pos in ("NOUN", "ADP", "PRON", "PROPN"))
            or (
                act.nominal
                and current.dep in ("dobj", "pobj", "nsubj")
                and head.lemma in ("hold", "have", "make", "reach", "start", "begin", "end", "see")
            )
        )
        if not passing:
            return
        current = head


def _echo(act: Act, found: dict[int, Act]) -> bool:
    """Whether a participle or relative clause only tells what an assault did: `struck the town, killing ten`.

    The other act takes its recipients over where it has none.
    """
    head = act.word.head
    if act.type != "ASSAULT" or act.nominal or act.word.dep not in ("advcl", "relcl") or act.agents == []:
        return False
    if act.word.dep == "advcl" and act.word.tag != "VBG":
        return False
    for other in found.values():
        same = other.word is head or head in other.consumed
        if same and other is not act and other.type == "ASSAULT":
            other.recipients = other.recipients or act.recipients
            return True
    return False


def _in_complement(word: Token, top: Token, over: Act) -> bool:
    if over.word.i > word.i and top.dep not in ("nsubjpass",):
        return False
    return top.dep in (
        "xcomp",
        "ccomp",
        "pcomp",
        "prep",
        "dobj",
        "pobj",
        "oprd",
        "acl",
        "nsubjpass",
        "advcl",
        "dative",
    ) and not (top.dep == "advcl" and not _infinitive(top))


def _absorbed(act: Act) -> bool:
    """Whether the act is only what another one is about: in `refused to release them` nothing is released."""
    over = act.under
    if over is None or over.frame is None:
        return False
    if (
        act.nominal
        and over.type in ("AGREE", "REJECT", "THREATEN")
        and act.word.dep in ("dobj", "pobj", "nsubjpass")
        and not act.agents
    ):
        return True
    then = over.frame.then
    if then == "none":
        if not act.nominal:
            over.recipients = over.recipients or act.recipients
        return not act.nominal
    if then is not None:
        return False
    if over.frame.type in ABSORBING and not act.nominal:
        if over.type == "AGREE" and over.modality == "hypothetical" and act.type in ("ASSAULT", "COERCE", "SANCTION"):
            over.type, over.modality, over.recipients = "THREATEN", "happened", over.recipients or act.recipients
            return True
        if over.type == "AGREE" and over.modality == "happened" and act.type in ("SANCTION", "COERCE", "ASSAULT"):
            return False
        if over.frame.type == "commit" and ontology()[act.type].hostile and act.type not in ("REJECT", "REQUEST"):
            over.type, over.mode = "THREATEN", "violence" if act.type == "ASSAULT" else None
            over.recipients = over.recipients or act.recipients
        over.recipients = over.recipients or act.recipients
        return True
    return False


def _take_over(act: Act) -> None:
    """Give an act in another's complement its modality and, where a request says whom it asks, its doer."""
    over = act.under
    if over is None or over.frame is None:
        return
    then = over.frame.then
    if over.type == "AGREE" and then is None and not act.nominal:
        act.modality = "planned"
        return
    if over.type == "REQUEST" and then is None and act.nominal:
        then = "called-for"
    if then in ("called-for", "happened", "denied", "planned", "hypothetical"):
        if over.modality == "denied" and then == "happened":
            then = "denied"
        act.modality = then  # type: ignore[assignment]
        asks = over.type in ("REQUEST", "COERCE", "CONCEDE", "ACCUSE")
        if asks and over.recipients and not act.nominal and (not act.agents or act.agents == over.agents):
            act.agents = list(over.recipients)
        elif act.nominal and not act.agents and over.type == "REQUEST":
            act.agents = [t for t in over.recipients if t not in act.recipients]
        act.confidence -= 0.1


def _sayer(verb: Token) -> list[Token]:
    """Who says the clause of a verb, where the sentence tells it."""
    top = verb
    while top.dep in ("conj", "xcomp") and top.head is not top:
        top = top.head
    if top.dep == "ccomp" and top.head.pos == "VERB":
        subject = subject_of(top.head)
        return [subject] if subject is not None else []
    return []


def obliged(verb: Token) -> bool:
    """Whether the clause lays a duty on its subject: `must`, `should`, `has to`, `cannot afford to`."""
    helpers = auxiliaries(verb)
    if any(h in ("should", "must", "ought") for h in helpers):
        subject = child_of(verb, *SUBJECTS)
        # `should talks fail` is a condition
        return subject is None or not any(
            c.dep == "aux" and c.lower == "should" and c.i < subject.i for c in verb.children
        )
    return verb.lemma == "afford" and "can" in helpers


def decided(verb: Token) -> bool:
    """Whether the act is one that somebody decided on, which is as good as done: `decided to lift the ban`."""
    return verb.dep == "xcomp" and verb.head.lemma in ("decide", "move", "act", "vote")
