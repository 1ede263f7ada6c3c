"""Mentions of those to whom a noun belongs: `Ruritania's army` is Ruritania, `Hamas fighters` are Hamas."""

from __future__ import annotations

from detente.actors import gazetteer
from detente.actors.agents import lexicon
from detente.actors.heads import singulars
from detente.annotate.owners import Noun, Owner
from detente.annotate.roles import sector_in
from detente.annotate.scene import Scene
from detente.doc import Mention

WORKING = lexicon("work for a body")


def owners_mention(
    scene: Scene,
    noun: Noun,
    edge: int,
    last: int,
    owners: list[Owner],
    form: str,
    score: float,
    why: str,
    sector: str = "",
) -> Mention:
    """The mention of those to whom a phrase belongs; `sector`, where given, is what the phrase adds to their codes."""
    names = list(dict.fromkeys(owner.name for owner in owners))
    codes = []
    for name in names:
        owner = next(o for o in owners if o.name == name)
        if owner.kind == "group" or not sector:
            codes.append(_code_of_group(scene, owner, noun, sector))
        else:
            codes.append(gazetteer.code(owner.country, _of_leader(scene, owner, sector)))
        scene.known(name, owner.kind)
    return Mention(edge, last, noun.head.i, tuple(names), tuple(codes), form, score, why)


def working_for(scene: Scene, noun: Noun, edge: int, last: int, owners: list[Owner]) -> Mention | None:
    """The body whose workers are meant, for which they act: `workers of the People's Party`, `UN employees`."""
    working = any(form[0] in WORKING for form in singulars((noun.head.lower,)))
    if not working or noun.first != noun.head.i or len(owners) != 1 or owners[0].kind not in ("organisation", "group"):
        return None
    return owners_mention(scene, noun, edge, last, owners, "title", 0.7, "who works for a body")


def _code_of_group(scene: Scene, owner: Owner, noun: Noun, sector: str) -> str:
    """The code of a group: of its fighters where it governs unrecognised, of its assembly where it fights."""
    code = gazetteer.codes_of(owner.name, scene.date) or scene.known(owner.name, "group").code or owner.country
    if sector_in(code) == "PRE" and _fights(noun):
        return gazetteer.code(owner.country, "REB")
    return gazetteer.code(owner.country, "PRE") if sector_in(code) == "REB" and sector == "LEG" else code


def _fights(noun: Noun) -> bool:
    """Whether a noun is of soldiers or fighters, not of those who govern."""
    return noun.agent is not None and noun.agent.sector in ("MIL", "REB", "UAF", "PRM")


def _of_leader(scene: Scene, owner: Owner, sector: str) -> str:
    """The sector of those led, that of their leader where it is no state's: `his troops` of a rebel are rebels."""
    own = sector_of_owner(scene, owner)
    if sector == "MIL" and own == "PRE":
        return "REB"
    armed = sector in ("MIL", "GOV") and own in ("REB", "PRM")
    return own if armed or (sector == "GOV" and own in ("OPP", "PTY")) else sector


def sector_of_owner(scene: Scene, owner: Owner) -> str:
    """The sector of the person to whom something belongs, "" of anything else."""
    if owner.kind != "person":
        return ""
    known = scene.actors.get(owner.name)
    return sector_in(known.code if known is not None else gazetteer.codes_of(owner.name, scene.date) or "")


def of_its_leader(scene: Scene, noun: Noun, owners: list[Owner], sector: str) -> str:
    """The sector of a movement or alliance, that of the person whose it is: `Savimbi's movement`."""
    if len(owners) != 1 or sector not in ("UAF", "PTY") or noun.agent is None or noun.agent.kind == "member":
        return sector
    own = sector_of_owner(scene, owners[0])
    return own if own in ("REB", "PRM", "PTY", "OPP", "CRM") else "PTY" if own == "GOV" else sector


def few_recognise(scene: Scene, owner: Owner) -> bool:
    """Whether an owner is a state that few recognise."""
    entry = gazetteer.known(owner.name, scene.date)
    return entry is not None and entry.sector == "PRE"
