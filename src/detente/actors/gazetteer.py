"""Who is who: names of states, organisations, groups and people, and what the codebook knows of them.

Read by the writing side to find actors in text and by the reading side to tell whom an actor speaks for. Imports only
the codebook and its readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from detente.actors.offices import Role, holds, people, roles_on
from detente.actors.spelling import PARTICLES, Words, capitals_of, words_of, written_as
from detente.codebook import cached, parts, table

SPEAKS_FOR_STATE = frozenset({"GOV", "MIL", "SPY", "COP", "JUD"})
ORGANISATIONS = {"UNO": "United Nations", "EUR": "European Union"}
Index = dict[str, list[tuple[Words, tuple["Entry", ...]]]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of a name: `kind` is state, capital, seat, adjective, people, organisation, group, person or place.

    `shape` says how it must be written: `upper` for short forms, `capital` by the `pattern` of capitals (`CcC`),
    `exact` as the pattern (`LeT`), or `any`.
    """

    kind: str
    name: str
    country: str
    sector: str
    shape: str = "capital"
    pattern: str = ""
    start: str = ""
    end: str = ""

    @property
    def code(self) -> str:
        """Country and sector as records carry them: `RUS GOV`, `IGO`, `YEM REB`."""
        return code(self.country, self.sector)

    def on(self, date: str | None) -> bool:
        """Whether it holds on a day; always where neither says when."""
        return holds(self.start, self.end, date)


def code(country: str, sector: str) -> str:
    """Country and sector joined; the sector of a body of many states is left out where it says no more than that."""
    if country in ("IGO", "UNO", "EUR", "NGO") and sector in ("IGO", "GOV", ""):
        return country
    return " ".join(part for part in (country, sector) if part)


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
def index() -> Index:
    """All names but short forms of people, by their first word, the longest first."""
    found: dict[Words, list[Entry]] = {}
    for name, entry in _entries():
        words = words_of(name)
        if words and not any(e.kind == entry.kind and e.name == entry.name and e.start == entry.start
                             for e in found.setdefault(words, [])):  # fmt: skip
            found[words].append(entry)
    by_first: Index = {}
    for words, entries in found.items():
        by_first.setdefault(words[0], []).append((words, tuple(entries)))
    for names in by_first.values():
        names.sort(key=lambda pair: -len(pair[0]))
    return by_first


def _entries() -> Iterator[tuple[str, Entry]]:
    """Every name with its reading."""
    for row in table("metonyms"):
        # the ministries that every state has are found as bodies of a state
        if row["actor"]:
            entry = Entry("seat", row["actor"], row["code"], row["sector"], start=row["start"], end=row["end"])
            yield row["phrase"], _shaped(row["phrase"], entry)
    for row in table("countries"):
        state = Entry("state", row["name"], row["code"], "GOV", start=row["start"], end=row["end"])
        for name in (row["name"], *parts(row["aliases"])):
            yield name, _shaped(name, state)
        for kind, column in (("adjective", "adjectives"), ("people", "people"), ("capital", "capital")):
            for name in parts(row[column]):
                yield name, _shaped(name, replace(state, kind=kind))
    for row in table("organisations"):
        for name in (row["name"], *parts(row["aliases"])):
            yield name, _shaped(name, Entry("organisation", row["name"], row["code"], row["sector"]))
        for name in parts(row["capital"] or ""):
            yield name, _shaped(name, Entry("capital", row["name"], row["code"], row["sector"]))
    for row in table("groups"):
        group = Entry("group", row["name"], row["country"], row["sector"], start=row["start"], end=row["end"])
        for name in (row["name"], *parts(row["aliases"])):
            yield name, _shaped(name, group)
    for row in table("places"):
        for name in parts(row["places"]):
            yield name, _shaped(name, Entry("place", name, row["country"], ""))
    for person in people().values():
        for name in person.names:
            if len(words_of(name)) > 1 or len(name) > 5:
                entry = Entry("person", person.name, person.roles[0].country, person.roles[0].sector)
                yield name, _shaped(name, entry)


def _shaped(name: str, entry: Entry) -> Entry:
    """The entry with how this spelling of its name must be written."""
    if name.replace(".", "").replace("-", "").isupper() and " " not in name and entry.kind != "person":
        return replace(entry, shape="upper")
    if len(name) < 6 and not name[1:].islower() and name.isalpha() and name.isascii():
        return replace(entry, shape="exact", pattern=name)
    capitals = capitals_of(name)
    return replace(entry, pattern=capitals) if "C" in capitals else replace(entry, shape="any")


@cached
def lower_beginnings() -> frozenset[str]:
    """The first words of names that may begin with a small letter: `al` of `al-Shabaab`, `contras`."""
    return frozenset(
        words[0]
        for names in index().values()
        for words, entries in names
        if words[0] in PARTICLES or any(e.shape == "any" or e.pattern[:1] == "c" for e in entries)
    )


def find(words: Sequence[str], texts: Sequence[str], at: int) -> tuple[int, tuple[Entry, ...]] | None:
    """The longest name that begins at a word: its length in words and its readings.

    `words` are compared forms, one for each of the written `texts`.
    """
    for name, entries in index().get(words[at], ()):
        end = at + len(name)
        if end <= len(words) and (len(name) == 1 or tuple(words[at:end]) == name):
            fitting = tuple(e for e in entries if written_as(e.shape, e.pattern, texts[at:end]))
            if fitting:
                return len(name), fitting
    return None


def best(entries: Iterable[Entry], date: str | None) -> Entry:
    """The reading that holds on a day; the latest one where the day is unknown."""
    listed = list(entries)
    if len(listed) == 1:
        return listed[0]
    now = [e for e in listed if e.on(date)] if date else [e for e in listed if not e.end]
    # `Moscow` in 1986 is the Soviet Union, though Russia's row has no dates
    return min(now or listed, key=lambda e: not e.end) if date else (now or listed)[0]


@cached
def _known() -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for _, entry in _entries():
        if entry.kind in ("state", "organisation", "group", "person") or (
            entry.kind == "seat" and entry.name not in states()
        ):
            listed = found.setdefault(entry.name, [])
            if all((e.kind, e.start) != (entry.kind, entry.start) for e in listed):
                listed.append(entry)
    return {name: tuple(entries) for name, entries in found.items()}


def known(name: str, date: str | None = None) -> Entry | None:
    """What the codebook says of a canonical name on a day."""
    entries = _known().get(name)
    if entries is None:
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
    return max(past, key=lambda r: r.start) if past else person.roles[0]


def sector_of(name: str, date: str | None = None) -> str:
    """The PLOVER sector of a person on a day: of the office held, ELI after the last one, CVL long before any."""
    person = people().get(name)
    if person is None:
        return ""
    held = roles_on(person, date)
    if held:
        return held[0].sector
    before = [role for role in person.roles if date and role.end and role.end < date]
    if any(role.sector in SPEAKS_FOR_STATE or role.sector == "LEG" for role in before):
        return "ELI"
    return person.roles[0].sector


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
    if "mediator" in titled:
        return None
    for length in range(len(titled) - 1, 0, -1):
        entry = _read(titled[:length])
        if entry is not None and entry.kind in ("group", "organisation"):
            return entry.name
    if role.country in ORGANISATIONS:
        return ORGANISATIONS[role.country]
    return state_of(role.country) if sector in SPEAKS_FOR_STATE else None
