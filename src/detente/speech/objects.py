"""Contents that are no clause: an infinitive, a noun phrase, a thing and what it is called, whom and to do what."""

from __future__ import annotations

from detente.doc import SUBJECTS, Doc, Token
from detente.modality import CONDITIONS
from detente.speech.cues import CueAt
from detente.speech.stretches import Range, whole
from detente.syntax import child_of, passive, subject_of

EMPTY = frozenset(
    {"it", "this", "that", "so", "what", "which", "nothing", "anything", "something", "everything", "much", "more",
     "little", "one", "who", "whom", "him", "her", "them", "me", "us", "you", "yes", "no"}
)  # fmt: skip
TIME_PLACE = frozenset(
    {"on", "in", "at", "during", "after", "before", "since", "until", "by", "from", "within", "through", "via", "amid",
     "while", "as", "with", "despite"}
)  # fmt: skip
RELATIVE = frozenset({"what", "which", "that", "whom", "whatever"})
TOPICS = {"objof": ("of",), "objagainst": ("against",), "objabout": ("about", "over"), "objon": ("on",)}


def asked(at: CueAt) -> Range | None:
    """Whom and what: `both sides to withdraw`, of an object (or `on`, `to` + object) and an infinitive."""
    deps = ("pobj",) if at.anchor is not at.token and at.anchor.pos == "ADP" else ("dobj", "dative")
    person = next((c for c in at.anchor.rights if c.dep in deps), None)
    places = [at.token, at.anchor, *([person] if person is not None else [])]
    infinitive = next((c for place in places for c in place.children if c.i > at.token.i and _infinitive(c)), None)
    if infinitive is None:
        return None
    first, end = whole(infinitive)
    if at.anchor.dep == "mark":
        return at.anchor.i + 1, end  # `called for NATO to intervene`
    if person is not None:
        return whole(person)[0], max(end, whole(person)[1])
    return (first, end) if passive(at.token) or child_of(infinitive, *SUBJECTS) is not None else None


def _infinitive(verb: Token) -> bool:
    return verb.dep in ("xcomp", "ccomp", "advcl", "pcomp", "acl", "relcl") and any(
        c.lower == "to" and c.dep in ("aux", "mark") for c in verb.children
    )


def infinitive_of(at: CueAt) -> Range | None:
    """The infinitive that a cue takes: `to withdraw`."""
    clause = next((c for c in at.anchor.rights if c.dep in ("xcomp", "ccomp", "advcl") and _infinitive(c)), None)
    if clause is None:
        return None
    first, end = whole(clause)
    return (first, end) if first > at.token.i else None


def pair_of(at: CueAt, frame: str) -> list[Range] | None:
    """A thing and what it is called or accused of, as one stretch; of a passive the two pieces."""
    left_out = _named_apart(at, frame)
    if left_out is not None:
        return [left_out]
    thing = next((c for c in at.anchor.rights if c.dep in ("dobj", "pobj")), None)
    prepositions = TOPICS.get(frame, ("as",))
    places = [at.token, *([thing] if thing is not None else [])]
    if frame == "oprd":
        if thing is None and passive(at.token):
            thing = subject_of(at.token)
        name = child_of(at.token, "oprd", "xcomp", "ccomp", "acomp", "attr")
        if name is not None and name.i < at.token.i:
            name = None
        if name is None and thing is not None and thing.dep == "dobj":
            return None
    else:
        name = next((c for place in places for c in place.rights if c.dep == "prep" and c.lower in prepositions), None)
        if name is not None and child_of(name, "pobj", "pcomp", "amod", "advmod") is None:
            name = None
    if name is None:
        return None
    if passive(at.token):
        subject = subject_of(at.token)
        return [whole(subject), whole(name)] if subject is not None and subject.lower != "it" else [whole(name)]
    small = child_of(name, *SUBJECTS)
    if thing is None and small is None:
        return None
    first = whole(thing)[0] if thing is not None else whole(name)[0]
    end = whole(name)[1]
    for child in at.token.rights:
        if child.dep == "prep" and child.lower in ("of", "to", "for") and whole(child)[0] in (end, end + 1):
            end = whole(child)[1]
    return [(first, end)]


def _named_apart(at: CueAt, frame: str) -> Range | None:
    """What a thing is called in a clause that leaves the thing out: `what she called a farce`."""
    verb = at.token
    who = child_of(verb, "nsubj")
    if passive(verb) or who is None or who.lower in ("who", "which", "that", "what") or verb.tag == "VBP":
        return None
    if verb.dep != "relcl" and not any(c.lower in RELATIVE or (c.dep == "nsubj" and _asks(c)) for c in verb.lefts):
        return None
    things = [c for c in verb.rights if c.dep in ("dobj", "oprd", "attr", "acomp", "ccomp", "xcomp")]
    if frame == "as":
        word = next((c for c in verb.rights if c.dep == "prep" and c.lower == "as"), None)
        fits = word is not None and not things and whole(word)[1] > word.i + 1
        return (word.i + 1, whole(word)[1]) if word is not None and fits else None
    return whole(things[0]) if frame == "oprd" and len(things) == 1 else None


def _asks(noun: Token) -> bool:
    """Whether `what` hangs on a subject: `what one commander called ...`, as the parser may have it."""
    return any(c.lower == "what" for c in noun.children)


def by_agent(doc: Doc, pair: tuple[Range, ...]) -> tuple[Token | None, tuple[Range, ...]]:
    """The by-agent of a passive that the parser hung on what the thing is called, and the content before it."""
    first, end = pair[-1]
    for token in doc.tokens[first:end]:
        if token.lower == "by" and token.dep in ("prep", "agent"):
            return child_of(token, "pobj"), (*pair[:-1], (first, token.i))
    return None, pair


def noun_content(at: CueAt, *, bound: bool) -> Range | None:
    """The noun phrase that a cue takes, with the phrase that says what for: `the army for its restraint`.

    `bound`: with the time and the condition too, which belong to a promise: `elections within a year if ...`.
    """
    dep = "pobj" if at.anchor is not at.token and at.anchor.pos in ("ADP", "SCONJ", "PART") else "dobj"
    noun = next((c for c in at.anchor.rights if c.dep in (dep, "pcomp")), None)
    if noun is None or noun.lower in EMPTY or any(c.lower == "into" for c in at.token.rights):
        return None  # `slammed two drones into the tower` is a deed
    first, end = whole(noun)
    for child in at.token.rights:
        a, b = whole(child)
        if a != end:
            continue
        if child.dep in ("prep", "agent"):
            placed = any(c.entity.endswith(("GPE", "LOC")) for c in child.children) and at.anchor is not at.token
            if bound or placed or child.lower not in TIME_PLACE:
                end = b
        elif bound and child.dep == "advcl" and any(c.lower in CONDITIONS for c in child.children):
            end = b
    return first, end


def gerund_of(at: CueAt) -> Range | None:
    """The gerund that a cue takes: `denied shelling the market`."""
    deps = ("xcomp", "pcomp", "ccomp", "dobj")
    gerund = next((c for c in at.anchor.rights if c.dep in deps and c.tag == "VBG"), None)
    return whole(gerund) if gerund is not None else None
