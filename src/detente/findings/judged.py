"""What the judge reads as a move of one party, a clash of accounts, or a promise not kept.

A passage stands on each side of one such pair at most: the surest goes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from typing import NamedTuple

import duckdb

from detente.findings.compared import Compared, compared
from detente.findings.matters import shared
from detente.findings.rows import Row, several

KINDS: dict[str, tuple[str, ...]] = {"move": ("towards", "away"), "clash": ("clash",), "breach": ("broken", "partly")}
BINDING = """
SELECT article, sentence_start FROM positions UNION SELECT article, sentence_start FROM commitments
"""
SPOKEN = "SELECT article, sentence_start FROM statements"
LONG = 4  # letters of a word that says what a sentence is about
Place = tuple[str, int]  # an article and where a sentence of it begins


class Judged(NamedTuple):
    """Two passages that have to do with one another, how, and how sure that is; and whose the earlier is."""

    before: Row
    after: Row
    label: str
    score: float
    actor: str
    side: str


def judged(db: duckdb.DuckDBPyConnection, line: float) -> dict[str, list[Judged]]:
    """The pairs of each kind with at least this probability, the surest first."""
    binding = _places(db, BINDING)
    spoken = binding | _places(db, SPOKEN)
    pairs = compared(db)
    return {kind: _of_kind(kind, pairs, binding, spoken, line) for kind in KINDS}


def _places(db: duckdb.DuckDBPyConnection, query: str) -> set[Place]:
    return {(str(article), int(start)) for article, start in db.execute(query).fetchall()}


def _of_kind(
    kind: str, pairs: Iterable[Compared], binding: Set[Place], spoken: Set[Place], line: float
) -> list[Judged]:
    labels = KINDS[kind]
    found = []
    for pair in pairs:
        score = sum(pair.shares[label] for label in labels)
        if score >= line and _may_be(kind, pair, binding, spoken):
            found.append(_judged(pair, labels, score))
    found.sort(key=lambda one: (-one.score, one.before["id"], one.after["id"]))
    first: dict[str, tuple[object, ...]] = {}
    for one in found:
        first[one.before["id"]] = min(first.get(one.before["id"], _when(one.after)), _when(one.after))
    seen: set[tuple[str, str]] = set()
    kept = []
    for one in found:
        ends = {("before", one.before["id"]), ("after", one.after["id"])}
        # what moved once is not told again of each later passage
        if _when(one.after) == first[one.before["id"]] and not ends & seen:
            seen |= ends
            kept.append(one)
    return kept


def _when(passage: Row) -> tuple[object, ...]:
    """In which article a passage stands, in the order of the record."""
    return str(passage["article_date"] or ""), passage["article_nr"]


def _judged(pair: Compared, labels: tuple[str, ...], score: float) -> Judged:
    before, after = pair.before, pair.after
    label = max(labels, key=lambda name: pair.shares[name])
    one_side = before["side"] == after["side"]
    actor = before["actor"] if before["actor"] == after["actor"] or not one_side else before["side"]
    return Judged(before, after, label, round(score, 3), str(actor), str(before["side"] or actor))


# ---------------------------------------------------------------- which pairs can mean what


def _may_be(kind: str, pair: Compared, binding: Set[Place], spoken: Set[Place]) -> bool:
    """Whether a pair can be of a kind: a move is one party's, a breach is of a word that binds, two tellings clash."""
    before, after = pair.before, pair.after
    later = bool(before["article"] != after["article"])
    if kind == "move":
        return later and _takes(before, binding) and _takes(after, spoken) and _one_party(before, after)
    if kind == "breach":
        # the article that tells of a promise is too early for its breach
        return later and _place(before) in binding and _of_one_thing(before, after)
    return before["voice"] == "attributed" and after["actor"] is not None


def _takes(passage: Row, binding: Set[Place]) -> bool:
    """Whether a passage may take a stance: it is somebody's words, or one is recorded in it."""
    return passage["voice"] == "attributed" or _place(passage) in binding


def _place(passage: Row) -> Place:
    return str(passage["article"]), int(passage["start"])


def _one_party(before: Row, after: Row) -> bool:
    """Whether two passages are of one party: a side or a name in common."""
    return bool(set(several(before["side"])) & set(several(after["side"])) or _names(before) & _names(after))


def _of_one_thing(before: Row, after: Row) -> bool:
    """Whether two passages have a word of what they are about in common, the parties' names apart."""
    common = {word for word in shared(str(before["text"]), str(after["text"])) if len(word) >= LONG}
    return bool(common - {name.casefold() for name in _names(before) | _names(after)})


def _names(row: Row) -> set[str]:
    return set(re.findall(r"[A-Z][\w’'-]{3,}", f"{row['actor'] or ''} {row['side'] or ''}"))
