"""What the codebook knows under a name: every reading, with its code and period; the offices of a person in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from detente.actors import gazetteer, offices
from detente.actors.agents import common_nouns
from detente.actors.gazetteer import Entry
from detente.actors.heads import singulars
from detente.actors.offices import Person, holds
from detente.codebook import parts, table
from detente.codebook.spelling import Words, words_of

ALIKE = 0.75  # how alike a name and a misspelling of it are
SUGGESTED = 5
LENGTHS = 3  # letters more or less that a misspelling may have
PERIODS = frozenset({"state", "group"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a name, or one office of a person: from `start` to `end` (ISO of any precision, "" for open).

    `kind` is that of `gazetteer.Entry`, title or noun. `office` is the title held, or what a title or place stands for.
    """

    kind: str
    name: str
    country: str
    sector: str
    office: str
    start: str
    end: str
    aliases: tuple[str, ...]


def readings_of(name: str, day: str | None = None) -> list[Reading]:
    """Every reading of a name, however its letters and accents are written; with a day those that hold on it."""
    words = words_of(name)
    words = words[1:] if words[:1] == ("the",) and len(words) > 1 else words
    if not words:
        return []
    entries = [e for key, found in gazetteer.index().get(words[0], ()) if key == words for e in found]
    people = [offices.people()[e.name] for e in entries if e.kind == "person"]
    people += [p for p in offices.shorts().get(words, ()) if p not in people]
    found: list[Reading] = []
    for entry in entries:
        if entry.kind != "person":
            found.extend(_of_entry(entry))
    for person in people:
        found.extend(_of_person(person))
    found.extend(_of_words(words))
    listed = list(dict.fromkeys(found))
    return [one for one in listed if holds(one.start, one.end, day)] if day else listed


def _of_entry(entry: Entry) -> Iterator[Reading]:
    same = [entry]
    if entry.kind in PERIODS:
        same = [
            e for e in _periods(entry) if e.name == entry.name and e.country == entry.country
        ] or [entry]  # fmt: skip
    aliases = _aliases(entry)
    means = {"capital": f"government of {entry.name}", "seat": f"stands for {entry.name}"}.get(entry.kind, "")
    for one in same:
        yield Reading(entry.kind, one.name, one.country, one.sector, means, one.start, one.end, aliases)


def _periods(entry: Entry) -> Iterable[Entry]:
    first = words_of(entry.name)
    return [
        e for key, found in gazetteer.index().get(first[0], ()) if key == first for e in found if e.kind == entry.kind
    ]


def _aliases(entry: Entry) -> tuple[str, ...]:
    tables = {"state": "countries", "organisation": "organisations", "group": "groups"}
    if entry.kind not in tables:
        return ()
    rows = [row for row in table(tables[entry.kind]) if row["name"] == entry.name]
    return tuple(dict.fromkeys(alias for row in rows for alias in parts(row["aliases"] or "")))


def _of_person(person: Person) -> Iterator[Reading]:
    aliases = tuple(alias for alias in (*person.names, *person.shorts) if alias != person.name)
    for role in sorted(person.roles, key=lambda role: (role.start or "0", role.end or "9")):
        title = role.title or role.office
        yield Reading("person", person.name, role.country, role.sector, title, role.start, role.end, aliases)


def _of_words(words: Words) -> Iterator[Reading]:
    for form in singulars(words):
        title, agent = offices.titles().get(form), common_nouns().get(form)
        if agent is not None:
            yield Reading("noun", agent.noun, "", " ".join(agent.sectors), "", "", "", ())
        if title is not None:
            yield Reading("title", title.title, title.country, " ".join(title.sectors), title.office, "", "", ())
        if agent is not None or title is not None:
            return


def nearest(name: str) -> list[str]:
    """Names of the codebook that are written much like one that it has not, the likest first."""
    wanted = " ".join(words_of(name))
    if not wanted:
        return []
    pairs = _pairs(wanted)
    scored = []
    matcher = SequenceMatcher(None, "", wanted, autojunk=False)
    for written, shown in _names():
        if abs(len(written) - len(wanted)) > LENGTHS or 2 * len(pairs & _pairs(written)) < len(pairs):
            continue
        matcher.set_seq1(written)
        if matcher.quick_ratio() >= ALIKE and (ratio := matcher.ratio()) >= ALIKE:
            scored.append((-ratio, shown))
    return list(dict.fromkeys(shown for _, shown in sorted(scored)))[:SUGGESTED]


def _pairs(word: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(word)))


def _names() -> Iterator[tuple[str, str]]:
    for names in gazetteer.index().values():
        for words, entries in names:
            written = " ".join(words)
            yield written, entries[0].name
    for words, bearers in offices.shorts().items():
        for person in bearers:
            yield " ".join(words), person.name
