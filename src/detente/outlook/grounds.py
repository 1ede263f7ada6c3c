"""What a record itself says of a scenario: who speaks of the step, and who is said to gain or lose by it.

A scenario is a person's question. Where somebody in the coverage has raised it, the words are named beside the answer;
where nobody has, nothing is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import duckdb

from detente.findings.matters import named_in
from detente.findings.rows import Row, fetch, sides
from detente.outlook.whatif import Scenario

# asked in the database: a long record has tens of thousands of texts, of which a handful speak of it. Who abandons a
# programme or withdraws troops does not leave the table, so these count with what is left only
AWAY = (
    r"\b(?:back(?:s|ed|ing)? (?:away|out)|step(?:s|ped|ping)? (?:back|aside|away)|walk(?:s|ed|ing)? (?:away|out)|"
    r"distanc(?:e|es|ing) (?:it|him|her|them)sel\w+|"
    r"(?:pull(?:s|ed|ing)? out of|withdr[ae]w(?:s|n|ing)? from|abandon(?:s|ed|ing)?|quit(?:s|ting)?) (?:\w+ ){0,3}?"
    r"(?:talks?|negotiations?|process|mediation|efforts?|diplomacy|table|summit))\b"
)
GAIN = re.compile(r"\b(?:benefit|gain|win|lose|profit|suffer|advantage)\w*\b", re.I)
ENOUGH = 8
TABLES = (
    "SELECT id, actor AS who, actor_code AS code, text, sentence FROM positions WHERE voice <> 'author'",
    "SELECT id, actor AS who, actor_code AS code, text, sentence FROM inducements WHERE voice <> 'author'",
    "SELECT id, speaker AS who, speaker_code AS code, text, sentence FROM statements",
)


class Ground(NamedTuple):
    """A record that speaks of a scenario: whose it is, its words, and whether it says who gains or loses."""

    record: str
    who: str | None
    text: str
    of_gain: bool


def grounds(db: duckdb.DuckDBPyConnection, scenario: Scenario) -> tuple[Ground, ...]:
    """The records that speak of a party's stepping back, where a scenario has one do so; each text once."""
    parties = {change.party for change in scenario.changes if change.backs_away}
    found: dict[str, Ground] = {}
    for query in TABLES if parties else ():
        for row in fetch(db, f"SELECT * FROM ({query}) WHERE regexp_matches(text, $away, 'i')", {"away": AWAY}):  # noqa: S608
            if _speaks_of(row, parties):
                text = "".join(c if c.isprintable() else "\ufffd" for c in " ".join(str(row["text"]).split()))
                found.setdefault(text, Ground(str(row["id"]), row["who"], text, bool(GAIN.search(text))))
    ranked = sorted(found.values(), key=lambda ground: (not ground.of_gain, ground.record))
    return tuple(ranked[:ENOUGH])


def _speaks_of(row: Row, parties: set[str]) -> bool:
    """Whether the words name a party, or a party says them and they name nobody else."""
    named = named_in(str(row["text"]))
    return bool(named & parties) or (not named and bool(parties & set(sides(row["who"], row["code"]))))
