"""Who is who: names of states, organisations, groups and people, and what the codebook knows of them.

Read by the writing side to find actors in text and by the reading side to tell whom an actor speaks for. Imports only
the codebook and its readers.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from detente.actors.agents import lexicon
from detente.actors.entries import Entry as Entry  # noqa: PLC0414 (known here by everyone)
from detente.actors.entries import Names, Source
from detente.actors.entries import code as code  # noqa: PLC0414
from detente.actors.governing import periods
from detente.actors.offices import Role, first_row, first_rows, full_names, people, prominence
from detente.actors.standing import role_of as role_of  # noqa: PLC0414
from detente.actors.standing import sector_of as sector_of  # noqa: PLC0414
from detente.actors.succession import country_then
from detente.codebook import Made, Row, cached, parts, table
from detente.codebook.spelling import Words, compared, words_of, written_as

SPEAKS_FOR_STATE = frozenset({"GOV", "MIL", "SPY", "COP", "JUD"})
READ_AS = {
    "metonyms": ("seat",),
    "countries": ("state", "adjective", "people", "capital"),
    "organisations": ("organisation", "capital"),
    "groups": ("group",),
    "places": ("place",),
}
OTHER_NAMES = {"adjective": "adjectives", "people": "people", "capital": "capital", "place": "places"}
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
    return Names(_sources(), _names, _readings)


def _sources() -> Iterator[Source]:
    """What each row can be read as; its readings are made when one of its names is asked for."""
    for name, kinds in READ_AS.items():
        for row in table(name):
            for kind in kinds:
                yield kind, row
    for row in first_rows():
        yield "person", row


def _names(kind: str, row: Row) -> list[str]:
    """The names under which a row is read so."""
    if kind == "person":
        return [name for name in full_names(row["name"]) if len(name) > 5 or len(words_of(name)) > 1]
    if kind in OTHER_NAMES:
        return parts(row[OTHER_NAMES[kind]])
    if kind == "seat":
        return [row["phrase"]] if row["actor"] else []  # without one: a body of every state, found as such
    return [row["name"], *parts(row["aliases"])]


def names_of(kinds: Container[str]) -> Iterator[Words]:
    """The words of every name that is read as one of some kinds."""
    for kind, row in _sources():
        if kind in kinds:
            yield from map(compared, _names(kind, row))


def _readings(kind: str, row: Row, name: str) -> Iterator[Entry]:
    """What a row tells of a name; of a party one reading for each time in and out of government."""
    if kind == "person":
        yield Entry(kind, row["name"], row["country"], row["sector"])
    elif kind == "place":
        yield Entry(kind, name, row["country"], "")
    elif kind == "group":
        for period in periods(row):
            start, end = period["start"], period["end"]
            yield Entry(kind, row["name"], row["country"], period["sector"], start=start, end=end)
    else:
        actor = row["actor"] if kind == "seat" else row["name"]
        start, end = row.get("start", ""), row.get("end", "")
        yield Entry(kind, actor, row["code"], row.get("sector", "GOV"), start=start, end=end)


def lower_beginnings() -> frozenset[str]:
    """The first words of names that may begin with a small letter: `al` of `al-Shabaab`, `contras`."""
    return index().small


def find(words: Sequence[str], texts: Sequence[str], at: int) -> tuple[int, tuple[Entry, ...]] | None:
    """The longest name that begins at a word: its length in words and its readings.

    `words` are compared forms, one for each of the written `texts`.
    """
    after = words[at + 1] if at + 1 < len(words) else ""
    for name, entries in index().get(words[at], ()):
        if len(name) > 1 and name[1] != after:
            continue  # as most do: of names that begin with `united` there are dozens
        end = at + len(name)
        if end <= len(words) and (len(name) == 1 or tuple(words[at:end]) == name):
            fitting = tuple(e for e in entries if written_as(e.shape, e.pattern, texts[at:end]))
            if fitting:
                return len(name), fitting
    return None


def read_as(name: Words) -> tuple[Entry, ...]:
    """The readings of a name by all its words, however it is written."""
    return next((entries for words, entries in index().get(name[0], ()) if words == name), ())


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
    return min(now or listed, key=lambda e: (e.kind == "group", not e.end)) if date else (now or listed)[0]


def _latest(name: str) -> str:
    """The day from which a person held the last of the offices known."""
    return max(role.start for role in people()[name].roles)


@cached
def _known() -> Mapping[str, tuple[Entry, ...]]:
    """What the tables say of canonical names, people's left out."""
    rows: dict[str, list[Source]] = {}
    for row in table("metonyms"):
        if row["actor"] and row["actor"] not in states():
            rows.setdefault(row["actor"], []).append(("seat", row))
    for kind, tabled in (("state", "countries"), ("organisation", "organisations"), ("group", "groups")):
        for row in table(tabled):
            rows.setdefault(row["name"], []).append((kind, row))
    return Made(rows, _distinct)


def _distinct(name: str, rows: list[Source]) -> tuple[Entry, ...]:
    found: dict[tuple[str, str], Entry] = {}
    for kind, row in rows:
        for entry in _readings(kind, row, name):
            found.setdefault((kind, entry.start), entry)
    return tuple(found.values())


@cached
def known(name: str, date: str | None = None) -> Entry | None:
    """What the codebook says of a canonical name on a day."""
    entries = _known().get(name, ())
    if name in people():
        entries = (*entries, *_readings("person", first_row(name), name))
    if not entries:
        return None
    entry = best(entries, date)
    if entry.kind == "person":
        role = role_of(name, date)
        return replace(entry, country=role.country, sector=sector_of(name, date)) if role else entry
    if entry.kind == "organisation":
        return replace(entry, country=country_then(entry.country, date))
    return entry


def codes_of(name: str, date: str | None = None) -> str | None:
    """Country and sector of a canonical name: `RUS GOV`; None for one that the codebook does not know."""
    if "; " in name:
        each = [codes_of(one, date) for one in name.split("; ")]
        return "; ".join(one or "" for one in each) if any(each) else None
    entry = known(name, date)
    return (entry.code or None) if entry else None


@cached
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
