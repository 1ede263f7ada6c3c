"""Positions: who stands where on what is at issue: proposes, demands, accepts, on terms, is open, uncommitted, rejects.

A position is recorded only for a party that the text identifies, on an issue that `data/issues.csv` knows or on an act
demanded of another party. `detente.stands` reads stance words, `detente.moods` the mood of verbs, `detente.issues`
names the issue.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from detente.dating import UNDATED, done
from detente.doc import Doc
from detente.parties import Party, out_of_office, told
from detente.records import Position
from detente.stances.by_reader import stands_read
from detente.stances.conditions import demanded
from detente.stances.holding import takes_part
from detente.stances.moods import by_mood
from detente.stances.stand import Stand
from detente.stances.stands import by_words
from detente.syntax import stretch


def extract(doc: Doc) -> Iterator[Position]:
    """Yield a position for each party of a stand, in the order of the text, each claim once."""
    seen: set[tuple[str, str, str]] = set()
    here: set[tuple[str, str, int, bool]] = set()
    read = [*by_words(doc), *by_mood(doc)]
    read += demanded(doc, read)
    found = sorted((*read, *stands_read(doc, read)), key=lambda s: (s.word.i, -s.confidence))
    for stand in found:
        for party in filter(takes_part, stand.holders):
            claim = party.side, stand.issue.name, stand.stance
            # `agreed to a truce that it had rejected`: what was held before stands beside what is held now
            earlier = stand.word.dep == "relcl" and any(c.lower == "had" for c in stand.word.children)
            place = party.side, stand.issue.name.removeprefix("no "), stand.word.sentence, earlier
            if place in here or (_presupposed(stand) and claim in seen):
                continue
            seen.add(claim)
            here.add(place)
            start, end = stretch(stand.tokens, doc.text)
            basis: Literal["statement", "report"] = "statement" if doc.statement_of(stand.word) else "report"
            when = done(doc, stand.word)
            if basis == "report" and when["date_from"] == "article" and _in_office_then(doc, stand, party):
                when = UNDATED
            yield Position(
                article=doc.article.id,
                start=start,
                end=end,
                actor=party.side if party.name == doc.author else party.standing,
                actor_code=party.code,
                side=party.side,
                issue=stand.issue.name,
                instrument=stand.issue.instrument,
                stance=stand.stance,
                condition=stand.condition,
                basis=basis,
                rule=stand.rule,
                confidence=stand.confidence,
                **when,
                **told(doc, stand.word),
            )


def _in_office_then(doc: Doc, stand: Stand, party: Party) -> bool:
    """Whether it is told, in the simple past, of one who is out of office: `Reagan walked away from the table`."""
    return stand.word.tag == "VBD" and out_of_office(party, doc.article.date)


def _presupposed(stand: Stand) -> bool:
    """Whether a stance is only recalled in passing (`Iran's demand for ...`, `the US-backed plan`)."""
    return stand.rule.startswith(("noun ", "-"))
