"""Measure what is told of one event, one utterance or in one text: clusters of tellings, and families of articles.

`clusters.jsonl` holds 60 invented files of two to four articles each, with 117 clusters of labelled tellings: events
and statements that several articles tell, beside others that are easily taken for them (another town, day, speaker or
round of talks; the opposite; a plan; an old attack recalled). All are coded as one record, so that a telling may also
be joined wrongly with one of another file. Near copies are coded too: what is measured is what is joined. Pairs are
tellings that a label, or the program, puts into one cluster: `pairs` counts a telling that was not coded as missed,
`pairs of coded` leaves it out. `disagreements`: in what fields the tellings of a cluster differ, by label and by
`findings/differing.py`.

Families are measured on 5,000 articles that `near.py` makes of the sentences of the other sets: adjusted Rand index.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import comb
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from floors import Figures, Item, read, run
from near import made

from detente import api
from detente.findings.clusters import Cluster, clusters
from detente.findings.differing import differing
from detente.findings.families import families
from detente.sameness.families import Told, kin
from detente.sameness.families import families as grouped

ARTICLES, SEEDS = 5000, {"open": 1, "closed": 2}
MINUTE = 60.0  # of processor time, so that a busy machine fails nothing
Telling = tuple[str, int]  # a file and a labelled telling of it


def measure(errors: bool) -> Figures:
    """Pairwise F1 of clusters, F1 of disagreements, versions found, and the Rand index of families, of each half."""
    return {**_clusters(errors), **_families()}


# ---------------------------------------------------------------- clusters of tellings


def _clusters(errors: bool) -> Figures:
    cases = read("clusters.jsonl")
    with TemporaryDirectory() as folder:
        path = Path(folder, "articles.jsonl")
        rows = [article for case in cases for article in case["articles"]]
        path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        db = api.read(path, record=Path(folder, "record"), all_copies=True).db
        found = clusters(db)
        later = families(db).later
    figures: Figures = {}
    at = {str(row["id"]): number for number, cluster in enumerate(found) for row in cluster.rows}
    where = _places(found)
    for half in ("open", "closed"):
        own = [case for case in cases if case["half"] == half]
        for kind in ("event", "statement"):
            coded = {
                (case["id"], number): _coded(mention, where)
                for case in own
                for number, mention in enumerate(case["mentions"])
                if mention["kind"] == kind
            }
            labels = {
                (case["id"], number): f"{case['id']} {case['mentions'][number]['cluster']}"
                for case in own
                for number in range(len(case["mentions"]))
            }
            if errors and half == "open":
                _show(own, coded, labels, at)
            known = {telling for telling, record in coded.items() if record}
            put = {telling: str(at[coded[telling]]) if coded[telling] else f"none {telling}" for telling in coded}
            figures[f"{kind}s, {half}: pairs"] = _f1(_pairs(labels, coded), _pairs(put, coded))
            figures[f"{kind}s, {half}: pairs of coded"] = _f1(_pairs(labels, known), _pairs(put, known))
            gold, ours = _pairs(labels, known), _pairs(put, known)
            figures[f"{kind}s, {half}: pairs put that are right"] = round(len(gold & ours) / max(1, len(ours)), 3)
        figures[f"disagreements, {half}"] = _disagreements(own, at, where, found, errors and half == "open")
        wanted = {(one, other) for case in own for other, one in case["supersedes"].items()}
        ours = {article["id"] for case in own for article in case["articles"]}
        if wanted:
            figures[f"versions, {half}"] = _f1(wanted, {(a, b) for a, b in later.items() if a in ours})
    return figures


def _places(found: Sequence[Cluster]) -> dict[tuple[str, str], list[Item]]:
    held: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for cluster in found:
        for row in cluster.rows:
            held[row["article"], cluster.kind].append(row)
    return held


def _coded(mention: Item, where: Mapping[tuple[str, str], list[Item]]) -> str | None:
    """The record that codes a labelled telling: of those that overlap with half of it the one of its type."""
    best = []
    for row in where.get((mention["article"], mention["kind"]), ()):
        overlap = min(row["end"], mention["end"]) - max(row["start"], mention["start"])
        shorter = min(row["end"] - row["start"], mention["end"] - mention["start"])
        whole = max(row["end"], mention["end"]) - min(row["start"], mention["start"])
        if overlap >= shorter / 2:
            best.append((row.get("type") != mention["type"], -overlap / whole, row["id"]))
    return str(min(best)[2]) if best else None


def _pairs(labels: Mapping[Telling, str], among: Iterable[Telling]) -> set[frozenset[Telling]]:
    held: dict[str, list[Telling]] = defaultdict(list)
    for telling in among:
        held[labels[telling]].append(telling)
    return {frozenset(pair) for own in held.values() for pair in combinations(own, 2)}


def _f1(gold: set[object] | set[frozenset[Telling]], put: set[object] | set[frozenset[Telling]]) -> float:
    return round(2 * len(gold & put) / max(1, len(gold) + len(put)), 3)


def _disagreements(
    cases: Sequence[Item],
    at: Mapping[str, int],
    where: Mapping[tuple[str, str], list[Item]],
    found: Sequence[Cluster],
    errors: bool,
) -> float:
    """F1 of (file, cluster, field), of a cluster what is found for the one that most of its tellings are in."""
    gold: set[object] = set()
    put: set[object] = set()
    for case in cases:
        held: dict[str, Counter[int]] = defaultdict(Counter)
        for mention in case["mentions"]:
            record = _coded(mention, where)
            if record and mention["kind"] == "event":
                held[mention["cluster"]][at[record]] += 1
        for name, counted in held.items():
            number = min(counted, key=lambda n: (-counted[n], n))
            put |= {(case["id"], name, one.field) for one in differing(found[number].rows)}
        gold |= {(case["id"], name, field) for name, fields in case["disagree"].items() for field in fields}
    if errors:
        print("missed disagreements:", sorted(gold - put, key=str))
        print("false disagreements:", sorted(put - gold, key=str))
    return _f1(gold, put)


def _show(
    cases: Sequence[Item], coded: Mapping[Telling, str | None], labels: Mapping[Telling, str], at: Mapping[str, int]
) -> None:
    put = {telling: str(at[record]) if record else f"none {telling}" for telling, record in coded.items()}
    gold, ours = _pairs(labels, coded), _pairs(put, coded)
    texts = {case["id"]: (case, {a["id"]: a["text"] for a in case["articles"]}) for case in cases}

    def words(telling: Telling) -> str:
        case, held = texts[telling[0]]
        mention = case["mentions"][telling[1]]
        return f"{mention['article']} «{held[mention['article']][mention['start'] : mention['end']]}» {coded[telling]}"

    for mark, pairs in (("- missed", gold - ours), ("+ wrong ", ours - gold)):
        for pair in sorted(sorted(map(words, pair)) for pair in pairs):
            print(mark, " = ".join(pair))


# ---------------------------------------------------------------- families of articles


def _families() -> Figures:
    figures: Figures = {}
    for half, seed in SEEDS.items():
        texts, gold = made(ARTICLES, seed, half)
        started = process_time()
        articles = [Told(number, text) for number, text in enumerate(texts)]
        put = grouped(articles, kin(articles))
        seconds = process_time() - started
        figures[f"families, {half}: Rand index"] = round(rand_index(gold, [put[n] for n in range(len(texts))]), 3)
        figures[f"families, {half}: in a minute"] = float(seconds < MINUTE)
        print(f"{len(texts):,} articles, {half} half: {seconds:.1f} s of one core")
    return figures


def rand_index(gold: Sequence[int], put: Sequence[int]) -> float:
    """The Rand index of two partitions, adjusted for chance (Hubert and Arabie 1985)."""
    both = sum(comb(n, 2) for n in Counter(zip(gold, put, strict=True)).values())
    one, other = (sum(comb(n, 2) for n in Counter(part).values()) for part in (gold, put))
    chance = one * other / comb(len(gold), 2)
    return (both - chance) / ((one + other) / 2 - chance)


if __name__ == "__main__":
    sys.exit(run("clusters", __doc__, ("clusters.jsonl", "near.py"), measure))
