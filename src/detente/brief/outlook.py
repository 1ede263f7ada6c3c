"""How near a deal is: for the proposals that matter most, where the record says enough, and what if a party did else.

What is told is that of `detente outlook --proposal`: who must accept and who has, the distance still open, momentum,
deeds, deadlines, spoilers and ripeness. It gives no chance of a deal; see `docs/outlook.md` for what has been tested.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.brief.checked import doubts
from detente.brief.desk import Desk, UnsupportedError
from detente.brief.headline import ledger
from detente.brief_parts import Paragraph, Section, Sentence
from detente.findings.matters import specific
from detente.findings.rows import Row
from detente.outlook import Game, Prospect, Scenario, compare, from_record, prospect
from detente.outlook.grounds import grounds
from detente.outlook.tables import HEDGE
from detente.outlook.words import of_matter
from detente.wording import issue_phrase, listing

PROPOSALS, SENTENCES = 2, 6
TRIED = 4  # of the proposals that matter most
NAMED = 0.35
SPOKEN = 2
WORLDS = 2000
LEAST = 2  # sentences: who accepts it stands in the table of the brief already


def outlook(desk: Desk) -> Section | None:
    """A paragraph for each proposal that enough is known of, and one for each scenario; of the others a note says why.

    None where no proposal is on record.
    """
    told: list[Paragraph] = []
    little: list[str] = []
    for group in [group for group in ledger(desk) if specific(str(group[0]["proposal"])) >= NAMED][:TRIED]:
        found = _prospect(desk, group) if len(told) < PROPOSALS else None
        if found is None:
            continue
        sentences = _sentences(desk, found) if found.enough else ()
        if len(sentences) >= LEAST:
            told.append(Paragraph(sentences=sentences, heading=found.heading, note=found.unknown))
        elif found.why_not:
            little.append(f"on {issue_phrase(found.proposal)} ({found.why_not})")
    notes = [f"Not enough evidence {listing(little[:PROPOSALS])}."] if little else []
    scenarios, unasked = _scenarios(desk)
    told += scenarios
    note = " ".join([*notes, *unasked]) or None
    return Section(name="outlook", heading="Outlook", blocks=tuple(told), note=note) if told or note else None


def _prospect(desk: Desk, group: list[Row]) -> Prospect | None:
    try:
        return prospect(desk.db, str(group[0]["proposal"]), whole=False)
    except ValueError:  # nobody takes a stance under this name that can be weighed
        return None


def _sentences(desk: Desk, found: Prospect) -> tuple[Sentence, ...]:
    """What the records bear of the paragraph of a proposal."""
    return tuple(_borne(desk, found.paragraph.sentences))[:SENTENCES]


def _borne(desk: Desk, sentences: tuple[Sentence, ...]) -> Iterator[Sentence]:
    for one in sentences:
        try:
            yield desk.say(one.text, one.cites, limit=len(one.cites), whole=True)
        except UnsupportedError:  # numbers of a model are in no record: they stand in the table of the outlook
            continue


def _scenarios(desk: Desk) -> tuple[list[Paragraph], list[str]]:
    """What each scenario changes in the first matter, as far as the records bear the words, and why one is not told."""
    told: list[Paragraph] = []
    unasked: list[str] = []
    if not desk.scenarios:
        return told, unasked
    game = from_record(desk.db)
    for given in desk.scenarios:
        try:
            one = _scenario(desk, game, given)
        except ValueError as error:  # a party or step that this record does not have
            unasked.append(f"“{given.title}” cannot be asked of this record: {error}.")
            continue
        if one is None:
            unasked.append(f"No record bears what “{given.title}” would change.")
        else:
            told.append(one)
    return told, unasked


def _scenario(desk: Desk, game: Game, given: Scenario) -> Paragraph | None:
    """What a scenario changes. Raises ValueError for a party or step that this record does not have."""
    found = compare(game, given, WORLDS)
    told = tuple(_borne(desk, of_matter(found, game.matters[0])))
    if not told:
        return None
    told = (*told, *_spoken(desk, found.scenario))
    heading = f"What if: {found.scenario.title}"
    rows = [desk.records[cite] for sentence in told for cite in sentence.cites]
    heading = "What if it went otherwise?" if doubts(heading, rows) else heading
    return Paragraph(sentences=told, heading=heading, note=HEDGE)


def _spoken(desk: Desk, given: Scenario) -> Iterator[Sentence]:
    """What the record itself says of a scenario, who is said to gain by it first."""
    for ground in [ground for ground in grounds(desk.db, given) if ground.who][:SPOKEN]:
        yield desk.told(str(ground.who), desk.quote(ground.record), [ground.record])
