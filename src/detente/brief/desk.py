"""What the sections of a brief share: the findings, the names told so far, and the making of a sentence.

A sentence is made in one place, `Desk.say`, which refuses one without a record and has each read again against its
records (`checked.py`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
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
from detente.brief.checked import doubts
from detente.brief.outlets import Outlet, Outlets, outlets
from detente.brief.plain import bare, names, words_of
from detente.brief.present import of_one_matter, resting_on
from detente.brief.standing import own_day, place_of, printed, repeated
from detente.brief_parts import Paragraph, Sentence
from detente.findings.matters import is_body, rung, specific
from detente.findings.rows import LISTED, Row, days_between, fetch, iso, latest_day, sides
from detente.outlook.whatif import Scenario
from detente.records import Finding
from detente.wording import Names, count, period, quoted, sentence

# each kind of record, and the letter with which the store begins its ids
KINDS = {"statements": "S", "events": "E", "positions": "P", "inducements": "I", "commitments": "C", "opinions": "O",
         "passages": "P"}  # fmt: skip
QUESTIONS = (accounts, agreements, commitments, dyads, gaps, inducements, opinions, proposals, shifts, timeline)
LEDGERS = ("proposals", "inducements", "commitments")
HALF_LIFE, STALE = 90, 365
FEW_ARTICLES = 5
SURE_ENOUGH = LISTED


class UncitedError(ValueError):
    """A sentence of a brief rests on no record."""


class UnsupportedError(ValueError):
    """A sentence of a brief says what its records do not."""


@dataclass
class Desk:
    """One brief in the making: its findings, the records it may cite, and which names were told in full."""

    db: duckdb.DuckDBPyConnection
    today: str | None
    articles: list[Row]
    findings: dict[str, Finding]
    names: Names
    strict: bool = False
    page: bool = False
    scenarios: tuple[Scenario, ...] = ()
    outlets: dict[str, Outlet] = field(default_factory=dict)
    copied: dict[str, str] = field(default_factory=dict)
    records: dict[str, Row] = field(default_factory=dict)
    shown: set[tuple[str, int]] = field(default_factory=set)
    offered: set[tuple[str, int]] = field(default_factory=set)
    _mentions: dict[str, int] = field(default_factory=dict)
    _printings: dict[tuple[str, str, str], str] = field(default_factory=dict)
    ranked: dict[str, list[list[Row]]] = field(default_factory=dict)
    _present: dict[str, tuple[Row, ...]] = field(default_factory=dict)

    @classmethod
    def open(
        cls,
        db: duckdb.DuckDBPyConnection,
        *,
        strict: bool = False,
        page: bool = False,
        scenarios: Sequence[Scenario] = (),
        known: Outlets | None = None,
    ) -> Desk:
        """Ask every question once and take note of the names that the answers hold.

        A `page` is short; `scenarios` are told in the outlook; `known` are the outlets whose owners are known, those of
        the table unless given.
        """
        articles = fetch(db, "SELECT id, date, title, source, url, length(text) AS length, text FROM articles")
        floor = 0.0 if len(articles) <= FEW_ARTICLES else SURE_ENOUGH
        findings = {}
        for question in QUESTIONS:
            name = question.__name__.rpartition(".")[2]
            weak: dict[str, float] = {"score": 0.0} if question in (gaps, shifts) else {}
            findings[name] = question.find(db, confidence=floor, **weak)
        rows = [row for finding in findings.values() for row in finding.rows]
        named = {str(row[key]) for row in rows for key in NAMED if row.get(key)}
        known = known or outlets()
        told = {str(row["id"]): known.of(row["source"], row["url"]) for row in articles}
        desk = cls(
            db, latest_day(db), articles, findings, Names(sorted(named)), strict, page, tuple(scenarios),
            outlets={name: outlet for name, outlet in told.items() if outlet is not None},
            copied=repeated(db, articles),
        )  # fmt: skip
        # fetched at once, because each query reads the files of the record anew
        asked = [row for name, one in findings.items() if name not in ("dyads", "timeline") for row in one.rows]
        desk.learn(cite for row in asked for cite in row.get("records") or ())
        return desk

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
        """How many rows of a ledger are shown: of a small coverage twice as many, on one page half as many."""
        number = 2 * number if self.few else number
        return max(1, number // 2) if self.page else number

    @property
    def length(self) -> int:
        """How long a quotation may be: of a large coverage only so long that five minutes are enough to read all."""
        return 160 if self.page else 240 if self.few else 200

    def dated(self, cites: Iterable[str]) -> str:
        """When it was, in brackets: ` (3 to 20 May 2025)`; where the text gives no time, when it was told.

        Nothing in a small coverage, whose articles say it.
        """
        cites = list(cites)
        self.learn(cites)
        rows = [self.records[cite] for cite in cites]
        own = [own_day(row) for row in rows]
        days = sorted(day for row in rows if (day := own_day(row) or iso(row["article_date"])))
        if self.few or not days:
            return ""
        told = "" if all(own) else "told on " if days[0] == days[-1] else "told from "
        return f" ({told}{period(days[0], days[-1])})"

    def last_told(self, cites: Iterable[str]) -> str:
        """The date of the youngest article that tells some records; empty where none has a date."""
        cites = list(cites)
        self.learn(cites)
        return max((iso(self.records[cite]["article_date"]) or "" for cite in cites), default="")

    def old(self, cites: Iterable[str]) -> bool:
        """Whether records were last told so long ago that they say little of where things stand."""
        return (days_between(self.last_told(cites) or None, self.today) or 0) > STALE

    def rows(self, question: str) -> tuple[Row, ...]:
        """The rows of a finding; of a ledger of a large coverage those that are told of the present."""
        if self.few or question not in LEDGERS:
            return self.findings[question].rows
        if question not in self._present:
            held = self.findings[question].rows
            self.learn(cite for row in held for cite in row["records"])
            kept = resting_on(held, self.records)
            self._present[question] = tuple(of_one_matter(kept, self.records) if question == "proposals" else kept)
        return self._present[question]

    @property
    def told_of(self) -> frozenset[tuple[str, str]]:
        """Each proposal with each party of which the record tells anything on it, if only of long ago."""
        return frozenset((str(row["proposal"]), str(row["party"])) for row in self.findings["proposals"].rows)

    def weight(self, row: Row, day: str | None = None) -> float:
        """How much a row matters here: sources, sureness, how far up the ladder its instrument stands, and recency."""
        age = days_between(day or iso(row.get("last") or row.get("day") or row.get("to_day")), self.today) or 0
        recency = 0.3 + 0.7 * 0.5 ** (max(0, age) / HALF_LIFE)
        told = math.log2(1 + int(row.get("sources") or 1))
        named = specific(str(row["proposal"])) if row.get("proposal") else 1.0
        return float(told * float(row.get("confidence") or 0.5) * recency * rung(row) * named)

    def quote(self, cite: str, limit: int | None = None) -> str:
        """The words of a record in quotation marks, as a whole sentence where that is short."""
        self.learn([cite])
        return words_of(self.records[cite], limit or self.length)

    def enough(self, score: float, line: float) -> bool:
        """Whether a comparison is good enough to be shown; in a small coverage a weaker one is."""
        return score >= (line / 2 if self.few else line)

    def say(
        self, text: str, cites: Sequence[str], short: str | None = None, limit: int = 3, *, whole: bool = False
    ) -> Sentence:
        """A sentence that rests on records, at most `limit` of which it cites, and not on two copies of one sentence.

        Raises UncitedError without any. Where the records do not say what it says, the words of the first of them take
        its place; where it is needed as it is (`whole`) or the desk is strict, it raises UnsupportedError.
        """
        kept = self.independent(dict.fromkeys(cites))[:limit]
        if not kept:
            raise UncitedError(text)
        rows = [self.records[cite] for cite in kept]
        voice = self._only_voice(kept)
        text = sentence(f"{text.rstrip('.') if voice else text}{f', in {voice} alone' if voice else ''}")
        short = f"{short.rstrip('.')}, in {voice} alone" if voice and short else short
        wrong = doubts(text, rows) + (doubts(short, rows) if short else [])
        if wrong and (self.strict or whole):
            raise UnsupportedError(f"{'; '.join(wrong)}: {text}")
        if "“" in text or wrong:
            self.shown |= {place_of(row) for row in rows}
        if wrong:
            return Sentence(text=sentence(f"{quoted(str(rows[0]['text']))}{self.dated(kept[:1])}"), cites=kept[:1])
        if short:
            self.names.unsaid(text, short)
        return Sentence(text=text, cites=kept, short=short)

    def told(self, who: str, words: str, cites: Sequence[str], after: str = "") -> Sentence:
        """A sentence in the words of a source; who acts stands before them where they do not name who it is.

        `after` is what follows the words: when it was, and who tells it.
        """
        short = f"{words}{after}." if names(words, who) else None
        return self.say(f"{self.names(who)}{after}: {words}", cites, short=short)

    def independent(self, cites: Iterable[str]) -> tuple[str, ...]:
        """These records without those whose sentence another article had before: a copy is no second source.

        For a record of a copy stands that of the article which had the words first, where it is on record.
        """
        cites = tuple(cites)
        self.learn(cites)
        cites = tuple(dict.fromkeys(self._original(cite) for cite in cites))
        seen: dict[str, str] = {}
        kept = []
        for cite in cites:
            row = self.records[cite]
            words = bare(str(row["sentence"]))
            if seen.setdefault(words, str(row["article"])) == str(row["article"]):
                kept.append(cite)
        return tuple(kept)

    def _original(self, cite: str) -> str:
        row = self.records[cite]
        return self._first().get(printed(row), cite) if str(row["article"]) in self.copied else cite

    def _first(self) -> dict[tuple[str, str, str], str]:
        """The records of articles that are no copies, by their words."""
        if not self._printings and self.copied:
            own = (row for row in self.records.values() if str(row["article"]) not in self.copied)
            for row in own:
                self._printings.setdefault(printed(row), str(row["id"]))
        return self._printings

    def _only_voice(self, cites: Iterable[str]) -> str | None:
        """The state whose media alone tell something, where the coverage holds other voices too."""
        voices = {outlet.voice for outlet in self.outlets.values()}
        found = {self._voice(cite) for cite in cites}
        return next(iter(found)) if len(found) == 1 and len(voices) > 1 else None

    def _voice(self, cite: str) -> str | None:
        outlet = self.outlets.get(str(self.records[cite]["article"]))
        return outlet.voice if outlet else None

    def each(self, rows: Iterable[Row], make: Callable[[Desk, Row], Paragraph], limit: int) -> tuple[Paragraph, ...]:
        """The first paragraphs that can be made of rows; one with a sentence that its records do not bear is left out.

        Raises UnsupportedError for such a one where the desk is strict.
        """
        made: list[Paragraph] = []
        for row in rows:
            if len(made) == limit:
                break
            before = self.names.told()
            try:
                made.append(make(self, row))
            except UnsupportedError:
                if self.strict:
                    raise
                self.names.told(before)
        return tuple(made)

    def learn(self, ids: Iterable[str]) -> None:
        """Fetch records by their ids. Raises UncitedError for an id that the record does not hold."""
        wanted = sorted({name for name in ids if name not in self.records})
        if not wanted:
            return
        for kind, letter in KINDS.items():
            own = [name for name in wanted if name.startswith(letter)]
            if not own:
                continue
            query = f"SELECT * FROM {kind} WHERE id IN (SELECT unnest($ids))"  # noqa: S608 - a name from KINDS
            for row in fetch(self.db, query, {"ids": own}):
                self.records.setdefault(str(row["id"]), self.known(row, kind))
        lost = [name for name in wanted if name not in self.records]
        if lost:
            raise UncitedError(f"no such record: {', '.join(lost)}")

    def has(self, cite: str) -> bool:
        """Whether the record holds this id."""
        try:
            self.learn([cite])
        except UncitedError:
            return False
        return True

    def known(self, row: Row, kind: str) -> Row:
        """A row of the database with the table it is from and whose voice its outlet is."""
        outlet = self.outlets.get(str(row["article"]))
        return {**row, "record": kind, "voice_of": outlet.voice if outlet else None}

    def afresh(self, ids: Iterable[str]) -> dict[str, Row]:
        """Records as the database holds them now, and not as a brief in the making may have left them."""
        again = Desk(self.db, self.today, self.articles, {}, self.names, outlets=self.outlets)
        again.learn(ids)
        return again.records


def more(shown: int, known: int, command: str) -> str | None:
    """How many more the record holds, and the command that shows them."""
    if known <= shown:
        return None
    return f"{count(known - shown, 'more', 'more').capitalize()} in the record: `detente {command}`."


NAMED = ("actor", "party", "target", "recipient", "speaker", "tellers", "on", "who", "according_to", "beneficiary")
