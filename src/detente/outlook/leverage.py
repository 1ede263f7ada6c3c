"""What weight a party can bring to bear: the same for all, from a user's own table, or from dated facts as a start.

`data/leverage.json` holds the facts, each with its year and source. Nobody has shown that they measure what counts at a
given table: they are there to be overridden, and are taken only where they are known of every party and of the time.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from detente.codebook import DATA
from detente.outlook.game import Estimate

EQUAL = Estimate(0.5, 1.0, 1.5, "not known: the same for all, and as uncertain")
FAR = 5  # years between a fact and the record, beyond which it says nothing of it


def leverage(parties: Sequence[str], given: str, day: str | None) -> tuple[dict[str, Estimate], list[str]]:
    """The leverage of each party, and notes. `given`: `equal`, `facts`, or the path of a table (party,leverage).

    Raises FileNotFoundError where there is no such table, ValueError for a wrong line of it.
    """
    if given == "equal":
        return dict.fromkeys(parties, EQUAL), []
    if given == "facts":
        return _from_facts(parties, day)
    own = read(given)
    missing = [party for party in parties if party not in own]
    notes = [f"{given} has no leverage for {', '.join(missing)}: they have 1."] if missing else []
    return {party: own.get(party, EQUAL) for party in parties}, notes


def read(path: str | Path) -> dict[str, Estimate]:
    """A user's table: columns `party`, `leverage`, and if wanted `low`, `high`, `why`."""
    found: dict[str, Estimate] = {}
    with Path(path).open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), 2):
            try:
                likely = float(row["leverage"])
                ends = [float(row.get(end) or likely) for end in ("low", "high")]
                why = row.get("why") or f"set in {Path(path).name}"
                stake = Estimate(ends[0], likely, ends[1], why)
                if stake.low < 0:
                    raise ValueError("leverage cannot be negative")
                found[row["party"].strip()] = stake
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(
                    f"{path}:{number}: not a line of leverage (party,leverage,low,high,why): {error}"
                ) from None
    return found


@cache
def facts() -> tuple[dict[str, str | float], ...]:
    """The dated facts: `party`, `fact`, `value`, `year`, and where it is doubtful, why: `doubt`."""
    return tuple(json.loads((DATA / "leverage.json").read_text(encoding="utf-8"))["values"])


@cache
def sources() -> dict[str, dict[str, str]]:
    """Of each fact its unit and its source."""
    return dict(json.loads((DATA / "leverage.json").read_text(encoding="utf-8"))["facts"])


def _from_facts(parties: Sequence[str], day: str | None) -> tuple[dict[str, Estimate], list[str]]:
    """Each party's share of what all have, between its least and its greatest share, the mean of them being likely."""
    shares: dict[str, list[float]] = {party: [] for party in parties}
    used, doubts = [], []
    for fact, about in sorted(sources().items()):
        known = {str(row["party"]): row for row in facts() if row["fact"] == fact and row["party"] in shares}
        years = {int(row["year"]) for row in known.values()}
        if set(known) != set(parties) or (day and any(abs(year - int(day[:4])) > FAR for year in years)):
            continue
        total = sum(float(row["value"]) for row in known.values())
        for party, row in known.items():
            shares[party].append(float(row["value"]) / total)
            doubts += [f"{about['name'].capitalize()} of {party}: {row['doubt']}."] if "doubt" in row else []
        used.append(f"{about['name']} {'/'.join(map(str, sorted(years)))} ({about['source']})")
    if not used:
        return dict.fromkeys(parties, EQUAL), ["No fact is known of every party at that time: leverage is equal."]
    why = f"share of {' and '.join(used)}"
    return {party: Estimate(min(own), sum(own) / len(own), max(own), why) for party, own in shares.items()}, doubts
