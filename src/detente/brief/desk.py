"""What the sections of a brief share: the findings, the names told so far, and the making of a sentence.

A sentence is made in one place, `Desk.say`, which refuses one without a record and one that holds a name or a number
that its records do not.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import duckdb

from detente.analyze import (
    accounts,
    agreements,
    commitments,
    dyads,
    gaps,
    inducements,
    opinions,
    proposals,
    shifts,
    timeline,
)
from detente.findings.matters import is_body, specific
from detente.findings.rows import Row, days_between, fetch, iso, latest_day, sides
from detente.quoting import passage
from detente.records import Finding, Sentence
from detente.wording import Names, count, long_day, period, quoted, sentence

# each kind of record, and the letter with which the store begins its ids
KINDS = {"statements": "S", "events": "E", "positions": "P", "inducements": "I", "commitments": "C", "opinions": "O"}
QUESTIONS = (accounts, agreements, commitments, dyads, gaps, inducements, opinions, proposals, shifts, timeline)
HALF_LIFE = 90
FEW_ARTICLES = 5
SURE_ENOUGH = 0.35
RUNGS = {"contact": 0.6, "talks": 0.9, "memorandum": 1.1, "pause": 1.2, "ceasefire": 1.4, "interim": 1.2,
         "framework": 1.2, "treaty": 1.2}  # fmt: skip


class UncitedError(ValueError):
    """A sentence of a brief rests on no record."""


class UnsupportedError(ValueError):
    """A sentence of a brief holds a name or a number that none of its records does."""


@dataclass
class Desk:
    """One brief in the making: its findings, the records it may cite, and which names were told in full."""

    db: duckdb.DuckDBPyConnection
    today: str | None
    articles: list[Row]
    findings: dict[str, Finding]
    names: Names
    strict: bool = False
    records: dict[str, Row] = field(default_factory=dict)
    _mentions: dict[str, int] = field(default_factory=dict)

    @classmethod
    def open(cls, db: duckdb.DuckDBPyConnection, *, strict: bool = False) -> Desk:
        """Ask every question once and take note of the names that the answers hold."""
        articles = fetch(db, "SELECT id, date, title, source, url, length(text) AS length, text FROM articles")
        floor = 0.0 if len(articles) <= FEW_ARTICLES else SURE_ENOUGH
        findings = {}
        for question in QUESTIONS:
            name = question.__name__.rpartition(".")[2]
            weak: dict[str, float] = {"score": 0.0} if question in (gaps, shifts) else {}
            findings[name] = question.find(db, confidence=floor, **weak)
        rows = [row for finding in findings.values() for row in finding.rows]
        named = {str(row[key]) for row in rows for key in NAMED if row.get(key)}
        return cls(db, latest_day(db), articles, findings, Names(sorted(named)), strict)

    def prominence(self, party: str) -> float:
        """How much of the record is about a party, against the one that leads it; little where it has no name."""
        if not self._mentions:
            for kind, actor in (("statements", "speaker"), ("events", "actor"), ("positions", "actor")):
                query = f"SELECT {actor}, {actor}_code, count(*) FROM {kind} GROUP BY ALL"  # noqa: S608 - names from here
                for names, codes, number in self.db.execute(query).fetchall():
                    for side in sides(names, codes):
                        self._mentions[side] = self._mentions.get(side, 0) + number
        share = self._mentions.get(party, 1) / max(1, *self._mentions.values(), 1)
        weight = 0.15 + 0.85 * math.sqrt(min(1.0, share))
        if party[:1].isupper() and (self.few or is_body(party)):
            return weight
        # a single person, or a body without a name, is no party to talks between states
        return (0.6 if party[:1].isupper() else 0.3) * weight

    @property
    def few(self) -> bool:
        """Whether the coverage is so small that everything in it is worth showing."""
        return len(self.articles) <= FEW_ARTICLES

    @property
    def floor(self) -> float:
        """The confidence below which a record of a large coverage is not told."""
        return 0.0 if self.few else SURE_ENOUGH

    def cap(self, number: int) -> int:
        """How many rows of a ledger are shown: of a small coverage twice as many as of a large one."""
        return 2 * number if self.few else number

    @property
    def length(self) -> int:
        """How long a quotation may be: of a large coverage only so long that five minutes are enough to read all."""
        return 240 if self.few else 200

    def dated(self, *days: str | None) -> str:
        """The days in brackets, in a coverage of many articles; in a small one they are those of the article."""
        known = sorted(day for day in days if day)
        return f" ({period(known[0], known[-1])})" if known and not self.few else ""

    def rows(self, question: str) -> tuple[Row, ...]:
        """The rows of a finding."""
        return self.findings[question].rows

    def weight(self, row: Row, day: str | None = None) -> float:
        """How much a row matters here: sources, sureness, how far up the ladder its instrument stands, and recency."""
        age = days_between(day or iso(row.get("last") or row.get("day") or row.get("to_day")), self.today) or 0
        recency = 0.3 + 0.7 * 0.5 ** (max(0, age) / HALF_LIFE)
        rung = RUNGS.get(str(row.get("instrument")), 0.9)
        told = math.log2(1 + int(row.get("sources") or 1))
        named = specific(str(row["proposal"])) if row.get("proposal") else 1.0
        return float(told * float(row.get("confidence") or 0.5) * recency * rung * named)

    def quote(self, cite: str, limit: int | None = None) -> str:
        """The words of a record in quotation marks, as a whole sentence where that is short."""
        self.learn([cite])
        return passage(self.records[cite], limit or self.length)

    def enough(self, score: float, line: float) -> bool:
        """Whether a comparison is good enough to be shown; in a small coverage a weaker one is."""
        return score >= (line / 2 if self.few else line)

    def say(self, text: str, cites: Sequence[str], short: str | None = None, limit: int = 3) -> Sentence:
        """A sentence that rests on records, at most `limit` of which it cites.

        Raises UncitedError without any. Where a name or number stands in none of them, the words of the first record
        take its place; where the desk is strict, it raises UnsupportedError.
        """
        kept = tuple(dict.fromkeys(cites))[:limit]
        if not kept:
            raise UncitedError(text)
        self.learn(kept)
        text = sentence(text)
        rows = [self.records[cite] for cite in kept]
        missing = unsupported(text, rows)
        if missing and not self.strict:
            return Sentence(text=sentence(quoted(str(rows[0]["text"]))), cites=kept)
        if missing:
            raise UnsupportedError(f"{', '.join(missing)}: not in the records of: {text}")
        return Sentence(text=text, cites=kept, short=short)

    def learn(self, ids: Iterable[str]) -> None:
        """Fetch records by their ids. Raises UncitedError for an id that the record does not hold."""
        wanted = sorted(set(ids) - set(self.records))
        if not wanted:
            return
        for kind, letter in KINDS.items():
            own = [name for name in wanted if name.startswith(letter)]
            if not own:
                continue
            query = f"SELECT * FROM {kind} WHERE id IN (SELECT unnest($ids))"  # noqa: S608 - a name from KINDS
            for row in fetch(self.db, query, {"ids": own}):
                self.records.setdefault(str(row["id"]), {**row, "record": kind})
        lost = [name for name in wanted if name not in self.records]
        if lost:
            raise UncitedError(f"no such record: {', '.join(lost)}")


def more(shown: int, known: int, command: str) -> str | None:
    """How many more the record holds, and the command that shows them."""
    if known <= shown:
        return None
    return f"{count(known - shown, 'more', 'more').capitalize()} in the record: `detente {command}`."


NAMED = ("actor", "party", "target", "recipient", "speaker", "tellers", "on", "who", "according_to", "beneficiary")
# with these a sentence of ours may begin
OPENINGS = frozenset({"A", "After", "An", "No", "Someone", "Talks", "The"})


def unsupported(text: str, rows: Iterable[Row]) -> list[str]:
    """The names and numbers of a sentence that stand neither in the fields nor in the words of its records.

    A name is a word with a large first letter. Small numbers in words are not checked.
    """
    held = " ".join(_words_of(row) for row in rows).casefold().replace("’", "'")
    numbers = set(NUMBER.findall(held))
    found = []
    for match in re.finditer(rf"[A-Z][\w’'.-]*\w|[A-Z]\b|{NUMBER.pattern}", text):
        word = match.group(0)
        opening = not re.search(r"\w", text[: match.start()])
        if opening and word in OPENINGS:
            continue
        stem = re.sub(r"'s?$", "", word.replace("’", "'")).casefold()
        known = stem in numbers if stem[:1].isdigit() else stem in held
        if not known:
            found.append(word)
    return found


NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def _words_of(row: Row) -> str:
    """Everything that a record and its article say of themselves, days also as they are written out."""
    values = [str(value) for value in row.values() if value is not None]
    days = [long_day(value[:10]) for value in values if re.match(r"\d{4}-\d\d-\d\d(?:\D|$)", value)]
    return " ".join(values + days)
