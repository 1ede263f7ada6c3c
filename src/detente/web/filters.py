"""The filters of a table page: each turns a value of the address into a condition in SQL, the value as a parameter.

A condition speaks of `t`, the table of the page, and of `t.nr`, the number of a row in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.web.asking import Query, WrongQueryError

Condition = tuple[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Filter:
    """A field of the form above a table: the name in the address, and what stands before it."""

    name: str
    label: str
    column: str = ""

    kind = "text"

    def condition(self, kind: str, query: Query) -> Condition | None:
        """The condition for this query, or None where the filter is not set. Raises WrongQueryError.

        `kind` is what the rows are called where they stand beside others: see `prepare`.
        """
        value = query.text(self.name)
        return None if value is None else (self.told(kind), {f"v_{self.name}": value})

    def told(self, kind: str) -> str:
        """The condition in SQL, its value being the parameter `$v_NAME`."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Words(Filter):
    """All of these words stand in the row."""

    kind = "search"

    def condition(self, kind: str, query: Query) -> Condition | None:  # noqa: ARG002  (one form for all)
        """Each word anywhere in the sentence or the row, in any order."""
        value = query.text(self.name)
        if value is None:
            return None
        words = value.casefold().split()[:12]
        told = " AND ".join(f"contains(t.hay, lower($w{number}))" for number in range(len(words)))
        return told, {f"w{number}": word for number, word in enumerate(words)}


@dataclass(frozen=True, slots=True)
class Actor(Filter):
    """Who acts (`by`), who is acted upon (`to`), or either (`any`): an actor, or a party that it speaks for."""

    kind = "actor"

    def told(self, kind: str) -> str:
        """The actor or party of this name; where there is none, every name that holds these words."""
        role = "" if self.column == "any" else f"AND c.role = '{self.column}'"
        held = f"SELECT c.nr FROM cast_of c WHERE c.kind = '{kind}' {role}"  # noqa: S608  (names of ours)
        exact = f"lower(c.name) = lower($v_{self.name}) OR lower(c.party) = lower($v_{self.name})"
        loose = f"contains(lower(c.name), lower($v_{self.name})) OR contains(lower(c.party), lower($v_{self.name}))"
        known = f"EXISTS (SELECT 1 FROM cast_of c WHERE {exact})"  # noqa: S608
        return f"t.nr IN ({held} AND CASE WHEN {known} THEN ({exact}) ELSE ({loose}) END)"


@dataclass(frozen=True, slots=True)
class Issue(Filter):
    """What it is about."""

    kind = "issue"

    def told(self, kind: str) -> str:
        """The issue of this name; where there is none, every issue whose name holds these words."""
        exact, loose = f"lower(a.issue) = lower($v_{self.name})", f"contains(lower(a.issue), lower($v_{self.name}))"
        known = f"EXISTS (SELECT 1 FROM about a WHERE {exact})"  # noqa: S608  (names of ours)
        which = f"CASE WHEN {known} THEN {exact} ELSE {loose} END"
        return f"t.nr IN (SELECT a.nr FROM about a WHERE a.kind = '{kind}' AND {which})"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Source(Filter):
    """The outlet that tells it."""

    kind = "source"

    def told(self, kind: str) -> str:
        """Of a record its outlet; of a row of a finding one of those of the records that it rests on."""
        if self.column:
            return f't."{self.column}" = $v_{self.name}'
        rested = f"""SELECT r.nr FROM rests r JOIN place_of p ON p.id = r.id
        WHERE r.finding = '{kind}' AND p.source = $v_{self.name}"""  # noqa: S608  (names of ours)
        return f"t.nr IN ({rested})"


@dataclass(frozen=True, slots=True)
class Choice(Filter):
    """One of the values of a column."""

    kind = "choice"

    def told(self, kind: str) -> str:  # noqa: ARG002  (one form for all)
        """The rows with this value."""
        return f't."{self.column}" = $v_{self.name}'


@dataclass(frozen=True, slots=True)
class Holds(Filter):
    """Words in one column, such as a place."""

    def told(self, kind: str) -> str:  # noqa: ARG002  (one form for all)
        """The rows whose value holds these words."""
        return f'contains(lower(t."{self.column}"), lower($v_{self.name}))'


@dataclass(frozen=True, slots=True)
class At(Filter):
    """At one of these places on the map, each a latitude and a longitude to a tenth of a degree, parted by spaces."""

    def condition(self, kind: str, query: Query) -> Condition | None:  # noqa: ARG002  (one form for all)
        """The rows whose place lies there. Raises WrongQueryError for what is no place."""
        told, parameters = [], dict[str, object]()
        for nr, place in enumerate((query.text(self.name) or "").split()):
            found = re.fullmatch(r"(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)", place)
            if found is None:
                raise WrongQueryError(f"{self.name}: not a latitude and a longitude: {place} (write it as 39.0,125.8)")
            parameters |= {f"lat{nr}": float(found[1]), f"lon{nr}": float(found[2])}
            near = f"abs(t.place_lat - $lat{nr}) <= {TENTH} AND abs(t.place_lon - $lon{nr}) <= {TENTH}"
            told.append(f"({near})")
        return (" OR ".join(told), parameters) if told else None


TENTH = 0.0501  # degrees from a place that is told to a tenth of one


@dataclass(frozen=True, slots=True)
class Day(Filter):
    """From a day, or until one; what has no day is then left out."""

    kind = "day"

    def condition(self, kind: str, query: Query) -> Condition | None:
        """The same, once the value is found to be a day. Raises WrongQueryError."""
        query.day(self.name)
        return Filter.condition(self, kind, query)

    def told(self, kind: str) -> str:  # noqa: ARG002  (one form for all)
        """The rows of this day or later (`since`), or of this day or earlier (`until`)."""
        return f't."{self.column}" {">=" if self.name == "since" else "<="} $v_{self.name}'


@dataclass(frozen=True, slots=True)
class Least(Filter):
    """At least so sure, or with such a score; without a value in the address the default counts."""

    default: float = 0.0

    kind = "least"

    def condition(self, kind: str, query: Query) -> Condition | None:
        """The rows with at least this number. Raises WrongQueryError."""
        value = query.number(self.name, self.default)
        return None if value <= 0 else (self.told(kind), {f"v_{self.name}": value})

    def told(self, kind: str) -> str:  # noqa: ARG002  (one form for all)
        """The rows with at least this number."""
        return f't."{self.column}" >= $v_{self.name}'


SURE = Least("sure", "Sure at least", "confidence")


def usual(*own: Filter, day: str = "day", source: str = "", least: Least = SURE) -> tuple[Filter, ...]:
    """The filters of a table: words, its own, the days of a column, the outlet, and how sure."""
    days = (Day("since", "Since", day), Day("until", "Until", day))
    return (Words("q", "Words"), *own, *days, Source("source", "Source", source), least)
