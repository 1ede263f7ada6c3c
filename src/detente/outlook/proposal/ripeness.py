"""Whether a conflict is ripe, as far as the record lets one say it: a mutually hurting stalemate, and a way out.

Source: I. W. Zartman, Ripe for Resolution (1985, 1989), and Ripeness: The Hurting Stalemate and Beyond, in Stern and
Druckman (eds), International Conflict Resolution After the Cold War (2000). What counts is what the parties perceive,
so a stalemate rests on a party's own words; that it was hurt, on the dead that others tell of, is shown beside them.
A way out is a stance of its own for talks or more. Zartman's ripeness is a condition of talks, not of their success.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import duckdb

from detente.findings.rows import Row, day_of, fetch, order, sides
from detente.outlook.game import Game
from detente.outlook.proposal.accord import Holder
from detente.outlook.proposal.aspect import Line, cited
from detente.outlook.scale import TALKS, ladder
from detente.wording import with_the

STALEMATE = re.compile(
    r"\b(?:stalemate|deadlock(?:ed)?|impasse|no military (?:solution|way out|victory)|"
    r"(?:can(?:not|.t)|impossible to|unable to) (?:be )?(?:win|won|defeat\w*|solved? (?:it )?(?:militarily|by force))|"
    r"no (?:winner|victor)s?\b|unwinnable|war of attrition|"
    r"not be (?:solved|resolved|settled) (?:militarily|by force))\b",
    re.I,
)
HURT = re.compile(
    r"\b(?:exhaust(?:ed|ion|ing)|unbearable|unsustainable|intolerable|bloodshed|war.weary|"
    r"(?:heavy|terrible) (?:losses|toll|price|cost)|too (?:many|much) (?:deaths?|blood|lives|suffering)|"
    r"enough (?:killing|blood|war|suffering)|(?:tired|weary) of (?:the |this )?(?:war|fighting)|"
    r"suffer(?:ed|ing)? (?:enough|too (?:much|long)))\b",
    re.I,
)
VICTORY = re.compile(
    r"\b(?:(?:will|shall|going to|determined to) (?:win|prevail|defeat|crush|achieve (?:all )?(?:our|its|the) "
    r"(?:goals|aims))|until victory|total victory|fight (?:on )?to the end|"
    r"goals? (?:of the \w+ ){0,2}(?:will|must) be (?:achieved|met|fulfilled))\b",
    re.I,
)
SAID = "SELECT * FROM statements WHERE speaker IS NOT NULL AND voice <> 'author'"
DEAD = """
SELECT * FROM events WHERE type = 'ASSAULT' AND modality = 'happened' AND voice <> 'author' AND dead > 0
  AND recipient IS NOT NULL
"""
RIPE, NOT_RIPE, UNKNOWN = "ripe as far as told", "not ripe", "not enough evidence"


def lines(db: duckdb.DuckDBPyConnection, held: Sequence[Holder], game: Game) -> list[Line]:
    """What each that must accept says of the fighting and of a way out, then the whole; nothing where none is known."""
    must = [one.party for one in held if one.must]
    said = _by_party(fetch(db, SAID), "speaker", must)
    dead = _by_party(fetch(db, DEAD), "recipient", must)
    found = [*_stalemate(said, dead, must), *_way_out(game, must)]
    verdict = _verdict(found, must)
    if not any(line.value is not None for line in found):
        return found
    sentence = ""
    if verdict == RIPE:
        sentence = "By what is told it is ripe: each side speaks of a stalemate that hurts, and each of a way out."
    elif verdict == NOT_RIPE:
        against = [line.about for line in found if line.value is not None and line.value < 0]
        sentence = f"By what is told it is not ripe: {with_the(against[0])} expects to win or sees no way out in talks."
    ids = tuple(dict.fromkeys(record for line in found if _bears(line, verdict) for record in line.records[:2]))
    value = {RIPE: 1.0, NOT_RIPE: -1.0}.get(verdict)
    return [*found, Line("ripeness", "all", verdict, ids[:5], None, value, sentence)]


def _bears(line: Line, verdict: str) -> bool:
    return line.value is not None and (line.value < 0 if verdict == NOT_RIPE else line.value > 0)


def _by_party(rows: Sequence[Row], who: str, must: Sequence[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {name: [] for name in must}
    for row in sorted(rows, key=order, reverse=True):
        for name in sides(row[who], row[f"{who}_code"]):
            if name in found:
                found[name].append(row)
    return found


def _stalemate(said: dict[str, list[Row]], dead: dict[str, list[Row]], must: Sequence[str]) -> list[Line]:
    """The last word of a party on the fighting, of a stalemate that hurts or of a victory to come; and its dead."""
    found = []
    for who in must:
        told = [row for row in said[who] if STALEMATE.search(str(row["text"])) or HURT.search(str(row["text"]))]
        winning = [row for row in said[who] if VICTORY.search(str(row["text"]))]
        if told and (not winning or order(told[0]) >= order(winning[0])):
            found.append(
                Line("stalemate", who, "speaks of a stalemate or of its cost", cited(told), day_of(told[0]), 1.0)
            )
        elif winning:
            found.append(Line("stalemate", who, "speaks of winning", cited(winning), day_of(winning[0]), -1.0))
        if dead[who]:
            killed = max(int(row["dead"]) for row in dead[who])
            says = f"has dead in the record (at most {killed:,} in one telling)"
            found.append(Line("hurt", who, says, cited(dead[who]), day_of(dead[who][0])))
    return found


def _way_out(game: Game, must: Sequence[str]) -> list[Line]:
    """Whether a party's own stances go as far as talks: it sees a way out; or surely not so far."""
    rungs = {name: value for value, name in ladder()}
    found = []
    for who in must:
        stake = next((s for matter in game.matters if (s := matter.stake(who))), None)
        if stake is None:
            continue
        position = stake.position
        # of who has only spoken against something, what it is for is not known
        if position.low > 0 and position.likely >= rungs[TALKS]:
            found.append(Line("way out", who, "is for talks or more", position.records, None, 1.0))
        elif position.high < rungs[TALKS]:
            found.append(Line("way out", who, "is against talks", position.records, None, -1.0))
    return found


def _verdict(found: Sequence[Line], must: Sequence[str]) -> str:
    if any(line.value is not None and line.value < 0 for line in found):
        return NOT_RIPE
    signs = {(line.aspect, line.about) for line in found if (line.value or 0.0) > 0}
    both = all((sign, who) in signs for sign in ("stalemate", "way out") for who in must)
    return RIPE if both and len(must) > 1 else UNKNOWN
