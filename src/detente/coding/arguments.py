"""What hangs on the word of an act: its objects and complements, its particles, who does it, and whose a thing is."""

from __future__ import annotations

from detente.coding.acts import act_nouns, frames, word_class
from detente.doc import SUBJECTS, Token
from detente.modality import auxiliaries
from detente.syntax import NOMINAL, agent_of, child_of, objects_of, passive, subject_of

BACKED = frozenset(
    {"backed", "proposed", "led", "brokered", "drafted", "sponsored", "mediated", "initiated", "supported"}
)
BROKERING = frozenset({"broker", "mediate", "facilitate", "sponsor", "host", "monitor"})
SPANS = frozenset({"hour", "day", "week", "month", "year"})
TIMES = ("DATE", "TIME")
ALL_OF_THEM = ("both", "all", "each")
NAMES = ("GPE", "ORG", "NORP", "PERSON")
ISSUING = frozenset(
    {"adopt", "approve", "pass", "vote", "issue", "sign", "release", "publish", "send", "submit", "table", "circulate",
     "draft", "propose", "back", "write", "make", "deliver", "read", "present", "endorse", "support"}
)  # fmt: skip
PROPOSING = frozenset({"call", "propose", "convene", "make", "offer", "put", "table", "draft", "submit", "host"})


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
    own += [s for c in small for s in c.children if s.dep == "nsubj" and (s.pos in NOMINAL or s.lower in ALL_OF_THEM)]
    if any(c.dep == "dative" for c in own):
        # `gave them 72 hours to leave`
        own[:0] = [c for c in verb.children if c.dep == "npadvmod" and c.lemma in SPANS]
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
        elif child.dep in ("dobj", "oprd", "npadvmod") and child.i > verb.i:
            found.extend(c for c in child.children if c.dep in ("acl", "relcl") and infinitive(c))
        elif child.dep == "advcl" and child.i > verb.i and infinitive(child):
            found.append(child)
    return found


def infinitive(verb: Token) -> bool:
    """Whether a verb stands as an infinitive with `to`."""
    return verb.tag == "VB" and any(c.dep == "aux" and c.lower == "to" for c in verb.children)


def complement_fits(clause: Token, shape: str) -> bool:
    """Whether a clause has the shape that a frame asks for: `do`, `doing`, `that`, or `subjunctive` (a duty laid)."""
    to_do = any(c.dep == "aux" and c.lower == "to" for c in clause.children)
    if shape == "doing":
        return clause.tag == "VBG"
    if shape == "do":
        return (
            to_do
            or (clause.tag == "VBG" and clause.dep in ("xcomp", "pcomp"))
            or (clause.tag == "VB" and clause.dep == "xcomp")
        )
    if shape == "subjunctive":
        duty = any(h in ("should", "must") for h in auxiliaries(clause))
        bare = clause.tag == "VB" or (clause.tag == "VBP" and clause.head.tag in ("VBD", "VBN"))
        return clause.dep == "ccomp" and not to_do and (duty or (bare and not _helped(clause)))
    return clause.dep == "ccomp" and not to_do


def _helped(clause: Token) -> bool:
    return any(c.dep == "aux" for c in clause.children)


def beside(word: Token) -> list[Token]:
    """What stands beside a word: its children, and what hangs on its object."""
    found = list(word.children)
    for child in word.children:
        if child.dep in ("dobj", "nsubjpass", "prt", "acomp", "oprd") or (
            child.dep == "advmod" and child.i == word.i + 1
        ):
            found.extend(c for c in child.children if c.dep in ("prep", "acl", "amod") or c.tag == "PRP$")
        elif child.dep == "prep":
            found.extend(c for c in child.children if c.dep == "prep")
    return found


def only_times(preposition: Token) -> bool:
    """Whether a preposition governs nothing but a time: `called him on Friday` is not `called on him`."""
    governed = [c for c in preposition.children if c.dep == "pobj"]
    return bool(governed) and all(c.entity[2:] in TIMES for c in governed)


def last_particle(verb: Token, words: tuple[str, ...]) -> Token | None:
    """The token of the last particle of a frame, the verb itself where it has none, None where one is missing."""
    current = verb
    for word in words:
        options = [
            c for holder in dict.fromkeys((verb.i, current.i)) for c in (verb if holder == verb.i else current).children
        ]
        # `called for the talks to go on`
        options += [
            m for c in verb.children if c.dep == "advcl" for m in c.children if m.dep == "mark" and word == "for"
        ]
        found = next((c for c in options if c.lower == word and c.i > verb.i and c.i - verb.i < 8), None)
        if found is None:
            return None
        current = found
    return current


def doers(verb: Token) -> list[Token]:
    """Who does it: the agent of a verb, the subject of a predicate such as `is willing` or `is committed`."""
    if verb.pos == "ADJ":
        holder = verb.head if verb.dep in ("acomp", "oprd") else verb
        subject = subject_of(holder)
        return [subject] if subject is not None else []
    if f"be {verb.lower}" in frames() and verb.tag == "VBN":
        own = child_of(verb, "nsubjpass", "nsubj")
        if own is not None and not by_agents(verb):
            return [own]
    agent = _late_agent(verb) or _of_plan(verb) or agent_of(verb)
    if agent is None and verb.dep == "attr" and verb.tag == "VBG":
        agent = subject_of(verb.head)  # `is mediating`, read as what someone is
    if agent is not None and agent.lemma.lower() in word_class("texts"):
        return authors(agent) or [agent]
    if agent is not None and verb.dep == "conj" and passive(verb.head) and not passive(verb) and verb.tag == "VBN":
        return []
    if agent is None:
        return []
    # a headline's comma: in `Russia, Turkey agree` the second name is read as part of the verb
    return [agent, *(c for c in verb.children if c.dep == "compound" and c.entity and agent.i < c.i < verb.i)]


def _late_agent(verb: Token) -> Token | None:
    """The agent of a passive that was hung on a noun before it: `ships were sent to the islands by Vietnam`."""
    if not any(c.dep == "auxpass" for c in verb.children) or agent_of(verb) is not None:
        return None
    for way in verb.children:
        if way.dep not in ("prep", "xcomp") or way.i < verb.i:
            continue
        for by in way.subtree():
            if by.lower != "by" or by.head.pos not in ("NOUN", "PROPN") or by.head.lemma.lower() in act_nouns():
                continue
            named = next((c for c in by.children if c.dep == "pobj" and c.entity[2:] in NAMES), None)
            if named is not None:
                return named
    return None


def _of_plan(verb: Token) -> Token | None:
    """Whose plan an infinitive tells: `X announced plans to lend`, `Y's decision to scrap`."""
    noun = verb.head
    if verb.dep != "acl" or not infinitive(verb) or noun.lemma.lower() not in word_class("intention"):
        return None
    if owners(noun) or noun.dep != "dobj" or noun.head.pos != "VERB":
        return None
    return agent_of(noun.head)


def authors(text: Token) -> list[Token]:
    """Who says what a text says: its owner, or who issues it or votes for it (`backed a resolution demanding`)."""
    own = owners(text)
    if own:
        return own
    holder = text.head.head if text.dep == "pobj" else text.head
    if text.dep in ("dobj", "pobj") and holder.pos == "VERB" and holder.lemma in ISSUING:
        issuer = agent_of(holder)
        return [issuer] if issuer is not None else []
    return by_agents(holder) if text.dep == "nsubjpass" else []


def by_agents(verb: Token) -> list[Token]:
    """The by-agents of a passive."""
    return [
        g
        for c in verb.children
        if c.dep == "agent" or (c.dep == "prep" and c.lower == "by")
        for g in c.children
        if g.dep == "pobj"
    ]


ATTACHED = ("on", "against", "with", "by", "between", "of", "from")


def prepositions_at(noun: Token) -> list[Token]:
    """The prepositions that follow a noun at once but were hung on its verb: `condemned the raid by X`."""
    holder = noun.head
    if noun.dep not in ("dobj", "nsubjpass", "pobj", "attr", "oprd") or holder.pos == "NOUN":
        return []
    verb = holder.head if noun.dep == "pobj" else holder
    end = max(t.i for t in noun.subtree())
    return [c for c in verb.children if c.dep in ("prep", "agent") and c.i == end + 1 and c.lower in ATTACHED]


def objects_deep(noun: Token, way: str) -> list[Token]:
    """What hangs on a noun by a preposition, also where the parse hung it on a phrase in between or on the verb."""
    own = objects_of(noun, way)
    if not own:
        own = [g for p in prepositions_at(noun) if p.lower == way for g in p.children if g.dep == "pobj"]
    if own or way not in ("on", "against", "with", "to", "by", "between"):
        return own
    between = ("of", "on", "over", "about", "in", "for")
    return [g for inner in objects_of(noun, *between) if inner.i > noun.i for g in objects_of(inner, way)]


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
        found = [
            g for c in noun.children if c.dep == "acl" and passive(c) and c.lemma not in BROKERING for g in by_agents(c)
        ]
    return found


def doers_of_noun(noun: Token) -> list[Token]:
    """Who does what a noun names: its possessive or adjective of nation, or what follows `by` and `from`."""
    found = [c for c in noun.children if c.dep == "poss" or (c.dep in ("amod", "compound") and c.entity[2:] == "NORP")]
    found = found or [c for c in noun.children if c.dep in ("compound", "nmod") and _initials(c)]
    found = found or [g for g in objects_of(noun, "by", "from") if g.pos in NOMINAL]
    return found or [
        s
        for c in noun.children
        if c.dep == "relcl" and c.lemma in PROPOSING
        for s in c.children
        if s.dep in SUBJECTS and s.lower not in ("who", "which", "that")
    ]


def _initials(name: Token) -> bool:
    return name.entity[2:] in ("ORG", "GPE") and name.text.replace(".", "").isupper()


def clause_subject(noun: Token) -> Token | None:
    """The subject of the clause that a noun stands in as an adjunct: `after talks with Y, X left` gives X."""
    if noun.dep == "pobj":
        holder = noun.head.head
        if holder.pos in ("VERB", "AUX"):
            return subject_of(holder)
    elif noun.dep == "dobj" and noun.head.pos == "VERB":
        return agent_of(noun.head)
    return None
