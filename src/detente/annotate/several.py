"""Whom `they`, `them` and `their` stand for: more than one actor, and no things in the plural."""

from __future__ import annotations

from detente.actors.agents import common_nouns, lexicon
from detente.annotate.binding import ASKED, TO_PEOPLE, cut_short, named_ahead, own_subject, subject_above, things_meant
from detente.annotate.candidates import is_body, is_named, levels, start_of, taking_up
from detente.annotate.lists import actors_of, list_around
from detente.annotate.scene import Scene
from detente.codebook.spelling import words_of
from detente.doc import SUBJECTS, Mention, Token
from detente.syntax import conjuncts, objects_of

THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
MEETING = lexicon("meeting")
CONTENDING = lexicon("contending")
REACH = 2  # sentences back


def several(scene: Scene, token: Token) -> Mention | None:
    """The mention that `they`, `them` or `their` makes: a plural subject, two that act together, those who met."""
    quoted = scene.doc.quoted(token.start)
    if cut_short(token) or things_meant(scene, token) or _unlinked_before(scene, token):
        return None
    met = _those_who_met(scene, token)
    if met is not None:
        return taking_up(token, met, 0.65, "those who met")
    above = subject_above(scene, token, CONTENDING)
    own = own_subject(scene, token)
    if above is not None and set(above.actors) <= own:
        above = None  # `they support them`
    if above is not None and (_is_plural(scene, above) or is_body(scene, above)):
        listed = _joint(scene, [above])
        if listed is not None or _is_plural(scene, above):
            return taking_up(token, listed or above, 0.65, "subject of the clause above")
    for level in levels(scene, token, REACH, subjects_only=True):
        others = [m for m in level if not set(m.actors) & own]
        fitting = [m for m in others if _is_plural(scene, m) and scene.doc.quoted(start_of(scene, m)) == quoted]
        if len({m.actors for m in fitting}) == 1:
            return taking_up(token, fitting[-1], 0.6, "last plural subject")
        if fitting:
            return None
        joint = _joint(scene, [m for m in others if scene.doc.quoted(start_of(scene, m)) == quoted])
        if joint is not None:
            return taking_up(token, joint, 0.6, "two that act together")
    ahead = named_ahead(scene, token, fronted=False)
    if len(ahead) > 1:
        actors, codes = actors_of(ahead)
        return Mention(token.i, token.i + 1, token.i, actors, codes, "pronoun", 0.55, "subjects that follow")
    return _only_plural(scene, token) or _someone(scene, above, token)


def _only_plural(scene: Scene, token: Token) -> Mention | None:
    """The only people in the plural of this sentence and the one before, where no things in the plural stand there."""
    if token.dep != "dobj" or token.head.lemma not in TO_PEOPLE | ASKED:
        return None
    found = [m for level in levels(scene, token, 1) for m in level if _is_plural(scene, m)]
    found = [
        m
        for m in found
        if m.form != "pronoun" and scene.doc.quoted(start_of(scene, m)) == scene.doc.quoted(token.start)
    ]
    if len({m.actors for m in found}) != 1 or set(found[0].actors) & own_subject(scene, token):
        return None
    first = scene.doc.sentences[max(0, token.sentence - 1)][0]
    singles = {m.actors for m in scene.mentions if m.head >= first and len(m.actors) == 1 and is_named(scene, m)}
    if len(singles - {found[0].actors}) > 1:
        return None  # two people together are `they` too
    others = [t for t in scene.doc.tokens[first : token.i] if t.tag in ("NNS", "NNPS") and t.i not in scene.mention_at]
    return taking_up(token, found[0], 0.5, "the only ones in the plural") if not others else None


def _someone(scene: Scene, above: Mention | None, token: Token) -> Mention | None:
    """One person of whom the text does not tell the gender: `a witness said they had seen it`."""
    if above is None or above.form != "description" or token.dep not in (*SUBJECTS, "poss"):
        return None
    head = scene.doc.tokens[above.head]
    one = head.tag == "NN" and any(c.lower in ("a", "an", "one", "another") for c in head.children)
    agent = common_nouns().get(words_of(head.lemma))
    person = one and (agent is None or agent.kind not in ("state", "group", "body"))
    return taking_up(token, above, 0.45, "one whose gender is not told") if person else None


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


def _unlinked_before(scene: Scene, token: Token) -> bool:
    """Whether the last `they` or `them` was left alone: this one most likely is of the same things or people."""
    first = scene.doc.sentences[max(0, token.sentence - 1)][0]
    for before in reversed(scene.doc.tokens[first : token.i]):
        if before.lower in ("they", "them") and before.tag == "PRP":
            named = any(m.head > before.i and len(m.actors) > 1 for m in scene.mentions)
            return before.i not in scene.mention_at and not named
    return False
