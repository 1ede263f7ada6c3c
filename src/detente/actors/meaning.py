"""Who is meant by a phrase: by the name that it ends in, the body or group before its head, or what its head says."""

from __future__ import annotations

from dataclasses import replace

from detente.actors import gazetteer, offices
from detente.actors.agents import common_nouns, lexicon
from detente.actors.belonging import belonging, of_a_state, workers_of_a_firm
from detente.actors.heads import (
    UNNAMED,
    WHO_DOES,
    Head,
    described,
    head_of,
    plural,
    proper,
    says_little,
)
from detente.actors.named import by_name, by_person
from detente.actors.offices import Person, Title
from detente.actors.otherwise import written_alike
from detente.actors.peoples import country_of_people
from detente.actors.phrase import Known, reading, shown
from detente.actors.readings import WHY, Resolved, candidates
from detente.actors.regions import country_of_region
from detente.actors.shortened import epithet_of, half_meant, whole_of
from detente.actors.stretch import Stretch, country_of
from detente.actors.succession import country_then
from detente.actors.whose import (
    abroad,
    bare_of,
    governing_head,
    is_of,
    may_be_of_the_text,
    of_armed_body,
    of_the_text,
    served,
)
from detente.codebook import MANY_STATES
from detente.codebook.spelling import words_of

INDEFINITE = frozenset({"a", "an", "another", "any", "every", "no", "one", "several", "some", "two", "three"})
BODY_SECTORS = frozenset({"LEG", "JUD", "MIL", "SPY", "COP"})
FIGHTING = frozenset({"REB", "UAF", "PRM"})
FIGHTERS_OF = FIGHTING | {"MIL"}  # a state that few recognise
A_PART = lexicon("a part of a state")
RUNNING = frozenset({"run", "controlled", "ruled", "led"})
OWNED = frozenset({"its", "his", "her", "our"})
OWNED_BY = frozenset({"of", "for", "from"})


def resolved(at: Stretch) -> Resolved:
    """Who is meant by a stretch: the name it ends in, the body or group before its head, or what its head says."""
    last = at.inside[-1] if at.inside else None
    if last is not None and _ends_in(at, last) and not _common_body(at, last):
        found = by_person(at, last) if last.personal else by_name(at, last)
        taken = found.as_candidate
        return replace(found, candidates=candidates(last, at.day, at.setting.countries, taken))
    if last is not None and _common_body(at, last):
        rest = tuple(k for k in at.inside if k is not last)
        country = next((c for k in rest + at.after if (c := country_of(k, at.day))), "")
        at = replace(at, inside=rest, country=country)
    short = _by_short_name(at) or _by_description(at)
    if short is not None:
        return short
    head = head_of(at.words, at.start, at.end)
    return (
        _by_part(at)
        or _by_office(at, head)
        or _by_territory(at, head)
        or _by_body(at, head)
        or _by_group(at, head)
        or _run_by(at, head)
        or _by_head(at, head)
    )


def _by_short_name(at: Stretch) -> Resolved | None:
    """A capitalised word after `the` that is short for what the text around names: `the North`, `the Brotherhood`."""
    bare = [w for w in at.own if w.key and w.key not in ("the", "s")]
    if at.inside or at.after or len(bare) != 1 or not bare[0].text.istitle():
        return None
    countries = at.setting.countries
    half = half_meant(bare[0].key, countries, at.day)
    if half is not None:
        return Resolved(half.name, half.country, "", (), 0.6, "half of a divided country")
    whole = whole_of(bare[0].key, countries, at.day) if at.words[at.start].key == "the" else None
    if whole is None:
        return None
    sectors = (whole.sector,) if whole.sector else ()
    return Resolved(whole.name, whole.country, whole.sector, sectors, 0.5, "short for a body of the country")


def _by_description(at: Stretch) -> Resolved | None:
    """A description after `the` that stands for one actor wherever it is used: `the world body`."""
    keys = tuple(w.key for w in at.own if w.key)
    entry = epithet_of(keys[1:], at.day) if keys[:1] == ("the",) and len(keys) > 2 and not at.after else None
    if entry is None:
        return None
    sector = "" if entry.sector == "IGO" else entry.sector
    return Resolved(entry.name, entry.country, sector, (sector,) if sector else (), 0.65, "epithet")


def _common_body(at: Stretch, known: Known) -> bool:
    """Whether a body that many states have is not that of the state known by its bare name: `Paraguay's Senate`."""
    entry = known.entry
    words = tuple(w.key for w in at.words[known.first : known.last])
    if entry is None or entry.kind not in ("seat", "organisation") or words not in common_nouns():
        return False
    others = [k for k in (*at.inside, *at.after) if k is not known and country_of(k, at.day)]
    if others:
        return country_of(others[0], at.day) != entry.country
    own = entry.country in MANY_STATES or at.setting.countries.get(entry.country)
    return bool(at.setting.countries) and not own


def _ends_in(at: Stretch, last: Known) -> bool:
    return last.last >= at.end or all(w.key in ("", "s") for w in at.words[last.last : at.end])


# ---------------------------------------------------------------- phrases that end in a common noun or title


def _by_body(at: Stretch, head: Head) -> Resolved | None:
    """A body named in the stretch whose noun says little: `Quds Force commander`, `Pentagon officials`."""
    bodies = [k for k in at.inside if k.entry is not None and k.entry.kind in ("seat", "organisation", "group")]
    if not bodies or bodies[-1].entry is None:
        return None
    entry = bodies[-1].entry
    if head.sectors in ((), (UNNAMED,)) or says_little(at.words, at.start, at.end):
        return Resolved(entry.name, entry.country or at.country, entry.sector, (entry.sector,), 0.6, WHY[entry.kind])
    if entry.kind == "group" and entry.sector == "CVL":
        return Resolved(at.text, entry.country, head.sector, head.sectors, 0.7, "people with its noun")
    if entry.kind == "group" and entry.sector == "REB" and head.sector == "LEG":
        return Resolved(entry.name, entry.country, "PRE", ("PRE", "LEG"), 0.7, "assembly of rebels")
    if entry.kind == "group" or (_is_member(at) and entry.sector in BODY_SECTORS):
        return Resolved(entry.name, entry.country, entry.sector, (entry.sector,), 0.8, "member of a named body")
    if entry.kind == "organisation":
        sectors = workers_of_a_firm(at, head) or head.sectors
        return Resolved(entry.name, entry.country or at.country, sectors[0], sectors, 0.8, "body with its noun")
    return None


def _by_territory(at: Stretch, head: Head) -> Resolved | None:
    """Who governs a state that few recognise: `the Abkhaz foreign minister`."""
    for known in at.inside:
        entry = known.entry
        if entry is None or entry.sector != "PRE":
            continue
        if head.sector in FIGHTERS_OF:
            return Resolved(entry.name, entry.country, "REB", ("REB", *head.sectors), 0.7, "fighters of such a state")
        if head.sector in ("GOV", "ELI"):
            return Resolved(at.text, entry.country, "PRE", ("PRE", *head.sectors), 0.7, "state that few recognise")
    return None


def _is_member(at: Stretch) -> bool:
    last = next((w.key for w in reversed(at.own) if w.key not in ("", "s")), "")
    return last in WHO_DOES


def _by_part(at: Stretch) -> Resolved | None:
    """A part of a state with its noun: `Washington state`, `the state of Washington`, `the city of Goma`."""
    last = next((w.key for w in reversed(at.own) if w.key not in ("", "s")), "")
    if last not in A_PART:
        return None
    named = at.inside[-1:] or (at.after[:1] if is_of(at) else ())
    if not named or named[0].entry is None:
        return None
    places = [e for e in named[0].readings if e.kind in ("place", "capital") and e.name]
    owned = any(w.key == "s" for w in at.own)
    if not places or owned or any(e.kind == "adjective" for e in named[0].readings):
        return None
    name = shown(at.words[named[0].first : named[0].last])
    return Resolved(name, places[-1].country, "", (), 0.6, "part of a state with its noun")


def _run_by(at: Stretch, head: Head) -> Resolved | None:
    """A body of the group that runs it: `the Hamas-run health ministry`."""
    for known in at.linked:
        runs = known.last < len(at.words) and at.words[known.last].key in RUNNING
        body = head.agent is not None and head.agent.kind == "state"
        if runs and body and known.entry is not None and known.entry.kind == "group":
            entry = known.entry
            return Resolved(entry.name, entry.country, head.sector, head.sectors, 0.6, "body run by a group")
    return None


def _by_group(at: Stretch, head: Head) -> Resolved | None:
    """A group named after its noun: `a commander of the Ruritanian Front`, `a spokesman for Hamas`."""
    if not at.after or at.after[0].entry is None or at.after[0].entry.kind != "group":
        return None
    if not head.sectors and at.words[at.end - 1].key not in lexicon("heads of a body"):
        return None
    between = [w.key for w in at.words[at.end : at.after[0].first]]
    if not between or between[0] not in OWNED_BY or set(between[1:]) - {"the", "a"}:
        return None
    entry = at.after[0].entry
    return Resolved(entry.name, entry.country, entry.sector, (entry.sector,), 0.75, "member of a named group")


def _by_office(at: Stretch, head: Head) -> Resolved | None:
    """The person who holds an office of a country on the day: `the Russian president`."""
    title = head.title
    if (
        title is None
        or title.office not in offices.HELD_BY_ONE
        or head.sector == "ELI"
        or head.last < at.end - _owned(at)
    ):
        return None
    before = {w.key for w in at.words[at.start : head.first]}
    named = {w.key for k in at.inside for w in at.words[k.first : k.last]}
    last = at.words[head.last - 1].key
    bodies = [k.entry.name for k in at.inside + at.after if k.entry is not None and k.entry.kind == "organisation"]
    country = at.country or title.country
    if plural(last) or before & INDEFINITE or before - named - {"the", "s", "current", "now"} or not country:
        return None
    if any(k.entry is None or k.entry.kind not in ("state", "adjective", "people", "organisation") for k in at.after):
        return None
    if any(k.entry is not None and k.entry.sector == "PRE" for k in at.inside + at.after):
        return None
    person = offices.holder(country, title, at.day) if not bodies else _holder_of(bodies[-1], title, at.day)
    if person is None:
        return None
    return Resolved(person.name, country, head.sector, head.sectors, 0.75, "holder of the office on the day")


def _holder_of(body: str, title: Title, day: str | None) -> Person | None:
    """Who holds an office of a body of many states on a day."""
    found = []
    for (_, office), people in offices.office_holders().items():
        if office != title.office:
            continue
        for person in people:
            held = offices.roles_on(person, day) if day else [role for role in person.roles if not role.end]
            if any(role.office == office for role in held) and gazetteer.side_of(person.name, day) == body:
                found.append(person)
    return found[0] if len(found) == 1 else None


def _owned(at: Stretch) -> int:
    return sum(1 for w in at.own if w.key in ("", "s"))


def _by_head(at: Stretch, head: Head) -> Resolved:
    """What the head says, with the country of a name, or of the text around."""
    sectors, confidence, why = head.sectors, head.confidence, head.why
    if not sectors:
        governing = governing_head(at, head)
        if governing is not None:
            sectors, confidence, why = governing.sectors, 0.6, "head of what it belongs to"
    sectors = sectors if sectors or proper(at.words, at.start, at.end) else of_a_state(at)
    sectors = belonging(at, head) or served(at, head) or of_armed_body(at, head) or sectors
    bodies = [k.entry for k in at.after if k.entry is not None and k.entry.sector in ("LEG", "JUD")]
    if bodies and sectors[:1] == ("GOV",):
        sectors = (bodies[0].sector,)
    if not sectors and proper(at.words, at.start, at.end):
        alike = written_alike(words_of(at.text))
        if alike:
            entry = reading(alike, at.day, at.setting.countries)
            named = Known(at.start, at.end, entry, None, alike)
            known = by_person(at, named) if named.personal else by_name(at, named)
            known = replace(known, confidence=0.6, why="name spelt otherwise")
            return replace(known, candidates=candidates(named, at.day, at.setting.countries, known.as_candidate))
        region = country_of_region(" ".join(w.key for w in at.own if w.key not in ("the", "s")))
        if region and not at.country and not at.setting.longer:
            acts = () if at.setting.placed else ("GOV",)
            return Resolved(at.text, country_then(region, at.day), "".join(acts), acts, 0.5, "region of a state")
        people = ("CVL",) if country_of_people([w.key for w in at.own]) else ()
        country = at.country or (at.setting.spoken_of if bare_of(at) in lexicon("a body") else "")
        return Resolved(at.text, country, "".join(people), people, 0.3, "name as it stands")
    sectors = sectors or (UNNAMED,)
    if head.agent is not None and head.agent.noun in ("man", "men"):
        of_some = is_of(at) and at.words[at.start].key not in ("one", "some")
        told = of_some or described(w.key for w in at.words[at.start : head.first] if w.key)
        sectors = ("CVL",) if told else sectors
    if bare_of(at) in lexicon("ruling officers"):
        sectors = ("GOV", "MIL")
    country = abroad(at, head) or at.country or (head.title.country if head.title is not None else "")
    group = gazetteer.known(at.setting.groups[0], at.day) if len(at.setting.groups) == 1 and not country else None
    if group is not None and sectors[0] in FIGHTING and head.agent is not None and not at.inside:
        return Resolved(group.name, group.country, group.sector, (group.sector,), 0.5, "only group in the text")
    if not country and sectors != (UNNAMED,) and of_the_text(at, head):
        country, confidence, why = at.setting.spoken_of, min(confidence, 0.5), f"{why}, country of the text"
    if not country and sectors != (UNNAMED,) and at.words[at.start].key in OWNED and may_be_of_the_text(at, head):
        country, confidence, why = at.setting.owner, min(confidence, 0.4), f"{why}, country of the text"
    if head.why == "title before a name" and head.last < at.end:
        return Resolved(shown(at.words[head.last : at.end]), country, sectors[0], sectors, confidence, why)
    state = gazetteer.state_of(country) if country and sectors[0] in gazetteer.SPEAKS_FOR_STATE else None
    return Resolved(state or at.text, country, sectors[0], sectors, confidence, why)
