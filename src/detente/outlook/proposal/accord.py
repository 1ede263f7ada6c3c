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
from detente.outlook.game import Game, Matter, Stake
from detente.outlook.proposal.aspect import Fresh, Line
from detente.outlook.scale import LEVEL, TALKS, ladder, open_to_talks
from detente.wording import indefinite, issue_phrase, listing, pronoun, sentence, stands, with_the

STATES = {3.0: "has accepted", 2.0: "is open", 1.0: "has made no commitment", 0.0: "refuses"}
FULL = 3.0
MASS = frozenset({"no deal", "contact", "talks"})  # steps that stand without an article
BACKING = 3  # of those that need not accept
OFTEN = 0.2  # of the fights of the pair that fights most
POSITIONS = "SELECT * FROM positions WHERE voice <> 'author' AND confidence > 0"
FIGHTS = "SELECT * FROM events WHERE type = 'ASSAULT' AND modality = 'happened' AND voice <> 'author'"


@dataclass(frozen=True, slots=True)
class Holder:
    """A party's stance on the proposal: `level` from 0 (refused) to 3 (accepted), None where it is silent.

    `weight` is how much its words weigh, faded; `must` whether there is no deal without it. Where the party is silent
    on talks and takes a `stance` on more (`beyond`), it is open to them, as more is made in talks.
    """

    party: str
    stance: str | None
    level: float | None
    weight: float
    must: bool
    condition: str | None
    day: str | None
    records: tuple[str, ...]
    beyond: str | None = None


@dataclass(frozen=True, slots=True)
class Tabled:
    """A proposal as the record has it: its name, the rows about it in the order of their days, and its rung.

    Of talks `beyond` are the stances for more than talks.
    """

    name: str
    rows: tuple[Row, ...]
    rung: float | None
    first: str | None
    beyond: tuple[Row, ...] = ()


def tabled(db: duckdb.DuckDBPyConnection, wanted: str) -> Tabled:
    """The positions on a proposal: of this very name, else of this instrument, else of all fuller names.

    Raises ValueError where there are none.
    """
    rows = [row for row in fetch(db, POSITIONS) if not misread(row)]
    names = issue_names(rows)
    key = issue_key(wanted)
    same = {names[row["issue"]] for row in rows if key in (issue_key(names[row["issue"]]), issue_key(row["issue"]))}
    own = [row for row in rows if names[row["issue"]] in same]
    own = own or [row for row in rows if str(row["instrument"] or "").casefold() == wanted.casefold()]
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
    beyond = [row for row in rows if open_to_talks(row)] if rung == rungs[TALKS] else []
    return Tabled(name, tuple(own), rung, next((day for row in own if (day := day_of(row))), None), tuple(beyond))


def holders(
    db: duckdb.DuckDBPyConnection, proposal: Tabled, fresh: Fresh, veto: Sequence[str], parties: Sequence[str] = ()
) -> list[Holder]:
    """Everybody with a stance and everybody who must have one, those who must first; parties can be named."""
    wanted = {name.casefold() for name in (*parties, *(veto if parties else ()))}
    held, more = _by_party(proposal.rows, wanted), _by_party(proposal.beyond, wanted)
    known = {who.casefold(): who for who in (*more, *held)}
    named = [known.get(name.casefold(), name) for name in veto]
    must = named or _fighting(db, {*held, *more}) or list(held)
    everybody = list(dict.fromkeys([*must, *held]))
    found = [
        _holder(who, held[who], fresh, who in must)
        if who in held
        else _silent(who, more.get(who, []), fresh, who in must)
        for who in everybody
    ]
    return sorted(found, key=lambda one: (not one.must, -one.weight, one.party))


def _by_party(rows: Sequence[Row], wanted: set[str]) -> dict[str, list[Row]]:
    """The rows of each party: of those that are wanted, else of states, groups and organisations."""
    held: dict[str, list[Row]] = {}
    for row in rows:
        for who in several(party(row)):
            if who.casefold() in wanted if wanted else is_body(who):
                held.setdefault(who, []).append(row)
    return held


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
    stance = prevailing(rows)
    same = [row for row in rows if row["stance"] == stance]
    known, ids = resting(same, "condition")
    weight = sum(float(row["confidence"]) * own_word(row) * fresh(row) for row in same)
    days = [day for row in same if (day := day_of(row))]
    day = max(days, default=None)
    return Holder(who, stance, LEVEL[stance], weight, must, known["condition"], day, tuple(ids))


def _silent(who: str, more: list[Row], fresh: Fresh, must: bool) -> Holder:
    """Who says nothing of it by name: open to talks where it stands for more than talks, else silent."""
    if not more:
        return Holder(who, None, None, 0.0, must, None, None, ())
    weights = {str(row["id"]): float(row["confidence"]) * own_word(row) * fresh(row) for row in more}
    best = max(more, key=lambda row: (weights[str(row["id"])], str(row["id"])))
    same = [row for row in more if row["issue"] == best["issue"] and row["stance"] == best["stance"]]
    ids = tuple(str(row["id"]) for row in same)
    day = max((day for row in same if (day := day_of(row))), default=None)
    weight = sum(weights[one] for one in ids)
    return Holder(who, best["stance"], LEVEL["open"], weight, must, None, day, ids, beyond=str(best["issue"]))


# ---------------------------------------------------------------- told


def lines(held: Sequence[Holder], name: str) -> list[Line]:
    """A line for each party; in the paragraph all who must accept are told in one sentence, each with its stance."""
    found = []
    for one in held:
        state = "is silent" if one.level is None else STATES[one.level]
        if one.beyond:
            state = f"does not name it, but {_stands(one)}, which takes talks"
        on = f", on condition: {one.condition}" if one.condition else ""
        aspect = "must accept" if one.must else "others"
        found.append(Line(aspect, one.party, f"{state}{on}", one.records, one.day, one.level))
    known = [one for one in held if one.must and one.stance is not None]
    if len(known) > 1:
        needed = listing([with_the(one.party) for one in known])
        needs = "need" if pronoun(name) == "them" else "needs"
        says = f"{issue_phrase(name)} {needs} {needed}: {'; '.join(_told(one, name) for one in known)}"
        ids = tuple(record for one in known for record in one.records[:2])
        found.append(Line("accord", "", says, ids, sentence=sentence(says)))
    backing = [one for one in held if not one.must and one.level == FULL][:BACKING]
    if known and backing:
        says = "; ".join(_told(one, name) for one in backing)
        ids = tuple(one.records[0] for one in backing)
        found.append(Line("accord", "", says, ids, sentence=sentence(says)))
    return found


def _stands(one: Holder, what: str = "") -> str:
    return stands(one.stance or "", one.party, what or issue_phrase(one.beyond or ""))


def _told(one: Holder, name: str) -> str:
    if one.beyond:
        return f"{with_the(one.party)} does not name {pronoun(name)}, but {_stands(one)}"
    return f"{with_the(one.party)} {_stands(one, pronoun(name))}"


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
            says += f"; {_reach(matter, stake, proposal.rung)}"
            if stake.position.low > matter.low:  # of who has only spoken against, how far it would go is not known
                told = f"By its words and deeds {with_the(one.party)} {_reach(matter, stake, proposal.rung)}."
            ids = tuple(dict.fromkeys((*stake.position.records, *one.records)))[:4]
        found.append(Line("distance", one.party, says, ids, value=FULL - one.level, sentence=told))
    return found


def _reach(matter: Matter, stake: Stake, rung: float) -> str:
    """How far a party would go, in words, from the surest to the farthest step, and whether that is short of a rung."""
    ends = (stake.position.low, stake.position.likely, stake.position.high)
    low, likely, high = (_step(matter.says(end)) for end in ends)
    if stake.position.low <= matter.low:
        return f"how far it would go is not known, at most {high}"
    surely = "" if low == likely else f" ({low} for sure)"
    perhaps = "" if likely == high else f", perhaps {high}"
    short = f", short of {_step(matter.says(rung))}" if stake.position.high < rung else ""
    return f"would go as far as {likely}{surely}{perhaps}{short}"


def _step(name: str) -> str:
    """A step of the ladder as it stands in a sentence: `a memorandum`, `an interim deal`, but `talks`."""
    return name if name in MASS else indefinite(f"{name} deal" if name == "interim" else name)
