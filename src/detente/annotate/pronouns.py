"""Whom pronouns and joint phrases stand for: `he`, `it`, `they`, `both sides`, `the two leaders`.

Better no link than a wrong one: a pronoun without a clear antecedent makes no mention.
"""

from __future__ import annotations

from detente.actors.agents import common_nouns, lexicon
from detente.actors.spelling import words_of
from detente.annotate.binding import coordinated, cut_short, deprived, judged_for_it, may_be_actor, named_ahead, not_themselves, own_subject, stranger_above, subject_above, things_meant
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
    own = own_subject(scene, token) | not_themselves(scene, token)
    judged = judged_for_it(scene, token)
    if judged is not None and _is_person(scene, judged, gender):
        return _mention(token, judged, 0.65, "who is judged for it")
    ahead = _one_ahead(scene, token, gender, fronted=True) if token.tag == "PRP$" else None
    if ahead is not None:
        return ahead
    if stranger_above(scene, token):
        return None
    for level in _levels(scene, token, PERSON_LIMIT):
        others = [m for m in level if not set(m.actors) & own]
        others = [m for m in others if _is_named(scene, m) or _near(scene, m, token)]
        fitting = [m for m in others if _is_person(scene, m, gender) and scene.doc.quoted(_start(scene, m)) <= quoted]
        if quoted:
            fitting = [m for m in fitting if scene.doc.quoted(_start(scene, m))]
        sure = [m for m in fitting if scene.actors[m.actors[0]].gender == gender]
        fitting = sure or fitting
        names = {m.actors[0] for m in fitting}
        if len(names) == 1:
            return _of_gender(scene, _mention(token, fitting[-1], 0.75, "last person of that gender"), gender)
        if not fitting:
            continue
        row = coordinated(scene, fitting)
        alone = [m for m in fitting if m.actors[0] not in row]  # `X and Y handed Z his letter`
        here = scene.doc.tokens[fitting[-1].head].sentence == token.sentence
        if not alone and here:
            continue
        if not alone or (row and not here):
            return None
        subjects = [m for m in alone if _is_subject(scene.doc.tokens[m.head])]
        return _mention(token, (subjects or alone)[-1], 0.55, "last subject of that gender")
    return _one_ahead(scene, token, gender, fronted=False)


def _one_ahead(scene: Scene, token: Token, gender: str, *, fronted: bool) -> Mention | None:
    """The person named after a pronoun that stands before its clause's subject."""
    ahead = named_ahead(scene, token, fronted=fronted)
    if len(ahead) != 1 or not _is_person(scene, ahead[0], gender):
        return None
    return _of_gender(scene, _mention(token, ahead[0], 0.65, "subject that follows"), gender)


def _of_gender(scene: Scene, mention: Mention, gender: str) -> Mention:
    """The mention of a pronoun, from which the gender of whom it stands for is learnt."""
    known = scene.actors.get(mention.actors[0])
    if known is not None and known.kind == "person" and not known.gender:
        known.gender = gender
    return mention


def _start(scene: Scene, mention: Mention) -> int:
    return scene.doc.tokens[mention.head].start


def _is_person(scene: Scene, mention: Mention, gender: str) -> bool:
    if len(mention.actors) != 1:
        return False
    known = scene.actors.get(mention.actors[0])
    head = scene.doc.tokens[mention.head]
    if known is None or known.kind != "person":
        return bool(gender) and _is_official(scene, mention)
    if mention.form == "description" and (head.dep in ("attr", "oprd") or head.head.lower == "as"):
        return False  # `he came as a minister`
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
    if cut_short(token) or things_meant(scene, token):
        return None
    met = _those_who_met(scene, token)
    if met is not None:
        return _mention(token, met, 0.65, "those who met")
    above = subject_above(scene, token, CONTENDING)
    own = own_subject(scene, token)
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
        joint = _joint(scene, [m for m in others if scene.doc.quoted(_start(scene, m)) == quoted])
        if joint is not None:
            return _mention(token, joint, 0.6, "two that act together")
    ahead = named_ahead(scene, token, fronted=False)
    if len(ahead) > 1:
        actors, codes = actors_of(ahead)
        return Mention(token.i, token.i + 1, token.i, actors, codes, "pronoun", 0.55, "subjects that follow")
    return _only_plural(scene, token) or _someone(scene, above, token)


def _only_plural(scene: Scene, token: Token) -> Mention | None:
    """The only people in the plural of this sentence and the one before, where no things in the plural stand there."""
    found = [m for level in _levels(scene, token, 1) for m in level if _is_plural(scene, m)]
    found = [m for m in found if m.form != "pronoun" and scene.doc.quoted(_start(scene, m)) == scene.doc.quoted(token.start)]
    if len({m.actors for m in found}) != 1 or set(found[0].actors) & own_subject(scene, token):
        return None
    first = scene.doc.sentences[max(0, token.sentence - 1)][0]
    singles = {m.actors for m in scene.mentions if m.head >= first and len(m.actors) == 1 and _is_named(scene, m)}
    if len(singles - {found[0].actors}) > 1:
        return None  # two people together are `they` too
    others = [t for t in scene.doc.tokens[first : token.i] if t.tag in ("NNS", "NNPS") and t.i not in scene.mention_at]
    return _mention(token, found[0], 0.5, "the only ones in the plural") if not others else None


def _someone(scene: Scene, above: Mention | None, token: Token) -> Mention | None:
    """One person of whom the text does not tell the gender: `a witness said they had seen it`."""
    if above is None or above.form != "description" or token.dep not in (*SUBJECTS, "poss"):
        return None
    head = scene.doc.tokens[above.head]
    one = head.tag == "NN" and any(c.lower in ("a", "an", "one", "another") for c in head.children)
    agent = common_nouns().get(words_of(head.lemma))
    person = one and (agent is None or agent.kind not in ("state", "group", "body"))
    return _mention(token, above, 0.45, "one whose gender is not told") if person else None


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
    if token.lower == "it" and not may_be_actor(token):
        return None
    if token.lower == "itself":
        return _itself(scene, token)
    quoted = scene.doc.quoted(token.start)
    taken_from = deprived(scene, token)
    if taken_from is not None and _is_body(scene, taken_from):
        return _mention(token, taken_from, 0.6, "whom something is taken from")
    above = subject_above(scene, token, CONTENDING)
    if token.dep in ("dobj", "dative"):
        above = None  # `the president had told it`
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



def _complement(token: Token) -> bool:
    """Whether a pronoun is what something is called or made: `called it balanced`."""
    verb = token.head.head
    return token.dep in SUBJECTS and token.head.dep in ("ccomp", "oprd") and verb.lemma in CALLING




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
