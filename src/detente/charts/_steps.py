"""The steps of parties on a proposal: what each said of it, day by day, and which proposals matter most."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from detente.findings.matters import is_body, misread, pressing, prevailing, rung, specific
from detente.findings.rows import Row, chosen, day_of, fetch, issue_names, order, party, several
from detente.wording import stance_words

BACKED = re.compile(r"\b(?:back|support|endors|welcom)", re.I)
REPLACED = re.compile(r"\b(?:replac|supersed)\w+\b|\b(?:instead|in place|in lieu) of\b", re.I)
KINDS = {"accept": "accepted", "conditional": "conditional", "open": "open", "no-commitment": "no commitment",
         "reject": "refused", "demand": "demanded"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """What a party did to a proposal on a day, and the record that tells it."""

    party: str
    kind: str
    stance: str
    day: str
    record: str
    row: Row

    @property
    def tone(self) -> str:
        """For, between or against."""
        return stance_words(self.stance)["tone"]


@dataclass(frozen=True, slots=True)
class Held:
    """All positions of a record under the names that are shown for their issues."""

    rows: list[Row]
    names: dict[str, str]

    @classmethod
    def of(cls, db: duckdb.DuckDBPyConnection) -> Held:
        """The positions of a record, in the order of their days; the author's own are none."""
        rows = fetch(db, "SELECT * FROM positions WHERE voice <> 'author'")
        rows = sorted((row for row in rows if not misread(row)), key=order)
        return cls(rows, issue_names(rows))

    def on(self, proposal: str) -> list[Row]:
        """The positions on one proposal."""
        return [row for row in self.rows if self.names[row["issue"]] == proposal]

    def called(self, words: str) -> str | None:
        """The proposal that is called so: by its shown name, by one told for it, or by words in its name."""
        low = words.casefold()
        told = Counter(self.names[row["issue"]] for row in self.rows)
        ranked = sorted(told, key=lambda name: (-told[name], name))
        exact = [name for name in ranked if name.casefold() == low]
        exact += sorted({self.names[row["issue"]] for row in self.rows if row["issue"].casefold() == low})
        return next(iter(exact + [name for name in ranked if chosen(name, words)]), None)


def steps(held: Held, proposal: str) -> list[Step]:
    """What each party said of a proposal, in the order of the days; what has no day is left out."""
    rows = [row for row in held.on(proposal) if day_of(row)]
    first = next((several(party(row)) for row in held.on(proposal) if row["stance"] == "propose"), [])
    found = []
    for row in rows:
        for who in several(party(row)):
            stance = str(row["stance"])
            backing = who not in first or BACKED.search(str(row["text"]))
            kind = KINDS.get(stance) or ("backed" if backing else "proposed")
            found.append(Step(who, kind, stance, str(day_of(row)), str(row["id"]), row))
    return found


def replacement(held: Held, proposal: str) -> Step | None:
    """The proposal of something else in a sentence that puts it in the place of this one; none on record is None."""
    told = {issue.casefold() for issue, name in held.names.items() if name == proposal}
    for row in held.rows:
        if row["stance"] != "propose" or held.names[row["issue"]] == proposal or not day_of(row):
            continue
        sentence = str(row["sentence"])
        if REPLACED.search(sentence) and any(name in sentence.casefold() for name in told):
            who = (several(party(row)) or ["somebody unnamed"])[0]
            return Step(who, "replaced", "propose", str(day_of(row)), str(row["id"]), row)
    return None


def standing(rows: Sequence[Row], day: str) -> tuple[str, list[Row]]:
    """The stance that prevails on a day, and the rows of that stance."""
    until = [row for row in rows if (day_of(row) or "") <= day] or list(rows)
    stance = prevailing(until)
    return stance, [row for row in until if row["stance"] == stance]


def parties_of(found: Iterable[Step | Row], most: int) -> tuple[list[str], int]:
    """The parties with most to say, those with a name first, and how many are left out."""
    told: Counter[str] = Counter()
    for one in found:
        for who in [one.party] if isinstance(one, Step) else several(party(one)):
            told[who] += 1
    ranked = sorted(told, key=lambda name: (not name[:1].isupper(), -told[name] * (2 if is_body(name) else 1), name))
    return ranked[:most], max(0, len(ranked) - most)


def ranked(ledger: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """The proposals of a ledger, those that matter most first, each with its rows there."""
    groups: dict[str, list[Row]] = {}
    for row in ledger:
        groups.setdefault(str(row["proposal"]), []).append(row)
    named = {name: rows for name, rows in groups.items() if specific(name) >= NAMED} or groups
    return sorted(named.items(), key=lambda item: (-_matter(item[1]), item[0]))


NAMED = 0.35


def _matter(rows: Sequence[Row]) -> float:
    """How much a proposal matters, as in the brief, but over the whole time and whoever holds it."""
    weights = {id(row): math.log2(1 + row["sources"]) * float(row["confidence"]) * rung(row) for row in rows}
    held = sorted(rows, key=lambda row: -weights[id(row)])
    return pressing(held, [weights[id(row)] * specific(str(row["proposal"])) for row in held])


def leading(held: Held, ledger: Iterable[Row], words: str | None) -> str | None:
    """The proposal that is asked for, else of those that matter the first with enough steps on different days to show.

    Raises ValueError where none is called so.
    """
    if words is not None:
        found = held.called(words)
        if found is None:
            raise ValueError(f"no proposal or issue on record is called {words!r}")
        return found
    days = {name: len({step.day for step in steps(held, name)}) for name, _ in ranked(ledger)[:TRIED]}
    return next((name for least in (4, 2) for name, number in days.items() if number >= least), None)


TRIED = 12
