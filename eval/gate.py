"""Measure the coder on our own labelled articles and hold every figure against its floor.

    python eval/gate.py              # measure, print, fail (exit 1) where a figure is below its floor
    python eval/gate.py --errors     # also print every miss and every false alarm
    python eval/gate.py --update     # raise the floors to what was measured; never lowers one

Half of the articles are closed: they count, but --errors does not show them, so that nobody writes rules for them.
A gold item and a coded item of one article are paired where the overlap of their spans is at least half of the shorter
one, most fields in agreement first. Actors are compared by the side they stand for. See eval/README.md for the labels.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator

from floors import Figures, Item, read, run

from detente.actors.gazetteer import known, side_of
from detente.lines import line
from detente.records import Article, Unread
from detente.work import code

LAYERS: dict[str, tuple[str, ...]] = {  # layer: the fields that must agree for `all`, the actors first
    "statements": ("speaker",),
    "events": ("actor", "recipient", "type"),
    "positions": ("actor", "stance"),
    "inducements": ("actor", "target", "kind"),
    "commitments": ("actor",),
}
ACTORS = frozenset({"speaker", "actor", "recipient", "target"})


def sides(value: str | None) -> frozenset[str]:
    """The sides that a field's actors stand for; empty where the text does not say."""
    return frozenset(side_of(name.strip()).casefold() for name in value.split(";")) if value else frozenset()


def alike(one: str | None, other: str | None) -> bool:
    """Whether two fields name the same sides, or one of them in words that are among the other's.

    `Ministers` and `the Ministers`, `Lam` and `Carrie Lam`; not two that the codebook knows (`Sudan`, `South Sudan`).
    """
    gold, coded = sides(one), sides(other)
    if gold == coded:
        return True
    if len(gold) != 1 or len(coded) != 1:
        return False
    (a,), (b,) = gold, coded
    first, second = ({w for w in name.split() if w != "the"} for name in (a, b))
    known_as = {
        entry.name for entry in (known(str(one)), known(str(other))) if entry is not None and entry.kind != "person"
    }
    return (first <= second or second <= first) and len(known_as) < 2


def agreement(layer: str, gold: Item, coded: Item) -> list[bool]:
    """For each field of a layer, whether two items agree in it."""
    return [
        alike(gold.get(field), coded.get(field)) if field in ACTORS else gold.get(field) == coded.get(field)
        for field in LAYERS[layer]
    ]


def pairs(layer: str, gold: list[Item], coded: list[Item]) -> Iterator[tuple[Item, Item, bool]]:
    """Pair gold with coded items one to one, best first: (gold, coded, whether all fields agree)."""
    found = []
    for i, g in enumerate(gold):
        for j, c in enumerate(coded):
            overlap = min(g["end"], c["end"]) - max(g["start"], c["start"])
            shorter = min(g["end"] - g["start"], c["end"] - c["start"])
            if overlap > 0 and overlap >= shorter / 2:
                agreed = agreement(layer, g, c)
                found.append((-sum(agreed), -overlap / shorter, i, j, all(agreed)))
    taken_gold: set[int] = set()
    taken_coded: set[int] = set()
    for _, _, i, j, right in sorted(found):
        if i not in taken_gold and j not in taken_coded:
            taken_gold.add(i)
            taken_coded.add(j)
            yield gold[i], coded[j], right


def coded_line(article: Article) -> Item:
    """What `detente code` prints of an article. Raises ValueError where it could not be coded."""
    outcome = code(article)
    if isinstance(outcome, Unread):
        raise ValueError(f"{article.id}: {outcome.reason}")
    row: Item = json.loads(line(article, outcome[1]))
    return row


def measure(errors: bool) -> Figures:
    """F1 of each layer: of the spans alone and with every field right, over all articles and over the closed ones."""
    articles = [Article(**row) for row in read("articles.jsonl")]
    gold = {row["id"]: row for row in read("gold.jsonl")}
    coded = {article.id: coded_line(article) for article in articles}
    texts = {article.id: article.text for article in articles}
    figures: Figures = {}
    for layer in LAYERS:
        counts = {"all": Counter[str](), "closed": Counter[str]()}
        for key, labels in gold.items():
            matched = list(pairs(layer, labels[layer], coded[key][layer]))
            count = Counter(
                spans=len(matched),
                right=sum(agrees for _, _, agrees in matched),
                listed=len(labels[layer]) + len(coded[key][layer]),
            )
            counts["all"] += count
            if labels["closed"]:
                counts["closed"] += count
            elif errors:
                show_errors(layer, texts[key], labels[layer], coded[key][layer], matched)
        for which, count in counts.items():
            figures[f"{layer}, {which}: spans"] = round(2 * count["spans"] / count["listed"], 3)
            figures[f"{layer}, {which}: all fields"] = round(2 * count["right"] / count["listed"], 3)
    return figures


def show_errors(
    layer: str, text: str, gold: list[Item], coded: list[Item], matched: list[tuple[Item, Item, bool]]
) -> None:
    """Print each pair that does not agree, each miss and each false alarm of a text."""

    def show(mark: str, item: Item) -> None:
        fields = " ".join(f"{field}={item.get(field)}" for field in LAYERS[layer])
        print(f"{mark} {layer[:-1]:10s} {fields}  «{text[item['start'] : item['end']]}»")

    for g, c, agrees in matched:
        if not agrees:
            show("~ gold ", g)
            show("~ coded", c)
    for item in gold:
        if not any(item is g for g, _, _ in matched):
            show("- missed", item)
    for item in coded:
        if not any(item is c for _, c, _ in matched):
            show("+ extra ", item)


if __name__ == "__main__":
    sys.exit(run("articles", __doc__, ("gold.jsonl", "articles.jsonl"), measure))
