"""Which group a common noun means: `the rebels`, `rebel commanders`, `Tigrayan forces`."""

from __future__ import annotations

from detente.actors import gazetteer
from detente.actors.agents import common_nouns, lexicon
from detente.actors.gazetteer import Entry
from detente.actors.heads import noun_for
from detente.annotate.owners import Noun, Owner
from detente.annotate.scene import Scene
from detente.annotate.sides import adversaries
from detente.codebook.spelling import words_of
from detente.doc import Mention, Token

ARMED = frozenset({"REB", "PRM", "UAF", "OPP"})
COUNTING = frozenset({"more", "than", "some", "about", "around", "nearly", "almost", "least", "at", "over", "up", "to"})
MUTINOUS = lexicon("turned against their state")
OF_BOTH = frozenset({"party", "side", "belligerent", "faction", "combatant", "loyalist", "unionist", "royalist"})
NAMED_BEHIND = lexicon("named behind")
SHORTEST = 4  # letters of a region


def opposed(modifiers: list[Token]) -> bool:
    """Whether a modifier makes a body of the state one against it: `rebel forces`, `opposition officials`."""
    if mutinous(modifiers):
        return True
    for token in modifiers:
        agent = common_nouns().get(words_of(token.lemma)) or common_nouns().get(words_of(token.lower))
        if agent is not None and agent.kind == "group":
            return True
    return False


def mutinous(modifiers: list[Token]) -> bool:
    """Whether soldiers have turned against their state: `mutinous officers`, `dissident generals`."""
    return any(token.lower in MUTINOUS for token in modifiers)


def armed(modifiers: list[Token]) -> bool:
    """Whether a modifier speaks of rebels or the like, not of an opposition."""
    agents = [common_nouns().get(words_of(t.lemma)) or common_nouns().get(words_of(t.lower)) for t in modifiers]
    return any(a is not None and a.kind == "group" and a.sector in ARMED - {"OPP"} for a in agents)


def group_beside(scene: Scene, head: Token) -> Entry | None:
    """The known group or organisation named in apposition: `her party, the National League for Democracy`."""
    for child in head.children:
        if child.dep == "appos" and child.i in scene.name_at:
            entry = scene.name_at[child.i].entry
            if entry is not None and entry.kind in ("group", "organisation"):
                return entry
    return None


def group_explained(scene: Scene, noun: Noun) -> Mention | None:
    """The mention of a group or party that a noun after a comma explains: `the Akali Dal, the main Sikh party`."""
    head = noun.head
    above = scene.mention_at.get(head.head.i) if head.dep == "appos" and head.head.i < head.i else None
    if above is None or len(above.actors) != 1 or above.form != "name" or head.tag not in ("NN", "NNP"):
        return None
    known = scene.actors.get(above.actors[0])
    return above if known is not None and known.kind in ("group", "organisation") else None


def named_behind(scene: Scene, noun: Noun, edge: int, owners: list[Owner]) -> Mention | None:
    """The body that is named right behind its noun: `the Soviet news agency TASS`, `the rebel group M23`."""
    head = noun.head
    name = scene.name_at.get(head.i + 1)
    if name is None or name.first != head.i + 1 or noun.agent is None or head.lemma.lower() not in NAMED_BEHIND:
        return None
    apart = head.tag not in ("NN", "NNP") or scene.doc.tokens[name.first].sentence != head.sentence
    if apart or name.kind not in ("organisation", "group"):
        return None
    code = gazetteer.code(owners[0].country if owners else "", noun.agent.sector)
    actor = name.text
    if name.entry is not None:
        actor, code = name.entry.name, gazetteer.codes_of(name.entry.name, scene.date) or name.entry.code
    known = scene.known(actor, name.kind)
    known.code = known.code or code
    return Mention(edge, name.last, name.last - 1, (actor,), (code,), "name", 0.85, "name behind its noun")


def group_known_as(scene: Scene, head: Token) -> Entry | None:
    """The known group whose name its people are called by: `militiamen known as the Janjaweed`."""
    tokens = scene.doc.tokens
    at = head.i + 1
    while at < len(tokens) and tokens[at].lower in ("known", "as", "called", "named", "the"):
        at += 1
    name = scene.name_at.get(at) if at > head.i + 1 else None
    return name.entry if name is not None and name.first == at and name.kind == "group" else None


def same_country(one: Mention, other: Mention) -> bool:
    """Whether the first is of no other country than the second: `rebels from Aceh` and the movement there."""
    return one.codes[0].split(" ")[0] in (other.codes[0].split(" ")[0], "REB", "PRM", "UAF")


def group_of_region(scene: Scene, noun: Noun) -> str | None:
    """The armed group of the article that is named for the region before a noun: `Tigrayan forces`."""
    word = scene.doc.tokens[noun.first - 1] if noun.first else noun.head
    name = scene.name_at.get(word.i)
    taken = name is not None and name.entry is not None and name.kind != "place"
    common = noun_for(word.lower) is not None or word.lower in lexicon("a political body")
    if taken or common or not word.text[0].isupper() or word.head is not noun.head:
        return None  # `the Union Election Commission`
    found = {
        group
        for group in armed_groups_named(scene)
        if any(len(w) >= SHORTEST and word.lower.startswith(w) for w in words_of(group))
    }
    return found.pop() if len(found) == 1 else None


def armed_groups_named(scene: Scene) -> dict[str, str]:
    """The armed groups that the article names anywhere, and their codes."""
    found: dict[str, str] = {}
    for name in scene.names:
        if name.entry is not None and name.kind == "group":
            code = gazetteer.codes_of(name.entry.name, scene.date) or name.entry.code
            if code.split(" ")[-1] in ARMED - {"OPP"}:
                found[name.entry.name] = code
    return found


def uncounted(tokens: list[Token], edge: int, noun: Noun) -> bool:
    """Whether a plural stands bare or only counted: `rebels`, `more than 5,000 fighters`, not `Islamist fighters`."""
    return all(t.pos in ("NUM", "ADP", "DET") or t.lower in COUNTING for t in tokens[edge : noun.first])


def only_group(scene: Scene, noun: Noun) -> Mention | None:
    """The one armed group that the article has spoken of so far, else the one last spoken of: `the guerrillas`."""
    if noun.agent is None or noun.agent.kind != "group" or noun.agent.sector not in ARMED - {"OPP"}:
        return None
    if noun.agent.noun.startswith("civil "):
        return None  # `civil patrols` stand against the rebels
    return None if noun.head.lemma in OF_BOTH | {"mutineer"} else armed_group(scene, noun)


def armed_group(scene: Scene, noun: Noun) -> Mention | None:
    """The same for a noun that says only beside it that it speaks of rebels: `rebel commanders`."""
    if noun.head.tag == "NNS" and noun.head.lemma in ("group", "movement", "organization", "organisation"):
        return None
    found: dict[str, str] = {}
    latest: set[str] = set()
    sentence = -1
    for mention in scene.mentions:
        if mention.why in ("adjective", "part of a compound"):
            continue
        for actor, code in zip(mention.actors, mention.codes, strict=True):
            known = scene.actors.get(actor)
            if known is not None and known.kind in ("group", "seat") and code.split(" ")[-1] in ARMED:
                found[actor] = code
                here = scene.doc.tokens[mention.head].sentence
                latest = latest | {actor} if here == sentence else {actor}
                sentence = here
    fighting = {actor: code for actor, code in found.items() if not code.endswith("OPP")}
    found = fighting or found  # an opposition party fights only where nobody else does
    if (
        len(found) > 1
        and len(latest) == 1
        and latest <= found.keys()
        and noun.head.tag == "NN"
        and noun.head.sentence - sentence <= 1
    ):
        found = {actor: found[actor] for actor in sorted(latest)}
    if len(found) > 1:
        opposed = adversaries(scene, noun.head.i) or ()
        found = {actor: code for actor, code in found.items() if actor in opposed}
    elif not found:
        found = armed_groups_named(scene)  # a lead often describes before it names
    if len(found) != 1:
        return None
    (actor, code), *_ = found.items()
    head = noun.head.i
    return Mention(head, head + 1, head, (actor,), (code,), "name", 0.6, "only armed group")


def earlier_description(scene: Scene, noun: Noun) -> Mention | None:
    """The latest description with the same noun and more words: `the rebels` after `Syrian rebels`."""
    for mention in reversed(scene.mentions):
        head = scene.doc.tokens[mention.head]
        if head.lemma == noun.head.lemma and mention.form in ("description", "name") and mention.head != noun.head.i:
            if (len(mention.actors) == 1 and " " in mention.actors[0]) or mention.form == "name":
                return mention
            return None
    return None
