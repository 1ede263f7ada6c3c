"""Who held which office when: the people of the codebook, their titles, and whom a bare title or last name means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from detente.actors.agents import lexicon
from detente.codebook import Made, Row, cached, parts, table
from detente.codebook.spelling import Words, compared, words_of

HELD_BY_ONE = frozenset(
    {"supreme leader", "head of state", "head of government", "deputy head", "crown prince", "foreign minister",
     "defence minister", "national security adviser", "intelligence chief", "military chief", "secretary-general",
     "director general", "high representative"}
)  # fmt: skip
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
NO_NAMES = frozenset(
    {("jr",), ("sr",), ("ii",), ("iii",), ("iv",), ("no",), ("he",)}
)  # last words that never stand alone
_ALIKE = {"premier", "minister", "pm"}


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


def holds(start: str, end: str, date: str | None) -> bool:
    """Whether a day lies between two days of any precision."""
    if date is None:
        return True
    return not (start and date < start) and not (end and date[: len(end)] > end)


@cached
def people() -> Mapping[str, Person]:
    """The people of the codebook by canonical name, each with all offices held."""
    return Made(_rows(), _person)


@cached
def _rows() -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in table("people"):
        grouped.setdefault(row["name"], []).append(row)
    return grouped


def first_rows() -> Iterator[Row]:
    """The first row of every person."""
    return (rows[0] for rows in _rows().values())


def first_row(name: str) -> Row:
    """The first row of a person. Raises KeyError for one whom the codebook does not know."""
    return _rows()[name][0]


def full_names(name: str) -> list[str]:
    """The full spellings of a person's name."""
    return _spellings()[name][0]


@cached
def _spellings() -> dict[str, tuple[list[str], list[str]]]:
    """The full spellings of every person, and the short forms that may stand alone."""
    return {name: _spelt(name, rows) for name, rows in _rows().items()}


def _spelt(name: str, rows: list[Row]) -> tuple[list[str], list[str]]:
    # as quick as it can be: most people are in no article, and the codebook loads all of them
    full, short = [name], []
    for row in rows:
        if row["aliases"]:
            for alias in parts(row["aliases"]):
                if alias[0] == "~":
                    short.append(alias[1:])
                else:
                    full.append(alias)
    if (not short and " " in name) or _family_last(name, short):
        for one in full:
            last = one.replace("-", " ").rpartition(" ")[2]
            if len(last) > 2 and " " in one and last not in short:
                short.append(last)
    return full, short


def _family_last(name: str, short: list[str]) -> bool:
    """Whether the last word of a name may stand alone: where the family name comes first the table gives it so."""
    words = words_of(name)
    return len(words) > 1 and all(words_of(one) != words[:1] for one in short)


def _person(name: str, rows: list[Row]) -> Person:
    full, short = map(dict.fromkeys, _spellings()[name])
    roles = tuple(
        Role(r["country"], r["office"], r["title"] or "", r["sector"] or "", r["start"] or "", r["end"] or "")
        for r in rows
    )
    return Person(name, rows[0]["gender"], tuple(full), tuple(short), roles)


def roles_on(person: Person, date: str | None) -> list[Role]:
    """The offices held on a day, the highest first; without a day those held last."""
    held = [role for role in person.roles if role.office != "candidate" and holds(role.start, role.end, date)]
    if date is None:
        held = [role for role in held if not role.end] or [max(person.roles, key=lambda r: (r.end or "9999", r.start))]
    return sorted(held, key=lambda r: (-RANK.get(r.office, 1), r.start))


def prominence(person: Person, date: str | None) -> float:
    """How likely a bare last name means this person on a day: the rank of the office, less for one long left."""
    held = roles_on(person, date)
    if held or date is None:
        return RANK.get(held[0].office, 1) if held else 0.0
    past = [role for role in person.roles if role.end and role.end < date]
    if past:
        last = max(past, key=lambda r: r.end)
        years = int(date[:4]) - int(last.end[:4])
        return max(0.1, RANK.get(last.office, 1) * (0.5 if years < 4 else 0.2))
    years = min(int(role.start[:4] or 9999) for role in person.roles) - int(date[:4])
    return 0.1 if years < 4 else 0.0


@cached
def shorts() -> Mapping[Words, tuple[Person, ...]]:
    """Short forms of people (last names) with all who bear them."""
    found: dict[Words, list[str]] = {}
    for name, (_, short_forms) in _spellings().items():
        for short in short_forms:
            found.setdefault(compared(short), []).append(name)
    for words in ((), *titles(), *NO_NAMES):
        found.pop(words, None)
    return Made(found, _each)


def alike(words: Words) -> Person | None:
    """The one person with that last name and a first name spelt or begun alike: `Jeff` Feltman, `Mohammed` Roble."""
    if len(words) < 2:
        return None
    found = [
        person
        for person in shorts().get(words[-1:], ())
        if any(_first_alike(words_of(full)[0], words[0]) for full in person.names)
    ]
    return found[0] if len(found) == 1 else None


def spelt_alike(person: Person, words: Words) -> bool:
    """Whether the first name of someone is that of a person in short or in other letters: `Jeff`, `Mohammed`."""
    firsts = [words_of(full)[0] for full in person.names]
    return any(
        one.startswith(words[0]) or words[0].startswith(one) or _consonants(one) == _consonants(words[0])
        for one in firsts
    )


def _first_alike(one: str, other: str) -> bool:
    if len(one) < 3 or len(other) < 3 or one[0] != other[0]:
        return False
    return one[:3] == other[:3] or _consonants(one) == _consonants(other)


def _consonants(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouy]", "", word[1:]))


@cache
def titles() -> Mapping[Words, Title]:
    """The titles by their words."""
    return Made({compared(row["title"]): row for row in table("titles")}, _title)


def _title(_: Words, row: Row) -> Title:
    return Title(row["title"], row["office"], tuple(row["sector"].split()), row["country"])


@cache
def is_rank(title: str) -> bool:
    """Whether a title is a rank of soldiers, which is kept out of office: `General`, `Lt. Col.`."""
    return all(word in lexicon("rank") for word in words_of(title))


def is_minister(title: Title | None) -> bool:
    """Whether a title is that of a minister, which nobody bears in opposition."""
    return title is not None and title.sector == "GOV" and words_of(title.title)[-1] == "minister"


@cached
def office_holders() -> Mapping[tuple[str, str], tuple[Person, ...]]:
    """People by country and office."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, rows in _rows().items():
        for row in rows:
            found.setdefault((row["country"], row["office"]), []).append(name)
    return Made(found, _each)


@cached
def ever(office: str) -> tuple[Person, ...]:
    """Everyone who has held an office on some day, wherever."""
    return tuple(people()[name] for name, rows in _rows().items() if any(row["office"] == office for row in rows))


def _each(_: object, names: list[str]) -> tuple[Person, ...]:
    return tuple(people()[name] for name in dict.fromkeys(names))


def holder(country: str, title: Title, date: str | None) -> Person | None:
    """Who bears a title of a country on a day: exactly one person, or None."""
    found = []
    if title.office not in HELD_BY_ONE:
        return None
    wanted = words_of(title.title)
    for person in office_holders().get((country, title.office), ()):
        for role in person.roles:
            if (role.country, role.office) != (country, title.office):
                continue
            if (holds(role.start, role.end, date) if date else not role.end) and _titled(role, title, wanted):
                found.append(person)
                break
    return found[0] if len(found) == 1 else None


def leader(country: str, date: str | None) -> Person | None:
    """Who leads a state on a day: its supreme leader, or the one head it has; None where it has two."""
    heads: dict[str, Person] = {}
    for office in ("supreme leader", "head of state", "head of government"):
        for person in office_holders().get((country, office), ()):
            for role in person.roles:
                now = holds(role.start, role.end, date) if date else not role.end
                if role.country == country and role.office == office and now:
                    heads.setdefault(person.name, person)
        if office == "supreme leader" and len(heads) == 1:
            break
    return next(iter(heads.values())) if len(heads) == 1 else None


def _titled(role: Role, title: Title, wanted: Words) -> bool:
    held = words_of(role.title)
    if title.office in ("head of state", "head of government"):
        # Britain has both a king and a prime minister: the title tells which office is meant, the office the rest
        return not held or wanted[-1] == held[-1] or {wanted[-1], held[-1]} <= _ALIKE or title.title == title.office
    if title.office in ("foreign minister", "defence minister", "national security adviser", "supreme leader"):
        return True
    return held[-len(wanted) :] == wanted or held[: len(wanted)] == wanted
