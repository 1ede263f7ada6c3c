"""Reads a game off a record: matters, parties, positions with their evidence, salience, leverage.

Every input names the records that it rests on. What the record says too little of is left out, with a note.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from textwrap import shorten

import duckdb

from detente.findings.matters import is_body, misread, own_word, specific
from detente.findings.rows import Row, day_of, fetch, issue_names, latest_day, order, party, several, sides
from detente.outlook.belief import Evidence, interval, strongest
from detente.outlook.game import Estimate, Game, Matter, Stake
from detente.outlook.leverage import leverage as leverages
from detente.outlook.salience import salience
from detente.outlook.scale import LADDER, STANCES, STRENGTH, ladder
from detente.outlook.topics import Topic, topics

HALF_LIFE = 90.0  # days after which a word weighs half: a position stands until another is heard
ENOUGH = 0.2  # of evidence for a position, where one sure, fresh statement of one's own is 1
PARTIES = 8
MATTERS = 3
FORCE = 0.15  # an assault speaks so much against a pause; all together no more than twice that
MEETING = 0.15
POSITIONS = "SELECT * FROM positions WHERE voice <> 'author' AND confidence > 0"
DEEDS = "SELECT * FROM events WHERE type IN ('ASSAULT', 'CONSULT') AND modality = 'happened' AND voice <> 'author'"


def from_record(
    db: duckdb.DuckDBPyConnection,
    *,
    issues: Sequence[str] = (),
    parties: Sequence[str] = (),
    leverage: str = "equal",
    veto: Sequence[str] = (),
    half_life: float = HALF_LIFE,
) -> Game:
    """The game that a record tells of. Without `issues`: the ladder, and what else several parties take a stance on.

    `parties` and `veto` name who takes part and who can prevent a deal (all, if none is named); `leverage` as in
    `leverage.py`. Raises ValueError for a half-life that is none.
    """
    if not half_life > 0:
        raise ValueError("a half-life is more than nought days")
    rows = sorted((row for row in fetch(db, POSITIONS) if not misread(row)), key=order)
    fresh = freshness(rows, half_life)
    fades = {str(row["id"]): fresh(row) for row in rows}
    held = _by_party(rows, parties)
    names = issue_names(rows)
    unheard = [name for name in parties if name.casefold() not in {who.casefold() for who in held}]
    notes = [f"The record has no position of {', '.join(unheard)}."] if unheard else []
    deeds = _deeds(db, fresh, set(held))
    found = [
        one for topic in topics(held, names, issues) if (one := _matter(topic, held, fades, deeds, notes, bool(issues)))
    ]
    kept = [matter for matter in found if len(matter.stakes) > 1 or matter.name == LADDER or issues][
        : max(MATTERS, len(issues))
    ]
    day = latest_day(db)
    everybody = list(dict.fromkeys(stake.party for matter in kept for stake in matter.stakes))
    weights, said = leverages(everybody, leverage, day)
    made = tuple(_with_means(matter, weights, veto) for matter in kept)
    return Game("What the record tells of the talks", made, day, (*notes, *said))


def freshness(rows: Sequence[Row], half_life: float) -> Callable[[Row], float]:
    """How little a row has faded, 0 to 1, counted from the last stance; without a day among others with one: half."""
    dated = [row for row in rows if _dated(row)]
    latest = max((float(row["sort_key"] or 0.0) for row in dated or rows), default=0.0)

    def fresh(row: Row) -> float:
        if dated and not _dated(row):
            return 0.5
        return float(0.5 ** (abs(latest - float(row["sort_key"] or 0.0)) / half_life))

    return fresh


def _dated(row: Row) -> bool:
    return bool(row["article_date"] or row["date_start"])


def _by_party(rows: Sequence[Row], wanted: Sequence[str]) -> dict[str, list[Row]]:
    """The positions of each party: of those that are named, else of states, groups and organisations."""
    names = {name.casefold() for name in wanted}
    held: dict[str, list[Row]] = {}
    for row in rows:
        for name in several(party(row)):
            if name.casefold() in names if names else is_body(name):
                held.setdefault(name, []).append(row)
    return held


def _matter(
    topic: Topic,
    held: dict[str, list[Row]],
    fades: dict[str, float],
    deeds: list[Evidence],
    notes: list[str],
    asked: bool,
) -> Matter | None:
    """A matter with the stakes of those of whom enough is known; None where there is nobody. `asked`: by the user."""
    name, of_ladder = topic.name, topic.name == LADDER
    steps = ladder() if of_ladder else STANCES
    stakes: list[tuple[float, Stake]] = []
    little: list[str] = []
    for who, rows in held.items():
        own = [row for row in rows if topic.says(row)]
        evidence = [piece for row in own for piece in _evidence(who, row, topic, fades[str(row["id"])])]
        weight = sum(piece.weight for piece in evidence)
        if evidence and weight < ENOUGH:
            little.append(who)
        if weight < ENOUGH:
            continue
        if of_ladder:
            evidence += [piece for piece in deeds if piece.party == who]
        stake = Stake(who, _position(evidence, [value for value, _ in steps]), _worth(own, rows, fades), _UNSET)
        stakes.append((weight, stake))
    if not stakes:
        if asked or of_ladder:
            notes.append(f"{name}: nobody's position is known well enough.")
        return None
    stakes.sort(key=lambda pair: (-pair[0], pair[1].party))
    left_out = [stake.party for _, stake in stakes[PARTIES:]]
    if little and (asked or of_ladder):
        notes.append(f"{name}: too little is known of {', '.join(sorted(little))}.")
    if left_out:
        notes.append(f"{name}: left out, with less to go by than the {PARTIES} shown: {', '.join(left_out)}.")
    chosen_ones = tuple(stake for _, stake in stakes[:PARTIES])
    return Matter(name, 0.0, steps[-1][0], chosen_ones, steps=steps, no_deal=0.0, reading="reach")


_UNSET = Estimate(1.0, 1.0, 1.0)


def _evidence(who: str, row: Row, topic: Topic, fade: float) -> list[Evidence]:
    """What a position says of how far a party would go: as sure as it is, its own word, of the thing, and fresh."""
    about = 1.0 if topic.about(row) else specific(str(row["issue"]))
    weight = float(row["confidence"]) * own_word(row) * STRENGTH[str(row["stance"])] * about * fade
    condition = f", on condition: {shorten(str(row['condition']), 60, placeholder=' ...')}" if row["condition"] else ""
    says = f"{row['stance']} {row['issue']}{condition}"
    source = str(row["source"] or row["article"])
    day = day_of(row)
    return [Evidence(str(row["id"]), who, weight, says, source=source, day=day, **one) for one in topic.says(row)]


def _deeds(db: duckdb.DuckDBPyConnection, fresh: Callable[[Row], float], among: set[str]) -> list[Evidence]:
    """What was done: an assault speaks a little against a pause and all above, a meeting a little for contact.

    Only the two freshest of each party and kind count, so that deeds shade what is said and never outweigh it.
    """
    rungs = {name: value for value, name in ladder()}
    counted: dict[tuple[str, str], int] = {}
    found = []
    for row in sorted(fetch(db, DEEDS), key=order, reverse=True):
        doers, others = sides(row["actor"], row["actor_code"]), sides(row["recipient"], row["recipient_code"])
        force = row["type"] == "ASSAULT"
        if force and not set(others) & among:
            continue  # what is done to a third party says nothing of these talks
        for who in dict.fromkeys(doers if force else [*doers, *others]):
            number = counted[who, row["type"]] = counted.get((who, row["type"]), 0) + 1
            if number > 2:
                continue
            weight = (FORCE if force else MEETING) * float(row["confidence"]) * fresh(row)
            on = {"against": rungs["pause"]} if force else {"up_to": rungs["contact"]}
            says = "used force" if force else "met or spoke"
            found.append(Evidence(str(row["id"]), who, weight, says, source=str(row["id"]), day=day_of(row), **on))
    return found


def _position(evidence: list[Evidence], steps: list[float]) -> Estimate:
    low, likely, high = interval(evidence, steps)
    cited = strongest(evidence)
    why = "; ".join(dict.fromkeys(f"{piece.says} ({piece.day})" if piece.day else piece.says for piece in cited))
    return Estimate(low, likely, high, why, tuple(dict.fromkeys(piece.record for piece in cited)))


def _worth(own: list[Row], rows: list[Row], fades: dict[str, float]) -> Estimate:
    weights = {str(row["id"]): float(row["confidence"]) * fades[str(row["id"])] for row in rows}
    return salience(own, rows, weights, max(fades[str(row["id"])] for row in own))


def _with_means(matter: Matter, weights: dict[str, Estimate], veto: Sequence[str]) -> Matter:
    can = {name.casefold() for name in veto}
    return replace(
        matter,
        stakes=tuple(
            replace(stake, leverage=weights[stake.party], veto=not can or stake.party.casefold() in can)
            for stake in matter.stakes
        ),
    )
