"""The readings of names, how each name must be written, and all names by their first word."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from detente.actors.agents import lexicon
from detente.actors.offices import holds
from detente.codebook import MANY_STATES, Made, Row
from detente.codebook.spelling import PARTICLES, Words, capitals_of, compared, words_of

Listing = list[tuple[Words, tuple["Entry", ...]]]
Source = tuple[str, Row]  # a kind of reading, and the row of a table that is read so
NamesOf = Callable[[str, Row], Iterable[str]]
ReadingsOf = Callable[[str, Row, str], Iterable["Entry"]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of a name: `kind` is state, capital, seat, adjective, people, organisation, group, person or place.

    `shape` says how it must be written: `upper` for short forms, `acronym` for those that may be a word (`Nato`),
    `capital` by the `pattern` of capitals (`CcC`), `exact` as the pattern (`LeT`), or `any`.
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
    if country in MANY_STATES and sector in ("IGO", "GOV", ""):
        return country
    return " ".join(part for part in (country, sector) if part)


class Names(Made[str, Listing]):
    """All names but short forms of people, by their first word, the longest first.

    What a name means and how it must be written is only found out when its first word is asked for: most never are.
    """

    def __init__(self, sources: Iterable[Source], names_of: NamesOf, readings_of: ReadingsOf) -> None:
        raw: dict[str, list[Source]] = {}
        small = set(PARTICLES)
        for source in sources:
            for name in names_of(*source):
                first = _first_word(name)
                if first not in raw:
                    raw[first] = [source]
                elif raw[first][-1] is not source:
                    raw[first].append(source)
                if name[0].islower():
                    small.add(first)
        raw.pop("", None)
        self.small = frozenset(small & raw.keys())
        super().__init__(raw, lambda first, listed: _listing(first, listed, names_of, readings_of))


def _first_word(name: str) -> str:
    begin = name.partition(" ")[0].lower()
    if begin.isascii() and begin.isalpha():
        return begin
    words = compared(name)
    return words[0] if words else ""


def _listing(first: str, sources: list[Source], names_of: NamesOf, readings_of: ReadingsOf) -> Listing:
    found: dict[Words, list[Entry]] = {}
    for source in sources:
        for name in names_of(*source):
            if _first_word(name) != first:
                continue
            listed = found.setdefault(words_of(name), [])
            for entry in readings_of(*source, name):
                if not any(e.kind == entry.kind and e.name == entry.name and e.start == entry.start for e in listed):
                    listed.append(_shaped(name, entry))
    return sorted(((words, tuple(entries)) for words, entries in found.items()), key=lambda pair: -len(pair[0]))


def _shaped(name: str, entry: Entry) -> Entry:
    """The entry with how this spelling of its name must be written."""
    if name.isupper() and " " not in name and entry.kind != "person":
        word = name.replace("-", "").isalpha() and len(name) > 3 and name.lower() not in lexicon("capitals only")
        return _written(entry, "acronym" if word else "upper", "")
    if len(name) < 6 and not name[1:].islower() and name.isalpha() and name.isascii():
        return _written(entry, "exact", name)
    capitals = capitals_of(name)
    return _written(entry, "capital", capitals) if "C" in capitals else _written(entry, "any", "")


def _written(entry: Entry, shape: str, pattern: str) -> Entry:
    # many times quicker than `replace`
    return Entry(entry.kind, entry.name, entry.country, entry.sector, shape, pattern, entry.start, entry.end)
