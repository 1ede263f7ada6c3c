"""What a phrase may mean: the answer, and the readings of an ambiguous name: `Georgia`, `Washington`, `Bush`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.actors import gazetteer, offices
from detente.actors.gazetteer import Entry
from detente.actors.offices import Person
from detente.actors.phrase import Known

PRIOR = {"state": 0.7, "adjective": 0.7, "people": 0.7, "seat": 0.7, "group": 0.65, "organisation": 0.65,
         "person": 0.65, "capital": 0.6, "place": 0.4}  # fmt: skip
NEAR = 0.25  # more for a country that the text around names
GONE = 0.4  # of its score is left to what did not hold on the day
HIGHEST = 6.0  # the rank of the highest office
MOST = 6
LEAST = 0.05
WHY = {
    "state": "name of a state",
    "adjective": "adjective of a state",
    "people": "people of a state",
    "seat": "seat or body of a state",
    "group": "group in the codebook",
    "organisation": "organisation in the codebook",
    "person": "name in the codebook",
    "capital": "capital that stands for its government",
    "place": "place in a state",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One actor that a phrase may mean, with a score from 0 to 1."""

    name: str
    country: str
    sector: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """A phrase resolved: canonical name, country code, primary sector and all sectors; "" where it has none.

    `why` is the reason and `candidates` all readings, the one taken first. Joint actors are parted by `"; "`.
    """

    name: str
    country: str
    sector: str
    sectors: tuple[str, ...]
    confidence: float
    why: str = "words that the codebook does not know"
    candidates: tuple[Candidate, ...] = ()

    @property
    def as_candidate(self) -> Candidate:
        """The answer as one reading among others."""
        return Candidate(self.name, self.country, self.sector, self.confidence, self.why)


def candidates(known: Known, day: str | None, countries: Mapping[str, int], taken: Candidate) -> tuple[Candidate, ...]:
    """All readings of a name, the one taken first, then the likeliest; each name and country once."""
    found = [*_of_entries(known.readings, day, countries), *_of_people(known.bearers, day, countries)]
    found.sort(key=lambda one: -one.score)
    listed = {(taken.name, taken.country, taken.sector): taken}
    for one in found:
        if one.score >= LEAST:
            listed.setdefault((one.name, one.country, one.sector), one)
    return tuple(listed.values())[:MOST]


def _of_entries(entries: Sequence[Entry], day: str | None, countries: Mapping[str, int]) -> Iterator[Candidate]:
    for entry in entries:
        score = PRIOR.get(entry.kind, 0.4) + (NEAR if countries.get(entry.country) else 0)
        if not (entry.on(day) if day else not entry.end):
            score *= GONE
        country, sector = entry.country, entry.sector
        if entry.kind == "person":
            country, sector = of_person(entry.name, day)
        if entry.kind in ("state", "adjective", "people", "place"):
            sector = ""
        yield Candidate(entry.name, country, sector, round(min(score, 0.95), 2), WHY[entry.kind])


def _of_people(people: Sequence[Person], day: str | None, countries: Mapping[str, int]) -> Iterator[Candidate]:
    for person in people:
        country, sector = of_person(person.name, day)
        score = 0.9 * offices.prominence(person, day) / HIGHEST + (NEAR if countries.get(country) else 0)
        yield Candidate(person.name, country, sector, round(min(score, 0.95), 2), "last name in the codebook")


def of_person(name: str, day: str | None) -> tuple[str, str]:
    """Country and sector of a person of the codebook on a day."""
    entry = gazetteer.known(name, day)
    return (entry.country, entry.sector) if entry else ("", "")
