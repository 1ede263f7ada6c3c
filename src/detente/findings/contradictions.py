"""Accounts of one matter that cannot both be true: a charge and its denial, two stories, a claim and what was seen.

What makes two tellings a pair is where they stand and how they are worded: a denial answers what was said just before
it; who says that *nobody*, *never*, *all* did so is contradicted by a single case; two who each tell of the other's
fire tell different stories. Where the wording alone does not settle it the trained judge is asked whether they clash.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from detente.findings.matters import named_in
from detente.findings.replies import replies
from detente.findings.rows import Row, day_of, days_between
from detente.findings.signs import sign
from detente.findings.tellings import (
    BREAK,
    NEAR,
    NOT_ONE,
    NOT_YET,
    OWN_EYES,
    REPORTER,
    SEEN,
    Telling,
    absolute,
    all_of_them,
    articles_told,
    clash,
    common,
    factual,
    heard,
    proper,
    same_side,
    stems,
    strong,
)
from detente.findings.versions import DENIES, Version

FEW, LATER = 12, 400  # articles of a small record; days between articles
CLASH, FURTHER, SURE, SUREST = 0.7, 0.85, 0.95, 0.98
VIOLENCE = sign("violence")
ADMITS = sign("admitted")
WHOLE = sign("the whole")
PART = re.compile(
    r"\b\d[\d,.]* of (?:(?:the|its|their|an|some|about|nearly|almost|over|estimated|more|than) ){0,3}\d", re.I
)
BLAMED = re.compile(r"^(?:blam|attribut|put\w* the blame)", re.I)
BACKWARD = re.compile(r"\bwho\b")
OWN = re.compile(r"\b(?:its|their|our|his|her)\b", re.I)


def contradictions(statements: Sequence[Row], passages: Iterable[Sequence[Row]]) -> list[Version]:
    """What two tell incompatibly, the plainest first: replies, two stories, what was seen, and a party's own words.

    `passages` are the sentences of the record in parts of whole articles, so that not all are held at once.
    """
    said: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(statements, key=lambda r: (r["article_nr"], r["start"], r["end"])):
        said[str(row["article"])].append(row)
    few = len(said) <= FEW
    found: list[Version] = []
    everything: list[Telling] = []
    for part in passages:
        for all_told, seen, sentences in articles_told(said, part):
            tellings = [one for one in all_told if heard(one, few)]
            found += replies(all_told if few else tellings, all_told, sentences, few)
            found += _stories(tellings)
            found += _observed(tellings, seen, few)
            found += _own(tellings)
            if few:
                everything += [*tellings, *seen]
    found += _across(everything)  # in a larger record too much is alike in words
    return _each_once(found)


# ---------------------------------------------------------------- two stories side by side


def _stories(tellings: Sequence[Telling]) -> Iterator[Version]:
    """Pairs of tellings that stand side by side; each is set against the one that it most surely contradicts."""
    found = []
    for place, other in enumerate(tellings):
        for one in tellings[:place]:
            if other.nr - one.nr > NEAR or (one.nr == other.nr and one.row["end"] > other.row["start"]):
                continue
            if same_side(one, other) or not (factual(one) and factual(other)):
                continue
            sure = _incompatible(one, other)
            if sure:
                found.append((sure, one, other))
    used: set[int] = set()
    for sure, one, other in sorted(found, key=lambda pair: (-pair[0], pair[1].nr, pair[2].nr)):
        if not used & {one.nr, other.nr}:
            used |= {one.nr, other.nr}
            yield Version(one.text, "claims", [one.row, other.row], sure)


def _incompatible(one: Telling, other: Telling) -> float:
    """How sure it is that two tellings side by side cannot both be true; 0 where nothing says so."""
    next_to = other.nr - one.nr <= 1
    if _blame_each_other(one, other):
        return 0.9 if clash(one, other) >= CLASH else 0.0
    if next_to and any(PART.search(a.text) and WHOLE.search(b.text) for a, b in ((one, other), (other, one))):
        return 0.9 if _of_one(one, other) else 0.0
    if next_to and BLAMED.match(str(one.row["cue"] or "")) and not named_in(one.text) and common(one, other):
        return 0.7
    if DENIES.match(str(one.row["cue"] or "")):
        return 0.0
    alike, speech = bool(common(one, other)), BREAK.search(one.text) or BREAK.search(other.text)
    line = min(_line(t, alike, next_to) for t in (one, other))
    if speech and line <= 1:
        line = SUREST  # a speech of several sentences argues rather than tells
    share = clash(one, other) if line <= 1 else 0.0
    return share if share >= line else 0.0


def _line(telling: Telling, alike: bool, next_to: bool) -> float:
    """What the judge must say of a pair for it to count, for the words of one of the two; more than 1 for never."""
    if strong(telling) and alike:
        return CLASH if next_to else FURTHER
    if all_of_them(telling) and alike:
        return SURE
    return 2.0


def _of_one(one: Telling, other: Telling) -> bool:
    """Whether two tellings may be of the same people: not where each names others."""
    if OWN.search(one.text) and OWN.search(other.text):
        return False  # each tells of its own
    a, b = (proper(t.text) - stems(f"{one.who} {other.who}") for t in (one, other))
    return not a or not b or bool(a & b)


def _blame_each_other(one: Telling, other: Telling) -> bool:
    """Whether each tells of an attack, and each names the other's side."""
    blaming = all(VIOLENCE.search(t.text) and not NOT_YET.match(t.text) for t in (one, other))
    return blaming and _names(one, other) and _names(other, one)


def _names(one: Telling, other: Telling) -> bool:
    about = stems(str(other.row["sentence"]).replace(other.text, " ") + f" {other.who} {other.side}")
    return bool(named_in(one.text) & {other.side, other.who} or proper(one.text) & about)


# ---------------------------------------------------------------- what was said and what was seen


def _observed(tellings: Sequence[Telling], seen: Sequence[Telling], few: bool) -> Iterator[Version]:
    for sight in seen:
        likely = []
        for one in tellings:
            apart = abs(sight.nr - one.nr)
            own_eyes = few and OWN_EYES.search(sight.text) is not None
            if (
                apart <= (2 * NEAR if own_eyes else NEAR)
                and (one.nr <= sight.nr or own_eyes)
                and factual(one)
                and (few or absolute(one))
            ):
                shown = _rest(sight, one)
                if shown is not None and not NOT_ONE.search(shown.text):
                    likely.append((0.8 if one.nr == sight.nr and absolute(one) else clash(one, shown), one))
        sure, best = max(likely, key=lambda found: found[0], default=(0.0, None))
        if best is not None and sure >= (CLASH if absolute(best) and abs(sight.nr - best.nr) <= NEAR else SURE):
            yield Version(best.text, "evidence", [best.row, sight.row], sure)


def _rest(sight: Telling, one: Telling) -> Telling | None:
    """What of the sentence of a sight is left beside a statement in it; None where no sight is."""
    if one.nr != sight.nr:
        return sight
    left = str(sight.row["text"])[max(0, one.row["end"] - sight.row["start"]) :]
    return sight._replace(text=left, alone=True) if SEEN.search(left) else None


# ---------------------------------------------------------------- a party against its own words


def _own(tellings: Sequence[Telling]) -> Iterator[Version]:
    """`Who had declared that not one dollar changed hands told the house that he knew of a payment`."""
    for place, other in enumerate(tellings):
        for one in tellings[:place]:
            if one.side != other.side or other.nr - one.nr > 1 or one.row["end"] > other.row["start"]:
                continue
            before, after = (
                str(t.row["sentence"])[: max(0, t.row["start"] - t.row["sentence_start"])] for t in (one, other)
            )
            earlier = BACKWARD.search(before) is not None
            if absolute(one) and factual(other) and not absolute(other) and (earlier or ADMITS.search(after)):
                share = clash(one._replace(alone=True), other._replace(alone=True))
                if share >= CLASH:
                    yield Version(one.text, "own words", [one.row, other.row], share)


def _across(told_of: Sequence[Telling]) -> Iterator[Version]:
    """Absolute words in one article against what is told in a later one, by the same party or by another."""
    holding: dict[str, list[Telling]] = defaultdict(list)
    for t in told_of:
        for stem in stems(t.text) | {t.side}:
            holding[stem].append(t)
    for one in told_of:
        if one.who == REPORTER or not absolute(one):
            continue
        near = {str(t.row["id"]): t for stem in (*sorted(stems(one.text)), one.side, REPORTER) for t in holding[stem]}
        ranked = [(clash(one, t), t) for t in near.values() if _may_cross(one, t)]
        share, best = max(ranked, key=lambda found: found[0], default=(0.0, None))
        own = best is not None and same_side(one, best)
        if best is not None and share >= (SURE if own and ADMITS.search(str(best.row["sentence"])) else SUREST):
            kind = "own words" if own else "evidence" if best.who == REPORTER else "claims"
            yield Version(one.text, kind, [one.row, best.row], share)


def _may_cross(one: Telling, other: Telling) -> bool:
    """Whether a later telling is likely enough of the matter of absolute words for the judge to be asked."""
    if other.row["article"] == one.row["article"] or not _later(one, other) or not factual(other):
        return False
    if same_side(one, other):
        return strong(one) or ADMITS.search(str(other.row["sentence"])) is not None
    return not absolute(other) and strong(one) and bool(common(one, other) or other.who == REPORTER)


def _later(one: Telling, other: Telling) -> bool:
    days = days_between(day_of(one.row), day_of(other.row))
    return days is not None and 0 < days <= LATER


def _each_once(found: Sequence[Version]) -> list[Version]:
    """The pairs in their order; a sentence stands in one of a class: what parties tell, what was seen, own words."""
    seen: set[tuple[str, str, int]] = set()
    pairs: set[frozenset[tuple[str, int]]] = set()
    kept = []
    for version in found:
        where = [(str(r["article"]), int(r["sentence_start"])) for r in version.told]
        across = where[0][0] != where[1][0]
        kind = f"{'told' if version.kind in ('denial', 'claims') else version.kind}{' later' if across else ''}"
        ends = {(kind, *place) for place in where}
        if frozenset(where) not in pairs and not ends & seen:
            seen |= ends
            pairs.add(frozenset(where))
            kept.append(version)
    return kept
