"""Who is who: names of states, organisations, groups and people, and what the codebook knows of them.

Read by the writing side to find actors in text and by the reading side to tell whom an actor speaks for. Imports only
the codebook. Names are compared as `words_of` gives them: lower case, without accents, points and apostrophes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from detente.codebook import parts, table

Words = tuple[str, ...]

PARTICLES = frozenset({"al", "el", "ul", "bin", "ibn", "ben", "abu", "van", "von", "der", "de", "da", "di", "del", "la",
                       "le", "the", "of", "and", "for", "in", "s", "ad", "ar", "as", "ash", "an", "i", "e"})  # fmt: skip
SPEAKS_FOR_STATE = frozenset({"GOV", "MIL", "SPY", "COP", "JUD"})
RANK = {
    "supreme leader": 6,
    "head of state": 5,
    "head of government": 5,
    "secretary-general": 4,
    "foreign minister": 4,
    "group leader": 4,
    "defence minister": 3,
    "national security adviser": 3,
    "spokesperson": 3,
    "deputy head": 3,
    "opposition leader": 3,
    "military chief": 3,
    "envoy": 2,
    "negotiator": 2,
    "regional leader": 2,
    "intelligence chief": 2,
    "ambassador": 2,
}
_LETTERS = re.compile(r"[^\w\s-]|_")
_POSSESSIVE = re.compile(r"(?<=\w)['’`](?=s\b)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of a name: `kind` is state, capital, seat, adjective, people, organisation, group, person or place.

    `shape` says how it must be written: `upper` for short forms in capitals, `capital`, `any`, or the very word (`LeT`).
    """

    kind: str
    name: str
    country: str
    sector: str
    shape: str = "capital"
    start: str = ""
    end: str = ""

    @property
    def code(self) -> str:
        """Country and sector as records carry them: `RUS GOV`, `IGO`, `YEM REB`."""
        return code(self.country, self.sector)

    def on(self, date: str | None) -> bool:
        """Whether it holds on a day; always where neither says when."""
        return holds(self.start, self.end, date)


@dataclass(frozen=True, slots=True)
class Role:
    """An office that a person held, from `start` to `end` (ISO, any precision, empty for open)."""

    country: str
    office: str
    title: str
    sector: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the codebook. `names` are full spellings, `shorts` what may stand alone (the last name)."""

    name: str
    gender: str
    names: tuple[str, ...]
    shorts: tuple[str, ...]
    roles: tuple[Role, ...]


@lru_cache(maxsize=200_000)
def words_of(text: str) -> Words:
    """The words of a name as they are compared: `Côte d'Ivoire` gives cote, divoire."""
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub(" ", text))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("ı", "i").replace("Đ", "D")
    return tuple(_LETTERS.sub("", plain).casefold().replace("-", " ").split())


def code(country: str, sector: str) -> str:
    """Country and sector joined; the sector of a body of many states is left out where it says no more than that."""
    if country in ("IGO", "UNO", "EUR", "NGO") and sector in ("IGO", "GOV", ""):
        return country
    return " ".join(part for part in (country, sector) if part)


def holds(start: str, end: str, date: str | None) -> bool:
    """Whether a day lies between two days of any precision."""
    if date is None:
        return True
    return not (start and date < start) and not (end and date[: len(end)] > end)


# ---------------------------------------------------------------- the tables


@cache
def states() -> dict[str, dict[str, str]]:
    """The rows of the table of states, by canonical name."""
    return {row["name"]: row for row in table("countries")}


@cache
def state_of(country: str) -> str | None:
    """The canonical name of the state with an ISO 3166 alpha-3 code; today's where several share it."""
    named = [row for row in table("countries") if row["code"] == country]
    named.sort(key=lambda row: row["end"] == "")
    return named[-1]["name"] if named else None


@cache
def people() -> dict[str, Person]:
    """The people of the codebook by canonical name, each with all offices held."""
    try:
        rows = table("people")
    except FileNotFoundError:
        return {}
    grouped: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        grouped.setdefault(row["name"], []).append(row)
    return {name: _person(name, group) for name, group in grouped.items()}


def _person(name: str, rows: list[dict[str, str]]) -> Person:
    aliases = dict.fromkeys(alias for row in rows for alias in parts(row["aliases"] or ""))
    full = [name, *(a for a in aliases if not a.startswith("~"))]
    short = [a[1:] for a in aliases if a.startswith("~")]
    first = words_of(name)[:1]
    if not any(words_of(s) == first for s in short) and len(words_of(name)) > 1:
        # where the family name comes first the table gives it as the short form
        short += [s for s in dict.fromkeys(n.replace("-", " ").split()[-1] for n in full if " " in n) if len(s) > 2]
    roles = tuple(
        Role(r["country"], r["office"], r["title"] or "", r["sector"] or "", r["start"] or "", r["end"] or "")
        for r in rows
    )
    return Person(name, rows[0]["gender"], tuple(full), tuple(dict.fromkeys(short)), roles)


def roles_on(person: Person, date: str | None) -> list[Role]:
    """The offices held on a day, the highest first; without a day, or before and after all of them, the latest ones."""
    held = [role for role in person.roles if role.office != "candidate" and holds(role.start, role.end, date)]
    if date is None:
        held = [role for role in held if not role.end] or [max(person.roles, key=lambda r: (r.end or "9999", r.start))]
    return sorted(held, key=lambda r: (-RANK.get(r.office, 1), r.start))


def prominence(person: Person, date: str | None) -> float:
    """How likely a bare last name means this person on a day: the rank of the office, less for one long left."""
    held = roles_on(person, date)
    if held:
        return RANK.get(held[0].office, 1)
    assert date is not None
    past = [role for role in person.roles if role.end and role.end < date]
    if past:
        last = max(past, key=lambda r: r.end)
        years = int(date[:4]) - int(last.end[:4])
        return max(0.1, RANK.get(last.office, 1) * (0.5 if years < 4 else 0.2))
    years = min(int(role.start[:4] or 9999) for role in person.roles) - int(date[:4])
    return 0.1 if years < 4 else 0.0


# ---------------------------------------------------------------- names to entries


Index = dict[str, list[tuple[Words, tuple[Entry, ...]]]]


@cache
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
            entry = Entry("seat", row["actor"], row["code"], row["sector"], "capital", row["start"], row["end"])
            yield row["phrase"], _shaped(row["phrase"], entry)
    for row in table("countries"):
        state = Entry("state", row["name"], row["code"], "GOV", "capital", row["start"], row["end"])
        for name in (row["name"], *parts(row["aliases"])):
            yield name, _shaped(name, state)
        for kind, column in (("adjective", "adjectives"), ("people", "people"), ("capital", "capital")):
            for name in parts(row[column]):
                yield name, replace(state, kind=kind)
    for row in table("organisations"):
        for name in (row["name"], *parts(row["aliases"])):
            yield name, _shaped(name, Entry("organisation", row["name"], row["code"], row["sector"]))
    for row in table("groups"):
        group = Entry("group", row["name"], row["country"], row["sector"], "capital", row["start"], row["end"])
        for name in (row["name"], *parts(row["aliases"])):
            yield name, _shaped(name, group)
    for row in table("places"):
        for name in parts(row["places"]):
            yield name, Entry("place", name, row["country"], "")
    for person in people().values():
        for name in person.names:
            if len(words_of(name)) > 1 or len(name) > 5:
                yield name, Entry("person", person.name, person.roles[0].country, person.roles[0].sector)


def _shaped(name: str, entry: Entry) -> Entry:
    if name.replace(".", "").replace("-", "").isupper() and " " not in name:
        return replace(entry, shape="upper")
    if len(name) < 6 and not name[1:].islower() and name.isalpha():
        return replace(entry, shape=name)
    return replace(entry, shape="any") if name[0].islower() and words_of(name)[0] not in PARTICLES else entry


@cache
def shorts() -> dict[Words, tuple[Person, ...]]:
    """Short forms of people (last names) with all who bear them."""
    found: dict[Words, list[Person]] = {}
    for person in people().values():
        for short in person.shorts:
            bearers = found.setdefault(words_of(short), [])
            if person not in bearers:
                bearers.append(person)
    return {words: tuple(bearers) for words, bearers in found.items() if words}


def written_as(shape: str, texts: Sequence[str]) -> bool:
    """Whether words of a text are written as a name must be."""
    if shape == "any":
        return True
    if shape not in ("upper", "capital"):
        return len(texts) == 1 and texts[0] == shape
    if shape == "upper":
        return all(text.replace(".", "").replace("-", "").isupper() for text in texts)
    content = [text for text in texts if text.lower() not in PARTICLES and text[:1].isalnum()]
    return bool(content) and content[0][0].isupper() | content[0][0].isdigit() and not content[-1][0].islower()


def find(words: Sequence[str], texts: Sequence[str], at: int) -> tuple[int, tuple[Entry, ...]] | None:
    """The longest name that begins at a word: its length in words and its readings.

    `words` are compared forms, one for each of the written `texts`.
    """
    for name, entries in index().get(words[at], ()):
        end = at + len(name)
        if end <= len(words) and (len(name) == 1 or tuple(words[at:end]) == name):
            fitting = tuple(e for e in entries if written_as(e.shape, texts[at:end]))
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


# ---------------------------------------------------------------- known actors


@cache
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


def _read(words: Words) -> Entry | None:
    if not words:
        return None
    for name, entries in index().get(words[0], ()):
        if name == words:
            return best(entries, None)
    return None


def _side_of_role(role: Role, sector: str) -> str | None:
    titled = words_of(role.title)
    for length in range(len(titled) - 1, 0, -1):
        entry = _read(titled[:length])
        if entry is not None and entry.kind in ("group", "organisation"):
            return entry.name
    if role.country in ORGANISATIONS:
        return ORGANISATIONS[role.country]
    return state_of(role.country) if sector in SPEAKS_FOR_STATE else None


ORGANISATIONS = {"UNO": "United Nations", "EUR": "European Union"}


# ---------------------------------------------------------------- common nouns and titles


@dataclass(frozen=True, slots=True)
class Agent:
    """A common noun for people or a body: `kind` is state (acts for its state), group (armed or organised), people.

    `sectors` are all that it belongs to, the first of them `sector`.
    """

    noun: str
    sectors: tuple[str, ...]
    kind: str

    @property
    def sector(self) -> str:
        """The primary sector."""
        return self.sectors[0]


@dataclass(frozen=True, slots=True)
class Title:
    """A title: the office it names (as the table of people does), sector, and the country where only one has it."""

    title: str
    office: str
    sectors: tuple[str, ...]
    country: str

    @property
    def sector(self) -> str:
        """The primary sector, empty for a form of address."""
        return self.sectors[0] if self.sectors else ""


@cache
def agents() -> dict[Words, Agent]:
    """The common nouns for actors by their words."""
    return {
        words_of(row["noun"]): Agent(row["noun"], tuple(row["sector"].split()), row["kind"]) for row in table("agents")
    }


@cache
def titles() -> dict[Words, Title]:
    """The titles by their words."""
    return {
        words_of(row["title"]): Title(row["title"], row["office"], tuple(row["sector"].split()), row["country"])
        for row in table("titles")
    }


@cache
def office_holders() -> dict[tuple[str, str], tuple[Person, ...]]:
    """People by country and office."""
    found: dict[tuple[str, str], list[Person]] = {}
    for person in people().values():
        for role in person.roles:
            listed = found.setdefault((role.country, role.office), [])
            if person not in listed:
                listed.append(person)
    return {key: tuple(holders) for key, holders in found.items()}


def holder(country: str, title: Title, date: str | None) -> Person | None:
    """Who bears a title of a country on a day: exactly one person, or None."""
    found = []
    wanted = words_of(title.title)
    for person in office_holders().get((country, title.office), ()):
        for role in person.roles:
            if (role.country, role.office) != (country, title.office):
                continue
            if (holds(role.start, role.end, date) if date else not role.end) and _titled(role, title, wanted):
                found.append(person)
                break
    return found[0] if len(found) == 1 else None


def _titled(role: Role, title: Title, wanted: Words) -> bool:
    held = words_of(role.title)
    if title.office in ("head of state", "head of government"):
        # Britain has both a king and a prime minister: the title tells which office is meant, the office the rest
        return not held or wanted[-1] == held[-1] or {wanted[-1], held[-1]} <= _ALIKE or title.title == title.office
    if title.office in ("foreign minister", "defence minister", "national security adviser", "supreme leader"):
        return True
    return held[-len(wanted) :] == wanted or held[: len(wanted)] == wanted


_ALIKE = {"premier", "minister", "pm"}
