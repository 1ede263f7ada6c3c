"""Families of articles: copies, cuts, edits and later versions of one text, across the whole of a record.

Two articles are kin where enough of the shorter stands in the longer. A family is what kinship holds together, and
counts as one source. Within it a later version of one outlet under one address or headline supersedes the earlier.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.sameness.copies import DAYS as COPIED_WITHIN
from detente.sameness.copies import days_apart, nothing_new
from detente.sameness.joining import joined_by_mean
from detente.sameness.sketches import Index, Sketch, contained, digest, jaccard, sketch
from detente.sameness.words import runs

ROWS = 2
LEAST_RUNS = 12  # a shorter text has too few runs to be known by
WORTH = 0.25  # estimated share of the shorter text at which two are compared word by word
SHARED = 0.45  # share of the shorter text's runs that stand in the longer: kin
VERSION = 0.15  # the same, of two texts that one outlet has under one address
HEADLINE_DAYS = 3  # a headline that comes back later is another story's
MEAN = 0.35  # what the members of two families share on average, to be one
CERTAIN = frozenset({"same text", "one address"})
KEPT = 1_000  # texts whose runs are held in memory; those of older ones are read again
CROWD = 400  # texts that one is compared with at most: more are alike only in a form of words


@dataclass(frozen=True, slots=True)
class Told:
    """An article as kinship sees it: `nr` its place in the record, `day` an ISO day, `name` what the input calls it."""

    nr: int
    text: str
    day: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Kin:
    """Two articles of one family, why, and the share of the shorter that stands in the longer.

    `rule`: `same text`; `copy`, `one` tells nothing that `other` does not; `one address`, versions of one outlet; or
    only `shared text`.
    """

    one: int
    other: int
    rule: str
    shared: float


def kin(articles: Iterable[Told]) -> Iterator[Kin]:
    """The pairs that hold families together, each article with those before it that it is most like."""
    index = Index(ROWS)
    kept: list[Told] = []
    sizes: list[int] = []
    sketches: list[Sketch] = []
    texts: dict[int, set[str]] = {}
    first: dict[str, int] = {}
    for article in articles:
        same = first.setdefault(article.text, article.nr)
        if same != article.nr:
            yield Kin(article.nr, same, "same text", 1.0)
            continue
        own = runs(article.text)
        if len(own) < LEAST_RUNS:
            continue
        made = sketch(own)
        mine = digest(made)
        likely = []
        for i in index.like(made):
            likeness = jaccard(mine, sketches[i])
            share = contained(likeness, min(len(own), sizes[i]), max(len(own), sizes[i]))
            if share >= WORTH or (share >= VERSION / 2 and _one_place(article, kept[i])):
                likely.append((-share, i))
        for _, i in sorted(likely)[:CROWD]:
            other = texts.get(i) or runs(kept[i].text)
            shared = len(own & other) / min(len(own), len(other))
            if shared >= SHARED or (shared >= VERSION and _one_place(article, kept[i])):
                yield _kin(article, own, kept[i], other, round(shared, 3))
        index.add(len(kept), made)
        texts[len(kept)] = own
        texts.pop(len(kept) - KEPT, None)
        kept.append(article)
        sizes.append(len(own))
        sketches.append(mine)


def _kin(article: Told, own: set[str], earlier: Told, runs_of_earlier: set[str], shared: float) -> Kin:
    if _one_place(article, earlier):
        return Kin(article.nr, earlier.nr, "one address", shared)
    days = days_apart(article.day, earlier.day)
    if days is None or days <= COPIED_WITHIN:
        if nothing_new(article.text, own, earlier.text, runs_of_earlier):
            return Kin(article.nr, earlier.nr, "copy", shared)
        if nothing_new(earlier.text, runs_of_earlier, article.text, own):
            return Kin(earlier.nr, article.nr, "copy", shared)
    return Kin(article.nr, earlier.nr, "shared text", shared)


def _one_place(one: Told, other: Told) -> bool:
    if one.name is not None and one.name == other.name:
        return True
    return one.source == other.source and one.url == other.url and None not in (one.source, one.url)


def families(articles: Sequence[Told], pairs: Iterable[Kin]) -> dict[int, int]:
    """From each article to the first of its family, which may be itself.

    Families are joined by the mean of what their members share, so that an article that is made of two texts, or a
    background paragraph that many share, does not make one family of them.
    """
    held = list(pairs)
    ties = ((pair.one, pair.other, pair.shared) for pair in held if pair.rule not in CERTAIN)
    groups = joined_by_mean((article.nr for article in articles), ties, MEAN)
    for pair in held:
        if pair.rule in CERTAIN:
            groups.join(pair.one, pair.other)
    return {article.nr: groups.first(article.nr) for article in articles}


def superseded(articles: Sequence[Told], family: dict[int, int]) -> dict[int, int]:
    """From each article that a later version replaces to the version that does so next.

    A version is of the same family; it has the same name, or is of the same outlet with the same address or, within
    days, the same headline.
    """
    held: dict[tuple[int, str | None, str, str], list[Told]] = defaultdict(list)
    for article in articles:
        if article.name:
            held[family[article.nr], None, "name", article.name].append(article)
        if article.source and article.url:
            held[family[article.nr], article.source, "url", article.url].append(article)
        if article.source and article.title:
            held[family[article.nr], article.source, "title", article.title.casefold().strip()].append(article)
    found: dict[int, int] = {}
    for (_, _, by, _), versions in sorted(held.items(), key=lambda item: item[1][0].nr):
        versions.sort(key=lambda a: (a.day or "", a.nr))
        for one, other in pairwise(versions):
            near = days_apart(one.day, other.day)
            if one.text != other.text and (by != "title" or (near is not None and near <= HEADLINE_DAYS)):
                found.setdefault(one.nr, other.nr)
    return found


def copies(pairs: Iterable[Kin]) -> dict[int, int]:
    """From each article that is a copy to the first that it is a copy of, which is none itself where there is one."""
    held: dict[int, list[int]] = defaultdict(list)
    for pair in pairs:
        if pair.rule in ("same text", "copy"):
            held[pair.one].append(pair.other)
    found: dict[int, int] = {}
    for article in sorted(held):
        originals = [other for other in sorted(held[article]) if found.get(other) != article]
        if originals:
            found[article] = min(originals, key=lambda other: (other in held, other))
    return found
