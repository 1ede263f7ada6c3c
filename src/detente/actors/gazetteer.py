"""Who is who: names of states, organisations, groups and people, and what the codebook knows of them.

Read by the writing side to find actors in text and by the reading side to tell whom an actor speaks for. Imports only
the codebook and its readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from detente.actors.agents import lexicon
from detente.actors.entries import Entry as Entry  # noqa: PLC0414 (known here by everyone)
from detente.actors.entries import Names
from detente.actors.entries import code as code  # noqa: PLC0414
from detente.actors.offices import Role, people, prominence, roles_on, spellings
from detente.codebook import cached, parts, table
from detente.codebook.spelling import Words, words_of, written_as

SPEAKS_FOR_STATE = frozenset({"GOV", "MIL", "SPY", "COP", "JUD"})
ORGANISATIONS = {"UNO": "United Nations", "EUR": "European Union"}


@cached
def states() -> dict[str, dict[str, str]]:
    """The rows of the table of states, by canonical name."""
    return {row["name"]: row for row in table("countries")}


@cached
def state_of(country: str) -> str | None:
    """The canonical name of the state with an ISO 3166 alpha-3 code; today's where several share it."""
    named = [row for row in table("countries") if row["code"] == country]
    named.sort(key=lambda row: row["end"] == "")
    return named[-1]["name"] if named else None


@cached
def index() -> Names:
    """All names but short forms of people, by their first word, the longest first."""
    return Names(_named(), _person)


@cached
def _named() -> tuple[tuple[Entry | str, Sequence[str]], ...]:
    return tuple(_readings())


def _readings() -> Iterator[tuple[Entry | str, Sequence[str]]]:
    """Every reading with its names; of a person only the canonical name, the reading is made when it is asked for."""
    for row in table("metonyms"):
        # the ministries that every state has are found as bodies of a state
        if row["actor"]:
            entry = Entry("seat", row["actor"], row["code"], row["sector"], start=row["start"], end=row["end"])
            yield entry, (row["phrase"],)
    for row in table("countries"):
        state = Entry("state", row["name"], row["code"], "GOV", start=row["start"], end=row["end"])
        yield state, (row["name"], *parts(row["aliases"]))
        for kind, column in (("adjective", "adjectives"), ("people", "people"), ("capital", "capital")):
            yield replace(state, kind=kind), parts(row[column])
    for row in table("organisations"):
        yield Entry("organisation", row["name"], row["code"], row["sector"]), (row["name"], *parts(row["aliases"]))
        yield Entry("capital", row["name"], row["code"], row["sector"]), parts(row["capital"] or "")
    for row in table("groups"):
        group = Entry("group", row["name"], row["country"], row["sector"], start=row["start"], end=row["end"])
        yield group, (row["name"], *parts(row["aliases"]))
    for row in table("places"):
        for name in parts(row["places"]):
            yield Entry("place", name, row["country"], ""), (name,)
    for person, (full, _) in spellings().items():
        yield person, [name for name in full if len(name) > 5 or len(words_of(name)) > 1]


def _person(name: str) -> Entry:
    first = people()[name].roles[0]
    return Entry("person", name, first.country, first.sector)


def lower_beginnings() -> frozenset[str]:
    """The first words of names that may begin with a small letter: `al` of `al-Shabaab`, `contras`."""
    return index().small


def find(words: Sequence[str], texts: Sequence[str], at: int) -> tuple[int, tuple[Entry, ...]] | None:
    """The longest name that begins at a word: its length in words and its readings.

    `words` are compared forms, one for each of the written `texts`.
    """
    names = index()
    if words[at] not in names:
        return None
    for name, entries in names[words[at]]:
        end = at + len(name)
        if end <= len(words) and (len(name) == 1 or tuple(words[at:end]) == name):
            fitting = tuple(e for e in entries if written_as(e.shape, e.pattern, texts[at:end]))
            if fitting:
                return len(name), fitting
    return None


def namesakes(name: str, entry: Entry) -> list[Entry]:
    """Other states that are called by a name as well, read as the entry is: `Congo`, `Congolese`."""
    found = []
    for state, words in _namesakes():
        row = states().get(state)
        if row is not None and name.casefold() in words and row["code"] != entry.country:
            found.append(replace(entry, name=state, country=row["code"], start=row["start"], end=row["end"]))
    return found


@cached
def _namesakes() -> tuple[tuple[str, frozenset[str]], ...]:
    of = "namesakes of "
    classes = [row["class"] for row in table("actor_words") if row["class"].startswith(of)]
    return tuple((one.removeprefix(of), frozenset(word.casefold() for word in lexicon(one))) for one in classes)


def best(entries: Iterable[Entry], date: str | None) -> Entry:
    """The reading that holds on a day; the latest one where the day is unknown."""
    listed = list(entries)
    if len(listed) == 1:
        return listed[0]
    bearers = [e for e in listed if e.kind == "person"]
    if len(bearers) > 1:  # `George Bush`: whoever held the higher office on the day
        likeliest = max(bearers, key=lambda e: (prominence(people()[e.name], date), _latest(e.name)))
        listed = [e for e in listed if e.kind != "person" or e is likeliest]
        if len(listed) == 1:
            return likeliest
    now = [e for e in listed if e.on(date)] if date else [e for e in listed if not e.end]
    # `Moscow` in 1986 is the Soviet Union, though Russia's row has no dates
    return min(now or listed, key=lambda e: not e.end) if date else (now or listed)[0]


def _latest(name: str) -> str:
    """The day from which a person held the last of the offices known."""
    return max(role.start for role in people()[name].roles)


@cached
def _known() -> dict[str, tuple[Entry, ...]]:
    """What the tables say of canonical names, people's left out."""
    found: dict[str, list[Entry]] = {}
    for entry, _ in _named():
        if isinstance(entry, str):
            continue
        if entry.kind in ("state", "organisation", "group") or (entry.kind == "seat" and entry.name not in states()):
            listed = found.setdefault(entry.name, [])
            if all((e.kind, e.start) != (entry.kind, entry.start) for e in listed):
                listed.append(entry)
    return {name: tuple(entries) for name, entries in found.items()}


def known(name: str, date: str | None = None) -> Entry | None:
    """What the codebook says of a canonical name on a day."""
    entries = _known().get(name, ())
    if name in people():
        entries = (*entries, _person(name))
    if not entries:
        return None
    entry = best(entries, date)
    if entry.kind == "person":
        role = role_of(name, date)
        return replace(entry, country=role.country, sector=sector_of(name, date)) if role else entry
    return entry


def role_of(name: str, date: str | None = None) -> Role | None:
    """The office of a person on a day, or the one last held before it."""
    person = people().get(name)
    if person is None:
        return None
    held = roles_on(person, date)
    if held:
        return held[0]
    past = [role for role in person.roles if date and role.start <= date]
    return max(past, key=lambda r: r.start) if past else min(person.roles, key=lambda r: r.start or "0")


def sector_of(name: str, date: str | None = None) -> str:
    """The PLOVER sector of a person on a day: of the office held, ELI after the last one."""
    person = people().get(name)
    if person is None:
        return ""
    held = roles_on(person, date)
    if held:
        return held[0].sector
    before = [role for role in person.roles if date and role.end and role.end < date]
    if any(role.sector in SPEAKS_FOR_STATE or role.sector == "LEG" for role in before):
        return "ELI"
    first = min(person.roles, key=lambda r: r.start or "0")
    leads = first.office in ("head of state", "head of government") and first.sector == "GOV"
    if date and leads and first.start > date:
        return "OPP"  # who comes to lead a state is spoken of before because he seeks to
    return first.sector


def codes_of(name: str, date: str | None = None) -> str | None:
    """Country and sector of a canonical name: `RUS GOV`; None for one that the codebook does not know."""
    if "; " in name:
        each = [codes_of(one, date) for one in name.split("; ")]
        return "; ".join(one or "" for one in each) if any(each) else None
    entry = known(name, date)
    return (entry.code or None) if entry else None


def side_of(name: str, date: str | None = None) -> str:
    """The party that an actor speaks for: the state of a minister, the group of its leader; else the actor itself.

    Sides of joint actors are joined with `"; "`, each once.
    """
    if "; " in name:
        return "; ".join(dict.fromkeys(side_of(one, date) for one in name.split("; ")))
    words = words_of(name)
    if words[:1] == ("the",):
        words = words[1:]
    entry = known(name, date) or _read(words)
    if entry is None:
        return name
    if entry.kind == "person":
        role = role_of(entry.name, date)
        return _side_of_role(role, sector_of(entry.name, date)) or entry.name if role else entry.name
    if entry.kind == "seat" and entry.sector in SPEAKS_FOR_STATE:
        return state_of(entry.country) or entry.name
    return entry.name


def leads_group(name: str, date: str | None = None) -> bool:
    """Whether a person speaks for a party to a conflict that is no state."""
    entry = known(side_of(name, date), date)
    return entry is not None and entry.kind == "group"


def _read(words: Words) -> Entry | None:
    if not words:
        return None
    for name, entries in index().get(words[0], ()):
        if name == words:
            return best(entries, None)
    return None


def _side_of_role(role: Role, sector: str) -> str | None:
    titled = words_of(role.title)
    if "mediator" in titled or sector == "BUS":
        return None  # he speaks for no side, or for himself
    for length in range(len(titled) - 1, 0, -1):
        entry = _read(titled[:length])
        sent_there = role.office == "ambassador" and role.country not in ORGANISATIONS  # by a state
        if entry is not None and entry.kind in ("group", "organisation") and not sent_there:
            return entry.name
    if role.country in ORGANISATIONS:
        return ORGANISATIONS[role.country]
    return state_of(role.country) if sector in SPEAKS_FOR_STATE else None
