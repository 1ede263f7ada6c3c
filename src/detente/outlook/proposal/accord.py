"""Who must accept a proposal, who has, and how far the others are from it.

Must accept: whom the user names; else the sides of the fighting (an ASSAULT of one on the other, at least a fifth as
often as of the pair that fights most) of which one takes a stance on the proposal; else all who take one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import duckdb

from detente.findings.matters import is_body, misread, own_word, prevailing
from detente.findings.rows import (
    Row,
    chosen,
    day_of,
    fetch,
    issue_key,
    issue_names,
    order,
    party,
    resting,
    several,
    sides,
)
from detente.outlook.game import Game
from detente.outlook.proposal.aspect import Fresh, Line
from detente.outlook.scale import LEVEL, ladder
from detente.wording import issue_phrase, listing, sentence, stands, with_the

STATES = {3.0: "has accepted", 2.0: "is open", 1.0: "has made no commitment", 0.0: "refuses"}
FULL = 3.0
BACKING = 3  # of those that need not accept
OFTEN = 0.2  # of the fights of the pair that fights most
POSITIONS = "SELECT * FROM positions WHERE voice <> 'author' AND confidence > 0"
FIGHTS = "SELECT * FROM events WHERE type = 'ASSAULT' AND modality = 'happened' AND voice <> 'author'"


@dataclass(frozen=True, slots=True)
class Holder:
    """A party's stance on the proposal: `level` from 0 (refused) to 3 (accepted), None where it is silent.

    `weight` is how much its words weigh, faded; `must` whether there is no deal without it.
    """

    party: str
    stance: str | None
    level: float | None
    weight: float
    must: bool
    condition: str | None
    day: str | None
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tabled:
    """A proposal as the record has it: its name, the rows about it in the order of their days, and its rung."""

    name: str
    rows: tuple[Row, ...]
    rung: float | None
    first: str | None


def tabled(db: duckdb.DuckDBPyConnection, wanted: str) -> Tabled:
    """The positions on a proposal: those of this very name, else of all fuller ones. Raises ValueError for none."""
    rows = [row for row in fetch(db, POSITIONS) if not misread(row)]
    names = issue_names(rows)
    key = issue_key(wanted)
    own = [row for row in rows if key in (issue_key(names[row["issue"]]), issue_key(str(row["issue"])))]
    own = own or [row for row in rows if chosen(names[row["issue"]], wanted)]
    if not own:
        known = [name for name, _ in Counter(names[row["issue"]] for row in rows).most_common(12)]
        raise ValueError(f"nobody takes a stance on {wanted!r} (most are on: {', '.join(known) or 'nothing'})")
    own.sort(key=order)
    shown = Counter(names[row["issue"]] for row in own)
    instruments = Counter(str(row["instrument"]) for row in own if row["instrument"])
    rungs = {name: value for value, name in ladder()}
    rung = rungs.get(instruments.most_common(1)[0][0]) if instruments else None
    name = wanted if len(shown) > 1 else next(iter(shown))
    return Tabled(name, tuple(own), rung, next((day for row in own if (day := day_of(row))), None))


def holders(
    db: duckdb.DuckDBPyConnection, proposal: Tabled, fresh: Fresh, veto: Sequence[str], parties: Sequence[str] = ()
) -> list[Holder]:
    """Everybody with a stance and everybody who must have one, those who must first; parties can be named."""
    held: dict[str, list[Row]] = {}
    wanted = {name.casefold() for name in (*parties, *(veto if parties else ()))}
    for row in proposal.rows:
        for who in several(party(row)):
            if who.casefold() in wanted if wanted else is_body(who):
                held.setdefault(who, []).append(row)
    known = {who.casefold(): who for who in held}
    named = [known.get(name.casefold(), name) for name in veto]
    must = named or _fighting(db, set(held)) or list(held)
    everybody = list(dict.fromkeys([*must, *held]))
    found = [_holder(who, held.get(who, []), fresh, who in must) for who in everybody]
    return sorted(found, key=lambda one: (not one.must, -one.weight, one.party))


def _fighting(db: duckdb.DuckDBPyConnection, with_stance: set[str]) -> list[str]:
    """The sides of the fighting that the proposal is to end: none where it is not about fighting."""
    pairs = Counter[tuple[str, str]]()
    for row in fetch(db, FIGHTS):
        doers, others = sides(row["actor"], row["actor_code"]), sides(row["recipient"], row["recipient_code"])
        for one, other in product(doers, others):
            if one != other and is_body(one) and is_body(other) and {one, other} & with_stance:
                pairs[min(one, other), max(one, other)] += 1
    if not pairs:
        return []
    often = OFTEN * max(pairs.values())
    return sorted({who for pair, count in pairs.items() if count >= often for who in pair})


def _holder(who: str, rows: list[Row], fresh: Fresh, must: bool) -> Holder:
    if not rows:
        return Holder(who, None, None, 0.0, must, None, None, ())
    stance = prevailing(rows)
    same = [row for row in rows if row["stance"] == stance]
    known, ids = resting(same, "condition")
    weight = sum(float(row["confidence"]) * own_word(row) * fresh(row) for row in same)
    days = [day for row in same if (day := day_of(row))]
    day = max(days, default=None)
    return Holder(who, stance, LEVEL[stance], weight, must, known["condition"], day, tuple(ids))


# ---------------------------------------------------------------- told


def lines(held: Sequence[Holder], name: str) -> list[Line]:
    """A line for each party; in the paragraph all who must accept are told in one sentence, each with its stance."""
    found = []
    for one in held:
        state = "is silent" if one.level is None else STATES[one.level]
        on = f", on condition: {one.condition}" if one.condition else ""
        aspect = "must accept" if one.must else "others"
        found.append(Line(aspect, one.party, f"{state}{on}", one.records, one.day, one.level))
    known = [one for one in held if one.must and one.stance is not None]
    if len(known) > 1:
        needed = listing([with_the(one.party) for one in known])
        says = f"{issue_phrase(name)} needs {needed}: {'; '.join(_stands(one) for one in known)}"
        ids = tuple(record for one in known for record in one.records[:2])
        found.append(Line("accord", "", says, ids, sentence=sentence(says)))
    backing = [one for one in held if not one.must and one.level == FULL][:BACKING]
    if known and backing:
        says = "; ".join(_stands(one) for one in backing)
        ids = tuple(one.records[0] for one in backing)
        found.append(Line("accord", "", says, ids, sentence=sentence(says)))
    return found


def _stands(one: Holder) -> str:
    return f"{with_the(one.party)} {stands(one.stance or '', one.party, 'it')}"


def distance(held: Sequence[Holder], proposal: Tabled, game: Game) -> list[Line]:
    """How far each that must accept and has not is from it: in steps to acceptance, and on the ladder."""
    found = []
    for one in held:
        if not one.must or one.level is None or one.level == FULL:
            continue
        says = f"{FULL - one.level:.0f} of 3 steps from acceptance"
        ids, told = one.records, ""
        stake = next((s for matter in game.matters if (s := matter.stake(one.party))), None)
        if stake is not None and proposal.rung is not None and stake.position.likely < proposal.rung:
            matter = next(matter for matter in game.matters if matter.stake(one.party))
            likely, high = matter.says(stake.position.likely), matter.says(stake.position.high)
            reach = likely if likely == high else f"{likely}, perhaps {high}"
            short = proposal.rung - stake.position.likely
            step = matter.says(proposal.rung)
            says += f"; would go as far as {reach}, {short:.0f} of {proposal.rung:.0f} rungs short of {step}"
            told = f"By its words and deeds {with_the(one.party)} would go as far as {reach}, short of {step}."
            ids = tuple(dict.fromkeys((*stake.position.records, *one.records)))[:4]
        found.append(Line("distance", one.party, says, ids, value=FULL - one.level, sentence=told))
    return found
