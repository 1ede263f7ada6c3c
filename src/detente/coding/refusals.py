"""Why an act is no event: nobody that can be told does it, it is only supposed, or it is no matter of politics."""

from __future__ import annotations

from detente.actors.gazetteer import known
from detente.coding.acts import act_nouns, hostile, word_class
from detente.coding.nesting import Act
from detente.coding.participants import actors_of
from detente.doc import SUBJECTS, Doc, Token
from detente.modality import CONDITIONS, auxiliaries
from detente.parties import COLLECTIVE, Party, same_side
from detente.syntax import objects_of, passive, subject_of

WITNESSING = frozenset({"report", "hear", "see", "witness", "describe", "confirm", "document", "record", "film"})
VICTIM_ALONE = frozenset({"ASSAULT", "COERCE", "SANCTION", "RETREAT"})
BODIES = ("ORG", "GPE", "NORP")
CIVIL = ("CVL", "MED", "EDU", "LAB", "BUS", "JRN", "SOC", "AGR", "REL")


def refused(doc: Doc, act: Act, actors: tuple[Party, ...], recipients: tuple[Party, ...]) -> str | None:
    """The reason for which an act is not recorded as an event, None where it is."""
    asked_for = act.nominal and act.under is not None and act.under.type == "REQUEST" and act.modality == "called-for"
    if asked_for and act.type != "REQUEST" and actors_of(doc, act.under.agents if act.under else []):
        return None
    untold = _told_of(act) if act.nominal else _struck(act) or _done_to_something(act)
    untold = untold or (act.joint and act.modality == "happened")
    untold = untold or (act.type == "PROTEST" and bool(act.agents) and not act.nominal)  # `thousands marched`
    if not actors and not recipients and not untold:
        return "no actor"
    if not actors and act.mode == "destroy" and not any(one.code for one in recipients):
        return "things destroyed by nobody named"
    if act.type == "ACCUSE" and act.word.lemma == "regret" and not recipients:
        return "regret over nobody"
    if act.word.dep in ("relcl", "acl") and act.type == "ASSAULT" and act.mode is None and _held(act.word):
        return "a standing description"
    if act.word.dep == "relcl" and act.type in ("CONSULT", "SUPPORT", "AID") and _since_long(act.word):
        return "a standing description"
    if act.type == "REJECT" and any(c.dep == "xcomp" and c.lemma in word_class("disclose") for c in act.word.children):
        return "said nothing"
    if act.mode == "investigate" and not recipients and any(t.lemma in ("police", "detective") for t in act.agents):
        return "not political"
    if act.rule == "says that another did it" and not _faced(actors, recipients):
        return "no charge against another"
    if act.type == "REQUEST" and act.word.lemma == "ask" and _asks_whether(act.word):
        return "a question, no request"
    if act.nominal and act.word.dep == "oprd":
        return "only what something is called"
    if act.mode == "visit" and recipients and not any(one.code for one in recipients):
        return "visit to nobody"
    if _mishap(act):
        return "no act of anybody"
    if _supposed(act.word) and not act.awaited:
        return "only supposed"
    if _only_asked(act.word):
        return "only asked"
    if act.nominal and act.type == "SANCTION" and not recipients and not _told_of(act):
        return "no recipient"
    if act.modality == "planned" and _purpose(act.word):
        return "only a purpose"
    if (
        act.type == "THREATEN"
        and act.word.lemma in ("warn", "caution")
        and not recipients
        and not _of_oneself(doc, act, actors)
    ):
        return "warning of what others do"
    if not actors and not act.nominal:
        shown = act.type in ("ASSAULT", "COERCE") and act.modality == "happened" and _faceless(act.agents)
        shown = shown or act.type == "PROTEST"
        if act.agents and not shown:
            return "actor unknown"
        if (
            act.type not in (*VICTIM_ALONE, "PROTEST")
            and not untold
            and not (act.under and act.modality == "called-for")
            and not _done_to_someone(act, recipients)
        ):
            return "actor unknown"
    if act.nominal and not actors and act.type not in ("CONSULT", "REJECT", "PROTEST", *VICTIM_ALONE):
        return "actor unknown"
    if act.nominal and not actors and not _told_of(act):
        return "actor unknown"
    if act.type == "THREATEN" and recipients and act.word.lemma in ("warn", "caution") and _civil(recipients):
        return "warning to the public"
    if act.type == "CONSULT" and recipients and all(one.code and one.code.endswith("JRN") for one in recipients):
        return "not political"
    if not actors and not recipients:
        return None
    delegated = any(t.lemma.lower() in word_class("envoy") for t in act.agents)
    if (
        not delegated
        and _civil((*actors, *recipients))
        and not (act.type == "PROTEST" or (recipients and act.type in VICTIM_ALONE) or _called_off(act))
    ):
        return "not political"
    if (
        act.type != "PROTEST"
        and not _called_off(act)
        and not any(_known(party, act) for party in (*actors, *recipients))
    ):
        return "not political"
    if act.nominal and act.type == "AGREE" and act.word.lemma.lower() in word_class("agreement"):
        return "a document, not an act"
    if act.type == "CONSULT" and not recipients and len(actors) == 1 and any(t.lemma == "cabinet" for t in act.agents):
        return "one party alone"
    if act.type == "SUPPORT" and not recipients and not _diplomatic(act):
        return "not political"
    if act.duty and not (actors and (recipients or passive(act.word))):
        return "no duty of one on another"
    if act.type == "CONSULT" and act.mode != "visit" and not _meeting_named(act) and len(actors) + len(recipients) < 2:
        return "one party alone"
    if act.type == "COOPERATE" and not recipients and len(actors) < 2:
        return "no recipient"
    if act.type == "AID" and not recipients and (act.nominal or _civil(actors)):
        return "no recipient"
    return None


def _faced(actors: tuple[Party, ...], recipients: tuple[Party, ...]) -> bool:
    """Whether those who say it and those of whom they say it are known to be on different sides."""
    sides = {one.side for one in actors}
    known_to_be = bool(recipients) and all(one.code for one in (*actors, *recipients))
    return known_to_be and not any(one.side in sides for one in recipients)


def _of_oneself(doc: Doc, act: Act, actors: tuple[Party, ...]) -> bool:
    """Whether who warns says what his own side will do: `X warned that it would enrich uranium`."""
    verbs = [c for c in act.word.children if c.dep == "ccomp"]
    if act.word.dep == "parataxis":
        verbs.append(act.word.head)
    for verb in verbs:
        subject = subject_of(verb)
        if subject is None or not {"will", "would"} & set(auxiliaries(verb)):
            continue
        if passive(verb) and verb.lemma in ("meet", "answer", "punish", "counter", "repel", "crush"):
            return True  # `warned that any attack would be met with force`
        if any(same_side(one, other) for one in actors for other in actors_of(doc, [subject])):
            return True
    return False


def _held(verb: Token) -> bool:
    """Whether a verb says who has a place: `the town, which the rebels hold`."""
    return verb.pos == "VERB" and verb.lemma in ("occupy", "control", "hold", "besiege")


def _since_long(verb: Token) -> bool:
    """Whether a relative clause says what someone has long been doing: `who have sponsored the talks since 2012`."""
    has = any(c.dep == "aux" and c.lower in ("has", "have") for c in verb.children)
    return has and any(c.lower == "since" for c in verb.children)


def _mishap(act: Act) -> bool:
    """Whether an accident or a disaster does it."""
    beside = [*act.agents, *objects_of(act.word, "in", "by", "after", "when")]
    return act.type in ("ASSAULT", "COERCE") and any(t.lemma.lower() in word_class("mishap") for t in beside)


def _supposed(word: Token) -> bool:
    """Whether the act stands in an if-clause itself: a condition, not a plan."""
    while word.head is not word:
        if word.dep == "advcl" and any(c.dep in ("mark", "advmod") and c.lower in CONDITIONS for c in word.children):
            return True
        if word.pos in ("VERB", "AUX") and word.dep not in ("conj", "xcomp"):
            return False
        word = word.head
    return False


def _only_asked(word: Token) -> bool:
    """Whether the act stands in a question that someone asks or weighs: `how far they are willing to go`."""
    if word.pos == "ADJ" and word.dep == "acomp":
        word = word.head
    while word.dep in ("xcomp", "conj") or (word.dep == "ccomp" and word.tag == "VB"):
        if any(c.lower in ("whether", "how") and c.dep in ("mark", "advmod") for c in word.children):
            return True
        word = word.head
    first = min((c for c in word.children), key=lambda c: c.i, default=word)
    return word.dep == "ccomp" and (first.lower in ("if", "whether", "how") or _how(first))


def _asks_whether(verb: Token) -> bool:
    """Whether somebody wants to know and not to have something: `asked if he was ready`."""
    return any(c.dep == "ccomp" and any(m.dep == "mark" and m.lower in ("if", "whether") for m in c.children)
               for c in verb.children)  # fmt: skip


def _how(token: Token) -> bool:
    return any(c.lower == "how" for c in token.children)


def _purpose(word: Token) -> bool:
    """Whether the act is only what another is done for: `sent envoys to resolve it`, `an effort to end it`."""
    while word.dep in ("conj", "xcomp", "ccomp") and word.head.tag == "VB" and not auxiliaries(word.head)[1:]:
        word = word.head
    if word.tag != "VB" or not any(c.dep == "aux" and c.lower == "to" for c in word.children):
        return False
    if word.dep == "advcl":
        return True
    return word.dep in ("acl", "relcl") and word.head.lemma.lower() not in word_class("intention")


def _diplomatic(act: Act) -> bool:
    """Whether what is supported is an act, a proposal or an agreement."""
    if act.nominal:
        return False
    wanted = (
        word_class("deed")
        | word_class("agreement")
        | word_class("proposal")
        | word_class("talks")
        | word_class("ceasefire")
        | word_class("relations")
        | word_class("embassy")
    )
    words = [inner for t in (*act.objects, *act.recipients) for inner in (t, *objects_of(t, "of", "for"))]
    return any(t.lemma.lower() in wanted or t.lemma.lower() in act_nouns() for t in words)


def _meeting_named(act: Act) -> bool:
    """Whether the codebook asked for a word for the meeting: `hold talks`, `return to the table`."""
    return act.frame is not None and bool(act.frame.nouns or any(need.governs for need in act.frame.needs))


def _told_of(act: Act) -> bool:
    """Whether an assault whose author is not named is told all the same: `a strike on X killed ten`, or condemned."""
    if act.type == "SANCTION" and act.word.dep in SUBJECTS and _in_force(act.word.head):
        return True
    if act.type == "PROTEST" and act.modality == "happened" and act.agents:
        return True  # `a march by its student wing`
    if act.type == "PROTEST" and act.modality == "happened" and act.word.dep in SUBJECTS:
        return act.word.head.tag in ("VBD", "VBN", "VBZ", "VBP")
    if act.type not in ("ASSAULT", "COERCE", "SANCTION", "REJECT", "RETREAT") or act.modality != "happened":
        return False
    if act.under is not None and act.under.type == "ACCUSE" and act.type in ("ASSAULT", "COERCE"):
        return True
    top = act.word
    while top.dep == "conj" and top.head.pos == "NOUN":
        top = top.head
    if top.dep == "dobj" and top.head.lemma in WITNESSING:
        return top.head.tag in ("VBD", "VBN", "VBZ", "VBP")
    definite = any(c.dep in ("det", "poss") and c.lower in ("the", "a", "its", "their") for c in act.word.children)
    verb = top.head
    while verb.dep in ("prep", "agent") or (verb.pos in ("NOUN", "PROPN") and verb.head is not verb):
        verb = verb.head
    if act.type in ("REJECT", "SANCTION"):
        return act.word.dep in SUBJECTS and act.rule.removeprefix("noun ") in word_class("breakdown")
    if not act.recipients and any(c.lower == "the" for c in act.word.children):
        return False  # told before
    past = verb.tag in ("VBD", "VBN") or (definite and verb.tag in ("VBZ", "VBP"))
    return past and bool(act.recipients or top.dep in SUBJECTS)


def _struck(act: Act) -> bool:
    """Whether weapons or unnamed men strike something: `an air strike hit a convoy`."""
    told = act.type == "ASSAULT" and act.modality == "happened" and bool(act.agents and act.objects)
    return told and _faceless(act.agents)


def _done_to_something(act: Act) -> bool:
    """Whether a passive says of something political what was done to it, not by whom: `the siege was lifted`."""
    if act.frame is None or act.type not in (*VICTIM_ALONE, "CONCEDE", "REJECT", "AID", "MOBILIZE"):
        return False
    if act.modality not in ("happened", "planned", "called-for"):
        return False
    helped = any(c.dep == "auxpass" for c in act.word.children)
    return passive(act.word) and helped and bool(act.frame.nouns and act.consumed)


def _done_to_someone(act: Act, recipients: tuple[Party, ...]) -> bool:
    """Whether a passive says what was done to somebody known, and not by whom: `X was asked to take them back`."""
    helped = any(c.dep == "auxpass" for c in act.word.children)
    helped = helped or (hostile(act.type) and act.word.dep in ("acl", "advcl"))
    told = act.modality == "happened" and not act.agents and any(one.code for one in recipients)
    return told and helped and passive(act.word)


def _called_off(act: Act) -> bool:
    """Whether a protest is called off, which workers and parties do."""
    return act.type == "CONCEDE" and any(t.lemma.lower() in word_class("protest") | {"strike"} for t in act.consumed)


def _in_force(verb: Token) -> bool:
    """Whether a verb says that a measure takes effect."""
    if verb.lemma in ("begin", "start"):
        return True
    return any(t.lemma.lower() in ("force", "effect") for t in [*verb.children, *objects_of(verb, "into", "in")])


def _faceless(agents: list[Token]) -> bool:
    """Whether weapons or unnamed armed men act: the event stands, its actor is not told."""
    return all(
        any(t.lemma.lower() in word_class(name) for name in ("arms", "attack", "people"))
        or t.lemma in ("gunman", "attacker", "bomber", "assailant")
        for t in agents
    )


def _civil(found: tuple[Party, ...]) -> bool:
    """Whether private people alone are named."""
    return all(one.code and one.code.split()[-1] in CIVIL and known(one.name) is None for one in found)


def _known(party: Party, act: Act) -> bool:
    words = (*act.agents, *act.recipients)
    if party.code or any(t.lemma.lower() in COLLECTIVE for t in words):
        return True
    return any(inner.entity[2:] in BODIES for t in words for inner in (t, *t.children))
