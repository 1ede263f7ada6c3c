"""What is settled: the agreement that weighs most, what was done with it, and what came of it."""

from __future__ import annotations

from detente.brief.desk import Desk
from detente.brief.plain import NEAR, dangling, names, words_of
from detente.brief.standing import own_day
from detente.brief_parts import Sentence
from detente.findings.matters import is_body
from detente.findings.rows import Row, several, sides
from detente.wording import indefinite, listing, long_day

SETTLED, REACH = 0.42, 7
KNOWN = 0.25
PARTIES = 5


def settled(desk: Desk) -> list[Row]:
    """The acts on the agreement that weighs most: signed, approved, in force; none where it was later abandoned."""
    if desk.few:
        return []
    rows = [row for row in desk.rows("agreements") if row["act"] != "abandoned" and len(several(row["parties"])) > 1]
    rows = [row for row in rows if row["weight"] >= SETTLED and row["day"] and _central(desk, row)]
    # one report of one act is too little to say that a matter is settled
    rows = [row for row in rows if row["sources"] > 1 or len({r["act"] for r in rows if _one_matter(r, row)}) > 1]
    if not rows:
        return []
    best = max(rows, key=lambda r: (_reach(desk, r, rows), r["sort_key"], r["records"]))
    dropped = [
        row for row in desk.rows("agreements")
        if row["act"] == "abandoned" and row["sort_key"] > best["sort_key"] and _one_matter(row, best)
    ]  # fmt: skip
    if dropped:
        return []
    return [
        row for row in rows
        if _one_matter(row, best) and row["instrument"] == best["instrument"]
        and (row["act"] != best["act"] or row["records"] == best["records"])
    ]  # fmt: skip


def _central(desk: Desk, row: Row) -> bool:
    parties = sorted((desk.prominence(name) for name in several(row["parties"])), reverse=True)
    return parties[1] > KNOWN


def _reach(desk: Desk, row: Row, rows: list[Row]) -> float:
    """How much an agreement weighs: its own weight, what else was done with it, and how late in the coverage it was."""
    acts = {other["act"] for other in rows if _one_matter(other, row)}
    recency = desk.weight({**row, "sources": 1, "confidence": 1.0}, row["day"])
    return float(row["weight"]) * (1 + 0.5 * len(acts)) * (0.6 + 0.4 * recency)


def _one_matter(one: Row, other: Row) -> bool:
    both = set(several(one["parties"])) & set(several(other["parties"]))
    return len(both) > 1 and one["instrument"] == other["instrument"]


def settlement(desk: Desk, done: list[Row]) -> list[Sentence]:
    """`Egypt and Israel signed a peace treaty (26 March 1979); it took effect on 25 April 1979.`"""
    first = next((row for act in ("signed", "agreed", "approved") for row in reversed(done) if row["act"] == act), None)
    if first is None:
        return []
    force = next((row for row in done if row["act"] == "in force" and row["sort_key"] >= first["sort_key"]), None)
    parties = [name for name in several(first["parties"]) if desk.prominence(name) > KNOWN][:PARTIES]
    thing = str(first["agreement"])
    verb = {"signed": "signed", "approved": "approved", "agreed": "reached"}[first["act"]]
    who = listing([desk.names(name) for name in sorted(parties, key=lambda n: -desk.prominence(n))])
    cites = list(first["records"][:1])
    text = f"{who} {verb} {thing if thing.endswith('s') else indefinite(thing)}{desk.dated(cites)}"
    if force is not None:
        desk.learn(force["records"][:1])
        own = own_day(desk.records[force["records"][0]])
        it = "they" if thing.endswith("s") else "it"
        text += f"; {it} {'took effect on' if own else 'had taken effect by'} {long_day(own or force['day'])}"
        cites += force["records"][:1]
    return [desk.say(text, cites)]


def acts_since(desk: Desk, done: list[Row]) -> list[Sentence]:
    """Who has acted against a party to the agreement since it was made, in the words of the source."""
    since, parties = min(row["sort_key"] for row in done), set(several(done[-1]["parties"]))
    rows = [
        row for row in desk.rows("timeline")
        if row["plane"] == "deed" and row["what"] in ("SANCTION", "ASSAULT", "MOBILIZE") and row["actor"]
        and row["modality"] == "happened" and row["sort_key"] >= since - REACH
        and set(sides(row["recipient"], None)) & parties and all(is_body(name) for name in several(row["actor"]))
    ]  # fmt: skip
    rows.sort(key=lambda r: (-desk.weight(r, r["day"]), r["records"]))
    told = (_in_words(desk, row) for row in rows if _plain(desk, row))
    return [one for one, _ in zip(told, range(1), strict=False)]


def undertakings(desk: Desk, done: list[Row]) -> list[Sentence]:
    """What those who agreed bound themselves to: told as kept since, or else not told as done."""
    since, parties = min(row["sort_key"] for row in done), set(several(done[-1]["parties"]))
    rows = [
        row for row in desk.rows("commitments")
        if row["sort_key"] >= since - REACH
        and len(set(several(row["party"])) & parties) == len(several(row["party"])) > 1
    ]  # fmt: skip
    rows.sort(key=lambda r: (r["outcome"] is None, -desk.weight(r), r["records"]))
    for row in rows[:1]:
        if row["outcome"] is None:
            return [_in_words(desk, row)]
        desk.learn([row["outcome"]])
        told = desk.records[row["outcome"]]
        words = f"{words_of({**told, 'text': told['sentence']}, 200)}{desk.dated([row['outcome']])}"
        return [desk.say(f"{desk.names(row['actor'])}, {row['state']}: {words}", [row["outcome"]], short=f"{words}.")]
    return []


def _plain(desk: Desk, row: Row) -> bool:
    """Whether the words of a deed begin with who did it and can stand alone."""
    words = desk.quote(row["records"][0], 200)
    return words[1:2].isupper() and names(words[:NEAR], str(row["actor"])) and not dangling(words)


def _in_words(desk: Desk, row: Row) -> Sentence:
    cite = row["records"][0]
    return desk.told(str(row["actor"]), desk.quote(cite, 200), [cite], desk.dated([cite]))
