"""Acts that nouns name: `the shelling of X by Y`, `talks between X and Y`, `a Russian strike`."""

from __future__ import annotations

from detente.coding.acts import ActNoun, Need, act_nouns, hostile, word_class
from detente.coding.arguments import TIMES, by_agents, clause_subject, objects_deep, owners
from detente.coding.naming import Names
from detente.coding.nesting import Act
from detente.doc import SUBJECTS, Doc, Token
from detente.modality import modality_of, negated
from detente.syntax import NOMINAL, child_of, conjuncts, passive, subject_of

PLACING = ("on", "against", "with", "to", "at", "toward", "towards", "from", "for", "of")
OCCURRING = frozenset(
    {"be", "begin", "start", "take", "happen", "occur", "hold", "continue", "resume", "launch",
     "conduct", "come", "open", "impose", "reimpose", "reinstate", "introduce", "announce", "order", "extend",
     "renew", "lift", "sign", "reach", "expect", "schedule", "plan", "set"}
)  # fmt: skip
DEMANDING = frozenset({"demand", "seek", "want", "request", "urge", "propose", "recommend", "advocate", "require"})
CALLING = frozenset(
    {"call", "appeal", "ask", "press", "push", "plead", "demand", "plea", "request", "campaign", "lobby"}
)
CAUSES = ("over", "after", "following", "despite", "amid", "since", "during")
BREAKING_OUT = frozenset({"PROTEST", "ASSAULT"})
UTTERED = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT"})


class Nouns:
    """Finds the acts that the nouns of one document name."""

    def __init__(self, doc: Doc, names: Names) -> None:
        self.doc = doc
        self.names = names

    def entry(self, noun: Token, *, strict: bool = True) -> ActNoun | None:
        """The line of the codebook that a noun answers to. Not `strict`: what must stand beside it is not asked."""
        known = act_nouns()
        own = {noun.lower} if gerund(noun) else self.names.of(noun)
        names = sorted((n for n in own if n in known), key=lambda n: (-len(n), n))
        for name in names:
            for entry in known[name]:
                met = not entry.needs or any(self._stands(noun, need) for need in entry.needs)
                met = met or (entry.type in BREAKING_OUT and _breaks_out(noun))
                if met or (not strict and any(need.word in PLACING for need in entry.needs)):
                    return entry
        return None

    def _stands(self, noun: Token, need: Need) -> bool:
        return asked_for(noun) if need.word == "asked" else self.names.stands_beside(noun, need)

    def act(self, noun: Token) -> Act | None:
        """The act that a noun names by itself, with the parties that hang on it, or None."""
        if noun.dep in ("compound", "nmod", "npadvmod", "amod") and noun.head.pos in NOMINAL:
            return None
        entry = self.entry(noun)
        if entry is None or entry.type == "none" or _only_imagined(noun) or _of_no_one(noun, entry.type):
            return None
        agents = self.hanging(noun, entry.actor, entry)
        recipients = [t for t in self.hanging(noun, entry.recipient, entry) if t not in agents]
        doers, sufferers = self._adjoined(noun, entry)
        agents = agents or doers
        recipients = recipients or [t for t in sufferers if t not in agents]
        rule = f"noun {entry.noun}"
        confidence = 0.6
        if not agents:
            participle = next((c for c in noun.children if c.dep in ("acl", "relcl") and passive(c)), None)
            agents = by_agents(participle) if participle is not None else []
        if not agents and noun.dep == "pobj" and noun.head.lower == "behind" and noun.head.head.lemma == "be":
            subject = subject_of(noun.head.head)
            agents = [subject] if subject is not None else []  # `X was behind the attack`
        if not agents and recipients and entry.type in ("CONSULT", "COOPERATE"):
            subject = clause_subject(noun)
            if subject is not None and subject not in recipients:
                agents, rule, confidence = [subject], f"{rule}, subject of the clause", 0.5
        modality = modality_of(noun)
        occurring = noun.head.lemma in OCCURRING and not _described(noun.head)
        any_at_all = modality == "hypothetical" and not any(c.dep in ("det", "poss") for c in noun.children)
        if noun.dep in SUBJECTS and modality != "happened" and not (occurring or any_at_all) and not negated(noun):
            modality = "happened"  # `the attack must be answered`: it took place
        if noun.dep == "pobj" and noun.head.lower in CAUSES and modality in ("called-for", "planned"):
            modality = "happened"  # `ordered out diplomats over the poisoning`
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

    def hanging(self, noun: Token, ways: tuple[str, ...], entry: ActNoun) -> list[Token]:
        """The first parties that hang on a noun in one of some ways: `poss`, or a preposition."""
        for way in ways:
            found: list[Token] = []
            if way == "poss":
                found = [c for c in noun.children if c.dep == "poss"]
            elif way != "object":
                found = [g for g in objects_deep(noun, way) if g.pos in NOMINAL and g.entity[2:] not in TIMES]
            if way == "between" and len(found) == 1:
                found = [*_first_of_two(found[0]), *found]
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


def asked_for(noun: Token) -> bool:
    """Whether somebody asks for what a noun names: `called for a truce`, `demands an inquiry`."""
    holder = noun
    while holder.dep == "conj" and holder.head.pos in NOMINAL:
        holder = holder.head
    if holder.dep == "dobj":
        return holder.head.lemma.lower() in DEMANDING
    return holder.dep == "pobj" and holder.head.lower == "for" and holder.head.head.lemma.lower() in CALLING


def gerund(token: Token) -> bool:
    """Whether a gerund stands as a noun that names an act: `fighting between X and Y spread`."""
    return (
        token.tag == "VBG"
        and token.pos == "VERB"
        and token.dep in ("nsubj", "nsubjpass", "dobj", "pobj")
        and token.lower in act_nouns()
        and not any(c.dep in ("dobj", "aux", "ccomp", "xcomp") for c in token.children)
    )


def _breaks_out(noun: Token) -> bool:
    """Whether a clause says that it broke out, went on, spread: `riots erupted in X`."""
    if noun.lemma.lower() in ("war", "conflict", "insurgency"):
        return False  # it is the frame of what is told, not a deed
    return noun.dep in SUBJECTS and noun.head.lemma in word_class("erupting") and not negated(noun.head)


def _of_no_one(noun: Token, kind: str) -> bool:
    """Whether a deed is none in particular: `any attack`, `every strike`."""
    return hostile(kind) and kind not in UTTERED and any(c.lower in ("any", "every") for c in noun.children)


def _only_imagined(noun: Token) -> bool:
    """Whether it is only the end, the risk or the thought of an act: `a halt to the operations`, `fears of a raid`."""
    holder = noun.head
    if noun.dep != "pobj" or holder.lower not in ("of", "to", "on", "in", "about"):
        return False
    return holder.head.lemma.lower() in word_class("imagining")


def _described(verb: Token) -> bool:
    """Whether the clause says what the act was, not that it took place: `the launch was not a success`."""
    said = child_of(verb, "attr", "acomp")
    if verb.lemma != "be" or said is None:
        return False
    return said.lemma not in ("possible", "likely", "imminent", "unlikely", "inevitable", "near", "due")


def _first_of_two(second: Token) -> list[Token]:
    """The first name of `between X and Y` where the parse made it a part of the second: `Trump and President Xi`."""
    if len(conjuncts(second)) > 1:
        return []
    before = [t for t in second.subtree() if t.i < second.i]
    joint = next((t for t in before if t.lower == "and"), None)
    names = [t for t in before if joint is not None and t.i < joint.i and t.entity]
    return names[-1:]
