"""Who is meant by a phrase that ends in a name: a person with a title, a state, a capital, a body."""

from __future__ import annotations

from detente.actors import gazetteer, offices
from detente.actors.heads import FORMER, LEFT_OFFICE, UNNAMED, Head, head_of
from detente.actors.phrase import Known, shown
from detente.actors.readings import WHY, Resolved, of_person
from detente.actors.stretch import Stretch, country_of
from detente.actors.succession import country_then
from detente.actors.towns import countries_of
from detente.actors.whose import counts_people

OUT_OF_OFFICE = frozenset({"OPP", "PTY", "LEG"})


def by_person(at: Stretch, known: Known) -> Resolved:
    """A person: the office on the day, unless the words before the name tell of another."""
    name = known.name
    country, sector = of_person(name, at.day)
    before = {w.key for w in at.words[at.start : known.first]}
    titled = head_of(at.words, at.start, known.first)
    sectors: tuple[str, ...] = (sector,) if sector else ()
    why = "name in the codebook" if known.entry else "last name in the codebook"
    if FORMER & before and sector in LEFT_OFFICE | {""}:
        sectors, why = ("ELI",), "office that is over"
    elif titled.sectors and titled.sectors != (UNNAMED,) and _told_by(titled, sector):
        sectors = titled.sectors
    return Resolved(name, country or at.country, sectors[0] if sectors else "", sectors, 0.9, why)


def _told_by(titled: Head, sector: str) -> bool:
    """Whether a title tells more of someone than the codebook: but a toppled general keeps his rank, not his army."""
    if titled.title is not None and offices.is_rank(titled.title.title):
        return sector in ("", titled.sector)
    return sector in ("", "ELI", titled.sector) or (sector in OUT_OF_OFFICE and offices.is_minister(titled.title))


def by_name(at: Stretch, known: Known) -> Resolved:
    """A state, a capital, a place, a body or a group."""
    entry = known.entry
    if entry is None:
        return Resolved(at.text, at.country, "", (), 0.1)
    why = WHY[entry.kind]
    if entry.kind in ("people", "adjective") and known.first > at.start and at.words[known.first - 1].key == "ethnic":
        return Resolved(at.text, at.setting.spoken_of, "CVL", ("CVL",), 0.5, "people within another state")
    home = _home_of_people(at, known)
    if home:
        return Resolved(at.text, home, "CVL", ("CVL",), 0.7, "people within another state")
    region = at.setting.region if entry.kind in ("state", "capital", "place") else ""
    if region and region != entry.country:
        return Resolved(at.text, region, "", (), 0.7, "place in the region after it")
    if entry.kind in ("people", "adjective") and counts_people(at, known):
        return Resolved(at.text, entry.country, "CVL", ("CVL",), 0.8, "some people of a state")
    if entry.kind in ("state", "people", "adjective"):
        return Resolved(entry.name, entry.country, "", (), 0.95, why)
    elsewhere = _elsewhere(at, known) if entry.kind == "group" and entry.country else ""
    if elsewhere:
        return Resolved(at.text, elsewhere, entry.sector, (entry.sector,), 0.6, "group of another country by its name")
    if entry.kind == "place":
        return Resolved(entry.name, entry.country, "", (), 0.6, why)
    if entry.kind == "capital" and at.setting.placed and entry.name in gazetteer.states():
        return Resolved(shown(at.words[known.first : known.last]), entry.country, "", (), 0.7, "capital as a place")
    if entry.kind == "capital":
        return Resolved(entry.name, entry.country, entry.sector, (entry.sector,), 0.8, why)
    sector = "" if entry.sector == "IGO" else entry.sector
    country = country_then(entry.country, at.day) if entry.kind == "organisation" else entry.country
    country = country or at.country
    return Resolved(entry.name, country, sector, (sector,) if sector else (), 0.9, why)


def _home_of_people(at: Stretch, known: Known) -> str:
    """The state named right before a people of another name, in which they live: `Ecuadorean Indians`."""
    before = next((k for k in at.inside if k.last == known.first), None)
    if known.entry is None or known.entry.kind != "people" or before is None or before.entry is None:
        return ""
    of_a_state = before.entry.kind == "adjective" and at.words[known.first].key.endswith("s")
    return before.entry.country if of_a_state and before.entry.country != known.entry.country else ""


def _elsewhere(at: Stretch, known: Known) -> str:
    """The other country that a name before a group's gives: `West Papua National Liberation Army`."""
    before = [k for k in at.inside if k.last <= known.first]
    named = [country_of(k, at.day) for k in before] + [c for _, c in countries_of(at.words[at.start : known.first])]
    owner = next((c for c in named if c), "")
    return owner if known.entry is not None and owner != known.entry.country else ""
