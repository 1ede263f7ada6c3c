"""Against whom a hostile act is that does not say so: whom its doer faced, whose arms are struck, who tells of it."""

from __future__ import annotations

from detente.about import parted
from detente.actors.gazetteer import codes_of, state_of
from detente.coding.acts import hostile
from detente.coding.aimed import bare
from detente.coding.counterparts import CHARGES, FAR, Counterparts, country_of, sector_of, sides_of
from detente.coding.nesting import Act
from detente.parties import Party, party, speaker_at
from detente.syntax import objects_of

AGAINST = ("THREATEN", "SANCTION", "ACCUSE", "REQUEST")  # what is done against somebody
ARMED_STATE = frozenset({"GOV", "MIL", "COP", "SPY", ""})
OUTLAWED = frozenset({"REB", "UAF", "CRM", "PRM"})
MATERIEL = frozenset(
    {"position", "target", "vehicle", "helicopter", "aircraft", "plane", "jet", "drone", "ship", "boat", "tank",
     "depot", "stronghold", "hideout", "pocket", "convoy", "launcher", "tunnel", "outpost", "bunker", "site"}
)  # fmt: skip
GARRISONS = frozenset(
    {"garrison", "barracks", "base", "camp", "post", "checkpoint", "outpost", "station", "airbase", "prison",
     "headquarters", "convoy", "patrol", "army", "police", "roadblock", "airport", "town", "oilfield"}
)  # fmt: skip
HIT = frozenset(
    {"village", "town", "city", "house", "home", "hospital", "school", "plant", "station", "depot", "market", "grid",
     "building", "block", "bridge", "port", "airport", "refinery"}
)  # fmt: skip
YIELDING = frozenset({"comply", "budge", "yield", "bow", "obey", "surrender", "relent"})
COMPLAINTS = frozenset({"complaint", "protest", "note"})
AMENDS = frozenset({"explanation", "apology", "clarification", "compensation", "release", "return", "withdrawal"})
WEAPONS = frozenset({"rocket", "missile", "shell", "mortar", "drone", "artillery"})
ENVOYS = frozenset({"ambassador", "envoy", "consul", "diplomat", "charge", "attache"})


def means_an_envoy(act: Act) -> bool:
    """Whether `the ambassador` is spoken of without a word of whose he is."""
    return any(t.lemma.lower() in ENVOYS and bare(t) for t in act.objects)


def foe(scene: Counterparts, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
    """Against whom a hostile act is, by the first rule that knows."""
    return (
        _host(scene, actors, act)
        or _opponent(scene, actors, act)
        or _attacker(scene, actors, act)
        or _garrison(scene, actors, act)
        or _outlaws(scene, actors, act)
        or _teller(scene, actors, act)
        or _culprit(scene, actors, act)
    )


def _opponent(scene: Counterparts, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
    """Whom the same side faced just before, for a hostile act that does not say against whom it is."""
    if not _against_somebody(act, actors):
        return ()
    sides = {one.side for one in actors}
    for these, those, sentence in reversed(scene.faced):
        if act.word.sentence - sentence > 1:
            break
        other = those if {one.side for one in these} & sides else these if sides_of(those) & sides else ()
        if other:
            several = len(other) > 1 and not all(sector_of(one) == "GOV" for one in other)
            return () if several or _bystander(other[0]) else other
    return ()


def _against_somebody(act: Act, actors: tuple[Party, ...]) -> bool:
    """Whether an act is aimed at somebody by its nature, and names nothing else that it could be aimed at."""
    if act.type == "ASSAULT":
        return _at_materiel(act) or _weapons_fired(act)
    if act.type == "PROTEST":
        return all(sector_of(one) == "GOV" for one in actors)  # a state's protest
    if act.type == "CONSULT":
        return act.modality == "denied"
    if act.type == "REJECT":
        complying = any(c.dep == "xcomp" and c.lemma in YIELDING for c in act.word.children)
        return complying or any(t.lemma.lower() in CHARGES for t in act.objects)
    return act.type in AGAINST


def _at_materiel(act: Act) -> bool:
    """Whether an assault is on arms and positions that are nobody's by its words: `struck targets`."""
    return bool(act.objects) and all(t.lemma.lower() in MATERIEL for t in act.objects)


def _weapons_fired(act: Act) -> bool:
    """Whether weapons are fired without a word of at whom."""
    fired = bool(act.objects) and all(t.lemma.lower() in WEAPONS for t in act.objects)
    return fired and not objects_of(act.word, "at", "on", "into", "toward", "towards", "over", "across")


def _bystander(one: Party) -> bool:
    """Whether an actor is some people who oppose nobody: hostages, villagers."""
    return one.name[:1].islower() and sector_of(one) in ("CVL", "REF")


def _attacker(scene: Counterparts, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
    """Who attacked those who now hold out force or fire back."""
    if not (act.type == "THREATEN" and act.mode == "violence") and not _weapons_fired(act):
        return ()
    sides = {one.side for one in actors} if act.type == "THREATEN" else sides_of(actors)
    for these, those, sentence in reversed(scene.attacked):
        if act.word.sentence - sentence <= FAR and sides_of(those) & sides:
            return these
    return ()


def _garrison(scene: Counterparts, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
    """The state that rebels of its own attack when they overrun a garrison or a police station."""
    if act.type != "ASSAULT" or not act.objects or any(sector_of(one) not in OUTLAWED for one in actors):
        return ()
    countries = {country_of(one) for one in actors}
    if len(countries) != 1 or not any(t.lemma.lower() in GARRISONS for t in act.objects):
        return ()
    state = state_of(countries.pop())
    return (party(state, codes_of(state), scene.doc.article.date),) if state else ()


def _outlaws(scene: Counterparts, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
    """The one armed group spoken of so far, where the forces of a state strike positions that are nobody's."""
    if act.type != "ASSAULT" or not _at_materiel(act) or any(sector_of(one) not in ARMED_STATE for one in actors):
        return ()
    groups = {
        m.actors[0]: m.codes[0]
        for m in scene.doc.mentions
        if m.head < act.word.i and len(m.actors) == 1 and parted(m.codes[0])[1] in OUTLAWED
    }
    if len(groups) != 1:
        return ()
    ((name, code),) = groups.items()
    return (party(name, code, scene.doc.article.date),)


def _teller(scene: Counterparts, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
    """The state that tells of an attack on places and no others are spoken of: `Kyiv said drones hit three towns`."""
    things = [t for t in act.objects if t.lemma.lower() in HIT]
    if act.type != "ASSAULT" or act.modality != "happened" or not things:
        return ()
    told = speaker_at(scene.doc, act.word)
    if len(told) != 1 or sector_of(told[0]) not in ARMED_STATE or told[0].side in {one.side for one in actors}:
        return ()
    first, last = scene.doc.sentences[act.word.sentence]
    here = {code[:3] for m in scene.doc.mentions if first <= m.head < last for code in m.codes if len(code) > 4}
    state = state_of(country_of(told[0]))
    alone = here <= {country_of(told[0]), *(country_of(one) for one in actors)}
    return (party(state, codes_of(state), scene.doc.article.date),) if state and alone else ()


def _host(scene: Counterparts, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
    """Whose `the ambassador` is who is summoned or sent home."""
    return _last_state(scene, actors, act) if means_an_envoy(act) and act.type in ("ACCUSE", "SANCTION") else ()


def _culprit(scene: Counterparts, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
    """Of whom amends are asked, and to whom a complaint goes: who did something hostile just before."""
    objects = {t.lemma.lower() for t in act.objects}
    asked = act.type == "REQUEST" and bool(objects & AMENDS)
    return _last_state(scene, actors, act) if asked or (act.type == "ACCUSE" and objects & COMPLAINTS) else ()


def _last_state(scene: Counterparts, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
    """The one state, not of the actors, that did something hostile in this sentence or the one before."""
    sides = sides_of(actors)
    for deed in reversed(scene.done):
        if act.word.sentence - deed.sentence > 1:
            break
        state = state_of(country_of(deed.doers[0])) if len(deed.doers) == 1 else None
        if hostile(deed.type) and state and state not in sides and sector_of(deed.doers[0]) in ARMED_STATE:
            return (party(state, codes_of(state), scene.doc.article.date),)
    return ()
