"""Measure shifts, contradictions, gaps and ledgers on invented dossiers, a third of which are traps: nothing moved.

Of two sets: `dossiers.jsonl`, where moves are told in passing and in images, and `dossiers_wire.jsonl` (`wire`),
where they are told as agencies tell them.

    python eval/dossiers.py              # measure, print, fail (exit 1) where a figure is below its floor
    python eval/dossiers.py --errors     # also print every miss and every false alarm of the open half
    python eval/dossiers.py --update     # raise the floors to what was measured; never lowers one

A dossier is coded as a record of its own and asked what `detente shifts`, `accounts` and `gaps` list. A finding is
right where a label has the same actor, both its quotations are of the label's pieces, and one of them stands in the
labelled sentence. `findings` are the three together. `quiet traps`: traps without any finding. A party's state on a
proposal is right where a row of that party on an issue with the same head says it; a commitment's where one on those
words does: both of all that are told, so that to find one more lowers nothing. `leads` are what `detente leads` lists,
measured in the same way.

"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from floors import Figures, Item, read, run
from gate import alike
from stances import heads

from detente import api
from detente.findings import leads

Spot = tuple[str, int, int]  # an article and a stretch of it
KINDS = ("shifts", "contradictions", "gaps")
SETS = {"": "dossiers.jsonl", "wire ": "dossiers_wire.jsonl"}
SPOTS = """
SELECT id, article, sentence_start, sentence_end FROM (
  SELECT id, article, sentence_start, sentence_end FROM positions UNION ALL
  SELECT id, article, sentence_start, sentence_end FROM commitments UNION ALL
  SELECT id, article, sentence_start, sentence_end FROM events UNION ALL
  SELECT id, article, sentence_start, sentence_end FROM statements UNION ALL
  SELECT id, article, sentence_start, sentence_end FROM passages)
"""


def measure(errors: bool) -> Figures:
    """Precision and recall of each kind of finding, traps without one, and the states of the ledgers, of each half."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for half, dossier in ((f"{prefix}{one['half']}", one) for prefix, name in SETS.items() for one in read(name)):
        count, found, ledgers = counted[half], *_asked(dossier)
        for kind in KINDS:
            led = _paired(dossier[kind], found[f"{kind} led"])
            count.update({"leads right": len(led), "leads shown": len(found[f"{kind} led"])})
            right = _paired(dossier[kind], found[kind])
            count.update(
                {f"{kind} right": len(right), f"{kind} told": len(dossier[kind]), f"{kind} shown": len(found[kind])}
            )
            if errors and dossier["half"] == "open":
                _show(dossier, kind, found[kind], right)
        if dossier["trap"]:
            count.update(traps=1, quiet=not any(found[kind] for kind in KINDS))
        count.update(_ledgers(dossier, *ledgers))
    return {name: value for half, count in sorted(counted.items()) for name, value in _figures(half, count)}


def _figures(half: str, count: Counter[str]) -> Iterator[tuple[str, float]]:
    right, shown, told = (sum(count[f"{kind} {part}"] for kind in KINDS) for part in ("right", "shown", "told"))
    yield f"{half}, findings: precision", round(right / max(1, shown), 3)
    yield f"{half}, findings: recall", round(right / max(1, told), 3)
    for kind in KINDS:
        yield f"{half}, {kind}: precision", round(count[f"{kind} right"] / max(1, count[f"{kind} shown"]), 3)
        yield f"{half}, {kind}: recall", round(count[f"{kind} right"] / max(1, count[f"{kind} told"]), 3)
    yield f"{half}, leads: precision", round(count["leads right"] / max(1, count["leads shown"]), 3)
    yield f"{half}, leads: recall", round(count["leads right"] / max(1, told), 3)
    yield f"{half}: quiet traps", round(count["quiet"] / max(1, count["traps"]), 3)
    for ledger in ("proposals", "commitments"):
        yield f"{half}, {ledger}: found", round(count[f"{ledger} found"] / max(1, count[f"{ledger} told"]), 3)
        yield f"{half}, {ledger}: right", round(count[f"{ledger} right"] / max(1, count[f"{ledger} told"]), 3)


# ---------------------------------------------------------------- what the program says


def _asked(dossier: Item) -> tuple[dict[str, list[Item]], tuple[list[Item], list[Item]]]:
    """The findings of each kind as actors and spots, and the rows of the two ledgers."""
    with TemporaryDirectory() as folder:
        pieces = Path(folder, "pieces.jsonl")
        pieces.write_text("".join(json.dumps(piece) + "\n" for piece in dossier["pieces"]), encoding="utf-8")
        record = api.read(pieces, record=Path(folder, "record"))
        spots = {row[0]: tuple(row[1:]) for row in record.db.execute(SPOTS).fetchall()}
        shifts, accounts, gaps, proposals, commitments = (
            list(record.find(name).rows) for name in ("shifts", "accounts", "gaps", "proposals", "commitments")
        )
        led = leads.find(record.db).rows
    found = {
        **{
            f"{kind} led": [
                _found(
                    row,
                    {row["party"], row["actor"], row["then"] if name == "clash" else None},
                    [row["before"], row["after"]],
                    spots,
                )
                for row in led
                if row["kind"] == name
            ]
            for kind, name in zip(KINDS, ("move", "clash", "breach"), strict=True)
        },
        "shifts": [_found(row, {row["actor"], row["side"]}, [row["before"], row["after"]], spots) for row in shifts],
        "contradictions": [
            _found(row, {a["teller"] for a in row["accounts"]}, [a["record"] for a in row["accounts"]], spots)
            for row in accounts
        ],
        "gaps": [_found(row, {row["party"], row["speaker"]}, [row["before"], row["after"]], spots) for row in gaps],
    }
    return found, (
        proposals,
        [row | {"spots": [spots[r] for r in row["records"] if r in spots]} for row in commitments],
    )


def _found(row: Any, actors: set[str], records: list[str], spots: dict[str, Spot]) -> Item:
    return {"row": row, "actors": actors, "spots": [spots[record] for record in records if record in spots]}


# ---------------------------------------------------------------- right or not


def _paired(gold: list[Item], found: list[Item]) -> dict[int, int]:
    """Which label each finding is right by, one to one."""
    right: dict[int, int] = {}
    for i, item in enumerate(found):
        fitting = (j for j, label in enumerate(gold) if j not in right.values() and _same(label, item))
        j = next(fitting, None)
        if j is not None:
            right[i] = j
    return right


def _same(label: Item, item: Item) -> bool:
    actors = label.get("tellers") or [label["actor"], *label.get("also", ())]
    if not any(alike(one, other) for one in actors for other in item["actors"] if one and other):
        return False
    earlier, later = _ends(label)
    pieces = {spot[0] for spot in item["spots"]}
    told_together = len(pieces) == 1 and any(end["piece"] in pieces for end in later)
    both = all(any(end["piece"] in pieces for end in ends) for ends in (earlier, later))
    return (both or told_together) and any(_overlap(end, spot) for end in (*earlier, *later) for spot in item["spots"])


def _ends(label: Item) -> tuple[list[Item], list[Item]]:
    """What was said or done first, and later: each with the other places that would do as well."""
    return (
        [label[key] for key in ("from", "first", "said") if key in label]
        + label.get("from_or", [])
        + label.get("said_or", []),
        [label[key] for key in ("to", "second", "done") if key in label]
        + label.get("to_or", [])
        + label.get("done_or", []),
    )


def _overlap(end: Item, spot: Spot) -> bool:
    return end["piece"] == spot[0] and end["start"] < spot[2] and spot[1] < end["end"]


def _ledgers(dossier: Item, proposals: list[Item], commitments: list[Item]) -> Counter[str]:
    """Of the states in the labels, how many are told, have a row, and are right."""
    count: Counter[str] = Counter()
    for proposal in dossier["proposals"]:
        for party in proposal["parties"]:
            rows = [
                row
                for row in proposals
                if alike(party["party"], row["party"]) and heads(proposal["name"]) & heads(row["proposal"])
            ]
            states = {str(row["state"]) for row in rows}
            count.update(
                {"proposals told": 1, "proposals found": bool(rows), "proposals right": party["state"] in states}
            )
    for promise in dossier["commitments"]:
        states = {row["state"] for row in commitments if any(_overlap(promise, spot) for spot in row["spots"])}
        count.update(
            {"commitments told": 1, "commitments found": bool(states), "commitments right": promise["state"] in states}
        )
    return count


def _show(dossier: Item, kind: str, found: list[Item], right: dict[int, int]) -> None:
    """Print what was missed and what is a false alarm."""
    texts = {piece["id"]: piece["text"] for piece in dossier["pieces"]}
    for j, label in enumerate(dossier[kind]):
        if j not in right.values():
            ends = [label[key] for key in ("from", "to", "first", "second", "said", "done") if key in label]
            quoted = " // ".join(f"{end['piece']} «{texts[end['piece']][end['start'] : end['end']]}»" for end in ends)
            print(f"- missed {kind[:-1]:13s} {label.get('actor') or label['tellers']}  {quoted}")
    for i, item in enumerate(found):
        if i not in right:
            spots = " // ".join(f"{a} «{texts[a][s:e]}»" for a, s, e in item["spots"])
            print(f"+ extra  {kind[:-1]:13s} {sorted(filter(None, item['actors']))}  {spots}  {dossier['trap'] or ''}")


if __name__ == "__main__":
    sys.exit(run("dossiers", __doc__, tuple(SETS.values()), measure))
