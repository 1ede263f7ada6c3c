"""Measure whom phrases stand for on our own labelled passages and hold every figure against its floor.

    python eval/references.py              # measure, print, fail (exit 1) where a figure is below its floor
    python eval/references.py --errors     # also print what was wrong or not linked, of the open half only
    python eval/references.py --update     # raise the floors to what was measured; never lowers one

A label is a phrase and the namings that it takes up, or null where it must not be linked. A phrase is linked where a
mention at it stands for more than its own words; the link is right where that mention stands for the same actors as
those at the namings. Precision is right of linked, a link of a null phrase counted as wrong; recall is right of all
phrases that are to be linked.
"""

from __future__ import annotations

import sys
from collections import Counter

from floors import Figures, Item, read, run

from detente.actors import gazetteer
from detente.annotate import annotate
from detente.codebook.spelling import Words, words_of
from detente.doc import Doc, Mention
from detente.extract import extract
from detente.records import Article

KINDS = (
    "name", "title", "description", "pronoun", "possessive", "reflexive", "joint", "latter", "metonym", "first",
    "second",
)  # fmt: skip


def bare(words: str) -> Words:
    """Words as they are compared, without an article before them."""
    found = words_of(words)
    return found[1:] if found[:1] in (("the",), ("a",), ("an",)) else found


def mention_at(doc: Doc, start: int, end: int) -> Mention | None:
    """The mention at a phrase: the one that shares its head and covers it best."""
    tokens = doc.between(start, end)
    inside = {t.i for t in tokens}
    heads = {t.i for t in tokens if t.head.i not in inside or t.head is t}
    ranked = []
    for mention in doc.mentions:
        covered = set(range(mention.first, mention.last))
        share = len(covered & inside) / len(covered | inside)
        if mention.head in heads or (mention.head in inside and share >= 0.5 and heads <= covered):
            ranked.append((share, mention.first, mention))
    return max(ranked, key=lambda r: r[:2])[2] if ranked else None


def own_words(doc: Doc, mention: Mention) -> bool:
    """Whether a mention stands for nothing but its own words."""
    said = bare(doc.text[doc.tokens[mention.first].start : doc.tokens[mention.last - 1].end])
    return mention.why.startswith("words as they stand") or (
        len(mention.actors) == 1 and bare(mention.actors[0]) == said
    )


def same(found: str, wanted: set[str], words: Words, *, date: str | None) -> bool:
    """Whether an actor is one of those at a naming or, where none was found there, fits its words."""
    named = bare(found)
    if found in wanted or (not wanted and named and (named == words[-len(named) :] or words == named[-len(words) :])):
        return True
    entry, side = gazetteer.known(found, date), gazetteer.side_of(found, date)
    of_state = entry is None or entry.kind != "person"  # `the army`, `Moscow`
    return of_state and any(side == name or gazetteer.side_of(" ".join(words), date) == side for name in wanted or {""})


def right(doc: Doc, mention: Mention, namings: list[list[int]]) -> bool:
    """Whether a mention stands for the actors at all namings and for no others."""
    left = list(mention.actors)
    for start, end in namings:
        at = mention_at(doc, start, end)
        wanted = set(at.actors) if at is not None else set()
        words = bare(doc.text[start:end])
        fitting = [actor for actor in mention.actors if same(actor, wanted, words, date=doc.article.date)]
        if not fitting:
            return False
        left = [actor for actor in left if actor not in fitting]
    return not left


def verdict(doc: Doc, label: Item) -> str:
    """What became of a label: right, wrong, none (not linked), or "" for a null phrase that was rightly left alone."""
    mention = mention_at(doc, label["start"], label["end"])
    if label["to"] is None:
        if mention is None or own_words(doc, mention):
            return ""
        others = [m for m in doc.mentions if m.last <= mention.first or m.first >= mention.last]
        named = {
            actor
            for m in others
            if not m.why.startswith("words as they stand")
            for actor in m.actors
            if m.form != "pronoun"
        }
        return "wrong" if named & set(mention.actors) else ""
    if mention is not None and right(doc, mention, label["to"]):
        return "right"
    return "none" if mention is None or own_words(doc, mention) else "wrong"


def measure(errors: bool) -> Figures:
    """Precision and recall of each half and of all, and of each kind of phrase in the open half."""
    rows = read("references.jsonl")
    articles = [Article(id=row["id"], text=row["text"], date=row["date"]) for row in rows]
    counts: dict[str, Counter[str]] = {}
    for row, doc in zip(rows, annotate(articles), strict=True):
        for _ in extract(doc):  # the first and second person are laid once it is known who speaks
            pass
        for label in row["links"]:
            found = verdict(doc, label)
            groups = ["all", row["half"]] + ([f"open, {label['kind']}"] if row["half"] == "open" else [])
            for group in groups:
                counts.setdefault(group, Counter()).update([found] + ["to link"] * (label["to"] is not None))
            if errors and row["half"] == "open" and found in ("wrong", "none"):
                _print_error(doc, label, found)
    figures: Figures = {}
    for group in ("all", "closed", "open", *(f"open, {kind}" for kind in KINDS)):
        count = counts[group]
        figures[f"{group}: precision"] = round(count["right"] / max(1, count["right"] + count["wrong"]), 3)
        figures[f"{group}: recall"] = round(count["right"] / max(1, count["to link"]), 3)
    return figures


def _print_error(doc: Doc, label: Item, found: str) -> None:
    mention = mention_at(doc, label["start"], label["end"])
    gold = "; ".join(doc.text[a:b] for a, b in label["to"]) if label["to"] else "nobody"
    got = f"{'; '.join(mention.actors)} ({mention.why})" if mention is not None else "nobody"
    near = " ".join(doc.text[max(0, label["start"] - 40) : label["end"] + 25].split())
    print(f"{found:5s} {doc.article.id} {label['kind']:11s} {label['phrase']} = {gold}, not {got}  «{near}»")


if __name__ == "__main__":
    sys.exit(run("references", __doc__, ("references.jsonl",), measure))
