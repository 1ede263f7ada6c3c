"""Actors named by a common noun or a bare title: `Russian forces`, `the government in Kyiv`, `the president`."""

from __future__ import annotations

from detente.annotate.bodies import (
    body_mention,
    described_mention,
    earlier_description,
    group_beside,
    only_group,
    opposed,
    owners_mention,
    same_country,
    uncounted,
)
from detente.annotate.epithets import describes_person, epithet_mention, person_meant, title_around
from detente.annotate.owners import NOMINAL, Noun, Owner, definite, left_edge, noun_at, owners_of
from detente.annotate.scene import Scene
from detente.annotate.titles import counterpart_mention, named_after, titled_mention
from detente.doc import Mention, Token

COLLECTIVE = frozenset({"state", "organisation", "group"})
FIGHTERS = frozenset({"rebel", "guerrilla", "guerilla", "insurgent", "fighter", "militant", "separatist"})
HOMES = frozenset({"country", "nation", "homeland"})
GUESSED = frozenset({"title of a state", "title in the state at hand"})
OWN_NOUN = frozenset({"party", "group", "movement", "militia", "organisation", "organization", "faction", "guerrilla"})
PARTITIVE = frozenset({"group", "number", "team"})


def phrase_mention(scene: Scene, token: Token) -> Mention | None:
    """The mention that a common noun or a bare title makes."""
    if token.i in scene.mention_at and scene.mention_at[token.i].form in ("name", "title"):
        return None
    own = scene.name_at.get(token.i)
    if own is not None and own.kind in ("person", "organisation", "group", "seat") and own.entry is not None:
        return None
    after = scene.doc.tokens[token.i + 1] if token.i + 1 < len(scene.doc.tokens) else token
    if after.text == "-" and after.start == token.end:
        return None  # `rebel-held`
    epithet = epithet_mention(scene, token)
    if epithet is not None:
        return epithet
    noun = noun_at(scene.doc.tokens, token)
    if noun is None and describes_person(token):
        noun = Noun(token, token.i, None, None)
    return None if noun is None or _modifies(token) else _mention(scene, noun)


def _person_again(scene: Scene, noun: Noun, edge: int, owners: list[Owner], last: int) -> Mention | None:
    """The person met before who fits a description: `the general`, `the Afghan leader`."""
    meant = named_after(scene, noun) or person_meant(scene, noun.head, edge, owners)
    if meant is None:
        return None
    code = scene.known(meant, "person").code
    return Mention(edge, last, noun.head.i, (meant,), (code,), "title", 0.6, "person described before")


def _modifies(token: Token) -> bool:
    """Whether a noun only qualifies the next one: `police` in `police station`."""
    head = token.head
    return token.dep in ("compound", "nmod", "amod") and head.i > token.i and head.pos in NOMINAL


def _mention(scene: Scene, noun: Noun) -> Mention | None:
    tokens = scene.doc.tokens
    edge = left_edge(scene, noun)
    owners, last = owners_of(scene, noun, edge)
    several = noun.head.tag in ("NNS", "NNPS")
    moved = title_around(scene, noun, edge)
    if moved is not None:
        noun = Noun(noun.head, noun.first, None, moved)
    if (
        noun.title is not None
        and (noun.agent is None or noun.title.office not in ("", "other"))
        and (not several or len(owners) > 1)
    ):
        titled = titled_mention(scene, noun, edge, owners, last)
        if titled is not None and (titled.why not in GUESSED or not definite(tokens, edge)):
            return titled
    else:
        titled = None
    if describes_person(noun.head):
        person = _person_again(scene, noun, edge, owners, last)
        if person is not None:
            return person
    if titled is not None:
        return titled
    if noun.agent is None and noun.title is None:
        return None
    if noun.head.lemma in PARTITIVE and any(c.lower == "of" for c in noun.head.children):
        return None
    if noun.head.lemma == "counterpart":
        return counterpart_mention(scene, noun, edge, last)
    if noun.agent is None and several and owners and all(o.kind in COLLECTIVE for o in owners):
        return owners_mention(scene, noun, edge, last, owners, "title", 0.7, "title of a state", "GOV")
    if noun.head.lemma in HOMES and tokens[edge].tag == "PRP$" and all(o.kind in COLLECTIVE for o in owners):
        return owners_mention(scene, noun, edge, last, owners, "description", 0.7, "his country") if owners else None
    if noun.agent is None:
        return None if noun.title is None else described_mention(scene, noun, edge, owners, last)
    if noun.agent.kind in ("state", "member"):
        if opposed(tokens[edge : noun.first]):
            return described_mention(scene, noun, edge, owners, last)
        return body_mention(scene, noun, edge, owners, last)
    if noun.agent.kind == "group" and owners and all(o.kind in ("group",) for o in owners):
        return owners_mention(scene, noun, edge, last, owners, "name", 0.85, "group with its noun")
    if noun.head.lemma in OWN_NOUN and len(owners) == 1 and owners[0].kind == "organisation" and not several:
        named = scene.name_at.get(noun.first - 1)
        if named is not None and named.entry is None:
            return Mention(edge, last, noun.head.i, (named.text,), ("",), "name", 0.6, "name with its noun")
    beside = group_beside(scene, noun.head)
    if beside is not None and noun.agent.kind in ("group", "people"):
        return Mention(edge, last, noun.head.i, (beside.name,), (beside.code,), "description", 0.8, "name beside it")
    anaphoric = noun.agent.kind == "group" or noun.head.lower == "parties"
    if anaphoric and not owners and (definite(tokens, edge) or tokens[edge].tag == "PRP$"):
        before = earlier_description(scene, noun)
        if before is None or before.why == "words as they stand":
            group = only_group(scene, noun)
            if group is not None and (before is None or same_country(before, group)):
                before = group
        if before is not None:
            return Mention(edge, last, noun.head.i, before.actors, before.codes, "description", 0.6, "same noun before")
    if noun.agent.kind == "group" and not owners and noun.head.lemma in FIGHTERS and uncounted(tokens, edge, noun):
        before = only_group(scene, noun)
        if before is not None:
            return Mention(edge, last, noun.head.i, before.actors, before.codes, "description", 0.5, "only armed group")
    return described_mention(scene, noun, edge, owners, last)
