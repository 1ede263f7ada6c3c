"""The outlook of one proposal: its aspects put together, as a table and as a short paragraph, or too little to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from detente.brief_parts import Paragraph, Sentence
from detente.findings.rows import days_between, fetch, latest_day
from detente.outlook.proposal import accord, conduct, dates, momentum, ripeness, spoilers
from detente.outlook.proposal.accord import Holder
from detente.outlook.proposal.aspect import Line
from detente.outlook.record import ENOUGH, HALF_LIFE, POSITIONS, freshness, from_record
from detente.records import Finding
from detente.wording import issue_phrase, pronoun

COLUMNS = ("aspect", "about", "says", "day")
OLD = 90  # days before the record's last, after which the last word on a proposal says nothing of today
ASPECTS = ("accord", "distance", "momentum", "deeds", "violation", "delivery", "deadline", "spoiler", "ripeness")
MOST = 2  # sentences of one aspect in the paragraph


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a record says of how near a proposal is; `enough` is False where it does not say who accepts and who not.

    `why_not` is the reason; `missing` names the aspects of which nothing is known.
    """

    proposal: str
    lines: tuple[Line, ...]
    enough: bool
    why_not: str
    missing: tuple[str, ...]

    @property
    def paragraph(self) -> Paragraph:
        """A few sentences, each with its records, and a note on what the record does not say."""
        told: list[Sentence] = []
        for aspect in dict.fromkeys(line.aspect for line in self.lines):
            of_it = [line for line in self.lines if line.aspect == aspect and line.sentence and line.records]
            most = len(of_it) if aspect == "accord" else MOST
            told += [Sentence(text=line.sentence, cites=line.records) for line in of_it[:most]]
        whole = None if self.enough else f"Not enough evidence to say how near it is: {self.why_not}."
        note = " ".join(filter(None, (whole, self.unknown))) or None
        return Paragraph(sentences=tuple(told), heading=self.heading, note=note)

    @property
    def unknown(self) -> str | None:
        """What the record says too little of, as a note; None where it speaks of all."""
        return f"Not enough evidence on: {', '.join(self.missing)}." if self.missing else None

    @property
    def heading(self) -> str:
        """The question that is answered."""
        return f"How near {'are' if pronoun(self.proposal) == 'them' else 'is'} {issue_phrase(self.proposal)}?"

    @property
    def finding(self) -> Finding:
        """All lines as a table."""
        rows = tuple(
            {
                "aspect": line.aspect,
                "about": line.about,
                "says": line.says,
                "day": line.day,
                "value": line.value,
                "records": list(line.records),
            }
            for line in self.lines
            if line.aspect != "accord"  # the same as a line a party
        )
        title = f"The outlook of {issue_phrase(self.proposal)}"
        return Finding(name="proposal", title=title, columns=COLUMNS, rows=rows, note=self.paragraph.note)


def prospect(
    db: duckdb.DuckDBPyConnection,
    wanted: str,
    *,
    parties: Sequence[str] = (),
    veto: Sequence[str] = (),
    half_life: float = HALF_LIFE,
    whole: bool = True,
) -> Prospect:
    """The outlook of a proposal by its name. `veto` names those who must accept; `parties` whose stances are counted.

    Where not `whole`, of a proposal of which too little is known no more is asked than who accepts it.

    Raises ValueError, naming some that there are, where nobody takes a stance on it, and for a half-life that is none.
    """
    if not half_life > 0:
        raise ValueError("a half-life is more than nought days")
    proposal = accord.tabled(db, wanted)
    fresh = freshness(fetch(db, POSITIONS), half_life)
    held = accord.holders(db, proposal, fresh, veto, parties)
    must = [one.party for one in held if one.must]
    why_not = _too_little(held, latest_day(db))
    if why_not and not whole:
        return Prospect(proposal.name, tuple(accord.lines(held, proposal.name)), False, why_not, ())
    game = from_record(db, issues=("ladder",), parties=[one.party for one in held], half_life=half_life)
    lines = (
        *accord.lines(held, proposal.name),
        *accord.distance(held, proposal, game),
        *momentum.lines(proposal, fresh),
        *conduct.lines(db, must, fresh),
        *dates.lines(db, [one.party for one in held]),
        *spoilers.lines(db, proposal, held, game),
        *ripeness.lines(db, held, game),
    )
    return Prospect(proposal.name, lines, not why_not, why_not, _missing(lines, held))


def _too_little(held: Sequence[Holder], today: str | None) -> str:
    """Why the record does not say how near it is; empty where it does."""
    must = [one for one in held if one.must]
    known = [one for one in must if one.weight >= ENOUGH]
    if len(must) < 2:
        return "it is not known who must accept it"
    if len(known) < len(must):
        unknown = sorted(one.party for one in must if one not in known)
        return f"too little is known of where {', '.join(unknown)} {'stands' if len(unknown) == 1 else 'stand'} on it"
    last = max((one.day for one in known if one.day), default=None)
    gone = days_between(last, today)
    if gone is not None and gone > OLD:
        return f"nobody who must accept it has been heard on it for {gone} days"
    return ""


def _missing(lines: Sequence[Line], held: Sequence[Holder]) -> tuple[str, ...]:
    """The aspects that nothing is known of, in the words of a note."""
    named = {"violation": "broken words", "delivery": "deliveries", "deadline": "deadlines", "spoiler": "spoilers"}
    told = {line.aspect for line in lines if line.sentence or line.aspect == "distance"}
    all_in = all(one.level == accord.FULL for one in held if one.must)
    return tuple(named.get(one, one) for one in ASPECTS if one not in told and not (one == "distance" and all_in))
