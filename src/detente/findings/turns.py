"""Earlier and later stances of one voice on what their words show to be the same, whatever each is called.

The name of an issue is made of the words of one sentence: `the deployment of observers` and `U.N. observers` are one
matter under two names. Here two names are one where all that one of them says stands in the other or in its sentence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import log, sqrt
from typing import NamedTuple

from detente.findings.likeness import is_land, words
from detente.findings.matters import CLEAR, known_issue, specific
from detente.findings.moves import AGAINST, BETWEEN, FOR, HALT
from detente.findings.rows import Row, issue_key, order

# what says nothing of which matter it is
EMPTY = frozenset(
    words(
        "demand request call proposal plan offer idea step measure move issue matter question talks negotiations "
        "discussion agreement accord deal pact agreement document text draft part outline scheme formula condition "
        "term role change programme program process new full total entire immediate any all further role acceptance "
        "kind form side party government country state thing way number group"
    )
)
COMMON = 60  # stances of a voice that name a word: of more only the youngest are looked at
SURE = 0.6
PLAIN = frozenset({"reject", "accept", "promise", "conditional", "propose", "open"})
LONE = 0.6  # of two names that have one word in common that no table of issues knows
REFUSING = re.compile(r"\b(?:not|never|no|nor|neither|refus\w*|reject\w*|rul\w+ out|without)\b|n[’']t\b", re.I)


class Turn(NamedTuple):
    """A stance, a later one of the same voice that goes another way, and how surely they are on one matter."""

    before: Row
    after: Row
    same: float


def turns(groups: Iterable[tuple[str, list[Row]]]) -> Iterator[tuple[str, Turn]]:
    """Of each later stance of a voice the nearest earlier one that it departs from."""
    held: dict[str, dict[str, Row]] = defaultdict(dict)
    for who, group in groups:
        held[who].update({row["id"]: row for row in group if _plain(row)})
    spread = _spread(held)
    for who, rows in sorted(held.items()):
        own = words(who)
        seen: dict[str, list[tuple[Row, frozenset[str]]]] = defaultdict(list)
        found: list[tuple[Turn, frozenset[str]]] = []
        for row in sorted(rows.values(), key=order):
            name = _named(row, own)
            near = {id(b): (b, theirs) for word in sorted(name) for b, theirs in seen[word][-COMMON:]}
            best = _nearest(row, name, list(near.values()), spread)
            if best is not None and turned(best.before, row):
                found.append((best, name))
            for word in name:
                seen[word].append((row, name))
        often = Counter(word for _, name in found for word in name)
        for turn, name in found:
            # one voice that turns at every step is told of in several senses rather than turning
            yield who, turn._replace(same=round(turn.same / sqrt(max(often[word] for word in name)), 3))


def _plain(row: Row) -> bool:
    """Whether a stance is told plainly enough to be put beside one under another name."""
    named = row["stance"] != "promise" or row["topic"]  # what is promised at length is no name
    return bool(
        float(row["confidence"]) >= SURE and row["rule"] != "reader" and row["stance"] in PLAIN and named and row["day"]
    )


def _spread(held: dict[str, dict[str, Row]]) -> dict[str, float]:
    """How rare each word of a matter is among the articles of a record, 0 to 1."""
    of_article: dict[str, set[str]] = defaultdict(set)
    for rows in held.values():
        for row in rows.values():
            of_article[row["article"]] |= _told(str(row["sentence"]))
    counts = Counter(word for found in of_article.values() for word in found)
    total = max(2, len(of_article))
    return {word: log(1 + total / number) / log(1 + total) for word, number in counts.items()}


@lru_cache(maxsize=50_000)
def _told(sentence: str) -> frozenset[str]:
    return frozenset(words(sentence))


def _named(row: Row, own: set[str]) -> frozenset[str]:
    return frozenset(word for word in words(str(row["issue"])) - EMPTY - own if not is_land(word))


def _nearest(
    row: Row, name: frozenset[str], earlier: list[tuple[Row, frozenset[str]]], spread: dict[str, float]
) -> Turn | None:
    """The youngest of the earlier stances that are surest to be on the same matter."""
    best = None
    for before, theirs in earlier:
        if before["article"] == row["article"] or before["day"] >= row["day"]:
            continue
        same = _same(before, theirs, row, name, spread)
        if same and (
            best is None or (same >= best.same - 0.1 and order(before) >= order(best.before)) or same > best.same + 0.3
        ):
            best = Turn(before, row, same)
    return best


def _same(before: Row, theirs: frozenset[str], after: Row, name: frozenset[str], spread: dict[str, float]) -> float:
    """How surely two stances are on one matter, 0 to 1."""
    if bool(HALT.search(str(before["issue"]))) != bool(HALT.search(str(after["issue"]))):
        return 0.0
    shared = theirs & name
    if not shared:
        return 0.0
    told = [_told(str(row["sentence"])) for row in (before, after)]
    covered = max(
        _weight(theirs & (name | told[1]), spread) / _weight(theirs, spread),
        _weight(name & (theirs | told[0]), spread) / _weight(name, spread),
    )
    names = [str(row["issue"]) for row in (before, after)]
    clear = all(specific(name) >= CLEAR for name in names)
    return round(covered * (1.0 if clear and (len(shared) > 1 or all(map(known_issue, names))) else LONE), 3)


def _weight(found: frozenset[str] | set[str], spread: dict[str, float]) -> float:
    return sum(spread.get(word, 1.0) for word in found) or 1e-9


def way(row: Row) -> int:
    """Against, between or for: who will not do a thing `until` another is done is against it for now."""
    if row["class"] == BETWEEN and REFUSING.search(str(row["text"])):
        return AGAINST
    return int(row["class"])


def turned(before: Row, after: Row) -> bool:
    """Whether the later of two stances goes another way."""
    one, other = way(before), way(after)
    if one == other:
        return False
    if issue_key(str(before["issue"])) == issue_key(str(after["issue"])) and {one, other} != {AGAINST, BETWEEN}:
        return False  # of one name: `moves` sees to it
    return not (BETWEEN in (one, other) and FOR in (one, other) and "open" in (before["stance"], after["stance"]))
