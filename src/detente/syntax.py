"""Grammar read off a `Doc`: who does it, to whom, and where a phrase or a clause begins and ends.

Pure functions over tokens; no codebook of actors and no model. The dependency labels are those of the ClearNLP scheme
that spaCy's English models use (Choi and Palmer 2012, "Guidelines for the CLEAR Style Constituent to Dependency
Conversion").
"""

from __future__ import annotations

from collections.abc import Iterable

from detente.doc import SUBJECTS, Token

ASIDE = frozenset({"relcl", "acl", "appos", "advcl", "parataxis"})  # what is said of a noun beside its phrase

# ---------------------------------------------------------------- who does it, to whom


def passive(verb: Token) -> bool:
    """Whether the verb stands in the passive: an auxiliary of it, a passive subject, or a bare participle on a noun."""
    if any(child.dep in ("auxpass", "nsubjpass", "csubjpass", "agent") for child in verb.children):
        return True
    if verb.tag != "VBN" or verb.dep not in ("acl", "amod") or _main_verb_of_sentence(verb):
        return False
    # `strikes killed ten`, read as `strikes that were killed`, has an object: no passive
    return not any(c.dep in ("aux", "dobj") for c in verb.children)


def _main_verb_of_sentence(verb: Token) -> bool:
    """Whether a verb after an insertion was misread as a participle: `X, who led the campaign, offered to talk`."""
    noun = verb.head
    inserted = any(c.dep in ("relcl", "appos", "acl") and noun.i < c.i < verb.i for c in noun.children)
    return (
        verb.dep == "acl" and noun.dep == "ROOT" and inserted and child_of(verb, "xcomp", "ccomp", "dobj") is not None
    )


def conjuncts(token: Token) -> list[Token]:
    """The token and those coordinated with it: `Ukraine and Russia` gives both. A shared head is not searched for."""
    found = [token]
    for item in found:
        found.extend(child for child in item.children if child.dep in ("conj", "appos") and _alike(item, child))
    return sorted(found, key=lambda t: t.i) if len(found) > 1 else found


def _alike(token: Token, other: Token) -> bool:
    return other.dep == "conj" and (token.pos in NOMINAL) == (other.pos in NOMINAL)


NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})


def subject_of(verb: Token) -> Token | None:
    """The head word of the verb's grammatical subject, found also where the clause leaves it out.

    Looked for in turn: on the verb; on the verb it is coordinated with; for a relative clause or participle the noun
    it modifies; for an infinitive or gerund the object or else the subject of the governing verb (control).
    """
    seen: set[int] = set()
    token = verb
    while token.i not in seen:
        seen.add(token.i)
        own = next((child for child in token.children if child.dep in SUBJECTS), None)
        if own is not None:
            if own.lower in ("who", "that", "which") and token.dep == "relcl":
                return token.head
            return own
        if token.dep == "conj":
            token = _coordinated_with(token)
        elif token.dep == "relcl":
            # `the attack that Russia launched` has its own subject; without one the noun is it
            return token.head
        elif token.dep == "acl":
            return token.head
        elif token.dep == "xcomp":
            controller = next((c for c in token.head.children if c.dep in ("dobj", "dative")), None)
            if controller is not None and token.head.lemma != "promise" and token.head.lemma not in LIGHT_VERBS:
                return controller
            token = token.head
        elif token.dep == "pcomp" and token.head.dep == "prep":
            token = token.head.head
        elif token.dep in ("advcl", "dep") or (token.dep == "ccomp" and token.tag in ("VBG", "VB")):
            token = token.head
        else:
            return None
        if token.pos not in ("VERB", "AUX"):
            return token if token.pos in NOMINAL else None
    return None


FINITE = ("VBD", "VBZ", "VBP")
MUTE = frozenset(
    {"missile", "drone", "rocket", "shell", "bomb", "strike", "attack", "raid", "barrage", "airstrike", "blast", "war",
     "explosion", "bombardment", "shelling", "sanction", "tariff"}
)  # fmt: skip
UTTERING = frozenset(
    {"urge", "call", "ask", "demand", "appeal", "plead", "warn", "vow", "promise", "pledge", "accuse", "insist", "say",
     "thank", "condemn", "denounce", "blame", "praise", "propose", "suggest", "tell", "add", "reiterate", "welcome"}
)  # fmt: skip


def _coordinated_with(verb: Token) -> Token:
    """The verb that shares its subject; of a finite verb a finite one: `called on X to stop and criticised Y`."""
    other = verb.head
    helped = any(c.dep == "aux" for c in verb.children)
    if other.dep == "ccomp" and said_by_a_thing(verb):
        return other.head  # `said missiles hit the port and urged partners to act`
    while verb.tag in FINITE and not helped and other.tag == "VB" and other.dep in ("xcomp", "advcl", "conj"):
        if any(c.dep == "aux" and c.tag == "MD" for c in other.children):
            break
        other = other.head
    return other


def said_by_a_thing(verb: Token) -> bool:
    """Whether the verb that one goes on from has a subject that can utter nothing: `missiles hit ... and urged`."""
    if verb.dep != "conj" or verb.lemma not in UTTERING or child_of(verb, *SUBJECTS) is not None:
        return False
    subject = child_of(verb.head, *SUBJECTS)
    return subject is not None and subject.pos == "NOUN" and subject.lemma in MUTE


LIGHT_VERBS = frozenset({"make", "take", "give", "have", "show", "express", "reach", "hold"})


def agent_of(verb: Token) -> Token | None:
    """The head word of who does it: the subject of an active verb, the by-agent of a passive one."""
    if not passive(verb):
        return subject_of(verb)
    for child in verb.children:
        if child.dep == "agent" or (child.dep == "prep" and child.lower == "by"):
            return next((c for c in child.children if c.dep == "pobj"), None)
    return None


def patient_of(verb: Token) -> Token | None:
    """The head word of what it is done to: the object of an active verb, the subject of a passive one."""
    if passive(verb):
        if verb.dep == "amod":
            return verb.head
        return subject_of(verb)
    own = next((c for c in verb.children if c.dep in ("dobj", "dative", "oprd") and c.pos in NOMINAL), None)
    if own is not None:
        return own
    if verb.dep == "relcl" and any(
        c.dep in SUBJECTS and c.lower not in ("who", "that", "which") for c in verb.children
    ):
        return verb.head
    return None


def objects_of(token: Token, *prepositions: str) -> list[Token]:
    """The head words after the prepositions that hang on a token: objects_of(launch, "on", "against")."""
    found: list[Token] = []
    for child in token.children:
        if child.dep in ("prep", "agent", "dative") and child.lower in prepositions:
            found.extend(c for c in child.children if c.dep in ("pobj", "pcomp"))
            # `on and against` or `talks with X and with Y`
            found.extend(g for c in child.children if c.dep in ("prep", "conj") for g in c.children if g.dep == "pobj")
    return found


def dependents(token: Token) -> list[Token]:
    """What hangs on a word, and the phrase right after a noun that the parser has hung on its verb instead."""
    if token.pos == "VERB" or token.dep not in ("dobj", "pobj", "nsubjpass", "attr"):
        return token.children
    verb = token.head.head if token.dep == "pobj" else token.head
    return token.children + [c for c in verb.children if c.dep == "prep" and c.i == token.i + 1]


def child_of(token: Token, *deps: str) -> Token | None:
    """The first child with one of these labels."""
    return next((child for child in token.children if child.dep in deps), None)


# ---------------------------------------------------------------- stretches of text


def stretch(tokens: Iterable[Token], text: str) -> tuple[int, int]:
    """The offsets from the first to the last of some tokens, with white space and a final comma or stop trimmed."""
    listed = sorted(tokens, key=lambda t: t.i)
    start, end = listed[0].start, listed[-1].end
    while end > start and text[end - 1] in " ,;:.\n\t—–":
        end -= 1
    while start < end and text[start] in " ,;:.\n\t—–":
        start += 1
    return start, end


def noun_phrase(head: Token) -> list[Token]:
    """The tokens of the phrase round a noun: its modifiers, without relative clauses and appositions."""
    found, stack = [], [head]
    while stack:
        token = stack.pop()
        found.append(token)
        for child in token.children:
            if child.dep in ASIDE or (child.dep in ("punct", "cc", "conj") and token is head):
                continue
            stack.append(child)
    return sorted(found, key=lambda t: t.i)


def clause_of(verb: Token) -> list[Token]:
    """The tokens of a verb's clause, its subject included, without coordinated and adverbial clauses."""
    found, stack = [], [verb]
    while stack:
        token = stack.pop()
        found.append(token)
        for child in token.children:
            if token is verb and (
                child.dep in ("advcl", "parataxis") or (child.dep == "conj" and child.pos in ("VERB", "AUX"))
            ):
                continue
            if token is verb and child.dep in ("cc", "punct") and child.i > verb.i:
                continue
            stack.append(child)
    found.sort(key=lambda t: t.i)
    return found
