"""Whom an act is aimed at though its clause does not name them: rules over the clause and what was told before.

Each rule knows one reason for which a reader has no doubt. None is asked of an act that names its recipient.
"""

from __future__ import annotations

from detente.actors.gazetteer import codes_of, state_of
from detente.coding.acts import word_class
from detente.coding.aimed import beside_oneself, in_the_matter, means_the_state, takes_up_people
from detente.coding.arguments import owners
from detente.coding.counterparts import Counterparts, country_of, sector_of
from detente.coding.foes import foe
from detente.coding.nesting import Act
from detente.coding.participants import actors_of
from detente.doc import SUBJECTS, Doc
from detente.parties import Party, party, same_side
from detente.syntax import child_of, objects_of

INSIDE = frozenset({"OPP", "LAB", "CVL", "EDU", "MED", "LEG", "PTY", "SOC", "REL", "AGR", "JRN", "REF"})
VOICED = frozenset({"REQUEST", "THREATEN", "ACCUSE", "REJECT"})
POLITICAL = frozenset({"OPP", "LAB", "LEG", "PTY"})
SHARING = frozenset({"SUPPORT", "ACCUSE", "THREATEN", "SANCTION", "AGREE", "AID"})
SHARED = frozenset({"SUPPORT", "ACCUSE", "SANCTION", "THREATEN", "REJECT", "AID"})
OF_PLACES = frozenset({"RETREAT", "MOBILIZE", "CONSULT"})
MEETINGS = frozenset({"visit", "trip", "tour"})
GIVING = frozenset({"SUPPORT", "AGREE", "AID", "REQUEST"})
PENALTIES = frozenset({"sanction", "embargo", "blockade", "tariff"})
UNDIRECTED = frozenset({"rioter", "mob", "looter", "hooligan", "arsonist", "robber"})
RULING = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "IGO", ""})
FORCE = frozenset({"ASSAULT", "COERCE"})


def meant(scene: Counterparts, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
    """Whom an act is aimed at that names nobody, by the first rule that knows; empty where none does."""
    doc = scene.doc
    found = _pointed_at(scene, actors, act) or actors_of(doc, [*beside_oneself(act), *in_the_matter(act)], patient=True)
    if not found and actors and not act.nominal:
        found = (
            _shared(scene, act)
            or _venue(doc, act)
            or _at_home(doc, act, actors)
            or foe(scene, actors, act)
            or _punished(scene, actors, act)
        )
    if not found and act.nominal and act.type == "SANCTION":
        found = scene.blamed_before(act.word, actors)
    if not found and act.type in ("RETREAT", "CONCEDE") and any(t.lemma.lower() in PENALTIES for t in act.consumed):
        found = scene.state_meant(act.word, actors)
    return tuple(one for one in found if not any(same_side(one, actor) for actor in actors))


def _pointed_at(scene: Counterparts, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
    """Those whom `them`, `the men`, `the country` and `the generals` take up."""
    for token in (*act.recipients, *act.objects, *in_the_matter(act)):
        if takes_up_people(token):
            return scene.people_before(token, actors)
        for word in (token, *(c for c in token.children if c.dep == "poss")):
            if means_the_state(word) and act.type not in OF_PLACES:
                return scene.state_meant(word, actors)
    return ()


def _shared(scene: Counterparts, act: Act) -> tuple[Party, ...]:
    """Whom the verb before it was done to: `praised X and offered help`; `spoke with X, who promised support`."""
    if act.word.dep == "relcl" and act.type in GIVING:
        over = next((scene.received[t.i] for t in act.word.head.ancestors() if t.i in scene.received), None)
        return over[1] if over is not None and over[0] == "CONSULT" else ()
    if act.word.dep != "conj" or act.type not in SHARING or child_of(act.word, *SUBJECTS) is not None:
        return ()
    before = scene.received.get(act.word.head.i)
    return before[1] if before is not None and before[0] in SHARED else ()


def _venue(doc: Doc, act: Act) -> tuple[Party, ...]:
    """Whose embassy a protest is held at: `marched outside the X consulate`."""
    if act.type != "PROTEST":
        return ()
    for holder in (act.word, *act.agents):
        for place in objects_of(holder, "outside", "at", "near", "to", "in"):
            if place.lemma.lower() in word_class("embassy") or place.text in ("Commission", "Embassy", "Consulate"):
                return actors_of(doc, [place, *owners(place)], patient=True)
    return ()


def _at_home(doc: Doc, act: Act, actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """The government of those who protest or demand something at home, where nothing foreign is spoken of."""
    who = INSIDE if act.type == "PROTEST" else POLITICAL if act.type in VOICED else frozenset[str]()
    countries = {country_of(one) for one in actors}
    if len(countries) != 1 or any(sector_of(one) not in who or one.office for one in actors):
        return ()
    if any(t.lemma.lower() in UNDIRECTED for t in act.agents):
        return ()
    (country,) = countries
    state = state_of(country)
    if state is None or _foreign(doc, act, country):
        return ()
    return (party(state, codes_of(state), doc.article.date),)


def _foreign(doc: Doc, act: Act, country: str) -> bool:
    """Whether the clause speaks of anyone of another country."""
    inside = {t.i for t in act.word.subtree()}
    for mention in doc.mentions:
        if mention.head in inside and any(code[:3] not in ("", country) for code in mention.codes if len(code) > 4):
            return True
    return False


def _punished(scene: Counterparts, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
    """The state that a penalty or help from abroad is for, where the clause does not say it: `the EU froze its aid`."""
    visit = act.type == "REJECT" and any(t.lemma.lower() in MEETINGS for t in act.consumed)
    if not (visit or act.type in ("SANCTION", "AID")) or any(sector_of(one) not in RULING for one in actors):
        return ()
    told = [g for t in (act.word, *act.objects) for g in objects_of(t, "to", "for", "on", "against", "with", "from")]
    if told:
        return actors_of(scene.doc, told, patient=True)  # nobody where it is `cut supplies to industry`
    if act.type == "AID":
        return scene.state_meant(act.word, actors) if act.modality == "happened" else ()
    return scene.blamed_before(act.word, actors) or scene.state_nearest(act.word, actors)
