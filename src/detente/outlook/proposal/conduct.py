"""What those who must accept do: conflict and cooperation between them, broken words, and deliveries.

Conflict and cooperation is the mean PLOVER score of what two did to one another, from -10 to 10, the younger weighing
more; one act of a day counts once, however many tell it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

import duckdb

from detente.findings.breaches import breaches
from detente.findings.outcomes import Later, deadline_of, whole
from detente.findings.rows import Row, day_of, fetch, order, party, several, sides
from detente.outlook.proposal.aspect import Fresh, Line, cited, words_of
from detente.wording import capitalised, count, with_the

FEW = 3  # acts; of fewer no mean is told
HOSTILE, FRIENDLY = -1.0, 1.0
DELIVERED = frozenset({"RETREAT", "CONCEDE", "AID"})
SURE = 0.75  # these types are misread more often than others: of a less sure one it is not said that it was delivered
ACTS = """
SELECT * FROM events WHERE modality = 'happened' AND voice <> 'author' AND actor IS NOT NULL AND recipient IS NOT NULL
"""
PROMISES = "SELECT * FROM commitments WHERE voice <> 'author'"


def lines(db: duckdb.DuckDBPyConnection, must: Sequence[str], fresh: Fresh) -> list[Line]:
    """Of each pair how it treats one another, then broken words, then what was delivered."""
    acts = _between(fetch(db, ACTS), set(must))
    return [*_dyads(acts, must, fresh), *_broken(db, must), *_delivered(db, acts, must)]


def _between(rows: Sequence[Row], must: set[str]) -> dict[tuple[str, str], list[Row]]:
    """The acts of each pair, told once a day, actor and type, by the surest row."""
    best: dict[tuple[str, str, str, str, str], Row] = {}
    for row in sorted(rows, key=lambda row: (-float(row["confidence"]), str(row["id"]))):
        doers, others = sides(row["actor"], row["actor_code"]), sides(row["recipient"], row["recipient_code"])
        for one, other in product(doers, others):
            if one != other and {one, other} <= must:
                key = (min(one, other), max(one, other), one, str(day_of(row) or row["article"]), str(row["type"]))
                best.setdefault(key, row)
    found: dict[tuple[str, str], list[Row]] = {}
    for (one, other, *_), row in best.items():
        found.setdefault((one, other), []).append(row)
    return {pair: sorted(rows, key=order) for pair, rows in found.items()}


def _dyads(acts: dict[tuple[str, str], list[Row]], must: Sequence[str], fresh: Fresh) -> list[Line]:
    found = []
    for pair in combinations(sorted(must), 2):
        rows = acts.get(pair, [])
        if not rows:
            continue
        weights = [fresh(row) for row in rows]
        mean = sum(w * float(row["score"]) for w, row in zip(weights, rows, strict=True)) / sum(weights)
        conflict = [row for row in rows if int(row["quad"]) in (3, 4)]
        both = f"{count(len(rows) - len(conflict), 'act')} of cooperation, {len(conflict)} of conflict"
        worst = sorted(rows, key=lambda row: (abs(float(row["score"]) - mean), -float(row["sort_key"] or 0.0)))
        ids, sentence = cited(worst), ""
        if len(rows) >= FEW:
            kind = "hostile" if mean < HOSTILE else "friendly" if mean > FRIENDLY else "mixed"
            of = f"{with_the(pair[0])} and {with_the(pair[1])}"
            sentence = f"The deeds reportedly done between {of} are on balance {kind}."
        says = f"{both}, mean score {mean:+.1f}" + ("" if sentence else " (too few to say)")
        found.append(Line("deeds", " – ".join(pair), says, ids, day_of(rows[-1]), round(mean, 2), sentence))
    return found


def _broken(db: duckdb.DuckDBPyConnection, must: Sequence[str]) -> list[Line]:
    found = []
    for who, pairs in breaches(db):
        if who in must:
            last = max(pairs, key=lambda pair: order(pair.deed))
            ids = (str(last.word["id"]), str(last.deed["id"]))
            says = f"promised: {last.word['what']}; then: {last.deed['text']}"
            sentence = (
                f"{capitalised(with_the(who))} is said to have done what it promised not to: {words_of(last.deed)}."
            )
            found.append(Line("violation", who, " ".join(says.split()), ids, day_of(last.deed), sentence=sentence))
    return found


def _delivered(
    db: duckdb.DuckDBPyConnection, acts: dict[tuple[str, str], list[Row]], must: Sequence[str]
) -> list[Line]:
    """Promises that were kept, by the words of the record, and concessions, withdrawals and aid among them."""
    later = Later(db)
    done: dict[str, list[Row]] = {}
    for row in fetch(db, PROMISES):
        who = [name for name in several(party(row)) if name in must]
        if not who or not whole(str(row["what"])):
            continue
        outcome = later.of(row, deadline_of(row)[0])
        if row["state"] == "kept" or (outcome and outcome[0] == "kept"):
            for name in who:
                done.setdefault(name, []).append(row)
    for rows in acts.values():
        for row in rows:
            if row["type"] in DELIVERED and float(row["confidence"]) >= SURE:
                for name in sides(row["actor"], row["actor_code"]):
                    if name in must:
                        done.setdefault(name, []).append(row)
    found = []
    for name, rows in sorted(done.items()):
        rows.sort(key=order)
        says = f"{count(len(rows), 'kept promise or concession', 'kept promises or concessions')}"
        sentence = f"{capitalised(with_the(name))} is said to have delivered something: {words_of(rows[-1])}."
        last = cited(rows[::-1])
        found.append(Line("delivery", name, says, last, day_of(rows[-1]), float(len(rows)), sentence))
    return found
