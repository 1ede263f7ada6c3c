"""Who might wreck it: who would rather have no deal and uses force meanwhile, and who is said to gain by failure.

Source: S. Stedman, Spoiler Problems in Peace Processes, International Security 22 (1997): a spoiler believes that the
peace at hand threatens its power or aims, and uses violence to undermine it. Both must be on record: that the party
would not go as far as the proposal, and that it used force since the proposal was first heard of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import duckdb

from detente.findings.gains import claims
from detente.findings.rows import Row, day_of, fetch, order, sides
from detente.outlook.game import Game
from detente.outlook.proposal.accord import Holder, Tabled
from detente.outlook.proposal.aspect import Line, cited
from detente.wording import capitalised, plural, pronoun, with_the

FORCE = """
SELECT * FROM events WHERE type = 'ASSAULT' AND modality = 'happened' AND voice <> 'author' AND actor IS NOT NULL
"""
SAID = "SELECT * FROM statements WHERE speaker IS NOT NULL AND voice <> 'author'"
FAILURE = re.compile(
    r"\b(?:fail\w*|collaps\w*|delay\w*|reject\w*|refus\w*|no (?:deal|agreement|ceasefire|peace)|"
    r"without (?:a|an|any) \w+|walk\w* (?:away|out)|back\w* (?:away|out)|step\w* (?:back|away)|abandon\w*|"
    r"withdr[ae]w\w*|break\w* down|war (?:goes|went) on|prolong\w*|continu\w*|stall\w*)\b",
    re.I,
)


def lines(db: duckdb.DuckDBPyConnection, proposal: Tabled, held: Sequence[Holder], game: Game) -> list[Line]:
    """Possible spoilers first, then claims that somebody gains by failure."""
    return [*_refusing_by_force(db, proposal, held, game), *_said_to_gain(db, {one.party for one in held})]


def _refusing_by_force(
    db: duckdb.DuckDBPyConnection, proposal: Tabled, held: Sequence[Holder], game: Game
) -> list[Line]:
    among = {one.party for one in held}
    force: dict[str, list[Row]] = {}
    for row in sorted(fetch(db, FORCE), key=order, reverse=True):
        day = day_of(row)
        if proposal.first is None or day is None or day < proposal.first:
            continue
        hit = sides(row["recipient"], row["recipient_code"])
        for who in sides(row["actor"], row["actor_code"]):
            if (set(hit) - {who}) & among:  # force elsewhere says nothing of these talks
                force.setdefault(who, []).append(row)
    found = []
    for one in held:
        against = _against(one, proposal, game)
        if against and one.party in force:
            rows = force[one.party]
            ids = (*against[:2], *cited(rows, 2))
            says = f"would rather have no deal than this, and used force since ({len(rows)} told)"
            who, they, it = capitalised(with_the(one.party)), plural(one.party), pronoun(proposal.name)
            refuses = f"{'they refuse' if they else 'it refuses'} {it}"
            force_since = (
                f"{'have' if they else 'has'} used force since {'they were' if it == 'them' else 'it was'} proposed"
            )
            sentence = f"{who} may be a spoiler: {refuses}, and reportedly {force_since}."
            found.append(Line("spoiler", one.party, says, ids, day_of(rows[0]), None, sentence))
    return found


def _against(one: Holder, proposal: Tabled, game: Game) -> tuple[str, ...]:
    """The records by which a party would rather have no deal than the proposal; empty where there are none."""
    if one.level != 0.0:
        return ()
    stake = next((s for matter in game.matters if (s := matter.stake(one.party))), None)
    if stake is None or proposal.rung is None:
        return one.records
    # far above what it would go to at most
    return one.records if stake.position.high < proposal.rung else ()


def _said_to_gain(db: duckdb.DuckDBPyConnection, among: set[str]) -> list[Line]:
    """Claims that one of those with a stance gains by failure, by another's word: one line a party said to gain."""
    found: dict[str, Line] = {}
    for row in sorted(fetch(db, SAID), key=order, reverse=True):
        text = str(row["text"])
        for claim in claims(text):
            if claim.gains and claim.by and FAILURE.search(claim.by):
                sayers = sides(row["speaker"], row["speaker_code"])
                alone = " alone" if claim.only else ""
                says = f"is{alone} said to gain {claim.by} (by {row['speaker']})"
                sentence = f"{row['speaker']} says that {with_the(claim.who)}{alone} would gain {claim.by}."
                line = Line("said to gain", claim.who, says, (str(row["id"]),), day_of(row), None, sentence)
                if claim.who not in sayers and set(sides(claim.who, None)) & among:
                    found.setdefault(claim.who, line)
    return [found[who] for who in sorted(found)]
