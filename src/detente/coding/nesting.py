"""One act in another's complement: which ones it takes up, and what it makes of the rest."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.coding.acts import Frame, hostile, word_class
from detente.coding.arguments import infinitive
from detente.doc import SUBJECTS, Token
from detente.modality import auxiliaries
from detente.records import Modality
from detente.syntax import FINITE, child_of, passive, subject_of

TRANSPARENT = frozenset({"begin", "start", "continue", "resume", "keep", "finish", "help", "manage", "proceed", "go"})
LETTING = frozenset({"let", "allow", "permit"})
ENDING = frozenset({"stop", "halt", "cease", "suspend", "quit", "end"})
CONTINUED = frozenset({"AID", "COOPERATE", "SUPPORT", "AGREE"})  # what is stopped as a penalty
MATERIAL = frozenset({"MOBILIZE", "COOPERATE", "AID", "RETREAT", "CONSULT"})
HELD_OUT = frozenset({"ASSAULT", "COERCE", "SANCTION", "REJECT"})  # what one who is ready for it threatens
DEEDS = frozenset({"ASSAULT", "COERCE", "SANCTION", "REJECT", "MOBILIZE", "THREATEN"})
ABSORBING = frozenset({"AGREE", "REJECT", "THREATEN", "CONSULT", "commit"})


@dataclass(slots=True)
class Act:
    """An act named by a word, with the tokens of its parties and the way in which the text gives it.

    `consumed` are act nouns that this act already says; `under` is the act whose complement this one is; `spoken`:
    whoever says the clause does it; `joint`: those who last faced each other do; `awaited`: another act waits for it.
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
    spoken: bool = False
    joint: bool = False
    awaited: bool = False

    @property
    def nominal(self) -> bool:
        """Whether a noun names it."""
        return self.frame is None and self.word.pos in ("NOUN", "PROPN")


def place_under(act: Act, found: dict[int, Act]) -> None:
    """Find the act in whose complement this one stands, through verbs that only say that it begins or goes on."""
    current = act.word
    if current.dep in ("acl", "relcl") and current.tag != "VB":
        return  # `talks hosted by X were attended`: told beside, not within
    while current.head is not current:
        head = current.head
        if current.dep == "conj" and head.pos == current.pos:
            if current.tag in FINITE and head.tag == "VB" and not auxiliaries(current):
                return  # `called on X to stop and criticised Y`
            current = head
            continue
        if head.i in found and found[head.i] is not act and not found[head.i].nominal:
            if _in_complement(act.word, current, found[head.i]):
                act.under = found[head.i]
            return
        passing = (
            head.lemma in TRANSPARENT
            or (head.lemma in LETTING and current.dep in ("ccomp", "xcomp"))
            or head.dep in ("prep", "agent", "prt")
            or (current.dep in ("acl", "pcomp", "pobj", "prep") and head.pos in ("NOUN", "ADP", "PRON", "PROPN"))
            or (
                act.nominal
                and current.dep in ("dobj", "pobj", "nsubj")
                and head.lemma in ("hold", "have", "make", "reach", "start", "begin", "end", "see")
            )
        )
        if not passing:
            return
        current = head


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
    ) and not (top.dep == "advcl" and not infinitive(top))


def echoes(act: Act, found: dict[int, Act]) -> bool:
    """Whether a participle or relative clause only tells what an assault did: `struck the town, killing ten`.

    The other act takes its recipients over where it has none.
    """
    head = act.word.head
    if act.nominal and act.word.dep == "conj" and head.i in found and found[head.i].type == act.type:
        return not act.agents and not act.recipients  # `artillery fire and air strikes`
    if act.type != "ASSAULT" or act.nominal or act.word.dep not in ("advcl", "relcl", "acl") or act.agents == []:
        return False
    if act.word.dep == "advcl" and act.word.tag != "VBG":
        return False
    for other in found.values():
        same = other.word is head or head in other.consumed
        if same and other is not act and other.type == "ASSAULT":
            other.recipients = other.recipients or act.recipients
            return True
    return False


def absorbed(act: Act) -> bool:
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
    if over.type == "COERCE" and then == "denied" and not act.nominal:
        return True  # `barred him from leaving`: that he did not leave is no event
    if over.type in ("REJECT", "THREATEN") and act.nominal and act.word.dep == "dobj" and act.type in MATERIAL:
        return True  # `rejected the deployment of foreign troops`
    if then == "none":
        if not act.nominal and act.word.tag in ("VB", "VBG"):
            over.recipients = over.recipients or act.recipients
        return not act.nominal
    if then is not None:
        return False
    if over.frame.type in ABSORBING and not act.nominal:
        if over.type == "AGREE" and over.modality == "hypothetical" and act.type in HELD_OUT:
            over.type, over.modality, over.recipients = "THREATEN", "happened", over.recipients or act.recipients
            return True
        planned = over.frame.type == "AGREE" and over.modality == "happened"
        if planned and act.type in ("SANCTION", "COERCE", "ASSAULT"):
            return False
        if over.frame.type == "commit" and any(c.dep == "neg" for c in act.word.children):
            if not hostile(act.type):
                over.type = "REJECT"
        elif over.frame.type == "commit" and hostile(act.type) and act.type not in ("REJECT", "REQUEST"):
            over.type, over.mode = "THREATEN", "violence" if act.type == "ASSAULT" else None
            over.recipients = over.recipients or act.recipients
        over.recipients = over.recipients or act.recipients
        return True
    return False


def take_over(act: Act) -> None:
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
        if then == "denied" and over.word.lemma in ENDING and act.type in CONTINUED and not act.nominal:
            act.type, act.mode, then = "SANCTION", "discontinue", over.modality
        act.modality = then  # type: ignore[assignment]
        asks = over.type in ("REQUEST", "COERCE", "CONCEDE", "ACCUSE") and not passive(act.word)
        if (
            asks
            and over.recipients
            and not act.nominal
            and (not act.agents or act.agents == over.agents or any(t in over.recipients for t in act.agents))
        ):
            act.agents = list(over.recipients)
        elif (act.nominal and not act.agents and over.type == "ACCUSE" and _charge(act.word, over)) or (
            act.nominal and not act.agents and over.type == "REQUEST"
        ):
            act.agents = [t for t in over.recipients if t not in act.recipients]
        act.confidence -= 0.1


def _charge(noun: Token, over: Act) -> bool:
    """Whether a noun is what someone is blamed for: `blamed the army for the shelling`."""
    while noun.dep in ("conj", "pobj") and noun.head is not noun:
        if noun.dep == "pobj":
            holder = noun.head
            return holder.lower in ("for", "of", "over") and (holder.head is over.word or holder.head in over.objects)
        noun = noun.head
    return False


def charges(acts: list[Act], found: dict[int, Act]) -> list[Act]:
    """Accusations made by saying what another has done: `X claimed that Y had shelled its positions`."""
    made: list[Act] = []
    for act in acts:
        top = act.word
        while top.dep in ("conj", "xcomp") and top.head is not top:
            top = top.head
        verb = top.head
        told = top.dep == "ccomp" and verb.lemma in word_class("charging") and verb.i not in found
        if act.nominal or not told or not hostile(act.type) or act.modality != "happened" or act.type not in DEEDS:
            continue
        sayer = subject_of(verb)
        if sayer is not None and act.agents and sayer not in act.agents:
            made.append(
                Act(
                    word=verb,
                    type="ACCUSE",
                    mode="allege",
                    agents=[sayer],
                    recipients=list(act.agents),
                    modality="happened",
                    rule="says that another did it",
                    confidence=0.5,
                )
            )
    return made


def under_noun(act: Act) -> None:
    """Read an infinitive by the noun that governs it: an offer to do something, a threat, a refusal."""
    noun = act.word.head
    if act.nominal or act.word.dep != "acl" or not infinitive(act.word) or noun.pos != "NOUN":
        return
    lemma = noun.lemma.lower()
    if lemma in word_class("offering") and not hostile(act.type):
        act.type, act.mode, act.modality = "AGREE", None, "hypothetical"
    elif lemma in word_class("offering") | word_class("menacing") and hostile(act.type):
        act.type, act.mode, act.modality = "THREATEN", None, "happened"
    elif lemma in word_class("refusing"):
        act.type, act.mode, act.modality = "REJECT", None, "happened"


def awaited(act: Act, found: dict[int, Act]) -> None:
    """What a threat, a penalty or a refusal waits for is demanded: `will not talk until the rebels pull out`."""
    clause = act.word
    while clause.dep in ("conj", "xcomp") and clause.head is not clause:
        clause = clause.head
    if act.nominal or clause.dep != "advcl":
        return
    if not any(c.lower in ("until", "unless") and c.dep in ("mark", "prep", "advmod") for c in clause.children):
        return
    verb = clause.head
    over = next((found[v.i] for v in (verb, *verb.ancestors()) if v.i in found and v.sentence == verb.sentence), None)
    if over is not None and (hostile(over.type) or over.modality == "denied"):
        act.modality, act.awaited = "called-for", True


def not_ruled_out(act: Act) -> None:
    """What someone does not rule out he holds out: force and penalties as a threat, anything else as willing."""
    things = act.objects
    if act.frame is not None and act.frame.words in (("refuse",), ("decline",)):
        ruling = next((c for c in act.word.children if c.dep == "xcomp" and c.lemma == "rule"), None)
        if ruling is None or not any(c.lower == "out" for c in ruling.children):
            return
        things = [c for c in ruling.children if c.dep == "dobj"]
    elif act.frame is None or act.frame.words != ("rule", "out") or act.modality != "denied":
        return
    hostile = word_class("attack") | word_class("sanction") | word_class("revenge") | word_class("recourse")
    if any(thing.pos == "PRON" for thing in things):
        things = [t for child in act.word.children if child.i < act.word.i for t in child.subtree()]
    if any(thing.lemma.lower() in hostile for thing in things):
        act.type, act.mode, act.modality = "THREATEN", None, "happened"
    else:
        act.type, act.mode, act.modality = "AGREE", None, "hypothetical"


def sayer(verb: Token) -> list[Token]:
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
