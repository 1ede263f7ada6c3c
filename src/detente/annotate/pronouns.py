"""Whom pronouns stand for: `he`, `she`, `it`, `itself`, and `we` in the voice of a whole document.

Better no link than a wrong one: a pronoun without a clear antecedent makes no mention.
"""

from __future__ import annotations

from detente.actors.agents import common_nouns, lexicon
from detente.annotate.binding import (
    body_ahead,
    coordinated,
    deprived,
    judged_for_it,
    may_be_actor,
    named_ahead,
    not_themselves,
    own_subject,
    stranger_above,
    subject_above,
    told_of_themselves,
)
from detente.annotate.candidates import is_body, is_named, is_near, is_subject, levels, start_of, taking_up
from detente.annotate.newcomers import may_be_person
from detente.annotate.scene import Scene
from detente.annotate.several import THEY, several
from detente.codebook.spelling import words_of
from detente.doc import SUBJECTS, Mention, Token

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
IT = frozenset({"it", "its", "itself"})
I = frozenset({"i", "me", "my", "mine", "myself"})  # noqa: E741
WE = frozenset({"we", "us", "our", "ours", "ourselves"})
CONTENDING = lexicon("contending")
CALLING = lexicon("calling")
SPEAKING = frozenset({"spokesman", "spokeswoman", "spokesperson", "minister", "ministry", "leader", "ambassador",
                      "commander", "negotiator", "president", "chief", "envoy", "army", "government", "office"}
)  # fmt: skip
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
    if word in ("its", "their") and (before := _reported_before(scene, token)) is not None:
        return before
    if word in THEY or (word in ("all", "both") and token.dep in SUBJECTS):
        return several(scene, token)
    if word in IT:
        return _thing(scene, token)
    return None


def _reported_before(scene: Scene, token: Token) -> Mention | None:
    """Whose speaker a reporting clause behind its content names: `the rebels would disarm, their spokesman said`."""
    speaker = token.head
    if speaker.dep not in SUBJECTS or speaker.lemma not in SPEAKING or scene.doc.quoted(token.start):
        return None
    content = next((c for c in speaker.head.children if c.dep == "ccomp" and c.i < token.i), None)
    subject = next((c for c in content.children if c.dep in SUBJECTS), None) if content is not None else None
    mention = scene.mention_at.get(subject.i) if subject is not None else None
    if subject is None or mention is None or scene.doc.quoted(subject.start):
        return None
    several_meant = subject.tag in ("NNS", "NNPS")
    if several_meant != (token.lower == "their") or not (several_meant or is_body(scene, mention)):
        return None
    return taking_up(token, mention, 0.65, "whom the clause before is about")


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
        return taking_up(token, judged, 0.65, "who is judged for it")
    ahead = _one_ahead(scene, token, gender, fronted=True) if token.tag == "PRP$" else None
    if ahead is not None:
        return ahead
    if stranger_above(scene, token):
        return None
    told = told_of_themselves(scene, token)
    if told is not None:
        return taking_up(token, told, 0.55, "who is told")
    for level in levels(scene, token, PERSON_LIMIT):
        others = [m for m in level if not set(m.actors) & own]
        others = [m for m in others if is_named(scene, m) or is_near(scene, m, token)]
        fitting = [m for m in others if _is_person(scene, m, gender) and scene.doc.quoted(start_of(scene, m)) <= quoted]
        if quoted:
            fitting = [m for m in fitting if scene.doc.quoted(start_of(scene, m))]
        sure = [m for m in fitting if scene.actors[m.actors[0]].gender == gender]
        fitting = sure or fitting
        names = {m.actors[0] for m in fitting}
        if len(names) == 1:
            return _of_gender(scene, taking_up(token, fitting[-1], 0.75, "last person of that gender"), gender)
        if not fitting:
            continue
        row = coordinated(scene, fitting)
        alone = [m for m in fitting if m.actors[0] not in row]  # `X and Y handed Z his letter`
        here = scene.doc.tokens[fitting[-1].head].sentence == token.sentence
        if not alone and here:
            continue
        if not alone or (row and not here):
            return None
        subjects = [m for m in alone if is_subject(scene.doc.tokens[m.head])]
        return taking_up(token, (subjects or alone)[-1], 0.55, "last subject of that gender")
    return _one_ahead(scene, token, gender, fronted=False) or _taken_for_body(scene, token, gender)


def _taken_for_body(scene: Scene, token: Token, gender: str) -> Mention | None:
    """The one unknown name of two words just before that the model took for a body: `he` tells that it is a person."""
    near = [m for m in scene.mentions if token.sentence - scene.doc.tokens[m.head].sentence <= 1 and m.form == "name"]
    near = [m for m in near if m.why == "name as it stands" and may_be_person(scene.doc.tokens[m.first : m.last])]
    known = scene.actors.get(near[-1].actors[0]) if len({m.actors for m in near}) == 1 else None
    if known is None or known.kind != "organisation" or scene.doc.quoted(token.start):
        return None
    known.kind, known.gender = "person", gender
    return taking_up(token, near[-1], 0.5, "the one name that can be a person's")


def _one_ahead(scene: Scene, token: Token, gender: str, *, fronted: bool) -> Mention | None:
    """The person named after a pronoun that stands before its clause's subject."""
    ahead = named_ahead(scene, token, fronted=fronted)
    if len(ahead) != 1 or not _is_person(scene, ahead[0], gender):
        return None
    return _of_gender(scene, taking_up(token, ahead[0], 0.65, "subject that follows"), gender)


def _of_gender(scene: Scene, mention: Mention, gender: str) -> Mention:
    """The mention of a pronoun, from which the gender of whom it stands for is learnt."""
    known = scene.actors.get(mention.actors[0])
    if known is not None and known.kind == "person" and not known.gender:
        known.gender = gender
    return mention


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


def _is_official(scene: Scene, mention: Mention) -> bool:
    """Whether a mention is of one who acts for a state or group and has no name: `a KLA commander`."""
    head = scene.doc.tokens[mention.head]
    agent = common_nouns().get(words_of(head.lemma))
    member = agent is not None and agent.kind == "member"
    return member and head.tag == "NN" and mention.form in ("title", "description") and is_subject(head)


def _thing(scene: Scene, token: Token) -> Mention | None:
    if token.lower == "it" and not may_be_actor(token):
        return None
    if token.lower == "itself":
        return _itself(scene, token)
    ahead = body_ahead(scene, token) if token.lower == "its" else None
    if ahead is not None:
        return ahead
    quoted = scene.doc.quoted(token.start)
    taken_from = deprived(scene, token)
    if taken_from is not None and is_body(scene, taken_from):
        return taking_up(token, taken_from, 0.6, "whom something is taken from")
    above = subject_above(scene, token, CONTENDING)
    if token.dep in ("dobj", "dative"):
        above = None  # `the president had told it`
    of_person = above is not None and token.lower == "it" and _is_person(scene, above, "")
    if of_person or _complement(token):
        return None
    if above is not None and scene.doc.quoted(start_of(scene, above)) == quoted:
        if is_body(scene, above):
            return taking_up(token, above, 0.6, "subject of the clause above")
        if _described_body(scene, above):
            return taking_up(token, above, 0.5, "subject of the clause above")
    for level in levels(scene, token, 1, subjects_only=True):
        fitting = [m for m in level if is_body(scene, m) and scene.doc.quoted(start_of(scene, m)) == quoted]
        if not fitting:
            continue
        subjects = [m for m in fitting if is_subject(scene.doc.tokens[m.head])]
        chosen = subjects or fitting
        if len({m.actors for m in chosen}) == 1:
            return taking_up(token, chosen[-1], 0.5, "last body or state")
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
            return taking_up(token, mention, 0.7, "subject of the clause") if mention is not None else None
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
