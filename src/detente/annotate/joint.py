"""Phrases for several actors at once: `both sides`, `the two leaders`, `the two Koreas`."""

from __future__ import annotations

from detente import gazetteer
from detente.annotate.scene import Scene
from detente.doc import SUBJECTS, Mention, Token

PEOPLE = frozenset({"leader", "president", "minister", "man", "diplomat", "official", "counterpart", "premier"})
SIDES = frozenset({"side", "country", "nation", "government", "capital", "party", "state", "neighbour", "neighbor",
                   "rival", "foe", "enemy", "army", "power"})  # fmt: skip
SPEAKING = frozenset({"state", "group"})


def joint_mention(scene: Scene, token: Token) -> Mention | None:
    """The two actors that a phrase with `both` or `two` stands for, where the text leaves no other choice."""
    if token.text == "Koreas":
        return Mention(
            _first(token), token.i + 1, token.i, ("North Korea", "South Korea"), ("PRK GOV", "KOR GOV"), "name", 0.9,
            "the two Koreas",
        )  # fmt: skip
    noun = token.lemma.lower()
    if noun not in PEOPLE and noun not in SIDES or token.tag not in ("NNS", "NNPS"):
        return None
    if not any(child.lower in ("both", "two") for child in token.children if child.i < token.i):
        return None
    if any(child.dep == "prep" and child.lower in ("of", "in") for child in token.children):
        return None
    if any(i in scene.name_at for i in range(_first(token), token.i)):
        return None
    pair = _pair(scene, token, people=noun in PEOPLE)
    if pair is None:
        return None
    codes = tuple(scene.known(name, "").code or gazetteer.codes_of(name, scene.date) or "" for name in pair)
    return Mention(_first(token), token.i + 1, token.i, pair, codes, "description", 0.6, "the two at hand")


def _first(token: Token) -> int:
    return min([child.i for child in token.children if child.i < token.i and child.dep != "punct"], default=token.i)


def _pair(scene: Scene, token: Token, *, people: bool) -> tuple[str, ...] | None:
    """The only two people, or the only two sides, in this sentence and up to three before it."""
    found: dict[str, None] = {}
    outside = _outside(scene, token)
    for back in range(4):
        number = token.sentence - back
        here = [m for m in scene.mentions if scene.doc.tokens[m.head].sentence == number and m.head < token.i]
        for mention in here:
            if mention.why in ("adjective", "part of a compound"):
                continue
            for actor in mention.actors:
                known = scene.actors.get(actor)
                if known is None:
                    continue
                if actor in outside or gazetteer.side_of(actor, scene.date) in outside:
                    continue
                if people:
                    if known.kind == "person":
                        found[actor] = None
                elif known.kind == "person":
                    side = gazetteer.side_of(actor, scene.date)
                    if side != actor:
                        found[side] = None
                elif known.kind in SPEAKING:
                    found[actor] = None
        if len(found) >= 2:
            break
    return tuple(found) if len(found) == 2 else None


def _outside(scene: Scene, token: Token) -> set[str]:
    """Who speaks to or of the two and is none of them: the subject of the clause in which they are the object."""
    if token.dep in SUBJECTS:
        return set()
    for verb in token.ancestors():
        subject = next((c for c in verb.children if c.dep in SUBJECTS and c.i < token.i), None)
        mention = scene.mention_at.get(subject.i) if subject is not None else None
        if mention is not None:
            return {gazetteer.side_of(actor, scene.date) for actor in mention.actors}
    return set()
