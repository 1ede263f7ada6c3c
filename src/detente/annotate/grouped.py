"""Which group a common noun for armed men, a party or the other side means: `the rebels`, `his men`, `its rival`."""

from __future__ import annotations

from dataclasses import replace

from detente.actors import gazetteer
from detente.actors.agents import common_nouns
from detente.annotate.bodies import described_mention
from detente.annotate.groups import (
    armed,
    armed_group,
    earlier_description,
    group_beside,
    group_explained,
    group_known_as,
    only_group,
    same_country,
    uncounted,
)
from detente.annotate.owned import owners_mention
from detente.annotate.owners import Noun, Owner, definite
from detente.annotate.roles import country_in, sector_in
from detente.annotate.scene import Scene
from detente.annotate.sides import adversaries
from detente.doc import Mention

FIGHTERS = frozenset({"rebel", "guerrilla", "guerilla", "insurgent", "fighter", "militant", "separatist"})
OPPONENTS = frozenset({"rival", "opponent", "foe", "enemy", "adversary", "antagonist"})
OWN_NOUN = frozenset({"party", "group", "movement", "militia", "organisation", "organization", "faction", "guerrilla"})


def as_group(scene: Scene, noun: Noun, edge: int, owners: list[Owner], last: int) -> Mention | None:
    """The group, or the other side, that a noun means: by its name, by one beside it, or by what was said before."""
    if noun.agent is None:
        return None
    named = [o for o in owners if o.country or o.kind != "people"]  # `Marxist FARC rebels`
    if noun.agent.kind == "group" and named and all(o.kind == "group" for o in named):
        return owners_mention(scene, noun, edge, last, named, "name", 0.85, "group with its noun")
    name = scene.name_at.get(noun.first - 1)
    if name is not None and name.entry is None and name.kind == "organisation" and noun.head.lemma in OWN_NOUN:
        known = scene.known(name.text, "group")
        country = country_in(known.code)
        if noun.agent.sector != "UAF" and sector_in(known.code) != "OPP":
            known.code = gazetteer.code(country, noun.agent.sector)
        return Mention(edge, last, noun.head.i, (name.text,), (known.code,), "name", 0.6, "name with its noun")
    commands = common_nouns().get((noun.head.lemma.lower(),))
    if not owners and commands is not None and commands.kind == "member" and armed([scene.doc.tokens[noun.first]]):
        only = armed_group(scene, noun)
        if only is not None:
            return Mention(edge, last, noun.head.i, only.actors, only.codes, "title", 0.6, "the only armed group")
    other = _opponent(scene, noun, edge, owners, last) if noun.head.lemma in OPPONENTS else None
    if other is not None:
        return other
    own = _own_men(scene, noun, edge)
    if own is not None:
        return own
    above = group_explained(scene, noun)
    if above is not None:
        return Mention(edge, last, noun.head.i, above.actors, above.codes, "description", 0.8, "name beside it")
    beside = group_beside(scene, noun.head) or group_known_as(scene, noun.head)
    if beside is not None and noun.agent.kind in ("group", "people"):
        return Mention(edge, last, noun.head.i, (beside.name,), (beside.code,), "description", 0.8, "name beside it")
    before = None if owners else _group_before(scene, noun, edge)
    if before is None:
        return None
    return Mention(edge, last, noun.head.i, before.actors, before.codes, "description", 0.6, "same noun before")


def _opponent(scene: Scene, noun: Noun, edge: int, owners: list[Owner], last: int) -> Mention | None:
    """The other of two sides at odds: `its rival`, `Ruritania's foe`."""
    pair = adversaries(scene, noun.head.i) or ()
    sides = {gazetteer.side_of(owner.name, scene.date) for owner in owners}
    rest = [side for side in pair if side not in sides]
    if len(sides) != 1 or len(rest) != 1:
        return None
    code = scene.known(rest[0], "").code or gazetteer.codes_of(rest[0], scene.date) or ""
    return Mention(edge, last, noun.head.i, (rest[0],), (code,), "description", 0.55, "the other side")


def _own_men(scene: Scene, noun: Noun, edge: int) -> Mention | None:
    """Those whom someone armed leads: `his men`, where he is a rebel or an officer."""
    owner = scene.mention_at.get(edge) if scene.doc.tokens[edge].tag == "PRP$" else None
    if owner is None or noun.head.lower not in ("men", "followers", "fighters") or len(owner.codes) != 1:
        return None
    country, _, sector = owner.codes[0].rpartition(" ")
    if sector not in ("REB", "PRM", "MIL", "PRE"):
        return None
    codes = (gazetteer.code(country, "REB" if sector == "PRE" else sector),)
    mention = described_mention(scene, noun, edge, [], noun.head.i + 1)
    return mention and replace(mention, codes=codes, why="whom someone armed leads")


def _group_before(scene: Scene, noun: Noun, edge: int) -> Mention | None:
    """The mention before that a noun takes up: one with the same noun, else of the only armed group."""
    tokens = scene.doc.tokens
    group = noun.agent is not None and noun.agent.kind == "group"
    if (group or noun.head.lower == "parties") and (definite(tokens, edge) or tokens[edge].tag == "PRP$"):
        before = earlier_description(scene, noun)
        only = only_group(scene, noun) if before is None or before.why == "words as they stand" else None
        return only if only is not None and (before is None or same_country(before, only)) else before
    bare = group and noun.head.lemma in FIGHTERS and uncounted(tokens, edge, noun)
    return only_group(scene, noun) if bare else None
