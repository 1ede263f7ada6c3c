"""How much a matter is worth to a party: its share of what the party says, who says it, and how lately.

Salience = recency x (share + rank) / 2, between 0 and 1. Share: the weight of the party's positions in the matter among
all its positions. Rank: of those who voice them. Recency: half for each half-life since the last. The interval is that
of a share seen in so few positions (Wilson, eight in ten),
and never less than a tenth up and down: two coders of past talks placed it 0.07 apart on average, at most 0.2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from detente.codebook import cached, table
from detente.findings.rows import Row, day_of, several
from detente.outlook.game import Estimate

LEADERS = frozenset({"head of state", "head of government", "supreme leader", "group leader"})
MINISTERS = frozenset({"foreign minister", "defence minister", "minister", "vice president", "secretary-general"})
RANK = {"leader": 1.0, "minister": 0.8, "body": 0.8, "official": 0.6, "other": 0.5}
UNSURE = 0.1
WIDE = 1.28  # standard deviations: eight in ten


def salience(own: Sequence[Row], everything: Sequence[Row], weights: dict[str, float], recency: float) -> Estimate:
    """The salience of a matter to a party; `own` are its positions in the matter, `everything` all of them.

    `weights` gives each row's weight by its id, `recency` is 0 to 1.
    """
    mine, total = (sum(weights[str(row["id"])] for row in rows) for rows in (own, everything))
    share = mine / total if total else 0.0
    ranks = [(rank(row), weights[str(row["id"])]) for row in own]
    voiced = sum(value * weight for value, weight in ranks) / mine if mine else 0.0
    ends = wilson(share, float(len(everything)))
    low, likely, high = (recency * (one + voiced) / 2 for one in (ends[0], share, ends[1]))
    low, high = max(0.0, min(low, likely - UNSURE)), min(1.0, max(high, likely + UNSURE))
    why = (
        f"{len(own)} of {len(everything)} positions (share {share:.2f}), rank of the voices {voiced:.2f}, "
        f"recency {recency:.2f}"
    )
    newest = sorted(own, key=lambda row: (-float(row["sort_key"] or 0.0), str(row["id"])))[:3]
    return Estimate(low, likely, high, why, tuple(str(row["id"]) for row in newest))


def wilson(share: float, number: float) -> tuple[float, float]:
    """The interval of a share that was seen in a number of cases (E. Wilson, 1927).

    >>> low, high = wilson(0.5, 4)
    >>> round(low, 2), round(high, 2)
    (0.23, 0.77)
    """
    z2 = WIDE * WIDE
    middle = share + z2 / (2 * number)
    half = WIDE * math.sqrt(share * (1 - share) / number + z2 / (4 * number * number))
    low, high = (middle - half) / (1 + z2 / number), (middle + half) / (1 + z2 / number)
    return max(0.0, min(low, share)), min(1.0, max(high, share))


def rank(row: Row) -> float:
    """The rank of the highest who voices a position: 1 for who leads a state or group, 0.5 for who is not known."""
    day = day_of(row) or str(row.get("article_date") or "")
    return max((RANK[_standing(name, day)] for name in several(row.get("actor"))), default=RANK["other"])


def _standing(name: str, day: str) -> str:
    held = _offices().get(name)
    if held is None:
        return "body" if name in _bodies() else "other"
    now = {office for office, start, end in held if not day or (start <= day and (not end or day <= end))}
    if now & LEADERS:
        return "leader"
    return "minister" if now & MINISTERS else "official"


@cached
def _offices() -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in table("people"):
        found.setdefault(row["name"], []).append((row["office"], row["start"], row["end"]))
    return found


@cached
def _bodies() -> frozenset[str]:
    kinds = ("countries", "organisations", "groups", "metonyms")
    return frozenset(row.get("name") or row.get("actor", "") for kind in kinds for row in table(kind))
