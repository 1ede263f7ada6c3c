"""What a clause itself says of its pronouns: whom one cannot stand for, whom one must stand for."""

from __future__ import annotations

from detente.actors.agents import lexicon
from detente.annotate.persons import person_mention
from detente.annotate.scene import Scene
from detente.doc import SUBJECTS, Mention, Token
from detente.syntax import conjuncts, subject_of

JUDGING = lexicon("judging")
TAKEN_HANDS = lexicon("taken hands")
ASKED = lexicon("asked")
STATES_OF_MIND = lexicon("state of mind")
TO_PEOPLE = lexicon("done to people")
SUFFERED = lexicon("suffered")
IMPERSONAL = lexicon("impersonal")
TIMES = frozenset({"DATE", "TIME", "CARDINAL", "QUANTITY", "MONEY", "PERCENT"})
PERSONS = lexicon("a person")
KIN = lexicon("kin")
ALIKE = {"he": ("him",), "she": ("her",)}
SOMEONE = frozenset({"one", "someone", "somebody", "everyone", "another", "anyone", "nobody", "whoever"})
HANDS = frozenset({"hand", "hands", "arm", "elbow"})


def not_themselves(scene: Scene, token: Token) -> set[str]:
    """Whom a possessive cannot stand for: the one described (`X, his deputy`), the one who takes another's hand."""
    if token.tag != "PRP$":
        return set()
    tokens, noun = scene.doc.tokens, token.head
    found: set[str] = set()
    if token.i > 1 and tokens[token.i - 1].text == ",":
        before = scene.mention_at.get(token.i - 2)
        closed = noun.i + 1 < len(tokens) and tokens[noun.i + 1].text in (",", ".", ";", ")")
        named = before is not None and before.last == token.i - 1
        if named and before is not None and (noun.dep == "appos" or closed) and noun.dep not in SUBJECTS:
            found.update(before.actors)
    if noun.dep == "appos":
        described = scene.mention_at.get(noun.head.i)
        found.update(described.actors if described is not None else ())
    if noun.lower in HANDS and noun.dep == "dobj" and noun.head.lemma in TAKEN_HANDS:
        subject = subject_of(noun.head)
        mention = scene.mention_at.get(subject.i) if subject is not None else None
        found.update(mention.actors if mention is not None else ())
    return found


def judged_for_it(scene: Scene, token: Token) -> Mention | None:
    """Who is thanked or blamed for what is theirs: `X thanked Y for his courage`."""
    if token.tag != "PRP$" or token.head.dep not in ("pobj", "pcomp"):
        return None
    preposition = token.head.head
    verb = preposition.head
    if preposition.lower != "for" or verb.lemma not in JUDGING:
        return None
    whom = next((c for c in verb.children if c.dep in ("dobj", "dative") and c.i < token.i), None)
    return scene.mention_at.get(whom.i) if whom is not None and verb.pos == "VERB" else None


def coordinated(scene: Scene, mentions: list[Mention]) -> set[str]:
    """The people of a row, none of whom alone is `he`: `X and Y`."""
    heads = {m.head: m.actors[0] for m in mentions}
    found: set[str] = set()
    for mention in mentions:
        token = scene.doc.tokens[mention.head]
        if token.dep == "conj" and token.head.i in heads and heads[token.head.i] != mention.actors[0]:
            found |= {mention.actors[0], heads[token.head.i]}
    return found


def own_subject(scene: Scene, token: Token) -> set[str]:
    """The actors that are subject of the verb whose object a pronoun is: it cannot stand for them."""
    if token.dep not in ("dobj", "dative", "pobj") or token.lower.endswith(("self", "selves")):
        return set()
    verb = token.head.head if token.dep == "pobj" else token.head
    found: set[str] = set()
    while verb.dep == "xcomp" and not any(c.dep in SUBJECTS for c in verb.children):
        if any(c.dep == "dobj" for c in verb.head.children):
            return found  # `asked them to help them`
        verb = verb.head
    if verb.dep == "advcl" and not any(c.dep in SUBJECTS for c in verb.children):
        verb = verb.head  # `X, standing beside him, said`
    for child in verb.children:
        mention = scene.mention_at.get(child.i) if child.dep in SUBJECTS else None
        if mention is not None:
            found.update(mention.actors)
    return found


def subject_above(scene: Scene, token: Token, contending: frozenset[str]) -> Mention | None:
    """The mention that is the subject of the nearest clause above: `Ankara insisted that its soldiers would stay`."""
    for verb in token.ancestors():
        subject = next((c for c in verb.children if c.dep in SUBJECTS and c.i < token.i), None)
        if subject is None or subject is token or token in subject.subtree():
            continue
        if verb.lemma in contending and token.dep == "poss" and verb.dep in ("ccomp", "xcomp"):
            continue  # `they said that jets had bombed their camp`
        mention = scene.mention_at.get(subject.i)
        return mention if mention is not None and mention.head == subject.i else None
    return None


def deprived(scene: Scene, token: Token) -> Mention | None:
    """Whose something is that is done to them: `stripped Ruritania of its privileges`."""
    if token.tag != "PRP$" or token.head.dep != "pobj" or token.head.head.lower != "of":
        return None
    verb = token.head.head.head
    taken = next((c for c in verb.children if c.dep == "dobj" and c.i < token.i), None)
    return scene.mention_at.get(taken.i) if taken is not None else None


def stranger_above(scene: Scene, token: Token) -> bool:
    """Whether the subject of a clause above is a person whom nothing links: `my father began his studies`."""
    for verb in token.ancestors():
        subject = next((c for c in verb.children if c.dep in SUBJECTS and c.i < token.i), None)
        if subject is not None and subject.lower in ("who", "that", "which") and verb.dep == "relcl":
            subject = verb.head
        if subject is None or subject is token or token in subject.subtree():
            continue
        if token.tag != "PRP$" and token.head in (verb, *(c for c in verb.children if c.dep in ("prep", "dative"))):
            continue  # `the general thanked him`
        if subject.i in scene.mention_at or subject.i in scene.name_at:
            return False
        if subject.lower in SOMEONE or (subject.tag == "NN" and subject.lower in PERSONS | KIN):
            return True
        if subject.pos == "PRON":
            return False
    return False


def cut_short(token: Token) -> bool:
    """Whether a clause breaks off after its auxiliary: `they could not`, `they were`."""
    verb = token.head
    if verb.tag == "MD":
        return True
    rest = [c for c in verb.children if c.i > verb.i and c.dep not in ("neg", "punct", "advmod", "cc", "conj")]
    return verb.pos == "AUX" and verb.lemma in ("be", "do", "have") and not rest and token.dep in SUBJECTS


def may_be_actor(token: Token) -> bool:
    """Whether what is said of an `it` can be said of a state or a body: it `is ready`, not it `is clear`."""
    verb = token.head
    if token.dep in ("dobj", "dative"):
        return verb.lemma in ASKED
    if token.dep not in SUBJECTS or verb.lower in ("'s", "’s"):
        return False
    if verb.lemma == "be" or verb.pos == "AUX":
        state = next((c for c in verb.children if c.dep in ("acomp", "attr", "prep") and c.i > verb.i), None)
        return state is not None and state.lemma in STATES_OF_MIND and state.pos == "ADJ"
    if token.dep == "nsubjpass":
        return verb.lemma in SUFFERED
    return verb.lemma not in IMPERSONAL


def things_meant(scene: Scene, token: Token) -> bool:
    """Whether `them` or `they` in the passive may be things: a plural of no actor is the object just before."""
    if token.tag != "PRP" or token.head.lemma in ASKED | TO_PEOPLE:
        return False
    of_things = token.dep == "pobj" and token.head.lower in ("of", "in", "on", "from", "into")
    so = token.dep == "nsubj" and token.head.lemma == "be" and not any(
        c.lemma in STATES_OF_MIND or c.dep == "attr" for c in token.head.children
    )  # fmt: skip
    if not (of_things or so or token.dep in ("dobj", "nsubjpass")):
        return False
    first = scene.doc.sentences[max(0, token.sentence - 1)][0]
    for before in reversed(scene.doc.tokens[first : token.i]):
        if before.tag in ("NNS", "NNPS"):
            plain = before.i not in scene.mention_at and before.dep in ("dobj", "nsubjpass", "pobj")
            return plain and before.entity[2:] not in TIMES
    return False


def named_ahead(scene: Scene, token: Token, *, fronted: bool) -> list[Mention]:
    """Who is named as the subject that follows a pronoun before it: `in her first speech, X said`.

    `fronted` asks only for a phrase or a clause without subject, which nearly always looks ahead.
    """
    if scene.doc.quoted(token.start):
        return []
    below = token
    for verb in token.ancestors():
        subject = next((c for c in verb.children if c.dep in SUBJECTS), None)
        if subject is not None and subject.i > token.i and below.dep in ("prep", "advcl", "advmod"):
            return _names_of(scene, subject)
        if subject is not None and fronted:
            return []
        if verb.dep == "ROOT" and token is subject and token.sentence == 0 and not fronted:
            other = next((c for c in verb.children if c.dep == "conj" and c.i > verb.i), None)
            ahead = next((c for c in other.children if c.dep in SUBJECTS), None) if other is not None else None
            return _names_of(scene, ahead) if ahead is not None else []
        below = verb
    return []


def body_ahead(scene: Scene, token: Token) -> Mention | None:
    """The state that is named as subject after a concession with its own in it: `in spite of its pledge, X tested`."""
    below = token
    for verb in token.ancestors():
        subject = next((c for c in verb.children if c.dep in SUBJECTS), None)
        if subject is not None:
            conceding = below.lower in ("despite", "notwithstanding", "in") and below.dep == "prep"
            spite = below.lower != "in" or any(c.lemma in ("spite", "defiance") for c in below.children)
            name = scene.name_at.get(subject.i)
            fits = conceding and spite and subject.i > token.i and not scene.doc.quoted(token.start)
            if not fits or name is None or name.entry is None or name.kind != "state" or len(conjuncts(subject)) > 1:
                return None
            names, codes = (name.entry.name,), (name.entry.code,)
            return Mention(token.i, token.i + 1, token.i, names, codes, "pronoun", 0.6, "subject that follows")
        below = verb
    return None


def _names_of(scene: Scene, subject: Token) -> list[Mention]:
    """The people named by a subject and those coordinated with it."""
    found = []
    for token in conjuncts(subject):
        name = scene.name_at.get(token.i)
        if name is None or name.kind != "person":
            return []
        found.append(person_mention(scene, name))
    return found


def told_of_themselves(scene: Scene, token: Token) -> Mention | None:
    """Whom a clause tells of themselves, by a pronoun alike: `X told her that she had misread it`."""
    verb = next((v for v in token.ancestors() if any(c.dep in SUBJECTS and c.i < v.i for c in v.children)
                 and token.dep in SUBJECTS and v is not token.head), None)  # fmt: skip
    if verb is None:
        return None
    whom = next(
        (c for c in verb.children if c.dep in ("dobj", "dative") and c.lower in ALIKE.get(token.lower, ())), None
    )
    mention = scene.mention_at.get(whom.i) if whom is not None else None
    doer = next((scene.mention_at.get(c.i) for c in verb.children if c.dep in SUBJECTS), None)
    known = scene.actors.get(doer.actors[0]) if doer is not None else None
    return mention if known is not None and not known.gender else None
