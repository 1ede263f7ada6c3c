"""Whom pronouns and joint phrases stand for: `he`, `it`, `they`, `both sides`, `the two leaders`.

Better no link than a wrong one: a pronoun without a clear antecedent makes no mention.
"""

from __future__ import annotations

from detente.actors.agents import common_nouns, lexicon
from detente.actors.spelling import words_of
from detente.annotate.lists import actors_of, list_around
from detente.annotate.scene import Scene
from detente.doc import SUBJECTS, Mention, Token
from detente.syntax import conjuncts, objects_of

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
I = frozenset({"i", "me", "my", "mine", "myself"})  # noqa: E741
WE = frozenset({"we", "us", "our", "ours", "ourselves"})
IMPERSONAL = lexicon("impersonal")
MEETING = lexicon("meeting")
CONTENDING = lexicon("contending")
CALLING = lexicon("calling")
REACH = 2  # sentences back
PERSON_LIMIT = 3


def pronoun_at(scene: Scene, token: Token) -> Mention | None:
    """The mention that a pronoun makes, or None where its antecedent is not clear."""
    word = token.lower
    if token.pos != "PRON" and token.tag not in ("PRP", "PRP$", "DT"):
        return None
    if word in I or word in WE:
        return _first_person(scene, token, word)
    if word in HE or word in SHE:
        return _person(scene, token, "m" if word in HE else "f")
    if word in THEY or (word in ("all", "both") and token.dep in SUBJECTS):
        return _several(scene, token)
    if word in IT:
        return _thing(scene, token)
    return None


def _mention(token: Token, antecedent: Mention, score: float, why: str) -> Mention:
    return Mention(token.i, token.i + 1, token.i, antecedent.actors, antecedent.codes, "pronoun", score, why)


def _first_person(scene: Scene, token: Token, word: str) -> Mention | None:
    doc = scene.doc
    if doc.author is None or doc.quoted(token.start):
        return None
    codes = (doc.author_codes or "",)
    return Mention(token.i, token.i + 1, token.i, (doc.author,), codes, "pronoun", 0.8 if word in I else 0.7, "author")


def _person(scene: Scene, token: Token, gender: str) -> Mention | None:
    quoted = scene.doc.quoted(token.start)
    own = _own_subject(scene, token)
    for level in _levels(scene, token, PERSON_LIMIT):
        others = [m for m in level if not set(m.actors) & own]
        others = [m for m in others if _is_named(scene, m) or _near(scene, m, token)]
        fitting = [m for m in others if _is_person(scene, m, gender) and scene.doc.quoted(_start(scene, m)) <= quoted]
        if quoted:
            fitting = [m for m in fitting if scene.doc.quoted(_start(scene, m))]
        names = {m.actors[0] for m in fitting}
        if len(names) == 1:
            return _mention(token, fitting[-1], 0.75, "last person of that gender")
        if fitting:
            subjects = [m for m in fitting if _is_subject(scene.doc.tokens[m.head])]
            chosen = subjects or fitting
            return _mention(token, chosen[-1], 0.55, "last subject of that gender")
    return None


def _start(scene: Scene, mention: Mention) -> int:
    return scene.doc.tokens[mention.head].start


def _is_person(scene: Scene, mention: Mention, gender: str) -> bool:
    if len(mention.actors) != 1:
        return False
    known = scene.actors.get(mention.actors[0])
    if known is None or known.kind != "person":
        return bool(gender) and _is_official(scene, mention)
    return not gender or known.gender in ("", gender)


def _is_named(scene: Scene, mention: Mention) -> bool:
    known = scene.actors.get(mention.actors[0]) if len(mention.actors) == 1 else None
    return known is not None and known.kind == "person"


def _near(scene: Scene, mention: Mention, token: Token) -> bool:
    """Whether a mention stands in the sentence of a pronoun or the one before."""
    return token.sentence - scene.doc.tokens[mention.head].sentence <= 1


def _is_official(scene: Scene, mention: Mention) -> bool:
    """Whether a mention is of one who acts for a state or group and has no name: `a KLA commander`."""
    head = scene.doc.tokens[mention.head]
    agent = common_nouns().get(words_of(head.lemma))
    member = agent is not None and agent.kind == "member"
    return member and head.tag == "NN" and mention.form in ("title", "description") and _is_subject(head)


def _several(scene: Scene, token: Token) -> Mention | None:
    quoted = scene.doc.quoted(token.start)
    met = _those_who_met(scene, token)
    if met is not None:
        return _mention(token, met, 0.65, "those who met")
    above = _subject_above(scene, token)
    own = _own_subject(scene, token)
    if above is not None and set(above.actors) <= own:
        above = None  # `they support them`
    if above is not None and (_is_plural(scene, above) or _is_body(scene, above)):
        listed = _joint(scene, [above])
        if listed is not None or _is_plural(scene, above):
            return _mention(token, listed or above, 0.65, "subject of the clause above")
    for level in _levels(scene, token, REACH, subjects_only=True):
        others = [m for m in level if not set(m.actors) & own]
        fitting = [m for m in others if _is_plural(scene, m) and scene.doc.quoted(_start(scene, m)) == quoted]
        if len({m.actors for m in fitting}) == 1:
            return _mention(token, fitting[-1], 0.6, "last plural subject")
        if fitting:
            return None
        joint = _joint(scene, others)
        if joint is not None:
            return _mention(token, joint, 0.6, "two that act together")
    return None


def _those_who_met(scene: Scene, token: Token) -> Mention | None:
    """All who met or spoke in the sentence before: the subject, and those after `with`."""
    if token.dep not in (*SUBJECTS, "poss") or token.sentence == 0:
        return None
    verbs = [t for t in scene.doc.words(token.sentence - 1) if t.dep == "ROOT" and t.lemma in MEETING]
    if not verbs:
        return None
    parties = [c for c in verbs[0].children if c.dep in SUBJECTS or (c.dep == "dobj" and verbs[0].lemma == "meet")]
    parties += objects_of(verbs[0], "with")
    met = [scene.mention_at.get(one.i) for party in parties for one in conjuncts(party)]
    found = {actor: code for m in met if m is not None for actor, code in zip(m.actors, m.codes, strict=True)}
    if len(found) < 2 or None in met:
        return None
    head = parties[0].i
    return Mention(head, head + 1, head, tuple(found), tuple(found.values()), "name", 0.65, "those who met")


def _is_plural(scene: Scene, mention: Mention) -> bool:
    if len(mention.actors) > 1:
        return True
    return scene.doc.tokens[mention.head].tag in ("NNS", "NNPS") or (
        mention.form == "pronoun" and (scene.doc.tokens[mention.head].lower in THEY)
    )


def _joint(scene: Scene, level: list[Mention]) -> Mention | None:
    """Two or more mentions that are listed together, as one."""
    for mention in reversed(level):
        group = [m for m in list_around(scene, mention) if m.form != "pronoun"]
        actors, codes = actors_of(group)
        if len(group) > 1 and len(actors) > 1:
            return Mention(group[0].first, group[-1].last, mention.head, actors, codes, "name", 0.6, "joined")
    return None


def _thing(scene: Scene, token: Token) -> Mention | None:
    if token.lower == "it" and (
        token.dep not in SUBJECTS
        or token.head.pos == "AUX"
        or token.head.lower in ("'s", "’s")
        or token.head.lemma in IMPERSONAL
    ):
        return None
    if token.lower == "itself":
        return _itself(scene, token)
    quoted = scene.doc.quoted(token.start)
    deprived = _deprived(scene, token)
    if deprived is not None and _is_body(scene, deprived):
        return _mention(token, deprived, 0.6, "whom something is taken from")
    above = _subject_above(scene, token)
    of_person = above is not None and token.lower == "it" and _is_person(scene, above, "")
    if of_person or _complement(token):
        return None
    if above is not None and scene.doc.quoted(_start(scene, above)) == quoted:
        if _is_body(scene, above):
            return _mention(token, above, 0.6, "subject of the clause above")
        if _described_body(scene, above):
            return _mention(token, above, 0.5, "subject of the clause above")
    for level in _levels(scene, token, 1, subjects_only=True):
        fitting = [m for m in level if _is_body(scene, m) and scene.doc.quoted(_start(scene, m)) == quoted]
        if not fitting:
            continue
        subjects = [m for m in fitting if _is_subject(scene.doc.tokens[m.head])]
        chosen = subjects or fitting
        if len({m.actors for m in chosen}) == 1:
            return _mention(token, chosen[-1], 0.5, "last body or state")
        return None
    return None


def _subject_above(scene: Scene, token: Token) -> Mention | None:
    """The mention that is the subject of the nearest clause above: `Ankara insisted that its soldiers would stay`."""
    for verb in token.ancestors():
        subject = next((c for c in verb.children if c.dep in SUBJECTS and c.i < token.i), None)
        if subject is None or subject is token or token in subject.subtree():
            continue
        if verb.lemma in CONTENDING and token.dep == "poss" and verb.dep in ("ccomp", "xcomp"):
            continue  # `they said that jets had bombed their camp`
        mention = scene.mention_at.get(subject.i)
        return mention if mention is not None and mention.head == subject.i else None
    return None


def _complement(token: Token) -> bool:
    """Whether a pronoun is what something is called or made: `called it balanced`."""
    verb = token.head.head
    return token.dep in SUBJECTS and token.head.dep in ("ccomp", "oprd") and verb.lemma in CALLING


def _deprived(scene: Scene, token: Token) -> Mention | None:
    """Whose something is that is done to them: `stripped Ruritania of its privileges`."""
    if token.tag != "PRP$" or token.head.dep != "pobj" or token.head.head.lower != "of":
        return None
    verb = token.head.head.head
    taken = next((c for c in verb.children if c.dep == "dobj" and c.i < token.i), None)
    return scene.mention_at.get(taken.i) if taken is not None else None


def _own_subject(scene: Scene, token: Token) -> set[str]:
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


def _itself(scene: Scene, token: Token) -> Mention | None:
    """A reflexive stands for the subject of its clause."""
    for verb in token.ancestors():
        subject = next((c for c in verb.children if c.dep in SUBJECTS), None)
        if subject is not None:
            mention = scene.mention_at.get(subject.i)
            return _mention(token, mention, 0.7, "subject of the clause") if mention is not None else None
    return None


def _described_body(scene: Scene, mention: Mention) -> bool:
    """Whether a mention describes one body that has no name: `the Muslim-led government`."""
    agent = common_nouns().get(words_of(scene.doc.tokens[mention.head].lemma))
    return (
        mention.form == "description"
        and scene.doc.tokens[mention.head].tag == "NN"
        and agent is not None
        and agent.kind in ("state", "group")
    )


def _is_body(scene: Scene, mention: Mention) -> bool:
    if len(mention.actors) != 1 or scene.doc.tokens[mention.head].tag in ("NNS", "NNPS"):
        return False
    if mention.why == "author":
        return False  # `we regret that it continues`
    known = scene.actors.get(mention.actors[0])
    return known is not None and known.kind in ("state", "organisation", "group", "seat")


def _is_subject(token: Token) -> bool:
    while token.dep == "conj" and token.head is not token:
        token = token.head
    return token.dep in (*SUBJECTS, "agent") or (token.dep == "pobj" and token.head.dep == "agent")


def _levels(scene: Scene, token: Token, reach: int, *, subjects_only: bool = False) -> list[list[Mention]]:
    """Earlier mentions by how near they are: this sentence, then earlier ones with subjects before others."""
    by_sentence: dict[int, list[Mention]] = {}
    for mention in reversed(scene.mentions):
        number = scene.doc.tokens[mention.head].sentence
        if number < token.sentence - reach:
            break
        if mention.last <= token.i:
            by_sentence.setdefault(number, []).insert(0, mention)
    levels: list[list[Mention]] = []
    for back in range(reach + 1):
        there = by_sentence.get(token.sentence - back, [])
        levels.append([m for m in there if _is_subject(scene.doc.tokens[m.head])])
        if not (subjects_only and back):
            levels.append(there)
    return [level for level in levels if level]
